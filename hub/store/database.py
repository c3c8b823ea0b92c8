"""One database, SQLite or PostgreSQL, behind one way to open a transaction and to run statements in bulk.

Statements are written once with `?` places; `Transaction` turns them into the driver's words. One thread of this
process writes at a time, so that no step sees half of another; between processes SQLite has BEGIN IMMEDIATE.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

import msgspec
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import DBAPIError

Row = Sequence[Any]


class StoreError(Exception):
    """The database refused; the text says what happened and what to do. Nothing of the transaction was kept."""


class Transaction:
    """Statements in one transaction; rows come back as plain tuples."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self._cursor = connection.connection.cursor()
        self.is_sqlite = connection.dialect.name == "sqlite"
        # SQLite has one writer anyway; PostgreSQL locks the rows that were read.
        self.for_update = "" if self.is_sqlite else " FOR UPDATE"

    def rows(self, sql: str, *values: Any) -> list[Any]:
        """Run a query and fetch all of it."""
        with _in_words():
            self._cursor.execute(self._words(sql), values)
            return list(self._cursor.fetchall())

    def one(self, sql: str, *values: Any) -> Any | None:
        """The first row or None."""
        found = self.rows(sql, *values)
        return found[0] if found else None

    def run(self, sql: str, *values: Any) -> int:
        """Run a statement; the number of rows that it touched."""
        with _in_words():
            self._cursor.execute(self._words(sql), values)
            return int(self._cursor.rowcount)

    def many(self, sql: str, rows: Iterable[Row]) -> None:
        """Run a statement once for each row, in one call of the driver."""
        with _in_words():
            self._cursor.executemany(self._words(sql), rows if isinstance(rows, list) else list(rows))

    def where_in(self, sql: str, wanted: Sequence[int] | Sequence[str], *values: Any) -> list[Any]:
        """Run a query whose `{in}` place stands for any of `wanted`, which is one parameter however long it is."""
        if not wanted:
            return []
        kind = "bigint" if isinstance(wanted[0], int) else "text"
        parameter: Any = _encode(wanted) if self.is_sqlite else list(wanted)
        place = "IN (SELECT value FROM json_each(?))" if self.is_sqlite else f"= ANY(CAST(? AS {kind}[]))"
        before = sql.split("{in}")[0].count("?")
        return self.rows(sql.replace("{in}", place), *values[:before], parameter, *values[before:])

    def next_ids(self, noun: str, count: int) -> range:
        """Reserve `count` ids; they are given back if the transaction fails."""
        if count == 0:
            return range(0)
        found = self.one(
            "INSERT INTO counter (name, value) VALUES (?, ?) "
            "ON CONFLICT (name) DO UPDATE SET value = counter.value + excluded.value RETURNING value",
            noun,
            count,
        )
        assert found is not None
        return range(found[0] - count + 1, found[0] + 1)

    def _words(self, sql: str) -> str:
        return sql if self.is_sqlite else _postgres(sql)


@lru_cache(maxsize=512)
def _postgres(sql: str) -> str:
    return sql.replace("%", "%%").replace("?", "%s")


def _encode(values: Sequence[Any]) -> str:
    return msgspec.json.encode(values).decode()


class StoreLockedError(StoreError):
    """Another program holds the database."""


_REASONS = {
    "database is locked": "another program holds the database; close it (or stop the other hub) and run again",
    "database or disk is full": "the disk is full; free some space and run again, nothing was lost",
    "disk I/O error": "the disk failed to read or write; check it (dmesg, SMART) before running again",
    "readonly database": "the database file is read-only; give the hub's user the right to write it",
    "file is not a database": "the file is not a hub database; name another file in store.url or restore a backup",
    "unable to open database file": "the database file could not be opened; check that its folder "
    "exists and is writable",
    "connection refused": "the database server does not answer; start it or correct store.url",
}


def explained(error: Exception) -> StoreError:
    """The error of a driver in words that name what to do."""
    text = str(getattr(error, "orig", None) or error).strip().split("\n")[0]
    for sign, advice in _REASONS.items():
        if sign in text.lower():
            kind = StoreLockedError if sign == "database is locked" else StoreError
            return kind(f"{text}: {advice}")
    return StoreError(text)


@contextmanager
def _in_words() -> Iterator[None]:
    try:
        yield
    except Exception as error:
        if type(error).__module__.split(".")[0] in {"sqlite3", "psycopg"}:
            raise explained(error) from error
        raise


class Database:
    """Opens transactions; one of them may span a whole dry run, in which the inner ones become savepoints."""

    def __init__(self, url: str) -> None:
        self.url: URL = _with_driver(make_url(url))
        self.engine: Engine = create_engine(self.url, **_engine_options(self.url))
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        if self.is_sqlite:
            event.listen(self.engine, "connect", _prepare_sqlite)
        else:
            event.listen(self.engine, "connect", _prepare_postgresql)
        self._writer = threading.RLock()
        self._local = threading.local()

    @contextmanager
    def begin(self) -> Iterator[Transaction]:
        """A transaction that commits at the end of the block, or leaves nothing behind."""
        dry: Transaction | None = getattr(self._local, "dry", None)
        if dry is not None:
            yield from _savepoint(dry)
            return
        with self.begin_apart() as tx:
            yield tx

    @contextmanager
    def begin_apart(self) -> Iterator[Transaction]:
        """A transaction of its own, which a dry run does not undo."""
        with self._writer, self._connect() as connection:
            if self.is_sqlite:
                with _in_words():
                    connection.connection.cursor().execute("BEGIN IMMEDIATE")
            try:
                yield Transaction(connection)
            except BaseException:
                connection.connection.rollback()
                raise
            with _in_words():
                connection.connection.commit()

    @contextmanager
    def dry_run(self) -> Iterator[None]:
        """Everything that this thread stores inside the block is seen inside it and undone at its end."""
        with self._writer, self._connect() as connection:
            if self.is_sqlite:
                with _in_words():
                    connection.connection.cursor().execute("BEGIN IMMEDIATE")
            self._local.dry = Transaction(connection)
            try:
                yield
            finally:
                self._local.dry = None
                connection.connection.rollback()

    @property
    def in_dry_run(self) -> bool:
        """Whether this thread is inside `dry_run`."""
        return getattr(self._local, "dry", None) is not None

    def close(self) -> None:
        """Give back the connections."""
        self.engine.dispose()

    @contextmanager
    def _connect(self) -> Iterator[Connection]:
        try:
            connection = self.engine.connect()
        except DBAPIError as error:
            raise explained(error) from error
        with connection:
            yield connection


def _savepoint(dry: Transaction) -> Iterator[Transaction]:
    dry.run("SAVEPOINT step")
    try:
        yield dry
    except BaseException:
        dry.run("ROLLBACK TO SAVEPOINT step")
        raise
    dry.run("RELEASE SAVEPOINT step")


def _with_driver(url: URL) -> URL:
    return url.set(drivername="postgresql+psycopg") if url.drivername == "postgresql" else url


def _engine_options(url: URL) -> dict[str, Any]:
    if url.get_backend_name() == "sqlite":
        return {"connect_args": {"timeout": 5.0, "isolation_level": None, "check_same_thread": False}}
    return {"pool_pre_ping": True}


def _prepare_postgresql(connection: Any, _: object) -> None:
    from psycopg.types.string import TextLoader  # an optional extra: only who names a PostgreSQL has it

    # Documents are decoded by those who need them, from the same text as on SQLite.
    connection.adapters.register_loader("jsonb", TextLoader)


def _prepare_sqlite(connection: Any, _: object) -> None:
    cursor = connection.cursor()
    # FULL would fsync each page of records; in WAL, NORMAL loses nothing at a crash of the process, and at a power
    # cut at
    # most the last transactions, which the cursors in the same transactions then pull again.
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "cache_size=-8000", "wal_autocheckpoint=16000"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
