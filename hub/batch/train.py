"""Weights learned from a file of records, and from what people have decided about them; nothing is written.

Invariant: the same records and decisions give the same weights, whatever the order of the rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import log2
from types import MappingProxyType

from hub.batch import sql
from hub.batch.estimate import Estimator, Prior, Shares
from hub.batch.match import Matching
from hub.batch.pairs import at_random, sharing_keys
from hub.batch.prepare import prepared
from hub.batch.source import Source
from hub.batch.tune import Tuned, tuned
from hub.located import LocatedError, Place, did_you_mean
from hub.matching.evidence_model import Definition
from hub.matching.measured import measured
from hub.matching.weights import Named, reweighed

Decided = Mapping[tuple[str, str], bool]
"""Whether two records are the same, by their ids."""
_NOWHERE: Mapping[tuple[str, str], Place] = MappingProxyType({})
STRENGTH = 100.0
"""As many pairs as that do the shipped weights count: fewer change little."""


@dataclass(frozen=True)
class Trained:
    """The bits of every level that was measured, and what they come from; `effect` is what they would change.

    `pairs` share a key, `decided` of them, and others, were decided by people.
    """

    definition: Definition
    records: int
    pairs: int
    decided: int
    bits: Mapping[Named, float]
    shares: Shares
    effect: Tuned


def train(
    source: Source,
    definitions: Iterable[Definition],
    decided: Decided,
    strength: float = STRENGTH,
    places: Mapping[tuple[str, str], Place] = _NOWHERE,
) -> list[Trained]:
    """Learn the weights of these definitions anew, each beginning with the shipped ones; `places` tell where in a file
    a decision stands.
    """
    wanted = tuple(definitions)
    with prepared(source, *sql.asked(wanted)) as engine:
        matching = Matching(engine, wanted)
        labels = _numbered(source, matching, decided, places)
        return [_trained(matching, one, labels, strength) for one in wanted]


def estimator_of(matching: Matching, definition: Definition, labels: Mapping[tuple[int, int], bool]) -> Estimator:
    """The pairs of one type of records, with those that people have decided."""
    matching.facts(definition)
    met = sharing_keys(matching.engine, definition, list(labels))
    return Estimator(definition, met, at_random(matching.engine, definition), log2(matching.count), labels)


def _trained(
    matching: Matching, definition: Definition, labels: Mapping[tuple[int, int], bool], strength: float
) -> Trained:
    estimator = estimator_of(matching, definition, labels)
    known = measured(definition.entity)
    bits, shares = estimator.trained(Prior(known, strength))
    bits = {name: bits[name] for name in bits if name in known}
    effect = tuned(matching, definition, reweighed(definition, bits))
    return Trained(definition, effect.records, estimator.pairs, estimator.decided, bits, shares, effect)


def _numbered(
    source: Source, matching: Matching, decided: Decided, places: Mapping[tuple[str, str], Place]
) -> dict[tuple[int, int], bool]:
    """The same by the numbers of the records, the lesser one first."""
    numbers = {name: number for number, name in enumerate(matching.names)}
    found = {}
    for pair, is_same in decided.items():
        for name in pair:
            if name not in numbers:
                near = (one for one in numbers if one.casefold()[:3] == name.casefold()[:3])
                place = places.get(pair, Place(str(source.path)))
                what = f"no record '{name[:80]}' in {source.path}"
                raise LocatedError.at(place, what, did_you_mean(name, near))
        one, other = sorted(numbers[name] for name in pair)
        found[one, other] = is_same
    return found
