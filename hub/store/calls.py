"""How many requests each connection has made today: counted over restarts, and apart from what a dry run undoes.

A plan reads the systems in a transaction that is undone, and those requests were made all the same. So on SQLite the
counts live in a file of their own beside the database; on PostgreSQL in the table `daily_calls`, on connections of
their own.
"""

from __future__ import annotations

import sqlite3
import threading
from contextlib import closing
from datetime import date
from typing import Any

from hub.store.database import Database
from hub.store.errors import explained
from hub.store.tokens import beside

_TABLE = "CREATE TABLE IF NOT EXISTS daily_calls (connection TEXT PRIMARY KEY, day TEXT, spent INTEGER)"
_SPENT = "SELECT spent FROM daily_calls WHERE connection = ? AND day = ?"
_COUNT = (
    "INSERT INTO daily_calls (connection, day, spent) VALUES (?, ?, 1) ON CONFLICT (connection) DO UPDATE SET "
    "spent = CASE WHEN daily_calls.day = excluded.day THEN daily_calls.spent + 1 ELSE 1 END, day = excluded.day "
    "RETURNING spent"
)


class StoredCalls:
    """The count of one connection; satisfies `hub.sdk.throttle.CallCount`. Threads may share it."""

    def __init__(self, database: Database, connection: str) -> None:
        self._database, self._connection = database, connection
        self._file: sqlite3.Connection | None = None
        self._lock = threading.Lock()

    def spent(self, day: date) -> int:
        """How many requests were made on this day."""
        return self._asked(_SPENT, day)

    def count(self, day: date) -> int:
        """Count one more; how many there are with it."""
        return self._asked(_COUNT, day)

    def close(self) -> None:
        """Give back the file."""
        with self._lock:
            if self._file is not None:
                self._file.close()
            self._file = None

    def _asked(self, sql: str, day: date) -> int:
        values = (self._connection, day.isoformat())
        if self._database.is_sqlite:
            try:
                with self._lock:
                    return _number(self._opened().execute(sql, values).fetchone())
            except sqlite3.Error as error:
                raise explained(error, self._database.name) from error
        with closing(self._database.engine.raw_connection()) as connection:
            cursor = connection.cursor()
            # After a crash of the server some requests are counted too few; the vendor counts them too.
            cursor.execute("SET LOCAL synchronous_commit = off")
            cursor.execute(sql.replace("?", "%s"), values)
            found = _number(cursor.fetchone())
            connection.commit()
            return found

    def _opened(self) -> sqlite3.Connection:
        if self._file is None:
            path = beside(self._database, ".calls.db")
            self._file = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
            for statement in ("PRAGMA journal_mode=WAL", "PRAGMA synchronous=NORMAL", _TABLE):
                self._file.execute(statement)
        return self._file


def _number(row: Any) -> int:
    return int(row[0]) if row is not None else 0
