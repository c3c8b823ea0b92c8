"""Re-keyed: where a list names its records by what stands in them, a record whose key was corrected keeps its past.

Who corrects a code or a mailbox in a sheet makes another row of it by name: one is gone from the list and one is new;
and who exchanges two codes makes two other customers of two. Taken so, the correction would reach nobody, the customer
would be there twice, or everybody would get what another one was. Rows that are new or changed are therefore kept back
until the list has ended, and those that are a former record but for one cell of its key take that one's place.

Invariant: a record takes the place of one other at most, and of none where two might be meant, or somebody else.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from typing import TypeVar

import msgspec

from hub.sdk.records import BadRecord, Page, RawRecord
from hub.store import former_ids, golden_links, identity, intents, outbox, raw, resolve_queue, sources
from hub.store.transaction import Transaction
from hub.sync.pairing import MOST, paired
from hub.sync.payloads import UnreadableError, content_hash, decode_payload
from hub.sync.reading import quarantine_name
from hub.sync.subjects import are_codes, are_documents, may_be_one
from hub.sync.world import Document, StreamSetup, World

_Name = TypeVar("_Name", int, str)


class Newcomers:
    """What one reading of a list has shown that nobody knows, or knows otherwise."""

    def __init__(self, world: World, stream: StreamSetup) -> None:
        self._world, self._stream = world, stream
        self._keys = frozenset(path.strip('"') for path in stream.manifest.natural_key)
        is_named = stream.manifest.id_from_key and stream.manifest.deletes == "listing"
        self._waits = is_named and not are_documents(stream.mapping, self._keys)
        self._has_codes = are_codes(stream.mapping, self._keys)
        self._back: list[RawRecord] = []
        self._bad: dict[str, bytes] = {}
        self._nameless: set[str] = set()
        self._changed: dict[int, str] = {}
        self._returned: dict[int, str] = {}

    def of_page(self, tx: Transaction, page: Page, seen: set[str]) -> Page:
        """What is to be landed now; `seen` is every id that was shown so far, this page's too; it gets those of records
        that are there in rows without an id of their own.
        """
        if not self._waits:
            return page
        kept = self._keep_back(tx, page.records)
        self._note_bad(tx, page.bad)
        if page.complete_listing:
            self._take_places(tx, seen)
        # A cursor vouches for all that was shown before it.
        come = self.come() if page.complete_listing or page.cursor is not None or not self._waits else []
        return msgspec.structs.replace(page, records=[*come, *kept])

    def come(self) -> list[RawRecord]:
        """All that was kept back."""
        back, self._back, self._changed, self._returned = self._back, [], {}, {}
        return back

    def _keep_back(self, tx: Transaction, records: Sequence[RawRecord]) -> list[RawRecord]:
        known = raw.gate(tx, self._stream.stream_id, [record.external_id for record in records])
        kept = []
        for record in records:
            state = known.get(record.external_id)
            if state is None:
                self._back.append(record)
            elif self._has_codes and state.hash != content_hash(record.payload):
                self._back.append(record)
                (self._changed if state.deleted_at is None else self._returned)[state.raw_id] = record.external_id
            else:
                kept.append(record)
        self._waits = len(self._back) <= MOST
        return kept

    def _note_bad(self, tx: Transaction, bad: Sequence[BadRecord]) -> None:
        """A row that can't be read has its place all the same, and is in quarantine by its new name."""
        told = {quarantine_name(one): one.payload for one in bad}
        self._nameless |= {quarantine_name(one) for one in bad if one.external_id is None}
        known = raw.gate(tx, self._stream.stream_id, list(told))
        self._bad |= {name: payload for name, payload in told.items() if name not in known}

    def _take_places(self, tx: Transaction, seen: set[str]) -> None:
        """The list has ended: records are called by their new names."""
        shown = self._without_the_dead(tx)
        lost = {i: name for i, name in raw.live_ids(tx, self._stream.stream_id) if name not in seen}
        former = {**lost, **self._changed}
        if not 0 < len(former) <= 2 * MOST:
            return
        new = {**_readable(self._bad), **shown}
        if not new:
            return
        left = self._known(tx, former)
        edited = {
            name: i
            for i, name in self._changed.items()
            if i not in left or name not in new or self._may_be_one(left[i], new[name])
        }
        pairs = paired(left, new, self._keys, self._may_be_one, edited)
        moved = {i: name for i, name in pairs.items() if former[i] != name}
        _leave_their_own(moved, edited)
        # Whose code is another row's by mistake has a row all the same.
        there = [i for i, name in moved.items() if name in self._nameless]
        now = self._name_anew(tx, former, {i: name for i, name in moved.items() if i not in there})
        seen.update(now.get(i, former[i]) for i in there)

    def _without_the_dead(self, tx: Transaction) -> dict[str, Document]:
        """The rows kept back, but for those of records that are there again. A code that somebody else has now was
        given out anew: who had it before stays gone, under a name that nobody has.
        """
        shown = _readable({record.external_id: record.payload for record in self._back})
        dead, parked = self._known(tx, self._returned), {}
        for raw_id, name in self._returned.items():
            if raw_id not in dead or name not in shown or self._may_be_one(dead[raw_id], shown[name]):
                shown.pop(name, None)
            else:
                parked[raw_id] = _parked(raw_id, name)
        _rename(tx, self._stream.stream_id, self._returned, parked)
        return shown

    def _known(self, tx: Transaction, former: Mapping[int, str]) -> dict[int, Document]:
        """What these records held when they were last read or written."""
        known = _readable(raw.last_read(tx, sorted(former)))
        written = {former[i]: known[i] for i in raw.written_to(tx, sorted(former)) if i in known}
        for name, payload in intents.written_since_read(tx, self._stream.stream_id, sorted(written)):
            written[name].update(decode_payload(payload.encode()))
        return known

    def _name_anew(self, tx: Transaction, former: Mapping[int, str], moved: Mapping[int, str]) -> dict[int, str]:
        """The names of those that have another one now. Whose name another one has got, and who was not found again, is
        called by one that nobody has.
        """
        if not moved:
            return {}
        stream_id, taken = self._stream.stream_id, set(moved.values())
        parked = {i: _parked(i, name) for i, name in former.items() if name in taken}
        now = _rename(tx, stream_id, former, parked, moved)
        former_ids.remember(tx, stream_id, [(former[i], i) for i in moved])
        if parked:
            _ask_again_who_refers(tx, now)
        self._world.log("records_rekeyed", stream=self._stream.place, records=len(moved))
        return now

    def _may_be_one(self, before: Document, after: Document) -> bool:
        return may_be_one(self._stream.mapping, before, after)


def _rename(tx: Transaction, stream_id: int, former: Mapping[int, str], *steps: Mapping[int, str]) -> dict[int, str]:
    """Give records other names, one step after the other, so that no two have one at a time; the last of each."""
    now: dict[int, str] = {}
    for step in steps:
        now |= step
        for raw_id, name in step.items():
            raw.rename(tx, raw_id, name)
    for raw_id, name in now.items():
        sources.name_anew(tx, raw_id, stream_id, former[raw_id], name)
    outbox.name_anew(tx, stream_id, {former[i]: name for i, name in now.items()})
    return now


def _parked(raw_id: int, name: str) -> str:
    return f"{name} (#{raw_id})"


def _leave_their_own(moved: dict[int, str], edited: Mapping[str, int]) -> None:
    """Nobody takes the name of a row that was only edited: only where that one has another name now, too."""
    while held := [i for i, name in moved.items() if name in edited and edited[name] not in moved]:
        for raw_id in held:
            del moved[raw_id]


def _ask_again_who_refers(tx: Transaction, raw_ids: Collection[int]) -> None:
    """A name means somebody else now: who is called by it elsewhere is looked up anew."""
    here = [row.source_id for row in sources.of_raw(tx, sorted(raw_ids))]
    goldens = sorted(set(identity.golden_of(tx, here).values()))
    referring = sorted({number for number, _, _ in golden_links.leading_to(tx, goldens)})
    resolve_queue.enqueue(tx, [(row.source_id, row.entity) for row in sources.of_golden(tx, referring)])


def _readable(payloads: Mapping[_Name, bytes]) -> dict[_Name, Document]:
    """What nobody can read takes nobody's place, and is told when it is landed."""
    found = {}
    for name, payload in payloads.items():
        with suppress(UnreadableError, msgspec.DecodeError):
            found[name] = decode_payload(payload)
    return found
