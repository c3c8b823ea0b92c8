"""Edits: golden records of which people edited fields that say nothing of who somebody is, and nothing else happened.

Invariant: what is stored is what the whole resolve would store; where that is not certain, nothing is done here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from functools import lru_cache
from typing import Any

import msgspec

from hub.merging.lineage import read_lineage, write_lineage
from hub.merging.rules import EntityRules
from hub.merging.survive import Survivor
from hub.store import decisions, golden, resolve_queue, sources
from hub.store.golden import GoldenRow
from hub.store.resolve_queue import WaitingRow
from hub.store.sources import SourceRow
from hub.store.transaction import Encoded, Transaction
from hub.sync.few_fields import changed, reader_of
from hub.sync.record import Record

_decode = msgspec.json.Decoder(frozenset[str]).decode
_decode_document = msgspec.json.Decoder(dict[str, Any]).decode
_encode_document = msgspec.json.Encoder(order="sorted").encode
# A decoder of a few fields alone is made first, which takes as long as it saves with thirty records.
_MANY, _FEW = 100, 12
# What nearly every record has told of by itself.
_USUAL = "name"


class Edited(msgspec.Struct):
    """A golden record, all its members, and the fields that were edited in any of them; of the members' documents, and
    of the golden one as it `stood` with its lineage, at least the units of these fields are read.
    """

    before: GoldenRow
    group: list[Record]
    fields: frozenset[str]
    stood: dict[str, Any]
    lineage: dict[str, int]

    def outcome(self, weighed: Sequence[str], survivor: Survivor) -> tuple[Encoded, str | None, bool]:
        """The golden document and its lineage with what survived of the fields that were weighed, and whether both are
        as they were.
        """
        stood = {field: self.stood[field] for field in weighed if field in self.stood}
        told = {field: self.lineage[field] for field in weighed if field in self.lineage}
        has_same_author = survivor.lineage == told
        lineage = self.before.lineage if has_same_author else self._told_anew(weighed, survivor.lineage)
        doc = changed(self.before.doc, stood, survivor.values)
        if doc is None:
            values = {field: value for field, value in _decode_document(self.before.doc).items() if field not in stood}
            doc = _encode_document({**values, **survivor.values})
        return doc, lineage, has_same_author and survivor.values == stood

    def _told_anew(self, weighed: Sequence[str], found: Mapping[str, int]) -> str | None:
        only = self.group[0].source_id if len(self.group) == 1 else None
        fields = [] if self.before.lineage is not None else list(_decode_document(self.before.doc))
        whole = read_lineage(self.before.lineage, fields, only)
        kept = {field: source_id for field, source_id in whole.items() if field not in weighed}
        return write_lineage({**kept, **found}, only)


def edited(tx: Transaction, waiting: Sequence[WaitingRow], identifying: Set[str], rules: EntityRules) -> list[Edited]:
    """The golden records of which no more has to be weighed than what was edited.

    The records must be of an entity that refers to no others: what a reference means changes without an edit.
    `identifying` are its fields that tell who somebody is.
    """
    groups = _groups(tx, waiting)
    ids = [row.source_id for group in groups.values() for row in group]
    edits = resolve_queue.edits_of(tx, ids)
    decided = {side for row in decisions.about(tx, ids) for side in (row.left, row.right)}
    before = golden.by_ids(tx, sorted(groups))
    told: dict[int, frozenset[str]] = {}
    for golden_id, rows in groups.items():
        fields = _fields(rows, edits)
        if fields is None or not identifying.isdisjoint(fields) or any(row.source_id in decided for row in rows):
            continue
        told[golden_id] = fields
    few = _few(told.values(), len(ids), rules)
    decode = _decode_document if few is None else reader_of(few)
    found = []
    for golden_id, fields in told.items():
        group = [Record.read(row, decode) for row in groups[golden_id]]
        if _is_settled(before.get(golden_id), group, identifying):
            row = before[golden_id]
            stood = decode(row.doc)
            lineage = dict.fromkeys(stood, group[0].source_id) if row.lineage is None else decode(row.lineage)
            found.append(Edited(row, group, fields, stood, lineage))
    return found


def _few(edits: Iterable[Set[str]], records: int, rules: EntityRules) -> frozenset[str] | None:
    """The fields to be read: the units that were edited in any of so many records; None, where all is to be read."""
    units = rules.units_of(frozenset().union(*edits))
    fields = frozenset(field for unit in units for field in unit.fields)
    return None if records < _MANY or len(fields) > _FEW else fields | {_USUAL}


def _groups(tx: Transaction, waiting: Sequence[WaitingRow]) -> dict[int, list[SourceRow]]:
    """All members of the golden records of which somebody edited a member."""
    ids = sorted({w.golden_id for w in waiting if w.edited is not None and w.golden_id is not None})
    groups: dict[int, list[SourceRow]] = {}
    for row in sources.of_golden(tx, ids):
        if row.golden_id is not None:
            groups.setdefault(row.golden_id, []).append(row)
    return groups


def _fields(rows: Iterable[SourceRow], edits: Mapping[int, str | None]) -> frozenset[str] | None:
    """The fields that were edited in any member; None where one waits for another reason."""
    fields: frozenset[str] = frozenset()
    for row in rows:
        if row.source_id in edits:
            text = edits[row.source_id]
            if text is None:
                return None
            fields |= _fields_of(text)
    return fields


@lru_cache(maxsize=256)
def _fields_of(text: str) -> frozenset[str]:
    """People edit the same few fields of many customers."""
    return _decode(text)


def _is_settled(before: GoldenRow | None, group: Sequence[Record], identifying: Set[str]) -> bool:
    """Whether it is certain that the group stays one, and that what is not edited stays as it is.

    Nobody can have moved whose identifying fields are as they came; and with a word that came with its record, somebody
    besides the hub speaks, now as before (see `sources_of`).
    """
    if before is None or before.redirect_to is not None or before.held is not None:
        return False
    if len(group) > 1 and before.lineage is None:
        return False
    if not all(identifying.isdisjoint(record.marks) for record in group):
        return False
    # Of a record that was read in part, the rest may hold the word.
    return any(_has_own_word(record, record.doc) for record in group) or any(
        _has_own_word(record, _decode_document(record.row.doc)) for record in group
    )


def _has_own_word(record: Record, doc: Mapping[str, Any]) -> bool:
    return not doc.keys() <= record.marks.keys()
