"""What became of a golden record: its former values, the writes that it caused, and what the systems hold now.

Invariant: what was written is told from the intents that are done, and what is held from the shadows.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from hub.mapping.path import is_blank, is_present, read
from hub.merging.lineage import read_lineage
from hub.steward.stories import BY_DECISION, Holding, Past, Push
from hub.steward.weigh import Cluster, earlier_ids
from hub.store import golden, identity, intents, raw, sources
from hub.store.intents import IntentRow
from hub.store.transaction import Transaction
from hub.sync.payloads import decode_payload
from hub.sync.record import Names, Record, record_name
from hub.sync.story import PartStory, read_story
from hub.sync.world import World

_decode = msgspec.json.Decoder(dict[str, Any]).decode


class PastOf:
    """Loads the past of one cluster once; answers field by field."""

    def __init__(self, tx: Transaction, world: World, cluster: Cluster, names: Names) -> None:
        self._tx, self._world, self._cluster, self._names = tx, world, cluster, names
        self._sources = {source.source_id: source.name for source in cluster.sources}
        self._born = identity.born_ids(tx, cluster.source_ids)
        self._versions = golden.versions(tx, cluster.row.golden_id)
        self._writes = list(_writes(tx, cluster))

    def history(self, field: str) -> list[Past]:
        """The values of the field, oldest first, each once for as long as it stayed."""
        told: list[Past] = []
        for version, doc, lineage, run_id, at in self._versions:
            values = _decode(doc)
            only = self._only_source() if lineage is None else None
            source_id = read_lineage(lineage, list(values), only).get(field)
            value, source = values.get(field), self._source(source_id, is_decided=lineage is not None)
            if (told and told[-1].value == value) or (not told and value is None):
                continue
            told.append(Past(version, value, source, at, run_id))
        return told

    def pushes(self, field: str) -> list[Push]:
        """What was written to the systems, oldest first."""
        told = []
        for row, done_at, part in self._writes:
            if field in part.to:
                stream = self._world.stream(row.stream_id)
                place = stream.place if stream is not None else "/".join(self._names[row.stream_id])
                change = (part.before.get(field), part.to[field])
                told.append(Push(place, row.external_id, done_at, *change, row.intent_id, row.run_id))
        return told

    def holdings(self, field: str) -> list[Holding]:
        """What each system that knows the field holds."""
        found = [self._holding(record, field) for record in self._cluster.records if self._knows(record, field)]
        return sorted(found, key=lambda holding: holding.source)

    def _holding(self, record: Record, field: str) -> Holding:
        mark = record.all_marks.get(field)
        wrote = mark.wrote if mark is not None else 0
        name = record_name(record.row, self._names)
        value = record.doc.get(field)
        if value is not None and not wrote and self._is_blank(record, field):
            value = None
        return Holding(name, value, bool(wrote), wrote or None, bool(record.row.deleted))

    def _is_blank(self, record: Record, field: str) -> bool:
        """Whether the record shows nothing where the field is read, which says nothing of what is known of it."""
        stream = self._world.stream(record.row.stream_id)
        part = stream.mapping.part_of(record.row.part) if stream is not None else None
        rule = part.fields.get(field) if part is not None and part.for_each is None else None
        if rule is None or not rule.paths:
            return False
        payload = decode_payload(raw.history(self._tx, record.row.raw_id)[0][0])
        return all(is_present(payload, path) and is_blank(read(payload, path)) for path in rule.paths)

    def _knows(self, record: Record, field: str) -> bool:
        stream = self._world.stream(record.row.stream_id)
        part = stream.mapping.part_of(record.row.part) if stream is not None else None
        return field in record.doc or (part is not None and field in part.fields)

    def _only_source(self) -> int | None:
        """The record that a golden record began with, none that the hub made of it; several can't be told apart."""
        made = {(row.stream_id, row.external_id) for row, _, _ in self._writes if row.operation == "create"}
        rows = [record.row for record in self._cluster.records]
        copies = {row.source_id for row in rows if (row.stream_id, row.external_id) in made}
        began = {source_id for source_id, born in self._born.items() if born == self._cluster.row.golden_id}
        return next(iter(began - copies)) if len(began - copies) == 1 else None

    def _source(self, source_id: int | None, *, is_decided: bool) -> str | None:
        if source_id == 0:
            return BY_DECISION if is_decided else None
        return self._sources.get(source_id) if source_id is not None else None


def _writes(tx: Transaction, cluster: Cluster) -> Iterator[tuple[IntentRow, str, PartStory]]:
    """(intent, done_at, part) of each write that carried this golden record, under any of its numbers."""
    own = set(earlier_ids(tx, cluster))
    # A part travels in the record of its anchor: an employment in that of its person.
    beside = sources.of_raw(tx, sorted({record.row.raw_id for record in cluster.records}))
    anchors = {row.golden_id for row in beside if row.golden_id is not None}
    anchors |= set(identity.born_ids(tx, [row.source_id for row in beside]).values())
    told = intents.done_for(tx, sorted(own | anchors))
    for row, done_at in told:
        for part in read_story(row.fields).values():
            if part.golden in own:
                yield row, done_at, part
    yield from _elsewhere(tx, cluster, {row.intent_id for row, _ in told})


def _elsewhere(tx: Transaction, cluster: Cluster, told: set[int]) -> Iterator[tuple[IntentRow, str, PartStory]]:
    """Writes that a member still shows, made while it belonged to another golden record."""
    wrote = {(mark.wrote, record.row.part) for record in cluster.records for mark in record.all_marks.values()}
    for row, done_at in intents.done_of(tx, sorted({intent for intent, _ in wrote if intent} - told)):
        for name, part in read_story(row.fields).items():
            if (row.intent_id, name) in wrote:
                yield row, done_at, part
