"""Draws what was learned: the weights that change, with the shares that they come from, and what they would change."""

from __future__ import annotations

from typing import Any

from hub.cli.show.match_tune import show_effect
from hub.cli.show.screen import Screen

_LEAST = 0.1
"""What changes by less is not worth a line; the file has all of them."""


def show_trained(screen: Screen, told: dict[str, Any]) -> None:
    """Each type of records, and where the weights are."""
    for one in told["entities"]:
        _weights(screen, one["entity"], one["weights"])
        show_effect(screen, [one["effect"]])
    if told["out"]:
        screen.told("match.weights", file=told["out"])
    else:
        screen.told("match.weights.kept", "dim")


def _weights(screen: Screen, entity: str, weights: dict[str, Any]) -> None:
    counts = {name: weights[name] for name in ("records", "pairs", "decided")}
    screen.told(f"match.trained.{entity}", "bold", **counts)
    rows = [
        (screen.say.known(f"evidence.{words}", words), *_bits(level), _share(level))
        for some in weights["levels"].values()
        for words, level in some.items()
        if abs(level["bits"] - level["shipped"]) >= _LEAST
    ]
    if rows:
        columns = ("level", "shipped", "trained", "change", "m")
        screen.table(tuple(f"match.column.{name}" for name in columns), rows, (1, 2, 3, 4))
    else:
        screen.told("match.trained.same")
    screen.line()


def _bits(level: dict[str, Any]) -> tuple[str, str, str]:
    return f"{level['shipped']:+.1f}", f"{level['bits']:+.1f}", f"{level['bits'] - level['shipped']:+.1f}"


def _share(level: dict[str, Any]) -> str:
    least, most = level["m_shipped"]
    return f"{level['m']:.1%} ({least:.1%}–{most:.1%})"
