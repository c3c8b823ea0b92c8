"""Survivors: from lone records and closed components to stored golden records.

Invariant: a golden record is stored where it is another than before, and with it all that hangs on it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from functools import cached_property
from itertools import chain
from typing import Any

import msgspec

from hub.merging.claims import encode_marks
from hub.merging.lineage import write_lineage
from hub.merging.observe import settled
from hub.store import golden, golden_links, outbox, sources, streams
from hub.store.decisions import DecisionRow
from hub.store.documents import canonical
from hub.store.golden import GoldenRow
from hub.store.transaction import Encoded, Transaction
from hub.sync.clustering import Clustering
from hub.sync.disputes import Disputes
from hub.sync.edits import Edited
from hub.sync.gather import Component
from hub.sync.ledger import Ledger
from hub.sync.linking import note_changed
from hub.sync.moves import Moves
from hub.sync.placements import Placements
from hub.sync.record import Newcomer, Record, source_of, sources_of
from hub.sync.references import golden_number
from hub.sync.weighing import Weighing
from hub.sync.world import World

_decode = msgspec.json.Decoder(dict[str, Any]).decode


class Survivors:
    """Collects what one chunk decides, and stores it in bulk."""

    def __init__(
        self,
        tx: Transaction,
        world: World,
        entity: str,
        run_id: int,
        ledger: Ledger,
        evidence: Weighing | None = None,
    ) -> None:
        self._tx, self._world, self._entity, self._run_id = tx, world, entity, run_id
        self._ledger = ledger
        self._now = world.now_text()
        self._names = streams.names(tx)
        self._references = [s.name for s in world.schema.fields(entity).values() if s.ref_entity is not None]
        self._disputes = Disputes(tx, world, entity, run_id, ledger)
        self._new: list[tuple[int, str, Encoded, str | None, str | None]] = []
        self._changed: list[tuple[int, Encoded, str | None, str | None]] = []
        self._links: dict[int, list[tuple[int, str, int]]] = {}
        self._placements = Placements(tx, world, entity)
        self._moves = Moves(tx, world, entity, run_id, ledger, evidence, self._names)
        self._clustering = Clustering(tx, world, entity, self._names, evidence)
        self._marks: list[tuple[bytes | None, int]] = []
        self._copies = range(0)
        self._to_plan: list[int] = []
        self._before: dict[int, GoldenRow] = {}
        self._creating = {s.stream_id for s in world.streams() if s.push.create and s.anchor_entity == entity}

    def add_newcomers(self, newcomers: Sequence[Newcomer]) -> None:
        """New records that share nothing with any other: each becomes a golden record as it is, which the database
        copies.
        """
        self._copies = ids = self._tx.next_ids("golden", len(newcomers))
        self._placements.add_newcomers(newcomers, ids)
        self._ledger.resolve.created += len(newcomers)

    def add_lone(self, records: list[Record]) -> None:
        """The same for records that had to be read."""
        ids = self._tx.next_ids("golden", len(records))
        for golden_id, record in zip(ids, records, strict=True):
            if record.marks or self._references:
                self._survive([record], golden_id, None)
            else:
                self._new.append((golden_id, self._entity, record.row.doc, None, None))
                # It equals its only source: there is nothing to write unless another system should get it.
                if self._creating - {record.row.stream_id}:
                    self._to_plan.append(golden_id)
            self._place([record], golden_id)
        self._ledger.resolve.created += len(records)

    def add_components(self, components: Sequence[Component]) -> None:
        """Cluster components anew, give each cluster its golden id, and let its values survive.

        What they were until now, and new ids, are asked for at once.
        """
        self._fetch({r.row.golden_id for c in components for r in c.records if r.row.golden_id is not None})
        # New ids are given in the order of arrival, and not in that in which a database returns its rows.
        in_order = sorted(components, key=lambda one: min(record.source_id for record in one.records))
        clustered = [(component, self._clustering.groups(component, self._before)) for component in in_order]
        given, fresh = self._clustering.golden_ids([groups for _, groups in clustered])
        self._ledger.resolve.created += len(fresh)
        self._fetch({golden_id for ids in given for golden_id in ids} - set(fresh))
        for (component, groups), ids in zip(clustered, given, strict=True):
            self._add_component(component, groups, ids)

    def _fetch(self, golden_ids: Set[int]) -> None:
        if unknown := sorted(golden_ids - self._before.keys()):
            self._before.update(golden.by_ids(self._tx, unknown))

    def _add_component(self, component: Component, groups: list[list[Record]], ids: list[int]) -> None:
        for group, golden_id in zip(groups, ids, strict=True):
            self._survive(group, golden_id, self._before.get(golden_id), component.decisions)
            self._place(group, golden_id)
        if any(r.row.golden_id != g for group, g in zip(groups, ids, strict=True) for r in group):
            self._moves.note(groups, ids, component.alike)

    def add_edited(self, edit: Edited) -> None:
        """Let the units of the edited fields survive anew; all else of a golden record stays as it is."""
        units = self._world.rules[self._entity].units_of(edit.fields)
        members = [source_of(record, self._names, edit.stood) for record in edit.group]
        survivor = self._disputes.survive(members, edit.group, edit.before.golden_id, edit.before, units=units)
        doc, lineage, is_same = edit.outcome([field for unit in units for field in unit.fields], survivor)
        self._put(edit.before, doc, lineage, ",".join(survivor.held) or None, is_same=is_same)
        for record in edit.group:
            self._settle(record)

    def store(self) -> None:
        """Write everything that was collected."""
        tx = self._tx
        self._placements.store()
        golden.insert_copies(tx, self._copies, self._run_id, self._now)
        golden.insert(tx, self._new, self._run_id, self._now)
        golden.enqueue(tx, self._to_plan)
        if self._creating:
            golden.enqueue_copies(tx, self._copies, self._creating)
        golden.replace(tx, self._changed, self._run_id, self._now)
        golden_links.replace(tx, list(self._links), [link for links in self._links.values() for link in links])
        sources.set_marks(tx, self._marks)
        self._disputes.store(self._now)
        self._placements.tell_who_waits()
        self._moves.store()
        stored = chain(self._copies, self._to_plan, (row[0] for row in self._new), (row[0] for row in self._changed))
        note_changed(tx, self._entity, stored)

    def _survive(
        self, group: list[Record], golden_id: int, before: GoldenRow | None, decided: Sequence[DecisionRow] = ()
    ) -> None:
        stood = self._stood(group)
        members = sources_of(group, self._names, self._world.mentions, stood)
        survivor = self._disputes.survive(members, group, golden_id, before, decided)
        only = group[0].source_id if len(group) == 1 else None
        values, lineage = survivor.values, write_lineage(survivor.lineage, only)
        self._keep(golden_id, values, lineage, survivor.held, before, stood.get(golden_id))
        if self._references:
            targets = [(f, values[f]) for f in self._references if f in values]
            self._links[golden_id] = [(golden_id, field, golden_number(target)) for field, target in targets]

    def _keep(
        self,
        golden_id: int,
        values: Mapping[str, Any],
        lineage: str | None,
        units_held: Sequence[str],
        before: GoldenRow | None,
        stood: Mapping[str, Any] | None,
    ) -> None:
        """Note a golden record to be stored where it is another than `before`, whose values `stood`."""
        held = ",".join(units_held) or None
        if before is None:
            self._new.append((golden_id, self._entity, _sorted(values), lineage, held))
            self._to_plan.append(golden_id)
        else:
            is_same = values == (stood or _decode(before.doc)) and _is_same(lineage, before.lineage)
            self._put(before, _sorted(values), lineage, held, is_same=is_same)

    def _put(self, before: GoldenRow, doc: Encoded, lineage: str | None, held: str | None, *, is_same: bool) -> None:
        """Note a golden record whose values and their lineage are the same as `before`, or others."""
        if is_same and (held, None) == (before.held, before.redirect_to):
            self._to_plan.append(before.golden_id)
        else:
            self._changed.append((before.golden_id, doc, lineage, held))
            self._ledger.resolve.changed += 1

    def _place(self, group: list[Record], golden_id: int) -> None:
        for record in group:
            self._placements.add(record, golden_id)
            self._settle(record)

    def _settle(self, record: Record) -> None:
        """The marks of a record, once they are weighed."""
        for mark in record.all_marks.values():
            if mark.fresh:
                self._marks.append((encode_marks(settled(record.all_marks, self._last_intent)), record.source_id))
                return

    def _stood(self, group: list[Record]) -> dict[int | None, Any]:
        """The golden records that the members were part of until now."""
        ids = {record.row.golden_id for record in group}
        return {i: _decode(self._before[i].doc) for i in ids if i is not None and i in self._before}

    @cached_property
    def _last_intent(self) -> int:
        return outbox.last_intent(self._tx)


def _sorted(values: Mapping[str, Any]) -> bytes:
    return msgspec.json.encode(values, order="sorted")


def _is_same(made: str | None, stored: str | None) -> bool:
    """Whether a document is the one that is stored; `made` is in its one spelling, what a database gives back may not
    be.
    """
    return made == stored or made == canonical(stored)
