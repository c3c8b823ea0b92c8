"""The story of a golden record as data: each field with its winner, its losers, the rule, and what became of it.

Invariant: every value in a story names its source; `display` is what people call a record that a value refers to.
"""

from __future__ import annotations

from typing import Any

import msgspec

from hub.merging.careers import Post
from hub.merging.company_events import CompanyEvent
from hub.model.derived import Derived
from hub.steward.looked_for import LookedFor

BY_DECISION = "decision"
"""The source of a value that no record said."""


class ClaimTold(msgspec.Struct, frozen=True):
    """Who says what: `source` is a record or, for a decision, a person. `edited`: made after it was first seen.

    `values` are those of the whole unit and `value` that of the field; a claim that `clears` emptied it on purpose.
    `run` is the run that stored it, where the payloads still tell. `agrees` with the winner, spelling aside.
    """

    source: str
    connection: str
    value: Any
    display: str
    values: dict[str, Any]
    clears: bool
    at: str
    edited: bool
    agrees: bool
    run: int | None


class DecisionTold(msgspec.Struct, frozen=True):
    """A standing decision (same, different, choose, pin, hold); `records` and `unit` are what it is about."""

    number: int
    kind: str
    unit: str | None
    records: list[str]
    values: dict[str, Any]
    author: str
    reason: str
    at: str


class WhatIf(msgspec.Struct, frozen=True):
    """Who would win, and by which rule, if the present winner did not exist."""

    winner: ClaimTold
    rule: str


class Push(msgspec.Struct, frozen=True):
    """A write that changed this field in a system."""

    stream: str
    external_id: str | None
    at: str
    before: Any = msgspec.field(name="from")
    after: Any = msgspec.field(name="to")
    intent: int
    run: int


class Holding(msgspec.Struct, frozen=True):
    """What a system holds now; `by_hub` where the hub wrote it (by `intent`), else it is the system's own."""

    source: str
    value: Any
    by_hub: bool
    intent: int | None
    is_deleted: bool


class Past(msgspec.Struct, frozen=True):
    """A value that the field had from `at` on, with the version and the run that brought it."""

    version: int
    value: Any
    source: str | None
    at: str
    run: int


class FieldStory(msgspec.Struct, frozen=True):
    """Everything about one field. `is_emptied`: without value because the winner emptied it on purpose.

    `conflict` is the number of the open conflict that holds it.
    """

    field: str
    unit: str
    value: Any
    display: str
    is_emptied: bool
    winner: ClaimTold
    losers: list[ClaimTold]
    rule: str
    decision: DecisionTold | None
    what_if: WhatIf | None
    is_held: bool
    conflict: int | None
    pushes: list[Push]
    holdings: list[Holding]
    history: list[Past]


class PostTold(msgspec.Struct, frozen=True):
    """A post that a person holds or held, and what people call its company."""

    post: Post
    company: str


class GoldenStory(msgspec.Struct, frozen=True):
    """One golden record. `redirected_from` are the merged names that led here, in the order of the way.

    `records` are its members, `decisions` those about pairs of them; `waits` if a resolve has yet to weigh something.
    `figures` are what the purchases, invoices and payments of a customer add up to; `career` the posts of a person
    and `events` what happened to a company, where the whole record is told; `unwritten` tells in
    which systems it is not written, or not whole, with the reasons as a ledger names them. `looked_for` are those
    whom its records refer to and nobody has read.
    """

    golden: str
    entity: str
    display: str
    version: int
    redirected_from: list[str]
    records: list[str]
    decisions: list[DecisionTold]
    waits: bool
    fields: list[FieldStory]
    figures: Derived | None = None
    career: list[PostTold] = []
    events: list[CompanyEvent] = []
    unwritten: dict[str, list[str]] = {}
    looked_for: list[LookedFor] = []


class Story(msgspec.Struct, frozen=True):
    """What was asked, and the golden records that answer; `unresolved` are parts without a golden record yet."""

    target: str
    records: list[GoldenStory]
    unresolved: list[str]
    format: int = 1
