"""Weights in place of the shipped ones: what each level of a definition is worth in a company's own records.

Invariant: no other weight turns negative evidence into evidence for, or lets a wall fall.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from hub.matching.evidence_model import Bundle, Definition, Factor, Level

Named = tuple[str, str]
"""A level by its factor and its words."""


@dataclass(frozen=True)
class Weights:
    """By entity the bits of levels; those that are not named stay as they are shipped."""

    bits: Mapping[str, Mapping[Named, float]] = field(default_factory=dict)

    def applied(self, definitions: Mapping[str, Definition]) -> dict[str, Definition]:
        """The definitions with these weights."""
        return {name: reweighed(one, self.bits.get(name, {})) for name, one in definitions.items()}


def levels(definition: Definition) -> Iterator[tuple[Named, Level]]:
    """Every level in the order of the definition."""
    return (((factor.name, level.words), level) for factor in definition.plain_factors() for level in factor.levels)


def allowed(level: Level) -> tuple[float, float]:
    """The least and the most that a level may be worth by itself. What is worth nothing is so on purpose: names in two
    scripts are no evidence.
    """
    constant = level.bits.constant
    if level.wall or (level.bits.rarity is None and constant == 0):
        return constant, constant
    if level.bits.rarity is not None:
        return -MOST_BITS, MOST_BITS
    return (0.0, MOST_BITS) if constant > 0 else (-MOST_BITS, 0.0)


MOST_BITS = 60.0


def reweighed(definition: Definition, bits: Mapping[Named, float]) -> Definition:
    """A definition whose levels are worth these bits."""
    if not bits:
        return definition
    return replace(definition, factors=tuple(_of_factor(one, bits) for one in definition.factors))


def _of_factor(one: Factor | Bundle, bits: Mapping[Named, float]) -> Factor | Bundle:
    if isinstance(one, Bundle):
        return replace(one, factors=tuple(_leveled(factor, bits) for factor in one.factors))
    return _leveled(one, bits)


def _leveled(factor: Factor, bits: Mapping[Named, float]) -> Factor:
    return replace(factor, levels=tuple(_worth(level, bits.get((factor.name, level.words))) for level in factor.levels))


def _worth(level: Level, constant: float | None) -> Level:
    return level if constant is None else replace(level, bits=replace(level.bits, constant=constant))
