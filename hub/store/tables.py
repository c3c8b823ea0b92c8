"""The tables of the hub's own work: what it wishes to write, its runs, and what it remembers of itself.

Of all tables: one document column each, plus the columns that are searched. Migrations make them (a test compares the
two). Bulk paths speak SQL to them by the driver; no record in a hot loop is an object of the ORM. Documents are JSON
text on SQLite and JSONB on PostgreSQL. Times are UTC text (`hub.store.times`).
"""

from __future__ import annotations

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from hub.store.columns import big, document, rowid
from hub.store.intents import NOT_OVER

# Of the notices of some days the few are asked for that wait.
_WAITING = text("state <> 'done'")
# Of the many wishes that a golden record has had, few have not come to their end.
_NOT_OVER = text(NOT_OVER)
_RUNNING = text("state = 'running'")


class Counter(SQLModel, table=True):
    """The highest id given out for each numbered noun."""

    name: str = Field(primary_key=True)
    value: int = big()


class Intent(SQLModel, table=True):
    """The outbox: each wish to write, stored before it is sent."""

    __table_args__ = (
        Index("ix_intent_open", "stream_id", "state"),
        Index("ix_intent_golden", "golden_id"),
        Index("ix_intent_golden_not_over", "golden_id", sqlite_where=_NOT_OVER, postgresql_where=_NOT_OVER),
    )

    id: int = rowid()
    stream_id: int = big()
    golden_id: int = big()
    external_id: str | None = None
    operation: str
    payload: str = document(nullable=False)
    fields: str = document(nullable=False)
    expected_version: str | None = None
    state: str
    attempts: int = 0
    message: str = ""
    run_id: int = big()
    created_at: str
    not_before: str | None = None
    done_at: str | None = None


class Run(SQLModel, table=True):
    """One run with its ledger; `progress` tells how far its steps have come, while it runs."""

    __table_args__ = (Index("ix_run_running", "id", sqlite_where=_RUNNING, postgresql_where=_RUNNING),)

    id: int = rowid()
    kind: str
    state: str
    config_digest: str
    started_at: str
    finished_at: str | None = None
    ledger: str | None = document()
    progress: str | None = None


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

    id: int = rowid()
    at: str
    actor: str
    action: str
    facts: str = document(nullable=False)
    commitment: str | None = None
    previous: str
    hash: str


class AuditPersonal(SQLModel, table=True):
    """The personal values of an audit entry, apart so that they can be erased."""

    __tablename__ = "audit_personal"

    entry_id: int = rowid()
    salt: str
    document: str = document(nullable=False)


class RuleBook(SQLModel, table=True):
    """The survivorship rules of each configuration that was ever used."""

    __tablename__ = "rule_book"

    config_digest: str = Field(primary_key=True)
    first_used_at: str
    rules: str = document(nullable=False)


class DailyCalls(SQLModel, table=True):
    """How many requests each connection made on the last day on which it made any."""

    __tablename__ = "daily_calls"

    connection: str = Field(primary_key=True)
    day: str
    spent: int


class Lease(SQLModel, table=True):
    """Who may work, one row a lease; `token` grows with each new holder, and older ones can't commit any more."""

    name: str = Field(primary_key=True)
    token: int = big()
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

    id: int = rowid()
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
