"""Draws what `hub check` found."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hub.cli.show.screen import Screen


def show_check(screen: Screen, items: Sequence[dict[str, Any]]) -> None:
    """One line an item, below it its problems and what is worth a look."""
    for item in items:
        style = "green" if item["ok"] else "bold red"
        mark = screen.say("check.good" if item["ok"] else "check.bad")
        screen.line(f"{mark} {_about(screen, item)}", style)
        screen.items(screen.say.told(problem) for problem in item["problems"])
        screen.items((screen.say.told(note) for note in item["notes"]), "yellow")
        if item.get("free_at"):
            screen.told("check.free_at", at=screen.moment(item["free_at"]))
    bad, notes = sum(not item["ok"] for item in items), sum(len(item["notes"]) for item in items)
    screen.line()
    if bad:
        screen.told("check.failed", "bold red", count=bad)
    elif notes:
        screen.told("check.noted", "bold yellow", count=notes)
    else:
        screen.told("check.passed", "bold green")


def _about(screen: Screen, item: dict[str, Any]) -> str:
    if item["kind"] == "mapping":
        return screen.say("check.mapping", **{name: item[name] for name in ("stream", "file", "examples")})
    if item["kind"] == "connection":
        return screen.say("check.connection", name=item["name"], said=item["said"])
    if item["kind"] == "seal":
        return screen.say("check.sealed" if item["name"] or item["problems"] else "check.unsealed", name=item["name"])
    return screen.say("check.store" if item["kind"] == "store" else "check.settings", name=item["name"])
