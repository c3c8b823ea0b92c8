"""Draws customers who stand several times in one system: which record stays, what the others say, and how they go."""

from __future__ import annotations

from typing import Any

from hub.cli.show.screen import Screen
from hub.model.shown import values_text


def show_doubles(screen: Screen, found: dict[str, Any], limit: int) -> None:
    """Those that most depends on first."""
    if not found["doubles"]:
        screen.told("doubles.none", "green")
        return
    for double in found["doubles"][:limit]:
        _show(screen, double)
    screen.more(limit, found["total"])
    if "csv" in found:
        screen.told("doubles.written", file=found["csv"])
    screen.told("doubles.nothing_written", "dim")


def _show(screen: Screen, double: dict[str, Any]) -> None:
    screen.told("doubles.customer", "bold", **{name: double[name] for name in ("golden", "display", "stream")})
    _standing(screen, "stays", double["stays"], double["entity"])
    for one in double["others"]:
        _standing(screen, "double", one, double["entity"])
    screen.told(f"doubles.way.{double['way']}", "dim")


def _standing(screen: Screen, kind: str, one: dict[str, Any], entity: str) -> None:
    screen.told(
        f"doubles.record.{kind}",
        **{name: one[name] for name in ("record", "referring", "agreeing")},
        since=screen.moment(one["since"]),
    )
    for unit, values in one["differing"].items():
        screen.told("doubles.differs", "dim", field=screen.field(entity, unit), here=values_text(values))
