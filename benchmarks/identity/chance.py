"""Dice with a seed: everything that a world leaves to chance is drawn here, in one order."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Sequence
from itertools import accumulate
from random import Random
from typing import Generic, TypeVar

T = TypeVar("T")


class Chance(Random):
    """`random.Random` with the few draws that a world needs, in their quickest form."""

    def hits(self, rate: float) -> bool:
        return self.random() < rate

    def below(self, bound: int) -> int:
        return int(self.random() * bound)

    def between(self, low: int, high: int) -> int:
        return low + int(self.random() * (high - low + 1))

    def pick(self, values: Sequence[T]) -> T:
        return values[int(self.random() * len(values))]

    def digits(self, count: int) -> str:
        return str(int(self.random() * 10**count)).zfill(count)


class Weighted(Generic[T]):
    """Values that are drawn as often as their weights say."""

    def __init__(self, weights: Sequence[tuple[T, float]]) -> None:
        self.values = tuple(value for value, _ in weights)
        self._bounds = list(accumulate(weight for _, weight in weights))
        self._last = len(self.values) - 1

    def draw(self, chance: Chance) -> T:
        """One value."""
        return self.values[min(bisect(self._bounds, chance.random() * self._bounds[-1]), self._last)]


def by_rank(values: Sequence[T], flatness: float = 4) -> Weighted[T]:
    """The first is the most frequent, the others fall off as ranks of names do (Zipf)."""
    return Weighted([(value, 1 / (rank + flatness)) for rank, value in enumerate(values)])
