"""Echoes: the remote records that a batch of answers is about, loaded at once and stored at once.

Invariant: in between they are as if each answer had been stored before the next one was read.
"""

from __future__ import annotations

from collections.abc import Iterable

from hub.store import decisions, former_ids, golden, golden_links, identity, outbox, raw, resolve_queue, sources
from hub.store.raw import RawState
from hub.store.sources import SourceRow
from hub.store.transaction import Encoded, Transaction
from hub.sync.world import StreamSetup


class Echoes:
    """Remote records of one stream by their names over there, with their parts."""

    def __init__(
        self, tx: Transaction, stream: StreamSetup, run_id: int, now: str, external_ids: Iterable[str]
    ) -> None:
        self._tx, self._stream, self._run_id, self._now = tx, stream, run_id, now
        self._records = raw.gate(tx, stream.stream_id, sorted(set(external_ids)))
        self._parts: dict[int, dict[str, SourceRow]] = {state.raw_id: {} for state in self._records.values()}
        for row in sources.of_raw(tx, sorted(self._parts)):
            self._parts[row.raw_id][row.part] = row
        self._changed: dict[int, SourceRow] = {}
        self._new: dict[int, SourceRow] = {}
        self._new_raw: list[tuple[int, int, str, int, bytes, None, str | None, None, int]] = []
        self._dead: list[int] = []
        self._renamed: dict[str, str] = {}
        self._joined: list[tuple[int, int, str]] = []
        self._again: list[tuple[int, str]] = []

    def find(self, external_id: str | None) -> RawState | None:
        """What is stored of a remote record."""
        return self._records.get(external_id) if external_id is not None else None

    def parts(self, raw_id: int) -> dict[str, SourceRow]:
        """The parts of a remote record."""
        return self._parts[raw_id]

    def rename(self, state: RawState, external_id: str) -> None:
        """The system names a record anew."""
        raw.rename(self._tx, state.raw_id, external_id)
        for before in [name for name, known in self._records.items() if known.raw_id == state.raw_id]:
            earlier = [old for old, now in self._renamed.items() if now == before]
            self._renamed |= dict.fromkeys([*earlier, before], external_id)
            del self._records[before]
        self._records[external_id] = state

    def add_record(self, external_id: str, payload: bytes, version: str | None) -> int:
        """A record that the hub made: hash 0 says that its own words have not been read yet."""
        (raw_id,) = self._tx.next_ids("raw_record", 1)
        self._records[external_id] = RawState(raw_id, 0, None, None)
        self._parts[raw_id] = {}
        row = (raw_id, self._stream.stream_id, external_id, 0, payload, None, version, None, self._run_id)
        self._new_raw.append(row)
        return raw_id

    def bury(self, state: RawState) -> None:
        """The record is no longer there."""
        self._dead.append(state.raw_id)

    def change(self, row: SourceRow, doc: Encoded, marks: Encoded | None) -> None:
        """A part holds other words, or other marks."""
        changed = row._replace(doc=doc, marks=marks)
        self._parts[row.raw_id][row.part] = changed
        (self._new if row.source_id in self._new else self._changed)[row.source_id] = changed

    def add_part(self, raw_id: int, part: str, golden_id: int, doc: Encoded, marks: Encoded | None) -> int:
        """A part that the hub made, under its golden record; its number."""
        (source_id,) = self._tx.next_ids("source_record", 1)
        entity = self._stream.mapping.parts[part].entity
        row = SourceRow(
            *(source_id, raw_id, self._stream.stream_id, part, entity, self._now, doc, marks),
            *(False, "", golden_id, None),
        )
        self._parts[raw_id][part] = self._new[source_id] = row
        return source_id

    def join(self, source_id: int, golden_id: int, reason: str) -> None:
        """What the hub made for a golden record is the same customer, whatever its spelling over there."""
        self._joined.append((source_id, golden_id, reason))

    def resolve_again(self, row: SourceRow) -> None:
        """Let the next resolve look at a part."""
        self._again.append((row.source_id, row.entity))

    def store(self) -> None:
        """Write all of it."""
        tx = self._tx
        raw.mark_deleted(tx, self._dead, self._now)
        sources.set_deleted(tx, self._dead, True)
        golden.enqueue_referring(tx, self._dead)
        outbox.name_anew(tx, self._stream.stream_id, self._renamed)
        former = ((name, self._records[now].raw_id) for name, now in self._renamed.items())
        former_ids.remember(tx, self._stream.stream_id, former)
        raw.insert(tx, self._new_raw)
        sources.update(tx, [(row.source_id, row.doc, row.marks) for row in self._changed.values()])
        raw.written(tx, sorted({row.raw_id for row in (*self._changed.values(), *self._new.values())}))
        self._join_all()
        made = list(self._new.values())
        sources.insert(tx, [row[: len(sources.COLUMNS.split(","))] for row in made], [None] * len(made))
        identity.link_new(tx, [(row.source_id, row.golden_id, None) for row in made if row.golden_id is not None])
        grown = sorted({row.golden_id for row in made if row.golden_id is not None})
        golden.enqueue(tx, [*grown, *(number for number, _, _ in golden_links.leading_to(tx, grown))])
        resolve_queue.enqueue(tx, self._again)

    def _join_all(self) -> None:
        """Each record is joined to the oldest one that its golden record has besides it, those made here included."""
        members: dict[int, set[int]] = {golden_id: set() for _, golden_id, _ in self._joined}
        for golden_id, source_id in identity.members_of(self._tx, sorted(members)):
            members[golden_id].add(source_id)
        pairs = []
        for source_id, golden_id, reason in self._joined:
            oldest = min(members[golden_id] - {source_id}, default=None)
            if oldest is not None:
                pairs.append((oldest, source_id, reason))
            if source_id in self._new:
                members[golden_id].add(source_id)
        decisions.add_same(self._tx, pairs, "hub", self._now)
