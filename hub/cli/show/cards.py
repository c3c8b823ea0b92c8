"""Draws connectors as cards: what can be read and written, how changes are found, and how fast."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from hub.cli.show.screen import Screen

# In the order of a record's life.
_OPERATIONS = ("create", "update", "archive", "delete")


def show_cards(screen: Screen, cards: Sequence[dict[str, Any]]) -> None:
    """One card a connector."""
    for card in cards:
        title = card["title_ja" if screen.say.lang == "ja" else "title"]
        screen.line()
        screen.line(f"{title} ({card['code']})", "bold")
        if card["connections"]:
            screen.told("card.connections", "green", names=", ".join(card["connections"]))
        required = [setting["name"] for setting in card["settings"] if setting["required"]]
        if required:
            screen.told("card.required", "dim", names=", ".join(required))
        for stream in card["streams"]:
            screen.line("  " + " · ".join(_facts(screen, stream)))


def _facts(screen: Screen, stream: dict[str, Any]) -> Iterator[str]:
    say = screen.say
    yield f"{stream['name']} {stream['title_ja' if say.lang == 'ja' else 'title']}"
    able = [say(f"card.operation.{name}") for name in _OPERATIONS if name in stream["operations"]]
    yield say("card.writes", operations=say("card.between").join(able)) if able else say("card.reads")
    yield say(f"card.incremental.{stream['incremental']}")
    yield say(f"card.deletes.{stream['deletes']}")
    for rate in stream["rates"]:
        yield say("card.rate", requests=rate["requests"], per_s=f"{rate['per_s']:g}")
    if stream["daily_budget"]:
        yield say("card.budget", requests=stream["daily_budget"])
