"""Repeated: what a system wants to see again in every update, in its own words.

A shadow holds what was understood of it. Written back from there, ㈱山田商店 would be renamed 株式会社山田商店 where
nothing but a phone number has changed, and no plan would tell it.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from hub.mapping.path import read
from hub.mapping.problems import MappingProblem
from hub.store import raw
from hub.store.transaction import Transaction
from hub.sync.differ import PartView
from hub.sync.payloads import UnreadableError, decode_payload
from hub.sync.world import Document, StreamSetup


def repeated_fields(stream: StreamSetup, view: PartView, changes: Sequence[str]) -> list[str]:
    """Fields that the system wants to see again in every update, as it holds them."""
    wanted = set(stream.manifest.always_sent)
    if not wanted:
        return []
    return [
        field
        for field, rule in view.part.fields.items()
        if rule.path is not None and ".".join(rule.path) in wanted and field in view.shadow and field not in changes
    ]


def as_last_read(tx: Transaction, stream: StreamSetup, view: PartView, raw_id: int, fields: Sequence[str]) -> Document:
    """The payload that says these fields as they were read; without those that the hub has written since."""
    try:
        payload = decode_payload(raw.last_read(tx, [raw_id])[raw_id])
        held = stream.mapping.map(payload).parts.get(view.part.name, {})
    except (KeyError, UnreadableError, msgspec.DecodeError, MappingProblem):
        return {}
    said: Document = {}
    for field in fields:
        path = view.part.fields[field].path
        if path is not None and held.get(field) == view.shadow[field]:
            _put(said, path, read(payload, path))
    return said


def _put(document: Document, path: Sequence[str], value: object) -> None:
    *way, last = path
    for step in way:
        document = document.setdefault(step, {})
    document[last] = value
