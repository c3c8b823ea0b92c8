"""Draws what `hub match` found."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from hub.cli.show.screen import Screen
from hub.cli.words import Say


def show_match(screen: Screen, found: dict[str, Any]) -> None:
    """How many records became how many clusters, and where they stand."""
    screen.told("match.found", "bold green", **{name: found[name] for name in ("records", "clusters", "joins")})
    screen.told("match.asked", pairs=found["asked_pairs"], records=found["asked_records"])
    if found["walled_pairs"]:
        screen.told("match.walled", pairs=found["walled_pairs"])
    screen.told("match.seconds", "dim", seconds=found["seconds"])
    screen.told("match.out", file=found["out"])
    if found["review"]:
        screen.told("match.review", file=found["review"])


def in_words(say: Say, evidence: Iterable[tuple[str, float]]) -> str:
    """Evidence in one line."""
    return "; ".join(f"{say.known(f'evidence.{words}', words)} {bits:+.1f}" for words, bits in evidence)
