"""What the HTTP API gives and takes: the documents of the engine, each under its name and the version of the format.

Invariant: `format` changes only when a reader would break; the schemas that openapi.json shows are made from these.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

from hub.steward.customers import Around
from hub.steward.decide import Decided
from hub.steward.discussing import Note
from hub.steward.doubts import Pair
from hub.steward.ledgers import RunTold
from hub.steward.pairs import PairDecided
from hub.steward.quarantine import Quarantined, Retried
from hub.steward.review import Listed, SideBySide
from hub.steward.revoke import Revoked
from hub.steward.search import Hit
from hub.steward.statuses import Alarm, RunStatus, Status, StreamStatus
from hub.steward.stories import GoldenStory
from hub.steward.undoing import Undo

Format = Literal[1]
Text = Annotated[str, Meta(max_length=500)]
Comment = Annotated[str, Meta(min_length=1, max_length=1000)]
Name = Annotated[str, Meta(min_length=1, max_length=500)]
Number = Annotated[int, Meta(ge=1, lt=2**53)]


class Document(msgspec.Struct, frozen=True, kw_only=True):
    """What is common to all answers."""

    format: Format = 1


class StatusDocument(Document, frozen=True, kw_only=True):
    """How things stand."""

    status: Status


class StreamTold(msgspec.Struct, frozen=True):
    """A stream, what its system can do (null where the configuration has it no more), and what may be asked today."""

    status: StreamStatus
    manifest: dict[str, Any] | None
    budget_left: int | None


class SystemTold(msgspec.Struct, frozen=True):
    """A connection. `state`: good | stopped | new."""

    connection: str
    title: str
    state: str
    read_at: str | None
    next_at: str | None
    alarms: list[Alarm]
    streams: list[StreamTold]


class SystemsDocument(Document, frozen=True, kw_only=True):
    """Every connection."""

    systems: list[SystemTold]


class RunsDocument(Document, frozen=True, kw_only=True):
    """The last runs, newest first."""

    runs: list[RunStatus]


class RunDocument(Document, frozen=True, kw_only=True):
    """One run with its ledger."""

    run: RunTold


class ConflictsDocument(Document, frozen=True, kw_only=True):
    """A page of `total` conflicts; `units` tell what can be asked for: (entity, unit, how many)."""

    total: int
    page: int
    pages: int
    conflicts: list[Listed]
    units: list[tuple[str, str, int]]


class ConflictDocument(Document, frozen=True, kw_only=True):
    """One conflict with all that a decision needs; the decision sends `seen` back."""

    conflict: SideBySide


class MatchesDocument(Document, frozen=True, kw_only=True):
    """The most valuable of `total` pairs of records that may be one customer."""

    total: int
    matches: list[Pair]


class MatchDocument(Document, frozen=True, kw_only=True):
    """Two records, weighed."""

    match: Pair


class CustomersDocument(Document, frozen=True, kw_only=True):
    """What was found; `is_cut` where there may be more."""

    customers: list[Hit]
    is_cut: bool


class CustomerDocument(Document, frozen=True, kw_only=True):
    """A customer: every field with its value, source, since when and why; and who stands around."""

    customer: GoldenStory
    around: Around


class QuarantineDocument(Document, frozen=True, kw_only=True):
    """A page of `total` records that could not be taken in, oldest first."""

    total: int
    page: int
    pages: int
    records: list[Quarantined]


class RetriedDocument(Document, frozen=True, kw_only=True):
    """What became of the records that were tried again."""

    retried: Retried
    passed: int


class DecidedDocument(Document, frozen=True, kw_only=True):
    """A decision about values."""

    decided: Decided


class PairDecidedDocument(Document, frozen=True, kw_only=True):
    """A decision about two records."""

    decided: PairDecided


class RevokedDocument(Document, frozen=True, kw_only=True):
    """Decisions that were taken back."""

    revoked: Revoked


class SaidDocument(Document, frozen=True, kw_only=True):
    """What was said of a conflict, the earliest first, and whose it is (empty: nobody's)."""

    said: list[Note]
    assignee: str


class UndoDocument(Document, frozen=True, kw_only=True):
    """What an undo did, or would do (its `run` is null); the undo sends `seen` back.

    `is_complete` where nothing is left to be written or to be done by hand.
    """

    undo: Undo
    is_complete: bool
    seen: str


class Problem(msgspec.Struct, frozen=True):
    """What went wrong and what to do (RFC 9457); `code` is the same in any language."""

    type: str
    title: str
    status: int
    detail: str
    code: str


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


ANSWERS: tuple[type[msgspec.Struct], ...] = (
    *(StatusDocument, SystemsDocument, RunsDocument, RunDocument, ConflictsDocument, ConflictDocument),
    *(MatchesDocument, MatchDocument, CustomersDocument, CustomerDocument, QuarantineDocument, RetriedDocument),
    *(DecidedDocument, PairDecidedDocument, RevokedDocument, SaidDocument, UndoDocument, Problem),
)
BODIES: tuple[type[msgspec.Struct], ...] = (ConflictAnswer, Said, Given, MatchAnswer, UndoWanted, UndoAsSeen, Retry)
