"""A customer taken apart: chosen records of it are walled off from the rest, and what comes of it is shown before.

Invariant: what is shown before is what the engine itself makes of the same walls, in a dry run of which nothing stays.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from itertools import product
from typing import Any

import msgspec

from hub.steward import changes
from hub.steward.bulk import take_back_all
from hub.steward.decide import check_author, deciding, queue
from hub.steward.errors import StewardError
from hub.steward.naming import display_name, living
from hub.steward.pins import Pinned, pins_among
from hub.steward.planning import silence
from hub.steward.plans import PlannedChange
from hub.steward.revoke import Revoked
from hub.steward.weigh import Cluster, cluster_of, document, earlier_ids
from hub.store import audit, decisions, golden, identity, outbox, resolve_queue
from hub.store.transaction import Transaction
from hub.sync.references import golden_text
from hub.sync.run import run_pipeline
from hub.sync.world import World

SHOWN = 200


class Side(msgspec.Struct, frozen=True):
    """A customer that would stand afterwards; `golden` is empty where it would be a new one."""

    golden: str
    display: str
    records: list[str]
    values: dict[str, Any]


class Parting(msgspec.Struct, frozen=True):
    """What parting would do. `sides` are more than two where nothing but the chosen records holds the others together.

    `changes` are the first of so many `writes`; the records of each customer stand with its side. `seen` names the
    customer as it was shown, `pinned` are its pins, each with the record with which it goes.
    """

    golden: str
    chosen: list[str]
    before: dict[str, Any]
    sides: list[Side]
    changes: list[PlannedChange]
    writes: int
    seen: str
    pinned: list[Pinned] = []


class Parted(msgspec.Struct, frozen=True):
    """Walls that were put up at once: `decision` is the first of them, by which all are taken back."""

    decision: int
    walls: int
    author: str
    at: str


def preview_parting(world: World, golden_name: str, chosen: Sequence[str], author: str) -> Parting:
    """What `part_off` would lead to: the customers that would stand, and what would be written where."""
    with world.deciding, world.database.dry_run():
        quiet = replace(world, log=silence)
        with world.database.begin() as tx:
            cluster = cluster_of(tx, world, living(tx, world, golden_name))
            known = set(earlier_ids(tx, cluster))
            # What else waits is no effect of this.
            resolve_queue.forget_waiting(tx)
            _wall_off(tx, cluster, chosen, author, "", world.now_text())
        report = run_pipeline(quiet, "plan", ("resolve", "plan"))
        with world.database.begin() as tx:
            wishes = [i for i in outbox.listing(tx, ["pending", "held"], report.run_id) if world.stream(i.stream_id)]
            return Parting(
                golden=cluster.name,
                chosen=list(chosen),
                before=cluster.doc,
                sides=_sides(tx, cluster, chosen, known),
                changes=[msgspec.structs.replace(one, records=[]) for one in changes.told(tx, world, wishes[:SHOWN])],
                writes=len(wishes),
                seen=_seen_of(cluster, chosen),
                pinned=pins_among(tx, [record.row for record in cluster.records]),
            )


def part_off(world: World, golden_name: str, chosen: Sequence[str], author: str, reason: str, seen: str) -> Parted:
    """Part the chosen records from the rest, as long as the customer is as it was shown (`seen` of a preview)."""
    check_author(author)
    with deciding(world) as tx:
        cluster = cluster_of(tx, world, living(tx, world, golden_name))
        if seen != _seen_of(cluster, chosen):
            raise StewardError("part_moved", golden=cluster.name)
        now = world.now_text()
        numbers = _wall_off(tx, cluster, chosen, author, reason, now)
        facts = {"decisions": numbers, "kind": "different", "golden": cluster.name}
        audit.append(tx, now, author, "decisions_made", facts, {"records": list(chosen), "reason": reason})
    world.log("decisions_made", decisions=len(numbers), kind="different", author=author)
    return Parted(numbers[0], len(numbers), author, now)


def parted(world: World, number: int) -> Parted | None:
    """The walls that were put up together with this one, while it stands."""
    with world.database.look() as tx:
        found = decisions.by_id(tx, number)
        if found is None or found[1] is not None or found[0].kind != "different":
            return None
        walls = [row for row in decisions.made_with(tx, found[0].author, found[0].at) if row.kind == "different"]
        return Parted(number, len(walls), found[0].author, found[0].at)


def rejoin(world: World, golden_name: str, number: int, author: str) -> Revoked:
    """Take back all walls that were put up at once with one of this customer."""
    with world.database.look() as tx:
        cluster = cluster_of(tx, world, living(tx, world, golden_name))
    if all(row.decision_id != number for row in cluster.decided) or parted(world, number) is None:
        raise StewardError("no_decision", number=number or "—")
    return take_back_all(world, number, author)


def _wall_off(
    tx: Transaction, cluster: Cluster, chosen: Sequence[str], author: str, reason: str, now: str
) -> list[int]:
    ids = {source.name: source.source_id for source in cluster.sources}
    if not ids.keys() > set(chosen):
        raise StewardError("part_moved", golden=cluster.name)
    inside = [ids[name] for name in chosen]
    outside = sorted(set(ids.values()).difference(inside))
    queue(tx, cluster)
    return decisions.add_different(tx, list(product(inside, outside)), author, reason, now)


def _sides(tx: Transaction, cluster: Cluster, chosen: Collection[str], known: Collection[int]) -> list[Side]:
    """Those with chosen records first."""
    names = {source.source_id: source.name for source in cluster.sources}
    members: dict[int, list[str]] = defaultdict(list)
    for source_id, number in identity.golden_of(tx, cluster.source_ids).items():
        members[number].append(names[source_id])
    rows = golden.by_ids(tx, sorted(members))
    sides = [_side(rows[number], sorted(records), known) for number, records in members.items()]
    return sorted(sides, key=lambda side: (side.records[0] not in chosen, side.records))


def _side(row: golden.GoldenRow, records: list[str], known: Collection[int]) -> Side:
    doc: Mapping[str, Any] = document(row)
    name = golden_text(row.entity, row.golden_id) if row.golden_id in known else ""
    return Side(name, display_name(doc), records, dict(doc))


def _seen_of(cluster: Cluster, chosen: Collection[str]) -> str:
    """A mark of the customer, its records and what they say, and of those that were chosen."""
    records = sorted((record.source_id, record.doc) for record in cluster.records)
    story = (cluster.name, cluster.row.version, records, sorted(chosen))
    return hashlib.sha256(msgspec.json.encode(story, order="deterministic")).hexdigest()[:16]
