"""Shares over days as lines, drawn on the server; the table beside them tells the same."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

WIDTH, HEIGHT = 600, 120


class Line(NamedTuple):
    """What an SVG draws: a path, and the place of its last point."""

    path: str
    x: int
    y: int


def line_of(days: Sequence[str], shares: Sequence[float], first: str, last: str) -> Line:
    """The line of shares from 0 to 1; `WIDTH` holds the days from first to last."""
    whole = max(1, _number(last) - _number(first))
    points = [
        (round((_number(day) - _number(first)) / whole * WIDTH), round((1 - share) * HEIGHT))
        for day, share in zip(days, shares, strict=True)
    ]
    path = " ".join(f"{'L' if place else 'M'}{x} {y}" for place, (x, y) in enumerate(points))
    return Line(path, *points[-1])


def _number(day: str) -> int:
    return date.fromisoformat(day).toordinal()
