"""Reading: raw records in canonical words, mapped and validated a page at a time.

Invariant: every record comes out once, either mapped or refused with the reason.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import msgspec
import xxhash

from hub.mapping.problems import MappingProblem
from hub.sdk.records import BadRecord, RawRecord
from hub.store.times import utc_text, utc_text_of
from hub.sync.references import make_absolute
from hub.sync.world import Document, StreamSetup, World

decode_payload = msgspec.json.Decoder(dict[str, Any], float_hook=Decimal).decode
_hash = xxhash.xxh3_64_intdigest
_SIGN, _WRAP = 1 << 63, 1 << 64


def content_hash(payload: bytes) -> int:
    """The gate's hash, signed because databases have no unsigned integers; never 0, which means: not seen yet."""
    digest = _hash(payload)
    return (digest - _WRAP if digest >= _SIGN else digest) or 1


def quarantine_name(record: BadRecord) -> str:
    """How an unreadable record is named: by its id, or by its content where it has none."""
    return record.external_id or f"?{content_hash(record.payload) & (_WRAP - 1):016x}"


def modified_text(record: RawRecord) -> str | None:
    """When the system says that the record changed, as the store writes it."""
    return None if record.modified_at is None else utc_text(record.modified_at)


class Mapped(msgspec.Struct):
    """A record in canonical words: its parts, its payload as decoded, and the event time as UTC text."""

    record: RawRecord
    hash: int
    at: str
    parts: dict[str, Document]
    payload: dict[str, Any]


class Refused(msgspec.Struct):
    """A record that does not fit the mapping or the model."""

    record: RawRecord
    reason: str


class Reading:
    """Reads the records of one stream; `now` is the latest moment that an event can have."""

    def __init__(self, world: World, stream: StreamSetup, now: str) -> None:
        self._world, self._stream, self._now = world, stream, now

    def read(self, found: Sequence[tuple[RawRecord, int]]) -> tuple[list[Mapped], list[Refused]]:
        """Map and validate records, each given with its hash."""
        mapped: list[Mapped] = []
        refused: list[Refused] = []
        read, stream = self._stream.mapping.map, self._stream
        for record, digest in found:
            try:
                payload = decode_payload(record.payload)
                at, parts = read(payload)
            except (MappingProblem, msgspec.DecodeError) as error:
                refused.append(Refused(record, str(error)))
                continue
            make_absolute(stream.mapping, parts, stream.stream_id, record.external_id, stream.stream_ids)
            mapped.append(Mapped(record, digest, self._event_time(at, record), parts, payload))
        return self._validated(mapped, refused), refused

    def _validated(self, mapped: list[Mapped], refused: list[Refused]) -> list[Mapped]:
        bad: dict[int, str] = {}
        for part in self._stream.mapping.parts.values():
            places = [place for place, one in enumerate(mapped) if part.name in one.parts]
            problems = self._world.schema.validate(part.entity, [mapped[place].parts[part.name] for place in places])
            bad.update((place, p) for place, p in zip(places, problems, strict=True) if p is not None)
        refused.extend(Refused(mapped[place].record, problem) for place, problem in bad.items())
        return [one for place, one in enumerate(mapped) if place not in bad] if bad else mapped

    def _event_time(self, at: str | None, record: RawRecord) -> str:
        """The named event time, else the system's, else now; never the future, which would win for ever."""
        if at is not None:
            return min(utc_text_of(at), self._now)
        return min(modified_text(record) or self._now, self._now)
