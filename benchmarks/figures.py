"""What was measured, beside what was aimed at: one table for people, one document for machines."""

from __future__ import annotations

import os
import platform
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from statistics import median
from typing import Any


@dataclass(frozen=True)
class Figure:
    """One line of the table: the median of `found`, which is good when it is at most `target`."""

    name: str
    unit: str
    found: tuple[float, ...]
    target: float | None = None
    note: str = ""

    @property
    def value(self) -> float:
        """The median."""
        return median(self.found)

    @property
    def is_reached(self) -> bool | None:
        """Whether the target is reached; None where there is none."""
        return None if self.target is None else self.value <= self.target

    def as_document(self) -> dict[str, Any]:
        """JSON-ready."""
        return {
            "name": self.name,
            "unit": self.unit,
            "value": self.value,
            "found": list(self.found),
            "target": self.target,
            "is_reached": self.is_reached,
            "note": self.note,
        }


def table(figures: Sequence[Figure]) -> str:
    """A Markdown table, so that it can be read as it is and put into a page."""
    lines = ["| measure | value | spread | target | |", "|---|---|---|---|---|"]
    for one in figures:
        spread = f"{_short(min(one.found))}–{_short(max(one.found))}" if len(one.found) > 1 else ""
        target = "" if one.target is None else f"≤ {_short(one.target)}"
        verdict = {None: "", True: "yes", False: "**no**"}[one.is_reached]
        note = f" ({one.note})" if one.note else ""
        lines.append(f"| {one.name}{note} | {_short(one.value)} {one.unit} | {spread} | {target} | {verdict} |")
    return "\n".join(lines)


def _short(value: float) -> str:
    if value >= 100 or value == int(value):
        return f"{value:.0f}"
    return f"{value:.3g}"


def circumstances() -> dict[str, Any]:
    """The day and the machine, without its name; `load` tells how busy it was with other things."""
    return {
        "measured_on": datetime.now(UTC).date().isoformat(),
        "cores": os.cpu_count(),
        "machine": platform.machine(),
        "system": platform.system(),
        "python": platform.python_version(),
        "load": [round(load, 1) for load in os.getloadavg()],
    }
