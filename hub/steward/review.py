"""The review of conflicts: what waits in its order, and one conflict side by side with what each choice would do.

Invariant: nothing is stored; what is told of a choice is what the rules and the mappings say now.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

import msgspec

from hub.merging.agreement import agree
from hub.merging.rules import Unit
from hub.steward.conflicts import Conflict, row_of, seen_of, tell
from hub.steward.discussing import Note, assignable, assignee_of, said_of
from hub.steward.four_eyes import Proposal, needs_two, proposal
from hub.steward.past import PastOf
from hub.steward.values import unit_named
from hub.steward.weigh import Cluster, cluster_of
from hub.store import conflicts, golden, review, streams
from hub.store.review import Wanted
from hub.store.transaction import Transaction
from hub.sync.record import Record, record_name
from hub.sync.world import World

# So many neighbours of a conflict are looked through for the ones before and after it.
_NEIGHBOURS = 1000


class Listed(msgspec.Struct, frozen=True):
    """A conflict in a list, with what depends on it (see `hub.store.review.InOrder`)."""

    conflict: Conflict
    invoices: int
    unpaid: int
    is_mailed: bool
    assignee: str


class Review(msgspec.Struct, frozen=True):
    """A page of `total` conflicts; `units` tell what can be asked for: (entity, unit, how many)."""

    total: int
    listed: list[Listed]
    units: list[tuple[str, str, int]]


class Effect(msgspec.Struct, frozen=True):
    """What a choice would do in one system's record: from what it holds to what it would hold.

    `is_written` is false where the hub may not write there, so that the difference stays.
    """

    record: str
    before: dict[str, Any]
    after: dict[str, Any]
    is_written: bool


class Guess(msgspec.Struct, frozen=True):
    """The choice that the rule alone would take; None where no choice says it."""

    number: int | None
    rule: str
    at: str


class SideBySide(msgspec.Struct, frozen=True):
    """One conflict with all that a decision needs.

    `seen` names the story as it was shown; `effects` go with the choices. `decision` is the one that closed it and
    still stands. `base_at` is since when the value from before was there. `consent` is what the customer allows.
    `needs_two` people decide, of whom the first has made the `proposal`.
    """

    conflict: Conflict
    seen: str
    fields: list[str]
    effects: dict[int, list[Effect]]
    guess: Guess | None
    base_at: str | None
    decision: int | None
    decided_values: dict[str, Any]
    reason: str
    consent: dict[str, Any]
    needs_two: bool
    proposal: Proposal | None
    said: list[Note]
    assignee: str
    assignable: list[str]
    before: int | None
    after: int | None
    waiting: int


class Answered(msgspec.Struct, frozen=True):
    """What became of a conflict: the decision that closed it and still stands, or what waits for a second person."""

    conflict: Conflict
    decision: int | None
    values: dict[str, Any]
    proposal: Proposal | None


def page_of(world: World, wanted: Wanted, page: int, size: int) -> Review:
    """The conflicts that are wanted, page by page from 1 on."""
    with world.database.look() as tx:
        places = review.in_order(tx, wanted, size, (page - 1) * size)
        told = {found.number: found for found in tell(tx, _rows(tx, [place.conflict_id for place in places]))}
        listed = [Listed(told[place[0]], *place[1:]) for place in places]
        return Review(review.count(tx, wanted), listed, review.units(tx, wanted.state))


def side_by_side(world: World, number: int, wanted: Wanted, known: Sequence[int] | None = None) -> SideBySide:
    """One conflict, with its neighbours among those that are wanted; of a `known` order those that still are."""
    with world.database.look() as tx:
        row = row_of(tx, number)
        found = tell(tx, [row])[0]
        cluster = cluster_of(tx, world, golden.follow(tx, row.golden_id))
        unit = unit_named(world, row.entity, row.unit)
        decision = _decision(cluster, unit, found)
        before, after, waiting = _neighbours(tx, number, wanted, known)
        said, seen = said_of(tx, number), seen_of(found)
        return SideBySide(
            conflict=found,
            seen=seen,
            fields=list(unit.fields),
            effects={c.number: effects_of(tx, world, cluster, unit, c.values) for c in found.choices},
            guess=_guess(cluster, unit, found) if found.state == "open" else None,
            base_at=_base_at(tx, world, cluster, unit, found.choices[0].values),
            decision=None if decision is None else decision.decision_id,
            decided_values={} if decision is None else msgspec.json.decode(decision.value or "{}"),
            reason="" if decision is None else decision.reason,
            consent=_consent(world, cluster),
            needs_two=needs_two(world, row.entity, unit.name),
            proposal=proposal(tx, number, seen) if found.state != "decided" else None,
            said=said,
            assignee=assignee_of(said),
            assignable=assignable(tx),
            before=before,
            after=after,
            waiting=waiting,
        )


def order_of(world: World, wanted: Wanted, known: Sequence[int] | None = None) -> list[int]:
    """The first conflicts of those that are wanted, in their order; of a `known` one those that still are."""
    with world.database.look() as tx:
        return _order(tx, wanted, known)


def following(order: Sequence[int], number: int, closed: Collection[int] = ()) -> int | None:
    """The next one in an order that is not closed; one that does not stand there stands before all."""
    place = order.index(number) if number in order else -1
    return next((one for one in order[place + 1 :] if one not in closed), None)


def answered(world: World, number: int) -> Answered | None:
    """What became of a conflict, without what could have; None where it waits as before, or another decision holds."""
    with world.database.look() as tx:
        row = row_of(tx, number)
        found = tell(tx, [row])[0]
        if found.state != "decided":
            waits = proposal(tx, number, seen_of(found))
            return None if waits is None else Answered(found, None, waits.values, waits)
        cluster = cluster_of(tx, world, golden.follow(tx, row.golden_id))
        decision = _decision(cluster, unit_named(world, row.entity, row.unit), found)
        if decision is None:
            return None
        return Answered(found, decision.decision_id, msgspec.json.decode(decision.value or "{}"), None)


def _rows(tx: Transaction, numbers: list[int]) -> list[conflicts.ConflictRow]:
    return [row_of(tx, number) for number in numbers]


def _neighbours(
    tx: Transaction, number: int, wanted: Wanted, known: Sequence[int] | None
) -> tuple[int | None, int | None, int]:
    """The ones before and after it; one that is not wanted any more stands before all that are."""
    order = _order(tx, wanted, known)
    place = order.index(number) if number in order else -1
    before = order[place - 1] if place > 0 else None
    return before, following(order, number), len(order)


def _order(tx: Transaction, wanted: Wanted, known: Sequence[int] | None) -> list[int]:
    if known is not None:
        return review.still_wanted(tx, wanted, known)
    return [place.conflict_id for place in review.in_order(tx, wanted, _NEIGHBOURS)]


def effects_of(tx: Transaction, world: World, cluster: Cluster, unit: Unit, values: dict[str, Any]) -> list[Effect]:
    """What a value would do in each record of a customer that says something else."""
    names = streams.names(tx)
    found = []
    for record in cluster.records:
        held = {field: record.doc[field] for field in unit.fields if field in record.doc}
        rules = _writable(world, record)
        takes = any(rules.get(f) == "overwrite" for f in unit.fields)
        takes = takes or any(rules.get(f) == "fill-blank" and f not in held for f in unit.fields)
        if not agree(unit, held, values) and (held or takes):
            found.append(Effect(record_name(record.row, names), held, values, takes))
    return sorted(found, key=lambda effect: effect.record)


def _writable(world: World, record: Record) -> dict[str, str]:
    stream = world.stream(record.row.stream_id)
    return dict(stream.writable(record.row.part)) if stream is not None and not record.row.deleted else {}


def _guess(cluster: Cluster, unit: Unit, found: Conflict) -> Guess | None:
    """What would win if nobody had held the value for review."""
    judged = cluster.judge(unit)
    if judged is not None and judged.decision is not None and judged.decision.kind == "hold":
        judged = cluster.judge_without(judged)
    if judged is None:
        return None
    winner = judged.winner
    chosen = [c.number for c in found.choices if c.source is not None and agree(unit, c.values, winner.values)]
    return Guess(next(iter(chosen), None), judged.rule, winner.at)


def _consent(world: World, cluster: Cluster) -> dict[str, Any]:
    """The permissions that are given or refused."""
    fields = world.schema.fields(cluster.row.entity)
    return {name: value for name, value in cluster.doc.items() if name in fields and fields[name].consent}


def _base_at(tx: Transaction, world: World, cluster: Cluster, unit: Unit, base: dict[str, Any]) -> str | None:
    """When the newest of its fields came to be as it was."""
    past = PastOf(tx, world, cluster, streams.names(tx))
    found = [one.at for field in unit.fields for one in past.history(field) if one.value == base.get(field)]
    return max(found, default=None) if base else None


def _decision(cluster: Cluster, unit: Unit, found: Conflict) -> Any | None:
    """The decision of the moment at which the conflict was closed."""
    made = [d for d in cluster.decided if d.unit == unit.name and d.at == found.decided_at and d.kind != "hold"]
    return made[-1] if made else None
