"""DuckDB as the matcher uses it: tables in memory, within a limit of memory, spilling into a folder of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import duckdb
import numpy as np
from numpy.typing import NDArray

T = TypeVar("T")

MEMORY = "900MB"
MEMORY_AT_LAST = "3GB"
"""For a statement of which DuckDB has misjudged what it needs, as it does once in some hundred runs."""
PATTERN = frozenset("*?[{")
"""What makes a pattern of many files of a file's name."""


def quoted(text: str) -> str:
    """A text as SQL spells it."""
    return "'" + text.replace("'", "''") + "'"


class Engine:
    """One connection; its statements come from this package, never from data."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection

    def _done(self, statement: str, fetch: Callable[[duckdb.DuckDBPyConnection], T]) -> T:
        """What is fetched of a statement, which leaves nothing behind where memory ends in the middle of it."""
        try:
            return fetch(self._connection.execute(statement))
        except duckdb.OutOfMemoryException:
            self._connection.execute(f"SET memory_limit = '{MEMORY_AT_LAST}'")
            return fetch(self._connection.execute(statement))

    def run(self, statement: str) -> None:
        """Carry out a statement."""
        self._done(statement, lambda done: None)

    def rows(self, statement: str) -> list[tuple[Any, ...]]:
        """The rows of a query."""
        return self._done(statement, lambda done: list(done.fetchall()))

    def weighed_pairs(self, statement: str) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """The rows of a query of two whole numbers and a weight."""
        one, other, weight = self._done(statement, lambda done: done.fetchnumpy()).values()
        return np.stack((one, other), axis=1), np.asarray(weight, dtype=np.float64)

    def columns(self, statement: str) -> dict[str, NDArray[Any]]:
        """The columns of a query of numbers."""
        found = self._done(statement, lambda done: done.fetchnumpy())
        return {name: np.asarray(column) for name, column in found.items()}

    def copy_parquet(self, path: Path, target: Path) -> None:
        """A Parquet file as CSV."""
        self._connection.execute(
            f"COPY (SELECT * FROM read_parquet($source)) TO {quoted(str(target))}"
            " (HEADER, DELIMITER ',', FORCE_QUOTE *)",
            {"source": str(path)},
        )

    def write(self, query: str, target: Path, by: str = "") -> None:
        """The rows of a query as a Parquet file, or as a folder of files by what a column says."""
        options = f"FORMAT parquet, PARTITION_BY ({by})" if by else "FORMAT parquet"
        self.run(f"COPY ({query}) TO {quoted(str(target))} ({options})")

    def fill(self, table: str, columns: Mapping[str, Sequence[int]]) -> None:
        """A table of whole numbers."""
        given = {name: np.array(numbers, dtype=np.int64) for name, numbers in columns.items()}
        self._connection.register("given", given)
        self._connection.execute(f"CREATE OR REPLACE TABLE {table} AS SELECT * FROM given")
        self._connection.unregister("given")


@contextmanager
def open_engine(folder: Path, memory: str = MEMORY, threads: int = 2) -> Iterator[Engine]:
    """An engine whose overflow goes to the folder; each thread has memory of its own, which small files never fill."""
    connection = duckdb.connect(":memory:")
    try:
        connection.execute(f"SET threads = {threads}")
        connection.execute(f"SET memory_limit = '{memory}'")
        connection.execute(f"SET temp_directory = {quoted(str(folder))}")
        connection.execute("SET preserve_insertion_order = false")
        yield Engine(connection)
    finally:
        connection.close()
