"""The drivers of the two databases: how each is reached, and how each of its connections is prepared."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import URL
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.pool import PoolProxiedConnection

from hub.store.errors import IN_WORDS

_FRESH_S = 1.0
"""For so long after its last use a session is taken for alive: asking it costs as much as a small transaction, and a
server that goes away within it is met as one that goes away in the middle of a transaction."""


def engine_of(url: URL) -> Engine:
    """An engine whose connections are prepared."""
    engine = create_engine(url, **_engine_options(url))
    if url.get_backend_name() == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
    else:
        event.listen(engine, "connect", _prepare_postgresql)
        _keep_alive(engine)
    return engine


@contextmanager
def of_one_moment(connection: PoolProxiedConnection, *, is_sqlite: bool) -> Iterator[None]:
    """The transaction inside the block sees the database as it is at its first statement, and nothing later."""
    if is_sqlite:
        with IN_WORDS:
            connection.cursor().execute("BEGIN")
        yield
        return
    from psycopg import IsolationLevel  # an optional extra, as below

    # Told to the driver, not by a statement of its own: it goes along with the BEGIN.
    session: Any = connection.driver_connection
    with IN_WORDS:
        session.set_isolation_level(IsolationLevel.REPEATABLE_READ)
    try:
        yield
    finally:
        if not session.closed:
            session.set_isolation_level(None)


def _keep_alive(engine: Engine) -> None:
    """Ask a session that lay idle whether it still stands; where it does not, all are opened anew."""

    def note(_: object, record: Any) -> None:
        record.info["used"] = time.monotonic()

    def ask(connection: Any, record: Any, _: object) -> None:
        if time.monotonic() - record.info.get("used", 0.0) < _FRESH_S:
            return
        try:
            engine.dialect.do_ping(connection)
        except engine.dialect.loaded_dbapi.Error as error:
            raise InvalidatePoolError from error

    event.listen(engine, "connect", note)
    event.listen(engine, "checkin", note)
    event.listen(engine, "checkout", ask)


def with_driver(url: URL) -> URL:
    """The address with the driver that the hub has."""
    return url.set(drivername="postgresql+psycopg") if url.drivername == "postgresql" else url


def _engine_options(url: URL) -> dict[str, Any]:
    if url.get_backend_name() == "sqlite":
        # A run has more statements than the 128 that the driver keeps compiled.
        kept = {"cached_statements": 512}
        return {"connect_args": {"timeout": 5.0, "isolation_level": None, "check_same_thread": False, **kept}}
    # Else each engine looks in the catalogue for a type that no table here has.
    return {"use_native_hstore": False}


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
