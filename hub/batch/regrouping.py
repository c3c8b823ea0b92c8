"""Clusters of which more is weighed once they are known: only what hangs together with it is clustered anew.

Invariant: the clusters are those that `grouped` makes of all pairs at once.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from hub.batch.grouping import Numbers, connected, grouped

Bits = NDArray[np.float64]


class Pairs(NamedTuple):
    """Joins with what they have to spare, in any order, and walls with their heights."""

    joins: Numbers
    spare: Bits
    walls: Numbers
    heights: Bits


class Clusters:
    """The clusters of some pairs, by their smallest record."""

    def __init__(self, pairs: Pairs, largest: int) -> None:
        self._pairs, self._largest = pairs, largest
        self._first = connected(pairs.joins, 1 + int(max(pairs.joins.max(initial=0), pairs.walls.max(initial=0))))
        self.groups = self._grouped(pairs)

    def learn(self, more: Pairs) -> dict[int, list[int]]:
        """Take in pairs within clusters; the clusters of all that joins connect these with."""
        known = self._pairs
        self._pairs = Pairs(
            np.concatenate((known.joins, more.joins)),
            np.concatenate((known.spare, more.spare)),
            np.concatenate((known.walls, more.walls)),
            np.concatenate((known.heights, more.heights)),
        )
        is_touched = np.zeros(len(self._first), dtype=bool)
        for within in (more.joins, more.walls):
            is_touched[self._first[within[:, 0]]] = True
        anew = self._grouped(self._of(is_touched))
        kept = {first: members for first, members in self.groups.items() if not is_touched[self._first[first]]}
        self.groups = kept | anew
        return anew

    def _of(self, is_touched: NDArray[np.bool_]) -> Pairs:
        """The pairs of what is connected with something touched; a wall to what is not parts nobody."""
        joins, spare, walls, heights = self._pairs
        chosen, parting = is_touched[self._first[joins[:, 0]]], is_touched[self._first[walls[:, 0]]]
        return Pairs(joins[chosen], spare[chosen], walls[parting], heights[parting])

    def _grouped(self, pairs: Pairs) -> dict[int, list[int]]:
        order = np.lexsort((pairs.joins[:, 1], pairs.joins[:, 0], -pairs.spare))
        return grouped(pairs.joins[order], pairs.walls, self._largest, pairs.spare[order], pairs.heights)
