"""Source records: the parts of remote records in canonical words, each with its shadow and the marks on its claims."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from hub.store.database import Row, Transaction

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
    doc: str
    marks: str | None
    deleted: bool
    external_id: str
    golden_id: int | None
    keys: str | None


_SELECT = (
    "SELECT s.id, s.raw_id, s.stream_id, s.part, s.entity, s.since, s.doc, s.marks, s.deleted, r.external_id, "
    "c.golden_id, c.keys FROM source_record s JOIN raw_record r ON r.id = s.raw_id "
    "LEFT JOIN crosswalk c ON c.source_id = s.id "
)


def insert(tx: Transaction, rows: Sequence[Row]) -> None:
    """Store new source records (rows as COLUMNS) and queue them for the resolve."""
    tx.many(
        f"INSERT INTO source_record ({COLUMNS}, deleted) VALUES (?, ?, ?, ?, ?, ?, ?, ?, FALSE)",
        rows,
    )
    tx.many("INSERT INTO pending_resolve (source_id, entity) VALUES (?, ?)", [(row[0], row[4]) for row in rows])


def update(tx: Transaction, rows: Sequence[tuple[int, str, str | None]]) -> None:
    """Store new shadows and marks: (source_id, doc, marks)."""
    tx.many("UPDATE source_record SET doc = ?, marks = ? WHERE id = ?", [(doc, marks, sid) for sid, doc, marks in rows])


def set_marks(tx: Transaction, rows: Sequence[tuple[str | None, int]]) -> None:
    """Store marks alone: (marks, source_id)."""
    tx.many("UPDATE source_record SET marks = ? WHERE id = ?", rows)


def set_deleted(tx: Transaction, raw_ids: Sequence[int], deleted: bool) -> None:
    """Follow a tombstone, or a return from it, and queue the parts for the resolve."""
    tx.many("UPDATE source_record SET deleted = ? WHERE raw_id = ?", [(deleted, raw_id) for raw_id in raw_ids])
    rows = tx.where_in("SELECT id, entity FROM source_record WHERE raw_id {in}", list(raw_ids))
    enqueue(tx, rows)


def enqueue(tx: Transaction, rows: Sequence[tuple[int, str]]) -> None:
    """Queue records for the resolve: (source_id, entity)."""
    tx.many("INSERT INTO pending_resolve (source_id, entity) VALUES (?, ?) ON CONFLICT DO NOTHING", rows)


def of_raw(tx: Transaction, raw_ids: Sequence[int]) -> list[SourceRow]:
    """All parts of these remote records."""
    return [SourceRow(*row) for row in tx.where_in(_SELECT + "WHERE s.raw_id {in}", list(raw_ids))]


def of_golden(tx: Transaction, golden_ids: Sequence[int]) -> list[SourceRow]:
    """All members of these golden records, in the order of their ids."""
    # An outer join would make SQLite walk through all source records.
    inner = _SELECT.replace("LEFT JOIN", "JOIN")
    rows = tx.where_in(inner + "WHERE c.golden_id {in} ORDER BY s.id", list(golden_ids))
    return [SourceRow(*row) for row in rows]


def by_ids(tx: Transaction, source_ids: Sequence[int]) -> list[SourceRow]:
    """These source records, in the order of their ids."""
    return [SourceRow(*row) for row in tx.where_in(_SELECT + "WHERE s.id {in} ORDER BY s.id", list(source_ids))]


def enqueue_all(tx: Transaction) -> None:
    """Queue every record for the resolve."""
    tx.run(
        "INSERT INTO pending_resolve (source_id, entity) SELECT id, entity FROM source_record WHERE "
        "TRUE ON CONFLICT DO NOTHING"
    )


def pending(tx: Transaction, entity: str, limit: int) -> list[SourceRow]:
    """The next source records to resolve."""
    rows = tx.rows(
        _SELECT + "WHERE s.id IN (SELECT source_id FROM pending_resolve WHERE entity = ? ORDER BY source_id LIMIT ?) "
        "ORDER BY s.id",
        entity,
        limit,
    )
    return [SourceRow(*row) for row in rows]


def done(tx: Transaction, source_ids: Sequence[int]) -> None:
    """Take records out of the queue."""
    tx.many("DELETE FROM pending_resolve WHERE source_id = ?", [(sid,) for sid in source_ids])


def pending_entities(tx: Transaction) -> set[str]:
    """The entities of the records that wait for the resolve."""
    return {row[0] for row in tx.rows("SELECT DISTINCT entity FROM pending_resolve")}


def pending_count(tx: Transaction) -> int:
    """How many source records wait for the resolve."""
    return int(tx.rows("SELECT count(*) FROM pending_resolve")[0][0])


def pending_counts(tx: Transaction) -> dict[int, int]:
    """How many source records of each stream wait for the resolve."""
    return dict(
        tx.rows(
            "SELECT s.stream_id, count(*) FROM pending_resolve p JOIN source_record s ON s.id = p.source_id "
            "GROUP BY s.stream_id"
        )
    )


def waiting_of(tx: Transaction, source_ids: Sequence[int]) -> set[int]:
    """Those of these source records that wait for the resolve."""
    return {row[0] for row in tx.where_in("SELECT source_id FROM pending_resolve WHERE source_id {in}", source_ids)}


def find(tx: Transaction, stream: int, external_id: str, part: str) -> Any | None:
    """(source_id, golden_id) of one part of one remote record."""
    return tx.one(
        "SELECT s.id, c.golden_id FROM source_record s JOIN raw_record r ON r.id = s.raw_id "
        "LEFT JOIN crosswalk c ON c.source_id = s.id WHERE r.stream_id = ? AND r.external_id = ? AND s.part = ?",
        stream,
        external_id,
        part,
    )


def enqueue_referring(tx: Transaction, golden_ids: Sequence[int]) -> None:
    """Queue every record whose golden record refers to one of these, because they were merged or split."""
    rows = tx.where_in(
        "SELECT s.id, s.entity FROM golden_link l JOIN crosswalk c ON c.golden_id = l.golden_id "
        "JOIN source_record s ON s.id = c.source_id WHERE l.target_id {in}",
        list(golden_ids),
    )
    enqueue(tx, rows)
