"""Where new rows go: directly below the last one, into rows that are drawn already but that nobody wrote in.

Invariant: no row is given twice, and none in which a merged block of the rows above ends.
"""

from __future__ import annotations

from connectors.excel.grid import Row
from connectors.excel.table import Table


class Room:
    """Is told of all rows below a header, top to bottom, and then gives rows for as many records as are wanted."""

    def __init__(self, table: Table, wanted: int) -> None:
        self.last_row = table.header.last
        """The last row that holds anything; the header's where there is none."""
        self._next = self.last_row + 1
        self._wanted = wanted
        self._drawn: dict[int, Row] = {}
        self._ends: dict[int, int] = {}
        for merge in table.grid.merges:
            if merge.bottom > merge.top and merge.left in table.headings:
                self._ends[merge.top] = max(merge.bottom, self._ends.get(merge.top, 0))

    def pass_filled(self, row: Row) -> None:
        """A row that holds something."""
        self.last_row = row.number
        self._next = max(self._next, row.number + 1, self._ends.get(row.number, 0) + 1)
        self._drawn.clear()

    def pass_blank(self, row: Row) -> None:
        """A row that nobody wrote in; its formulas show nothing yet."""
        if row.formulas and self._next <= row.number < self._next + self._wanted:
            self._drawn[row.number] = row

    def next(self) -> Row:
        """The row that the next record would get, as it is now."""
        return self._drawn.get(self._next, Row(self._next, ()))

    def take(self) -> None:
        """The next row has its record."""
        self._next += 1
