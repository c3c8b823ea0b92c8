"""The interface of a connector: three methods, and never a fourth hook; new abilities are data in the manifest."""

from __future__ import annotations

import random
import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import ClassVar, Protocol

import httpx
from pydantic import BaseModel, ConfigDict

from hub.sdk.manifest import StreamManifest
from hub.sdk.records import Change, Page, PushResult
from hub.sdk.throttle import CallCount, MemoryCalls
from hub.sdk.webhook import Webhooks


class TokenStore(Protocol):
    """Where a connection's OAuth tokens live; the hub gives one that is durable and shared by its processes."""

    def load(self) -> str | None:
        """The stored token document, or None before the first."""

    def save(self, document: str) -> None:
        """Make the document durable before returning: a single-use refresh token is spent once it was sent."""

    def lock(self) -> AbstractContextManager[object]:
        """A lock over threads and processes, so that exactly one refreshes."""


class MemoryTokens:
    """Tokens for one process's lifetime: for tests and for checks without a store."""

    def __init__(self, document: str | None = None) -> None:
        self._document = document
        self._lock = threading.RLock()

    def load(self) -> str | None:
        return self._document

    def save(self, document: str) -> None:
        self._document = document

    def lock(self) -> AbstractContextManager[object]:
        return self._lock


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class Context:
    """The world as a connector may see it: everything that differs between a test and the real thing is passed in.

    `transport` takes the place of the network; `wait` takes the place of sleeping and returns early when the hub is
    asked to stop; `log` takes a past-tense event name and data without personal values; `reached` is told the name of
    each moment at which a death of the process would leave something half done. `folder` is where relative paths in the
    settings begin: the folder of the configuration.
    """

    connection: str
    now: Callable[[], datetime] = _now
    wait: Callable[[float], None] = time.sleep
    monotonic: Callable[[], float] = time.monotonic
    random: random.Random = field(default_factory=random.Random)
    transport: httpx.BaseTransport | None = None
    tokens: TokenStore = field(default_factory=MemoryTokens)
    calls: CallCount = field(default_factory=MemoryCalls)
    log: Callable[..., None] = lambda event, **data: None
    reached: Callable[[str], None] = lambda moment: None
    folder: Path = Path()


class ConnectorSettings(BaseModel):
    """The part of a connection's YAML that the connector itself understands; each connector derives its own."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    account_keys: ClassVar[tuple[str, ...]] = ()
    """The keys that name the account for good: with another value the connection would lead to another one."""


class Connector(ABC):
    """Reads one account of one product."""

    code: ClassVar[str]
    title: ClassVar[str]
    title_ja: ClassVar[str]
    Settings: ClassVar[type[ConnectorSettings]]
    refresh_token_lives_days: ClassVar[int | None] = None
    """How long an OAuth refresh token stays good that nobody uses; an idle connection is kept alive by `check`."""
    webhooks: ClassVar[Webhooks | None] = None
    """How its system tells of changes by itself; None where it tells nothing of these streams."""

    def __init__(self, settings: ConnectorSettings, context: Context) -> None:
        self.settings = settings
        self.context = context

    @abstractmethod
    def streams(self) -> Mapping[str, StreamManifest]:
        """The streams of this account by name. Offline: no request is made."""

    @abstractmethod
    def check(self) -> str:
        """Prove with the cheapest request that settings and access are right; say in words what was reached.

        Raises a `ConnectorError` where they are not.
        """

    @abstractmethod
    def pull(self, stream: str, cursor: str | None) -> Iterator[Page]:
        """The records of `stream` changed since `cursor` (None: all of them), page by page.

        Reads are at least once: what was read already may come again, and landing twice is harmless.
        """

    def close(self) -> None:  # noqa: B027 - most connectors have nothing open
        """Give back what is open (sockets, files)."""


class WritableConnector(Connector):
    """Also writes."""

    @abstractmethod
    def push(self, stream: str, changes: Sequence[Change]) -> Iterator[PushResult]:
        """Carry out at most `write_batch_max` changes of one operation, and yield one result for each.

        A result is yielded as soon as it is known, so that what was done is stored even if the next request fails.
        """
