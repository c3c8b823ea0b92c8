"""The units of each entity and the rule of each unit, put together once at the start."""

from __future__ import annotations

from collections.abc import Callable

from hub.merging.rules import EntityRules, Rule, Unit
from hub.model.schema import CanonicalSchema
from hub.model.spec import FieldSpec

Chooser = Callable[[str, str], Rule | None]
"""The configured rule of (entity, unit); None for the default."""


def build_rules(
    schema: CanonicalSchema, chosen: Chooser = lambda entity, unit: None, default: Rule | None = None
) -> dict[str, EntityRules]:
    """The rules of all entities."""
    fallback = default or Rule()
    return {entity: EntityRules(entity, _units(schema, entity, chosen, fallback)) for entity in schema.entities}


def _units(schema: CanonicalSchema, entity: str, chosen: Chooser, fallback: Rule) -> tuple[Unit, ...]:
    fields, groups = schema.fields(entity), schema.groups(entity)
    grouped = {field for members in groups.values() for field in members}
    units = [(group, members) for group, members in groups.items()]
    units += [(name, (name,)) for name in fields if name not in grouped]
    return tuple(
        Unit(
            name,
            members,
            tuple(fields[field].kind for field in members),
            _consent(fields[members[0]]) or chosen(entity, name) or _default(fields[members[0]], fallback),
        )
        for name, members in units
    )


def _consent(spec: FieldSpec) -> Rule | None:
    """Consent is no ordinary field: no rule can let somebody's opt-out lose."""
    return Rule("opt_out") if spec.consent else None


def _default(spec: FieldSpec, fallback: Rule) -> Rule:
    """Lists grow; the rest follows the installation's default."""
    if spec.is_list:
        return Rule("union")
    return fallback
