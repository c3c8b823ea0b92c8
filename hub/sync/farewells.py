"""Farewells: which customers people have ended in one system, later than anybody has said anything of them elsewhere.

Invariant: a record that the hub itself deleted says nothing, and no word of the hub's keeps a customer. Who edits a
record after its customer was deleted elsewhere, or at a time that may be after it, keeps the customer everywhere; who
puts a record back, or enters the customer anew, brings it back where the hub has deleted it. No farewell is followed
before all who have the customer were heard once more.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import msgspec

from hub.merging.claims import read_marks
from hub.store import merged, raw, sources, streams
from hub.store.sources import MemberRow, SourceRow
from hub.store.transaction import Transaction
from hub.sync.cut_dates import last_moment
from hub.sync.undone import Undone
from hub.sync.world import StreamSetup, World

_decode = msgspec.json.Decoder(dict[str, Any]).decode


class _Word(NamedTuple):
    """Until when something may have been said, and from when on."""

    until: str
    at: str


_NOTHING = _Word("", "")


class _Farewell(NamedTuple):
    """When people deleted a record, at the earliest, and when the hub heard of it."""

    at: str
    heard_at: str


def note_followers(tx: Transaction, world: World) -> None:
    """Remember since when each stream follows deletions: whoever lets it do so means what is deleted from then on."""
    known, now = streams.deletes_since(tx), world.now_text()
    wanted = {stream.stream_id: stream.push.delete != "ignore" for stream in world.streams()}
    turned = [stream_id for stream_id, follows in wanted.items() if follows != (stream_id in known)]
    streams.set_deletes_since(tx, [(now if wanted[stream_id] else None, stream_id) for stream_id in turned])


class Farewells:
    """What was said of the being there of some golden records; of most nothing is, and nothing is read."""

    def __init__(
        self, tx: Transaction, world: World, members: Mapping[int, Sequence[MemberRow]], undone: Undone
    ) -> None:
        self._world = world
        self._told: dict[int, list[_Farewell]] = {}
        self._by_hub: set[int] = set()
        self._said: dict[int, _Word] = {}
        self._came: dict[int, _Word] = {}
        self._since: dict[int, str] = {}
        self._there: dict[int, set[int]] = defaultdict(set)
        self._looks: dict[int, str] = {}
        gone = {golden_id: _gone(rows, undone) for golden_id, rows in members.items() if any(m.deleted for m in rows)}
        if gone:
            self._read_farewells(tx, gone)
        for golden_id in self._told:
            undo_at = max(undone.returned_at(member.source_id) for member in members[golden_id])
            self._said[golden_id] = self._came[golden_id] = _Word(undo_at, undo_at)
        if self._told:
            self._since, self._looks = streams.deletes_since(tx), streams.looks(tx)
            self._hear(tx)

    def ends(self, stream: StreamSetup, golden_id: int, parts: Iterable[SourceRow] = ()) -> bool:
        """Whether a farewell elsewhere is to be followed in a stream, by a record of these parts."""
        heard = self._heard(stream, golden_id)
        return bool(heard) and any(told.at > self._last_said(golden_id, parts).until for told in heard)

    def unheard(self, stream: StreamSetup, golden_id: int) -> list[str]:
        """The other connections that have the customer, and were not read since the hub has heard of its farewell.

        The own one is read right before it is written to.
        """
        heard_at = max((told.heard_at for told in self._heard(stream, golden_id)), default="")
        unread = [stream_id for stream_id in self._there[golden_id] if self._looks.get(stream_id, "") < heard_at]
        others = [self._world.stream(stream_id) for stream_id in unread]
        return sorted({s.connection for s in others if s is not None and s.pulls} - {stream.connection})

    def are_crossed(self, stream: StreamSetup, golden_id: int, parts: Iterable[SourceRow]) -> bool:
        """Whether somebody has spoken who may not have known of a farewell, so that it is not followed."""
        heard = self._heard(stream, golden_id)
        said = self._last_said(golden_id, parts) if heard else _NOTHING
        return any(told.at <= said.until and said.at <= told.heard_at for told in heard)

    def may_return(self, golden_id: int, raw_id: int) -> bool:
        """Whether a record that was deleted may be made again: the hub has deleted it, and its customer is there again
        or was never ended.
        """
        came = self._came.get(golden_id, _NOTHING)
        return raw_id in self._by_hub and all(told.at <= came.until for told in self._told.get(golden_id, ()))

    def _heard(self, stream: StreamSetup, golden_id: int) -> list[_Farewell]:
        if golden_id not in self._told or stream.push.delete == "ignore":
            return []
        since = self._since.get(stream.stream_id, "")
        return [told for told in self._told[golden_id] if told.heard_at >= since]

    def _last_said(self, golden_id: int, parts: Iterable[SourceRow]) -> _Word:
        return max([self._said[golden_id], *(self._last_word(row) for row in parts if not row.deleted)])

    def _read_farewells(self, tx: Transaction, gone: Mapping[int, tuple[list[int], list[int]]]) -> None:
        raw_ids = sorted({raw_id for every, _ in gone.values() for raw_id in every})
        turned, into_others = raw.turned(tx, raw_ids), merged.among(tx, raw_ids)
        for golden_id, (every, last) in gone.items():
            for raw_id in every:
                deleted_at, ended_at = turned.get(raw_id, (None, None))
                if deleted_at is None or raw_id in into_others:
                    continue
                if ended_at is None:
                    self._by_hub.add(raw_id)
                elif raw_id in last:
                    self._told.setdefault(golden_id, []).append(_Farewell(ended_at, deleted_at))

    def _hear(self, tx: Transaction) -> None:
        """What the living records of those who were ended say."""
        living = [row for row in sources.of_golden(tx, sorted(self._told)) if not row.deleted]
        turned = raw.turned(tx, sorted({row.raw_id for row in living}))
        for row in living:
            assert row.golden_id is not None
            self._there[row.golden_id].add(row.stream_id)
            _, back_at = turned.get(row.raw_id, (None, None))
            came = max(_Word(back_at or "", back_at or ""), self._first_word(row))
            self._came[row.golden_id] = max(self._came[row.golden_id], came)
            self._said[row.golden_id] = max(self._said[row.golden_id], came, self._last_word(row))

    def _first_word(self, row: SourceRow) -> _Word:
        """When somebody entered the record; nothing where the hub made it."""
        return self._word(row, row.since) if row.since in _words(row) else _NOTHING

    def _last_word(self, row: SourceRow) -> _Word:
        return max((self._word(row, at) for at in _words(row)), default=_NOTHING)

    def _word(self, row: SourceRow, at: str) -> _Word:
        """What was said at a time that may tell no more than its day, minute or second."""
        stream = self._world.stream(row.stream_id)
        if not at or stream is None:
            return _Word(at, at)
        return _Word(last_moment(at, stream.manifest.incremental, stream.mapping.spec.zone), at)


def _gone(members: Sequence[MemberRow], undone: Undone) -> tuple[list[int], list[int]]:
    """The remote records that are deleted, and those of them that were the last of their streams.

    A deleted double, whose twin lives on in the same stream, is no farewell, nor is one whose creation was undone.
    """
    living = {member.stream_id for member in members if not member.deleted}
    gone = [member for member in members if member.deleted and not undone.removed(member.source_id)]
    return [member.raw_id for member in gone], [member.raw_id for member in gone if member.stream_id not in living]


def _words(row: SourceRow) -> set[str]:
    """The times at which people said what the record claims."""
    marks = read_marks(row.marks)
    words = {mark.at for mark in marks.values() if mark.claimed}
    return words | {row.since} if _decode(row.doc).keys() - marks.keys() else words
