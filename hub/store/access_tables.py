"""The tables of ways in beside a password: tokens of programs, second factors, and other sites' users."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column
from sqlmodel import Field, SQLModel

from hub.store.columns import RowId


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


class ConsoleFactor(SQLModel, table=True):
    """A user's second factor; `secret` is sealed where there is a key, `last_step` the last time step that was used."""

    __tablename__ = "console_factor"

    user_id: int = Field(sa_column=Column(RowId, primary_key=True, autoincrement=False))
    secret: str
    confirmed_at: str | None = None
    last_step: int = Field(sa_column=Column(BigInteger, nullable=False))


class ConsoleRecovery(SQLModel, table=True):
    """A code that stands in for a lost telephone, by its hash; it is gone once it was used."""

    __tablename__ = "console_recovery"

    code_hash: str = Field(primary_key=True)
    user_id: int = Field(sa_column=Column(BigInteger, index=True, nullable=False))


class ConsoleIdentity(SQLModel, table=True):
    """Which user somebody is who signs in with another site (OpenID Connect): by its name for them, which stays."""

    __tablename__ = "console_identity"

    issuer: str = Field(primary_key=True)
    subject: str = Field(primary_key=True)
    user_id: int = Field(sa_column=Column(BigInteger, nullable=False))
