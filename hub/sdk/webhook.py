"""What a connector says of its webhooks, as data: an event says that a record may have changed, and no more.

Invariant: of a body's content only ids and a time come out, each bounded; what a record holds is read by a pull.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import msgspec
from pydantic import BaseModel, ConfigDict, Field, SecretStr

from hub.sdk.bad_json import UNREADABLE, told
from hub.sdk.pages import TimeForm, as_utc
from hub.sdk.signature import Signature

MOST_CHARACTERS = 100
"""Of an id or a kind: several of them together must fit into an entry of an index."""


class Notice(msgspec.Struct, frozen=True):
    """Record `external_id` of `stream` may have changed; `at` is when the sender says so, for people to read."""

    event_id: str
    stream: str
    external_id: str
    kind: str
    at: datetime | None = None


class UnreadableNoticeError(ValueError):
    """The body is not what this connector's system sends; the text holds none of its values."""


class Webhooks(BaseModel):
    """Where each event says what it is about; paths are dotted, and "" is the body itself.

    A stream is told by how the text at `stream_path` begins; events of no known stream are passed over.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    signature: Signature
    secrets: tuple[str, ...] = Field(min_length=1)
    """The connector's settings that may hold the secret; the first one that is set does."""
    events_path: str = ""
    id_paths: tuple[str, ...] = Field(min_length=1)
    """What names an event, together with its record, and is the same each time that it is sent again."""
    stream_path: str
    streams: Mapping[str, str]
    external_id_paths: tuple[str, ...] = Field(min_length=1)
    """Where the record's id may stand; the first that is there counts."""
    kind_path: str
    gone_kinds: frozenset[str] = frozenset()
    """Kinds by which a record is gone that no list of the system's shows as deleted; it is looked up then."""
    at_path: str | None = None
    at_as: TimeForm = "iso"
    max_body: int = Field(default=1 << 20, gt=0)
    """Bytes of a body."""
    max_events: int = Field(default=1000, gt=0)

    def secret(self, settings: BaseModel) -> str | None:
        """The secret that was configured; None where none was, for an empty one would prove nothing."""
        for name in self.secrets:
            value = getattr(settings, name, None)
            if isinstance(value, SecretStr) and value.get_secret_value():
                return value.get_secret_value()
        return None

    def read(self, body: bytes) -> tuple[list[Notice], int]:
        """The notices of a body, and how many of its events are of no stream here. Raises `UnreadableNoticeError`."""
        events = self._events(body)
        found = [notice for event in events if (notice := self._notice(event)) is not None]
        return found, len(events) - len(found)

    def _events(self, body: bytes) -> list[Any]:
        try:
            found = _at(msgspec.json.decode(body), self.events_path)
        except UNREADABLE as error:
            raise UnreadableNoticeError(f"the body is not valid JSON: {told(error, body)}") from None
        events = found if isinstance(found, list) else [found]
        if len(events) > self.max_events:
            raise UnreadableNoticeError(f"the body holds more than {self.max_events:,} events")
        return events

    def _notice(self, event: Any) -> Notice | None:
        about = _text(event, self.stream_path)
        stream = next((name for start, name in self.streams.items() if about.startswith(start)), None)
        if stream is None:
            return None
        there = (path for path in self.external_id_paths if _at(event, path) is not None)
        external_id = _text(event, next(there, self.external_id_paths[0]))
        return Notice(
            ":".join([*(_text(event, path) for path in self.id_paths), external_id]),
            stream,
            external_id,
            _text(event, self.kind_path),
            self._moment(event),
        )

    def _moment(self, event: Any) -> datetime | None:
        found = _at(event, self.at_path) if self.at_path is not None else None
        if found is None:
            return None
        try:
            if self.at_as == "iso":
                return as_utc(found)
            return datetime.fromtimestamp(int(found) / (1000 if self.at_as == "epoch_ms" else 1), UTC)
        except (ValueError, TypeError, OverflowError, OSError):
            raise UnreadableNoticeError(f"an event has no time at `{self.at_path}`") from None


def _at(document: Any, path: str) -> Any:
    for key in path.split(".") if path else ():
        document = document.get(key) if isinstance(document, dict) else None
    return document


def _text(event: Any, path: str) -> str:
    """A short text or a whole number at `path`: what no database refuses."""
    found = _at(event, path)
    if type(found) is int and abs(found) < 1 << 63:
        return str(found)
    if isinstance(found, str) and 0 < len(found) <= MOST_CHARACTERS and found.isprintable():
        return found
    raise UnreadableNoticeError(f"an event has no id or short text at `{path}`")
