"""Draws conflicts: who said what and when, what decided, what is written over, and what can be chosen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from hub.cli.show.discussions import show_said, show_waiting
from hub.cli.show.screen import Screen

SHOWN = 20


def show_list(screen: Screen, found: Sequence[dict[str, Any]], *, every: bool) -> None:
    """The conflicts that wait."""
    if not found:
        screen.told("conflicts.none", "green")
        return
    shown = found if every else found[:SHOWN]
    for conflict in shown:
        show_short(screen, conflict)
    screen.more(len(shown), len(found))
    screen.line()
    screen.told("conflicts.how", "dim", number=found[0]["number"])


def show_short(screen: Screen, conflict: dict[str, Any]) -> None:
    """A conflict in a few lines: its title, then each value with its author."""
    screen.line(_title(screen, conflict))
    for choice in conflict["choices"]:
        if choice["source"] is None and not choice["is_winner"]:
            continue
        screen.line(f"      {_choice(screen, conflict, choice)}", "green" if choice["is_winner"] else "dim")


def show_one(screen: Screen, conflict: dict[str, Any], people: Mapping[str, Any]) -> None:
    """A conflict with all that can be chosen, and what its people have said."""
    screen.line(_title(screen, conflict), "bold")
    screen.told("conflicts.opened", at=screen.moment(conflict["opened_at"]), run=conflict["run"])
    screen.told("conflicts.effect", effect=_effect(screen, conflict))
    if conflict["decided_at"]:
        at = screen.moment(conflict["decided_at"])
        screen.told("conflicts.decided", at=at, author=conflict["decided_by"] or "")
    if conflict["chosen"] is not None:
        screen.told("conflicts.chosen", "green", value=screen.values(conflict["entity"], conflict["chosen"]))
    if people["assignee"]:
        screen.told("conflicts.assignee", name=people["assignee"])
    screen.heading("conflicts.choices")
    for choice in conflict["choices"]:
        style = "green" if choice["is_winner"] else ""
        screen.line(f"  {choice['number']}: {_choice(screen, conflict, choice)}", style)
    show_waiting(screen, conflict, people)
    show_said(screen, people["said"])
    if conflict["state"] == "open":
        screen.line()
        screen.told("conflicts.decide", "dim", number=conflict["number"])


def _title(screen: Screen, conflict: dict[str, Any]) -> str:
    unit = screen.field(conflict["entity"], conflict["unit"])
    is_over = conflict["state"] == "decided" and conflict["rule"] == "review"
    rule = "" if is_over else screen.say("conflicts.by", rule=screen.say.rule(conflict["rule"]))
    state = screen.say.known(f"conflict.{conflict['state']}", conflict["state"])
    who = f"{conflict['leads_to']} {screen.called(conflict['leads_to'], conflict['display'])}".strip()
    return screen.say("conflicts.title", number=conflict["number"], who=who, unit=unit, state=state, rule=rule)


def _choice(screen: Screen, conflict: dict[str, Any], choice: dict[str, Any]) -> str:
    source = choice["source"] or screen.say("conflicts.before")
    at = f" {screen.moment(choice['at'])}" if choice["at"] else ""
    mark = "◎ " if choice["is_winner"] else ""
    return f"{mark}{screen.values(conflict['entity'], choice['values'])}  ({source}{at})"


def _effect(screen: Screen, conflict: dict[str, Any]) -> str:
    effect = conflict["effect"]
    if effect == "held":
        return screen.say("conflicts.held" if conflict["state"] == "open" else "conflicts.was_held")
    return ", ".join(effect) if isinstance(effect, list) and effect else screen.say("report.none")
