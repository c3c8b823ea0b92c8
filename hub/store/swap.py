"""Putting a prepared SQLite file in the place of a store: afterwards it is there whole, or the old store still is.

A SQLite store is written over inside one transaction of SQLite, so that nobody's open connection or journal can mix the
two; a PostgreSQL store is filled anew in one transaction. Leases, tokens and counts of requests stay where they are.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

from sqlalchemy import Boolean

from hub.store.backup import LEFT_OUT, synchronise
from hub.store.database import Database
from hub.store.errors import StoreError, explained
from hub.store.migrate import metadata

_ROWS = 2000
_PAGES = 2000
_BUSY = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
_JOURNALS = ("-wal", "-shm", "-journal")


def put_in_place(database: Database, prepared: Path) -> None:
    """Give a readable store the content of a prepared file. Raises `StoreError`, and then the store is as before."""
    if database.is_sqlite:
        _write_over(Path(database.url.database or ""), prepared)
    else:
        _fill(database, prepared)


def put_aside(path: Path, prepared: Path, aside: Path) -> None:
    """Put a prepared file in the place of one that can't be read, which is kept under another name."""
    if path.exists():
        with suppress(OSError):
            os.link(path, aside)
        if not aside.exists():  # a disk without hard links
            shutil.copyfile(path, aside)
    for ending in _JOURNALS:
        with suppress(FileNotFoundError):
            path.with_name(path.name + ending).rename(aside.with_name(aside.name + ending))
    prepared.replace(path)
    synchronise(path.parent)


def is_readable(path: Path) -> bool:
    """Whether a SQLite file is one, and is whole; a missing one is as good as an empty one."""
    try:
        with closing(sqlite3.connect(path)) as there:
            return bool(there.execute("PRAGMA integrity_check").fetchone() == ("ok",))
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorcode in (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT):
            return False
        raise explained(error, str(path)) from error


def refuse_strangers(path: Path) -> None:
    """Raise `StoreError` where a SQLite file is the database of something else."""
    with closing(sqlite3.connect(path)) as there:
        tables = {name for (name,) in there.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if tables and "alembic_version" not in tables:
        raise StoreError(f"{path} is the database of another program; name another file in store.url")


def _write_over(path: Path, prepared: Path) -> None:
    try:
        with closing(sqlite3.connect(prepared)) as source, closing(sqlite3.connect(path)) as target:
            (size,) = target.execute("PRAGMA page_size").fetchone()
            source.execute("PRAGMA journal_mode=DELETE")
            source.execute(f"PRAGMA page_size={size}")
            source.execute("VACUUM")
            target.execute("PRAGMA synchronous=FULL")
            source.backup(target, pages=_PAGES, progress=_stop_where_busy)
    except sqlite3.Error as error:
        raise explained(error, str(path)) from error


def _stop_where_busy(status: int, remaining: int, total: int) -> None:
    """Python would try again for ever."""
    if status in _BUSY:
        raise sqlite3.OperationalError("database is locked")


def _fill(database: Database, prepared: Path) -> None:
    tables = [table for table in metadata().sorted_tables if table.name not in LEFT_OUT]
    with closing(sqlite3.connect(prepared)) as source, database.begin() as tx:
        # Somebody who looks in the middle is waited for, but not for ever.
        tx.run("SET LOCAL lock_timeout = '10s'")
        tx.run(f"TRUNCATE {', '.join(table.name for table in tables)}")
        for table in tables:
            names = [f'"{column.name}"' for column in table.columns]
            columns, places = ", ".join(names), ", ".join("?" * len(names))
            said = [bool if isinstance(column.type, Boolean) else _same for column in table.columns]
            for rows in _batches(source.execute(f'SELECT {columns} FROM "{table.name}"')):
                converted = [[change(value) for change, value in zip(said, row, strict=True)] for row in rows]
                tx.many(f'INSERT INTO "{table.name}" ({columns}) VALUES ({places})', converted)


def _batches(cursor: sqlite3.Cursor) -> Iterator[list[Any]]:
    while rows := cursor.fetchmany(_ROWS):
        yield rows


def _same(value: Any) -> Any:
    return value
