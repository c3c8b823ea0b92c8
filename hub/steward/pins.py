"""Pins of a customer that is parted: each goes with the record at which it stands, and whoever parts is told."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from hub.store import decisions, streams
from hub.store.sources import SourceRow
from hub.store.transaction import Transaction
from hub.sync.record import record_name


class Pinned(msgspec.Struct, frozen=True):
    """A pin of a customer that is parted: it goes with the record at which it stands."""

    decision: int
    entity: str
    unit: str
    record: str


def pins_among(tx: Transaction, members: Sequence[SourceRow]) -> list[Pinned]:
    """Every pin that stands at one of these records, in the order in which they were made."""
    rows, names = {member.source_id: member for member in members}, streams.names(tx)
    return [
        Pinned(row.decision_id, rows[row.left].entity, row.unit or "", record_name(rows[row.left], names))
        for row in decisions.about(tx, sorted(rows))
        if row.kind == "pin" and row.left in rows
    ]
