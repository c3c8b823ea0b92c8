"""Edits: golden records of which people edited fields that say nothing of who somebody is, and nothing else happened.

Invariant: what is stored is what the whole resolve would store; where that is not certain, nothing is done here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set

import msgspec

from hub.store import decisions, golden, resolve_queue, sources
from hub.store.golden import GoldenRow
from hub.store.resolve_queue import WaitingRow
from hub.store.sources import SourceRow
from hub.store.transaction import Transaction
from hub.sync.record import Record

_decode = msgspec.json.Decoder(set[str]).decode


class Edited(msgspec.Struct):
    """A golden record, all its members, and the fields that were edited in any of them."""

    before: GoldenRow
    group: list[Record]
    fields: set[str]


def edited(tx: Transaction, waiting: Sequence[WaitingRow], identifying: Set[str]) -> list[Edited]:
    """The golden records of which no more has to be weighed than what was edited.

    The records must be of an entity that refers to no others: what a reference means changes without an edit.
    `identifying` are its fields that tell who somebody is.
    """
    groups = _groups(tx, waiting)
    ids = [row.source_id for group in groups.values() for row in group]
    edits = resolve_queue.edits_of(tx, ids)
    decided = {side for row in decisions.about(tx, ids) for side in (row.left, row.right)}
    before = golden.by_ids(tx, sorted(groups))
    found = []
    for golden_id, rows in groups.items():
        fields = _fields(rows, edits)
        if fields is None or not identifying.isdisjoint(fields) or any(row.source_id in decided for row in rows):
            continue
        group = [Record.read(row) for row in rows]
        if _is_settled(before.get(golden_id), group, identifying):
            found.append(Edited(before[golden_id], group, fields))
    return found


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
    is_told_of = any(not record.doc.keys() <= record.marks.keys() for record in group)
    return is_told_of and all(identifying.isdisjoint(record.marks) for record in group)
