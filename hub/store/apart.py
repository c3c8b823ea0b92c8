"""Apart: features of source records, kept in a file of their own that nobody sees for as long as one resolve takes.

Invariant: memory stays flat however many records there are, and the file is gone when the resolve ends.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Self

import msgspec

KeptRow = tuple[int, int, bytes]
"""(source_id, digest of what the record says, its features as JSON)."""


class Apart:
    """The features of records by source id; its file is made when the first are kept."""

    def __init__(self) -> None:
        self._connection: sqlite3.Connection | None = None

    @classmethod
    @contextmanager
    def of_a_resolve(cls) -> Iterator[Self]:
        """An empty one, which is thrown away at the end."""
        apart = cls()
        try:
            yield apart
        finally:
            if apart._connection is not None:
                apart._connection.close()

    def keep(self, rows: Iterable[KeptRow]) -> None:
        """Keep these, in place of what was kept of the same records."""
        if self._connection is None:
            self._connection = _opened()
        self._connection.executemany("INSERT OR REPLACE INTO kept VALUES (?, ?, ?)", rows)

    def find(self, source_ids: Sequence[int]) -> dict[int, tuple[int, bytes]]:
        """(digest, features) of those of these records that were kept."""
        if self._connection is None:
            return {}
        wanted = "SELECT source_id, digest, features FROM kept WHERE source_id IN (SELECT value FROM json_each(?))"
        rows = self._connection.execute(wanted, (msgspec.json.encode(source_ids).decode(),))
        return {source_id: (digest, features) for source_id, digest, features in rows}


def _opened() -> sqlite3.Connection:
    # SQLite takes the file away from its folder as soon as it is open.
    connection = sqlite3.connect("", isolation_level=None)
    for pragma in ("journal_mode=OFF", "synchronous=OFF", "cache_size=-500"):
        connection.execute(f"PRAGMA {pragma}")
    connection.execute("CREATE TABLE kept (source_id INTEGER PRIMARY KEY, digest INTEGER NOT NULL, features BLOB)")
    connection.execute("BEGIN")
    return connection
