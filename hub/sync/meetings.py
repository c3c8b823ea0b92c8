"""Meetings: which records are weighed against each other, by the block keys that they hold.

Invariant: two records meet where they share a key that no more hold than its cap allows; who holds a common one is not
read.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Set
from itertools import chain

from hub.matching.blocks import cap_of
from hub.matching.evidence_model import Definition
from hub.store import evidence
from hub.store.evidence import Pair
from hub.store.transaction import Transaction

Keys = Mapping[int, Set[int]]
"""The block keys of records by their source ids."""


class Meetings:
    """The block keys of one entity within one transaction."""

    def __init__(self, tx: Transaction, definition: Definition) -> None:
        self._tx, self._definition = tx, definition
        caps = [key.cap for key in definition.keys]
        self._cap_min, self._cap_max = min(caps, default=0), max(caps, default=0)
        self._held: dict[int, int] = {}

    def change(self, before: Keys, now: Keys) -> set[int]:
        """Store the keys of these records; who holds one that found pairs before and does so no more, or the other way
        round.
        """
        gone = [(key, i) for i, keys in before.items() for key in keys - now[i]]
        new = [(key, i) for i, keys in now.items() for key in keys - before.get(i, frozenset())]
        shift = Counter(key for key, _ in new)
        shift.subtract(key for key, _ in gone)
        # Beyond this many, no shift brings a key back below its cap.
        most = self._cap_max + max(map(abs, shift.values()), default=0) + 1
        held = evidence.holder_counts(self._tx, sorted(shift), most)
        evidence.change_keys(self._tx, gone, new)
        crossed = []
        for key, by in shift.items():
            before_it = held.get(key, 0)
            self._held[key] = now_it = before_it + by
            # Most keys are below every cap, and stay there.
            if max(before_it, now_it) > self._cap_min and self._finds(key, before_it) != self._finds(key, now_it):
                crossed.append(key)
        return {source_id for _, source_id in evidence.holders(self._tx, sorted(crossed))}

    def pairs(self, keys: Keys) -> set[Pair]:
        """Every pair with one of these records that meets."""
        asked = set(chain.from_iterable(keys.values()))
        self._count(asked - self._held.keys())
        finding = sorted(key for key in asked if 1 < self._held[key] <= cap_of(self._definition, key))
        holding: defaultdict[int, list[int]] = defaultdict(list)
        for key, source_id in evidence.holders(self._tx, finding):
            holding[key].append(source_id)
        return {
            (one, other) if one < other else (other, one)
            for some in holding.values()
            for one in keys.keys() & some
            for other in some
            if one != other
        }

    def _count(self, keys: Iterable[int]) -> None:
        wanted = sorted(keys)
        held = evidence.holder_counts(self._tx, wanted, self._cap_max + 1)
        self._held.update((key, held.get(key, 0)) for key in wanted)

    def _finds(self, key: int, holders: int) -> bool:
        return holders <= cap_of(self._definition, key)
