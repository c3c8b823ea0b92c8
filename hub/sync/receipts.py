"""Receipts: what became of each intent, stored with the new shadow and the crosswalk in one transaction."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

import msgspec

from hub.mapping.problems import MappingProblem
from hub.merging.claims import encode_marks, read_marks
from hub.merging.rules import EntityRules
from hub.merging.written import written
from hub.normalize.compare import same
from hub.sdk.errors import EVIDENCE_MAX
from hub.sdk.records import PushResult
from hub.store import golden, intents, outbox
from hub.store.intents import IntentRow
from hub.store.times import utc_text
from hub.store.transaction import Transaction
from hub.sync.bonds import made_by, moved_by
from hub.sync.echoes import Echoes
from hub.sync.few_fields import changed
from hub.sync.ledger import PushLedger
from hub.sync.payloads import decode_payload
from hub.sync.read_before import brought, typed_since
from hub.sync.reasons import Reason, read_reason
from hub.sync.references import make_absolute
from hub.sync.refusals import is_of_several
from hub.sync.stops import unclear
from hub.sync.story import PartStory, Story, read_present
from hub.sync.world import Document, StreamSetup, World

_decode = msgspec.json.Decoder(dict[str, Any]).decode
_encode = msgspec.json.Encoder().encode


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
        """Store everything kept."""
        if self._results:
            with self.stored():
                pass

    @contextmanager
    def stored(self, *, durable: bool = False) -> Iterator[Transaction]:
        """A transaction that stores everything kept, and what is done in it afterwards."""
        results, counted = self._results, replace(self._ledger)
        try:
            with self._world.database.begin(durable=durable) as tx:
                if results:
                    Answers(tx, self._world, self._stream, self._run_id, self._ledger).take(results)
                yield tx
        except BaseException:
            # They are stored by the next one, and counted then.
            vars(self._ledger).update(vars(counted))
            raise
        self._results = []
        if results:
            self._world.database.reached("after receipt")


class Answers:
    """Weighs the results of one batch inside one transaction."""

    def __init__(self, tx: Transaction, world: World, stream: StreamSetup, run_id: int, ledger: PushLedger) -> None:
        self._tx, self._world, self._stream, self._run_id, self._ledger = tx, world, stream, run_id, ledger
        self._now = world.now_text()
        self._shown_since = stream.shown_since(world.now())
        self._states: list[tuple[str, str, str | None, str | None, str | None, int]] = []
        self._versions: list[tuple[str, int]] = []
        self._moved: list[int] = []

    def take(self, results: Sequence[tuple[IntentRow, PushResult | None]]) -> None:
        """Store what became of each intent."""
        tx = self._tx
        names = [name for i, r in results for name in (i.external_id, r and r.external_id) if name]
        self._echoes = Echoes(tx, self._stream, self._run_id, self._now, names)
        stories = [read_present(self._world, self._stream, intent.fields) for intent, _ in results]
        made_for = {golden_id for story in stories for p in story.values() for golden_id in (p.golden, p.left)} - {0}
        self._living = golden.living(tx, sorted(made_for))
        for (intent, result), story in zip(results, stories, strict=True):
            if result is None:
                self._states.append(("pending", "", None, None, None, intent.intent_id))
            else:
                self._take_one(intent, result, story)
        self._echoes.store()
        outbox.set_state(tx, self._states)
        intents.note_versions(tx, self._versions)
        golden.enqueue(tx, self._moved)

    def _take_one(self, intent: IntentRow, result: PushResult, story: Story) -> None:
        outcome = result.outcome
        if outcome == "found" and intent.operation == "create":
            why = Reason("exists_there", {"id": result.external_id or "", "said": result.message})
            self._end(intent, "rejected", why.text(), result.external_id)
            self._ledger.rejected += 1
        elif outcome in ("done", "found"):
            self._confirm(intent, result, story)
        elif outcome == "unknown":
            self._ledger.unknown += 1
            self._unknown(intent, result)
        elif outcome == "missing":
            self._gone(intent)
        elif outcome == "moved":
            self._ledger.moved += 1
            self._end(intent, "dropped", result.message or Reason("changed_there").text())
            self._moved.append(intent.golden_id)
        else:
            self._ledger.rejected += 1
            self._end(intent, "rejected", result.message)
            if intent.operation == "update" and is_of_several(story):
                self._moved.append(intent.golden_id)
            self._world.log("write_rejected", stream=self._stream.place, intent=intent.intent_id, reason=result.message)

    def _end(self, intent: IntentRow, state: str, message: str, external_id: str | None = None) -> None:
        self._states.append((state, message, external_id, None, self._now, intent.intent_id))

    def _unknown(self, intent: IntentRow, result: PushResult) -> None:
        why = read_reason(result.message) or ""
        later = utc_text(self._world.now() + timedelta(seconds=self._stream.manifest.index_lag_s))
        self._states.append(("unknown", result.message, result.external_id, later, None, intent.intent_id))
        where = {"stream": self._stream.place, "intent": intent.intent_id}
        self._world.log("outcome_unknown", **where, reason=str(why), **unclear(result.evidence))

    def _gone(self, intent: IntentRow) -> None:
        """The answer is that there is no such record. Who may not write one is told the same, so the next run looks it
        up, and its pull tells.
        """
        self._ledger.gone += 1
        self._states.append(("unknown", Reason("gone_there").text(), None, None, None, intent.intent_id))

    def _confirm(self, intent: IntentRow, result: PushResult, story: Story) -> None:
        external_id = result.external_id or intent.external_id
        assert external_id is not None, "a connector that says done names the record"
        held = self._held(external_id, result)
        state = self._echoes.find(external_id)
        if intent.operation in ("archive", "delete"):
            self._ledger.archived += 1
            if state is not None:
                self._echoes.bury(state)
        else:
            raw_id = state.raw_id if state is not None else self._raw_of(intent, external_id, result)
            told_at = "" if result.modified_at is None else utc_text(result.modified_at)
            self._store_shadows(intent, raw_id, story, held, told_at)
            self._ledger.created += intent.operation == "create"
            self._ledger.updated += intent.operation == "update"
        self._end(intent, "done", result.message, external_id)
        if result.version is not None:
            self._versions.append((result.version, intent.intent_id))

    def _held(self, external_id: str, result: PushResult) -> dict[str, Document]:
        """What the system shows after the write, where its answer tells; None where it shows a blank."""
        if result.payload is None:
            return {}
        stream = self._stream
        try:
            payload = decode_payload(result.payload)
            _, parts = stream.mapping.map(payload)
            blanks = stream.mapping.blanks(payload, parts)
        except (MappingProblem, msgspec.DecodeError) as error:
            told = {"stream": stream.place, "id": external_id, "reason": str(error)}
            self._world.log("answer_not_understood", **told, **unclear(result.payload[:EVIDENCE_MAX]))
            return {}
        make_absolute(stream.mapping, parts, stream.stream_id, external_id, stream.stream_ids)
        return {name: {**dict.fromkeys(blanks.get(name, ())), **doc} for name, doc in parts.items()}

    def _raw_of(self, intent: IntentRow, external_id: str, result: PushResult) -> int:
        """A new record; or the old one under a new name, where the system names records by their content."""
        old = self._echoes.find(intent.external_id)
        if old is None:
            return self._echoes.add_record(external_id, result.payload or b"{}", result.version)
        self._echoes.rename(old, external_id)
        return old.raw_id

    def _store_shadows(
        self, intent: IntentRow, raw_id: int, story: Story, held: dict[str, Document], told_at: str
    ) -> None:
        stored = self._echoes.parts(raw_id)
        for name, told in story.items():
            golden_id, there = self._living[told.golden], self._there(name, held)
            rewritten = self._rewritten(intent, name, told, there) if there else frozenset[str]()
            row = stored.get(name)
            if row is None:
                shadow, marks = written({}, {}, "", told.to, there, intent.intent_id, rewritten=rewritten)
                source_id = self._echoes.add_part(raw_id, name, golden_id, _encode(shadow), encode_marks(marks))
                self._echoes.join(source_id, golden_id, made_by(intent.intent_id))
                continue
            is_made = intent.operation == "create"
            # What stands there is mostly what the plan saw, and the system mostly holds what was sent.
            doc = None if is_made or there else changed(row.doc, told.before, told.to)
            known = told.before if doc is not None else _decode(row.doc)
            sent, marks = told.to, read_marks(row.marks)
            if is_made:
                sent = brought(self._world.rules[row.entity], known, told.to)
                marks = typed_since(self._tx, self._stream, row, known, sent, intent.intent_id) | marks
            shadow, marks = written(
                *(known, marks, row.since, sent, there, intent.intent_id),
                *(self._now, self._shown_since),
                made=is_made,
                rewritten=rewritten,
                told_at=told_at,
            )
            if told.left and self._living.get(told.left) == row.golden_id:
                self._echoes.join(row.source_id, golden_id, moved_by(intent.intent_id))
            self._echoes.change(row, doc or _encode(shadow), encode_marks(marks))
            if is_made or self._tells_who(row.entity, known, shadow, sent):
                # It was pulled before its receipt was stored, and taken for somebody's word; or it may be known by
                # other facts now, and not be held apart any more from whom it was.
                self._echoes.resolve_again(row)
            if is_made and row.golden_id != told.golden:
                self._echoes.join(row.source_id, golden_id, made_by(intent.intent_id))

    def _there(self, name: str, held: dict[str, Document]) -> Document:
        """What a part shows after the write; a permission that somebody has taken away is heard by the next pull."""
        there = held.get(name, {})
        permissions = self._rules(name).permissions
        return there if permissions.isdisjoint(there) else {f: v for f, v in there.items() if f not in permissions}

    def _rewritten(self, intent: IntentRow, name: str, told: PartStory, there: Document) -> frozenset[str]:
        """The fields of which the system holds something else than was sent; the plan that follows tells of them."""
        kind_of = self._rules(name).kind_of
        found = [f for f, value in told.to.items() if f in there and not same(kind_of(f), value, there[f])]
        if found:
            place, personal = self._stream.place, {f: {"sent": told.to[f], "held": there[f]} for f in found}
            self._world.log("rewritten_there", stream=place, intent=intent.intent_id, fields=found, personal=personal)
            self._moved.append(intent.golden_id)
        return frozenset(found)

    def _rules(self, name: str) -> EntityRules:
        return self._world.rules[self._stream.mapping.entity_of(name)]

    def _tells_who(self, entity: str, before: Document, after: Document, sent: Document) -> bool:
        """Whether a write has changed what tells who somebody is."""
        identifying = self._world.identifying(entity)
        if identifying.isdisjoint(sent):
            return False
        return any(before.get(field) != after.get(field) for field in identifying & sent.keys())
