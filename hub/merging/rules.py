"""The survivorship rules of each field, resolved once from the configuration."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import msgspec

StrategyName = Literal[
    "most_recent",
    "source_priority",
    "most_trusted",
    "most_complete",
    "most_frequent",
    "longest",
    "oldest",
    "union",
    "opt_out",
]


class Rule(msgspec.Struct, frozen=True):
    """How one unit is decided.

    `order` lists connections, best first (source_priority). `trust` maps connections to 0..1 and halves every
    `half_life_days` of a claim's age against the newest claim (most_trusted). `review` sends conflicts to a steward.
    """

    strategy: StrategyName = "most_recent"
    order: tuple[str, ...] = ()
    trust: Mapping[str, float] = {}
    half_life_days: float | None = None
    review: bool = False

    def words(self) -> str:
        """The rule as people read it in the log."""
        if self.strategy == "source_priority":
            return f"source_priority({' > '.join(self.order)})"
        return self.strategy


class Unit(msgspec.Struct, frozen=True):
    """What is decided at once: one field, or a group of fields that move together. `kinds` are the fields' kinds."""

    name: str
    fields: tuple[str, ...]
    kinds: tuple[str, ...]
    rule: Rule


class EntityRules(msgspec.Struct, frozen=True):
    """All units of one entity."""

    entity: str
    units: tuple[Unit, ...]

    def unit_of(self, field: str) -> Unit:
        """The unit that decides `field`."""
        return next(unit for unit in self.units if field in unit.fields)
