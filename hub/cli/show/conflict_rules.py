"""Draws rules for a field with how they would have done, and the conflicts that one of them decides."""

from __future__ import annotations

from typing import Any

from hub.cli.show.screen import Screen

_SHOWN = 10


def show_proposals(screen: Screen, rules: list[dict[str, Any]]) -> None:
    """Those first that came out the same most often, each with its lines for the configuration."""
    if not rules:
        screen.told("conflicts.rules.none")
    for rule in rules:
        screen.line(rule["key"], "bold")
        screen.told("conflicts.rules.past", **rule["past"])
        if rule["is_in_force"]:
            screen.told("conflicts.rules.in_force", "dim")
        screen.line(rule["lines"].rstrip(), "dim")
    if rules:
        screen.told("conflicts.rules.adopt", "dim", waiting=rules[0]["waiting"])


def show_bulk(screen: Screen, done: dict[str, Any]) -> None:
    """What is decided together, or would be."""
    for one in done["ruled"][:_SHOWN]:
        found = one["conflict"]
        values = screen.values(found["entity"], one["values"])
        screen.line(f"{found['number']}  {found['display'] or found['leads_to']}  {values}")
    screen.more(min(_SHOWN, len(done["ruled"])), len(done["ruled"]), hint=False)
    screen.told("conflicts.rules.would", "bold", count=len(done["ruled"]), left=done["left"])
    for one in done["writes"]:
        key = "conflicts.rules.braked" if one["is_braked"] else "conflicts.rules.writes"
        data = {"stream": one["stream"], "count": one["writes"], "records": one["records"]}
        screen.told(key, "yellow" if one["is_braked"] else "", **data)
    if done["proposed"]:
        screen.told("conflicts.rules.waits", "yellow", count=done["proposed"])
    if done["decisions"]:
        screen.told("decided.next", "dim")
        screen.told("match.bulk.back", "dim", number=done["decisions"][0])
    elif done["ruled"] and not done["proposed"]:
        screen.told("match.bulk.preview", "dim")
