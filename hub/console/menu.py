"""The pages that the bar on top names, each with the least role that sees it there."""

from __future__ import annotations

from typing import NamedTuple

from hub.console.security.roles import Role


class Item(NamedTuple):
    """Where it leads, the key of its name, and who sees it."""

    path: str
    key: str
    least: Role


MENU = (
    Item("/", "frame.home", "viewer"),
    Item("/conflicts", "frame.conflicts", "viewer"),
    Item("/matches", "frame.matches", "viewer"),
    Item("/invoices", "frame.invoices", "accountant"),
    Item("/deadlines", "frame.deadlines", "viewer"),
    Item("/search", "frame.search", "viewer"),
    Item("/runs", "frame.runs", "viewer"),
    Item("/quarantine", "frame.quarantine", "steward"),
    Item("/rules", "frame.rules", "viewer"),
    Item("/systems", "frame.systems", "viewer"),
    Item("/audit", "frame.audit", "admin"),
    Item("/users", "frame.users", "admin"),
    Item("/tokens", "frame.tokens", "admin"),
)
