"""What speaks against two records' being one, asked once a pair: clustering asks again and again.

Invariant: it holds for the records of one neighbourhood, while nothing of them changes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import inf

from hub.matching.cluster import Member
from hub.matching.evidence import was_renamed
from hub.matching.weigher import Listed, Weigher
from hub.store.evidence import Pair


class Against:
    """Of records whose facts are known; `chance` is log2 of how many there are of their kind.

    Against `alike` nothing is asked: these pairs were weighed, and are one.
    """

    def __init__(
        self, weigher: Weigher, facts: Mapping[int, Listed], chance: float, alike: Iterable[Pair] = ()
    ) -> None:
        self._weigher, self._facts, self._chance = weigher, facts, chance
        self._heights: dict[Pair, float] = {}
        for one, other in alike:
            self._heights[one, other] = self._heights[other, one] = 0.0

    def wall(self, one: Member, other: Member) -> str | None:
        """The words of what weighs most, where the rest of the evidence does not outweigh a wall."""
        if self.height(one, other) < inf:
            return None
        said = self._weigher.tell_pair(self._facts[one.source_id], self._facts[other.source_id])
        return min(said, key=lambda told: told[1])[0]

    def height(self, one: Member, other: Member) -> float:
        """How many bits a join must have to spare; infinitely many across a wall."""
        pair = one.source_id, other.source_id
        known = self._heights.get(pair)
        if known is None:
            known = self._heights[pair] = self._height(one, other)
        return known

    def _height(self, one: Member, other: Member) -> float:
        if was_renamed(one, other):
            return 0.0
        return self._weigher.height(self._facts[one.source_id], self._facts[other.source_id], self._chance)
