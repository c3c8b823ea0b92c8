"""The tables of ways in beside a password: tokens of programs."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column
from sqlmodel import Field, SQLModel

from hub.store.tables import RowId


class ConsoleToken(SQLModel, table=True):
    """A program that may ask in a user's name, by the hash of its token; `scopes` are words with blanks between."""

    __tablename__ = "console_token"

    id: int = Field(sa_column=Column(RowId, primary_key=True, autoincrement=False))
    token_hash: str = Field(unique=True)
    user_id: int = Field(sa_column=Column(BigInteger, nullable=False))
    note: str
    scopes: str
    created_at: str
    expires_at: str
    used_at: str | None = None
    revoked_at: str | None = None
