"""`hub conflicts`: what waits for a person, one in detail, and the decision."""

from __future__ import annotations

from typing import Any

import msgspec

from hub.cli.answer import Answer, CommandError
from hub.cli.author import author
from hub.cli.exits import Exit
from hub.cli.session import Session
from hub.cli.show.conflicts import show_list, show_one
from hub.cli.show.decided import show_decided
from hub.model.shown import values_text
from hub.steward.conflicts import Conflict, conflict, open_conflicts
from hub.steward.decide import decide
from hub.steward.discussing import discussion
from hub.steward.errors import StewardError
from hub.steward.kinds import check_looks, example_of, is_told_by_its_look
from hub.steward.review import answered
from hub.steward.typed import EMPTY
from hub.steward.values import unit_named
from hub.sync.world import World

# So short a number is a slip among the choices, and hardly ever the value that somebody means.
_LONGEST_NUMBER = 2


def list_conflicts(session: Session, *, every: bool) -> Answer:
    """All that waits."""
    with session.looking() as world:
        found: list[dict[str, Any]] = msgspec.to_builtins(open_conflicts(world).conflicts)
    exits = Exit.CONFLICTS if found else Exit.OK
    return Answer({"conflicts": found}, lambda screen: show_list(screen, found, every=every), exits)


def show_conflict(session: Session, number: int) -> Answer:
    """One of them."""
    with session.looking() as world:
        found: dict[str, Any] = msgspec.to_builtins(conflict(world, number))
        people: dict[str, Any] = msgspec.to_builtins(discussion(world, number))
        outcome = answered(world, number) if found["state"] == "decided" else None
        found["chosen"] = None if outcome is None else outcome.values
    exits = Exit.CONFLICTS if found["state"] == "open" else Exit.OK
    return Answer({"conflict": found, **people}, lambda screen: show_one(screen, found, people), exits)


def decide_conflict(session: Session, number: int, choice: str | None, value: str | None, reason: str) -> Answer:
    """Decide: by the number of a choice, by the connection that is right, or by a value."""
    with session.looking() as world:
        found = conflict(world, number)
        if (choice is None) == (value is None):
            raise CommandError(session.say("conflicts.one_of", known=_known(session, found)))
        if value is not None:
            chosen: int | dict[str, Any] = session.typed(world).unit(found.entity, found.unit, value)
        else:
            chosen = _chosen(session, world, found, choice or "")
        done = decide(world, number, chosen, author(), reason)
    document: dict[str, Any] = msgspec.to_builtins(done)
    document["decided_format"] = document.pop("format")
    return Answer(document, lambda screen: show_decided(screen, document))


def _chosen(session: Session, world: World, found: Conflict, choice: str) -> int | dict[str, Any]:
    if choice.isdecimal() and any(option.number == int(choice) for option in found.choices):
        return int(choice)
    by_source = [o for o in found.choices if o.source and choice in (o.source, o.source.partition("/")[0])]
    if len(by_source) == 1:
        return by_source[0].number
    if by_source:
        raise CommandError(session.say("conflicts.several", choice=choice))
    typed = None if choice.isdecimal() and len(choice) <= _LONGEST_NUMBER else _value(session, world, found, choice)
    if typed is None:
        raise _no_choice(session, world, found, choice)
    return typed


def _value(session: Session, world: World, found: Conflict, text: str) -> dict[str, Any] | None:
    """The values that a word can only mean; None where it may as well be a slip among the choices."""
    fields = unit_named(world, found.entity, found.unit).fields
    specs = world.schema.fields(found.entity)
    try:
        typed = session.typed(world).unit(found.entity, found.unit, text)
        check_looks(specs, {field: value for field, value in typed.items() if value is not None}, ())
    except StewardError:
        return None
    is_plain = len(fields) > 1 or text in EMPTY or specs[fields[0]].is_list or is_told_by_its_look(specs[fields[0]])
    return typed if is_plain or typed in [option.values for option in found.choices] else None


def _no_choice(session: Session, world: World, found: Conflict, choice: str) -> CommandError:
    unit = unit_named(world, found.entity, found.unit)
    spec = world.schema.fields(found.entity)[unit.fields[0]]
    example = example_of(spec) if len(unit.fields) == 1 else f'\'{{"{spec.name}": "{example_of(spec)}"}}\''
    first = next((option.number for option in found.choices if option.source), 0)
    told = {"number": found.number, "field": found.unit, "choice": choice, "first": first, "example": example}
    return CommandError(session.say("conflicts.no_choice", known=_known(session, found), **told))


def _known(session: Session, found: Conflict) -> str:
    before = session.say("conflicts.before")
    return ", ".join(f"{o.number}: {o.source or before} {values_text(o.values)}".strip() for o in found.choices)
