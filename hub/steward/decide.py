"""Decisions about values: choose one side of a conflict, pin a value, and take any decision back.

Invariant: a decision is a stored row that the next resolve reads; nothing here touches a golden record itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from contextlib import contextmanager
from typing import Any

import msgspec

from hub.merging.rules import Unit
from hub.steward import four_eyes
from hub.steward.conflicts import Choice, row_of, seen_of, tell
from hub.steward.errors import StewardError
from hub.steward.naming import living
from hub.steward.values import check_proof, checked, unit_named
from hub.steward.weigh import Cluster, cluster_of, earlier_ids
from hub.store import audit, conflicts, decisions, golden, resolve_queue
from hub.store.transaction import Transaction
from hub.sync.world import Document, World


class Decided(msgspec.Struct, frozen=True):
    """A decision that was stored; the next sync carries it out. `closed` are the conflicts that it answers.

    kind: choose | pin | proposed. What is proposed waits for a second person, and its `decision` is 0.
    """

    decision: int
    kind: str
    golden: str
    unit: str
    values: dict[str, Any]
    closed: list[int]
    format: int = 1


@contextmanager
def deciding(world: World) -> Iterator[Transaction]:
    """A transaction that no resolve or plan of this hub overlaps, so that what it queues is not missed."""
    with world.deciding, world.database.begin() as tx:
        yield tx


def check_author(author: str) -> None:
    """Every decision has somebody who made it."""
    if not author.strip():
        raise StewardError("no_author")


def decide(
    world: World,
    number: int,
    choice: int | Mapping[str, Any],
    author: str,
    reason: str = "",
    seen: str | None = None,
) -> Decided:
    """Answer a conflict: a number of its choices (0: as before), or the values themselves (None: empty the field).

    Claims made up to now stand as if they had said this; later edits compete again. With `seen` (of `seen_of`) only
    while the conflict is as it was shown. Where the field needs two people, the first one's answer waits.
    """
    check_author(author)
    with deciding(world) as tx:
        return decide_in(tx, world, number, choice, author, reason, seen)


def decide_in(
    tx: Transaction,
    world: World,
    number: int,
    choice: int | Mapping[str, Any],
    author: str,
    reason: str = "",
    seen: str | None = None,
) -> Decided:
    """The same in a transaction of `deciding`."""
    conflicts.reserve(tx, number)
    row = row_of(tx, number)
    if row.state == "decided":
        raise StewardError("conflict_decided", number=number, author=row.decided_by or "—", at=row.decided_at or "—")
    found = tell(tx, [row])[0]
    if seen is not None and seen != seen_of(found):
        raise StewardError("conflict_moved", number=number)
    cluster = cluster_of(tx, world, golden.follow(tx, row.golden_id))
    unit = unit_named(world, row.entity, row.unit)
    if isinstance(choice, int):
        values = _chosen(found.choices, choice)
    else:
        said = [one.values for one in found.choices]
        values = checked(tx, world, row.entity, unit, choice, cluster.doc, said)
    if four_eyes.needs_two(world, row.entity, unit.name):
        first = four_eyes.proposal(tx, number, seen_of(found))
        if first is None or not four_eyes.confirmed(first, unit, values, author):
            check_proof(unit, values, cluster.doc, reason)
            four_eyes.propose(tx, world, number, unit, values, author, reason, seen_of(found))
            return Decided(0, "proposed", cluster.name, unit.name, values, [])
        reason = reason or first.reason
    return store_verdict(tx, world, cluster, unit, "choose", values, author, reason, {number})


def pin(world: World, golden_name: str, field: str, value: Any, author: str, reason: str = "") -> Decided:
    """Fix a value, or with a mapping the values of a group, whatever the systems say (None: fix it as empty)."""
    check_author(author)
    with deciding(world) as tx:
        cluster = cluster_of(tx, world, living(tx, world, golden_name))
        entity = cluster.row.entity
        unit = unit_named(world, entity, field)
        if four_eyes.needs_two(world, entity, unit.name):
            raise StewardError("two_people", field=unit.name)
        is_group = isinstance(value, Mapping) and field == unit.name and field not in unit.fields
        given = value if is_group else {field: value}
        values = checked(tx, world, entity, unit, given, cluster.doc)
        return store_verdict(tx, world, cluster, unit, "pin", values, author, reason)


def store_verdict(
    tx: Transaction,
    world: World,
    cluster: Cluster,
    unit: Unit,
    kind: str,
    values: Document,
    author: str,
    reason: str,
    answers: Set[int] = frozenset(),
) -> Decided:
    """Store a decision about a unit, end what waited for it, and queue the members for the resolve."""
    check_proof(unit, values, cluster.doc, reason)
    now = world.now_text()
    closed = answer(tx, cluster, unit.name, author, now, answers)
    text = msgspec.json.encode(values).decode()
    number, *_ = [
        decisions.add(tx, kind, source_id, unit=unit.name, value=text, author=author, reason=reason, at=now)
        for source_id in _holders(cluster, unit, values)
    ]
    queue(tx, cluster)
    facts = {"decision": number, "kind": kind, "golden": cluster.name, "unit": unit.name, "conflicts": closed}
    audit.append(tx, now, author, "decision_made", facts, {"values": values, "reason": reason})
    world.log("decision_made", decision=number, kind=kind, golden=cluster.name, field=unit.name, author=author)
    return Decided(number, kind, cluster.name, unit.name, values, closed)


def answer(
    tx: Transaction, cluster: Cluster, unit: str, author: str, at: str, answers: Set[int] = frozenset()
) -> list[int]:
    """End what waits for a decision about a unit, which was made at that time; the conflicts that it answers."""
    decisions.revoke(tx, [d.decision_id for d in cluster.decided if d.kind == "hold" and d.unit == unit], at)
    open_ones = conflicts.open_of(tx, earlier_ids(tx, cluster))
    closed = sorted(answers | {conflict for (_, name), conflict in open_ones.items() if name == unit})
    for conflict in closed:
        conflicts.decide(tx, conflict, author, at)
    return closed


def _holders(cluster: Cluster, unit: Unit, values: Document) -> list[int]:
    """The records that a decision goes with when the customer is split: an opt-out with each, for whoever it was of
    them all that opted out.
    """
    is_opt_out = unit.rule.strategy == "opt_out" and False in values.values()
    return sorted(cluster.source_ids)[: None if is_opt_out else 1]


def queue(tx: Transaction, cluster: Cluster) -> None:
    """Let the next resolve look at the members again."""
    resolve_queue.enqueue(tx, [(record.source_id, record.row.entity) for record in cluster.records])


def _chosen(choices: list[Choice], number: int) -> Document:
    for choice in choices:
        if choice.number == number:
            return choice.values
    raise StewardError("no_choice", number=number, known=", ".join(str(c.number) for c in choices))
