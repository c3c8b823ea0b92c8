"""What the first page of a pull shows of a system's fields: mapped ones that are gone, and new ones, told once.

Invariant: where each record shows all fields, nothing is taken in while a field is gone whose absence would empty
others, or take a customer away.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from difflib import get_close_matches
from typing import Any

import msgspec

from hub.sdk.records import Page
from hub.store import setting
from hub.store.transaction import Transaction
from hub.sync.ledger import PullLedger
from hub.sync.payloads import decode_payload
from hub.sync.reasons import Reason
from hub.sync.world import StreamSetup, World

# So many records without a field is a hint that the field is gone, and not that these customers have none.
SAMPLE = 20
# No system has more; who makes one up with every record is not followed.
_MOST_KNOWN = 2000


def look_at(tx: Transaction, world: World, stream: StreamSetup, page: Page, ledger: PullLedger) -> Reason | None:
    """Note in the ledger what is gone and what is new; why nothing may be taken in, where that is so."""
    sample = list(_sample(page))
    if not sample:
        return None
    present = {key for payload in sample for key in payload}
    ledger.absent = absent_of(stream, present, len(sample))
    if ledger.absent:
        advice = "if they were renamed there, correct the mapping"
        paths = sorted(ledger.absent)
        world.log("mapped_paths_absent", stream=stream.place, paths=paths, records=len(sample), what_to_do=advice)
    ledger.appeared = _news(tx, world, stream, sample)
    gone = sorted(_decisive(stream, ledger.absent) & ledger.absent.keys()) if stream.manifest.is_uniform else []
    return Reason("fields_gone", {"names": ", ".join(gone)}) if gone else None


def _decisive(stream: StreamSetup, absent: Collection[str]) -> frozenset[str]:
    """The keys whose absence keeps the stream out: all of them where none is there, for whom would a record tell of?"""
    mapping = stream.mapping
    return mapping.deciding_keys | (mapping.keys if mapping.keys <= set(absent) else frozenset())


def absent_of(stream: StreamSetup, present: set[str], records: int) -> dict[str, str]:
    """The keys that the mapping names and none of so many records has, with the one that is probably meant."""
    if records < SAMPLE and not stream.manifest.is_uniform:
        return {}
    named = stream.mapping.keys
    free = sorted(present - named)
    return {key: next(iter(get_close_matches(key, free, n=1, cutoff=0.5)), "") for key in sorted(named - present)}


def _sample(page: Page) -> Iterator[dict[str, Any]]:
    for record in [record for record in page.records if not record.deleted][:SAMPLE]:
        try:
            payload = decode_payload(record.payload)
        except msgspec.DecodeError:
            continue  # quarantine tells about it
        if isinstance(payload, dict):
            yield payload


def _news(tx: Transaction, world: World, stream: StreamSetup, sample: list[dict[str, Any]]) -> list[str]:
    """The fields that nobody has seen there before; the first pull has no news."""
    if not (stream.manifest.is_uniform or stream.manifest.fields):
        return []
    name = f"fields {stream.stream_id}"
    stored = setting.remembered(tx, name)
    known: list[str] = msgspec.json.decode(stored) if stored else []
    fresh = sorted({".".join(path) for payload in sample for path in _paths(payload)} - set(known))
    fresh = [path for path in fresh if not stream.manifest.lists(path.split("."))]
    if len(known) > _MOST_KNOWN or (stored is not None and not fresh):
        return []
    setting.remember(tx, name, msgspec.json.encode([*known, *fresh]).decode())
    if stored is None:
        return []
    world.log("fields_appeared", stream=stream.place, paths=fresh, what_to_do="map them if they are needed")
    return fresh


def _paths(value: Any, before: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """The paths of a payload's values, as manifests spell them."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _paths(inner, (*before, key))
    elif isinstance(value, list):
        for inner in value:
            yield from _paths(inner, (*before, "*"))
    elif before:
        yield before
