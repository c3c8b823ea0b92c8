"""OAuth tokens of each connection: durable before their first use, and apart from everything that a dry run undoes.

On SQLite they live in a file of their own beside the database, synchronised to the disk at each save; on PostgreSQL
in the
table `token`, written in a transaction of their own.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

from hub.store.database import Database, Transaction

_SAVE = (
    "INSERT INTO token (connection, document, saved_at) VALUES (?, ?, ?) "
    "ON CONFLICT (connection) DO UPDATE SET document = excluded.document, saved_at = excluded.saved_at"
)
_LOAD = "SELECT document FROM token WHERE connection = ?"


class StoredTokens:
    """The token document of one connection; satisfies `hub.sdk.connector.TokenStore`.

    The lock is held over the threads of this process; the hub's own lock lets only one process work on a database.
    """

    def __init__(self, database: Database, connection: str, now_text: Callable[[], str]) -> None:
        self._database = database
        self._connection = connection
        self._now_text = now_text
        self._lock = threading.RLock()

    def load(self) -> str | None:
        """The stored document."""
        with self._open() as run:
            found = run(_LOAD, self._connection)
        return found[0][0] if found else None

    def save(self, document: str) -> None:
        """Store a document; it is durable when this returns."""
        with self._open() as run:
            run(_SAVE, self._connection, document, self._now_text())

    def lock(self) -> AbstractContextManager[object]:
        """The refresh lock."""
        return self._lock

    @contextmanager
    def _open(self) -> Iterator[Callable[..., list[Any]]]:
        if not self._database.is_sqlite:
            with self._database.begin_apart() as tx:
                yield _runner(tx)
            return
        connection = sqlite3.connect(_path_beside(self._database))
        try:
            connection.execute("PRAGMA synchronous=FULL")
            connection.execute(
                "CREATE TABLE IF NOT EXISTS token (connection TEXT PRIMARY KEY, document TEXT, saved_at TEXT)"
            )
            yield lambda sql, *values: connection.execute(sql, values).fetchall()
            connection.commit()
        finally:
            connection.close()


def _runner(tx: Transaction) -> Callable[..., list[Any]]:
    def run(sql: str, *values: Any) -> list[Any]:
        if sql.startswith("SELECT"):
            return tx.rows(sql, *values)
        tx.run(sql, *values)
        return []

    return run


def _path_beside(database: Database) -> Path:
    path = Path(database.url.database or "hub.db")
    path = path.with_name(path.stem + ".tokens.db")
    if not path.exists():
        path.touch(mode=0o600)
    return path
