"""The drivers of the two databases: how each is reached, and how each of its connections is prepared."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import URL


def engine_of(url: URL) -> Engine:
    """An engine whose connections are prepared."""
    engine = create_engine(url, **_engine_options(url))
    event.listen(engine, "connect", _prepare_sqlite if url.get_backend_name() == "sqlite" else _prepare_postgresql)
    return engine


def with_driver(url: URL) -> URL:
    """The address with the driver that the hub has."""
    return url.set(drivername="postgresql+psycopg") if url.drivername == "postgresql" else url


def _engine_options(url: URL) -> dict[str, Any]:
    if url.get_backend_name() == "sqlite":
        # A run has more statements than the 128 that the driver keeps compiled.
        kept = {"cached_statements": 512}
        return {"connect_args": {"timeout": 5.0, "isolation_level": None, "check_same_thread": False, **kept}}
    return {"pool_pre_ping": True}


def _prepare_postgresql(connection: Any, _: object) -> None:
    from psycopg.types.string import TextLoader  # an optional extra: only who names a PostgreSQL has it

    # Documents are decoded by those who need them, from the same text as on SQLite.
    connection.adapters.register_loader("jsonb", TextLoader)
    # A hub that stands still in the middle of a transaction must not keep its rows from the one that takes over.
    connection.execute("SET idle_in_transaction_session_timeout = '5min'")
    connection.commit()


def _prepare_sqlite(connection: Any, _: object) -> None:
    cursor = connection.cursor()
    # FULL would fsync each page of records; in WAL, NORMAL loses nothing at a crash of the process, and at a power
    # cut at most the last transactions, which the cursors in the same transactions then pull again. What can't be had
    # again is stored by a durable transaction.
    # A page of 16 kB (of new databases) holds seven wishes of a usual size where two of 8 kB hold six.
    for pragma in (
        "page_size=16384",
        "journal_mode=WAL",
        "synchronous=NORMAL",
        "cache_size=-8000",
        "wal_autocheckpoint=4000",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
