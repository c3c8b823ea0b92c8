"""Bits as bars, drawn on the server; the figures stand beside them, so a bar tells nothing of its own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

WIDTH = 200


class Bar(NamedTuple):
    """From `start`, `width` wide, of `WIDTH`; `speaks_for` the two being one."""

    start: int
    width: int
    speaks_for: bool


def bars_of(bits: Sequence[float]) -> list[Bar]:
    """A bar for each, to the right of the middle for what speaks for, to the left for what speaks against."""
    most = max((abs(one) for one in bits), default=0.0) or 1.0
    middle = WIDTH // 2
    widths = [round(abs(one) / most * middle) for one in bits]
    return [
        Bar(middle if one >= 0 else middle - width, width, one >= 0) for one, width in zip(bits, widths, strict=True)
    ]
