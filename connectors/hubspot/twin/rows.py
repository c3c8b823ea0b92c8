"""A row is one version of one record; it never changes, so an index may go on showing an old one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import msgspec

Properties = dict[str, str]


def iso(ms: int) -> str:
    """Milliseconds since 1970 in HubSpot's spelling: 2026-04-01T09:00:00.123Z."""
    whole, rest = divmod(ms, 1000)
    return f"{datetime.fromtimestamp(whole, UTC):%Y-%m-%dT%H:%M:%S}.{rest:03d}Z"


@dataclass(frozen=True)
class Kind:
    """One type of object: how its properties are called and which of them a client may write."""

    stream: str
    noun: str
    modified: str
    known: frozenset[str]
    read_only: frozenset[str]
    default: tuple[str, ...]
    numbers: frozenset[str] = frozenset()
    options: tuple[tuple[str, frozenset[str]], ...] = ()


class Row:
    """`properties` holds what people wrote; system properties are added when the row is shown."""

    __slots__ = ("_key", "_make", "_properties", "_shown", "archived_ms", "created_ms", "id", "modified_ms")

    def __init__(
        self,
        id: int,  # noqa: A002 - the vendor's word
        created_ms: int,
        modified_ms: int,
        properties: Properties | Callable[[int], Properties],
        archived_ms: int | None = None,
    ) -> None:
        self.id = id
        self.created_ms = created_ms
        self.modified_ms = modified_ms
        self.archived_ms = archived_ms
        self._properties = None if callable(properties) else properties
        self._make = properties if callable(properties) else None
        self._key: tuple[str, ...] | None = None
        self._shown = b""

    @property
    def properties(self) -> Properties:
        """The written properties; a lazily seeded row makes them anew each time and keeps nothing."""
        if self._properties is not None:
            return self._properties
        return self._make(self.id) if self._make is not None else {}

    def changed(self, modified_ms: int, properties: Properties, archived_ms: int | None) -> Row:
        """The next version of this record."""
        return Row(self.id, self.created_ms, modified_ms, properties, archived_ms)

    def value(self, kind: Kind, name: str) -> str | None:
        """One property as a search sees it, system properties included; None where it is empty."""
        if name == "hs_object_id":
            return str(self.id)
        if name == kind.modified:
            return str(self.modified_ms)
        if name == "createdate":
            return str(self.created_ms)
        return self.properties.get(name) or None

    def document(self, kind: Kind, names: tuple[str, ...]) -> dict[str, Any]:
        """The record as the API shows it with these properties; one without a value is null, as in the real answers."""
        written = self.properties
        shown: dict[str, str | None] = {name: written.get(name) or None for name in names if name in kind.known}
        shown["createdate"] = iso(self.created_ms)
        shown[kind.modified] = iso(self.modified_ms)
        shown["hs_object_id"] = str(self.id)
        document: dict[str, Any] = {
            "id": str(self.id),
            "properties": shown,
            "createdAt": iso(self.created_ms),
            "updatedAt": iso(self.modified_ms),
            "archived": self.archived_ms is not None,
        }
        if self.archived_ms is not None:
            document["archivedAt"] = iso(self.archived_ms)
        return document

    def encoded(self, kind: Kind, names: tuple[str, ...]) -> bytes:
        """The document as JSON; the last one is kept, because a client asks for the same properties each time."""
        if self._key != names:
            self._shown = msgspec.json.encode(self.document(kind, names))
            self._key = names
        return self._shown
