"""A plan says when one connection is read or written: at its times, or whenever there is something to send."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from hub.config.timing import Trigger
from hub.config.words import QuietHours

Direction = Literal["pull", "push"]
CatchUp = Literal["once", "skip"]


@dataclass(frozen=True)
class JobPlan:
    """One connection, one direction; without a trigger it runs when there is something to send."""

    connection: str
    direction: Direction
    trigger: Trigger | None = None
    jitter_s: float = 0
    quiet: QuietHours | None = None
    catch_up: CatchUp = "once"

    @property
    def name(self) -> str:
        """As the store remembers the job: `freee:pull`."""
        return f"{self.connection}:{self.direction}"
