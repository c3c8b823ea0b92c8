"""Draws decisions that were stored or taken back, and that the next sync carries them out."""

from __future__ import annotations

from typing import Any

from hub.cli.show.screen import Screen


def show_decided(screen: Screen, done: dict[str, Any]) -> None:
    """A value that was chosen or pinned."""
    entity = done["golden"].partition("/")[0]
    names = {"number": done["decision"], "golden": done["golden"], "unit": screen.field(entity, done["unit"])}
    screen.told(f"decided.{done['kind']}", "bold green", **names, value=screen.values(entity, done["values"]))
    if done["closed"]:
        screen.told("decided.closed", numbers=", ".join(map(str, done["closed"])))
    if not done["decision"]:
        return
    _next(screen, done["decision"])


def show_pair(screen: Screen, done: dict[str, Any]) -> None:
    """Two records that were joined or parted."""
    one, other = done["records"]
    screen.told(f"decided.{done['kind']}", "bold green", number=done["decision"], one=one, other=other)
    if done["kind"] == "different" and len(done["golden"]) == 1:
        screen.told("decided.were_one", "yellow")
    for record in done["leaving"]:
        screen.told("decided.leaves", "yellow", record=record, number=done["decision"])
    for pin in done["pinned"]:
        unit = screen.field(pin["entity"], pin["unit"])
        screen.told("decided.pin_goes", "yellow", unit=unit, record=pin["record"], number=pin["decision"])
    _next(screen, done["decision"], "decided.unjoin" if done["kind"] == "same" else "decided.back")


def show_revoked(screen: Screen, done: dict[str, Any]) -> None:
    """Decisions that were taken back."""
    screen.told("decided.revoked", "bold green", numbers=", ".join(map(str, done["decisions"])))
    if done["reopened"]:
        screen.told("decided.reopened", "yellow", numbers=", ".join(map(str, done["reopened"])))
    screen.told("decided.next", "dim")


def _next(screen: Screen, decision: int, back: str = "decided.back") -> None:
    screen.told("decided.next", "dim")
    screen.told(back, "dim", number=decision)
