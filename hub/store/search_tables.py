"""The tables of the search: all of them can be made anew from the golden records."""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger, Column, String
from sqlmodel import Field, SQLModel

from hub.store.columns import JsonText, RowId

# Beginnings are looked for as ranges, so texts stand in the order of their signs, whatever a server's language is.
TermText = String().with_variant(String(collation="C"), "postgresql")


def _key(kind: Any = BigInteger) -> Any:
    return Field(sa_column=Column(kind, primary_key=True, autoincrement=False))


class SearchTerm(SQLModel, table=True):
    """A term under which a golden record is found.

    Terms are written by segments, each in its own order at the end of the table: to spread the terms of a first load
    over one tree of all terms would write most of its pages anew with each batch.
    """

    __tablename__ = "search_term"
    __table_args__ = ({"sqlite_with_rowid": False},)

    segment: int = _key()
    term: str = Field(sa_column=Column(TermText, primary_key=True))
    golden_id: int = _key()


class SearchRecord(SQLModel, table=True):
    """The terms of a golden record, and the segment where they stand, so that they can be taken away again."""

    __tablename__ = "search_record"

    golden_id: int = _key(RowId)
    segment: int = Field(sa_column=Column(BigInteger, nullable=False))
    terms: str = Field(sa_column=Column(JsonText, nullable=False))


class PendingSearch(SQLModel, table=True):
    """Golden records that have changed since their terms were made; new ones are known by their numbers."""

    __tablename__ = "pending_search"

    golden_id: int = _key(RowId)
