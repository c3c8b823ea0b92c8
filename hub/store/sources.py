"""Source records: the parts of remote records in canonical words, each with its shadow and the marks on its claims."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from operator import itemgetter
from typing import Any, NamedTuple

import msgspec

from hub.store import resolve_queue
from hub.store.transaction import Encoded, Row, Transaction

COLUMNS = "id, raw_id, stream_id, part, entity, since, doc, marks"


class SourceRow(NamedTuple):
    """A source record as stored, with the external id of its raw record and its golden id (None before the first
    resolve).
    """

    source_id: int
    raw_id: int
    stream_id: int
    part: str
    entity: str
    since: str
    doc: Encoded
    marks: Encoded | None
    deleted: bool
    external_id: str
    golden_id: int | None
    keys: str | None


class MemberRow(NamedTuple):
    """Which remote record a member of a golden record is part of."""

    golden_id: int
    source_id: int
    raw_id: int
    stream_id: int
    part: str
    deleted: bool


_SELECT = (
    "SELECT s.id, s.raw_id, s.stream_id, s.part, s.entity, s.since, IN_UTF_8(s.doc), IN_UTF_8(s.marks), s.deleted, "
    "r.external_id, c.golden_id, c.keys FROM source_record s JOIN raw_record r ON r.id = s.raw_id "
    "LEFT JOIN crosswalk c ON c.source_id = s.id "
)


class ShadowRow(NamedTuple):
    """What a pull compares a part with."""

    source_id: int
    entity: str
    since: str
    doc: Encoded
    marks: Encoded | None
    deleted: bool


def insert(tx: Transaction, rows: Sequence[Row], keys: Sequence[Encoded | None]) -> None:
    """Store new source records (rows as COLUMNS) and queue them for the resolve, each with its match keys if known."""
    tx.many(f"INSERT INTO source_record ({COLUMNS}, deleted) VALUES (?, ?, ?, ?, ?, ?, ?d, ?d, FALSE)", rows)
    resolve_queue.enqueue_new(tx, [(row[0], row[4], known) for row, known in zip(rows, keys, strict=True)])


def update(tx: Transaction, rows: Sequence[tuple[int, Encoded, Encoded | None]]) -> None:
    """Store new shadows and marks: (source_id, doc, marks)."""
    tx.many(
        "UPDATE source_record SET doc = ?d, marks = ?d WHERE id = ?", [(doc, marks, sid) for sid, doc, marks in rows]
    )
    resolve_queue.forget_found(tx, [row[0] for row in rows])


def set_marks(tx: Transaction, rows: Sequence[tuple[Encoded | None, int]]) -> None:
    """Store marks alone: (marks, source_id)."""
    tx.many("UPDATE source_record SET marks = ?d WHERE id = ?", rows)


def name_anew(tx: Transaction, raw_id: int, stream: int, before: str, name: str) -> None:
    """A remote record has another id: what its parts say of each other names it, too."""
    old, new = (msgspec.json.encode(f"{stream}/{one}#")[:-1] for one in (before, name))

    def told(text: Encoded) -> bytes:
        return (text.encode() if isinstance(text, str) else text).replace(old, new)

    rows = of_raw(tx, [raw_id])
    update(tx, [(row.source_id, told(row.doc), None if row.marks is None else told(row.marks)) for row in rows])


def begin_anew(tx: Transaction, source_id: int, since: str) -> None:
    """What a record says now it has said since then."""
    tx.run("UPDATE source_record SET since = ? WHERE id = ?", since, source_id)


def set_deleted(tx: Transaction, raw_ids: Sequence[int], deleted: bool) -> None:
    """Follow a tombstone, or a return from it, and queue the parts for the resolve."""
    tx.many("UPDATE source_record SET deleted = ? WHERE raw_id = ?", [(deleted, raw_id) for raw_id in raw_ids])
    rows = tx.where_in("SELECT id, entity FROM source_record WHERE raw_id {in}", list(raw_ids))
    resolve_queue.enqueue(tx, rows)


def set_parts_deleted(tx: Transaction, source_ids: Sequence[int], deleted: bool) -> None:
    """Single parts that went or returned, while their records stay."""
    tx.many("UPDATE source_record SET deleted = ? WHERE id = ?", [(deleted, source_id) for source_id in source_ids])


def shadows(tx: Transaction, raw_ids: Sequence[int]) -> dict[int, dict[str, ShadowRow]]:
    """The shadows of these remote records, by raw id and part."""
    found: dict[int, dict[str, ShadowRow]] = {}
    columns = "raw_id, part, id, entity, since, IN_UTF_8(doc), IN_UTF_8(marks), deleted"
    rows = tx.where_in(f"SELECT {columns} FROM source_record WHERE raw_id {{in}}", raw_ids)
    for raw_id, part, *rest in rows:
        found.setdefault(raw_id, {})[part] = ShadowRow(*rest)
    return found


def of_raw(tx: Transaction, raw_ids: Sequence[int]) -> list[SourceRow]:
    """All parts of these remote records."""
    return [SourceRow._make(row) for row in tx.where_in(_SELECT + "WHERE s.raw_id {in}", list(raw_ids))]


def of_golden(tx: Transaction, golden_ids: Sequence[int]) -> list[SourceRow]:
    """All members of these golden records, in the order of their ids."""
    # An outer join would make SQLite walk through all source records.
    inner = _SELECT.replace("LEFT JOIN", "JOIN")
    rows = tx.where_in(inner + "WHERE c.golden_id {in}", list(golden_ids))
    # Sorted here: the database would copy whole documents to do it.
    return sorted(map(SourceRow._make, rows), key=itemgetter(0))


def members(tx: Transaction, golden_ids: Sequence[int]) -> list[MemberRow]:
    """All members of these golden records without what they say, in the order of their ids."""
    rows = tx.where_in(
        "SELECT c.golden_id, s.id, s.raw_id, s.stream_id, s.part, s.deleted FROM crosswalk c "
        "JOIN source_record s ON s.id = c.source_id WHERE c.golden_id {in} ORDER BY s.id",
        list(golden_ids),
    )
    return list(map(MemberRow._make, rows))


def anchors_beside(tx: Transaction, stream: int, anchor: str, golden_ids: Sequence[int]) -> list[int]:
    """The golden records of the anchors of a stream's remote records in which another part is one of these."""
    rows = tx.where_in(
        "SELECT DISTINCT ca.golden_id FROM crosswalk c JOIN source_record s ON s.id = c.source_id "
        "JOIN source_record a ON a.raw_id = s.raw_id AND a.part = ? JOIN crosswalk ca ON ca.source_id = a.id "
        "WHERE s.stream_id = ? AND s.part <> ? AND c.golden_id {in}",
        list(golden_ids),
        *(anchor, stream, anchor),
    )
    return [row[0] for row in rows]


def by_ids(tx: Transaction, source_ids: Sequence[int]) -> list[SourceRow]:
    """These source records, in the order of their ids."""
    return [SourceRow._make(row) for row in tx.where_in(_SELECT + "WHERE s.id {in} ORDER BY s.id", list(source_ids))]


def each_page(tx: Transaction, entities: Sequence[str], size: int = 1000) -> Iterator[list[SourceRow]]:
    """All records of these entities in pages."""
    for ids in ids_by_page(tx, entities, size):
        yield by_ids(tx, ids)


def ids_by_page(tx: Transaction, entities: Sequence[str], size: int) -> Iterator[list[int]]:
    """The numbers of all records of these entities in pages."""
    after = 0
    wanted = f"SELECT id FROM source_record WHERE id > ? AND entity {{in}} ORDER BY id LIMIT {size}"
    while ids := [row[0] for row in tx.where_in(wanted, list(entities), after)]:
        yield ids
        after = ids[-1]


def said(tx: Transaction, source_ids: Sequence[int]) -> list[tuple[int, Encoded]]:
    """(source_id, doc) of these source records, in the order of their ids."""
    return tx.where_in("SELECT id, IN_UTF_8(doc) FROM source_record WHERE id {in} ORDER BY id", source_ids)


def marked(tx: Transaction, source_ids: Sequence[int]) -> list[tuple[int, int, str, Encoded]]:
    """(source_id, stream_id, part, marks) of those of these source records of which anything is special."""
    return tx.where_in(
        "SELECT id, stream_id, part, IN_UTF_8(marks) FROM source_record WHERE marks IS NOT NULL AND id {in}", source_ids
    )


class PartRow(NamedTuple):
    """A part of a remote record, and what it says; `place` is how others refer to that record: `3/101`."""

    source_id: int
    raw_id: int
    place: str
    part: str
    entity: str
    doc: Encoded


def beside(tx: Transaction, source_ids: Sequence[int]) -> list[PartRow]:
    """All parts of the remote records that these source records are of, and thus these too."""
    rows = tx.where_in(
        "SELECT s.id, s.raw_id, r.stream_id || '/' || r.external_id, s.part, s.entity, IN_UTF_8(s.doc) "
        "FROM raw_record r JOIN source_record s ON s.raw_id = r.id "
        "WHERE r.id IN (SELECT raw_id FROM source_record WHERE id {in})",
        source_ids,
    )
    return list(map(PartRow._make, rows))


def find(tx: Transaction, stream: int, external_id: str, part: str) -> Any | None:
    """(source_id, golden_id) of one part of one remote record."""
    return tx.one(
        "SELECT s.id, c.golden_id FROM source_record s JOIN raw_record r ON r.id = s.raw_id "
        "LEFT JOIN crosswalk c ON c.source_id = s.id WHERE r.stream_id = ? AND r.external_id = ? AND s.part = ?",
        stream,
        external_id,
        part,
    )


def referred(tx: Transaction, targets: Sequence[str]) -> dict[str, str]:
    """What records say by reference text `<stream number>/<external id>#<part>`; unknown targets are absent."""
    places: dict[tuple[int, str], list[str]] = {}
    for target in targets:
        stream, rest = target.split("/", 1)
        external_id, part = rest.rsplit("#", 1)
        places.setdefault((int(stream), part), []).append(external_id)
    return {
        f"{stream}/{external_id}#{part}": doc
        for (stream, part), external_ids in places.items()
        for external_id, doc in tx.where_in(
            "SELECT r.external_id, s.doc FROM raw_record r JOIN source_record s ON s.raw_id = r.id AND s.part = ? "
            "WHERE r.stream_id = ? AND r.external_id {in}",
            external_ids,
            *(part, stream),
        )
    }
