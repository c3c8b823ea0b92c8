"""Two customers as if a person had said that two of their records are the same: what the next sync would make of them.

Invariant: clusters, golden ids and values are the engine's own, over what is stored now; nothing is stored.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from hub.merging.claims import Source
from hub.merging.survive import Survivor, Verdict
from hub.steward.errors import StewardError
from hub.steward.grouping import component_of, groups_of, unweighed
from hub.steward.naming import source_named
from hub.steward.pairs import check_pair, check_walls
from hub.steward.weigh import clusters, document
from hub.store import decisions, golden, streams
from hub.store.decisions import DecisionRow
from hub.store.golden import GoldenRow
from hub.store.sources import SourceRow
from hub.store.transaction import Transaction
from hub.sync.clustering import ids_of
from hub.sync.disputes import Disputes
from hub.sync.evidence import Evidence
from hub.sync.gather import Component, decided_pairs
from hub.sync.ledger import Ledger
from hub.sync.record import Names, Record, record_name, sources_of
from hub.sync.references import golden_text
from hub.sync.world import Document, World


class Joined(msgspec.Struct, frozen=True):
    """The customer that they would be, whose number is None where it would be a new one.

    `before` are the golden records that its records belong to now, of which those in `living` stay; `parted` are other
    records of these, which would not come along. `verdicts` are those that its units stand under.
    """

    entity: str
    golden_id: int | None
    records: list[Record]
    sources: list[Source]
    survivor: Survivor
    verdicts: Mapping[str, Verdict]
    before: dict[int, GoldenRow]
    living: frozenset[int]
    parted: list[Record]


def joined(tx: Transaction, world: World, left: str, right: str) -> Joined:
    """Both customers as one; raises `StewardError` where they would not become one."""
    one, other = source_named(tx, world, left), source_named(tx, world, right)
    check_pair(one, other, left, right)
    if one.golden_id == other.golden_id:
        raise StewardError("one_already", one=left, other=right, golden=golden_text(one.entity, one.golden_id or 0))
    if one.entity not in world.definitions:
        raise StewardError("no_evidence", known=", ".join(world.definitions) or "—")
    _check_word(tx, one, other, left, right)
    found = clusters(tx, world, sorted({row.golden_id for row in (one, other) if row.golden_id is not None}))
    check_walls(tx, list(found.values()), one, other)
    evidence = Evidence(tx, one.entity, world.definitions[one.entity], world.mentions)
    records = [record for cluster in found.values() for record in cluster.records]
    component = component_of(tx, world, one.entity, records, evidence)
    component.decisions.append(DecisionRow(0, "same", one.source_id, other.source_id, None, None, "", "", ""))
    names = streams.names(tx)
    groups = _groups(world, component, evidence, names)
    place = next(n for n, group in enumerate(groups) if one.source_id in {record.source_id for record in group})
    if other.source_id not in {record.source_id for record in groups[place]}:
        raise StewardError("kept_apart", one=left, other=right)
    return _survived(tx, world, component, groups, place, names)


def _check_word(tx: Transaction, one: SourceRow, other: SourceRow, left: str, right: str) -> None:
    """Raise where a person has parted the very two."""
    pair = {one.source_id, other.source_id}
    said = [row for row in decisions.about(tx, sorted(pair)) if {row.left, row.right} == pair]
    if decided_pairs(said)["different"]:
        last = [row for row in said if row.kind == "different"][-1]
        raise StewardError("parted", one=left, other=right, author=last.author, at=last.at)


def _groups(world: World, component: Component, evidence: Evidence, names: Names) -> list[list[Record]]:
    if new := unweighed(component, evidence):
        raise StewardError("not_weighed", names=", ".join(sorted(record_name(one.row, names) for one in new)))
    return groups_of(world, component.records[0].row.entity, component, names, evidence)


def _survived(
    tx: Transaction, world: World, component: Component, groups: list[list[Record]], place: int, names: Names
) -> Joined:
    group, entity = groups[place], component.records[0].row.entity
    living = ids_of(tx, [[r.source_id for r in some] for some in groups], _now(component.records))
    golden_id, now = living[place], set(_now(group).values())
    rows = golden.by_ids(tx, sorted(now if golden_id is None else {*now, golden_id}))
    before = {number: row for number, row in rows.items() if number in now}
    stood: dict[int | None, Document] = {number: document(row) for number, row in before.items()}
    members = sources_of(group, names, world.mentions, stood)
    disputes = Disputes(tx, world, entity, 0, Ledger())
    row = None if golden_id is None else rows[golden_id]
    survivor = disputes.survive(members, group, golden_id or 0, row, component.decisions)
    inside = {record.source_id for record in group}
    return Joined(
        entity=entity,
        golden_id=golden_id,
        records=group,
        sources=members,
        survivor=survivor,
        verdicts=disputes.verdicts,
        before=before,
        living=frozenset(number for number in living if number is not None),
        parted=[r for r in component.records if r.source_id not in inside and r.row.golden_id in before],
    )


def _now(records: Sequence[Record]) -> dict[int, int]:
    return {r.source_id: r.row.golden_id for r in records if r.row.golden_id is not None}
