"""The search index: rows by id and by time, shown only once the index has caught up with the writes.

A page costs the page and not the whole index: both orders are kept sorted, and a range is found by bisection.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections import deque
from collections.abc import Iterable, Sequence

from connectors.hubspot.twin.rows import Row

_LAST = 1 << 62


class SearchIndex:
    """Archived rows are not in it."""

    def __init__(self) -> None:
        self.rows: dict[int, Row] = {}
        self.ids: list[int] = []
        self._times: list[tuple[int, int]] = []
        self._waiting: deque[tuple[int, Row]] = deque()
        self._range: tuple[int, int, list[int]] | None = None

    def load(self, rows: Iterable[Row]) -> None:
        """Put many rows in at once, without lag."""
        self.rows.update((row.id, row) for row in rows)
        self.ids = sorted(self.rows)
        self._times = sorted((row.modified_ms, row.id) for row in self.rows.values())
        self._range = None

    def put(self, row: Row, seen_ms: int) -> None:
        """A row was written; searches will see it from `seen_ms` on."""
        self._waiting.append((seen_ms, row))

    def catch_up(self, now_ms: int) -> None:
        """Show what searches may see by now."""
        while self._waiting and self._waiting[0][0] <= now_ms:
            self._show(self._waiting.popleft()[1])

    def _show(self, row: Row) -> None:
        old = self.rows.get(row.id)
        self._range = None
        if old is not None:
            del self._times[bisect_left(self._times, (old.modified_ms, old.id))]
        if row.archived_ms is not None:
            self._hide(row.id)
            return
        if old is None:
            insort(self.ids, row.id)
        self.rows[row.id] = row
        insort(self._times, (row.modified_ms, row.id))

    def _hide(self, row_id: int) -> None:
        if self.rows.pop(row_id, None) is not None:
            del self.ids[bisect_left(self.ids, row_id)]

    def by_id(self, low_ms: int, high_ms: int) -> Sequence[int]:
        """Ids, ascending, of the rows modified from `low_ms` to `high_ms` (both included)."""
        low, high = self._bounds(low_ms, high_ms)
        if (low, high) == (0, len(self._times)):
            return self.ids
        if self._range is None or self._range[:2] != (low, high):
            self._range = (low, high, sorted(row_id for _, row_id in self._times[low:high]))
        return self._range[2]

    def by_time(self, low_ms: int, high_ms: int) -> list[int]:
        """The same rows, the longest unchanged first."""
        low, high = self._bounds(low_ms, high_ms)
        return [row_id for _, row_id in self._times[low:high]]

    def _bounds(self, low_ms: int, high_ms: int) -> tuple[int, int]:
        return bisect_left(self._times, (low_ms, -1)), bisect_right(self._times, (high_ms, _LAST))
