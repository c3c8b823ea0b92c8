"""Draws the tokens of programs, and a token at the one moment at which it can be read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hub.cli.show.screen import Screen

_COLUMNS = [
    "tokens.number",
    "tokens.user",
    "tokens.scopes",
    "column.state",
    "tokens.until",
    "tokens.used",
    "tokens.note",
]


def show_tokens(screen: Screen, tokens: Sequence[dict[str, Any]]) -> None:
    """One line a token."""
    if not tokens:
        screen.told("tokens.none", "dim")
        return
    rows = []
    for one in tokens:
        state, scopes = screen.say(f"tokens.state.{one['state']}"), " ".join(one["scopes"])
        used = screen.moment(one["used_at"]) if one["used_at"] else "—"
        rows.append(
            [str(one["number"]), one["user"], scopes, state, screen.moment(one["expires_at"]), used, one["note"]]
        )
    screen.table(_COLUMNS, rows)


def show_made(screen: Screen, made: dict[str, Any]) -> None:
    """The token stands on a line of its own, as it is."""
    until = screen.moment(made["expires_at"])
    names = {"number": made["number"], "user": made["user"], "scopes": " ".join(made["scopes"]), "until": until}
    screen.told("tokens.added", "bold green", **names)
    screen.told("tokens.token", token=made["token"])
    screen.told("tokens.once", "dim")
