"""A definition made ready to weigh many pairs: facts are lists, and generated functions tell the bits of a pair.

Invariant: what it says of a pair is what `weigh` says of it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from math import inf
from typing import Any

from rapidfuzz.distance import DamerauLevenshtein

from hub.matching.evidence_model import Definition
from hub.matching.pair_source import TELL, WEIGH, functions_source

Listed = Sequence[str | float]
"""Facts in the order of `definition.columns()`."""
WeighPair = Callable[[Listed, Listed, float], tuple[float, bool, float]]
"""(left, right, log2 of the number of records) -> (score, walled, against), as `Weighed` has them."""
TellPair = Callable[[Listed, Listed], list[tuple[str, float]]]
"""The words and bits of the evidence."""


class Weigher:
    """What is worked out once for a definition."""

    def __init__(self, definition: Definition) -> None:
        self.definition = definition
        self.features, self.columns = tuple(definition.features()), definition.columns()
        self.text = f"{definition!r}"
        scope = _compiled(definition)
        self.weigh_pair: WeighPair = scope[WEIGH]
        self.tell_pair: TellPair = scope[TELL]

    def height(self, left: Listed, right: Listed, chance: float) -> float:
        """How many bits a join must have to spare to bring these two into one cluster; they are no join themselves."""
        score, walled, against = self.weigh_pair(left, right, chance)
        if score >= self.definition.same:
            return 0.0
        return inf if walled else min(-against, self.definition.most_against)


@lru_cache(maxsize=16)
def weigher(definition: Definition) -> Weigher:
    """That of a definition, made once."""
    return Weigher(definition)


def overlap(one: str, other: str) -> bool:
    """Whether a word of one is a word of the other."""
    return (" " in one or " " in other) and not set(one.split()).isdisjoint(other.split())


def _compiled(definition: Definition) -> dict[str, Any]:
    scope: dict[str, Any] = {"edits": DamerauLevenshtein.distance, "overlap": overlap}
    name = f"<how a {definition.entity} is weighed>"
    # Nobody's words are in the text but those of the definition.
    exec(compile(functions_source(definition), name, "exec"), scope)  # noqa: S102 # nosec B102
    return scope
