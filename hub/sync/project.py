"""Projection: what each remote record should hold according to the golden records, and how that differs from its
shadow.

A remote record has an anchor part and others that hang on it: a contact with its employment, say. Parts that the remote
record lacks are found through the links between golden records.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from hub.mapping.problems import MappingProblem
from hub.sdk.records import Operation
from hub.store import golden, raw, sources
from hub.store.database import Transaction
from hub.store.golden import GoldenRow
from hub.store.sources import SourceRow
from hub.sync.differ import Difference, PartView, difference
from hub.sync.references import external_id_of
from hub.sync.relate import Relations
from hub.sync.world import Document, StreamSetup, World

_decode = msgspec.json.Decoder(dict[str, Any]).decode
# Amounts are numbers in every vendor's words.
_encode = msgspec.json.Encoder(order="sorted", decimal_format="number").encode


class Wish(msgspec.Struct):
    """One intent to be; `obstacle` tells why it can't be."""

    stream: StreamSetup
    golden_id: int
    external_id: str | None
    operation: Operation
    payload_text: str = "{}"
    fields_text: str = "{}"
    version: str | None = None
    obstacle: str | None = None


class Projection:
    """Everything that one chunk of golden records wants written."""

    def __init__(self, tx: Transaction, world: World, targets: Sequence[StreamSetup], ids: Sequence[int]) -> None:
        self._tx, self._world = tx, world
        self._targets = {stream.stream_id: stream for stream in targets}
        living = {i: row for i, row in golden.by_ids(tx, ids).items() if row.redirect_to is None}
        related = {target for _, _, target in golden.links_from(tx, list(living))}
        self._anchors = {**golden.by_ids(tx, sorted(related - living.keys())), **living}
        self._members = self._load_members()
        self._relations = Relations(tx, world, self._anchors)

    @property
    def anchor_ids(self) -> list[int]:
        """The golden records whose remote records are looked at."""
        return sorted(self._anchors)

    def wishes(self) -> Iterator[Wish]:
        """Updates and archivings of records that exist, then creations of those that do not."""
        raw_ids = sorted({m.raw_id for members in self._members.values() for m in members if self._is_anchor(m)})
        parts: dict[int, dict[str, SourceRow]] = defaultdict(dict)
        for row in sources.of_raw(self._tx, raw_ids):
            parts[row.raw_id][row.part] = row
        states = raw.states(self._tx, raw_ids)
        self._relations.load([row.golden_id for rows in parts.values() for row in rows.values() if row.golden_id])
        for raw_id in raw_ids:
            external_id, version, deleted_at = states[raw_id]
            if deleted_at is None:
                yield from self._wishes_of(parts[raw_id], external_id, version)
        for golden_id, anchor in self._anchors.items():
            for stream in self._targets.values():
                if stream.push.create and self._should_exist(golden_id, anchor, stream):
                    yield self._creation(stream, golden_id)

    def _load_members(self) -> dict[int, list[SourceRow]]:
        members: dict[int, list[SourceRow]] = defaultdict(list)
        for row in sources.of_golden(self._tx, list(self._anchors)):
            if row.golden_id is not None:
                members[row.golden_id].append(row)
        return members

    def _is_anchor(self, row: SourceRow) -> bool:
        stream = self._targets.get(row.stream_id)
        return stream is not None and stream.mapping.anchor == row.part

    def _should_exist(self, golden_id: int, row: GoldenRow, stream: StreamSetup) -> bool:
        members = self._members[golden_id]
        return (
            row.entity == stream.anchor_entity
            and row.redirect_to is None
            and any(not member.deleted for member in members)
            # One that was deleted there counts as there: what people delete does not come back.
            and not any(m.stream_id == stream.stream_id and m.part == stream.mapping.anchor for m in members)
        )

    def _wishes_of(self, rows: dict[str, SourceRow], external_id: str, version: str | None) -> Iterator[Wish]:
        stream = self._targets[next(iter(rows.values())).stream_id]
        anchor = rows[stream.mapping.anchor]
        assert anchor.golden_id is not None
        wish = Wish(stream, anchor.golden_id, external_id, "update")
        if stream.manifest.conditional_write:
            wish.version = version
        doom = self._doom(stream, anchor)
        if doom is not None:
            wish.operation = doom
            yield wish
        elif stream.push.update:
            self._fill(wish, rows)
            if wish.fields_text != "{}" or wish.obstacle is not None:
                yield wish

    def _doom(self, stream: StreamSetup, anchor: SourceRow) -> Operation | None:
        """Whether a deletion elsewhere, later than anything said here, should follow."""
        policy = stream.push.delete
        if policy == "ignore" or anchor.golden_id is None:
            return None
        members = self._members[anchor.golden_id]
        # A deleted double, whose twin lives on in the same stream, is no farewell.
        living = {m.stream_id for m in members if not m.deleted}
        dead = raw.states(self._tx, [m.raw_id for m in members if m.deleted and m.stream_id not in living])
        marks = msgspec.json.decode(anchor.marks) if anchor.marks else {}
        last_said = max([anchor.since, *(mark.get("at", "") for mark in marks.values())])
        return policy if any(at is not None and at > last_said for _, _, at in dead.values()) else None

    def _creation(self, stream: StreamSetup, golden_id: int) -> Wish:
        wish = Wish(stream, golden_id, None, "create")
        self._fill(wish, {})
        if wish.obstacle is None:
            wish.obstacle = _lacking(stream, _decode(wish.payload_text))
        return wish

    def _fill(self, wish: Wish, rows: dict[str, SourceRow]) -> None:
        """Compare every part with what the golden records say, and put the differences in the wish."""
        payload: Document = {}
        told: Document = {}
        bouncing: list[str] = []
        for view in self._relations.parts(wish.stream, wish.golden_id, rows):
            found = difference(view, self._world, creates=wish.operation == "create")
            bouncing += found.bouncing
            if found.changes:
                told[view.part.name] = _told(found, view)
                repeated = [] if wish.operation == "create" else _repeated(wish.stream, view, found.changes)
                doc = {**_over_there(view), **{field: view.shadow[field] for field in repeated}}
                try:
                    _merge(payload, wish.stream.mapping.unmap(view.part.name, doc, [*found.changes, *repeated]))
                except MappingProblem as problem:
                    wish.obstacle = str(problem)
        if bouncing and not told:
            wish.obstacle = f"the system keeps changing what is written to {', '.join(bouncing)}"
        wish.payload_text = _encode(payload).decode()
        wish.fields_text = msgspec.json.encode(told).decode()


def _repeated(stream: StreamSetup, view: PartView, changes: Sequence[str]) -> list[str]:
    """Fields that the system wants to see again in every update, as it holds them."""
    wanted = set(stream.manifest.always_sent)
    return [
        field
        for field, rule in view.part.fields.items()
        if rule.path is not None and ".".join(rule.path) in wanted and field in view.shadow and field not in changes
    ]


def _over_there(view: PartView) -> Document:
    """The golden document with references in the mapping's words: `companies/555#company`."""
    doc = dict(view.golden)
    for field, ref in view.part.refs.items():
        if field in doc:
            doc[field] = f"{ref.stream}/{external_id_of(doc[field])}#{ref.part}"
    return doc


def _told(found: Difference, view: PartView) -> dict[str, Any]:
    return {
        "golden": view.golden_id,
        "source": view.source_id,
        "fields": {
            field: {"from": view.shadow.get(field), "to": found.target.get(field), "by": view.lineage.get(field, 0)}
            for field in found.changes
        },
    }


def _lacking(stream: StreamSetup, payload: Document) -> str | None:
    missing = [path for path in stream.manifest.required if _at(payload, path) in (None, "")]
    if missing:
        return f"a new record there needs {', '.join(missing)}"
    return None if payload else "the golden record has nothing that this system keeps"


def _at(payload: Any, path: str) -> Any:
    for key in path.split("."):
        payload = payload.get(key) if isinstance(payload, dict) else None
    return payload


def _merge(into: Document, more: Document) -> None:
    for key, value in more.items():
        if isinstance(value, dict) and isinstance(into.get(key), dict):
            _merge(into[key], value)
        else:
            into[key] = value
