"""Rows of one state of a store brought into an earlier one: records, and what is said of them, under the same numbers.

Invariant: a row keeps its number, for no number is ever given out twice; what it refers to is there too, or it stays
behind.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Set
from functools import cache
from typing import Any

import msgspec

from hub.store import golden, intents, outbox, raw, resolve_queue, sources, streams
from hub.store.intents import IntentRow
from hub.store.migrate import metadata
from hub.store.sources import SourceRow
from hub.store.transaction import Transaction

_PAGE = 1000
_SAYS_NO = (
    "CAST(doc AS text) LIKE '%false%' OR CAST(marks AS text) LIKE '%false%' OR CAST(marks AS text) LIKE '%\"out\"%'"
)


@cache
def _columns(table: str) -> list[str]:
    return [f'"{column.name}"' for column in metadata().tables[table].columns]


def copy_rows(into: Transaction, source: Transaction, table: str, where: str, *values: object) -> None:
    """Copy rows as they are."""
    columns, places = ", ".join(_columns(table)), ", ".join("?" * len(_columns(table)))
    rows = source.rows(f'SELECT {columns} FROM "{table}" WHERE {where}', *values)
    into.many(f'INSERT INTO "{table}" ({columns}) VALUES ({places})', rows)


class Transfer:
    """Brings rows of `later` into `copy`; both know the same streams."""

    def __init__(self, copy: Transaction, later: Transaction) -> None:
        self.copy, self._later = copy, later
        here = {place: number for number, place in streams.names(copy).items()}
        self._stream_here = {number: here[place] for number, place in streams.names(later).items()}
        self.brought: set[int] = set()

    def newest(self, noun: str) -> int:
        """The newest number that the copy has."""
        return int(self.copy.rows(f"SELECT COALESCE(max(id), 0) FROM {noun}")[0][0])

    def written_since(self) -> Iterator[tuple[IntentRow, str]]:
        """The writes that the copy does not know as confirmed, and when they were; oldest first."""
        after, open_here = self.newest("intent"), f"SELECT id FROM intent WHERE state IN {outbox.OPEN_STATES}"
        was_open = [row[0] for row in self.copy.rows(open_here)]
        yield from intents.done_of(self._later, was_open)
        while ids := self._later.rows(
            f"SELECT id FROM intent WHERE id > ? AND state = 'done' ORDER BY id LIMIT {_PAGE}", after
        ):
            yield from intents.done_of(self._later, [row[0] for row in ids])
            after = ids[-1][0]

    def intent(self, intent: IntentRow) -> None:
        """An intent; where it was being sent, it is looked up from here."""
        here = self.golden_here(intent.golden_id)
        if here is None:
            return
        self.copy.run("DELETE FROM intent WHERE id = ?", intent.intent_id)
        copy_rows(self.copy, self._later, "intent", "id = ?", intent.intent_id)
        stream, story = self._stream_here[intent.stream_id], self._retold(intent.fields, here)
        state = "unknown" if intent.state == "sending" else intent.state
        self.copy.run(
            "UPDATE intent SET stream_id = ?, golden_id = ?, fields = ?, state = ? WHERE id = ?",
            *(stream, here, story, state, intent.intent_id),
        )

    def authors(self, told: Mapping[int, Set[str]]) -> Iterator[tuple[SourceRow, list[str]]]:
        """Whose words these fields of golden records of the later state are, each with those that are theirs."""
        for golden_id, row in golden.by_ids(self._later, sorted(told)).items():
            members = {member.source_id: member for member in sources.of_golden(self._later, [golden_id])}
            only = next(iter(members), 0) if row.lineage is None else 0
            lineage = msgspec.json.decode(row.lineage or "{}")
            theirs: defaultdict[int, list[str]] = defaultdict(list)
            for field in sorted(told[golden_id]):
                theirs[lineage.get(field, only)].append(field)
            yield from ((members[source_id], fields) for source_id, fields in theirs.items() if source_id in members)

    def unsettled(self) -> list[IntentRow]:
        """The writes whose outcome nobody knows."""
        return outbox.listing(self._later, list(outbox.UNSETTLED))

    def conflicts(self) -> None:
        """The conflicts that the copy does not know of."""
        rows = self._later.rows("SELECT id, golden_id FROM conflict WHERE id > ?", self.newest("conflict"))
        for number, golden_id in rows:
            here = self.golden_here(golden_id)
            if here is not None:
                copy_rows(self.copy, self._later, "conflict", "id = ?", number)
                self.copy.run("UPDATE conflict SET golden_id = ? WHERE id = ?", here, number)
        notes = "id > ? AND conflict_id IN (SELECT id FROM conflict)"
        for number, conflict_id in self._later.rows(
            f"SELECT id, conflict_id FROM conflict_note WHERE {notes}", self.newest("conflict_note")
        ):
            (golden_id,) = self.copy.one("SELECT golden_id FROM conflict WHERE id = ?", conflict_id) or (None,)
            if golden_id is not None:
                copy_rows(self.copy, self._later, "conflict_note", "id = ?", number)
                self.copy.run("UPDATE conflict_note SET golden_id = ? WHERE id = ?", golden_id, number)

    def decisions(self) -> list[tuple[int, str, str | None, str | None, str]]:
        """(number, kind, unit, value, reason) of every decision that was ever made."""
        return self._later.rows("SELECT id, kind, unit, value, reason FROM decision ORDER BY id")

    def follow(self, number: int) -> None:
        """Let a decision that the copy has stand or not as it does later."""
        (revoked_at,) = self._later.rows("SELECT revoked_at FROM decision WHERE id = ?", number)[0]
        self.copy.run("UPDATE decision SET revoked_at = ? WHERE id = ?", revoked_at, number)

    def decision(self, number: int) -> None:
        """A decision; its records are brought over where the copy lacks them."""
        left, right = self._later.rows('SELECT "left", "right" FROM decision WHERE id = ?', number)[0]
        sides = [None if side is None else self._source_id_here(side) for side in (left, right)]
        if sides[0] is not None and (right is None or sides[1] is not None):
            copy_rows(self.copy, self._later, "decision", "id = ?", number)
            self.copy.run('UPDATE decision SET "left" = ?, "right" = ? WHERE id = ?', *sides, number)

    def saying_no(self) -> Iterator[SourceRow]:
        """The source records that say no to anything, or have said so."""
        after = 0
        query = f"SELECT id FROM source_record WHERE id > ? AND ({_SAYS_NO}) ORDER BY id LIMIT {_PAGE}"
        while ids := [row[0] for row in self._later.rows(query, after)]:
            yield from sources.by_ids(self._later, ids)
            after = ids[-1]

    def buried(self) -> Iterator[SourceRow]:
        """The source records that are deleted."""
        after = 0
        query = f"SELECT id FROM source_record WHERE id > ? AND deleted ORDER BY id LIMIT {_PAGE}"
        while ids := [row[0] for row in self._later.rows(query, after)]:
            yield from sources.by_ids(self._later, ids)
            after = ids[-1]

    def bury(self, row: SourceRow, here: SourceRow) -> None:
        """Let a source record of the copy say what it said last before it was deleted, and be deleted too."""
        sources.update(self.copy, [(here.source_id, row.doc, row.marks)])
        sources.set_parts_deleted(self.copy, [here.source_id], True)
        resolve_queue.enqueue(self.copy, [(here.source_id, here.entity)])
        deleted_at, turned_at = raw.turned(self._later, [row.raw_id]).get(row.raw_id, (None, None))
        if deleted_at is not None:
            raw.mark_ended(self.copy, [(here.raw_id, turned_at)], deleted_at)

    def record_here(self, intent: IntentRow) -> int | None:
        """The remote record that a confirmed write is about, brought over where the copy lacks it."""
        assert intent.external_id is not None, "what was confirmed has a name"
        stream = self._stream_here[intent.stream_id]
        known = raw.by_external_id(self.copy, stream, intent.external_id)
        if known is None and (there := raw.by_external_id(self._later, intent.stream_id, intent.external_id)):
            self.record(there[0])
            known = raw.by_external_id(self.copy, stream, intent.external_id)
        return None if known is None else int(known[0])

    def record(self, raw_id: int) -> None:
        """A remote record as it was last known, unless the copy has it; its own words are read anew."""
        rows = sources.of_raw(self._later, [raw_id])
        if not rows or raw_id in self.brought:
            return
        stream = self._stream_here[rows[0].stream_id]
        if raw.by_external_id(self.copy, stream, rows[0].external_id) is not None:
            return
        self.brought.add(raw_id)
        copy_rows(self.copy, self._later, "raw_record", "id = ?", raw_id)
        self.copy.run("UPDATE raw_record SET stream_id = ?, hash = 0 WHERE id = ?", stream, raw_id)
        copy_rows(self.copy, self._later, "source_record", "raw_id = ?", raw_id)
        self.copy.run("UPDATE source_record SET stream_id = ? WHERE raw_id = ?", stream, raw_id)
        for row in rows:
            if row.golden_id is not None:
                self._cross(row.source_id, row.golden_id)
        resolve_queue.enqueue(self.copy, [(row.source_id, row.entity) for row in rows])

    def source_here(self, row: SourceRow) -> SourceRow | None:
        """The part of the same name in the copy."""
        found = sources.find(self.copy, self._stream_here[row.stream_id], row.external_id, row.part)
        return None if found is None else sources.by_ids(self.copy, [found[0]])[0]

    def golden_here(self, golden_id: int) -> int | None:
        """The living golden record of the copy that stands for one of the later state."""
        golden_id = golden.follow(self._later, golden_id)
        if not golden.by_ids(self.copy, [golden_id]):
            for row in sources.of_golden(self._later, [golden_id]):
                here = self.source_here(row)
                if here is not None and here.golden_id is not None:
                    return golden.follow(self.copy, here.golden_id)
                self.record(row.raw_id)
        return golden.follow(self.copy, golden_id) if golden.by_ids(self.copy, [golden_id]) else None

    def _cross(self, source_id: int, golden_id: int) -> None:
        if not golden.by_ids(self.copy, [golden_id]):
            copy_rows(self.copy, self._later, "golden", "id = ?", golden_id)
        here = golden.follow(self.copy, golden_id)
        self.copy.run("INSERT INTO crosswalk (source_id, golden_id, born_id) VALUES (?, ?, ?)", source_id, here, here)

    def _source_id_here(self, source_id: int) -> int | None:
        for row in sources.by_ids(self._later, [source_id]):
            self.record(row.raw_id)
            here = self.source_here(row)
            return None if here is None else here.source_id
        return None

    def _retold(self, fields: str, golden_id: int) -> str:
        """What an intent tells, in the numbers of the copy."""
        story: dict[str, dict[str, Any]] = msgspec.json.decode(fields)
        for part in story.values():
            part["golden"] = self.golden_here(part["golden"]) or golden_id
        return msgspec.json.encode(story).decode()
