"""Clusters weighed again: the members of golden records, and the judgement of any of their fields, from the store.

Invariant: a judgement is `judge` over the same claims and decisions as the resolve sees; nothing is stored.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import msgspec

from hub.merging.agreement import agree
from hub.merging.claims import Claim, Source
from hub.merging.rules import Unit
from hub.merging.survive import claims_of, judge
from hub.steward.errors import StewardError
from hub.store import decisions, golden, identity, sources, streams
from hub.store.decisions import DecisionRow
from hub.store.golden import GoldenRow
from hub.store.transaction import Transaction
from hub.sync.record import Names, Record, sources_of
from hub.sync.references import golden_text
from hub.sync.renamings import Mentions
from hub.sync.resolve import in_golden_words
from hub.sync.verdicts import unit_decisions, verdict_of
from hub.sync.world import Document, World

_decode = msgspec.json.Decoder(dict[str, Any]).decode


def document(row: GoldenRow) -> Document:
    """The values of a golden record."""
    return _decode(row.doc)


class Judgement(msgspec.Struct, frozen=True):
    """Who won a unit by which rule, and everybody who has a say; `decision` is the one that stands for the unit."""

    unit: Unit
    winner: Claim
    rule: str
    claims: list[Claim]
    decision: DecisionRow | None

    @property
    def losers(self) -> list[Claim]:
        """All other claims, newest first."""
        # A source may have won with its opt-out against its own later word.
        winner = self.winner.source_id
        others = [claim for claim in self.claims if claim.source_id != winner or not self.agrees(claim)]
        return sorted(others, key=lambda claim: (claim.at, claim.name), reverse=True)

    def agrees(self, claim: Claim) -> bool:
        """Whether a claim says what was chosen, spelling aside; in a union everybody is heard."""
        return self.unit.rule.strategy == "union" or agree(self.unit, claim.values, self.winner.values)


class Cluster(msgspec.Struct, frozen=True):
    """A golden record with its members, and every standing decision about them."""

    row: GoldenRow
    records: list[Record]
    sources: list[Source]
    decided: list[DecisionRow]

    @property
    def name(self) -> str:
        """How the golden record is named."""
        return golden_text(self.row.entity, self.row.golden_id)

    @property
    def doc(self) -> Document:
        """The golden values as stored."""
        return document(self.row)

    @property
    def source_ids(self) -> list[int]:
        """The numbers of the members."""
        return [record.source_id for record in self.records]

    @property
    def standing(self) -> dict[str, DecisionRow]:
        """The decision that stands for each unit."""
        return unit_decisions(set(self.source_ids), self.decided)

    def judge(self, unit: Unit) -> Judgement | None:
        """The present judgement of a unit; None where nobody says anything of it."""
        return _judged(unit, claims_of(unit, self.sources), self.standing.get(unit.name))

    def judge_without(self, found: Judgement) -> Judgement | None:
        """What the judgement would be if its winner, or the decision that made it, did not exist."""
        if found.winner.source_id == 0:
            return _judged(found.unit, found.claims, None)
        rest = [claim for claim in found.claims if claim.source_id != found.winner.source_id]
        return _judged(found.unit, rest, found.decision)


def _judged(unit: Unit, claims: list[Claim], decision: DecisionRow | None) -> Judgement | None:
    if not claims and decision is None:
        return None
    winner, rule = judge(unit, claims, verdict_of(decision) if decision is not None else None)
    return Judgement(unit, winner, rule, claims, decision)


def clusters(tx: Transaction, world: World, golden_ids: Sequence[int]) -> dict[int, Cluster]:
    """The clusters of these golden records."""
    rows, names = golden.by_ids(tx, golden_ids), streams.names(tx)
    members: dict[int, list[Record]] = defaultdict(list)
    for entity in sorted({row.entity for row in rows.values()}):
        ids = sorted(number for number, row in rows.items() if row.entity == entity)
        for record in in_golden_words(tx, world, entity, sources.of_golden(tx, ids))[0]:
            assert record.row.golden_id is not None
            members[record.row.golden_id].append(record)
    decided: dict[int, list[DecisionRow]] = defaultdict(list)
    owner = {record.source_id: number for number, records in members.items() for record in records}
    for decision in decisions.about(tx, sorted(owner)):
        for number in {owner[side] for side in (decision.left, decision.right) if side in owner}:
            decided[number].append(decision)
    return {
        number: _cluster(row, members[number], decided[number], names, world.mentions) for number, row in rows.items()
    }


def _cluster(
    row: GoldenRow, records: list[Record], decided: list[DecisionRow], names: Names, mentions: Mentions
) -> Cluster:
    return Cluster(row, records, sources_of(records, names, mentions), decided)


def cluster_of(tx: Transaction, world: World, golden_id: int) -> Cluster:
    """One living cluster."""
    found = clusters(tx, world, [golden_id]).get(golden_id)
    if found is None or not found.records:
        raise StewardError("no_members", number=golden_id)
    return found


def earlier_ids(tx: Transaction, cluster: Cluster) -> list[int]:
    """Every golden number that a member of the cluster ever began under, the present one included."""
    return sorted({cluster.row.golden_id, *identity.born_ids(tx, cluster.source_ids).values()})
