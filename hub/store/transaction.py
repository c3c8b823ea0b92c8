"""Statements in one transaction: written once with `?` places, and turned into the driver's words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any

import msgspec

from hub.store.errors import IN_WORDS

Row = Sequence[Any]
Encoded = str | bytes
"""A JSON document as it is stored: its text, or that in UTF-8."""

_SQLITE_LIST = ("IN (SELECT value FROM json_each(?))", "json_each(?)")
_POSTGRESQL_LIST = (
    "= ANY(CAST(? AS {}[]))",
    "(SELECT value, place - 1 AS key FROM unnest(CAST(? AS {}[])) WITH ORDINALITY AS listed (value, place))",
)
_FETCHED = 1000
_PLACE = re.compile(r"\?d?")
_IN_UTF_8 = re.compile(r"IN_UTF_8\(([a-z.]+)\)")


class Transaction:
    """Statements in one transaction; rows come back as plain tuples.

    Documents need no text between the database and who decodes or encodes them: `?d` is the place of one in `many`, and
    `IN_UTF_8(column)` asks for one. A server has its own form of documents, and gives text.
    """

    def __init__(self, cursor: Any, *, is_sqlite: bool) -> None:
        self._cursor = cursor
        self.is_sqlite = is_sqlite
        # SQLite has one writer anyway; PostgreSQL locks the rows that were read.
        self.for_update = "" if is_sqlite else " FOR UPDATE"
        self.has_written = False

    @property
    def stands(self) -> bool:
        """Whether the database still holds it; a full disk lets SQLite end it, and a lost session a server."""
        connection = self._cursor.connection
        return bool(connection.in_transaction if self.is_sqlite else not connection.closed)

    def close(self) -> None:
        """Let go of the driver's cursor, before anybody else has its connection.

        One that is left to the collector of garbage keeps its last statement, which SQLite's driver shares with the
        next cursor: let go in the middle of that one's batch, by another thread, it leaves the statement unusable
        ("bad parameter or other API misuse", CPython 3.11).
        """
        self._cursor.close()

    def rows(self, sql: str, *values: Any) -> list[Any]:
        """Run a query and fetch all of it."""
        if not sql.startswith("SELECT"):
            self.has_written = True
        with IN_WORDS:
            self._cursor.execute(self._words(sql), values)
            found: list[Any] = self._cursor.fetchall()
            return found

    def each(self, sql: str, *values: Any) -> Iterator[Any]:
        """Run a query and give its rows as they are fetched; no other statement may be run before the last of them."""
        with IN_WORDS:
            self._cursor.execute(self._words(sql), values)
        while rows := self._fetched(_FETCHED):
            yield from rows

    def _fetched(self, count: int) -> list[Any]:
        with IN_WORDS:
            found: list[Any] = self._cursor.fetchmany(count)
            return found

    def one(self, sql: str, *values: Any) -> Any | None:
        """The first row or None."""
        found = self.rows(sql, *values)
        return found[0] if found else None

    def run(self, sql: str, *values: Any) -> int:
        """Run a statement; the number of rows that it touched."""
        self.has_written = True
        with IN_WORDS:
            self._cursor.execute(self._words(sql), values)
            return int(self._cursor.rowcount)

    def many(self, sql: str, rows: Iterable[Row]) -> None:
        """Run a statement once for each row, in one call of the driver; at a `?d` place text may be in UTF-8."""
        batch = rows if isinstance(rows, list) else list(rows)
        if not batch:
            return
        if not self.is_sqlite and "?d" in sql:
            batch = _with_text(batch, _document_places(sql))
        self.has_written = True
        with IN_WORDS:
            self._cursor.executemany(self._words(sql), batch)

    def where_in(self, sql: str, wanted: Sequence[int] | Sequence[str], *values: Any) -> list[Any]:
        """Run a query whose `{in}` place stands for any of `wanted`, which is one parameter however long it is; the
        table `{each}` has them as rows, `value` with its place from 0 on, `key`.
        """
        return self.rows(*self._any_of(sql, wanted, values)) if wanted else []

    def run_in(self, sql: str, wanted: Sequence[int] | Sequence[str], *values: Any) -> int:
        """As `where_in`, for a statement that gives no rows; the number of rows that it touched."""
        return self.run(*self._any_of(sql, wanted, values)) if wanted else 0

    def _any_of(self, sql: str, wanted: Sequence[Any], values: tuple[Any, ...]) -> tuple[Any, ...]:
        kind = "bigint" if isinstance(wanted[0], int) else "text"
        parameter: Any = _encode(wanted) if self.is_sqlite else list(wanted)
        place, table = _SQLITE_LIST if self.is_sqlite else (list_of.format(kind) for list_of in _POSTGRESQL_LIST)
        before = sql.replace("{each}", "{in}").split("{in}")[0].count("?")
        words = sql.replace("{in}", place).replace("{each}", table)
        return words, *values[:before], parameter, *values[before:]

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
        return _sqlite(sql) if self.is_sqlite else _postgres(sql)


@lru_cache(maxsize=512)
def _sqlite(sql: str) -> str:
    return _IN_UTF_8.sub(r"CAST(\1 AS BLOB)", sql).replace("?d", "CAST(? AS TEXT)")


@lru_cache(maxsize=512)
def _postgres(sql: str) -> str:
    return _IN_UTF_8.sub(r"\1", sql).replace("%", "%%").replace("?d", "?").replace("?", "%s")


@lru_cache(maxsize=512)
def _document_places(sql: str) -> frozenset[int]:
    return frozenset(place for place, found in enumerate(_PLACE.findall(sql)) if found == "?d")


def _with_text(rows: Iterable[Row], places: frozenset[int]) -> list[Row]:
    return [
        [value.decode() if place in places and isinstance(value, bytes) else value for place, value in enumerate(row)]
        for row in rows
    ]


def _encode(values: Sequence[Any]) -> str:
    return msgspec.json.encode(values).decode()
