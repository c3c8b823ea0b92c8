"""Draws which secrets are stored, and how."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hub.cli.show.screen import Screen


def show_secrets(screen: Screen, secrets: Sequence[dict[str, Any]]) -> None:
    """One line a secret, without it."""
    if not secrets:
        screen.told("secrets.none", "dim")
        return
    rows = [[screen.say.told(one["about"]), one["key"] or screen.say("secrets.plain")] for one in secrets]
    screen.table(["secrets.about", "secrets.key"], rows)
