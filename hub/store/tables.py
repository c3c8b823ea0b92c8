"""The tables: one document column each, plus the columns that are searched.

Migrations make them (a test compares the two). Bulk paths speak SQL to them by the driver; no record in a hot loop is
an object of the ORM. Documents are JSON text on SQLite and JSONB on PostgreSQL. Times are UTC text (`hub.store.times`).
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger, Column, Index, Integer, LargeBinary, Text, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from hub.store.intents import NOT_OVER

JsonText = Text().with_variant(JSONB(), "postgresql")
# An INTEGER primary key is SQLite's rowid itself; a BIGINT one would be a second index.
RowId = BigInteger().with_variant(Integer(), "sqlite")


# Counting the living as all less the redirected ones reads no document.
_REDIRECTED = text("redirect_to IS NOT NULL")
# Of the notices of some days the few are asked for that wait.
_WAITING = text("state <> 'done'")
# Of the many wishes that a golden record has had, few have not come to their end.
_NOT_OVER = text(NOT_OVER)


def _rowid() -> Any:
    return Field(sa_column=Column(RowId, primary_key=True, autoincrement=False))


def _big() -> Any:
    return Field(sa_column=Column(BigInteger, nullable=False))


def _document(*, nullable: bool = True) -> Any:
    return Field(default=None, sa_column=Column(JsonText, nullable=nullable))


class Counter(SQLModel, table=True):
    """The highest id given out for each numbered noun."""

    name: str = Field(primary_key=True)
    value: int = _big()


class Stream(SQLModel, table=True):
    """One stream of one connection, with the cursor that its stored records have reached."""

    __table_args__ = (UniqueConstraint("connection", "stream"),)

    id: int = _rowid()
    connection: str
    stream: str
    cursor: str | None = None
    pulled_at: str | None = None
    mapping_digest: str | None = None
    push_policy: str | None = None


class RawRecord(SQLModel, table=True):
    """The newest payload of each remote record, as received; `hash` is its gate."""

    __tablename__ = "raw_record"
    __table_args__ = (UniqueConstraint("stream_id", "external_id"),)

    id: int = _rowid()
    stream_id: int = _big()
    external_id: str
    hash: int = _big()
    payload: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    modified_at: str | None = None
    version: str | None = None
    deleted_at: str | None = None
    run_id: int = _big()


class RawVersion(SQLModel, table=True):
    """A payload that a newer one replaced."""

    __tablename__ = "raw_version"

    id: int = _rowid()
    raw_id: int = Field(sa_column=Column(BigInteger, index=True, nullable=False))
    payload: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    modified_at: str | None = None
    run_id: int = _big()
    replaced_at: str


class MergedAway(SQLModel, table=True):
    """A remote record that its system has merged into another one, by the name of that."""

    __tablename__ = "merged_away"
    __table_args__ = (Index("ix_merged_away_winner", "stream_id", "winner"),)

    raw_id: int = Field(sa_column=Column(RowId, primary_key=True, autoincrement=False))
    stream_id: int = _big()
    winner: str


class SourceRecord(SQLModel, table=True):
    """One part of a remote record in canonical words: its shadow and its claims.

    `doc` is the shadow: what the system holds, as last seen or written. Each value there is a claim of this system
    made at
    `since`, unless `marks` says otherwise for its field (see `hub.merging.claims`).
    """

    __tablename__ = "source_record"
    __table_args__ = (UniqueConstraint("raw_id", "part"),)

    id: int = _rowid()
    raw_id: int = _big()
    stream_id: int = _big()
    part: str
    entity: str
    since: str
    doc: str = _document(nullable=False)
    marks: str | None = _document()
    deleted: bool = False


class PendingResolve(SQLModel, table=True):
    """Source records that changed since the last resolve.

    What the pull found out of a record as it stands saves the resolve from finding it out again: the fields that were
    `edited`, where nothing else happened to it, and the match `keys` of one that is new. Both may be missing.
    """

    __tablename__ = "pending_resolve"

    source_id: int = _rowid()
    entity: str
    edited: str | None = None
    keys: str | None = None


class PendingPlan(SQLModel, table=True):
    """Golden records whose targets have not been compared since they changed."""

    __tablename__ = "pending_plan"

    golden_id: int = _rowid()


class Crosswalk(SQLModel, table=True):
    """Which golden record a source record belongs to, and the match keys that it was found by.

    `born_id` is the golden record that it first made or joined: a split gives old ids back by it.
    """

    source_id: int = _rowid()
    golden_id: int = Field(sa_column=Column(BigInteger, index=True, nullable=False))
    born_id: int = _big()
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

    __table_args__ = (Index("ix_golden_redirected", "entity", sqlite_where=_REDIRECTED, postgresql_where=_REDIRECTED),)

    id: int = _rowid()
    entity: str = Field(index=True)
    doc: str = _document(nullable=False)
    lineage: str | None = _document()
    held: str | None = None
    version: int = 1
    redirect_to: int | None = Field(default=None, sa_column=Column(BigInteger))
    run_id: int = _big()
    changed_at: str


class GoldenVersion(SQLModel, table=True):
    """A state of a golden record that a newer one replaced."""

    __tablename__ = "golden_version"

    id: int = _rowid()
    golden_id: int = Field(sa_column=Column(BigInteger, index=True, nullable=False))
    version: int
    doc: str = _document(nullable=False)
    lineage: str | None = _document()
    run_id: int = _big()
    changed_at: str


class GoldenLink(SQLModel, table=True):
    """References between golden records, so that the people of a company are found from either end."""

    __tablename__ = "golden_link"

    golden_id: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    field: str = Field(primary_key=True)
    target_id: int = Field(sa_column=Column(BigInteger, index=True, nullable=False))


class WaitingReference(SQLModel, table=True):
    """A reference to a remote record that has not been seen yet; its arrival resolves the waiting record again."""

    __tablename__ = "waiting_reference"

    target: str = Field(primary_key=True)
    source_id: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))


class Decision(SQLModel, table=True):
    """What a person decided: same / different for two records, or choose / pin for a field of one."""

    id: int = _rowid()
    kind: str
    left: int = Field(sa_column=Column(BigInteger, index=True, nullable=False))
    right: int | None = Field(default=None, sa_column=Column(BigInteger, index=True))
    unit: str | None = None
    value: str | None = _document()
    author: str
    reason: str = ""
    at: str
    revoked_at: str | None = None


class Conflict(SQLModel, table=True):
    """A loss that was about to happen, or a difference found at the first load (`kind`)."""

    id: int = _rowid()
    golden_id: int = Field(sa_column=Column(BigInteger, index=True, nullable=False))
    entity: str
    unit: str
    kind: str
    state: str = Field(index=True)
    doc: str = _document(nullable=False)
    run_id: int = _big()
    opened_at: str
    decided_at: str | None = None
    decided_by: str | None = None


class Quarantine(SQLModel, table=True):
    """Records that could not be taken in, with the reason in words.

    `readable` is false where the connector itself could not read the record: only its system can mend it.
    """

    __table_args__ = (UniqueConstraint("stream_id", "external_id"),)

    id: int = _rowid()
    stream_id: int = _big()
    external_id: str
    payload: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    reason: str
    run_id: int = _big()
    at: str
    modified_at: str | None = None
    readable: bool = True


class Intent(SQLModel, table=True):
    """The outbox: each wish to write, stored before it is sent."""

    __table_args__ = (
        Index("ix_intent_open", "stream_id", "state"),
        Index("ix_intent_golden", "golden_id"),
        Index("ix_intent_golden_not_over", "golden_id", sqlite_where=_NOT_OVER, postgresql_where=_NOT_OVER),
    )

    id: int = _rowid()
    stream_id: int = _big()
    golden_id: int = _big()
    external_id: str | None = None
    operation: str
    payload: str = _document(nullable=False)
    fields: str = _document(nullable=False)
    expected_version: str | None = None
    state: str
    attempts: int = 0
    message: str = ""
    run_id: int = _big()
    created_at: str
    not_before: str | None = None
    done_at: str | None = None


class Run(SQLModel, table=True):
    """One run with its ledger."""

    id: int = _rowid()
    kind: str
    state: str
    config_digest: str
    started_at: str
    finished_at: str | None = None
    ledger: str | None = _document()


class Token(SQLModel, table=True):
    """The OAuth token document of each connection."""

    connection: str = Field(primary_key=True)
    document: str
    saved_at: str


class Job(SQLModel, table=True):
    """When each scheduled job last ran and how it ended, so that a missed slot is caught up once."""

    name: str = Field(primary_key=True)
    last_started_at: str | None = None
    last_ok_at: str | None = None
    last_error: str | None = None


class AuditEntry(SQLModel, table=True):
    """Who did what; each entry names the hash of the one before."""

    __tablename__ = "audit_entry"

    id: int = _rowid()
    at: str
    actor: str
    action: str
    facts: str = _document(nullable=False)
    commitment: str | None = None
    previous: str
    hash: str


class AuditPersonal(SQLModel, table=True):
    """The personal values of an audit entry, apart so that they can be erased."""

    __tablename__ = "audit_personal"

    entry_id: int = _rowid()
    salt: str
    document: str = _document(nullable=False)


class RuleBook(SQLModel, table=True):
    """The survivorship rules of each configuration that was ever used."""

    __tablename__ = "rule_book"

    config_digest: str = Field(primary_key=True)
    first_used_at: str
    rules: str = _document(nullable=False)


class DailyCalls(SQLModel, table=True):
    """How many requests each connection made on the last day on which it made any."""

    __tablename__ = "daily_calls"

    connection: str = Field(primary_key=True)
    day: str
    spent: int


class Lease(SQLModel, table=True):
    """Who may work, one row a lease; `token` grows with each new holder, and older ones can't commit any more."""

    name: str = Field(primary_key=True)
    token: int = _big()
    holder: str
    expires_at: str
    guarded: bool


class Notice(SQLModel, table=True):
    """What webhooks said: this record may have changed. Kept for some days, so that a doubled event is known."""

    __table_args__ = (
        UniqueConstraint("connection", "event_id"),
        Index("ix_notice_waiting", "connection", sqlite_where=_WAITING, postgresql_where=_WAITING),
        Index("ix_notice_received", "received_at"),
    )

    id: int = _rowid()
    connection: str
    event_id: str
    stream: str
    external_id: str
    kind: str
    happened_at: str | None = None
    received_at: str
    state: str


class Setting(SQLModel, table=True):
    """What the store remembers of itself."""

    name: str = Field(primary_key=True)
    value: str
