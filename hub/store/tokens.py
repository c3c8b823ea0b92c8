"""OAuth tokens of each connection: durable before their first use, and apart from everything that a dry run undoes.
Where the installation has a key, they are sealed with it.

On SQLite they live in a file of their own beside the database, synchronised to the disk at each save; on PostgreSQL in
the table `token`, on connections of their own, so that neither a dry run nor a long transaction is in the way.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from hub.sdk.errors import RetryLaterError
from hub.store.database import Database
from hub.store.errors import explained

# A refresh takes a second; who holds the lock for longer waits for a vendor's server that does not answer.
LONGEST_WAIT_S = 60.0
# The first number of PostgreSQL's advisory locks of refreshes; any fixed one serves.
_REFRESHES = 7_305_012
_LOCK_NOT_AVAILABLE = "55P03"

_SAVE = (
    "INSERT INTO token (connection, document, saved_at) VALUES (?, ?, ?) "
    "ON CONFLICT (connection) DO UPDATE SET document = excluded.document, saved_at = excluded.saved_at"
)
_LOAD = "SELECT document FROM token WHERE connection = ?"
_LOCK = "SELECT pg_advisory_xact_lock(?, hashtext(current_schema() || '.' || ?))"

Run = Callable[..., list[Any]]
"""Takes a statement with `?` places and its values, gives the rows."""


class StoredTokens:
    """The token document of one connection; satisfies `hub.sdk.connector.TokenStore`. Threads may share it."""

    def __init__(
        self, database: Database, connection: str, now_text: Callable[[], str], longest_wait_s: float = LONGEST_WAIT_S
    ) -> None:
        self._database = database
        self._connection = connection
        self._now_text = now_text
        self._longest_wait_s = longest_wait_s
        self._threads = threading.Lock()

    def load(self) -> str | None:
        """The stored document. Raises `StoreError`."""
        stored = self._stored()
        return None if stored is None else self._database.seals.opened(stored, self.about)

    def save(self, document: str) -> None:
        """Store a document; it is durable when this returns. Raises `StoreError`."""
        self._store(self._database.seals.seal(document, self.about))

    @property
    def about(self) -> str:
        """What the document is called where it is sealed."""
        return f"connection {self._connection}"

    def key_name(self) -> str | None:
        """The name of the key with which it is sealed, empty where it is not; None where nothing is stored."""
        stored = self._stored()
        return None if stored is None else self._database.seals.key_name(stored)

    def renew_seal(self) -> bool:
        """Seal it with the key in use; whether anything was to be done. Nobody refreshes meanwhile."""
        with self.lock():
            stored = self._stored()
            renewed = None if stored is None else self._database.seals.renewed(stored, self.about)
            if renewed is None or renewed == stored:
                return False
            self._store(renewed)
            return True

    def names(self) -> list[str]:
        """All connections of which a document is stored, those that are configured no more too."""
        with self._open() as run:
            return [row[0] for row in run("SELECT connection FROM token ORDER BY connection")]

    def _stored(self) -> str | None:
        with self._open() as run:
            found = run(_LOAD, self._connection)
        return found[0][0] if found else None

    def _store(self, text: str) -> None:
        with self._open() as run:
            run(_SAVE, self._connection, text, self._now_text())

    @contextmanager
    def lock(self) -> Iterator[None]:
        """The refresh lock over threads and processes; it dies with its process.

        Raises `RetryLaterError` where somebody else holds it for too long. A thread must not take it twice.
        """
        if not self._threads.acquire(timeout=self._longest_wait_s):
            raise self._too_long()
        try:
            with self._file_lock() if self._database.is_sqlite else self._postgresql_lock():
                yield
        finally:
            self._threads.release()

    @contextmanager
    def _file_lock(self) -> Iterator[None]:
        # A second file: the lock is held across several commits to the first.
        path = beside(self._database, f".tokens.{self._connection}.lock")
        with closing(sqlite3.connect(path, timeout=self._longest_wait_s, isolation_level=None)) as connection:
            try:
                connection.execute("BEGIN EXCLUSIVE")
            except sqlite3.Error as error:
                if error.sqlite_errorcode == sqlite3.SQLITE_BUSY:
                    raise self._too_long() from error
                raise explained(error, self._database.name) from error
            yield

    @contextmanager
    def _postgresql_lock(self) -> Iterator[None]:
        with self._on_postgresql() as run:
            run(f"SET LOCAL lock_timeout = {int(self._longest_wait_s * 1000)}")
            try:
                run(_LOCK, _REFRESHES, self._connection)
            except DBAPIError as error:
                if getattr(error.orig, "sqlstate", "") == _LOCK_NOT_AVAILABLE:
                    raise self._too_long() from error
                raise
            yield

    def _too_long(self) -> RetryLaterError:
        return RetryLaterError(
            f"another process or thread has been refreshing the token of {self._connection} for "
            f"{self._longest_wait_s:.0f} s; this one goes on later",
            wait_s=self._longest_wait_s,
        )

    @contextmanager
    def _open(self) -> Iterator[Run]:
        with self._on_sqlite() if self._database.is_sqlite else self._on_postgresql() as run:
            yield run

    @contextmanager
    def _on_sqlite(self) -> Iterator[Run]:
        path = beside(self._database, ".tokens.db")
        try:
            with closing(sqlite3.connect(path, timeout=self._longest_wait_s)) as connection:
                # EXTRA also synchronises the folder: else a power cut could bring the journal back, which undoes the
                # save.
                connection.execute("PRAGMA synchronous=EXTRA")
                # A token that was not sealed yet is gone from the file once it is replaced.
                connection.execute("PRAGMA secure_delete=ON")
                connection.execute(
                    "CREATE TABLE IF NOT EXISTS token (connection TEXT PRIMARY KEY, document TEXT, saved_at TEXT)"
                )
                yield lambda sql, *values: connection.execute(sql, values).fetchall()
                connection.commit()
        except sqlite3.Error as error:
            raise explained(error, self._database.name) from error

    @contextmanager
    def _on_postgresql(self) -> Iterator[Run]:
        engine = create_engine(self._database.url, poolclass=NullPool)
        try:
            with engine.begin() as connection:
                connection.exec_driver_sql("SET LOCAL synchronous_commit = on")

                def run(sql: str, *values: Any) -> list[Any]:
                    found = connection.exec_driver_sql(sql.replace("?", "%s"), values)
                    return list(found) if found.returns_rows else []

                yield run
        except DBAPIError as error:
            raise explained(error, self._database.name) from error


def beside(database: Database, ending: str) -> Path:
    """A file next to the database that nobody else may read."""
    path = Path(database.url.database or "hub.db")
    path = path.with_name(path.stem + ending)
    if not path.exists():
        path.touch(mode=0o600)
    return path
