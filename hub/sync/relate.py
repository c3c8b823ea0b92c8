"""Relations: which golden record stands behind each part of a remote record, and how references read over there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence, Set
from typing import Any

import msgspec

from hub.mapping.compile import CompiledPart
from hub.merging.claims import read_marks
from hub.store import golden, golden_links, sources
from hub.store.golden import GoldenRow
from hub.store.sources import SourceRow
from hub.store.transaction import Encoded, Transaction
from hub.sync.differ import PartView
from hub.sync.erased import Place
from hub.sync.references import golden_number
from hub.sync.undone import Kept, Undone, is_in_force
from hub.sync.world import Document, StreamSetup, World

_decode = msgspec.json.Decoder(dict[str, Any]).decode


class Relations:
    """Loaded once for a chunk; answers from memory."""

    def __init__(self, tx: Transaction, world: World, anchors: Mapping[int, GoldenRow], undone: Undone) -> None:
        self._tx, self._world, self._undone = tx, world, undone
        self._rows = dict(anchors)
        self._hanging: dict[tuple[int, str], list[int]] = defaultdict(list)
        for golden_id, field, target in golden_links.leading_to(tx, list(anchors)):
            self._hanging[target, field].append(golden_id)
        self._erased: frozenset[Place] = frozenset()
        self._remote: dict[tuple[int, str, int], frozenset[str]] = {}
        self._references: dict[str, list[str]] = {}
        self._writable: dict[tuple[int, str], Mapping[str, str]] = {}

    def load(self, golden_ids: Sequence[int]) -> None:
        """Fetch the golden records that stand behind parts, and what hangs on the anchors."""
        wanted = {*golden_ids, *(g for found in self._hanging.values() for g in found)}
        self._rows.update(golden.by_ids(self._tx, sorted(wanted - self._rows.keys())))
        targets = {
            golden_number(value)
            for row in self._rows.values()
            if (fields := self._reference_fields(row.entity))
            for doc in [_decode(row.doc)]
            for field in fields
            if (value := doc.get(field)) is not None
        }
        self._rows.update(golden.by_ids(self._tx, sorted(targets - self._rows.keys())))

    def avoid(self, places: frozenset[Place]) -> None:
        """Find nobody for these places: an erased person may still stand there, and is not to be written over."""
        self._erased = places

    def parts(self, stream: StreamSetup, anchor_id: int, rows: Mapping[str, SourceRow]) -> list[PartView]:
        """Every part that the remote record has or should have; what people took out of it stays away."""
        found = {stream.mapping.anchor: anchor_id}
        known = {name: row for name, row in rows.items() if name in stream.mapping.parts}
        gone = {name for name, row in known.items() if row.deleted}
        found.update({n: r.golden_id for n, r in known.items() if r.golden_id is not None and n not in gone})
        self._follow_posts(stream, found)
        shut = gone | self._shut(rows)
        while self._reach_further(stream, found, shut):
            pass
        views = []
        for name, golden_id in found.items():
            row = self._rows.get(golden_id)
            if row is not None:
                views.append(self._view(stream, stream.mapping.parts[name], row, rows.get(name)))
        return views

    def _follow_posts(self, stream: StreamSetup, found: dict[str, int]) -> None:
        """A mention tells the company to which the golden post refers, which may be another one since."""
        for name, told in stream.mentions.items():
            for part, field in told if name in found else ():
                row = self._rows.get(found.get(part, 0))
                target = _decode(row.doc).get(field) if row is not None else None
                if row is not None and target is not None and field not in (row.held or "").split(","):
                    found[name] = golden_number(target)

    def _shut(self, rows: Mapping[str, SourceRow]) -> Set[str]:
        """The parts of a remote record that are left alone."""
        if not self._erased or not rows:
            return frozenset()
        one = next(iter(rows.values()))
        place = (one.stream_id, one.external_id)
        return {part for *where, part in self._erased if tuple(where) == place}

    def _reach_further(self, stream: StreamSetup, found: dict[str, int], shut: Set[str]) -> bool:
        for part in stream.mapping.parts.values():
            if part.name in found or part.name in shut or part.for_each is not None:
                continue
            golden_id = self._hanging_on(part, found) or self._referred_to(stream, part, found)
            if golden_id is not None:
                found[part.name] = golden_id
                return True
        return False

    def _hanging_on(self, part: CompiledPart, found: Mapping[str, int]) -> int | None:
        """An employment hangs on the person that it refers to: the current one is meant."""
        for field, ref in part.refs.items():
            if ref.stream is None and ref.part in found:
                hanging = [self._rows[g] for g in self._hanging[found[ref.part], field] if g in self._rows]
                fitting = [row for row in hanging if row.entity == part.entity and row.redirect_to is None]
                if fitting:
                    return max(fitting, key=_currency).golden_id
        return None

    def _referred_to(self, stream: StreamSetup, part: CompiledPart, found: Mapping[str, int]) -> int | None:
        for name, golden_id in found.items():
            row = self._rows.get(golden_id)
            for field, ref in stream.mapping.parts[name].refs.items() if row is not None else ():
                target = _decode(row.doc).get(field) if row is not None else None
                if ref.stream is None and ref.part == part.name and target is not None:
                    return golden_number(target)
        return None

    def _view(self, stream: StreamSetup, part: CompiledPart, row: GoldenRow, source: SourceRow | None) -> PartView:
        doc = _decode(row.doc)
        shadow = _decode(source.doc) if source is not None else {}
        rules = self._writable_fields(stream, part)
        for field, ref in part.refs.items():
            target = doc.pop(field, None)
            text = None
            if ref.stream is not None and target is not None:
                names = self._there(stream.stream_ids[ref.stream], ref.part, golden_number(target))
                text = shadow[field] if shadow.get(field) in names else min(names, default=None)
            if text is None:
                rules = {name: rule for name, rule in rules.items() if name != field}
            else:
                doc[field] = text
        view = PartView(
            part=part,
            golden_id=row.golden_id,
            golden=doc,
            lineage=row.lineage,
            held=frozenset(row.held.split(",")) if row.held else frozenset(),
            source_id=source.source_id if source is not None else 0,
            shadow=shadow,
            marks={},
            rules=rules,
            left=source.golden_id if source is not None and source.golden_id not in (None, row.golden_id) else 0,
        )
        kept = self._undone.kept(view.source_id) if source is not None else None
        if source is not None and (kept or _may_hold_back(source.marks)):
            view.marks = read_marks(source.marks)
        return self._as_kept(view, kept, self._writable_fields(stream, part)) if kept else view

    def _as_kept(self, view: PartView, kept: Mapping[str, Kept], writable: Mapping[str, str]) -> PartView:
        """The view with what undos keep in the place of the golden values; those that have ended are closed."""
        rules = self._world.rules[view.part.entity]
        ended = [u for u, k in kept.items() if not is_in_force(k, view.golden, view.shadow, view.marks, rules)]
        self._undone.end(view.source_id, ended, self._world.now_text())
        former = {f: value for unit, k in kept.items() if unit not in ended for f, value in k.before.items()}
        doc = {field: value for field, value in {**view.golden, **former}.items() if value is not None}
        fields = {unit: frozenset(k.before.keys() & writable.keys()) for unit, k in kept.items() if unit not in ended}
        return msgspec.structs.replace(
            view, golden=doc, rules={**view.rules, **{f: writable[f] for f in former if f in writable}}, kept=fields
        )

    def _there(self, stream_id: int, part: str, golden_id: int) -> frozenset[str]:
        """How the other system names the golden record; more than one name where it has doubles."""
        place = (stream_id, part, golden_id)
        if place not in self._remote:
            members = sources.of_golden(self._tx, [golden_id])
            fitting = [m for m in members if m.stream_id == stream_id and m.part == part and not m.deleted]
            self._remote[place] = frozenset(f"{stream_id}/{m.external_id}#{part}" for m in fitting)
        return self._remote[place]

    def _reference_fields(self, entity: str) -> list[str]:
        if entity not in self._references:
            fields = self._world.schema.fields(entity).values()
            self._references[entity] = [spec.name for spec in fields if spec.ref_entity is not None]
        return self._references[entity]

    def _writable_fields(self, stream: StreamSetup, part: CompiledPart) -> Mapping[str, str]:
        place = (stream.stream_id, part.name)
        if place not in self._writable:
            self._writable[place] = stream.mapping.writable_fields(part.name)
        return self._writable[place]


def _may_hold_back(marks: Encoded | None) -> bool:
    """Whether any mark may keep a field from being written: one that bounced, or that is in doubt. Most do not."""
    if marks is None:
        return False
    return (
        b"bounced" in marks or b"doubt" in marks if isinstance(marks, bytes) else "bounced" in marks or "doubt" in marks
    )


def _currency(row: GoldenRow) -> tuple[bool, bool, str, int]:
    """How current an employment is: primary ones first, then unended ones, then the latest."""
    doc: Document = _decode(row.doc)
    return (bool(doc.get("is_primary")), "ended_on" not in doc, doc.get("started_on", ""), row.golden_id)
