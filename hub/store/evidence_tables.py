"""The tables of the matcher: all of them can be made anew from the source records."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Float, Index
from sqlmodel import Field, SQLModel

from hub.store.columns import RowId


class Trait(SQLModel, table=True):
    """What the matcher compares of a source record: `facts` as a JSON list whose order the definition gives, with the
    bits of the book of that number, and the block keys.
    """

    source_id: int = Field(sa_column=Column(RowId, primary_key=True, autoincrement=False))
    book: int = Field(sa_column=Column(BigInteger, nullable=False))
    facts: str
    keys: str


class BlockKey(SQLModel, table=True):
    """Records that share one are weighed against each other, where no more of them do than the key's cap allows."""

    __tablename__ = "block_key"
    __table_args__ = ({"sqlite_with_rowid": False},)

    key: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    source_id: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))


class LateBlockKey(SQLModel, table=True):
    """Those of late: a small tree into which keys fall anywhere, until many go over into the large one in its order."""

    __tablename__ = "late_block_key"
    __table_args__ = ({"sqlite_with_rowid": False},)

    key: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    source_id: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))


class Likeness(SQLModel, table=True):
    """Two source records that may be the same, the lesser id first, with the bits that speak for it."""

    __table_args__ = (Index("ix_likeness_other", "other_id"), {"sqlite_with_rowid": False})

    one_id: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    other_id: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    score: float = Field(sa_column=Column(Float, nullable=False))


class RarityNumber(SQLModel, table=True):
    """The book of rarities: what was counted, by number."""

    __tablename__ = "rarity"
    __table_args__ = ({"sqlite_with_rowid": False},)

    number: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    counted: float = Field(sa_column=Column(Float, nullable=False))
