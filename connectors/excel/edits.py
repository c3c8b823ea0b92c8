"""What is to be written into a file: single cells of rows that exist, and new rows below the last.

Invariant: a cell that is in no edit is not touched.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import BinaryIO, NamedTuple, Protocol

from connectors.excel.grid import Row


class Edits(NamedTuple):
    """Cells to write: row number to column to text; rows above `last_row` exist, the others are new."""

    cells: Mapping[int, Mapping[int, str]]
    last_row: int
    """The last row that holds anything."""
    sample_row: int | None = None
    """The row that new rows shall look like; None where the table has none yet."""
    before: Mapping[tuple[int, int], str] = MappingProxyType({})
    """What the written cells of rows that exist said, by row and column."""


class Writer(Protocol):
    """What a file format has to offer to be written to."""

    def refusal(self, row: Row, column: int, text: str) -> str:
        """Why the cell can't take this text, or empty; `row` is as it is now, also where nobody wrote in it."""

    def write(self, edits: Edits, out: BinaryIO) -> None:
        """Write the whole file with the edits to `out`."""
