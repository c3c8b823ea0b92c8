"""The survivorship rules of each field, resolved once from the configuration."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property, lru_cache
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


class EntityRules(msgspec.Struct, frozen=True, dict=True):
    """All units of one entity."""

    entity: str
    units: tuple[Unit, ...]

    @cached_property
    def place_of(self) -> dict[str, int]:
        """Where the unit of a field stands in `units`."""
        return {field: place for place, unit in enumerate(self.units) for field in unit.fields}

    @cached_property
    def newest_of_one(self) -> frozenset[str]:
        """The fields that move alone and whose newest claim wins."""
        return frozenset(u.fields[0] for u in self.units if len(u.fields) == 1 and u.rule.strategy == "most_recent")

    @cached_property
    def permissions(self) -> frozenset[str]:
        """The fields that say what a customer allows; each moves alone."""
        return frozenset(u.fields[0] for u in self.units if len(u.fields) == 1 and u.rule.strategy == "opt_out")

    @cached_property
    def newest_of_many(self) -> tuple[Unit, ...]:
        """The groups whose newest claim wins."""
        return tuple(u for u in self.units if len(u.fields) > 1 and u.rule.strategy == "most_recent")

    def unit_of(self, field: str) -> Unit:
        """The unit that decides `field`."""
        return self.units[self.place_of[field]]

    def knows(self, field: str) -> bool:
        """Whether the model has such a field: one of the company's own may be gone since it was written."""
        return field in self.place_of

    def units_of(self, fields: Iterable[str]) -> tuple[Unit, ...]:
        """The units that hold any of these fields, in the order of `units`; fields that nothing decides are passed
        over.
        """
        return self._found(fields if isinstance(fields, frozenset) else frozenset(fields))

    @cached_property
    def _found(self) -> Callable[[frozenset[str]], tuple[Unit, ...]]:
        """People edit the same few fields of many customers."""
        place_of, units = self.place_of, self.units

        def found(fields: frozenset[str]) -> tuple[Unit, ...]:
            return tuple(units[place] for place in sorted({place_of[field] for field in fields if field in place_of}))

        return lru_cache(maxsize=1024)(found)

    def kind_of(self, field: str) -> str:
        """The kind of `field`."""
        unit = self.unit_of(field)
        return unit.kinds[unit.fields.index(field)]
