"""Values that stewards type for a unit, checked by the model before a decision may carry them.

Invariant: what comes back are all values of the unit, each valid; a field that is missing in it is to be empty.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from hub.located.problem import nearest
from hub.mapping.transforms.names import HALVES, complete
from hub.merging.rules import Unit
from hub.model.spec import FieldSpec
from hub.steward.errors import StewardError
from hub.steward.kinds import check_looks
from hub.steward.naming import golden_named
from hub.store import golden
from hub.store.transaction import Transaction
from hub.sync.references import golden_text
from hub.sync.world import Document, World


def unit_named(world: World, entity: str, name: str) -> Unit:
    """The unit of this name, or the one that decides the field of this name."""
    for unit in world.rules[entity].units:
        if name == unit.name or name in unit.fields:
            return unit
    raise no_field(entity, name, world.schema.fields(entity))


def no_field(entity: str, name: str, fields: Mapping[str, FieldSpec]) -> StewardError:
    """Tells the field that is probably meant, by its name or label, and all that there are."""
    names = {text: field for field, spec in fields.items() for text in (field, spec.label_ja, spec.label_en.casefold())}
    near, known = nearest(name, list(names)), ", ".join(fields)
    if near is None:
        return StewardError("no_field", entity=entity, name=name, known=known)
    return StewardError("no_field_near", entity=entity, name=name, near=names[near], known=known)


def checked(
    tx: Transaction,
    world: World,
    entity: str,
    unit: Unit,
    given: Mapping[str, Any],
    before: Mapping[str, Any],
    said: Iterable[Mapping[str, Any]] = (),
) -> Document:
    """The unit's values after `given` (None: empty it) was put over those from `before`; what systems `said` may be
    given whatever it looks like.
    """
    foreign = [field for field in given if field not in unit.fields]
    if foreign:
        raise StewardError("not_of_unit", names=", ".join(foreign), unit=unit.name, known=", ".join(unit.fields))
    kept = {field: before[field] for field in unit.fields if field in before and field not in _outdated(given)}
    values = {field: value for field, value in {**kept, **given}.items() if value is not None}
    if entity == "person":
        values = {field: value for field, value in complete(values).items() if field in unit.fields}
    problem = world.schema.validate(entity, [values])[0]
    if problem is not None:
        raise StewardError("bad_value", said=problem)
    check_looks(world.schema.fields(entity), given, [before, *said])
    return {field: _living(tx, world, entity, field, value) for field, value in values.items()}


def _outdated(given: Mapping[str, Any]) -> set[str]:
    """A new whole name makes the old halves wrong, and a new half the old whole."""
    outdated: set[str] = set()
    for whole, halves in HALVES.items():
        if whole in given:
            outdated.update(halves)
        elif any(half in given for half in halves):
            outdated.add(whole)
    return outdated


def _living(tx: Transaction, world: World, entity: str, field: str, value: Any) -> Any:
    """A reference has to lead to a golden record of the right kind; the living one is stored."""
    wanted = world.schema.fields(entity)[field].ref_entity
    if wanted is None:
        return value
    row = golden_named(tx, world, str(value))
    if row.entity != wanted:
        raise StewardError("other_entity", field=field, wanted=wanted, name=str(value), found=row.entity)
    return golden_text(wanted, golden.follow(tx, row.golden_id))


def check_proof(unit: Unit, values: Mapping[str, Any], before: Mapping[str, Any], reason: str) -> None:
    """A permission is given, and an opt-out forgotten, only with a proof; taking a permission away needs none."""
    allowed = [field for field in unit.fields if values.get(field) is True or _forgets(field, values, before)]
    if unit.rule.strategy == "opt_out" and allowed and not reason.strip():
        raise StewardError("no_proof", fields=", ".join(allowed))


def _forgets(field: str, values: Mapping[str, Any], before: Mapping[str, Any]) -> bool:
    return before.get(field) is False and values.get(field) is not False
