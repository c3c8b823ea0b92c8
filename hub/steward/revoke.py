"""Taking decisions back: the state is again what it was before, also where a conflict waited for the decision.

Invariant: a decision that was taken back keeps its row with the time; it is never deleted.
"""

from __future__ import annotations

import msgspec

from hub.merging.rules import Unit
from hub.steward.decide import check_author, deciding, queue
from hub.steward.errors import StewardError
from hub.steward.naming import living
from hub.steward.values import unit_named
from hub.steward.weigh import Cluster, cluster_of, clusters, earlier_ids
from hub.store import conflicts, decisions, identity
from hub.store.database import Transaction
from hub.store.decisions import DecisionRow
from hub.sync.world import World


class Revoked(msgspec.Struct, frozen=True):
    """Decisions taken back, the golden records that the next sync weighs again, and conflicts that wait once more."""

    decisions: list[int]
    golden: list[str]
    reopened: list[int]
    format: int = 1


def revoke(world: World, number: int, author: str) -> Revoked:
    """Take one decision back."""
    check_author(author)
    with deciding(world) as tx:
        found = decisions.by_id(tx, number)
        if found is None:
            raise StewardError(f"there is no decision {number}; explain a golden record to see its decisions")
        row, revoked_at = found
        if revoked_at is not None:
            raise StewardError(f"decision {number} was taken back already at {revoked_at}")
        if row.kind == "hold":
            raise StewardError(f"decision {number} holds a conflict for review; decide that conflict instead")
        return _take_back(tx, world, [row], author)


def unpin(world: World, golden_name: str, field: str, author: str) -> Revoked:
    """Take back every pin of a field."""
    check_author(author)
    with deciding(world) as tx:
        cluster = cluster_of(tx, world, living(tx, world, golden_name))
        unit: Unit = unit_named(world, cluster.row.entity, field)
        pins = [row for row in cluster.decided if row.kind == "pin" and row.unit == unit.name]
        if not pins:
            raise StewardError(f"{field} of {cluster.name} is not pinned")
        return _take_back(tx, world, pins, author)


def _take_back(tx: Transaction, world: World, rows: list[DecisionRow], author: str) -> Revoked:
    now, numbers = world.now_text(), [row.decision_id for row in rows]
    decisions.revoke(tx, numbers, now)
    sides = {side for row in rows for side in (row.left, row.right) if side is not None}
    found = clusters(tx, world, sorted(set(identity.golden_of(tx, sorted(sides)).values())))
    reopened = [
        number
        for row in rows
        for cluster in found.values()
        if row.unit is not None
        for number in _wait_again(tx, cluster, row.unit, row.at)
    ]
    for cluster in found.values():
        queue(tx, cluster)
    world.log("decision_revoked", decisions=numbers, author=author)
    return Revoked(numbers, [cluster.name for cluster in found.values()], reopened)


def _wait_again(tx: Transaction, cluster: Cluster, unit: str, decided_at: str) -> list[int]:
    """The conflicts that a decision answered wait again where a hold was lifted for it, unless a newer one waits."""
    ids = earlier_ids(tx, cluster)
    if any(name == unit for _, name in conflicts.open_of(tx, ids)):
        return []
    if not decisions.restore(tx, "hold", cluster.source_ids, unit, decided_at):
        return []
    reopened = conflicts.decided_then(tx, ids, unit, decided_at)
    for number in reopened:
        conflicts.reopen(tx, number)
    return reopened
