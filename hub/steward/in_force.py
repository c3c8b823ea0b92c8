"""The rules in force, field by field: how a value is decided, by how many people, and where it may be written."""

from __future__ import annotations

import msgspec

from hub.steward import four_eyes
from hub.sync.world import StreamSetup, World


class WriteRule(msgspec.Struct, frozen=True):
    """What a stream takes of a field: overwrite | fill-blank | never; `never` too where the stream is not written."""

    stream: str
    part: str
    field: str
    rule: str


class RuleInForce(msgspec.Struct, frozen=True):
    """How a unit is decided. `is_reviewed` where conflicts about it wait for a person, `needs_two` where for two."""

    unit: str
    fields: list[str]
    rule: str
    is_reviewed: bool
    needs_two: bool
    writes: list[WriteRule]


class Thresholds(msgspec.Struct, frozen=True):
    """From which scores on records of an entity are one, and a person is asked; in bits."""

    entity: str
    same: float
    ask: float


def rules_in_force(world: World, entity: str) -> list[RuleInForce]:
    """The units of an entity that some system fills."""
    by_field: dict[str, list[WriteRule]] = {}
    for stream in world.streams():
        for one in _writes(stream, entity):
            by_field.setdefault(one.field, []).append(one)
    return [
        RuleInForce(
            unit.name,
            list(unit.fields),
            unit.rule.words(),
            unit.rule.review,
            four_eyes.needs_two(world, entity, unit.name),
            [one for field in unit.fields for one in by_field.get(field, ())],
        )
        for unit in world.rules[entity].units
        if any(field in by_field for field in unit.fields)
    ]


def entities_in_force(world: World) -> list[str]:
    """The entities that some system has records of."""
    mapped = {part.entity for stream in world.streams() for part in stream.mapping.parts.values()}
    return [entity for entity in world.rules if entity in mapped]


def thresholds(world: World) -> list[Thresholds]:
    """Of the entities that are weighed by the evidence; none where keys alone decide."""
    return [Thresholds(entity, one.same, one.ask) for entity, one in world.definitions.items()]


def _writes(stream: StreamSetup, entity: str) -> list[WriteRule]:
    return [
        WriteRule(stream.place, name, field, stream.write_rule(name, field) or "never")
        for name, part in stream.mapping.parts.items()
        if part.entity == entity
        for field in part.fields
    ]
