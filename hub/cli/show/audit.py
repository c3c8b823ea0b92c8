"""Draws audits: what drifted in each stream, who did what, and whether the log is whole."""

from __future__ import annotations

from typing import Any

from hub.cli.show.screen import Screen
from hub.console.facts import act_told, facts_line
from hub.console.words import Words

SHOWN = 20


def show_audit(screen: Screen, found: dict[str, Any], *, every: bool) -> None:
    """Each stream with its drifts, and how to mend them."""
    screen.told("audit.title", "bold", run=found["run"])
    for stream in found["streams"]:
        numbers = {name: stream[name] for name in ("stream", "compared", "calls", "drifted", "unmapped")}
        screen.told("audit.stream", **numbers)
        if stream["stopped"]:
            screen.told("audit.stopped", "bold red", why=screen.reason(stream["stopped"]))
        elif not stream["whole"]:
            screen.told("audit.part", "dim")
        shown = stream["drifts"] if every else stream["drifts"][:SHOWN]
        for drift in shown:
            screen.told(
                f"audit.{drift['kind']}", "yellow", record=drift["record"], fields=screen.of_parts(drift["fields"])
            )
        screen.more(len(shown), stream["drifted"])
        if stream["drifted"]:
            screen.told("audit.mend", "cyan", stream=stream["stream"])
    if not found["drifted"] and not any(stream["stopped"] for stream in found["streams"]):
        screen.told("audit.agrees", "bold green")


def show_log(screen: Screen, entries: list[dict[str, Any]]) -> None:
    """One line an entry; personal values are in the document only."""
    if not entries:
        screen.told("audit.empty", "dim")
    say = Words(screen.say.lang)
    for entry in entries:
        act, facts = act_told(say, entry["action"]), facts_line(say, entry["facts"], screen.field)
        screen.line(f"{entry['entry']:>5} {screen.moment(entry['at'])} {entry['actor']} {act} {facts}".rstrip())


def show_verified(screen: Screen, found: dict[str, Any]) -> None:
    """Whether the chain holds."""
    if found["whole"]:
        screen.told("audit.verified", "bold green", count=found["entries"], anchor=found["anchor"])
        screen.told("audit.anchor", "dim")
    else:
        screen.told("audit.broken", "bold red", entry=found["entry"], why=screen.say.told(found["why"]))
