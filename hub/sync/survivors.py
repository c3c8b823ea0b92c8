"""Survivors: from lone records and closed components to stored golden records.

Invariant: every golden id that ever existed still leads somewhere; a merge leaves a redirect and a split gives ids
back.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from hub.matching.assign import assign
from hub.matching.cluster import Member, cluster
from hub.matching.evidence import wall_between
from hub.matching.keys import shared_kinds
from hub.merging.claims import write_marks
from hub.merging.lineage import write_lineage
from hub.merging.observe import settled
from hub.store import golden, identity, sources, streams
from hub.store.database import Transaction
from hub.store.documents import canonical
from hub.store.golden import GoldenRow
from hub.sync.bonds import tie
from hub.sync.disputes import Disputes
from hub.sync.gather import Component, Record, decided_pairs, old_keys, record_name, source_of
from hub.sync.ledger import Ledger
from hub.sync.references import golden_number
from hub.sync.world import World


class Survivors:
    """Collects what one chunk decides, and stores it in bulk."""

    def __init__(self, tx: Transaction, world: World, entity: str, run_id: int, ledger: Ledger) -> None:
        self._tx, self._world, self._entity, self._run_id = tx, world, entity, run_id
        self._ledger = ledger
        self._now = world.now_text()
        self._names = streams.names(tx)
        self._references = [s.name for s in world.schema.fields(entity).values() if s.ref_entity is not None]
        self._disputes = Disputes(tx, world, entity, run_id, ledger)
        self._new: list[tuple[int, str, str, str | None, str | None]] = []
        self._changed: list[tuple[int, str, str | None, str | None]] = []
        self._links: dict[int, list[tuple[int, str, int]]] = {}
        self._crosswalk: list[tuple[int, int, str | None]] = []
        self._keys: list[tuple[int, int]] = []
        self._dead_keys: list[tuple[int, int]] = []
        self._marks: list[tuple[str | None, int]] = []
        self._arrived: list[Record] = []
        self._unsettled: set[int] = set()
        self._to_plan: list[int] = []
        self._before: dict[int, GoldenRow] = {}
        self._creating = {s.stream_id for s in world.streams() if s.push.create and s.anchor_entity == entity}

    def add_lone(self, records: list[Record]) -> None:
        """New records that share nothing with any other: each becomes a golden record as it is."""
        ids = self._tx.next_ids("golden", len(records))
        for golden_id, record in zip(ids, records, strict=True):
            if record.marks or self._references:
                self._survive([record], golden_id, None)
            else:
                self._new.append((golden_id, self._entity, record.row.doc, None, None))
                # It equals its only source: there is nothing to write unless another system should get it.
                if self._creating - {record.row.stream_id}:
                    self._to_plan.append(golden_id)
            self._place(record, golden_id)
        self._ledger.resolve.created += len(records)

    def expect(self, components: Sequence[Component]) -> None:
        """Fetch at once what the components were until now."""
        ids = {r.row.golden_id for c in components for r in c.records if r.row.golden_id is not None}
        self._before.update(golden.by_ids(self._tx, sorted(ids)))

    def add_component(self, component: Component) -> None:
        """Cluster a component anew, give each cluster its golden id, and let its values survive."""
        groups = self._cluster(component)
        ids = self._golden_ids(groups)
        self._before.update(golden.by_ids(self._tx, [i for i in ids if i not in self._before]))
        for group, golden_id in zip(groups, ids, strict=True):
            self._disputes.load(group, component.decisions)
            self._survive(group, golden_id, self._before.get(golden_id))
            for record in group:
                self._place(record, golden_id)
        self._note_moves(groups, ids)

    def store(self) -> None:
        """Write everything that was collected."""
        tx = self._tx
        identity.drop_keys(tx, self._dead_keys)
        identity.link(tx, self._crosswalk)
        identity.store_keys(tx, self._keys)
        golden.insert(tx, self._new, self._run_id, self._now)
        golden.enqueue(tx, self._to_plan)
        golden.replace(tx, self._changed, self._run_id, self._now)
        golden.set_links(tx, list(self._links), [link for links in self._links.values() for link in links])
        sources.set_marks(tx, self._marks)
        self._disputes.store(self._now)
        if identity.anything_waits(tx):
            identity.arrived(tx, [f"{r.row.stream_id}/{r.row.external_id}#{r.row.part}" for r in self._arrived])
        sources.enqueue_referring(tx, sorted(self._unsettled))

    def _cluster(self, component: Component) -> list[list[Record]]:
        by_id = {record.source_id: record for record in component.records}
        members = {i: self._member(record, component.generic) for i, record in by_id.items()}
        wall = wall_between(self._entity)
        tie(self._tx, component, members, wall, self._now)
        pairs = decided_pairs(component.decisions)
        clusters = cluster(list(members.values()), wall, pairs["same"], pairs["different"], self._world.shared_by_max)
        return [[by_id[member.source_id] for member in group] for group in clusters]

    def _member(self, record: Record, generic: frozenset[int]) -> Member:
        keys = tuple(key for key in record.keys if key not in generic) if generic else record.keys
        return Member(record.source_id, self._name(record), keys, record.doc, record.row.golden_id)

    def _golden_ids(self, groups: list[list[Record]]) -> list[int]:
        if len(groups) == 1 and len(ids := {record.row.golden_id for record in groups[0]}) == 1 and None not in ids:
            return [golden_id for golden_id in ids if golden_id is not None]
        source_ids = [[record.source_id for record in group] for group in groups]
        now = {r.source_id: r.row.golden_id for group in groups for r in group if r.row.golden_id is not None}
        born = identity.returnable_ids(self._tx, list(now))
        assigned = assign(source_ids, now, born)
        fresh = iter(self._tx.next_ids("golden", assigned.count(None)))
        self._ledger.resolve.created += assigned.count(None)
        return [golden_id if golden_id is not None else next(fresh) for golden_id in assigned]

    def _note_moves(self, groups: list[list[Record]], ids: list[int]) -> None:
        """Redirect ids that no cluster holds any more, and count merges and splits."""
        heirs = {r.row.golden_id: g for group, g in zip(groups, ids, strict=True) for r in reversed(group)}
        losers = [(old, heir) for old, heir in heirs.items() if old is not None and old not in ids]
        if losers:
            golden.redirect(self._tx, losers, self._run_id, self._now)
        moved_out = {r.row.golden_id for group, g in zip(groups, ids, strict=True) for r in group} - {None}
        split = {old for old in moved_out if sum(old in {r.row.golden_id for r in group} for group in groups) > 1}
        self._unsettled |= {old for old, _ in losers} | {old for old in split if old is not None}
        self._ledger.resolve.split += len(split)
        for group, golden_id in zip(groups, ids, strict=True):
            if len(group) > 1 and any(r.row.golden_id != golden_id for r in group):
                self._ledger.resolve.merged += 1
                self._ledger.merges.append(
                    {
                        "entity": self._entity,
                        "golden_id": golden_id,
                        "records": [self._name(record) for record in group],
                        "why": shared_kinds(self._entity, [record.doc for record in group]),
                    }
                )

    def _survive(self, group: list[Record], golden_id: int, before: GoldenRow | None) -> None:
        survivor = self._disputes.survive(
            [source_of(record, self._names) for record in group], group, golden_id, before
        )
        only = group[0].source_id if len(group) == 1 else None
        doc = msgspec.json.encode(survivor.values, order="sorted").decode()
        lineage = write_lineage(survivor.lineage, only)
        held = ",".join(survivor.held) or None
        if before is None:
            self._new.append((golden_id, self._entity, doc, lineage, held))
            self._to_plan.append(golden_id)
        elif (held, None) != (before.held, before.redirect_to) or not (
            _is_same(doc, before.doc) and _is_same(lineage, before.lineage)
        ):
            self._changed.append((golden_id, doc, lineage, held))
            self._ledger.resolve.changed += 1
        else:
            self._to_plan.append(golden_id)
        if self._references:
            targets = [(f, survivor.values[f]) for f in self._references if f in survivor.values]
            self._links[golden_id] = [(golden_id, field, golden_number(target)) for field, target in targets]

    def _place(self, record: Record, golden_id: int) -> None:
        """The crosswalk, the keys and the settled marks of one record."""
        row, keys = record.row, list(record.keys)
        stored = old_keys(row)
        if row.golden_id is None:
            self._arrived.append(record)
        if row.golden_id != golden_id or stored != keys:
            self._crosswalk.append((row.source_id, golden_id, msgspec.json.encode(keys).decode() if keys else None))
            self._keys.extend([(key, row.source_id) for key in keys if key not in stored])
            self._dead_keys.extend([(key, row.source_id) for key in stored if key not in keys])
        if any(mark.fresh for mark in record.all_marks.values()):
            self._marks.append((write_marks(settled(record.all_marks)), row.source_id))

    def _name(self, record: Record) -> str:
        return record_name(record.row, self._names)


def _is_same(made: str | None, stored: str | None) -> bool:
    """Whether a document is the one that is stored; `made` is in its one spelling, what a database gives back may not
    be.
    """
    return made == stored or made == canonical(stored)
