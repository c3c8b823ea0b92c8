"""Putting back: for each field that the hub wrote, whether it can be as before, and the decision that keeps it so.

Invariant: what a person edited since stays, an opt-out stays, and each of these is named.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from hub.merging.rules import EntityRules, Unit
from hub.steward.undo_target import Target, is_meant
from hub.steward.undoing import ByHand, Kept, Why
from hub.steward.values import unit_named
from hub.store import decisions, golden, outbox, raw, sources
from hub.store.intents import IntentRow
from hub.store.sources import SourceRow
from hub.store.transaction import Transaction
from hub.sync import undone
from hub.sync.differ import PartView
from hub.sync.relate import Relations
from hub.sync.story import Story, read_story
from hub.sync.undone import Undone, says
from hub.sync.world import Document, StreamSetup, World


class _Record:
    """A remote record as it is now, and what the hub wrote there."""

    def __init__(self, tx: Transaction, world: World, stream: StreamSetup, external_id: str) -> None:
        self.stream, self.external_id = stream, external_id
        found = raw.by_external_id(tx, stream.stream_id, external_id)
        rows = sources.of_raw(tx, [found[0]]) if found is not None else []
        self.rows: dict[str, SourceRow] = {row.part: row for row in rows}
        self.is_gone = found is None or found[4] is not None
        self.undone = Undone(tx, [row.source_id for row in rows])
        self.views = {} if self.is_gone else self._views(tx, world)
        self.written: dict[tuple[str, str], tuple[Document, Document]] = {}

    @property
    def anchor(self) -> SourceRow | None:
        return self.rows.get(self.stream.mapping.anchor)

    def _views(self, tx: Transaction, world: World) -> dict[str, PartView]:
        if self.anchor is None or self.anchor.golden_id is None:
            return {}
        relations = Relations(tx, world, golden.by_ids(tx, [self.anchor.golden_id]), self.undone)
        relations.load([row.golden_id for row in self.rows.values() if row.golden_id is not None])
        found = relations.parts(self.stream, self.anchor.golden_id, self.rows)
        return {view.part.name: view for view in found if view.source_id}


class PutBack:
    """Decides field by field, and stores what the plan has to keep."""

    def __init__(self, tx: Transaction, world: World, target: Target, author: str, at: str) -> None:
        self._tx, self._world, self._target, self._author, self._at = tx, world, target, author, at
        self._records: dict[tuple[int, str], _Record] = {}
        self.kept: list[Kept] = []
        self.by_hand: list[ByHand] = []
        self.decisions: list[int] = []

    def put(self) -> None:
        """All writes of the target, those of one field taken together from the first to the last."""
        made: set[tuple[int, str]] = set()
        for intent in self._target.writes:
            record = self._record(intent)
            if record is None:
                continue
            place = (intent.stream_id, record.external_id)
            if intent.operation == "create":
                made.add(place)
                self._unmake(record)
            elif intent.operation in ("archive", "delete"):
                self._remake(record, intent.operation)
            elif place not in made and not self._target.of_undo:
                self._gather(record, read_story(intent.fields))
        for record in self._records.values():
            for (part, unit), (before, wrote) in record.written.items():
                self._put(record, part, unit_named(self._world, self._entity(record, part), unit), before, wrote)

    def _record(self, intent: IntentRow) -> _Record | None:
        stream, external_id = self._world.stream(intent.stream_id), intent.external_id
        if stream is None or external_id is None:
            self.by_hand.append(ByHand(str(intent.stream_id), external_id or "", "write"))
            return None
        place = (intent.stream_id, external_id)
        if place not in self._records:
            self._records[place] = _Record(self._tx, self._world, stream, external_id)
        return self._records[place]

    def _entity(self, record: _Record, part: str) -> str:
        return record.stream.mapping.parts[part].entity

    def _gather(self, record: _Record, story: Story) -> None:
        for part, told in story.items():
            is_of_target = self._target.golden is None or told.golden in self._target.golden
            if not is_of_target or part not in record.stream.mapping.parts:
                continue
            rules = self._world.rules[self._entity(record, part)]
            meant = [field for field in told.to if is_meant(rules, field, self._target.field)]
            for field in filter(rules.knows, meant):
                before, wrote = record.written.setdefault((part, rules.unit_of(field).name), ({}, {}))
                before.setdefault(field, told.before.get(field))
                wrote[field] = told.to[field]
            if unknown := sorted(field for field in meant if not rules.knows(field)):
                self.by_hand.append(ByHand(record.stream.place, record.external_id, "write", unknown))

    def _unmake(self, record: _Record) -> None:
        """A record that the hub made goes again, unless somebody has worked on it."""
        anchor, policy = record.anchor, record.stream.push.delete
        if record.is_gone or anchor is None:
            return
        edits = [at for row in record.rows.values() for at in _own_edits(row)]
        if edits:
            self._keep(record, anchor.entity, None, "edited", "", max(edits))
        elif policy == "ignore" or policy not in record.stream.manifest.operations:
            self.by_hand.append(ByHand(record.stream.place, record.external_id, "delete"))
        else:
            self._decide(anchor.source_id, None, {"operation": "create"})

    def _remake(self, record: _Record, operation: str) -> None:
        """A record that the hub removed is made again, under a new id."""
        if not (record.stream.push.create and "create" in record.stream.manifest.operations) or record.anchor is None:
            self.by_hand.append(ByHand(record.stream.place, record.external_id, "restore"))
        elif not self._target.of_undo:
            self._decide(record.anchor.source_id, None, {"operation": operation})

    def _put(self, record: _Record, part: str, unit: Unit, before: Document, wrote: Document) -> None:
        entity = self._entity(record, part)
        view, rules = record.views.get(part), self._world.rules[entity]
        if view is None:
            self._keep(record, entity, unit.name, "deleted")
        elif says(rules, before, view.shadow):
            return
        elif (since := self._spoken_since(view, wrote, rules)) is not None:
            self._keep(record, entity, unit.name, *since)
        elif unit.rule.strategy == "opt_out" and any(view.golden.get(f) is False for f in before):
            self._keep(record, entity, unit.name, "opt_out")
        elif says(rules, before, view.golden) and None not in before.values():
            return  # what survives is what was there: the plan writes it of itself, and no blank
        elif self._target.is_parting and says(rules, wrote, self._golden(record, view, unit)):
            return  # it was not written because the two were one
        elif any(field not in record.stream.writable(part) for field in before):
            self.by_hand.append(ByHand(record.stream.place, record.external_id, "write", sorted(before)))
        else:
            now = self._golden(record, view, unit)
            kept = undone.Kept(before, wrote, {field: now.get(field) for field in before})
            self._decide(view.source_id, unit.name, kept)

    def _golden(self, record: _Record, view: PartView, unit: Unit) -> Mapping[str, Any]:
        """What survives, without what an undo keeps."""
        former = record.undone.kept(view.source_id).get(unit.name) if unit.name in view.kept else None
        return former.golden if former is not None else view.golden

    def _spoken_since(self, view: PartView, wrote: Document, rules: EntityRules) -> tuple[Why, str, str] | None:
        """Who spoke after the hub: in this system, by a later run, or elsewhere."""
        marks = [mark for field in wrote if (mark := view.marks.get(field)) is not None]
        own = [mark for mark in marks if not mark.wrote]
        if own:
            return "edited", "", max(mark.at for mark in own)
        if not says(rules, wrote, view.shadow):
            later = outbox.by_id(self._tx, max(mark.wrote for mark in marks)) if marks else None
            return "written", str(later.run_id) if later is not None else "", ""
        if not self._target.is_turned and not says(rules, wrote, view.golden):
            return "changed", "", ""
        return None

    def _keep(self, record: _Record, entity: str, field: str | None, why: Why, by: str = "", at: str = "") -> None:
        self.kept.append(Kept(record.stream.place, record.external_id, entity, field, why, by, at))

    def _decide(self, source_id: int, unit: str | None, value: Any) -> None:
        text, runs = msgspec.json.encode(value).decode(), ", ".join(map(str, self._target.runs))
        self.decisions.append(
            decisions.add(
                self._tx,
                "undone",
                source_id,
                unit=unit,
                value=text,
                author=self._author,
                reason=f"undo of run {runs}",
                at=self._at,
            )
        )


def _own_edits(row: SourceRow) -> list[str]:
    """When people edited a part since the hub made it."""
    marks = msgspec.json.decode(row.marks) if row.marks else {}
    return [mark["at"] for mark in marks.values() if mark.get("edited") and not mark.get("wrote")]
