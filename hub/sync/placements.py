"""Placements: to which golden records the records of one chunk belong, and the match keys by which they are found."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from hub.store import golden, golden_links, identity, resolve_queue, sources
from hub.store.sources import SourceRow
from hub.store.transaction import Transaction
from hub.sync.record import Newcomer, Record, old_keys
from hub.sync.world import World

_encode = msgspec.json.Encoder().encode


class Placements:
    """Collects them, and stores them in bulk."""

    def __init__(self, tx: Transaction, world: World, entity: str) -> None:
        self._tx, self._world, self._entity = tx, world, entity
        self._crosswalk: list[tuple[int, int, str | None]] = []
        self._keys: list[tuple[int, int]] = []
        self._dead_keys: list[tuple[int, int]] = []
        self._newcomers: list[int] = []
        self._arrived: list[SourceRow] = []
        self._named: set[int] = set()

    def add_newcomers(self, newcomers: Sequence[Newcomer], golden_ids: Sequence[int]) -> None:
        """New records that each become a golden record."""
        for golden_id, one in zip(golden_ids, newcomers, strict=True):
            self._crosswalk.append((one.source_id, golden_id, one.text))
            self._keys.extend([(key, one.source_id) for key in one.keys])
        self._newcomers = [one.source_id for one in newcomers]

    def add(self, record: Record, golden_id: int) -> None:
        """A record, in whatever golden record it was until now."""
        row, keys = record.row, record.keys
        text = _encode(keys).decode() if keys else None
        if row.golden_id is None:
            self._arrived.append(row)
        if row.golden_id != golden_id and (row.stream_id, row.part) in self._world.referred:
            self._named.add(golden_id)
        if row.golden_id != golden_id or row.keys != text:
            stored = old_keys(row)
            self._crosswalk.append((row.source_id, golden_id, text))
            self._keys.extend([(key, row.source_id) for key in keys if key not in stored])
            self._dead_keys.extend([(key, row.source_id) for key in stored if key not in keys])

    def store(self) -> None:
        """Write the crosswalk and the keys; who held a key that is generic no more is looked at again."""
        generic = self._generic(sorted({key for key, _ in self._dead_keys}))
        identity.drop_keys(self._tx, self._dead_keys)
        identity.link(self._tx, self._crosswalk)
        identity.store_keys(self._tx, self._keys)
        self._wake(generic - self._generic(sorted(generic)))

    def tell_who_waits(self) -> None:
        """Let those who waited for the arrived be resolved, and those who refer to them be planned."""
        if identity.anything_waits(self._tx):
            rows = self._arrived + sources.by_ids(self._tx, self._newcomers)
            identity.arrived(self._tx, [f"{row.stream_id}/{row.external_id}#{row.part}" for row in rows])
        # A company that is there at last has a name by which its people's records can refer to it.
        golden.enqueue(self._tx, [number for number, _, _ in golden_links.leading_to(self._tx, sorted(self._named))])

    def _generic(self, keys: list[int]) -> set[int]:
        """Those of these keys that too many records hold to prove anything, as stored now."""
        return {
            key for key, count in identity.holder_counts(self._tx, keys).items() if count > self._world.shared_by_max
        }

    def _wake(self, keys: set[int]) -> None:
        """What a key did not prove while too many held it, it proves to those who are left."""
        holders = {source_id for _, source_id in identity.candidates(self._tx, sorted(keys))}
        resolve_queue.enqueue(self._tx, [(source_id, self._entity) for source_id in sorted(holders)])
