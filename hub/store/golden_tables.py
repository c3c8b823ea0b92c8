"""The tables of what was decided: who is who, the golden records, and what people said about them."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, text
from sqlmodel import Field, SQLModel

from hub.store.columns import big, document, rowid
from hub.store.deadlines import due_indexes

# Counting the living as all less the redirected ones reads no document.
_REDIRECTED = text("redirect_to IS NOT NULL")
_DECIDED = text("decided_at IS NOT NULL")


class Crosswalk(SQLModel, table=True):
    """Which golden record a source record belongs to, and the match keys that it was found by.

    `born_id` is the golden record that it first made or joined: a split gives old ids back by it.
    """

    source_id: int = rowid()
    golden_id: int = Field(sa_column=Column(BigInteger, index=True, nullable=False))
    born_id: int = big()
    keys: str | None = None


class MatchKey(SQLModel, table=True):
    """Hashed match keys; records that share one are candidates."""

    __tablename__ = "match_key"
    __table_args__ = ({"sqlite_with_rowid": False},)

    key: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    source_id: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))


class Golden(SQLModel, table=True):
    """The golden records: a cache of `survive(claims, rules, decisions)`.

    `lineage` names the source record of each value. `held` lists fields that wait for a steward. A record that was
    merged away keeps its row and names its successor in `redirect_to`.
    """

    __table_args__ = (
        Index("ix_golden_redirected", "entity", sqlite_where=_REDIRECTED, postgresql_where=_REDIRECTED),
        *due_indexes(),
    )

    id: int = rowid()
    entity: str = Field(index=True)
    doc: str = document(nullable=False)
    lineage: str | None = document()
    held: str | None = None
    version: int = 1
    redirect_to: int | None = Field(default=None, sa_column=Column(BigInteger))
    run_id: int = big()
    changed_at: str


class GoldenVersion(SQLModel, table=True):
    """A state of a golden record that a newer one replaced."""

    __tablename__ = "golden_version"

    id: int = rowid()
    golden_id: int = Field(sa_column=Column(BigInteger, index=True, nullable=False))
    version: int
    doc: str = document(nullable=False)
    lineage: str | None = document()
    run_id: int = big()
    changed_at: str


class GoldenLink(SQLModel, table=True):
    """References between golden records, so that the people of a company are found from either end."""

    __tablename__ = "golden_link"

    golden_id: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    field: str = Field(primary_key=True)
    target_id: int = Field(sa_column=Column(BigInteger, index=True, nullable=False))


class PendingPlan(SQLModel, table=True):
    """Golden records whose targets have not been compared since they changed."""

    __tablename__ = "pending_plan"

    golden_id: int = rowid()


class Decision(SQLModel, table=True):
    """What a person decided: same / different for two records, or choose / pin for a field of one."""

    id: int = rowid()
    kind: str
    left: int = Field(sa_column=Column(BigInteger, index=True, nullable=False))
    right: int | None = Field(default=None, sa_column=Column(BigInteger, index=True))
    unit: str | None = None
    value: str | None = document()
    author: str
    reason: str = ""
    at: str
    revoked_at: str | None = None


class Conflict(SQLModel, table=True):
    """A loss that was about to happen, or a difference found at the first load (`kind`)."""

    __table_args__ = (Index("ix_conflict_decided", "decided_at", sqlite_where=_DECIDED, postgresql_where=_DECIDED),)

    id: int = rowid()
    golden_id: int = Field(sa_column=Column(BigInteger, index=True, nullable=False))
    entity: str
    unit: str
    kind: str
    state: str = Field(index=True)
    doc: str = document(nullable=False)
    run_id: int = big()
    opened_at: str
    decided_at: str | None = None
    decided_by: str | None = None


class ConflictNote(SQLModel, table=True):
    """What somebody said about a conflict: a comment, whose it is to decide, or what the first of two people proposes.

    `doc` holds the words and values. It goes with the golden record, as its conflict does.
    """

    __tablename__ = "conflict_note"

    id: int = rowid()
    conflict_id: int = Field(sa_column=Column(BigInteger, index=True, nullable=False))
    golden_id: int = Field(sa_column=Column(BigInteger, index=True, nullable=False))
    kind: str
    author: str
    at: str
    assignee: str
    doc: str = document(nullable=False)
