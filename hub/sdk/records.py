"""What crosses between the engine and a connector: frozen, typed, and cheap enough for a million records.

These are msgspec structs and not pydantic models because one is built for each record pulled:
0.2 µs against 1.2 µs. Everything that a person writes (settings, manifests, mappings) is pydantic.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

import msgspec

Operation = Literal["create", "update", "archive", "delete", "lookup"]
"""What a change asks for. `lookup` writes nothing: it asks whether the record is there (see `Change`)."""

Outcome = Literal["done", "found", "missing", "moved", "rejected", "unknown"]
"""What became of a change.

- done: written; `external_id` names the record.
- found / missing: the answer to a `lookup`; `missing` also where an update's target no longer exists.
- moved: the record changed since `expected_version`; nothing was written.
- rejected: the system refused this record and will refuse it again; `message` is its reason in words.
- unknown: the request may or may not have arrived; only a look-up can tell.
"""


class RawRecord(msgspec.Struct, frozen=True, gc=False):
    """One record as the system sent it.

    `payload` is the UTF-8 text of one JSON object, byte for byte where the system speaks JSON.
    `modified_at` is aware; None where the system does not tell. `deleted` marks a tombstone, whose payload may be `{}`;
    where it is gone because the system merged it, `merged_into` names the record that took it in. `put_away` marks a
    record that is out of use and listed still: what the hub has archived does not come back by being listed so.
    """

    external_id: str
    payload: bytes
    modified_at: datetime | None = None
    deleted: bool = False
    version: str | None = None
    merged_into: str | None = None
    put_away: bool = False


class BadRecord(msgspec.Struct, frozen=True, gc=False):
    """A record that could not be read at all: it goes to quarantine with its reason and the rest goes on."""

    external_id: str | None
    payload: bytes
    reason: str


class Page(msgspec.Struct, frozen=True):
    """Some records, and the cursor that is safe once they are stored.

    `cursor` is opaque to the engine; None means: do not advance. `complete_listing` is true only on the last page of a
    pull that has listed every record the stream holds, so that absence means deletion. `total` counts the records
    that this pull will give, where the system tells; it is for progress bars only.
    """

    records: list[RawRecord]
    cursor: str | None = None
    complete_listing: bool = False
    total: int | None = None
    bad: tuple[BadRecord, ...] = ()


class Change(msgspec.Struct, frozen=True):
    """One wish for one remote record.

    `key` is the hub's own id of the intent: it stays the same over every attempt, so a connector may use it as the
    idempotency key. `payload` holds only what changes, in the system's own words and nesting; None means: empty this
    field. `expected_version` is set where the manifest promises conditional writes. For a `lookup`, `payload` holds the
    natural key's fields (manifest `natural_key`), or `external_id` is set: then the record itself is asked, and not an
    index that lags.
    """

    key: str
    operation: Operation
    external_id: str | None = None
    payload: dict[str, Any] = {}
    expected_version: str | None = None


class PushResult(msgspec.Struct, frozen=True):
    """What became of one change; a push yields exactly one for each change, in any order.

    `payload` is the record as the system holds it after the write, where the answer tells: so the engine learns at once
    what the system rewrote. Of a `lookup` it tells whether the record is the one that was looked for, or a namesake's;
    without it the next pull has to tell. `modified_at` is the date of that by the system's own clock, as its pages tell
    it: what a page shows with a later date is newer than the write, also where an index lags. `evidence` is the first
    part of an answer that nobody understood; the log shows its shape.
    """

    key: str
    outcome: Outcome
    external_id: str | None = None
    version: str | None = None
    message: str = ""
    payload: bytes | None = None
    modified_at: datetime | None = None
    evidence: bytes = b""
