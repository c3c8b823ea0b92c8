"""Sees a connector's errors as they pass to the pipeline, because what happens next depends on which one it was."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace

from hub.sdk.connector import Connector, WritableConnector
from hub.sdk.errors import ConnectorError
from hub.sdk.manifest import StreamManifest
from hub.sdk.records import Change, Page, PushResult
from hub.sync.world import World


class Watched(Connector):
    """A connector that behaves as the one inside, and notes its errors."""

    def __init__(self, inner: Connector, seen: list[ConnectorError]) -> None:
        super().__init__(inner.settings, inner.context)
        self._inner, self._seen = inner, seen

    def streams(self) -> Mapping[str, StreamManifest]:
        return self._inner.streams()

    def check(self) -> str:
        return self._inner.check()

    def pull(self, stream: str, cursor: str | None) -> Iterator[Page]:
        with self._noting():
            yield from self._inner.pull(stream, cursor)

    @contextmanager
    def _noting(self) -> Iterator[None]:
        try:
            yield
        except ConnectorError as error:
            self._seen.append(error)
            raise


class WatchedWriter(Watched, WritableConnector):
    """The same for a connector that writes."""

    def __init__(self, inner: WritableConnector, seen: list[ConnectorError]) -> None:
        super().__init__(inner, seen)
        self._writer = inner

    def push(self, stream: str, changes: Sequence[Change]) -> Iterator[PushResult]:
        with self._noting():
            yield from self._writer.push(stream, changes)


def watching(world: World, name: str, seen: list[ConnectorError]) -> World:
    """The same world, in which the errors of one connection are noted."""
    setup = world.connections[name]
    inner = setup.connector
    watched = WatchedWriter(inner, seen) if isinstance(inner, WritableConnector) else Watched(inner, seen)
    return replace(world, connections={**world.connections, name: replace(setup, connector=watched)})
