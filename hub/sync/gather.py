"""Gathering: which stored records have to be looked at together with those that changed.

Invariant: a component is closed. No record outside it shares a match key, a cluster or a decision with one inside.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import msgspec

from hub.merging.claims import Marks, Source, read_marks
from hub.store import decisions, identity, sources
from hub.store.database import Transaction
from hub.store.decisions import DecisionRow
from hub.store.sources import SourceRow

_decode = msgspec.json.Decoder(dict[str, Any]).decode
_decode_keys = msgspec.json.Decoder(list[int]).decode


class Record(msgspec.Struct):
    """A source record in the hands of the resolve; `doc` and `marks` hold golden references, `all_marks` is as
    stored.
    """

    row: SourceRow
    doc: dict[str, Any]
    marks: Marks
    all_marks: Marks
    keys: tuple[int, ...] = ()

    @classmethod
    def read(cls, row: SourceRow) -> Record:
        """Decode a stored row."""
        marks = read_marks(row.marks)
        return cls(row, _decode(row.doc), marks, marks)

    @property
    def source_id(self) -> int:
        """The number of the source record."""
        return self.row.source_id


Names = Mapping[int, tuple[str, str]]
"""Connection and stream by the stream's number."""


def record_name(row: SourceRow, names: Names) -> str:
    """How people name a source record: `freee/partners/101#company`."""
    connection, stream = names[row.stream_id]
    return f"{connection}/{stream}/{row.external_id}#{row.part}"


def source_of(record: Record, names: Names) -> Source:
    """A record as survivorship sees it."""
    row = record.row
    name, connection = record_name(row, names), names[row.stream_id][0]
    return Source(row.source_id, connection, name, row.since, record.doc, record.marks, row.golden_id is None)


class Component(msgspec.Struct):
    """Records that have to be clustered together, what people decided about them, and keys that prove nothing."""

    records: list[Record]
    decisions: list[DecisionRow]
    generic: frozenset[int] = frozenset()


Reader = Callable[[list[SourceRow]], list[Record]]


def components(
    tx: Transaction, records: list[Record], read: Reader, shared_by_max: int
) -> tuple[list[Record], list[Component]]:
    """Split the changed records into those that stand alone and are new, and closed components of the others."""
    holders = _holders(tx, records)
    decided = {side for row in decisions.about(tx, [r.source_id for r in records]) for side in (row.left, row.right)}
    alone: list[Record] = []
    others: list[Record] = []
    for record in records:
        is_alone = (
            record.row.golden_id is None
            and record.source_id not in decided
            and all(len(holders[key]) == 1 for key in record.keys)
        )
        (alone if is_alone else others).append(record)
    return alone, _closed(tx, others, read, shared_by_max)


def _holders(tx: Transaction, records: Sequence[Record]) -> dict[int, set[int]]:
    holders: dict[int, set[int]] = {}
    for record in records:
        for key in record.keys:
            holders.setdefault(key, set()).add(record.source_id)
    for key, source_id in identity.candidates(tx, list(holders)):
        holders[key].add(source_id)
    return holders


def _closed(tx: Transaction, records: list[Record], read: Reader, shared_by_max: int) -> list[Component]:
    """Grow the set until nothing outside touches it, then cut it into its connected parts."""
    if not records:
        return []
    inside = {record.source_id: record for record in records}
    holders: dict[int, set[int]] = {}
    frontier = records
    while frontier:
        reached = _reached(tx, frontier, holders, shared_by_max) - inside.keys()
        frontier = read(sources.by_ids(tx, sorted(reached)))
        inside.update((record.source_id, record) for record in frontier)
    generic = frozenset(key for key, source_ids in holders.items() if len(source_ids) > shared_by_max)
    return _cut(list(inside.values()), decisions.about(tx, list(inside)), generic)


def _reached(tx: Transaction, frontier: Sequence[Record], holders: dict[int, set[int]], shared_by_max: int) -> set[int]:
    """Who touches the frontier; `holders` gathers who has each key, as stored and as seen now."""
    golden_ids = {record.row.golden_id for record in frontier if record.row.golden_id is not None}
    reached = {row.source_id for row in sources.of_golden(tx, sorted(golden_ids))}
    keys = sorted({key for record in frontier for key in record.keys})
    for key, source_ids in _by_key(identity.candidates(tx, keys)).items():
        holders.setdefault(key, set()).update(source_ids)
        # Those that a key has joined until now are parted again by the one that makes it generic.
        if len(source_ids) <= shared_by_max:
            reached |= source_ids
    for record in frontier:
        for key in record.keys:
            holders.setdefault(key, set()).add(record.source_id)
    for row in decisions.about(tx, [record.source_id for record in frontier]):
        reached |= {row.left} | ({row.right} if row.right is not None else set())
    return reached


def _by_key(pairs: Iterable[tuple[int, int]]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = {}
    for key, source_id in pairs:
        found.setdefault(key, set()).add(source_id)
    return found


def _cut(records: list[Record], decided: list[DecisionRow], generic: frozenset[int]) -> list[Component]:
    parent = {record.source_id: record.source_id for record in records}

    def root(node: int) -> int:
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    def join(nodes: Iterable[int]) -> None:
        roots = [root(node) for node in nodes if node in parent]
        for other in roots[1:]:
            parent[root(other)] = root(roots[0])

    for group in _groups(records):
        join(group)
    for row in decided:
        join([row.left, *([row.right] if row.right is not None else [])])
    parts: dict[int, Component] = {}
    for record in records:
        parts.setdefault(root(record.source_id), Component([], [], generic)).records.append(record)
    for row in decided:
        if row.left in parent:
            parts[root(row.left)].decisions.append(row)
    return list(parts.values())


def _groups(records: Sequence[Record]) -> Iterable[list[int]]:
    """Source ids that share a match key or a golden record."""
    by_key: dict[tuple[str, int], list[int]] = {}
    for record in records:
        for key in record.keys:
            by_key.setdefault(("key", key), []).append(record.source_id)
        if record.row.golden_id is not None:
            by_key.setdefault(("golden", record.row.golden_id), []).append(record.source_id)
    return by_key.values()


def decided_pairs(decided: Sequence[DecisionRow]) -> dict[str, list[tuple[int, int]]]:
    """The pairs that are `same` and those that are `different`; the newest word about a pair stands."""
    latest = {frozenset((d.left, d.right)): d for d in decided if d.kind in ("same", "different")}
    pairs: dict[str, list[tuple[int, int]]] = {"same": [], "different": []}
    for row in latest.values():
        if row.right is not None:
            pairs[row.kind].append((row.left, row.right))
    return pairs


def old_keys(row: SourceRow) -> list[int]:
    """The match keys that are stored for a record."""
    return _decode_keys(row.keys) if row.keys else []
