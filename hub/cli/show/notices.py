"""Draws what people are told of, and whether the channels work."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hub.cli.show.screen import Screen

_COLUMNS = ["notices.what", "notices.channel", "notices.since", "notices.told", "notices.due", "notices.failure"]


def show_notices(screen: Screen, rows: Sequence[dict[str, Any]]) -> None:
    """One line for each thing and channel."""
    if not rows:
        screen.told("notices.none", "dim")
        return
    shown = []
    for row in rows:
        moments = [screen.moment(row[name]) if row[name] else "—" for name in ("since", "told_at", "due_at")]
        shown.append([_what(screen, row), row["channel"], *moments, screen.reason(row["failure"])])
    screen.table(_COLUMNS, shown)


def _what(screen: Screen, row: dict[str, Any]) -> str:
    kind, _, subject = row["key"].partition(" ")
    what = " ".join(filter(None, (screen.say(f"notices.kind.{kind}"), subject)))
    return screen.say("notices.over", what=what) if row["over_at"] else what


def show_tests(screen: Screen, results: Sequence[dict[str, Any]]) -> None:
    """One line a channel."""
    for result in results:
        if result["ok"]:
            screen.told("notices.arrived", "green", channel=result["channel"])
        else:
            reason = screen.reason(result["reason"])
            screen.told("notices.failed", "bold red", channel=result["channel"], reason=reason)
