"""Draws what is due, by day."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hub.cli.show.screen import Screen

SHOWN = 50


def show_deadlines(screen: Screen, document: Mapping[str, Any], most: int) -> None:
    """A row each, the longest overdue first."""
    found = document["deadlines"]
    if not found:
        screen.told("deadlines.none", "green", since=document["since"], until=document["until"])
        return
    columns = ("day", "left", "kind", "customer", "what", "who", "amount")
    rows = [
        (
            f"{one['day']} {one['at']}".strip(),
            _left(screen, one["in_days"]),
            screen.say(f"deadlines.{one['kind']}"),
            one["display"] or one["customer"],
            one["what"],
            one["who"],
            f"{one['left']} {one['currency']}".strip(),
        )
        for one in found[:most]
    ]
    screen.table([f"deadlines.{column}" for column in columns], rows, numbers=[len(columns) - 1])
    screen.more(len(rows), len(found))


def _left(screen: Screen, days: int) -> str:
    if days == 0:
        return screen.say("deadlines.today")
    return screen.say("deadlines.late" if days < 0 else "deadlines.ahead", days=abs(days))
