"""Seeded chance: every choice of the world is drawn here, so a seed gives the same world again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from random import Random
from typing import TypeVar

T = TypeVar("T")
_TODAY = date(2026, 10, 31)


class Chance(Random):
    """A random source with the draws that the scenes need; it remembers the names that only one thing can have."""

    def __init__(self, seed: int) -> None:
        super().__init__(seed)
        self._taken: set[str] = set()

    def first_time(self, name: str) -> bool:
        new = name not in self._taken
        self._taken.add(name)
        return new

    def often(self, share: float) -> bool:
        return self.random() < share

    def pick(self, options: Sequence[T]) -> T:
        return options[int(self.random() * len(options))]

    def weigh(self, shares: Mapping[T, float]) -> T:
        left = self.random() * sum(shares.values())
        for option, share in shares.items():
            left -= share
            if left < 0:
                return option
        return next(iter(shares))

    def between(self, low: int, high: int) -> int:
        return low + int(self.random() * (high - low + 1))

    def digits(self, count: int) -> str:
        return str(int(self.random() * 10**count)).zfill(count)

    def day(self, first: int, last: int) -> date:
        start = date(first, 1, 1)
        return start + timedelta(days=self.between(0, (date(last, 12, 31) - start).days))

    def typed_since(self, year: int) -> str:
        """The day on which somebody last typed a record, up to the world's own today."""
        start = date(year, 4, 1)
        return (start + timedelta(days=self.between(0, (_TODAY - start).days))).isoformat()

    def times(self) -> int:
        """How often one book or another came to note a thing: mostly once or twice."""
        return self.weigh({1: 55, 2: 27, 3: 11, 4: 5, 6: 2})
