"""Observations: how a state of a record was looked at, and what differs from what was known.

Invariant: who edited is asked of a look only where the system itself can tell, so the answers are taken as they are.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

import msgspec

from hub.merging.claims import Mark, Marks

Saved = Literal["nobody", "somebody", "unsure"]
"""Who has saved a record since the hub's write: `nobody` says that it stands as its system has made it of the write."""


class Look(msgspec.Struct, frozen=True):
    """How a state was looked at.

    Where the system's index lags it may show at `now` a state as old as `shown_since`. `shown_at` is when the record
    changed last by its system's clock: where that is after a write, nothing of the state is older. Of a record that no
    pull has shown since the hub wrote to it, `saved` tells who has saved it since the write of an intent; `is_of`
    whether the state is, by its version, the very one that the write left. What is on its way to the system has come
    there until `arrives_by`. No edit is
    older than `floor`, whatever its date says, nor than what it goes over, of which `at_over` tells by its mark.
    """

    shown_since: str = ""
    now: str = ""
    shown_at: str = ""
    saved: Callable[[int], Saved] | None = None
    is_of: Callable[[int], bool] | None = None
    arrives_by: str = ""
    floor: str = ""
    at_over: Callable[[Mark], str] | None = None

    def made_at(self, told: str, mark: Mark | None = None) -> str:
        """When an edit was made that is dated so, and goes over what a mark tells of."""
        return max(told, self.floor, self.at_over(mark) if mark is not None and self.at_over is not None else "")

    def lag_for(self, mark: Mark | None) -> str:
        """Since when the state may be of the past for a field; nothing is older than a write where the record has
        changed since by the system's own clock.
        """
        return "" if mark is not None and mark.dated and self.shown_at > mark.dated else self.shown_since


class Observation(msgspec.Struct):
    """The new shadow and marks, and which fields differ because somebody edited them or because the system
    reformatted. `echoed` are those that show again what the hub wrote, after an edit that was older than the write;
    `rewritten` those of which the system has made something else than the hub wrote.
    `is_late` says that a field was left as it was, and has to be compared once more after the lag; `doubted` are those
    that were so for the first time since the hub wrote them.
    """

    shadow: dict[str, Any]
    marks: Marks
    edited: list[str]
    reformatted: list[str]
    echoed: list[str]
    is_late: bool = False
    doubted: list[str] = []
    rewritten: list[str] = []

    @property
    def changed(self) -> bool:
        """Whether anything at all differs from what was stored."""
        return bool(self.edited or self.reformatted or self.echoed or self.doubted or self.rewritten)
