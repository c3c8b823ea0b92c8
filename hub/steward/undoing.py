"""What an undo is asked for, what it gives back, and what it leaves, as data."""

from __future__ import annotations

import hashlib
from typing import Any, Literal

import msgspec

from hub.steward.errors import StewardError
from hub.steward.pins import Pinned
from hub.steward.plans import PlannedChange
from hub.sync.reasons import Reason

Why = Literal["edited", "written", "changed", "deleted", "opt_out"]
"""edited: by a person in that system. written: by the hub in a later run. changed: somebody has said something newer
elsewhere. deleted: the record is gone. opt_out: a permission is not given back.
"""


class Undoable(msgspec.Struct, frozen=True):
    """What to undo: a run (the newest that wrote, where only a record or a field is named), or a decision, or a merge.

    `record` is a golden record or a remote record, `field` a field or a group, `merge` a golden record that was merged
    away.
    """

    run: int | None = None
    record: str | None = None
    field: str | None = None
    decision: int | None = None
    merge: str | None = None

    def check(self) -> None:
        """Refuse what names nothing, or two things."""
        is_write = self.run is not None or self.record is not None or self.field is not None
        if sum((is_write, self.decision is not None, self.merge is not None)) != 1:
            raise StewardError("undo_what")


class Kept(msgspec.Struct, frozen=True):
    """A value, or a whole record (`field` is None), that stays as it is.

    `by` is the run that wrote since, `at` when somebody edited.
    """

    stream: str
    external_id: str
    entity: str
    field: str | None
    why: Why
    by: str = ""
    at: str = ""


class ByHand(msgspec.Struct, frozen=True):
    """What the hub can't do there, so that a person has to: delete a record, restore one, or put values back."""

    stream: str
    external_id: str
    what: Literal["delete", "restore", "write"]
    fields: list[str] = []


class Outcome(msgspec.Struct, frozen=True):
    """A write of the undo, and the state of its intent (planned: a preview)."""

    change: PlannedChange
    state: str
    message: str = ""
    why: Reason | None = None


class Undo(msgspec.Struct, frozen=True):
    """What an undo did, or would do (`run` is None).

    `of` are the runs whose writes it takes back; `decisions` are those that it made, took back or let stand again.
    `together` are two records that are one without the decision, too, and stay so; `pinned` the pins of those who
    are parted, each with the record with which it goes.
    """

    run: int | None
    of: list[int]
    writes: list[Outcome]
    kept: list[Kept]
    by_hand: list[ByHand]
    decisions: list[int]
    parted: list[str]
    stopped: dict[str, Reason]
    together: list[str] = []
    pinned: list[Pinned] = []
    format: int = 1

    @property
    def is_complete(self) -> bool:
        """Whether nothing is left to be written or to be done by hand."""
        return not self.by_hand and not self.stopped and all(write.state == "done" for write in self.writes)

    def named(self, most: int | None = None) -> dict[str, Any]:
        """What the audit log tells of whoever looks at this, or at its first writes: runs and customers, no value."""
        return {"of": self.of, "golden": sorted({write.change.golden for write in self.writes[:most]})}

    @property
    def seen(self) -> str:
        """A mark of what is put back and what is not: who undoes by it has seen these writes.

        Numbers that are given anew at each preview, and when a system that has stopped may be asked again, are no part.
        """
        changes = [write.change for write in self.writes]
        story = (self.of, changes, self.kept, self.by_hand, self.parted, sorted(self.stopped))
        return hashlib.sha256(msgspec.json.encode(story, order="deterministic")).hexdigest()[:16]
