"""Doubts: pairs of records that may be one customer, the most valuable first, with the evidence; and any pair weighed.

Invariant: nothing is asked about what a person has already decided.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import log2
from typing import Literal

import msgspec

from hub.matching.weigh import Line
from hub.steward.errors import StewardError
from hub.steward.naming import display_names, source_named
from hub.steward.questions import asked_pairs, summed
from hub.store import evidence, golden_links, sources, streams
from hub.store.sources import SourceRow
from hub.store.transaction import Transaction
from hub.sync.evidence import Evidence
from hub.sync.record import record_name
from hub.sync.references import golden_text
from hub.sync.traits import rows_of
from hub.sync.world import World

Verdict = Literal["joined", "ask", "wall", "apart"]


class Side(msgspec.Struct, frozen=True):
    """One of two records, and its customer."""

    record: str
    golden: str
    display: str
    says: dict[str, str]


class Told(msgspec.Struct, frozen=True):
    """One line of evidence: the bits that it is worth alone, and those that it adds to the sum."""

    words: str
    bits: float
    counted: float
    wall: bool

    @classmethod
    def of(cls, line: Line) -> Told:
        """Rounded as people read it."""
        return cls(line.words, round(line.bits, 4), round(line.counted, 4), line.wall)


class Pair(msgspec.Struct, frozen=True):
    """Two records of one entity, weighed. `worth` are the golden records that refer to their two customers, by entity;
    `prior` the bits of finding them by chance. Sums from `same` on join, from `ask` on a person is asked.
    """

    entity: str
    left: Side
    right: Side
    verdict: Verdict
    score: float
    prior: float
    evidence: list[Told]
    worth: dict[str, int]
    same: float
    ask: float


class Doubts(msgspec.Struct, frozen=True):
    """Pairs to be decided, of `total` that there are."""

    total: int
    pairs: list[Pair]
    format: int = 1


def doubts(world: World, entity: str | None = None, limit: int = 20, *, unsure: bool = False) -> Doubts:
    """The pairs that are worth most; `unsure` asks for those that somebody has looked at and left open."""
    with world.database.look() as tx:
        found = asked_pairs(tx, world, entity, unsure=unsure)
        pairs = [pair_of(tx, world, one.entity, one.records) for one in found[:limit]]
    return Doubts(len(found), pairs)


def weighed(world: World, left: str, right: str) -> Pair:
    """Two records by their names, alike or not."""
    with world.database.look() as tx:
        one, other = source_named(tx, world, left), source_named(tx, world, right)
        if one.source_id == other.source_id:
            raise StewardError("same_record", one=left, other=right)
        if one.entity != other.entity:
            raise StewardError("two_kinds", one=left, kind=one.entity, other=right, other_kind=other.entity)
        if one.entity not in world.definitions:
            raise StewardError("no_evidence", known=", ".join(world.definitions) or "—")
        if len(evidence.traits(tx, (one.source_id, other.source_id))) < 2:
            raise StewardError("not_weighed", names=f"{left}, {right}")
        return pair_of(tx, world, one.entity, (one.source_id, other.source_id))


def pair_of(tx: Transaction, world: World, entity: str, source_ids: tuple[int, int]) -> Pair:
    """Two stored records, weighed."""
    rows = {row.source_id: row for row in sources.by_ids(tx, source_ids)}
    one, other = (rows[source_id] for source_id in source_ids)
    weighing = Evidence(tx, entity, world.definitions[entity], world.mentions)
    lines, score = weighing.told(*source_ids)
    sides = _sides(tx, entity, (one, other))
    counts = golden_links.counts_of_referring(tx, [row.golden_id for row in (one, other) if row.golden_id is not None])
    return Pair(
        entity=entity,
        left=sides[0],
        right=sides[1],
        verdict=_verdict(one, other, lines, score, weighing),
        score=round(score, 4),
        prior=round(-log2(weighing.count), 4),
        evidence=[Told.of(line) for line in lines],
        worth=summed(counts.values()),
        same=weighing.definition.same,
        ask=weighing.definition.ask,
    )


def _verdict(one: SourceRow, other: SourceRow, lines: Sequence[Line], score: float, weighing: Evidence) -> Verdict:
    if one.golden_id == other.golden_id:
        return "joined"
    if any(line.wall for line in lines) and score < weighing.definition.same:
        return "wall"
    return "ask" if score >= weighing.definition.ask else "apart"


def _sides(tx: Transaction, entity: str, rows: Sequence[SourceRow]) -> list[Side]:
    names = streams.names(tx)
    texts = [golden_text(entity, row.golden_id or 0) for row in rows]
    shown = display_names(tx, set(texts))
    says = rows_of(tx, entity, [row.source_id for row in rows])
    return [
        Side(record_name(row, names), text, shown.get(text, ""), {k: v for k, v in says[row.source_id].items() if v})
        for row, text in zip(rows, texts, strict=True)
    ]
