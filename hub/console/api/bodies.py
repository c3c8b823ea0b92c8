"""What the HTTP API takes.

Invariant: what a document does not know is refused; the schemas that openapi.json shows are made from these.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

from hub.steward.retrying import Retried

MOST_RECORDS = 5000
Text = Annotated[str, Meta(max_length=500)]
Comment = Annotated[str, Meta(min_length=1, max_length=1000)]
Name = Annotated[str, Meta(min_length=1, max_length=500)]
Number = Annotated[int, Meta(ge=1, lt=2**53)]
Names = Annotated[list[Name], Meta(max_length=MOST_RECORDS)]


class ConflictAnswer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`choice` is the number of a choice (0: as before), or the values themselves by field (null empties it).

    `seen` is the mark of the conflict as it was shown: where it has changed since, nothing is decided.
    """

    seen: Text
    choice: Annotated[int, Meta(ge=0, le=999)] | dict[str, Any]
    reason: Text = ""


class Said(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A comment."""

    text: Comment


class Given(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Whose a conflict is to be: the name of a user, or null for nobody's."""

    assignee: Text | None


class UndoWanted(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What to undo: a run, a record (the newest run that wrote to it, or the run that is named) or a field of one; or a
    decision; or a merge, by the golden record that was merged away.
    """

    run: Number | None = None
    record: Name | None = None
    field: Name | None = None
    decision: Number | None = None
    merge: Name | None = None


class UndoAsSeen(UndoWanted, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The same, with the mark of the plan as it was shown: where that has changed since, nothing is undone."""

    seen: Text


class MatchAnswer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Whether two records are the same customer."""

    left: Name
    right: Name
    verdict: Literal["same", "different"]
    reason: Text = ""


class Retry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which records are tried again; all where no numbers are given."""

    numbers: Annotated[list[Number], Meta(min_length=1, max_length=1000)] | None = None


class PartWanted(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Which records of a customer are parted from the rest: by their own names, or all of a branch of the tree by that
    of its golden record.
    """

    records: Names = []
    branches: Names = []


class PartAsSeen(PartWanted, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The same, with the mark of the plan as it was shown: where that has changed since, nothing is parted."""

    seen: Text
    reason: Text = ""


class Rejoin(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A wall of the customer: it is taken back with all that were put up at once with it."""

    decision: Number


class RetryWrites(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """rejected: what a system refused is planned anew. lost: creations that somebody has looked for in vain are sent
    again.
    """

    what: Retried


BODIES: tuple[type[msgspec.Struct], ...] = (
    *(ConflictAnswer, Said, Given, MatchAnswer, UndoWanted, UndoAsSeen, Retry),
    *(PartWanted, PartAsSeen, Rejoin, RetryWrites),
)
