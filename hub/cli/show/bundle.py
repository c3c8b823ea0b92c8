"""Draws what a bundle holds, and what its replay came to."""

from __future__ import annotations

from typing import Any

from hub.cli.show.screen import Screen


def show_packed(screen: Screen, packed: dict[str, Any]) -> None:
    """Where it lies, and a word of caution."""
    screen.told("bundle.made", "bold", file=packed["file"], run=packed["run"], count=packed["golden_records"])
    screen.told("bundle.caution", "yellow")


def show_replayed(screen: Screen, found: dict[str, Any]) -> None:
    """The same, or each difference."""
    if found["is_same"]:
        screen.told("bundle.same", "bold green", run=found["run"], count=found["golden_records"])
    else:
        screen.told("bundle.differs", "bold yellow", run=found["run"])
    for key in ("parted", "joined"):
        for members in found[key]:
            screen.told(f"bundle.{key}", "yellow", members=" + ".join(members))
    for field in found["differing"]:
        screen.told("bundle.value", "yellow", field=field)
    for stream, count in found["planned"].items():
        screen.told("bundle.planned", "dim", stream=stream, count=count)
