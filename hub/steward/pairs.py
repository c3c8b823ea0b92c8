"""Decisions about identity: two source records are the same customer, or never.

Invariant: the newest word of a person about a pair stands, and a "different" between others is never overridden.
"""

from __future__ import annotations

from itertools import product
from typing import Literal

import msgspec

from hub.steward.decide import check_author, deciding, queue
from hub.steward.errors import StewardError
from hub.steward.grouping import leaving
from hub.steward.naming import source_named
from hub.steward.pins import Pinned, pins_among
from hub.steward.weigh import Cluster, clusters
from hub.store import audit, decisions
from hub.store.sources import SourceRow
from hub.store.transaction import Transaction
from hub.sync.gather import decided_pairs
from hub.sync.references import golden_text
from hub.sync.world import World

Kind = Literal["same", "different"]


class PairDecided(msgspec.Struct, frozen=True):
    """A decision about two records; `golden` are the records that the next sync clusters anew, `pinned` the pins of a
    customer whom it parts, `leaving` the records that do not come along where two customers are joined, because they
    contradict the other.
    """

    decision: int
    kind: Kind
    records: list[str]
    golden: list[str]
    pinned: list[Pinned] = []
    leaving: list[str] = []
    format: int = 1


def part(world: World, record_a: str, record_b: str, author: str, reason: str = "") -> PairDecided:
    """They are different: a wall that no later record can climb."""
    return _decide(world, "different", record_a, record_b, author, reason)


def join(world: World, record_a: str, record_b: str, author: str, reason: str = "") -> PairDecided:
    """They are the same, whatever their spelling."""
    return _decide(world, "same", record_a, record_b, author, reason)


def _decide(world: World, kind: Kind, record_a: str, record_b: str, author: str, reason: str) -> PairDecided:
    check_author(author)
    with deciding(world) as tx:
        one, other = source_named(tx, world, record_a), source_named(tx, world, record_b)
        check_pair(one, other, record_a, record_b)
        found = clusters(tx, world, sorted({row.golden_id for row in (one, other) if row.golden_id is not None}))
        if kind == "same":
            check_walls(tx, list(found.values()), one, other)
        number = decisions.add(
            tx, kind, one.source_id, right=other.source_id, author=author, reason=reason, at=world.now_text()
        )
        for cluster in found.values():
            queue(tx, cluster)
        parted = [*found.values()] if kind == "different" and len(found) == 1 else []
        pinned = pins_among(tx, [record.row for cluster in parted for record in cluster.records])
        joined = [record for cluster in found.values() for record in cluster.records] if kind == "same" else []
        left = leaving(tx, world, joined, {one.source_id, other.source_id}) if len(found) > 1 and joined else []
        facts = {"decision": number, "kind": kind, "sources": [one.source_id, other.source_id]}
        personal = {"records": [record_a, record_b], "reason": reason}
        audit.append(tx, world.now_text(), author, "decision_made", facts, personal)
    world.log("decision_made", decision=number, kind=kind, records=[record_a, record_b], author=author)
    return PairDecided(number, kind, [record_a, record_b], [cluster.name for cluster in found.values()], pinned, left)


def check_pair(one: SourceRow, other: SourceRow, record_a: str, record_b: str) -> None:
    """Raise `StewardError` where nothing can be said of two records."""
    if one.source_id == other.source_id:
        raise StewardError("same_record", one=record_a, other=record_b)
    if one.entity != other.entity:
        raise StewardError("two_kinds", one=record_a, kind=one.entity, other=record_b, other_kind=other.entity)
    for row, name in ((one, record_a), (other, record_b)):
        if row.golden_id is None:
            raise StewardError("not_resolved", name=name)


def check_walls(tx: Transaction, found: list[Cluster], one: SourceRow, other: SourceRow) -> None:
    """Joining two records joins their clusters; a wall between other members of theirs would part them again."""
    if len(found) < 2:
        return
    names = {source.source_id: source.name for cluster in found for source in cluster.sources}
    parted = {frozenset(pair) for pair in decided_pairs(decisions.about(tx, sorted(names)))["different"]}
    for left, right in product(found[0].source_ids, found[1].source_ids):
        pair = frozenset((left, right))
        if pair in parted and pair != {one.source_id, other.source_id}:
            raise StewardError(
                "walled",
                one=names[left],
                other=names[right],
                golden=", ".join(golden_text(c.row.entity, c.row.golden_id) for c in found),
            )
