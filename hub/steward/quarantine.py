"""The quarantine: what could not be taken in, and another try with the present mapping.

Invariant: a record leaves quarantine only when it, or something newer of it, is stored; nobody loses a payload.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal
from typing import Literal

import msgspec

from hub.mapping.path import read
from hub.mapping.problems import MappingProblem
from hub.sdk.records import RawRecord
from hub.steward.errors import StewardError
from hub.store import quarantine, raw, runs, streams
from hub.store.quarantine import QuarantineRow
from hub.store.times import moment_of
from hub.store.transaction import Transaction
from hub.sync.land import Landing
from hub.sync.ledger import PullLedger
from hub.sync.payloads import UnreadableError, content_hash, decode_payload
from hub.sync.record import Names
from hub.sync.run import Report
from hub.sync.world import StreamSetup, World

Outcome = Literal["passed", "stays", "superseded"]
"""superseded: the same state or a newer one of the record is stored already."""


class Quarantined(msgspec.Struct, frozen=True):
    """A record in quarantine; `at` is when it first came there, `payload` its text as received.

    `heading` and `value` are what the present mapping cannot read in it, where that is a single value.
    """

    number: int
    stream: str
    external_id: str
    reason: str
    at: str
    run: int
    payload: str
    heading: str = ""
    value: str = ""


class Quarantine(msgspec.Struct, frozen=True):
    """Everything that stands in quarantine, oldest first."""

    records: list[Quarantined]
    format: int = 1


class Tried(msgspec.Struct, frozen=True):
    """What became of one record; `reason` tells why it stays."""

    number: int
    stream: str
    external_id: str
    outcome: Outcome
    reason: str


class Retried(msgspec.Struct, frozen=True):
    """What became of the records that were tried again; those that passed are resolved by the next sync."""

    run: int
    records: list[Tried]
    format: int = 1

    @property
    def passed(self) -> int:
        """How many left the quarantine."""
        return sum(record.outcome != "stays" for record in self.records)


def quarantined(world: World) -> Quarantine:
    """What stands in quarantine, with the reasons."""
    with world.database.look() as tx:
        names = streams.names(tx)
        return Quarantine([_told(row, names, world) for row in quarantine.listing(tx)])


class QuarantinePage(msgspec.Struct, frozen=True):
    """Some of `total` records in quarantine, and the streams that have any."""

    total: int
    records: list[Quarantined]
    streams: list[str]


def page_of(world: World, stream: str, page: int, size: int) -> QuarantinePage:
    """A page of what stands in quarantine, of one stream where it is named."""
    with world.database.look() as tx:
        names, counts = streams.names(tx), quarantine.counts(tx)
        places = {"/".join(names[number]): number for number in counts}
        if stream and stream not in places:
            return QuarantinePage(0, [], sorted(places))
        number = places[stream] if stream else None
        rows = quarantine.listing(tx, number, size, (page - 1) * size)
        total = sum(counts.values()) if number is None else counts[number]
        return QuarantinePage(total, [_told(row, names, world) for row in rows], sorted(places))


def retry(world: World, numbers: Sequence[int] | None = None) -> Retried:
    """Take in again what stands in quarantine, all of it or these numbers, as if it had just been pulled."""
    with world.database.begin() as tx:
        by_stream = _chosen(tx, numbers)
        names = streams.names(tx)
        report = Report(runs.start(tx, "retry", world.config_digest, world.now_text()))
    told: list[Tried] = []
    for stream_id, rows in by_stream.items():
        stream = world.stream(stream_id)
        if stream is None:
            told += [_tried(row, names, "stays", "the configuration has no such stream any more") for row in rows]
            continue
        with world.connections[stream.connection].busy, world.database.begin() as tx:
            told += _Try(tx, world, stream, report, names).land(rows)
    report.state = "ok"
    with world.database.begin() as tx:
        runs.finish(
            tx, report.run_id, report.state, msgspec.json.encode(report.as_document()).decode(), world.now_text()
        )
    return Retried(report.run_id, sorted(told, key=lambda record: record.number))


class _Try:
    """Lands the payloads of one stream again."""

    def __init__(self, tx: Transaction, world: World, stream: StreamSetup, report: Report, names: Names) -> None:
        self._tx, self._stream, self._names = tx, stream, names
        self._ledger = report.ledger.pulls.setdefault(stream.place, PullLedger())
        self._landing = Landing(tx, world, stream, report.run_id, self._ledger)

    def land(self, rows: Sequence[QuarantineRow]) -> list[Tried]:
        """What became of each."""
        known = raw.gate(self._tx, self._stream.stream_id, [row.external_id for row in rows])
        unreadable = [row for row in rows if not row.readable]
        old = [row for row in rows if row.external_id in known and _is_old(row, known[row.external_id])]
        tried = [row for row in rows if row not in unreadable and row not in old]
        self._ledger.read += len(tried)
        self._landing.take([_raw(row) for row in tried])
        self._landing.store()
        quarantine.release(self._tx, self._stream.stream_id, [row.external_id for row in old])
        reasons = quarantine.reasons(self._tx, self._stream.stream_id, [row.external_id for row in tried])
        return [
            *(_tried(row, self._names, "stays", row.reason) for row in unreadable),
            *(_tried(row, self._names, "superseded", "") for row in old),
            *(_after(row, self._names, reasons.get(row.external_id)) for row in tried),
        ]


def _chosen(tx: Transaction, numbers: Sequence[int] | None) -> dict[int, list[QuarantineRow]]:
    rows = quarantine.listing(tx) if numbers is None else quarantine.by_ids(tx, list(numbers))
    unknown = sorted(set(numbers or ()) - {row.quarantine_id for row in rows})
    if unknown:
        raise StewardError("not_quarantined", numbers=", ".join(map(str, unknown)))
    by_stream: dict[int, list[QuarantineRow]] = defaultdict(list)
    for row in rows:
        by_stream[row.stream_id].append(row)
    return by_stream


def _is_old(row: QuarantineRow, state: raw.RawState) -> bool:
    if state.hash == content_hash(bytes(row.payload)) and state.deleted_at is None:
        return True
    return row.modified_at is not None and state.modified_at is not None and row.modified_at < state.modified_at


def _raw(row: QuarantineRow) -> RawRecord:
    modified_at = moment_of(row.modified_at) if row.modified_at is not None else None
    return RawRecord(row.external_id, bytes(row.payload), modified_at)


def _after(row: QuarantineRow, names: Names, reason: str | None) -> Tried:
    return _tried(row, names, "passed", "") if reason is None else _tried(row, names, "stays", reason)


def _tried(row: QuarantineRow, names: Names, outcome: Outcome, reason: str) -> Tried:
    return Tried(row.quarantine_id, "/".join(names[row.stream_id]), row.external_id, outcome, reason)


def _told(row: QuarantineRow, names: Names, world: World) -> Quarantined:
    place, payload = "/".join(names[row.stream_id]), bytes(row.payload).decode(errors="replace")
    stream = world.stream(row.stream_id)
    said = _unread(stream, bytes(row.payload)) if stream is not None and row.readable else ("", "")
    return Quarantined(row.quarantine_id, place, row.external_id, row.reason, row.at, row.run_id, payload, *said)


def _unread(stream: StreamSetup, payload: bytes) -> tuple[str, str]:
    """The name in the record of what the mapping cannot read, and its value."""
    try:
        record = decode_payload(payload)
        stream.mapping.map(record)
    except MappingProblem as problem:
        value = read(record, problem.path) if problem.path else None
        return (".".join(problem.path), str(value)) if isinstance(value, str | int | Decimal) else ("", "")
    except UnreadableError:
        pass
    return "", ""
