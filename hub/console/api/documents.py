"""What the HTTP API gives: the documents of the engine, each under its name and the version of the format.

Invariant: `format` changes only when a reader would break; the schemas that openapi.json shows are made from these.
"""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from hub.steward.branches import Branch
from hub.steward.customers import Around
from hub.steward.decide import Decided
from hub.steward.discussing import Note
from hub.steward.doubts import Pair
from hub.steward.ledgers import RunTold
from hub.steward.pairs import PairDecided
from hub.steward.quarantine import Quarantined, Retried
from hub.steward.retrying import Unfinished
from hub.steward.review import Listed, SideBySide
from hub.steward.revoke import Revoked
from hub.steward.search import Hit
from hub.steward.statuses import Alarm, RunStatus, Status, StreamStatus
from hub.steward.stories import GoldenStory
from hub.steward.undoing import Undo
from hub.steward.unmerge import Parted, Parting

Format = Literal[1]


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


class RecordsDocument(Document, frozen=True, kw_only=True):
    """The records of a customer as the tree of merges by which they came to it, each with what it alone says."""

    tree: Branch


class PartingDocument(Document, frozen=True, kw_only=True):
    """What parting would do: who would stand afterwards, and what would be written; the parting sends `seen` back."""

    parting: Parting


class PartedDocument(Document, frozen=True, kw_only=True):
    """The walls that were put up; all of them are taken back by the first, `decision`."""

    parted: Parted


class UnfinishedDocument(Document, frozen=True, kw_only=True):
    """What a run wished and was not done until now."""

    unfinished: Unfinished


class WritesRetriedDocument(Document, frozen=True, kw_only=True):
    """How many writes the next sync tries again."""

    retried: int


class Problem(msgspec.Struct, frozen=True):
    """What went wrong and what to do (RFC 9457); `code` is the same in any language."""

    type: str
    title: str
    status: int
    detail: str
    code: str


ANSWERS: tuple[type[msgspec.Struct], ...] = (
    *(StatusDocument, SystemsDocument, RunsDocument, RunDocument, ConflictsDocument, ConflictDocument),
    *(MatchesDocument, MatchDocument, CustomersDocument, CustomerDocument, QuarantineDocument, RetriedDocument),
    *(DecidedDocument, PairDecidedDocument, RevokedDocument, SaidDocument, UndoDocument, Problem),
    *(RecordsDocument, PartingDocument, PartedDocument, UnfinishedDocument, WritesRetriedDocument),
)
