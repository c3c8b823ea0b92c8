"""Shadows: what a system was last seen to hold, part by part, and what it says now compared with that.

Invariant: only what differs from its shadow becomes a claim, and only what was edited is queued for the resolve.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from hub.matching.keys import match_keys
from hub.merging.claims import Mark, encode_marks, read_marks
from hub.merging.observation import Look, Observation
from hub.merging.observe import observe
from hub.sdk.records import RawRecord
from hub.store import resolve_queue, sources
from hub.store.raw import RawState
from hub.store.sources import ShadowRow
from hub.store.times import moment_of, utc_text
from hub.store.transaction import Transaction
from hub.sync.cut_dates import last_moment
from hub.sync.first_sights import FirstSights
from hub.sync.looks import seen_until
from hub.sync.reading import Mapped, modified_text
from hub.sync.remapped import Remapped
from hub.sync.unanswered import ON_THE_WAY
from hub.sync.world import Document, StreamSetup, World

_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(dict[str, Any]).decode


def store_first(
    tx: Transaction, world: World, stream: StreamSetup, found: Sequence[tuple[int, str, Mapping[str, Document]]]
) -> None:
    """New source records: (raw_id, event time, parts)."""
    stream_id, entity_of, refers = stream.stream_id, stream.mapping.entity_of, world.refers
    ids = iter(tx.next_ids("source_record", sum(len(parts) for _, _, parts in found)))
    rows, keys = [], []
    for raw_id, at, parts in found:
        for name, doc in parts.items():
            entity = entity_of(name)
            rows.append((next(ids), raw_id, stream_id, name, entity, at, _encode(doc), None))
            # Keys may be made of references, whose golden names the resolve knows.
            keys.append(None if entity in refers else _encode(() if world.weighs(entity) else match_keys(entity, doc)))
    sources.insert(tx, rows, keys)


class Comparison:
    """Compares records that were there already with their shadows; `remapped` says that they are the same payloads,
    read with another mapping. They may be as old as `shown_since`; `late` are the raw ids of those that are.
    """

    def __init__(
        self, tx: Transaction, world: World, stream: StreamSetup, shown_since: str, remapped: Remapped | None = None
    ) -> None:
        self._tx, self._world, self._stream, self._remapped = tx, world, stream, remapped
        self._shown_since, self._now = shown_since, world.now_text()
        self._arrives_by = utc_text(moment_of(self._now) + ON_THE_WAY)
        self.late: set[int] = set()
        self.fresh: list[tuple[RawRecord, list[str]]] = []
        """Records with parts that were not there before."""
        self._floor = self._last_look()
        self._updates: list[tuple[int, bytes, bytes | None]] = []
        self._queue: list[tuple[int, str, str | None]] = []
        self._first: list[tuple[int, str, dict[str, Document]]] = []
        self._gone: list[int] = []
        self._returned: list[int] = []
        self._dead: list[int] = []

    def store(self, known: Sequence[tuple[Mapped, RawState]]) -> int:
        """Store the new shadows, and parts that were not there before; how many records were edited."""
        stored = sources.shadows(self._tx, [state.raw_id for _, state in known])
        self._first_sights = FirstSights(self._tx, stored, self._shown_since)
        edited = sum(self._compare(one, state, stored.get(state.raw_id, {})) for one, state in known)
        sources.update(self._tx, self._updates)
        sources.set_parts_deleted(self._tx, self._gone, True)
        sources.set_parts_deleted(self._tx, self._returned, False)
        resolve_queue.enqueue(self._tx, self._queue)
        store_first(self._tx, self._world, self._stream, self._first)
        sources.set_deleted(self._tx, self._dead, True)
        return edited

    def _last_look(self) -> str:
        """Where a system tells only the day of a change, an edit is known to be younger than the pull before this
        one.
        """
        if self._stream.manifest.incremental != "day":
            return ""
        return seen_until(self._tx, self._stream)

    def _compare(self, one: Mapped, state: RawState, stored: Mapping[str, ShadowRow]) -> bool:
        fresh = {name: doc for name, doc in one.parts.items() if name not in stored}
        # A replay reads what was deleted, too, and brings nobody back.
        is_dead = self._remapped is not None and state.deleted_at is not None
        if fresh:
            self._first.append((state.raw_id, one.since, fresh))
            self.fresh.append((one.record, list(fresh)))
            self._dead += [state.raw_id] if is_dead else []
        edits = [self._observe(one, state, part, row) for part, row in stored.items()]
        went = not is_dead and self._follow_parts(one, stored)
        return bool(fresh) or any(edits) or went or state.deleted_at is not None

    def _follow_parts(self, one: Mapped, stored: Mapping[str, ShadowRow]) -> bool:
        """Whether a part went while its record stays, or came back to it."""
        silent = [part for part, row in stored.items() if part not in one.parts and not row.deleted]
        came = [row for part, row in stored.items() if row.deleted and part in one.parts]
        if not (silent or came):
            return False
        gone = self._stream.mapping.gone(one.payload, silent) if silent else ()
        went = [stored[part] for part in silent if part in gone]
        self._gone += [row.source_id for row in went]
        self._returned += [row.source_id for row in came]
        self._queue += [(row.source_id, row.entity, None) for row in (*went, *came)]
        return bool(went or came)

    def _observe(self, one: Mapped, state: RawState, part: str, row: ShadowRow) -> bool:
        """Whether somebody edited the part."""
        shadow, seen, rules = _decode(row.doc), one.parts.get(part, {}), self._world.rules[row.entity]
        if self._remapped is None and seen == shadow:
            return False
        marks = read_marks(row.marks)
        is_less = self._remapped is not None and self._remapped.forget(part, shadow, marks, rules)
        found = observe(
            shadow,
            marks,
            row.since,
            seen,
            self._blanks(one, part, shadow, seen),
            one.at,
            rules,
            self._look(one, state),
            first_sight=state.hash == 0,
            edited=self._remapped is None,
        )
        if found.is_late:
            self.late.add(state.raw_id)
        self._note(row, found, is_less=is_less)
        if found.rewritten:
            self._world.log("rewritten_there", stream=self._stream.place, id=one.record.external_id, **_told(found))
        return bool(found.edited) or is_less

    def _look(self, one: Mapped, state: RawState) -> Look:
        return Look(
            self._shown_since,
            self._now,
            modified_text(one.record) or "",
            None if self._remapped is not None else self._first_sights.of(one.record, state),
            lambda intent_id: self._first_sights.is_of(one.record, intent_id),
            self._arrives_by,
            self._floor,
            lambda mark: self._over(mark, one),
        )

    def _over(self, mark: Mark, one: Mapped) -> str:
        """When that was said which an edit goes over, or written, where the edit's date may be of a later moment."""
        until = last_moment(one.at, self._stream.manifest.incremental, self._stream.mapping.spec.zone)
        if until == one.at:
            return ""
        wrote = mark.wrote or max((intent for intent, _, _ in mark.unsure), default=0)
        over = self._first_sights.wished_at(wrote) if wrote else mark.at
        return over if over <= until else ""

    def _blanks(self, one: Mapped, part: str, shadow: Document, seen: Document) -> frozenset[str]:
        """The fields that were emptied; they are looked for only where the shadow holds what was not said."""
        if shadow.keys() <= seen.keys():
            return frozenset()
        mapping = self._stream.mapping
        gone = mapping.left_out(part, shadow, seen)
        return mapping.blanks(one.payload, one.parts).get(part, frozenset()) | gone if mapping.clears else gone

    def _note(self, row: ShadowRow, found: Observation, *, is_less: bool) -> None:
        if found.changed or is_less:
            self._updates.append((row.source_id, _encode(found.shadow), encode_marks(found.marks)))
        if is_less:
            self._queue.append((row.source_id, row.entity, None))
        elif found.edited or found.echoed or found.rewritten:
            # What was rewritten changes no golden record, and the plan that follows tells of it.
            edited = _encode(found.edited + found.reformatted + found.echoed + found.rewritten).decode()
            self._queue.append((row.source_id, row.entity, edited))


def _told(found: Observation) -> dict[str, Any]:
    """What a system has made of the hub's words."""
    marks, shadow = found.marks, found.shadow
    told = {field: {"sent": marks[field].sent, "held": shadow.get(field)} for field in found.rewritten}
    return {"fields": found.rewritten, "personal": told}
