"""What the columns of the tables are made of, in the words of both databases."""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger, Column, Integer, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

JsonText = Text().with_variant(JSONB(), "postgresql")
# An INTEGER primary key is SQLite's rowid itself; a BIGINT one would be a second index.
RowId = BigInteger().with_variant(Integer(), "sqlite")


def rowid() -> Any:
    """The number of a row, given out by the store."""
    return Field(sa_column=Column(RowId, primary_key=True, autoincrement=False))


def big() -> Any:
    """A number of another row, or a hash."""
    return Field(sa_column=Column(BigInteger, nullable=False))


def document(*, nullable: bool = True) -> Any:
    """A JSON document."""
    return Field(default=None, sa_column=Column(JsonText, nullable=nullable))
