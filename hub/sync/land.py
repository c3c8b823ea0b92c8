"""Landing: one page of raw records through the hash gate, and what is new or changed into the store.

Hot path: a record whose hash is known costs one look-up and nothing else; a new one is read and written by the driver
in bulk; only a changed one is compared with what is known of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from hub.sdk.records import BadRecord, RawRecord
from hub.store import golden, merged, outbox, quarantine, raw, sources
from hub.store.raw import RawState
from hub.store.times import moment_of
from hub.store.transaction import Transaction
from hub.sync import merges
from hub.sync.burial import Burial
from hub.sync.erased import Erased
from hub.sync.late_arrivals import recognize, recognize_parts
from hub.sync.ledger import PullLedger
from hub.sync.payloads import content_hash
from hub.sync.reading import Mapped, Reading, modified_text, quarantine_name
from hub.sync.reasons import counted
from hub.sync.remapped import Remapped
from hub.sync.shadows import Comparison, store_first
from hub.sync.world import ALWAYS, StreamSetup, World


class Landing:
    """Takes the records of one page and stores them in bulk."""

    def __init__(
        self,
        tx: Transaction,
        world: World,
        stream: StreamSetup,
        run_id: int,
        ledger: PullLedger,
        shown_since: str = ALWAYS,
    ) -> None:
        self._tx, self._world, self._stream = tx, world, stream
        self._run_id, self._ledger, self._shown_since = run_id, ledger, shown_since
        self._now = world.now_text()
        self._reading = Reading(world, stream, self._now)
        self._quarantined: list[tuple[str, bytes, str, str | None, bool]] = []
        self._released: list[str] = []
        # A save that changes no word still changes the version by which the next write asks.
        self._versions: list[tuple[str, str | None, int]] = []
        self._new: list[Mapped] = []
        self._known: list[tuple[Mapped, RawState]] = []
        self._gone: list[str] = []
        self._remapped: Remapped | None = None
        self.is_sure = True
        """Whether nothing was left out that has to be looked at once more, when the index is sure to have caught up."""

    def take(self, records: Sequence[RawRecord]) -> None:
        """Sort records into new, changed, unchanged, deleted and stale ones."""
        last = {record.external_id: record for record in records}
        if len(last) < len(records):
            last = _newest(records)
            self._ledger.unchanged += len(records) - len(last)
        known = raw.gate(self._tx, self._stream.stream_id, list(last))
        unread: list[tuple[RawRecord, int]] = []
        dead: list[tuple[RawRecord, RawState | None]] = []
        for external_id, record in last.items():
            state = known.get(external_id)
            if record.deleted:
                dead.append((record, state))
                self._gone.append(external_id)
                self._released.append(external_id)
                continue
            digest = content_hash(record.payload)
            if state is not None and (state.hash == digest and state.deleted_at is None):
                self._ledger.unchanged += 1
                self._released.append(external_id)
                if record.version is not None and record.version != state.version:
                    self._versions.append((record.version, modified_text(record), state.raw_id))
            elif state is not None and state.deleted_at is not None and record.put_away:
                self._ledger.unchanged += 1
                self._released.append(external_id)
            elif state is not None and self._may_be_dead(state):
                self._ledger.skipped[counted("outdated")] += 1
                self.is_sure = False
            elif state is not None and _is_older(record, state) and self._is_stale(state):
                self._ledger.skipped[counted("outdated")] += 1
            else:
                unread.append((record, digest))
        self._sort(unread, known)
        Burial(self._tx, self._stream, self._ledger, self._now).bury(dead)

    def _may_be_dead(self, state: RawState) -> bool:
        """Whether an index that lags may not know yet that the record was deleted. No date tells: who restores a record
        may leave its date as it was.
        """
        return state.deleted_at is not None and ALWAYS < self._shown_since <= state.deleted_at

    def _is_stale(self, state: RawState) -> bool:
        """Whether what is shown, older by its date than what is known, may be of the past: the index may not know the
        newer state yet, or this very run has read it. Elsewhere somebody put it back, or the system's clock was ahead.
        """
        if state.run_id == self._run_id:
            return True
        return bool(self._shown_since) and self._shown_since <= (state.modified_at or "") <= self._now

    def take_bad(self, bad: Sequence[BadRecord]) -> None:
        """Records that the connector could not read."""
        erased = Erased.of(self._tx, self._stream) if bad else None
        if erased is not None:
            kept = erased.without_bad(bad)
            self._left_out(len(bad) - len(kept))
            bad = kept
        for record in bad:
            self._quarantine(quarantine_name(record), record.payload, record.reason, None, readable=False)

    def replay(self, rows: Sequence[Any], remapped: Remapped) -> None:
        """Read stored payloads again with the present mapping: (raw_id, external_id, payload, modified_at)."""
        self._remapped = remapped
        records = [RawRecord(row[1], bytes(row[2]), moment_of(row[3]) if row[3] else None) for row in rows]
        known = raw.gate(self._tx, self._stream.stream_id, [row[1] for row in rows])
        mapped = self._read([(record, content_hash(record.payload)) for record in records])
        for one in mapped:
            self._known.append((one, known[one.record.external_id]))

    def store(self) -> None:
        """Write all of it."""
        self._store_new()
        self._store_known()
        raw.set_versions(self._tx, self._versions)
        # In this order: a page may hold a good and a bad state of one record, and the bad one must not be lost.
        quarantine.release(self._tx, self._stream.stream_id, self._released)
        quarantine.put(self._tx, self._stream.stream_id, self._quarantined, self._run_id, self._now)
        # A write that was planned before would go over what nobody can read.
        golden.enqueue_behind(self._tx, self._stream.stream_id, [row[0] for row in self._quarantined])
        news = [one.record.external_id for one in self._new] + [one.record.external_id for one, _ in self._known]
        clear_the_way(self._tx, self._stream.stream_id, news + self._gone)
        recognize(self._tx, self._world, self._stream, self._run_id, [one.record for one in self._new])

    def _sort(self, unread: Sequence[tuple[RawRecord, int]], known: Mapping[str, RawState]) -> None:
        for one in self._read(unread):
            external_id = one.record.external_id
            state = known.get(external_id)
            self._released.append(external_id)
            if state is not None:
                self._known.append((one, state))
            elif one.parts:
                self._new.append(one)
            else:
                self._ledger.skipped[counted("left_out")] += 1

    def _read(self, unread: Sequence[tuple[RawRecord, int]]) -> list[Mapped]:
        mapped, refused = self._reading.read(unread)
        erased = Erased.of(self._tx, self._stream)
        if erased is not None:
            if self._remapped is None:
                # What is stored lacks the person because the hub took him out, and tells nothing of the system.
                erased.let_go_emptied(mapped)
            mapped, refused = erased.without(mapped), erased.without_refused(refused)
            self._left_out(len(unread) - len(mapped) - len(refused))
        for one in refused:
            record = one.record
            self._quarantine(record.external_id, record.payload, one.reason, modified_text(record))
        return mapped

    def _left_out(self, count: int) -> None:
        """Records of erased persons are counted, and nothing of them is kept."""
        if count:
            self._ledger.skipped[counted("erased")] += count

    def _quarantine(
        self, external_id: str, payload: bytes, reason: str, modified_at: str | None, *, readable: bool = True
    ) -> None:
        self._quarantined.append((external_id, payload, reason, modified_at, readable))
        self._ledger.quarantined += 1

    def _store_new(self) -> None:
        if not self._new:
            return
        stream_id, run_id = self._stream.stream_id, self._run_id
        raw_ids = self._tx.next_ids("raw_record", len(self._new))
        rows = [
            (raw_id, stream_id, r.external_id, one.hash, r.payload, modified_text(r), r.version, None, run_id)
            for raw_id, one in zip(raw_ids, self._new, strict=True)
            for r in (one.record,)
        ]
        raw.insert(self._tx, rows)
        first = [(raw_id, one.since, one.parts) for raw_id, one in zip(raw_ids, self._new, strict=True)]
        store_first(self._tx, self._world, self._stream, first)
        merges.welcome(self._tx, self._stream, [one.record.external_id for one in self._new], self._now)
        self._ledger.new += len(self._new)

    def _store_known(self) -> None:
        """Records that were there already: the replaced payload is kept, and each part is compared with its shadow."""
        if not self._known:
            return
        if self._remapped is None:
            returned = [state.raw_id for _, state in self._known if state.deleted_at is not None]
            sources.set_deleted(self._tx, returned, False)
            merged.forget(self._tx, returned)
            raw.mark_returned(self._tx, returned, self._now)
        comparison = Comparison(self._tx, self._world, self._stream, self._shown_since, self._remapped)
        changed = comparison.store(self._known)
        if self._remapped is None:
            # What may be of the past is read once more after the lag, and the gate must not know it then.
            rows = [
                (state.raw_id, one.hash, r.payload, modified_text(r), r.version, self._run_id)
                for one, state in self._known
                for r in (one.record,)
                if state.raw_id not in comparison.late or state.deleted_at is not None
            ]
            raw.replace(self._tx, rows, self._now)
            recognize_parts(self._tx, self._world, self._stream, self._run_id, comparison.fresh)
        self._ledger.changed += changed
        self._ledger.unchanged += len(self._known) - changed


def clear_the_way(tx: Transaction, stream_id: int, external_ids: Sequence[str]) -> None:
    """What was not created because of a record that has changed, or is gone, is planned once more."""
    refused = outbox.forget_refusals(tx, stream_id, external_ids)
    golden.enqueue(tx, sorted(set(golden.living(tx, sorted(refused)).values())))


def _newest(records: Sequence[RawRecord]) -> dict[str, RawRecord]:
    """Of a page that shows records several times, the newest state of each; the last one where no date tells."""
    found: dict[str, RawRecord] = {}
    for record in records:
        other = found.get(record.external_id)
        at, other_at = record.modified_at, other.modified_at if other is not None else None
        if at is None or other_at is None or at >= other_at:
            found[record.external_id] = record
    return found


def _is_older(record: RawRecord, state: RawState) -> bool:
    """Whether the system dates it before the state that is known."""
    return (
        record.modified_at is not None
        and state.modified_at is not None
        and record.modified_at < moment_of(state.modified_at)
    )
