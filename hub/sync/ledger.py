"""The ledger of a run: what was read must equal what became of it, or the run has failed."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from hub.sync.reasons import Reason

MERGES_TOLD = 1_000
"""So many merges of a run are told one by one; all are counted."""


@dataclass
class PullLedger:
    """read = new + changed + unchanged + quarantined + skipped."""

    read: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    quarantined: int = 0
    skipped: Counter[str] = field(default_factory=Counter)
    deleted: int = 0
    pages: int = 0
    absent: dict[str, str] = field(default_factory=dict)
    """Keys that the mapping names and the system has no more, with the one there that is probably meant, or empty."""
    appeared: list[str] = field(default_factory=list)
    """Fields that the system did not have before."""
    stopped: Reason | None = None

    @property
    def adds_up(self) -> bool:
        """Whether every record that was read is accounted for."""
        return self.read == self.new + self.changed + self.unchanged + self.quarantined + self.skipped.total()


@dataclass
class ResolveLedger:
    """What the resolve did with the changed source records; `linked` bills found a customer, or another."""

    resolved: int = 0
    created: int = 0
    changed: int = 0
    merged: int = 0
    split: int = 0
    conflicts: int = 0
    differences: int = 0
    opened: int = 0
    linked: int = 0


@dataclass
class PushLedger:
    """What became of the intents of one stream; `moved` and `gone` were not written, because the record has changed
    since it was read, or is no longer there.
    """

    created: int = 0
    updated: int = 0
    archived: int = 0
    rejected: int = 0
    unknown: int = 0
    moved: int = 0
    gone: int = 0
    requests: int = 0
    stopped: Reason | None = None

    @property
    def written(self) -> int:
        """How many records were written."""
        return self.created + self.updated + self.archived


@dataclass
class Ledger:
    """The ledger of one run; streams are named `connection/stream`."""

    pulls: dict[str, PullLedger] = field(default_factory=dict)
    resolve: ResolveLedger = field(default_factory=ResolveLedger)
    planned: dict[str, int] = field(default_factory=dict)
    held: dict[str, int] = field(default_factory=dict)
    not_planned: dict[str, Counter[str]] = field(default_factory=dict)
    pushes: dict[str, PushLedger] = field(default_factory=dict)
    merges: list[dict[str, Any]] = field(default_factory=list)

    @property
    def adds_up(self) -> bool:
        """Whether every pull adds up."""
        return all(pull.adds_up for pull in self.pulls.values())

    @property
    def stopped(self) -> dict[str, Reason]:
        """What stopped before its end, with the reason."""
        ledgers: list[tuple[str, Reason | None]] = [(place, pull.stopped) for place, pull in self.pulls.items()]
        ledgers += [(place, push.stopped) for place, push in self.pushes.items()]
        return {place: reason for place, reason in ledgers if reason is not None}

    @property
    def written(self) -> int:
        """How many remote records the run wrote."""
        return sum(push.written for push in self.pushes.values())
