"""Draws the pairs that may be one customer: who they are, what speaks for and against it, and how to decide."""

from __future__ import annotations

from typing import Any

from hub.cli.show.match import in_words
from hub.cli.show.screen import Screen


def show_doubts(screen: Screen, found: dict[str, Any]) -> None:
    """The most valuable first."""
    if not found["pairs"]:
        screen.told("match.no_doubts", "green")
        return
    for place, pair in enumerate(found["pairs"], start=1):
        _show_pair(screen, place, pair)
    screen.more(len(found["pairs"]), found["total"])


def show_bulk(screen: Screen, done: dict[str, Any]) -> None:
    """The pairs that are decided together, or would be."""
    if not done["total"]:
        screen.told("match.bulk.none")
    for place, pair in enumerate(done["pairs"], start=1):
        _show_pair(screen, place, pair, asks=False)
    screen.more(len(done["pairs"]), done["total"])
    screen.told(f"match.bulk.{done['answer']}", "bold", count=done["total"])
    for why in ("walled", "parted"):
        if done[why]:
            screen.told(f"match.bulk.{why}", "yellow", count=done[why])
    if done["decisions"]:
        screen.told("decided.next", "dim")
        screen.told("match.bulk.back", "dim", number=done["decisions"][0])
    elif done["total"]:
        screen.told("match.bulk.preview", "dim")


def _show_pair(screen: Screen, place: int, pair: dict[str, Any], *, asks: bool = True) -> None:
    sides = pair["left"], pair["right"]
    who = {
        name: f"{side['golden']} {side['display']}".strip() for name, side in zip(("left", "right"), sides, strict=True)
    }
    count = sum(pair["worth"].values())
    worth = screen.say("match.worth", count=count, invoices=pair["worth"].get("invoice", 0)) if count else ""
    screen.told("match.doubt", "bold", place=place, score=f"{pair['score']:+.1f}", worth=worth, **who)
    counted = ((one["words"], one["counted"]) for one in pair["evidence"])
    screen.line(f"    {screen.say('match.prior')} {pair['prior']:+.1f}; {in_words(screen.say, counted)}")
    if pair["verdict"] == "wall":
        screen.told("match.doubt.wall", "red")
    if not asks:
        return
    records = {name: side["record"] for name, side in zip(("left", "right"), sides, strict=True)}
    screen.line("    " + screen.say("match.decide", **records), "dim")
