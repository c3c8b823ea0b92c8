"""Anti-entropy: what the hub believes a system holds, compared with what it holds, within a budget of calls.

Invariant: nothing is stored by the comparison. A record that changed while the audit ran is no drift: it comes with the
next pull.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any, Literal

import msgspec

from hub.normalize.compare import same
from hub.sdk.connector import WritableConnector
from hub.sdk.errors import ConnectorError
from hub.sdk.records import Change, RawRecord
from hub.steward.planning import check_connections
from hub.store import quarantine, raw, setting, sources
from hub.store.raw import RawState
from hub.store.times import utc_text
from hub.store.transaction import Transaction
from hub.sync.erased import Erased
from hub.sync.payloads import content_hash
from hub.sync.reading import Mapped, Reading, modified_text
from hub.sync.reasons import Reason, reason_of
from hub.sync.run import run_pipeline
from hub.sync.world import ConnectionSetup, StreamSetup, World

Kind = Literal["differs", "unknown", "vanished"]
"""differs: mapped fields are not as believed. unknown: the hub never saw it. vanished: the hub thinks it lives."""

# So many are told one by one; the counts tell of the rest.
TOLD_MAX = 1000
_decode = msgspec.json.Decoder(dict[str, Any]).decode


class Drift(msgspec.Struct, frozen=True):
    """One record that is not as the hub believes; `fields` are `part.field`."""

    record: str
    kind: Kind
    fields: list[str] = []


class StreamAudit(msgspec.Struct):
    """What was compared in one stream. `unmapped` differ only in what no mapping reads; `whole` if all was read."""

    stream: str
    compared: int = 0
    calls: int = 0
    unmapped: int = 0
    drifted: int = 0
    drifts: list[Drift] = []
    whole: bool = False
    stopped: Reason | None = None

    def found(self, drift: Drift) -> None:
        """Count a drift, and tell it while there is room."""
        self.drifted += 1
        if len(self.drifts) < TOLD_MAX:
            self.drifts.append(drift)


class Audit(msgspec.Struct):
    """All streams; `run` is the pull that came first, so that only what cursors miss is left to be found."""

    run: int
    streams: list[StreamAudit]

    @property
    def drifted(self) -> int:
        """How many records are not as believed."""
        return sum(stream.drifted for stream in self.streams)


def audit(
    world: World, only: Sequence[str] | None = None, *, sample: int | None = None, calls: int | None = None
) -> Audit:
    """Read streams again and compare: all of each, at most `calls` pages of each, or the next `sample` records in turn
    (by look-ups, where the system offers them).
    """
    check_connections(world, only)
    started = world.now()
    report = run_pipeline(world, "audit", ("settle", "pull"), only)
    audits = []
    for name, connection in world.connections.items():
        for stream in connection.streams.values():
            if stream.pulls and (only is None or name in only):
                found = StreamAudit(stream.place, stopped=report.ledger.stopped.get(stream.place))
                comparison = _Comparison(world, stream, found, started - timedelta(seconds=stream.manifest.index_lag_s))
                if found.stopped is None:
                    _audit(world, comparison, connection, sample, calls)
                audits.append(found)
    for found in audits:
        world.log("stream_audited", stream=found.stream, compared=found.compared, drifted=found.drifted)
    return Audit(report.run_id, audits)


def _audit(
    world: World, comparison: _Comparison, connection: ConnectionSetup, sample: int | None, calls: int | None
) -> None:
    try:
        with connection.busy:
            if sample is not None and comparison.offers_lookups(connection):
                comparison.look_up(connection, sample)
            else:
                comparison.read_again(connection, calls)
    except ConnectorError as error:
        comparison.audit.stopped = reason_of(error, world.now())


class _Comparison:
    """Compares one stream; `young` is the moment after which a change is news and not drift."""

    def __init__(self, world: World, stream: StreamSetup, audit: StreamAudit, young: Any) -> None:
        self._world, self._stream, self.audit = world, stream, audit
        self._young = utc_text(young)
        self._seen: set[str] = set()

    def offers_lookups(self, connection: ConnectionSetup) -> bool:
        """Whether single records can be asked for."""
        return isinstance(connection.connector, WritableConnector) and "lookup" in self._stream.manifest.operations

    def read_again(self, connection: ConnectionSetup, calls: int | None) -> None:
        """From the beginning, page by page."""
        for page in connection.connector.pull(self._stream.name, None):
            self.audit.calls += 1
            with self._world.database.begin() as tx:
                self._compare(tx, [record for record in page.records if not record.deleted], whole_records=True)
            self._seen.update(record.external_id for record in page.records)
            self._seen.update(bad.external_id for bad in page.bad if bad.external_id is not None)
            self._world.progress(f"audit {self._stream.place}", self.audit.compared, page.total)
            if self._world.is_stopping() or (calls is not None and self.audit.calls >= calls):
                return
        self.audit.whole = True
        with self._world.database.begin() as tx:
            gone = [external_id for _, external_id in raw.live_ids(tx, self._stream.stream_id)]
        for external_id in gone:
            if external_id not in self._seen:
                self._tell(external_id, "vanished")

    def look_up(self, connection: ConnectionSetup, sample: int) -> None:
        """The records whose turn it is: many audits see all of them."""
        assert isinstance(connection.connector, WritableConnector)
        for batch in self._turns(sample):
            self.audit.calls += 1
            wishes = [Change(external_id, "lookup", external_id) for external_id in batch]
            found = []
            for answer in connection.connector.push(self._stream.name, wishes):
                if answer.outcome == "missing":
                    self._tell(answer.key, "vanished")
                elif answer.outcome == "found" and answer.payload is not None:
                    found.append(RawRecord(answer.key, answer.payload))
            with self._world.database.begin() as tx:
                self._compare(tx, found, whole_records=False)

    def _turns(self, sample: int) -> Iterator[list[str]]:
        name, size = f"audited:{self._stream.stream_id}", self._stream.manifest.write_batch_max
        with self._world.database.begin() as tx:
            last = int(setting.remembered(tx, name) or 0)
            rows = raw.live_after(tx, self._stream.stream_id, last, sample)
            rows += raw.live_after(tx, self._stream.stream_id, 0, min(sample - len(rows), last)) if last else []
            if rows:
                setting.remember(tx, name, str(rows[-1][0]))
        ids = list(dict.fromkeys(external_id for _, external_id in rows))
        for start in range(0, len(ids), size):
            yield ids[start : start + size]

    def _compare(self, tx: Transaction, records: Sequence[RawRecord], *, whole_records: bool) -> None:
        known = raw.gate(tx, self._stream.stream_id, [record.external_id for record in records])
        refused = quarantine.names(tx, self._stream.stream_id)
        doubtful = []
        for record in records:
            self.audit.compared += 1
            state, digest = known.get(record.external_id), content_hash(record.payload)
            is_as_known = state is not None and (record.put_away if state.deleted_at else state.hash == digest)
            if record.external_id in refused or is_as_known:
                continue
            if (modified_text(record) or "") >= self._young:
                continue
            doubtful.append((record, digest))
        mapped, _ = Reading(self._world, self._stream, self._world.now_text()).read(doubtful)
        erased = Erased.of(tx, self._stream)
        mapped = mapped if erased is None else erased.without(mapped)
        self._judge(tx, mapped, known, whole_records=whole_records)

    def _judge(
        self, tx: Transaction, mapped: Sequence[Mapped], known: dict[str, RawState], *, whole_records: bool
    ) -> None:
        shadows: dict[int, dict[str, Any]] = {}
        for row in sources.of_raw(tx, [state.raw_id for state in known.values()]):
            if not row.deleted:
                shadows.setdefault(row.raw_id, {})[row.part] = _decode(row.doc)
        for one in mapped:
            external_id, state = one.record.external_id, known.get(one.record.external_id)
            if state is None or state.deleted_at is not None:
                if one.parts:
                    self._tell(external_id, "unknown")
                continue
            fields = self._differing(one, shadows.get(state.raw_id, {}), whole_records=whole_records)
            if fields:
                self._tell(external_id, "differs", fields)
            else:
                self.audit.unmapped += whole_records

    def _differing(self, one: Mapped, shadows: dict[str, Any], *, whole_records: bool) -> list[str]:
        blanks = self._stream.mapping.blanks(one.payload, one.parts) if whole_records else {}
        found = sorted(self._stream.mapping.gone(one.payload, shadows))
        for part, seen in one.parts.items():
            kinds, shadow = self._world.kinds(self._stream.mapping.entity_of(part)), shadows.get(part, {})
            found += [f"{part}.{f}" for f, value in seen.items() if not same(kinds[f], value, shadow.get(f))]
            gone = blanks.get(part, frozenset()) | self._stream.mapping.left_out(part, shadow, seen)
            found += [f"{part}.{f}" for f in gone if f in shadow]
        return sorted(found)

    def _tell(self, external_id: str, kind: Kind, fields: Sequence[str] = ()) -> None:
        self.audit.found(Drift(f"{self._stream.place}/{external_id}", kind, list(fields)))
