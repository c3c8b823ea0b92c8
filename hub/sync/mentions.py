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
from hub.merging.restarted import restarted
from hub.store import decisions, resolve_queue, sources
from hub.store.golden import GoldenRow
from hub.store.sources import SourceRow
from hub.store.transaction import Transaction
from hub.sync.gather import Component
from hub.sync.record import Names, Record, record_name
from hub.sync.references import golden_text
from hub.sync.world import World

MOVED = "moved by intent"
"""Why a mention is one with a company: the hub has written that one's name there."""
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
        told = [record for record in component.records if self._is_mention(record)]
        edited = [record for record in told if _is_edited(record.all_marks.get("name"))]
        named = [record for record in told if record in edited or _is_written(record.all_marks.get("name"))]
        gone = [record for record in named if self._names_another(record, component, edited, before)]
        for record in gone:
            if record in edited:
                at = record.all_marks["name"].at
                self._end_bonds(record, component)
                self._move_what_refers(record, at)
                self._restart(record, at)
        return {record.source_id for record in gone}

    def _is_mention(self, record: Record) -> bool:
        return record.row.golden_id is not None and (record.row.stream_id, record.row.part) in self._world.mentions

    def _names_another(
        self, record: Record, component: Component, edited: list[Record], before: Mapping[int, GoldenRow]
    ) -> bool:
        """Whether its name may be none by which those know the company who were one with it, and still are.

        A permission stays where it was given.
        """
        unsaid = [*edited, record]
        others = [r for r in component.records if r.row.golden_id == record.row.golden_id and r not in unsaid]
        if not others or not self._rules.permissions.isdisjoint(record.doc):
            return False
        stood = before.get(record.row.golden_id or 0)
        known = [other.doc for other in others] + ([_decode(stood.doc)] if stood is not None else [])
        return not any(_may_be_one(record.doc, doc) for doc in known)

    def _end_bonds(self, record: Record, component: Component) -> None:
        """It was one with others while it named their company."""
        with_others = {r.source_id for r in component.records if r.row.golden_id == record.row.golden_id}
        ended = [
            d.decision_id
            for d in component.decisions
            if d.kind == "same" and record.source_id in (d.left, d.right) and {d.left, d.right} <= with_others
        ]
        component.decisions[:] = [d for d in component.decisions if d.decision_id not in ended]
        decisions.revoke(self._tx, ended, self._world.now_text())
        name, golden = record_name(record.row, self._names), golden_text(self._entity, record.row.golden_id or 0)
        self._world.log("another_company_named", record=name, golden=golden, bonds_ended=len(ended))

    def _move_what_refers(self, record: Record, at: str) -> None:
        """Whoever named another employer has said so of the post, which has one employer in every system."""
        rows = {row.part: row for row in sources.of_raw(self._tx, [record.row.raw_id])}
        saw = golden_text(self._entity, record.row.golden_id or 0)
        for part, field in self._world.mentions[record.row.stream_id, record.row.part]:
            row = rows.get(part)
            reference = _decode(row.doc).get(field) if row is not None else None
            if row is not None and row.golden_id is not None and reference is not None:
                said = Mark(value=reference, at=at, edited=True, fresh=True, saw=saw)
                marks = {**read_marks(row.marks), field: said}
                sources.set_marks(self._tx, [(encode_marks(marks), row.source_id)])
                resolve_queue.enqueue(self._tx, [(row.source_id, row.entity)])
                self._hold_together(row, rows)

    def _hold_together(self, referring: SourceRow, rows: Mapping[str, SourceRow]) -> None:
        """Who is weighed by the employer, too, is nobody else for having another one."""
        told = list(self._beside(referring, rows))
        mates = sources.members(self._tx, sorted({row.golden_id for row in told if row.golden_id is not None}))
        pairs = [
            (row.source_id, mate.source_id, "they were one when an edit changed what tied them")
            for row in told
            for mate in mates
            if mate.golden_id == row.golden_id and mate.source_id != row.source_id
        ]
        decisions.add_same(self._tx, pairs, "hub", self._world.now_text())

    def _beside(self, referring: SourceRow, rows: Mapping[str, SourceRow]) -> Iterator[SourceRow]:
        """What else it refers to in its record, as far as the evidence tells who that is."""
        stream = self._world.stream(referring.stream_id)
        for ref in stream.mapping.parts[referring.part].refs.values() if stream is not None else ():
            row = rows.get(ref.part) if ref.stream is None else None
            if row is not None and row.entity != self._entity and self._world.weighs(row.entity):
                yield row

    def _restart(self, record: Record, at: str) -> None:
        record.marks = restarted(record.doc, record.marks, self._rules)
        record.all_marks = restarted(_decode(record.row.doc), record.all_marks, self._rules)
        record.row = record.row._replace(since=at)
        sources.begin_anew(self._tx, record.source_id, at)


def _is_edited(mark: Mark | None) -> bool:
    return mark is not None and mark.fresh and mark.edited and mark.value is not None


def _is_written(mark: Mark | None) -> bool:
    return mark is not None and mark.wrote > 0


def _may_be_one(doc: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    if any(doc.get(field) is not None and doc.get(field) == other.get(field) for field in _NUMBERS):
        return True
    return may_be_corrected(doc.get("name", ""), other.get("name", ""))
