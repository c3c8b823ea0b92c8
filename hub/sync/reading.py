"""Reading: raw records in canonical words, mapped and validated a page at a time.

Invariant: every record comes out once, either mapped or refused with the reason.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from hub.mapping.compile import CompiledPart
from hub.mapping.elements import family
from hub.mapping.problems import MappingProblem
from hub.sdk.records import BadRecord, RawRecord
from hub.store.times import utc_text, utc_text_of
from hub.sync.payloads import UnreadableError, decode_payload, hash_text, keys_repeat, refuse_repeated_keys
from hub.sync.references import make_absolute
from hub.sync.world import Document, StreamSetup, World


def quarantine_name(record: BadRecord) -> str:
    """How an unreadable record is named: by its id, or by its content where it has none."""
    return record.external_id or f"?{hash_text(record.payload)}"


def modified_text(record: RawRecord) -> str | None:
    """When the system says that the record changed, as the store writes it."""
    return None if record.modified_at is None else utc_text(record.modified_at)


class Mapped(msgspec.Struct):
    """A record in canonical words: its parts, and the event time as UTC text; `since` is that of what nobody had seen
    before.
    """

    record: RawRecord
    hash: int
    at: str
    parts: dict[str, Document]
    since: str

    @property
    def payload(self) -> dict[str, Any]:
        """Decoded once more: few records ask for it, and keeping it costs all of them more than that."""
        return decode_payload(self.record.payload)


class Refused(msgspec.Struct):
    """A record that does not fit the mapping or the model."""

    record: RawRecord
    reason: str


class Reading:
    """Reads the records of one stream; `now` is the latest moment that an event can have."""

    def __init__(self, world: World, stream: StreamSetup, now: str) -> None:
        self._world, self._stream, self._now = world, stream, now
        # Which of several systems that tell no date was read first in a run is chance, and decides nothing.
        self._began_at = world.began_at or now
        self._refers = any(part.refs for part in stream.mapping.parts.values())

    def read(self, found: Sequence[tuple[RawRecord, int]]) -> tuple[list[Mapped], list[Refused]]:
        """Map and validate records, each given with its hash."""
        mapped: list[Mapped] = []
        refused: list[Refused] = []
        read, stream = self._stream.mapping.map, self._stream
        repeats = keys_repeat([record.payload for record, _ in found])
        for record, digest in found:
            try:
                payload = decode_payload(record.payload)
                if repeats:
                    refuse_repeated_keys(record.payload)
                at, parts = read(payload)
            except (MappingProblem, UnreadableError) as error:
                refused.append(Refused(record, str(error)))
                continue
            if self._refers:
                make_absolute(stream.mapping, parts, stream.stream_id, record.external_id, stream.stream_ids)
            dated = self._event_time(at, record)
            mapped.append(Mapped(record, digest, dated or self._now, parts, dated or self._began_at))
        return self._validated(mapped, refused), refused

    def _validated(self, mapped: list[Mapped], refused: list[Refused]) -> list[Mapped]:
        bad: dict[int, str] = {}
        for part in self._stream.mapping.parts.values():
            found = _documents(mapped, part)
            problems = self._world.schema.validate(part.entity, [doc for _, doc in found])
            bad.update((place, p) for (place, _), p in zip(found, problems, strict=True) if p is not None)
        refused.extend(Refused(mapped[place].record, problem) for place, problem in bad.items())
        return [one for place, one in enumerate(mapped) if place not in bad] if bad else mapped

    def _event_time(self, at: str | None, record: RawRecord) -> str | None:
        """The named event time, else the system's; never the future, which would win for ever."""
        told = utc_text_of(at) if at is not None else modified_text(record)
        return min(told, self._now) if told is not None else None


def _documents(mapped: Sequence[Mapped], part: CompiledPart) -> list[tuple[int, Document]]:
    """The documents of a part, each with the place of its record; of elements, a record has several."""
    if part.for_each is None:
        return [(place, one.parts[part.name]) for place, one in enumerate(mapped) if part.name in one.parts]
    return [
        (place, doc) for place, one in enumerate(mapped) for name, doc in one.parts.items() if family(name) == part.name
    ]
