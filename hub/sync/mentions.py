"""Mentions: companies that a record about somebody else tells by name, as a contact tells the employer.

Invariant: who types another name into a mention speaks of another company, and renames none; what refers to it in the
same record moves there with it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from hub.matching.renaming import may_be_corrected
from hub.merging.claims import Mark, encode_marks, read_marks
from hub.merging.restarted import restarted, unclaimed
from hub.store import decisions, resolve_queue, sources
from hub.store.golden import GoldenRow
from hub.store.sources import SourceRow
from hub.store.transaction import Transaction
from hub.sync.bonds import EDITED_APART, moved_by
from hub.sync.gather import Component
from hub.sync.legacies import leave_behind
from hub.sync.record import Names, Record, record_name
from hub.sync.references import golden_text
from hub.sync.world import World

_NUMBERS = ("corporate_number", "invoice_number")
_decode = msgspec.json.Decoder(dict[str, Any]).decode


class Mentions:
    """Finds, among the records of one chunk, those that name another company now, and lets them go there."""

    def __init__(self, tx: Transaction, world: World, entity: str, names: Names) -> None:
        self._tx, self._world, self._entity, self._names = tx, world, entity, names
        self._rules = world.rules[entity]

    def let_go(self, component: Component, before: Mapping[int, GoldenRow]) -> set[int]:
        """Those of a component that name another company than the one that they were one with: their source ids. What
        somebody has said by it is carried out; where the hub has written the name, that was done by who said so.
        """
        named = [record for record in component.records if self._is_named_anew(record)]
        if not named:
            return set()
        stood = {i: _decode(row.doc) for i in {r.row.golden_id for r in named} if i and (row := before.get(i))}
        doubted = {r.source_id: r for r in named if not _may_be_one(r.doc, stood.get(r.row.golden_id or 0, {}))}
        moved = {r.source_id for r in doubted.values() if _is_moved(r, component)}
        gone = [r for r in doubted.values() if r.source_id in moved or not _is_known_so(r, component, doubted)]
        for golden_id in {record.row.golden_id or 0 for record in gone}:
            leave_behind(self._tx, self._world, component, gone, before[golden_id], self._names)
        for record in gone:
            if _is_typed(record.all_marks.get("name")):
                self._log(record)
                self._move_what_refers(record)
                self._restart(record)
            else:
                record.marks = record.all_marks = unclaimed(record.doc, record.all_marks)
                sources.set_marks(self._tx, [(encode_marks(record.all_marks), record.source_id)])
        return {record.source_id for record in gone}

    def _is_named_anew(self, record: Record) -> bool:
        """Whether somebody, or the hub, has given a mention its name. A permission stays where it was given."""
        row, mark = record.row, record.all_marks.get("name")
        if row.golden_id is None or (row.stream_id, row.part) not in self._world.mentions:
            return False
        return (_is_typed(mark) or _is_written(mark)) and self._rules.permissions.isdisjoint(record.doc)

    def _log(self, record: Record) -> None:
        name, golden = record_name(record.row, self._names), golden_text(self._entity, record.row.golden_id or 0)
        self._world.log("another_company_named", record=name, golden=golden)

    def _move_what_refers(self, record: Record) -> None:
        """Whoever named another employer has said so of the post, which has one employer in every system."""
        rows = {row.part: row for row in sources.of_raw(self._tx, [record.row.raw_id])}
        saw = golden_text(self._entity, record.row.golden_id or 0)
        for part, field in self._world.mentions[record.row.stream_id, record.row.part]:
            row = rows.get(part)
            reference = _decode(row.doc).get(field) if row is not None else None
            if row is not None and row.golden_id is not None and reference is not None:
                said = Mark(value=reference, at=record.all_marks["name"].at, edited=True, fresh=True, saw=saw)
                marks = {**read_marks(row.marks), field: said}
                sources.set_marks(self._tx, [(encode_marks(marks), row.source_id)])
                resolve_queue.enqueue(self._tx, [(row.source_id, row.entity)])
                self._hold_together(row, rows)

    def _hold_together(self, referring: SourceRow, rows: Mapping[str, SourceRow]) -> None:
        """The post is one in all systems; and who is weighed by the employer, too, is nobody else for having another
        one.
        """
        told = [referring, *self._beside(referring, rows)]
        mates = sources.members(self._tx, sorted({row.golden_id for row in told if row.golden_id is not None}))
        bonds = decisions.about(self._tx, [row.source_id for row in told])
        tied = {frozenset((bond.left, bond.right)) for bond in bonds if bond.kind == "same"}
        pairs = [
            (row.source_id, mate.source_id, EDITED_APART)
            for row in told
            for mate in mates
            if mate.golden_id == row.golden_id and mate.source_id != row.source_id
        ]
        new = [pair for pair in pairs if frozenset(pair[:2]) not in tied]
        decisions.add_same(self._tx, new, "hub", self._world.now_text())

    def _beside(self, referring: SourceRow, rows: Mapping[str, SourceRow]) -> Iterator[SourceRow]:
        """What else it refers to in its record, as far as the evidence tells who that is."""
        stream = self._world.stream(referring.stream_id)
        for ref in stream.mapping.parts[referring.part].refs.values() if stream is not None else ():
            row = rows.get(ref.part) if ref.stream is None else None
            if row is not None and row.entity != self._entity and self._world.weighs(row.entity):
                yield row

    def _restart(self, record: Record) -> None:
        at = record.all_marks["name"].at
        record.marks = restarted(record.doc, record.marks, self._rules)
        record.all_marks = restarted(_decode(record.row.doc), record.all_marks, self._rules)
        record.row = record.row._replace(since=at)
        sources.begin_anew(self._tx, record.source_id, at)


def _is_typed(mark: Mark | None) -> bool:
    return mark is not None and mark.fresh and mark.edited and mark.value is not None


def _is_written(mark: Mark | None) -> bool:
    return mark is not None and mark.wrote > 0


def _is_moved(record: Record, component: Component) -> bool:
    """Whether the hub has made it one with those of another company."""
    here = {other.source_id for other in component.records if other.row.golden_id == record.row.golden_id}
    bonds = [d for d in component.decisions if d.right == record.source_id and d.reason.startswith(moved_by(""))]
    return any(bond.left not in here for bond in bonds)


def _is_known_so(record: Record, component: Component, doubted: Mapping[int, Record]) -> bool:
    """Whether those of its company that are not in doubt may know it by the name; where there are none, whether all
    others have been given that name, too: then it has been renamed.
    """
    others = [o for o in component.records if o.row.golden_id == record.row.golden_id and o is not record]
    steady = [other for other in others if other.source_id not in doubted]
    alike = [_may_be_one(record.doc, other.doc) for other in steady or others]
    return any(alike) if steady else all(alike)


def _may_be_one(doc: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    if any(doc.get(field) is not None and doc.get(field) == other.get(field) for field in _NUMBERS):
        return True
    return may_be_corrected(doc.get("name", ""), other.get("name", ""))
