"""Draws the users of the console, and a password at the one moment at which it can be read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hub.cli.show.screen import Screen


def show_users(screen: Screen, users: Sequence[dict[str, Any]]) -> None:
    """One line a user."""
    if not users:
        screen.told("users.none", "dim")
        return
    rows = []
    for user in users:
        state = screen.say("users.shut" if user["disabled"] else "users.open")
        factor = screen.moment(user["second_factor_since"]) if user["second_factor_since"] else "—"
        rows.append([user["name"], user["role"], state, factor, screen.moment(user["created_at"])])
    screen.table(["users.name", "users.of_role", "column.state", "users.factor", "users.since"], rows)


def show_made(screen: Screen, key: str, made: dict[str, Any]) -> None:
    """The password stands on a line of its own, as it is."""
    screen.told(key, "bold green", name=made["name"], role=made["role"])
    screen.told("users.password", password=made["password"])
    screen.told("users.once", "dim")
