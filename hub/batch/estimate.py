"""Expectation and maximization over pairs: how often each level holds of the same and of others, and so its bits.

A level's bits are the shipped ones plus what this file shows otherwise than the worlds from which these were measured:
the logarithm of how much more often the level holds among pairs that are the same, less that among others. Where a
value's rarity tells the second, only the first counts.

Invariant: the same pairs give the same weights; a file that is like those worlds, or has few pairs, changes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log2

import numpy as np
from numpy.typing import NDArray

from hub.batch.pairs import Pairs, kinds_apart
from hub.matching.evidence_model import Bundle, Definition, Factor, Level
from hub.matching.measured import Ranges
from hub.matching.weights import Named, allowed, levels

Numbers = NDArray[np.float64]
ROUNDS = 12
_STILL = 0.02
MOST_MOVED = 4.0
"""No weight moves further in one training: what it would take has to be looked at."""


@dataclass(frozen=True)
class Share:
    """Of pairs of which a factor says anything, `seen` have this level; of so many pairs."""

    seen: float
    of: float

    @property
    def part(self) -> float:
        return self.seen / self.of if self.of else 0.0


@dataclass(frozen=True)
class Shares:
    """How often each level holds among pairs that are the same (m) and among others (u)."""

    same: Mapping[Named, Share]
    others: Mapping[Named, Share]


@dataclass(frozen=True)
class Prior:
    """What the shipped weights rest on: in between which m and which u of each level they were set, and as how many
    pairs that counts.
    """

    ranges: Mapping[Named, Ranges]
    strength: float


class Estimator:
    """The pairs of one definition; of `decided` ones people's word is taken."""

    def __init__(
        self, definition: Definition, met: Pairs, random: Pairs, chance: float, decided: Mapping[tuple[int, int], bool]
    ) -> None:
        self.definition, self.met, self._random, self._chance = definition, met, random, chance
        self._factors = definition.plain_factors()
        self._labels = _labels(met, decided)
        is_decided = ~np.isnan(self._labels)
        self.pairs, self.decided = int((met.kinds != 0).sum()), int(is_decided.sum())
        # Whom no key has found but a person, no column of theirs has chosen.
        unmet = is_decided & (met.kinds == 0)
        self._apart = [((met.kinds & kinds_apart(definition, one)) != 0) | unmet for one in self._factors]
        self._weight = self._weights()

    def shares(self, bits: Mapping[Named, float]) -> Shares:
        """What the pairs show, if a level is worth so much."""
        same = self._likely(self.met, bits) * self._weight
        others = 1 - self._likely(self._random, bits)
        return Shares(self._counted(self.met, same, self._apart), self._counted(self._random, others, None))

    def trained(self, prior: Prior) -> tuple[dict[Named, float], Shares]:
        """The bits of every level, and the shares that they come from."""
        bits = shipped(self.definition)
        for _ in range(ROUNDS):
            shares = self.shares(bits)
            then = {name: moved(level, name, shares, prior) for name, level in levels(self.definition)}
            still = all(abs(then[name] - bits[name]) < _STILL for name in bits)
            bits = then
            if still:
                break
        return {name: round(worth, 2) + 0.0 for name, worth in bits.items()}, self.shares(bits)

    def _weights(self) -> Numbers:
        """A pair counts the less the more pairs its records are in that are likely the same: a customer of two hundred
        records would drown the others.
        """
        likely = self.scores(self.met, shipped(self.definition)) > 0
        sides = np.concatenate((self.met.left[likely], self.met.right[likely]))
        degree = np.bincount(sides, minlength=1 + int(max(self.met.left.max(initial=0), self.met.right.max(initial=0))))
        return 1.0 / np.maximum(1, np.maximum(degree[self.met.left], degree[self.met.right]))

    def _likely(self, pairs: Pairs, bits: Mapping[Named, float]) -> Numbers:
        """How likely each pair is the same; what people have said is certain."""
        likely = 1 / (1 + np.exp2(np.clip(-self.scores(pairs, bits), -60, 60)))
        return np.where(np.isnan(self._labels), likely, self._labels) if pairs is self.met else likely

    def scores(self, pairs: Pairs, bits: Mapping[Named, float]) -> Numbers:
        """What each pair weighs if a level is worth so much, as `scored` has it."""
        total = np.full(len(pairs.left), -self._chance)
        place = 0
        for one in self.definition.factors:
            some = one.factors if isinstance(one, Bundle) else (one,)
            worth = [self._worth(pairs, place + i, factor, bits) for i, factor in enumerate(some)]
            total += _bundled(np.stack(worth), one.further) if isinstance(one, Bundle) else worth[0]
            place += len(some)
        return total

    def _worth(self, pairs: Pairs, place: int, factor: Factor, bits: Mapping[Named, float]) -> Numbers:
        # The last one is that of the place −1.
        constants = np.array([*(bits[factor.name, level.words] for level in factor.levels), 0.0])
        return constants[pairs.level[:, place]] + pairs.rare[:, place]

    def _counted(self, pairs: Pairs, weight: Numbers, apart: Sequence[NDArray[np.bool_]] | None) -> dict[Named, Share]:
        found: dict[Named, Share] = {}
        for place, factor in enumerate(self._factors):
            level = pairs.level[:, place]
            used = (level >= 0) & apart[place] if apart else level >= 0
            seen = np.bincount(level[used], weights=weight[used], minlength=len(factor.levels))
            whole = float(seen.sum())
            found |= {
                (factor.name, one.words): Share(float(n), whole) for one, n in zip(factor.levels, seen, strict=True)
            }
        return found


def _labels(met: Pairs, decided: Mapping[tuple[int, int], bool]) -> Numbers:
    """1 for the same, 0 for different, nan where nobody has said anything."""
    labels = np.full(len(met.left), np.nan)
    if decided:
        for place, pair in enumerate(zip(met.left.tolist(), met.right.tolist(), strict=True)):
            if pair in decided:
                labels[place] = decided[pair]
    return labels


def shipped(definition: Definition) -> dict[Named, float]:
    """The bits of every level as they are."""
    return {name: level.bits.constant for name, level in levels(definition)}


def _bundled(worth: Numbers, further: float) -> Numbers:
    """As `weigh` counts them: the best, a little for each further one, and the worst of those against."""
    best, least = worth.max(axis=0, initial=0.0), worth.min(axis=0, initial=0.0)
    more = (worth > 0).sum(axis=0) - 1
    result: Numbers = np.where(best > 0, best + further * more, 0.0) + least
    return result


def moved(level: Level, name: Named, shares: Shares, prior: Prior) -> float:
    """A level's bits, in between what is allowed."""
    constant = level.bits.constant
    if name not in prior.ranges:
        return constant
    ranges = prior.ranges[name]
    change = log2(_rate(shares.same[name], ranges.m, prior.strength))
    if level.bits.rarity is None:
        change -= log2(_rate(shares.others[name], ranges.u, prior.strength))
    least, most = allowed(level)
    return min(most, max(least, constant + min(MOST_MOVED, max(-MOST_MOVED, change))))


def _rate(share: Share, expected: tuple[float, float], strength: float) -> float:
    """How much more or less often a level is seen than anything expected; a few pairs say nothing."""
    least, most = expected
    nearest = min(most, max(least, share.part))
    return (strength + share.seen) / (strength + share.of * nearest)
