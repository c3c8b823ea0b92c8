"""What is to be written into a file: single cells of rows that exist, and new rows below the last.

Invariant: a cell that is in no edit is not touched.
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from types import MappingProxyType
from typing import BinaryIO, NamedTuple, Protocol

from connectors.excel.grid import Row


class List(NamedTuple):
    """Where a list stands: the last row of its headings, its first and last column, and rows that sum it up."""

    header: int
    left: int
    right: int
    totals: Set[int] = frozenset()


class Edits(NamedTuple):
    """Cells to write: row number to column to text; rows above `last_row` exist, the others are new."""

    cells: Mapping[int, Mapping[int, str]]
    last_row: int
    """The last row that holds anything."""
    sample_row: int | None = None
    """The row that new rows shall look like; None where the table has none yet."""
    before: Mapping[tuple[int, int], str] = MappingProxyType({})
    """What the written cells of rows that exist said, by row and column."""
    table: List | None = None
    """The list that the new rows are part of."""

    @property
    def end(self) -> int:
        """The last of the rows that follow one another directly below `last_row`; `last_row` where there is none."""
        end = self.last_row
        while end + 1 in self.cells:
            end += 1
        return end


class Writer(Protocol):
    """What a file format has to offer to be written to."""

    def refusal(self, row: Row, column: int, text: str) -> str:
        """Why the cell can't take this text, or empty; `row` is as it is now, also where nobody wrote in it."""

    def write(self, edits: Edits, out: BinaryIO) -> None:
        """Write the whole file with the edits to `out`."""
