"""Explaining the past: what a value was at a moment, who had said it, by which rule, and what each system held.

Invariant: told from what was stored at that time (versions, payloads, writes, rule books) and never from the present
rules.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from hub.merging.lineage import read_lineage
from hub.steward.naming import display_name, golden_named, is_golden_name, parts_named
from hub.steward.origins import Origins
from hub.steward.stories import BY_DECISION
from hub.store import golden, identity, intents, rulebooks, runs, sources, streams
from hub.store.runs import RunRow
from hub.store.sources import SourceRow
from hub.store.transaction import Transaction
from hub.sync.record import record_name
from hub.sync.references import golden_text
from hub.sync.story import read_story
from hub.sync.world import World

_decode = msgspec.json.Decoder(dict[str, Any]).decode


class HeldThen(msgspec.Struct, frozen=True):
    """What a system held: from a payload that `run` stored, or as the hub had written it by `intent`."""

    source: str
    value: Any
    run: int | None
    intent: int | None


class ValueThen(msgspec.Struct, frozen=True):
    """One value as it was. `since` is when it came, by `run`, which worked under `config`; `source` said it."""

    field: str
    value: Any
    source: str | None
    since: str
    run: int
    run_kind: str
    config: str
    rule: str
    held: list[HeldThen]


class RecordThen(msgspec.Struct, frozen=True):
    """A golden record as it was at `at`; `merged_into` where it had been merged away by then."""

    golden: str
    entity: str
    display: str
    at: str
    version: int
    merged_into: str | None
    fields: list[ValueThen]


class StoryThen(msgspec.Struct, frozen=True):
    """What was asked, and the golden records that there were."""

    target: str
    at: str
    records: list[RecordThen]
    format: int = 1


def explain_then(world: World, target: str, at: str, field: str | None = None) -> StoryThen:
    """The story of a golden record or of a remote record's parts at a moment (UTC text as stored)."""
    with world.database.begin() as tx:
        if is_golden_name(world, target):
            numbers = [golden_named(tx, world, target).golden_id]
        else:
            rows = parts_named(tx, target)
            born = identity.born_ids(tx, [row.source_id for row in rows])
            now = [row.golden_id for row in rows if row.golden_id is not None]
            numbers = sorted({*now, *born.values()})
        told = [_Teller(tx, world, number, at).record(field) for number in numbers]
        return StoryThen(target, at, [record for record in told if record is not None])


class _Teller:
    """Tells one golden record at one moment."""

    def __init__(self, tx: Transaction, world: World, golden_id: int, at: str) -> None:
        self._tx, self._world, self._golden_id, self._at = tx, world, golden_id, at
        self._names = streams.names(tx)
        self._origins = Origins(tx, world, self._names)
        self._row = golden.by_ids(tx, [golden_id])[golden_id]
        self._entity = self._row.entity
        self._rows = sources.of_golden(tx, [golden.follow(tx, golden_id)])
        self._runs: dict[int, RunRow | None] = {}

    def record(self, field: str | None) -> RecordThen | None:
        """The record; None before it was made."""
        versions = [row for row in golden.versions(self._tx, self._golden_id) if row[4] <= self._at]
        if not versions:
            return None
        version, doc, *_ = versions[-1]
        values = _decode(doc)
        wanted = [name for name in values if field is None or name in self._fields_of(field)]
        gone = self._row.redirect_to is not None and version == self._row.version
        return RecordThen(
            golden=golden_text(self._entity, self._golden_id),
            entity=self._entity,
            display=display_name(values),
            at=self._at,
            version=version,
            merged_into=golden_text(self._entity, self._row.redirect_to) if gone and self._row.redirect_to else None,
            fields=[self._value(name, versions) for name in wanted],
        )

    def _fields_of(self, name: str) -> tuple[str, ...]:
        units = self._world.rules[self._entity].units
        return next((unit.fields for unit in units if unit.name == name), (name,))

    def _value(self, field: str, versions: list[Any]) -> ValueThen:
        """The value as it was last, told from the version that brought it."""
        value = _decode(versions[-1][1])[field]
        bringing = versions[-1]
        for earlier in reversed(versions[:-1]):
            if _decode(earlier[1]).get(field) != value:
                break
            bringing = earlier
        _, _, _, run_id, since = bringing
        run = self._run(run_id)
        unit = self._world.rules[self._entity].unit_of(field).name
        config = run.config_digest if run is not None else ""
        return ValueThen(
            field=field,
            value=value,
            source=self._source(field, versions[-1]),
            since=since,
            run=run_id,
            run_kind=run.kind if run is not None else "",
            config=config,
            rule=rulebooks.rule_then(self._tx, config, self._entity, unit),
            held=sorted(self._held(field), key=lambda held: held.source),
        )

    def _source(self, field: str, version: Any) -> str | None:
        _, doc, lineage, *_ = version
        source_id = read_lineage(lineage, list(_decode(doc)), self._only_source()).get(field)
        if source_id == 0:
            return BY_DECISION if lineage is not None else None
        rows = sources.by_ids(self._tx, [source_id]) if source_id is not None else []
        return record_name(rows[0], self._names) if rows else None

    def _only_source(self) -> int | None:
        first = [
            source_id
            for source_id, born in identity.born_ids(self._tx, [row.source_id for row in self._rows]).items()
            if born == self._golden_id
        ]
        return min(first, default=None)

    def _held(self, field: str) -> Iterator[HeldThen]:
        written = self._written(field)
        for row in self._rows:
            told = self._told(row, field)
            wrote = written.get((row.stream_id, row.external_id))
            name = record_name(row, self._names)
            if wrote is not None and (told is None or wrote[0] > told[0]):
                yield HeldThen(name, wrote[1], None, wrote[2])
            elif told is not None:
                yield HeldThen(name, told[1], told[2], None)

    def _told(self, row: SourceRow, field: str) -> tuple[str, Any, int] | None:
        """(when, value, run) of the newest payload that had been stored by then and tells of the field."""
        for run_id, parts in self._origins.of_raw(row):
            run = self._run(run_id)
            if run is not None and run.started_at <= self._at:
                part = parts.get(row.part, {})
                return (run.started_at, part[field], run_id) if field in part else None
        return None

    def _written(self, field: str) -> Mapping[tuple[int, str], tuple[str, Any, int]]:
        """The last write of the field to each remote record by then: (when, value, intent)."""
        found: dict[tuple[int, str], tuple[str, Any, int]] = {}
        for intent, done_at in intents.done_for(
            self._tx, sorted({self._golden_id, golden.follow(self._tx, self._golden_id)})
        ):
            if done_at <= self._at and intent.external_id is not None:
                for part in read_story(intent.fields).values():
                    if field in part.to:
                        key = (intent.stream_id, intent.external_id)
                        found[key] = (done_at, part.to[field], intent.intent_id)
        return found

    def _run(self, run_id: int) -> RunRow | None:
        if run_id not in self._runs:
            self._runs[run_id] = runs.by_id(self._tx, run_id)
        return self._runs[run_id]
