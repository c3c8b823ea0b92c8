"""Weighing as the resolve knows it: by the evidence of this store, or as it came out elsewhere.

Invariant: what was weighed elsewhere is not weighed again, for there are no values to weigh: pairs are alike, and kept
apart, as they were there.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from math import inf
from typing import Protocol

import msgspec

from hub.matching.cluster import Height, Member, Wall
from hub.store import evidence
from hub.store.evidence import LikenessRow, Pair
from hub.store.transaction import Transaction

_KEPT_APART = "kept apart where the evidence was weighed"


class Weighing(Protocol):
    """Tells which records of one entity the evidence makes one, and which it keeps apart."""

    def take(self, source_ids: Sequence[int]) -> list[Pair]:
        """Look at records that are new or changed; the pairs that were alike and are so no more."""
        ...

    def alike(self, source_ids: Sequence[int]) -> list[LikenessRow]:
        """Every pair that the evidence makes one and that one of these records is in."""
        ...

    @property
    def same(self) -> float:
        """From so many bits on a pair is one customer."""
        ...

    def against_among(self, source_ids: Sequence[int], alike: Iterable[LikenessRow]) -> tuple[Wall, Height]:
        """What keeps two of these records apart, and how much speaks against two that no wall parts. `alike` are those
        that the evidence makes one.
        """
        ...

    def nothing_against(self, groups: Sequence[tuple[Sequence[int], Sequence[int]]]) -> list[bool]:
        """Of each group whether nothing speaks against any pair of its new records, or of one of these and a member."""
        ...

    @property
    def stirred(self) -> Set[int]:
        """The records whose pairs are others now, because a key grew common or rare, though they did not change."""
        ...

    def words_for(self, pairs: Sequence[Pair]) -> list[str]:
        """What speaks for these pairs, the weightiest first."""
        ...


class Outcome(msgspec.Struct, frozen=True):
    """What weighing the records of an entity came to, besides their likenesses: from how many bits on a pair is one
    customer, and the pairs of one neighbourhood that something speaks against, with its bits; None is a wall.
    """

    same: float
    against: list[tuple[int, int, float | None]]


class WeighedElsewhere:
    """Knows the records of one entity by the likenesses in the store and by the outcome."""

    def __init__(self, tx: Transaction, outcome: Outcome) -> None:
        self._tx, self.same = tx, outcome.same
        self._against = {frozenset((a, b)): inf if high is None else high for a, b, high in outcome.against}

    def take(self, source_ids: Sequence[int]) -> list[Pair]:
        """Nothing is weighed, and so nothing is lost."""
        return []

    def alike(self, source_ids: Sequence[int]) -> list[LikenessRow]:
        """Every pair that was one there and that one of these records is in."""
        return evidence.likenesses(self._tx, source_ids, self.same)

    def against_among(self, source_ids: Sequence[int], alike: Iterable[LikenessRow]) -> tuple[Wall, Height]:
        """What kept two records apart there, and what spoke against two."""

        def height(one: Member, other: Member) -> float:
            return self._against.get(frozenset((one.source_id, other.source_id)), 0.0)

        return lambda one, other: _KEPT_APART if height(one, other) == inf else None, height

    def nothing_against(self, groups: Sequence[tuple[Sequence[int], Sequence[int]]]) -> list[bool]:
        """Only what came with the outcome is known."""
        return [False] * len(groups)

    @property
    def stirred(self) -> Set[int]:
        """Nothing is weighed."""
        return frozenset()

    def words_for(self, pairs: Sequence[Pair]) -> list[str]:
        """The words stayed where the values are."""
        return []
