"""A connector that follows a description; `pull` or `push` is overridden for a stream that is odd."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from hub.sdk.ahead import one_ahead
from hub.sdk.connector import ConnectorSettings, Context, WritableConnector
from hub.sdk.description import LookUp, Paging, Records, RestStream, Since, WriteEndpoint
from hub.sdk.errors import PersonNeededError
from hub.sdk.http import Http
from hub.sdk.manifest import StreamManifest
from hub.sdk.records import Change, Page, PushResult
from hub.sdk.rest_pull import RestPull
from hub.sdk.rest_push import RestPush

__all__ = ["LookUp", "Paging", "Records", "RestConnector", "RestStream", "Since", "WriteEndpoint"]


class RestConnector(WritableConnector):
    """Derive it with `connect`, `describe` and `check`.

    The next page is fetched while one is being stored, but not where a test's transport takes the network's place.
    """

    def __init__(self, settings: ConnectorSettings, context: Context) -> None:
        super().__init__(settings, context)
        self.http = self.connect()

    @abstractmethod
    def connect(self) -> Http:
        """The way to the system, made of the settings; no request is made."""

    @abstractmethod
    def describe(self) -> Sequence[RestStream]:
        """The streams."""

    @cached_property
    def described(self) -> Mapping[str, RestStream]:
        """The streams by name."""
        return {stream.manifest.name: stream for stream in self.describe()}

    def streams(self) -> Mapping[str, StreamManifest]:
        return {name: stream.manifest for name, stream in self.described.items()}

    def stream(self, name: str) -> RestStream:
        """One stream. Raises `PersonNeededError` where it is not known."""
        if name not in self.described:
            raise PersonNeededError(f"{self.code} has no stream {name!r}; known: {', '.join(self.described)}")
        return self.described[name]

    def pull(self, stream: str, cursor: str | None) -> Iterator[Page]:
        pages = RestPull(self.http, self.context, self.stream(stream)).pages(cursor)
        return pages if self.context.transport is not None else one_ahead(pages)

    def push(self, stream: str, changes: Sequence[Change]) -> Iterator[PushResult]:
        writer = RestPush(self.http, self.stream(stream))
        return (writer.carry_out(change) for change in changes)

    def close(self) -> None:
        self.http.close()
