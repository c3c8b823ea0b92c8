"""Landing: one page of raw records through the hash gate, and what is new or changed into the store.

Hot path: a record whose hash is known costs one look-up and nothing else; a new one is read and written by the driver
in bulk; only a changed one is compared field by field.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from hub.merging.claims import read_marks, write_marks
from hub.merging.observe import observe
from hub.sdk.records import BadRecord, RawRecord
from hub.store import decisions, quarantine, raw, sources, streams
from hub.store.database import Transaction
from hub.store.raw import RawState
from hub.store.sources import SourceRow
from hub.store.times import utc_text
from hub.sync.ledger import PullLedger
from hub.sync.reading import Mapped, Reading, content_hash, modified_text, quarantine_name
from hub.sync.world import Document, StreamSetup, World

_encode = msgspec.json.Encoder(order=None).encode
_decode = msgspec.json.Decoder(dict[str, Any]).decode


class Landing:
    """Takes the records of one page and stores them in bulk."""

    def __init__(self, tx: Transaction, world: World, stream: StreamSetup, run_id: int, ledger: PullLedger) -> None:
        self._tx, self._world, self._stream = tx, world, stream
        self._run_id, self._ledger = run_id, ledger
        self._now = world.now_text()
        self._floor = self._last_look()
        self._reading = Reading(world, stream, self._now)
        self._quarantined: list[tuple[str, bytes, str, str | None, bool]] = []
        self._released: list[str] = []
        self._new: list[Mapped] = []
        self._known: list[tuple[Mapped, RawState]] = []
        self._replayed = False

    def take(self, records: Sequence[RawRecord]) -> None:
        """Sort records into new, changed, unchanged, deleted and stale ones."""
        last = {record.external_id: record for record in records}
        self._ledger.unchanged += len(records) - len(last)
        known = raw.gate(self._tx, self._stream.stream_id, list(last))
        mapped, states = [], []
        dead: list[tuple[RawRecord, RawState | None]] = []
        for external_id, record in last.items():
            state = known.get(external_id)
            if record.deleted:
                dead.append((record, state))
                self._released.append(external_id)
                continue
            digest = content_hash(record.payload)
            if state is not None and (state.hash == digest and state.deleted_at is None):
                self._ledger.unchanged += 1
                self._released.append(external_id)
            elif state is not None and _is_stale(record, state):
                self._ledger.skipped["older than what is stored"] += 1
            else:
                mapped.append((record, digest))
                states.append(state)
        self._sort(mapped, states)
        self._bury(dead)

    def take_bad(self, bad: Sequence[BadRecord]) -> None:
        """Records that the connector could not read."""
        for record in bad:
            self._quarantine(quarantine_name(record), record.payload, record.reason, None, readable=False)

    def replay(self, rows: Sequence[Any]) -> None:
        """Read stored payloads again with the present mapping: (raw_id, external_id, payload, modified_at)."""
        records = [RawRecord(row[1], bytes(row[2])) for row in rows]
        known = raw.gate(self._tx, self._stream.stream_id, [row[1] for row in rows])
        mapped = self._read([(record, content_hash(record.payload)) for record in records])
        self._replayed = True
        for one in mapped:
            self._known.append((one, known[one.record.external_id]))

    def store(self) -> None:
        """Write all of it."""
        self._store_new()
        self._store_known()
        # In this order: a page may hold a good and a bad state of one record, and the bad one must not be lost.
        quarantine.release(self._tx, self._stream.stream_id, self._released)
        quarantine.put(self._tx, self._stream.stream_id, self._quarantined, self._run_id, self._now)

    def _sort(self, found: list[tuple[RawRecord, int]], states: list[RawState | None]) -> None:
        by_id = {record.external_id: state for (record, _), state in zip(found, states, strict=True)}
        for one in self._read(found):
            state = by_id[one.record.external_id]
            self._released.append(one.record.external_id)
            if state is not None:
                self._known.append((one, state))
            elif one.parts:
                self._new.append(one)
            else:
                self._ledger.skipped["the mapping leaves it out"] += 1

    def _read(self, found: list[tuple[RawRecord, int]]) -> list[Mapped]:
        mapped, refused = self._reading.read(found)
        for one in refused:
            record = one.record
            self._quarantine(record.external_id, record.payload, one.reason, modified_text(record))
        return mapped

    def _last_look(self) -> str:
        """Where a system tells only the day of a change, an edit is known to be younger than the pull before this
        one.
        """
        if self._stream.manifest.incremental != "day":
            return ""
        return streams.pulled_at(self._tx, self._stream.stream_id) or ""

    def _quarantine(
        self, external_id: str, payload: bytes, reason: str, modified_at: str | None, *, readable: bool = True
    ) -> None:
        self._quarantined.append((external_id, payload, reason, modified_at, readable))
        self._ledger.quarantined += 1

    def _follow_merge(self, record: RawRecord, raw_id: int) -> None:
        """What the system merged is one customer here too."""
        if record.merged_into is None:
            return
        winner = raw.by_external_id(self._tx, self._stream.stream_id, record.merged_into)
        if winner is None:
            return
        winners = {row.part: row.source_id for row in sources.of_raw(self._tx, [winner[0]])}
        for row in sources.of_raw(self._tx, [raw_id]):
            if row.part in winners:
                reason = f"merged in {self._stream.place}"
                decisions.add(
                    self._tx,
                    "same",
                    row.source_id,
                    right=winners[row.part],
                    author=self._stream.connection,
                    reason=reason,
                    at=self._now,
                )

    def _bury(self, dead: list[tuple[RawRecord, RawState | None]]) -> None:
        gone = []
        for record, state in dead:
            if state is None:
                self._ledger.skipped["deleted before it was ever seen"] += 1
            elif state.deleted_at is not None:
                self._ledger.unchanged += 1
            else:
                gone.append(state.raw_id)
                self._ledger.changed += 1
                self._follow_merge(record, state.raw_id)
        raw.mark_deleted(self._tx, gone, self._now)
        sources.set_deleted(self._tx, gone, True)
        self._ledger.deleted += len(gone)

    def _store_new(self) -> None:
        tx, stream_id, run_id = self._tx, self._stream.stream_id, self._run_id
        raw_ids = tx.next_ids("raw_record", len(self._new))
        rows = [
            (raw_id, stream_id, r.external_id, one.hash, r.payload, modified_text(r), r.version, None, run_id)
            for raw_id, one in zip(raw_ids, self._new, strict=True)
            for r in (one.record,)
        ]
        raw.insert(tx, rows)
        self._store_parts([(raw_id, one, one.parts) for raw_id, one in zip(raw_ids, self._new, strict=True)])
        self._ledger.new += len(self._new)

    def _store_parts(self, found: list[tuple[int, Mapped, dict[str, Document]]]) -> None:
        """New source records."""
        tx, stream_id, entities = self._tx, self._stream.stream_id, self._stream.mapping.parts
        count = sum(len(parts) for _, _, parts in found)
        ids = iter(tx.next_ids("source_record", count))
        rows = [
            (next(ids), raw_id, stream_id, name, entities[name].entity, one.at, _encode(doc).decode(), None)
            for raw_id, one, parts in found
            for name, doc in parts.items()
        ]
        sources.insert(tx, rows)

    def _store_known(self) -> None:
        """Records that were there already: compare each part with its shadow, and keep the replaced payload."""
        if not self._known:
            return
        tx = self._tx
        parts: dict[int, dict[str, SourceRow]] = {}
        for row in sources.of_raw(tx, [state.raw_id for _, state in self._known]):
            parts.setdefault(row.raw_id, {})[row.part] = row
        returned = [state.raw_id for _, state in self._known if state.deleted_at is not None]
        if not self._replayed:
            rows = [
                (state.raw_id, one.hash, r.payload, modified_text(r), r.version, self._run_id)
                for one, state in self._known
                for r in (one.record,)
            ]
            raw.replace(tx, rows, self._now)
            sources.set_deleted(tx, returned, False)
        new_parts = []
        updates: list[tuple[int, str, str | None]] = []
        queue: list[tuple[int, str]] = []
        for one, state in self._known:
            stored = parts.get(state.raw_id, {})
            fresh = {name: doc for name, doc in one.parts.items() if name not in stored}
            if fresh:
                new_parts.append((state.raw_id, one, fresh))
            changed = self._compare(one, state, stored, updates, queue)
            self._count(changed=changed or bool(fresh) or state.deleted_at is not None)
        sources.update(tx, updates)
        sources.enqueue(tx, queue)
        self._store_parts(new_parts)

    def _compare(
        self,
        one: Mapped,
        state: RawState,
        stored: dict[str, SourceRow],
        updates: list[tuple[int, str, str | None]],
        queue: list[tuple[int, str]],
    ) -> bool:
        blanks = self._stream.mapping.blanks(one.payload, one.parts)
        was_edited = False
        for name, row in stored.items():
            seen = observe(
                _decode(row.doc),
                read_marks(row.marks),
                one.parts.get(name, {}),
                blanks.get(name, frozenset()),
                max(one.at, self._floor),
                self._world.kinds(row.entity),
                first_sight=state.hash == 0,
                edited=not self._replayed,
            )
            if seen.changed:
                updates.append((row.source_id, _encode(seen.shadow).decode(), write_marks(seen.marks)))
            if seen.edited:
                queue.append((row.source_id, row.entity))
                was_edited = True
        return was_edited

    def _count(self, *, changed: bool) -> None:
        if changed:
            self._ledger.changed += 1
        else:
            self._ledger.unchanged += 1


def _is_stale(record: RawRecord, state: RawState) -> bool:
    """Whether an index that lags behind showed a state older than the one we know."""
    return (
        record.modified_at is not None
        and state.modified_at is not None
        and utc_text(record.modified_at) < state.modified_at
    )
