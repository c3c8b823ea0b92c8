"""Draws what became of the seeds that were repeated."""

from __future__ import annotations

from typing import Any

from hub.cli.show.screen import Screen


def show_tried(screen: Screen, document: dict[str, Any]) -> None:
    """A line for each seed and tier, and what was broken in it."""
    for outcome in document["tried"]:
        about = {**outcome, "tier": screen.say(f"selftest.{outcome['tier']}"), "laws": len(outcome["laws"])}
        if not outcome["broken"]:
            screen.told("selftest.held", "green", **about)
            continue
        screen.told("selftest.broke", "bold red", **about)
        for broken in outcome["broken"]:
            screen.told("selftest.law", "red", **broken)
        screen.told("selftest.report", **about)


def show_elsewhere(screen: Screen, document: dict[str, Any]) -> None:
    """How to come to the proofs."""
    screen.told("selftest.elsewhere", "yellow", version=document["version"])
