"""A witness stands between the engine and a real connector: it changes nothing, and tells the desk what passes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from hub.sdk.connector import Connector, WritableConnector
from hub.sdk.manifest import StreamManifest
from hub.sdk.records import Change, Page, PushResult
from tests.simulation.trace import Trace
from tests.simulation.wire.desk import Desk
from tests.simulation.wire.sheet import Sheet


class ReadWitness(Connector):
    """Of a connector that only reads; `desks` are those of its streams that people work at."""

    def __init__(self, inner: Connector, desks: Mapping[str, Desk], trace: Trace) -> None:
        super().__init__(inner.settings, inner.context)
        self.inner, self.desks, self.trace = inner, desks, trace
        self.webhooks = inner.webhooks  # type: ignore[misc]
        self.refresh_token_lives_days = inner.refresh_token_lives_days  # type: ignore[misc]

    def streams(self) -> Mapping[str, StreamManifest]:
        return self.inner.streams()

    def check(self) -> str:
        return self.inner.check()

    def pull(self, stream: str, cursor: str | None) -> Iterator[Page]:
        desk = self.desks.get(stream)
        if desk is None:
            yield from self.inner.pull(stream, cursor)
            return
        began_at = desk.pull_began()
        for page in self.inner.pull(stream, cursor):
            self.trace.tell("page", desk.place, [(record.external_id, record.deleted) for record in page.records])
            shown = desk.page_comes(page)
            yield page
            desk.page_landed(shown)
        desk.pull_ended(began_at)


class Witness(ReadWitness, WritableConnector):
    """Of a connector that writes too."""

    def push(self, stream: str, changes: Sequence[Change]) -> Iterator[PushResult]:
        assert isinstance(self.inner, WritableConnector)
        desk = self.desks[stream]
        self.trace.tell("push", desk.place, list(changes))
        found = self.inner.push(stream, changes)
        for result in self._saved(desk, changes, found) if isinstance(desk, Sheet) else found:
            self.trace.tell("result", desk.place, result.outcome, result.external_id, result.message)
            change = next(change for change in changes if change.key == result.key)
            desk.answered(change, result)
            yield result

    def _saved(self, desk: Sheet, changes: Sequence[Change], found: Iterator[PushResult]) -> Iterator[PushResult]:
        """A file is written before the first result is given, without the rows that were refused."""
        before, results = desk.content(), list[PushResult]()
        try:
            results += found
        finally:
            if desk.content() != before:
                refused = {result.key for result in results if result.outcome != "done"}
                desk.is_saved()
                desk.looks(desk.sent_of([change for change in changes if change.key not in refused]))
        yield from results
