"""A connector on a bench: its twin, a clock that only the test moves, and all that it says."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

import httpx
import msgspec

from hub.sdk.connector import Connector, Context, MemoryTokens, TokenStore
from hub.sdk.records import Page
from hub.sdk.testing.clock import FakeClock
from hub.sdk.twin import Twin

Wrap = Callable[[httpx.BaseTransport], httpx.BaseTransport]


@dataclass
class Bench:
    """One test's world."""

    clock: FakeClock
    twin: Twin
    wrap: Wrap = lambda transport: transport
    tokens: TokenStore = field(default_factory=MemoryTokens)
    said: list[str] = field(default_factory=list)

    def context(self) -> Context:
        """A fresh context of the same world: what a new process would get."""
        return Context(
            connection="bench",
            now=self.clock.now,
            wait=self.clock.wait,
            monotonic=self.clock.monotonic,
            random=random.Random(20260401),  # noqa: S311 - jitter # nosec B311
            transport=self.wrap(self.twin.as_transport()),
            tokens=self.tokens,
            log=self._note,
        )

    def _note(self, event: str, **data: Any) -> None:
        self.said.append(f"{event} {data}")


def ids_of(pages: Iterable[Page]) -> list[str]:
    """The ids of all records, in order."""
    return [record.external_id for page in pages for record in page.records]


def payloads_of(pages: Iterable[Page]) -> dict[str, bytes]:
    """The last payload by id."""
    return {record.external_id: record.payload for page in pages for record in page.records}


def last_cursor(pages: Iterable[Page]) -> str | None:
    """The cursor that is safe once all these pages are stored."""
    cursor = None
    for page in pages:
        cursor = page.cursor if page.cursor is not None else cursor
    return cursor


def is_object(payload: bytes) -> bool:
    """Whether a payload is the text of one JSON object."""
    return isinstance(msgspec.json.decode(payload), dict)


def pull(connector: Connector, stream: str, cursor: str | None = None) -> list[Page]:
    """A whole pull."""
    return list(connector.pull(stream, cursor))
