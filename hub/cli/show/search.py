"""Draws the customers who were found."""

from __future__ import annotations

from hub.cli.show.screen import Screen
from hub.steward.search import Found, Hit


def show_found(screen: Screen, found: Found, *, most: int) -> None:
    """One line a customer, and what the index does not know yet."""
    if found.hits:
        rows = [[hit.golden, hit.display, screen.say(f"search.{hit.fit}"), _facts(screen, hit)] for hit in found.hits]
        screen.table(["search.golden", "search.name", "search.fit", "search.facts"], rows)
    else:
        screen.told("search.none", "yellow")
    if found.is_cut:
        screen.told("search.cut", "dim")
    if found.waiting:
        screen.told("search.waiting_more" if found.waiting >= most else "search.waiting", "yellow", count=found.waiting)


def _facts(screen: Screen, hit: Hit) -> str:
    former = [screen.say("search.former", name=hit.former)] if hit.former else []
    return " ".join([*former, *hit.facts.values()])
