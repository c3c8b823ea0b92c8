"""What records of a customer say by themselves, where none of the others says the same.

Invariant: what is told of them hangs on what is said and by whom, and its cost on how much of it differs.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Hashable, Iterable, Sequence
from typing import Any

from hub.merging.agreement import agree
from hub.merging.claims import Claim, Source
from hub.merging.rules import Unit
from hub.merging.survive import claims_of
from hub.normalize.compare import comparable


class Words:
    """What records say by their own words: what the hub has written over them all of them say alike."""

    def __init__(self, units: Iterable[Unit], sources: Sequence[Source]) -> None:
        self._units = [_Said(unit, claims_of(unit, sources)) for unit in units]

    def alone(self, inside: Collection[int]) -> dict[str, Any]:
        """What the newest of these say and none of the others does, spelling aside."""
        says: dict[str, Any] = {}
        for said in self._units:
            if own := said.alone(inside):
                says |= max(own, key=lambda claim: (claim.at, claim.name)).values
        return says


class _Said:
    """What everybody says of a unit, by what it says: of thousands of records most say what others do."""

    def __init__(self, unit: Unit, claims: Iterable[Claim]) -> None:
        self._unit = unit
        self._by_source: dict[int, list[tuple[Hashable, Claim]]] = defaultdict(list)
        self._counts: Counter[Hashable] = Counter()
        self._examples: dict[Hashable, Claim] = {}
        for claim in claims:
            spelled = self._spelled(claim)
            self._by_source[claim.source_id].append((spelled, claim))
            self._counts[spelled] += 1
            self._examples.setdefault(spelled, claim)

    def alone(self, inside: Collection[int]) -> list[Claim]:
        """The claims of these with which no claim of another record agrees."""
        own = [one for source_id in inside for one in self._by_source.get(source_id, ())]
        here = Counter(spelled for spelled, _ in own)
        lone = {spelled for spelled, claim in own if claim.values and not self._is_said_elsewhere(spelled, here)}
        return [claim for spelled, claim in own if spelled in lone]

    def _is_said_elsewhere(self, spelled: Hashable, here: Counter[Hashable]) -> bool:
        if self._counts[spelled] > here[spelled]:
            return True
        # A field by itself is either spelled alike or another value; in a group blanks on one side say nothing.
        if len(self._unit.fields) == 1:
            return False
        values = self._examples[spelled].values
        return any(
            agree(self._unit, values, claim.values)
            for other, claim in self._examples.items()
            if other != spelled and self._counts[other] > here[other]
        )

    def _spelled(self, claim: Claim) -> Hashable:
        pairs = zip(self._unit.fields, self._unit.kinds, strict=True)
        return tuple(
            (field, claim.values[field] is None, comparable(kind, claim.values[field]))
            for field, kind in pairs
            if field in claim.values
        )
