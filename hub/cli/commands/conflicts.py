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
from hub.steward.conflicts import Conflict, conflict, open_conflicts
from hub.steward.decide import decide
from hub.steward.discussing import discussion
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
    exits = Exit.CONFLICTS if found["state"] == "open" else Exit.OK
    return Answer({"conflict": found, **people}, lambda screen: show_one(screen, found, people), exits)


def decide_conflict(session: Session, number: int, choice: str, reason: str) -> Answer:
    """Decide: by the number of a choice, by the connection that is right, or by a value."""
    with session.looking() as world:
        chosen = _chosen(session, world, conflict(world, number), choice)
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
    if found.choices and choice.isdecimal() and len(choice) <= _LONGEST_NUMBER:
        numbers = [option.number for option in found.choices]
        names = {"low": min(numbers), "high": max(numbers), "golden": found.leads_to, "field": found.unit}
        raise CommandError(session.say("conflicts.no_choice", choice=choice, **names))
    return session.typed(world).unit(found.entity, found.unit, choice)
