"""Edits: golden records of which people edited fields that say nothing of who somebody is, and nothing else happened.

Invariant: what is stored is what the whole resolve would store; where that is not certain, nothing is done here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from typing import Any

import msgspec

from hub.merging.rules import EntityRules
from hub.store import decisions, golden, resolve_queue, sources
from hub.store.golden import GoldenRow
from hub.store.resolve_queue import WaitingRow
from hub.store.sources import SourceRow
from hub.store.transaction import Transaction
from hub.sync.record import Record

_decode = msgspec.json.Decoder(set[str]).decode
_decode_document = msgspec.json.Decoder(dict[str, Any]).decode
# A decoder of a few fields alone is made first, which takes as long as it saves with thirty records.
_MANY, _FEW = 100, 12
# What nearly every record has told of by itself.
_USUAL = "name"


class Edited(msgspec.Struct):
    """A golden record, all its members, and the fields that were edited in any of them; of the members' documents at
    least the units of these fields are read.
    """

    before: GoldenRow
    group: list[Record]
    fields: set[str]


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
    told: dict[int, set[str]] = {}
    for golden_id, rows in groups.items():
        fields = _fields(rows, edits)
        if fields is None or not identifying.isdisjoint(fields) or any(row.source_id in decided for row in rows):
            continue
        told[golden_id] = fields
    read = _reader(told.values(), len(ids), rules)
    found = []
    for golden_id, fields in told.items():
        group = [read(row) for row in groups[golden_id]]
        if _is_settled(before.get(golden_id), group, identifying):
            found.append(Edited(before[golden_id], group, fields))
    return found


def _reader(edits: Iterable[Set[str]], records: int, rules: EntityRules) -> Callable[[SourceRow], Record]:
    """Reads all of a record, or the units that were edited in any of so many, where these are few."""
    units = rules.units_of(set().union(*edits))
    fields = frozenset(field for unit in units for field in unit.fields)
    if records < _MANY or len(fields) > _FEW:
        return Record.read
    wanted = fields | {_USUAL}
    return lambda row: Record.read_some(row, wanted)


def _groups(tx: Transaction, waiting: Sequence[WaitingRow]) -> dict[int, list[SourceRow]]:
    """All members of the golden records of which somebody edited a member."""
    ids = sorted({w.golden_id for w in waiting if w.edited is not None and w.golden_id is not None})
    groups: dict[int, list[SourceRow]] = {}
    for row in sources.of_golden(tx, ids):
        if row.golden_id is not None:
            groups.setdefault(row.golden_id, []).append(row)
    return groups


def _fields(rows: Iterable[SourceRow], edits: Mapping[int, str | None]) -> set[str] | None:
    """The fields that were edited in any member; None where one waits for another reason."""
    fields: set[str] = set()
    for row in rows:
        if row.source_id in edits:
            text = edits[row.source_id]
            if text is None:
                return None
            fields |= _decode(text)
    return fields


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
