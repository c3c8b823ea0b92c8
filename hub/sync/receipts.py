"""Receipts: what became of each intent, stored with the new shadow and the crosswalk in one transaction."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import msgspec

from hub.mapping.problems import MappingProblem
from hub.merging.claims import read_marks, write_marks
from hub.merging.observe import written
from hub.sdk.records import PushResult
from hub.store import decisions, golden, identity, outbox, raw, sources
from hub.store.database import Transaction
from hub.store.outbox import IntentRow
from hub.store.sources import SourceRow
from hub.store.times import utc_text
from hub.sync.ledger import PushLedger
from hub.sync.reading import decode_payload
from hub.sync.references import make_absolute
from hub.sync.world import Document, StreamSetup, World

_decode = msgspec.json.Decoder(dict[str, Any]).decode
_encode = msgspec.json.encode


class Receipts:
    """Collects results of one batch, and stores them."""

    def __init__(self, world: World, stream: StreamSetup, run_id: int, ledger: PushLedger) -> None:
        self._world, self._stream, self._run_id, self._ledger = world, stream, run_id, ledger
        self._results: list[tuple[IntentRow, PushResult | None]] = []

    def add(self, intent: IntentRow, result: PushResult) -> None:
        """Keep a result until `store`."""
        self._results.append((intent, result))

    def put_back(self, intent: IntentRow) -> None:
        """The request was not processed: the intent waits again."""
        self._results.append((intent, None))

    def store(self) -> None:
        """Make everything kept durable."""
        if not self._results:
            return
        with self._world.database.begin() as tx:
            for intent, result in self._results:
                if result is None:
                    outbox.set_state(tx, [("pending", "", None, None, None, intent.intent_id)])
                else:
                    self._store_one(tx, intent, result)
        self._results = []

    def _store_one(self, tx: Transaction, intent: IntentRow, result: PushResult) -> None:
        outcome = result.outcome
        if outcome == "found" and intent.operation == "create":
            self._end(tx, intent, "rejected", f"exists there already as {result.external_id}: {result.message}")
            self._ledger.rejected += 1
        elif outcome in ("done", "found"):
            self._confirm(tx, intent, result)
        elif outcome == "unknown":
            self._ledger.unknown += 1
            self._unknown(tx, intent, result)
        elif outcome == "missing":
            self._gone(tx, intent)
        elif outcome == "moved":
            self._ledger.moved += 1
            self._end(tx, intent, "dropped", result.message or "the record has changed there since it was read")
            golden.enqueue(tx, [intent.golden_id])
        else:
            self._ledger.rejected += 1
            self._end(tx, intent, "rejected", result.message)
            self._world.log("write_rejected", stream=self._stream.place, intent=intent.intent_id, reason=result.message)

    def _end(
        self, tx: Transaction, intent: IntentRow, state: str, message: str, external_id: str | None = None
    ) -> None:
        outbox.set_state(tx, [(state, message, external_id, None, self._world.now_text(), intent.intent_id)])

    def _unknown(self, tx: Transaction, intent: IntentRow, result: PushResult) -> None:
        later = utc_text(self._world.now() + timedelta(seconds=self._stream.manifest.index_lag_s))
        outbox.set_state(tx, [("unknown", result.message, result.external_id, later, None, intent.intent_id)])
        self._world.log("outcome_unknown", stream=self._stream.place, intent=intent.intent_id, reason=result.message)

    def _gone(self, tx: Transaction, intent: IntentRow) -> None:
        """The target of an update no longer exists: that is a deletion seen late."""
        row = raw.by_external_id(tx, self._stream.stream_id, intent.external_id or "")
        if row is not None and row[4] is None:
            raw.mark_deleted(tx, [row[0]], self._world.now_text())
            sources.set_deleted(tx, [row[0]], True)
        self._end(tx, intent, "dropped", "the record no longer exists there")

    def _confirm(self, tx: Transaction, intent: IntentRow, result: PushResult) -> None:
        told: dict[str, Any] = _decode(intent.fields)
        external_id = result.external_id or intent.external_id
        assert external_id is not None, "a connector that says done names the record"
        held = self._held(external_id, result)
        row = raw.by_external_id(tx, self._stream.stream_id, external_id)
        if intent.operation in ("archive", "delete"):
            self._ledger.archived += 1
            if row is not None:
                raw.mark_deleted(tx, [row[0]], self._world.now_text())
                sources.set_deleted(tx, [row[0]], True)
        else:
            raw_id = row[0] if row is not None else self._raw_of(tx, intent, external_id, result)
            self._store_shadows(tx, intent, raw_id, told, held)
            self._ledger.created += intent.operation == "create"
            self._ledger.updated += intent.operation == "update"
        self._end(tx, intent, "done", result.message, external_id)

    def _held(self, external_id: str, result: PushResult) -> dict[str, Document]:
        """What the system shows after the write, where its answer tells."""
        if result.payload is None:
            return {}
        stream = self._stream
        try:
            _, parts = stream.mapping.map(decode_payload(result.payload))
        except (MappingProblem, msgspec.DecodeError) as error:
            self._world.log("answer_not_understood", stream=stream.place, id=external_id, reason=str(error))
            return {}
        make_absolute(stream.mapping, parts, stream.stream_id, external_id, stream.stream_ids)
        return parts

    def _raw_of(self, tx: Transaction, intent: IntentRow, external_id: str, result: PushResult) -> int:
        """A new record; or the old one under a new name, where the system names records by their content."""
        old = raw.by_external_id(tx, self._stream.stream_id, intent.external_id) if intent.external_id else None
        if old is None:
            return self._new_raw(tx, external_id, result)
        raw.rename(tx, old[0], external_id)
        return int(old[0])

    def _new_raw(self, tx: Transaction, external_id: str, result: PushResult) -> int:
        """A record that the hub made: hash 0 says that its own words have not been read yet."""
        (raw_id,) = tx.next_ids("raw_record", 1)
        payload = result.payload or b"{}"
        raw.insert(
            tx,
            [(raw_id, self._stream.stream_id, external_id, 0, payload, None, result.version, None, self._run_id)],
        )
        return raw_id

    def _store_shadows(
        self, tx: Transaction, intent: IntentRow, raw_id: int, told: dict[str, Any], held: dict[str, Document]
    ) -> None:
        stored = {row.part: row for row in sources.of_raw(tx, [raw_id])}
        for name, story in told.items():
            sent = {field: change["to"] for field, change in story["fields"].items()}
            if name in stored:
                self._update_shadow(tx, intent, stored[name], sent, held.get(name, {}))
                if intent.operation == "create" and stored[name].golden_id != story["golden"]:
                    # It was pulled before its receipt was stored, and taken for somebody else.
                    self._join(tx, intent, stored[name].source_id, golden.follow(tx, story["golden"]))
                    sources.enqueue(tx, [(stored[name].source_id, stored[name].entity)])
            else:
                self._new_source(tx, intent, raw_id, name, sent, story["golden"], held.get(name, {}))

    def _update_shadow(
        self, tx: Transaction, intent: IntentRow, row: SourceRow, sent: Document, held: Document
    ) -> None:
        shadow, marks = written(_decode(row.doc), read_marks(row.marks), row.since, sent, held, intent.intent_id)
        sources.update(tx, [(row.source_id, _encode(shadow).decode(), write_marks(marks))])

    def _join(self, tx: Transaction, intent: IntentRow, source_id: int, golden_id: int) -> None:
        """What the hub made for a golden record is the same customer, whatever its spelling over there."""
        members = [m for m in sources.of_golden(tx, [golden_id]) if m.source_id != source_id]
        if members:
            decisions.add(
                tx,
                "same",
                members[0].source_id,
                right=source_id,
                author="hub",
                reason=f"created by intent {intent.intent_id}",
                at=self._world.now_text(),
            )

    def _new_source(
        self, tx: Transaction, intent: IntentRow, raw_id: int, part: str, sent: Document, golden_id: int, held: Document
    ) -> None:
        stream = self._stream
        shadow, marks = written({}, {}, "", sent, held, intent.intent_id)
        entity = stream.mapping.parts[part].entity
        (source_id,) = tx.next_ids("source_record", 1)
        now = self._world.now_text()
        row = (source_id, raw_id, stream.stream_id, part, entity, now, _encode(shadow).decode(), write_marks(marks))
        sources.insert(tx, [row])
        golden_id = golden.follow(tx, golden_id)
        self._join(tx, intent, source_id, golden_id)
        identity.link_new(tx, [(source_id, golden_id, None)])
        golden.enqueue(tx, [golden_id, *(g for g, _, _ in golden.linking_to(tx, [golden_id]))])
