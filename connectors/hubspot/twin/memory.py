"""The account as one document, so that a demo can stop and go on where it was.

A twin that recalls a document answers like the one that gave it; its searches have caught up meanwhile.
"""

from __future__ import annotations

import msgspec

from connectors.hubspot.twin.account import HubSpotTwin
from connectors.hubspot.twin.rows import Properties, Row
from connectors.hubspot.twin.store import ObjectStore


class _RowMemory(msgspec.Struct, array_like=True):
    id: int
    created_ms: int
    modified_ms: int
    properties: Properties
    archived_ms: int | None = None


class _StoreMemory(msgspec.Struct):
    rows: list[_RowMemory]
    winners: dict[int, int]
    next_id: int
    defined: list[str]
    unique: list[str]


class _Memory(msgspec.Struct):
    stores: dict[str, _StoreMemory]
    pairs: dict[int, dict[int, set[int]]]
    labels: list[str] = []
    labelled: dict[int, dict[int, set[int]]] = {}


def remember(twin: HubSpotTwin) -> bytes:
    """All that the twin holds, as JSON."""
    stores = {name: _of_store(store) for name, store in twin.stores.items()}
    return msgspec.json.encode(_Memory(stores, twin.pairs.types, twin.pairs.made, twin.pairs.labelled))


def _of_store(store: ObjectStore) -> _StoreMemory:
    rows = [
        _RowMemory(row.id, row.created_ms, row.modified_ms, row.properties, row.archived_ms)
        for row in store.rows.values()
    ]
    return _StoreMemory(rows, store.winners, store.next_id, sorted(store.kind.known), sorted(store.unique))


def recall(twin: HubSpotTwin, document: bytes) -> None:
    """Put a twin in the place of the one that was remembered; what it held before is gone."""
    memory = msgspec.json.decode(document, type=_Memory)
    for name, held in memory.stores.items():
        store = twin.stores[name]
        for known in held.defined:
            store.define(known, unique=known in held.unique)
        rows = [Row(row.id, row.created_ms, row.modified_ms, row.properties, row.archived_ms) for row in held.rows]
        store.reset(rows, held.winners, held.next_id)
    twin.pairs.types.clear()
    twin.pairs.types.update(memory.pairs)
    twin.pairs.made[:] = memory.labels
    twin.pairs.labelled.clear()
    twin.pairs.labelled.update(memory.labelled)
