"""One pair weighed by a definition: the same bits that a batch gives it, one pair at a time.

Invariant: a pair weighs the same whichever side is named first.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import reduce
from math import inf, log2
from operator import add
from typing import NamedTuple

from hub.matching.conditions import Facts
from hub.matching.evidence_model import Bundle, Definition, Level


class Weighed(NamedTuple):
    """`score`: the bits of all evidence less those of finding the pair by chance. `evidence`: its words and bits.
    `against`: the sum of what speaks against the pair, of a bundle no more than its worst, and never above 0.
    """

    score: float
    walled: bool
    evidence: tuple[tuple[str, float], ...]
    against: float = 0.0


class Line(NamedTuple):
    """One line of evidence: the bits that it is worth alone, and those that it adds to the sum."""

    words: str
    bits: float
    counted: float
    wall: bool


def weigh(definition: Definition, left: Facts, right: Facts, count: int) -> Weighed:
    """Weigh two records of `count`; facts are features with the rarity of their values."""
    levels = _levels(definition, left, right)
    bits = {name: level.bits.of(left, right) for name, level in levels.items()}
    total = _summed(_counted(definition, bits).values())
    evidence = tuple((level.words, bits[name]) for name, level in levels.items())
    walled = any(level.wall for level in levels.values())
    return Weighed(total - log2(count), walled, evidence, _against(definition, bits))


def lines(definition: Definition, left: Facts, right: Facts) -> list[Line]:
    """Everything that holds of two records, in the order in which it is told."""
    levels = _levels(definition, left, right)
    bits = {name: level.bits.of(left, right) for name, level in levels.items()}
    counted = _counted(definition, bits)
    return [Line(level.words, bits[name], counted[name], level.wall) for name, level in levels.items()]


def _levels(definition: Definition, left: Facts, right: Facts) -> dict[str, Level]:
    """The level of each factor that says anything."""
    places = ((factor, factor.level(left, right)) for factor in definition.plain_factors())
    return {factor.name: factor.levels[place] for factor, place in places if place >= 0}


def _against(definition: Definition, bits: Mapping[str, float]) -> float:
    """What a chain of other records may not simply carry anyone over."""
    said = ((one.factors if isinstance(one, Bundle) else (one,)) for one in definition.factors)
    return _summed(min(0.0, *(bits.get(factor.name, 0.0) for factor in factors)) for factors in said)


def _summed(bits: Iterable[float]) -> float:
    """One after the other, as the generated function does it; `sum` rounds otherwise in each version of Python."""
    return reduce(add, bits, 0.0)


def height(weighed: Weighed, definition: Definition) -> float:
    """How many bits a join must have to spare to bring these two into one cluster; they are no join themselves."""
    if weighed.score >= definition.same:
        return 0.0
    return inf if weighed.walled else min(-weighed.against, definition.most_against)


def _counted(definition: Definition, bits: Mapping[str, float]) -> dict[str, float]:
    """What each factor adds to the sum."""
    counted = dict(bits)
    for one in definition.factors:
        if isinstance(one, Bundle):
            counted |= _bundled(one, {factor.name: bits[factor.name] for factor in one.factors if factor.name in bits})
    return counted


def _bundled(bundle: Bundle, bits: Mapping[str, float]) -> Iterator[tuple[str, float]]:
    """The best counts, each further one that speaks for a little, and of those against the worst."""
    best = max(bits, key=bits.__getitem__, default="")
    worst = min(bits, key=bits.__getitem__, default="")
    for name, worth in bits.items():
        if worth > 0:
            yield name, worth if name == best else bundle.further
        else:
            yield name, worth if name == worst else 0.0
