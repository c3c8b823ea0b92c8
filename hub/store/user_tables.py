"""The tables of the console: who may sign in, and who is signed in now."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column
from sqlmodel import Field, SQLModel

from hub.store.columns import RowId


class ConsoleUser(SQLModel, table=True):
    """A person who may sign in; `password` is a salted hash, and nothing else of it is kept."""

    __tablename__ = "console_user"

    id: int = Field(sa_column=Column(RowId, primary_key=True, autoincrement=False))
    name: str = Field(unique=True)
    role: str
    password: str
    is_disabled: bool
    created_at: str


class ConsoleSession(SQLModel, table=True):
    """A browser that is signed in, by the hash of its token: whoever reads this table can't become anybody."""

    __tablename__ = "console_session"

    token_hash: str = Field(primary_key=True)
    user_id: int = Field(sa_column=Column(BigInteger, index=True, nullable=False))
    started_at: str
    seen_at: str
