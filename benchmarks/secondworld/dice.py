"""Draws by weight, numbers that never repeat, and values that change with the days."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import accumulate
from random import Random
from typing import Generic, TypeVar

T = TypeVar("T")

FIRST_DAY = date(2012, 4, 1).toordinal()
LAST_DAY = date(2026, 9, 30).toordinal()
STRIDE = (
    7_368_787  # prime, so that steps of it visit every place of a ring whose size is made of twos, threes and fives
)


class Wheel(Generic[T]):
    """A wheel of fortune whose fields are as wide as their weights."""

    def __init__(self, fields: Iterable[tuple[T, float]]) -> None:
        pairs = list(fields)
        self.items = [item for item, _ in pairs]
        self._edges = list(accumulate(weight for _, weight in pairs))
        self._last = len(pairs) - 1

    def spin(self, rnd: Random) -> T:
        return self.items[min(bisect(self._edges, rnd.random() * self._edges[-1]), self._last)]


def falling(items: Sequence[T], power: float = 1.0) -> Wheel[T]:
    """A wheel on which the n-th item is n ** power times rarer than the first."""
    return Wheel((item, 1 / (place + 1) ** power) for place, item in enumerate(items))


@dataclass(slots=True)
class Ring:
    """Gives each number below its size once, in an order that looks like none."""

    size: int
    position: int

    def take(self) -> int:
        self.position = (self.position + STRIDE) % self.size
        return self.position


@dataclass(slots=True)
class History(Generic[T]):
    """What a thing was, from which day on; the first entry has been true for ever."""

    entries: list[tuple[int, T]] = field(default_factory=list)

    @classmethod
    def of(cls, value: T) -> History[T]:
        return cls([(0, value)])

    def become(self, day: int, value: T) -> None:
        self.entries.append((day, value))

    def at(self, day: int) -> T:
        value = self.entries[0][1]
        for since, later in self.entries:
            if since <= day:
                value = later
        return value


@dataclass(slots=True)
class Recent(Generic[T]):
    """The things met lately, a bounded number of them, so that later ones can refer to them."""

    limit: int
    items: list[T] = field(default_factory=list)

    def remember(self, rnd: Random, item: T) -> None:
        if len(self.items) < self.limit:
            self.items.append(item)
        else:
            self.items[rnd.randrange(self.limit)] = item

    def pick(self, rnd: Random) -> T | None:
        return self.items[rnd.randrange(len(self.items))] if self.items else None


def some_day(rnd: Random, since: int = FIRST_DAY, until: int = LAST_DAY) -> int:
    """A day between the two, the later the likelier: customer data is young."""
    return since + int((until - since) * rnd.random() ** 0.6) if until > since else since
