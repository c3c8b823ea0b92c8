"""Rules: those in force and where they are written, and for a field those that past decisions speak for.

Invariant: the console writes no configuration. A rule goes live as lines of it; here it answers what waits, once, and
after it was shown.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from urllib.parse import urlencode

from fastapi import APIRouter, Response

from hub.console.answers import refusal
from hub.console.pages.parameters import Admitted
from hub.console.telling import Telling
from hub.console.visit import Visit
from hub.steward.bulk import take_back_all
from hub.steward.errors import StewardError
from hub.steward.in_force import RuleInForce, entities_in_force, rules_in_force, thresholds
from hub.steward.value_bulk import ValueBulk, decide_by_rule, made_at_once, ruled
from hub.steward.value_rules import proposed_rules
from hub.sync.world import World

router = APIRouter()


@router.get("/rules")
def show(visit: Admitted) -> Response:
    """The rules of an entity, and what is proposed for one of its units."""
    with visit.looking() as world:
        try:
            return _shown(visit, world, visit.query("rule"))
        except StewardError as error:
            return _shown(visit, world, "", error)


@router.post("/rules/decide")
def decide(visit: Admitted) -> Response:
    """Let a rule answer the conflicts that were shown."""
    entity, unit, key = (visit.form.get(name, "") for name in ("entity", "unit", "rule"))
    with visit.looking() as world:
        try:
            done = decide_by_rule(world, entity, unit, key, visit.author, visit.form.get("seen", ""))
        except StewardError as error:
            return _shown(visit, world, key if error.code == "conflicts_moved" else "", error)
    visit.house.wake()
    told = {"done": done.decisions[0] if done.decisions else 0, "passed": done.proposed}
    return visit.to(f"/rules?{urlencode({'entity': entity, 'unit': unit, **told})}")


@router.post("/rules/undo")
def undo(visit: Admitted) -> Response:
    """Take back all that a rule has decided at once."""
    number = visit.form.get("made", "")
    with visit.looking() as world:
        if _is_number(number):
            take_back_all(world, int(number), visit.author)
    visit.house.wake()
    return visit.to(f"/rules?{urlencode({name: visit.form.get(name, '') for name in ('entity', 'unit')})}")


def _shown(visit: Visit, world: World, key: str, refused: StewardError | None = None) -> Response:
    entities = entities_in_force(world)
    asked = visit.query("entity") or visit.form.get("entity", "")
    entity = asked if asked in entities else next(iter(entities), "")
    units = rules_in_force(world, entity) if entity else []
    named = visit.query("unit") or visit.form.get("unit", "")
    unit = next((one for one in units if one.unit == named), None)
    preview: ValueBulk | None = ruled(world, entity, unit.unit, key) if unit is not None and key else None
    done, passed = visit.query("done"), visit.query("passed")
    return visit.page(
        "rules.html",
        world.schema,
        status=200 if refused is None else 409 if refused.code == "conflicts_moved" else 422,
        entities=entities,
        entity=entity,
        units=units,
        unit=unit,
        proposals=[] if unit is None else proposed_rules(world, entity, unit.unit),
        preview=preview,
        ruling=partial(_ruling, visit.telling),
        places=visit.house.places,
        written=partial(_written, visit, entity),
        thresholds=thresholds(world),
        brake=world.brake,
        shared_by_max=world.shared_by_max,
        made=made_at_once(world, int(done)) if _is_number(done) else 0,
        done=done,
        passed=int(passed) if _is_number(passed) else 0,
        refused="" if refused is None else refusal(visit, refused),
    )


def _ruling(tell: Telling, key: str) -> str:
    strategy, *order = key.split(":")
    return tell.say("rules.order", order=" > ".join(order)) if order else tell.rule(strategy)


def _written(visit: Visit, entity: str, one: RuleInForce) -> list[dict[str, str]]:
    """A line for each stream and rule; fields are named where a stream treats those of a group in different ways."""
    lines = []
    for stream in dict.fromkeys(write.stream for write in one.writes):
        mine = [write for write in one.writes if write.stream == stream]
        for rule in dict.fromkeys(write.rule for write in mine):
            same = [write for write in mine if write.rule == rule]
            named = [visit.telling.field(entity, write.field) for write in same] if len(same) < len(mine) else []
            at = _lines(visit.house.places.fields.get((write.stream, write.part, write.field), "") for write in same)
            lines.append(
                {"stream": stream, "rule": rule, "fields": ("・" if visit.lang == "ja" else ", ").join(named), "at": at}
            )
    return lines


def _lines(places: Iterable[str]) -> str:
    """`mapping.yaml:12, 14` of places in one file."""
    found = sorted({(file, int(line)) for file, _, line in (place.rpartition(":") for place in places if place)})
    files = dict.fromkeys(file for file, _ in found)
    return " ".join(f"{file}:{', '.join(str(line) for other, line in found if other == file)}" for file in files)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 18
