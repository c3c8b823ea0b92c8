"""Where new rows go: below the last record and above the totals, into rows that may be drawn but that nobody wrote in.

Invariant: no row is given twice, and none in which a merged block of the rows above ends.
"""

from __future__ import annotations

from connectors.excel.asides import Kind
from connectors.excel.grid import Row
from connectors.excel.table import Table


class Room:
    """Is told of all rows below a header, top to bottom, and then gives rows for as many records as are wanted."""

    def __init__(self, table: Table, wanted: int) -> None:
        self.last_row = table.header.last
        """The last row that holds a record; the header's where there is none."""
        self.totals: set[int] = set()
        """The rows that sum up others."""
        self._wall = 0
        self._has_total = False
        self._bottom = self.last_row
        self._next = self.last_row + 1
        self._wanted = wanted
        self._takes_rows_between = table.grid.takes_rows_between
        self._drawn: dict[int, Row] = {}
        self._ends: dict[int, int] = {}
        for merge in table.grid.merges:
            if merge.bottom > merge.top and merge.left in table.headings:
                self._ends[merge.top] = max(merge.bottom, self._ends.get(merge.top, 0))

    def pass_row(self, row: Row, kind: Kind) -> None:
        """The next row of the table, and what it is."""
        if kind is Kind.BLANK:
            if row.formulas and self._next <= row.number < self._next + self._wanted:
                self._drawn[row.number] = row
            return
        if kind is Kind.TOTAL:
            self.totals.add(row.number)
        self._bottom = max(row.number, self._ends.get(row.number, 0))
        if kind is Kind.RECORD:
            self.last_row, self._wall, self._has_total = row.number, 0, False
            self._next = max(self._next, self._bottom + 1)
            self._drawn.clear()
        else:
            self._wall = self._wall or row.number
            self._has_total = self._has_total or kind is Kind.TOTAL

    def next(self) -> Row | None:
        """The row that the next record would get, as it is now; None where only a total is left."""
        if self._wall and self._next >= self._wall and not self._takes_rows_between:
            if self._has_total:
                return None
            self._next = max(self._next, self._bottom + 1)
        return self._drawn.get(self._next, Row(self._next, ()))

    def take(self) -> None:
        """The next row has its record."""
        self._next += 1
