"""Merges in a remote system: what it makes one is one customer here, whichever of the two the hub reads first.

Invariant: a record that went into another one is no farewell; its customer lives on.
"""

from __future__ import annotations

from collections.abc import Sequence

from hub.sdk.records import RawRecord
from hub.store import decisions, merged, raw, sources
from hub.store.transaction import Transaction
from hub.sync.world import StreamSetup


def follow(tx: Transaction, stream: StreamSetup, gone: Sequence[tuple[RawRecord, int]], now: str) -> None:
    """Take in which records went into others: tombstones with their raw ids."""
    told = [(raw_id, record.merged_into) for record, raw_id in gone if record.merged_into is not None]
    if told:
        merged.note(tx, stream.stream_id, told)
        _join(tx, stream, told, now)


def welcome(tx: Transaction, stream: StreamSetup, external_ids: Sequence[str], now: str) -> None:
    """Of records that are new here, join those that have taken others in before."""
    if stream.manifest.deletes == "tombstone":
        _join(tx, stream, merged.taken_in_by(tx, stream.stream_id, external_ids), now)


def _join(tx: Transaction, stream: StreamSetup, pairs: Sequence[tuple[int, str]], now: str) -> None:
    same = []
    for raw_id, name in pairs:
        winner = raw.by_external_id(tx, stream.stream_id, name)
        parts = {row.part: row.source_id for row in sources.of_raw(tx, [winner[0]])} if winner is not None else {}
        lost = [row for row in sources.of_raw(tx, [raw_id]) if row.part in parts]
        same += [(row.source_id, parts[row.part], f"merged in {stream.place}") for row in lost]
    decisions.add_same(tx, same, stream.connection, now)
