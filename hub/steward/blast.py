"""The blast radius of a merge: what refers to the customers that become one, and what would be written where.

Invariant: a write is told as the plan finds it, by the same difference under the same write rules; nothing is stored.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from hub.merging.lineage import write_lineage
from hub.steward.joined import Joined
from hub.store import billing, decisions, golden, golden_links, streams
from hub.store.transaction import Transaction
from hub.sync.differ import PartView, difference
from hub.sync.record import Record, record_name
from hub.sync.undone import Undone, is_in_force
from hub.sync.world import StreamSetup, World


class Follows(msgspec.Struct, frozen=True):
    """How many records of an entity belong to the customers, of which `moved` would change to another golden record."""

    entity: str
    count: int
    moved: int


class Write(msgspec.Struct, frozen=True):
    """What a remote record would be told, by field: from what it holds to what it would hold (None: blank)."""

    record: str
    connection: str
    fields: dict[str, tuple[Any, Any]]


def follows(tx: Transaction, one: Joined) -> list[Follows]:
    """What refers to the customers, and the bills that are linked to them."""
    numbers = sorted(one.before)
    ties = [(target, golden_id) for golden_id, _, target in golden_links.leading_to(tx, numbers)]
    ties += billing.bills_of(tx, numbers)
    counts = golden.entity_counts(tx, sorted({golden_id for _, golden_id in ties}))
    moving = {golden_id for target, golden_id in ties if target not in one.living}
    moved = golden.entity_counts(tx, sorted(moving))
    return [Follows(entity, count, moved.get(entity, 0)) for entity, count in counts.items()]


def writes(tx: Transaction, world: World, one: Joined) -> list[Write]:
    """Every remote record that says something else and may be written."""
    names, found = streams.names(tx), []
    undone = Undone(tx, [record.source_id for record in one.records] if decisions.was_undone(tx) else [])
    for record in one.records:
        stream = world.stream(record.row.stream_id)
        if stream is None or record.row.deleted or not stream.writable(record.row.part):
            continue
        view = _view(world, one, stream, record, undone)
        careful = stream.manifest.conditional_write
        since = "" if careful else stream.shown_since(world.now())
        said = {field: (view.shadow.get(field), view.golden.get(field)) for field in _changes(world, view, since)}
        if said:
            found.append(Write(record_name(record.row, names), stream.connection, said))
    return sorted(found, key=lambda write: write.record)


def _changes(world: World, view: PartView, since: str) -> Iterator[str]:
    order = world.schema.fields(view.part.entity)
    changes = set(difference(view, world, creates=False, shown_since=since).changes)
    return (field for field in order if field in changes)


def _view(world: World, one: Joined, stream: StreamSetup, record: Record, undone: Undone) -> PartView:
    part = stream.mapping.parts[record.row.part]
    # Another system's numbers stand in references: what changes there is no value of the customer's own.
    values, held = _without(one.survivor.values, part.refs), _without(record.doc, part.refs)
    view = PartView(
        part=part,
        golden_id=one.golden_id or 0,
        golden=values,
        lineage=write_lineage(one.survivor.lineage, None),
        held=frozenset(one.survivor.held),
        source_id=record.source_id,
        shadow=held,
        marks=record.all_marks,
        rules=_without(stream.writable(part.name), part.refs),
    )
    rules = world.rules[part.entity]
    kept = undone.kept(record.source_id).items()
    stands = [unit for unit, told in kept if is_in_force(told, values, held, view.marks, rules)]
    return msgspec.structs.replace(view, kept=dict.fromkeys(stands, frozenset()))


def _without(fields: Mapping[str, Any], refs: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if name not in refs}
