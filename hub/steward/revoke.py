"""Taking decisions back: the state is again what it was before, also where a conflict waited for the decision.

Invariant: a decision that was taken back keeps its row with the time; it is never deleted.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from hub.merging.agreement import agree
from hub.merging.rules import Unit
from hub.merging.survive import claims_of
from hub.steward.carried_out import check_unwritten
from hub.steward.decide import check_author, deciding, queue
from hub.steward.errors import StewardError
from hub.steward.naming import living
from hub.steward.values import unit_named
from hub.steward.weigh import Cluster, cluster_of, clusters, earlier_ids
from hub.store import audit, conflicts, decisions, identity
from hub.store.decisions import DecisionRow
from hub.store.transaction import Transaction
from hub.sync.conflict_story import told, with_earlier
from hub.sync.world import World


class Revoked(msgspec.Struct, frozen=True):
    """Decisions taken back, the golden records that the next sync weighs again, and conflicts that wait once more."""

    decisions: list[int]
    golden: list[str]
    reopened: list[int]
    format: int = 1


def revoke(world: World, number: int, author: str) -> Revoked:
    """Take one decision back, save a join of which more than the decision is left."""
    check_author(author)
    with deciding(world) as tx:
        row = standing_row(tx, number)
        check_unwritten(tx, [row])
        return take_back(tx, world, [row], author, world.now_text())


def standing_row(tx: Transaction, number: int) -> DecisionRow:
    """The decision of this number, if it stands and can be taken back."""
    found = decisions.by_id(tx, number)
    if found is None:
        raise StewardError("no_decision", number=number)
    row, revoked_at = found
    if revoked_at is not None:
        raise StewardError("decision_revoked", number=number, at=revoked_at)
    if row.kind == "hold":
        raise StewardError("decision_holds", number=number)
    return row


def unpin(world: World, golden_name: str, field: str, author: str) -> Revoked:
    """Take back every pin of a field."""
    check_author(author)
    with deciding(world) as tx:
        cluster = cluster_of(tx, world, living(tx, world, golden_name))
        unit: Unit = unit_named(world, cluster.row.entity, field)
        pins = [row for row in cluster.decided if row.kind == "pin" and row.unit == unit.name]
        if not pins:
            raise StewardError("not_pinned", field=field, name=cluster.name)
        return take_back(tx, world, pins, author, world.now_text())


def take_back(tx: Transaction, world: World, rows: list[DecisionRow], author: str, now: str) -> Revoked:
    """Take decisions back as of `now`; what they were about waits for the next resolve."""
    numbers = [row.decision_id for row in rows]
    sides = {side for row in rows for side in (row.left, row.right) if side is not None}
    found = clusters(tx, world, sorted(set(identity.golden_of(tx, sorted(sides)).values())))
    for row in rows:
        _check_no_opt_out(world, found, row)
    decisions.revoke(tx, numbers, now)
    reopened = [
        number
        for row in rows
        for cluster in found.values()
        if row.unit is not None
        for number in _wait_again(tx, cluster, unit_named(world, cluster.row.entity, row.unit), row.at)
    ]
    for cluster in found.values():
        queue(tx, cluster)
    audit.append(tx, now, author, "decision_revoked", {"decisions": numbers, "conflicts": reopened})
    world.log("decision_revoked", decisions=numbers, author=author)
    return Revoked(numbers, [cluster.name for cluster in found.values()], reopened)


def _check_no_opt_out(world: World, found: Mapping[int, Cluster], row: DecisionRow) -> None:
    """Taking an opt-out back would give a permission without a proof."""
    for cluster in found.values():
        if row.unit is None or False not in msgspec.json.decode(row.value or "{}").values():
            continue
        if unit_named(world, cluster.row.entity, row.unit).rule.strategy == "opt_out":
            raise StewardError("opt_out_stays", number=row.decision_id, unit=row.unit, name=cluster.name)


def _wait_again(tx: Transaction, cluster: Cluster, unit: Unit, decided_at: str) -> list[int]:
    """The conflicts that a decision answered wait again where a hold was lifted for it or a proof is missing again,
    unless a newer one waits.
    """
    ids = earlier_ids(tx, cluster)
    if any(name == unit.name for _, name in conflicts.open_of(tx, ids)):
        return []
    if not decisions.restore(tx, "hold", cluster.source_ids, unit.name, decided_at) and unit.rule.strategy != "opt_out":
        return []
    reopened = conflicts.decided_then(tx, ids, unit.name, decided_at)
    for number in reopened:
        conflicts.reopen(tx, number)
        _name_newest(tx, cluster, unit, number)
    return reopened


def _name_newest(tx: Transaction, cluster: Cluster, unit: Unit, number: int) -> None:
    """Let a conflict that waits again name what was typed since it was decided: the hub may have written over it."""
    row = conflicts.by_id(tx, number)
    assert row is not None, "it was just reopened"
    story = msgspec.json.decode(row.doc)
    stands = story["winner"]["values"]
    said = [claim for claim in claims_of(unit, cluster.sources) if claim.edited]
    losers = [told(claim) for claim in said if not agree(unit, claim.values, stands)]
    conflicts.renew(tx, number, with_earlier(row, msgspec.json.encode({**story, "losers": losers}).decode()))
