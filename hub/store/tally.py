"""Tally: what many records say, in a file of its own that nobody sees, where SQL counts it.

Invariant: memory stays flat however many records there are, and the file is gone when the counting ends.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from typing import Self

import msgspec

_CACHE_KB = 4_000


class Tally:
    """The features of records, each a text that is "" where nothing was said, and the lines of a book."""

    def __init__(self, connection: sqlite3.Connection, features: Sequence[str]) -> None:
        self._connection, self._width = connection, len(features)
        connection.execute(f"CREATE TABLE record ({', '.join(map(_column, features))})")
        connection.execute("CREATE TABLE line (number INTEGER PRIMARY KEY, counted REAL NOT NULL)")
        connection.execute("CREATE TABLE seen (number INTEGER NOT NULL)")

    @classmethod
    @contextmanager
    def of(cls, features: Sequence[str]) -> Iterator[Self]:
        """An empty one."""
        # SQLite takes the file away from its folder as soon as it is open.
        with closing(sqlite3.connect("", isolation_level=None)) as connection:
            for pragma in ("journal_mode=OFF", "synchronous=OFF", f"cache_size=-{_CACHE_KB}"):
                connection.execute(f"PRAGMA {pragma}")
            connection.execute("BEGIN")
            yield cls(connection, features)

    def add(self, records: Iterable[Sequence[str]]) -> int:
        """Take in records, their features in order; how many."""
        places = ", ".join("?" * self._width)
        return self._connection.executemany(f"INSERT INTO record VALUES ({places})", records).rowcount

    def said(self, feature: str) -> tuple[int, int]:
        """How many records say it, and in how many distinct values."""
        name = _column(feature)
        found = self._rows(f"SELECT count(*), count(DISTINCT {name}) FROM record WHERE {name} <> ''")
        return next(found)

    def values(self, feature: str, over: Sequence[str], split: str = "") -> Iterator[tuple[str, Sequence[int], bool]]:
        """Each value that several records have, how many distinct values of each of `over` are seen beside it, and
        whether any of these records says `split`.
        """
        distinct = "".join(f", count(DISTINCT nullif({_column(one)}, ''))" for one in over)
        found = self._rows(
            f"SELECT {_column(feature)}, {_ever(split)}{distinct} {_saying(feature)} "
            f"GROUP BY {_column(feature)} HAVING count(*) > 1"
        )
        return ((value, seen, bool(is_split)) for value, is_split, *seen in found)

    def shares(self, part: str, whole: str) -> Iterator[tuple[str, int]]:
        """Each value that a part has in several distinct wholes, and in how many."""
        wholes = f"count(DISTINCT {_column(whole)})"
        grouped = f"{_saying(whole, part)} GROUP BY {_column(part)} HAVING {wholes} > 1"
        return self._rows(f"SELECT {_column(part)}, {wholes} {grouped}")

    def divisions(self, whole: str, parts: tuple[str, str]) -> Iterator[tuple[str, str, str, int]]:
        """Each whole with its two parts, and how many records divide it so; those of one whole after each other."""
        names = ", ".join(map(_column, (whole, *parts)))
        return self._rows(f"SELECT {names}, count(*) {_saying(whole)} GROUP BY {names} ORDER BY {names}")

    def names(self, feature: str, split: str) -> Iterator[tuple[str, int, bool]]:
        """Each value in order, how many records have it, and whether any of them says `split`."""
        name = _column(feature)
        found = self._rows(
            f"SELECT {name}, count(*), {_ever(split)} {_saying(feature)} GROUP BY {name} ORDER BY {name}"
        )
        return ((value, some, bool(is_split)) for value, some, is_split in found)

    def several(self, numbers: Iterable[int]) -> Iterator[tuple[int, int]]:
        """Each of these numbers that is there several times, and how often."""
        self._connection.execute("DELETE FROM seen")
        self._connection.executemany("INSERT INTO seen VALUES (?)", ((number,) for number in numbers))
        return self._rows("SELECT number, count(*) FROM seen GROUP BY number HAVING count(*) > 1")

    def tell(self, told: Iterable[tuple[int, float]]) -> None:
        """Write lines of the book."""
        self._connection.executemany("INSERT OR REPLACE INTO line VALUES (?, ?)", told)

    def told(self, numbers: Sequence[int]) -> dict[int, float]:
        """Read lines of the book."""
        wanted = "SELECT number, counted FROM line WHERE number IN (SELECT value FROM json_each(?))"
        return dict(self._rows(wanted, msgspec.json.encode(numbers).decode()))

    def lines(self) -> Iterator[tuple[int, float]]:
        """All lines of the book in the order of their numbers."""
        return self._rows("SELECT number, counted FROM line ORDER BY number")

    def _rows(self, sql: str, *values: str) -> Iterator[tuple]:  # type: ignore[type-arg]
        return self._connection.execute(sql, values)


def _column(feature: str) -> str:
    return f'"{feature}"'


def _ever(feature: str) -> str:
    return f"max({_column(feature)} <> '')" if feature else "0"


def _saying(*features: str) -> str:
    said = " AND ".join(f"{_column(feature)} <> ''" for feature in features)
    return f"FROM record WHERE {said}"
