"""The tables of what the systems said: their streams, their records, and the claims that were made of them."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, LargeBinary, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from hub.store.columns import RowId, big, document, rowid

_DELETED = text("deleted_at IS NOT NULL")


class Stream(SQLModel, table=True):
    """One stream of one connection, with the cursor that its stored records have reached; `looked_at` is when it was
    last read to its end, `deletes_since` since when deletions elsewhere are followed in it.
    """

    __table_args__ = (UniqueConstraint("connection", "stream"),)

    id: int = rowid()
    connection: str
    stream: str
    cursor: str | None = None
    pulled_at: str | None = None
    mapping_digest: str | None = None
    push_policy: str | None = None
    looked_at: str | None = None
    deletes_since: str | None = None


class RawRecord(SQLModel, table=True):
    """The newest payload of each remote record, as received; `hash` is its gate.

    `turned_at` is when people over there last deleted it or put it back, at the earliest; None where nobody did, or the
    hub deleted it.
    """

    __tablename__ = "raw_record"
    __table_args__ = (
        UniqueConstraint("stream_id", "external_id"),
        Index("ix_raw_record_deleted", "stream_id", sqlite_where=_DELETED, postgresql_where=_DELETED),
    )

    id: int = rowid()
    stream_id: int = big()
    external_id: str
    hash: int = big()
    payload: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    modified_at: str | None = None
    version: str | None = None
    deleted_at: str | None = None
    turned_at: str | None = None
    run_id: int = big()


class RawVersion(SQLModel, table=True):
    """A payload that a newer one replaced."""

    __tablename__ = "raw_version"

    id: int = rowid()
    raw_id: int = Field(sa_column=Column(BigInteger, index=True, nullable=False))
    payload: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    modified_at: str | None = None
    run_id: int = big()
    replaced_at: str


class MergedAway(SQLModel, table=True):
    """A remote record that its system has merged into another one, by the name of that."""

    __tablename__ = "merged_away"
    __table_args__ = (Index("ix_merged_away_winner", "stream_id", "winner"),)

    raw_id: int = Field(sa_column=Column(RowId, primary_key=True, autoincrement=False))
    stream_id: int = big()
    winner: str


class SourceRecord(SQLModel, table=True):
    """One part of a remote record in canonical words: its shadow and its claims.

    `doc` is the shadow: what the system holds, as last seen or written. Each value there is a claim of this system
    made at
    `since`, unless `marks` says otherwise for its field (see `hub.merging.claims`).
    """

    __tablename__ = "source_record"
    __table_args__ = (UniqueConstraint("raw_id", "part"),)

    id: int = rowid()
    raw_id: int = big()
    stream_id: int = big()
    part: str
    entity: str
    since: str
    doc: str = document(nullable=False)
    marks: str | None = document()
    deleted: bool = False


class PendingResolve(SQLModel, table=True):
    """Source records that changed since the last resolve.

    What the pull found out of a record as it stands saves the resolve from finding it out again: the fields that were
    `edited`, where nothing else happened to it, and the match `keys` of one that is new. Both may be missing.
    """

    __tablename__ = "pending_resolve"

    source_id: int = rowid()
    entity: str
    edited: str | None = None
    keys: str | None = None


class WaitingReference(SQLModel, table=True):
    """A reference to a remote record that has not been seen yet; its arrival resolves the waiting record again."""

    __tablename__ = "waiting_reference"

    target: str = Field(primary_key=True)
    source_id: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))


class Quarantine(SQLModel, table=True):
    """Records that could not be taken in, with the reason in words.

    `readable` is false where the connector itself could not read the record: only its system can mend it.
    """

    __table_args__ = (UniqueConstraint("stream_id", "external_id"),)

    id: int = rowid()
    stream_id: int = big()
    external_id: str
    payload: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    reason: str
    run_id: int = big()
    at: str
    modified_at: str | None = None
    readable: bool = True
