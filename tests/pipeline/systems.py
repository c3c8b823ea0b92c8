"""Systems of the test's own making: a few records in memory behind the connector interface, and users who edit them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec

from hub.sdk.connector import ConnectorSettings, Context, WritableConnector
from hub.sdk.errors import ConnectorError
from hub.sdk.manifest import StreamManifest
from hub.sdk.records import Change, Page, PushResult, RawRecord


class Clock:
    """Virtual time: it goes on only when it is told to, and a little at each look."""

    def __init__(self) -> None:
        self.moment = datetime(2026, 4, 1, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.moment += timedelta(milliseconds=1)
        return self.moment

    def goes_on(self, **by: float) -> datetime:
        self.moment += timedelta(**by)
        return self.moment


class System(WritableConnector):
    """One system with one stream `people`; records are flat dicts of text."""

    code = "memory"
    title = title_ja = "Memory"
    Settings = ConnectorSettings

    def __init__(self, name: str, clock: Clock, stream: str = "people", **manifest: Any) -> None:
        super().__init__(ConnectorSettings(), Context(name, now=clock))
        self.name, self.clock, self.stream_name = name, clock, stream
        self.records: dict[str, dict[str, Any]] = {}
        self.changed_at: dict[str, datetime] = {}
        self.deleted: dict[str, datetime] = {}
        self.merged: dict[str, str] = {}
        self.writes: list[Change] = []
        self.pulls = 0
        self.shows_found = True
        self.fault: Callable[[Sequence[Change]], Iterator[PushResult] | None] = lambda changes: None
        self.pull_error: ConnectorError | None = None
        options: dict[str, Any] = {
            "incremental": "exact",
            "deletes": "tombstone",
            "operations": frozenset({"create", "update", "archive", "delete", "lookup"}),
            "list_page_max": 10,
            "write_batch_max": 10,
            "natural_key": ("email",),
        }
        self.manifest = StreamManifest(name=stream, title=stream, title_ja=stream, **{**options, **manifest})

    def streams(self) -> Mapping[str, StreamManifest]:
        return {self.stream_name: self.manifest}

    def check(self) -> str:
        return f"{self.name} holds {len(self.records)} records"

    # What users do.

    def user_creates(self, record_id: str, **fields: Any) -> str:
        self.records[record_id] = fields
        self.changed_at[record_id] = self.clock.goes_on(seconds=1)
        return record_id

    def user_edits(self, record_id: str, **fields: Any) -> None:
        self.records[record_id] = {**self.records[record_id], **fields}
        self.changed_at[record_id] = self.clock.goes_on(seconds=1)

    def user_deletes(self, record_id: str) -> None:
        del self.records[record_id]
        self.deleted[record_id] = self.clock.goes_on(seconds=1)

    # What the hub does.

    def user_merges(self, record_id: str, winner: str) -> None:
        """Make one of two records."""
        self.merged[record_id] = winner
        self.user_deletes(record_id)

    def pull(self, stream: str, cursor: str | None) -> Iterator[Page]:
        self.pulls += 1
        if self.pull_error is not None:
            raise self.pull_error
        since = self._since(cursor)
        found = sorted((at, i) for i, at in self.changed_at.items() if at > since and i in self.records)
        gone = sorted((at, i) for i, at in self.deleted.items() if at > since)
        size = self.manifest.list_page_max
        for start in range(0, len(found), size):
            page = found[start : start + size]
            yield Page([self._raw(i) for _, i in page], None)
        if self.manifest.deletes == "listing":
            yield Page([self._raw(i) for i in self.records], None, complete_listing=True)
            return
        newest = max([at for at, _ in found + gone], default=None)
        dead = [RawRecord(i, b"{}", at, deleted=True, merged_into=self.merged.get(i)) for at, i in gone]
        if newest is not None:
            yield Page(dead, newest.isoformat())

    def _since(self, cursor: str | None) -> datetime:
        """Whose index lags reads as much of the past again: what the hub has taken for old may be a new edit."""
        if cursor is None:
            return datetime.min.replace(tzinfo=UTC)
        return datetime.fromisoformat(cursor) - timedelta(seconds=self.manifest.index_lag_s)

    def push(self, stream: str, changes: Sequence[Change]) -> Iterator[PushResult]:
        assert len(changes) <= self.manifest.write_batch_max
        assert len({change.operation for change in changes}) == 1
        broken = self.fault(changes)
        if broken is not None:
            yield from broken
            return
        for change in changes:
            yield self.carry_out(change)

    def carry_out(self, change: Change) -> PushResult:
        if change.operation == "lookup":
            return self._look_up(change)
        self.writes.append(change)
        if change.operation == "create":
            record_id = f"{self.name}-{len(self.records) + len(self.deleted) + 1}"
            self.records[record_id] = dict(change.payload)
        elif change.external_id not in self.records:
            return PushResult(change.key, "missing")
        else:
            record_id = change.external_id
            if change.operation in ("archive", "delete"):
                del self.records[record_id]
                self.deleted[record_id] = self.clock()
                return PushResult(change.key, "done", record_id)
            self.records[record_id] = {**self.records[record_id], **change.payload}
        self.changed_at[record_id] = self.clock()
        return PushResult(change.key, "done", record_id)

    def _look_up(self, change: Change) -> PushResult:
        if change.external_id is not None:
            found = [change.external_id] if change.external_id in self.records else []
        else:
            found = [i for i, r in self.records.items() if all(r.get(k) == v for k, v in change.payload.items())]
        if not found:
            return PushResult(change.key, "missing")
        return PushResult(
            change.key, "found", found[0], payload=self._raw(found[0]).payload if self.shows_found else None
        )

    def _raw(self, record_id: str) -> RawRecord:
        at = self.changed_at[record_id]
        payload = msgspec.json.encode({**self.records[record_id], "id": record_id, "at": at.isoformat()})
        return RawRecord(record_id, payload, at)
