"""Raw records: the newest payload of each remote record behind its hash gate, and the payloads that were replaced."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from hub.store.transaction import Row, Transaction


class RawState(NamedTuple):
    """What is known of a stored raw record without its payload."""

    raw_id: int
    hash: int
    modified_at: str | None
    deleted_at: str | None
    version: str | None = None
    run_id: int = 0
    """The run that has read this payload."""


WRITTEN = 1
"""Stands for the hash of a record that the hub wrote to since it was read; 0 for that of one that it made."""
NEW_COLUMNS = "id, stream_id, external_id, hash, payload, modified_at, version, deleted_at, run_id"


def is_unread(state: RawState) -> bool:
    """Whether no pull has shown the record since the hub wrote to it."""
    return state.hash in (0, WRITTEN)


def gate(tx: Transaction, stream: int, external_ids: Sequence[str]) -> dict[str, RawState]:
    """The stored states of those records of the stream that are known."""
    rows = tx.where_in(
        "SELECT external_id, id, hash, modified_at, deleted_at, version, run_id FROM raw_record WHERE stream_id = ? "
        "AND external_id {in}",
        external_ids,
        stream,
    )
    return {row[0]: RawState(*row[1:]) for row in rows}


def first_read(tx: Transaction, raw_id: int) -> int:
    """The run that has read or made a record first, as far back as its payloads are kept."""
    found = tx.rows(
        "SELECT min(run_id) FROM (SELECT run_id FROM raw_record WHERE id = ? UNION ALL "
        "SELECT run_id FROM raw_version WHERE raw_id = ?) known",
        *(raw_id, raw_id),
    )
    return int(found[0][0])


def insert(tx: Transaction, rows: Sequence[Row]) -> None:
    """Store records that are seen for the first time; rows as NEW_COLUMNS."""
    tx.many(f"INSERT INTO raw_record ({NEW_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)


def replace(tx: Transaction, rows: Sequence[tuple[int, int, bytes, str | None, str | None, int]], now: str) -> None:
    """Store newer payloads; rows are (raw_id, hash, payload, modified_at, version, run_id); the old ones are kept as
    versions.
    """
    version_ids = tx.next_ids("raw_version", len(rows))
    tx.run_in(
        "INSERT INTO raw_version (id, raw_id, payload, modified_at, run_id, replaced_at) "
        "SELECT CAST(? AS bigint) + e.key, r.id, r.payload, r.modified_at, r.run_id, CAST(? AS text) "
        "FROM {each} e JOIN raw_record r ON r.id = e.value",
        [row[0] for row in rows],
        *(version_ids.start, now),
    )
    tx.many(
        "UPDATE raw_record SET hash = ?, payload = ?, modified_at = ?, version = ?, deleted_at = NULL, "
        "run_id = ? WHERE id = ?",
        [(*row[1:], row[0]) for row in rows],
    )


def set_versions(tx: Transaction, rows: Sequence[tuple[str, str | None, int]]) -> None:
    """Follow a save that changed nothing else: (version, modified_at, raw_id)."""
    tx.many("UPDATE raw_record SET version = ?, modified_at = ? WHERE id = ?", rows)


def written(tx: Transaction, raw_ids: Sequence[int]) -> None:
    """The hub has written to these records: what was read of them last is news when it is read once more, for somebody
    has put it back. One that no pull has shown yet stays so.
    """
    tx.run_in(f"UPDATE raw_record SET hash = {WRITTEN} WHERE hash <> 0 AND id {{in}}", raw_ids)


def mark_deleted(tx: Transaction, raw_ids: Sequence[int], at: str) -> None:
    """Turn records into tombstones that the hub itself has made."""
    mark_ended(tx, [(raw_id, None) for raw_id in raw_ids], at)


def mark_ended(tx: Transaction, rows: Sequence[tuple[int, str | None]], at: str) -> None:
    """Turn records into tombstones: (raw_id, when people there deleted it; None where the hub did)."""
    tx.many(
        "UPDATE raw_record SET deleted_at = ?, turned_at = ? WHERE id = ?",
        [(at, ended_at, raw_id) for raw_id, ended_at in rows],
    )


def mark_returned(tx: Transaction, raw_ids: Sequence[int], at: str) -> None:
    """Somebody has put these back, which is said at the moment when it is heard."""
    tx.many("UPDATE raw_record SET turned_at = ? WHERE id = ?", [(at, raw_id) for raw_id in raw_ids])


def last_id(tx: Transaction) -> int:
    """The number of the newest record of all streams; 0 before the first."""
    row = tx.one("SELECT value FROM counter WHERE name = 'raw_record'")
    return int(row[0]) if row else 0


def live_ids(tx: Transaction, stream: int) -> list[tuple[int, str]]:
    """Raw id and external id of every record of the stream that is not deleted."""
    return tx.rows("SELECT id, external_id FROM raw_record WHERE stream_id = ? AND deleted_at IS NULL", stream)


def live_after(tx: Transaction, stream: int, after_id: int, limit: int) -> list[tuple[int, str]]:
    """The next living records of the stream in the order of their ids: (raw_id, external_id)."""
    return tx.rows(
        "SELECT id, external_id FROM raw_record WHERE stream_id = ? AND deleted_at IS NULL AND id > ? "
        "ORDER BY id LIMIT ?",
        *(stream, after_id, limit),
    )


def unread_since(tx: Transaction, stream: int, since: str) -> set[int]:
    """Records that the hub made in a run that ended later than `since`, and that no pull has shown yet."""
    rows = tx.rows(
        "SELECT r.id FROM raw_record r JOIN run u ON u.id = r.run_id "
        "WHERE r.stream_id = ? AND r.hash = 0 AND (u.finished_at IS NULL OR u.finished_at > ?)",
        *(stream, since),
    )
    return {row[0] for row in rows}


def last_read(tx: Transaction, raw_ids: Sequence[int]) -> dict[int, bytes]:
    """What was read of these records last."""
    rows = tx.where_in("SELECT id, payload FROM raw_record WHERE id {in}", raw_ids)
    return {row[0]: bytes(row[1]) for row in rows}


def written_to(tx: Transaction, raw_ids: Sequence[int]) -> set[int]:
    """Those of these records that the hub has written to since they were read last."""
    return {row[0] for row in tx.where_in(f"SELECT id FROM raw_record WHERE hash = {WRITTEN} AND id {{in}}", raw_ids)}


def rename(tx: Transaction, raw_id: int, external_id: str) -> None:
    """Follow a record that its system names anew."""
    tx.run("UPDATE raw_record SET external_id = ? WHERE id = ?", external_id, raw_id)


def live_count(tx: Transaction, stream: int) -> int:
    """How many records of the stream are not deleted."""
    return int(tx.rows("SELECT count(*) FROM raw_record WHERE stream_id = ? AND deleted_at IS NULL", stream)[0][0])


def states(tx: Transaction, raw_ids: Sequence[int]) -> dict[int, tuple[str, str | None, str | None]]:
    """(external_id, version, deleted_at) of these records."""
    rows = tx.where_in("SELECT id, external_id, version, deleted_at FROM raw_record WHERE id {in}", list(raw_ids))
    return {row[0]: (row[1], row[2], row[3]) for row in rows}


def turned(tx: Transaction, raw_ids: Sequence[int]) -> dict[int, tuple[str | None, str | None]]:
    """(deleted_at, turned_at) of those of these records that are deleted, or were once."""
    rows = tx.where_in(
        "SELECT id, deleted_at, turned_at FROM raw_record "
        "WHERE (deleted_at IS NOT NULL OR turned_at IS NOT NULL) AND id {in}",
        list(raw_ids),
    )
    return {row[0]: (row[1], row[2]) for row in rows}


def payloads(tx: Transaction, stream: int, after_id: int, limit: int) -> list[Any]:
    """(raw_id, external_id, payload, modified_at) in the order of ids, for a replay."""
    return tx.rows(
        "SELECT id, external_id, payload, modified_at FROM raw_record WHERE stream_id = ? AND id > ? "
        "ORDER BY id LIMIT ?",
        stream,
        after_id,
        limit,
    )


def all_payloads(tx: Transaction, raw_id: int) -> list[bytes]:
    """Every payload of a record that was ever stored, the oldest first."""
    rows = tx.rows(
        "SELECT payload, id, 0 AS newest FROM raw_version WHERE raw_id = ? UNION ALL "
        "SELECT payload, id, 1 FROM raw_record WHERE id = ? ORDER BY newest, id",
        *(raw_id, raw_id),
    )
    return [bytes(row[0]) for row in rows]


def by_external_id(tx: Transaction, stream: int, external_id: str) -> Any | None:
    """(raw_id, payload, version, modified_at, deleted_at) of one record."""
    return tx.one(
        "SELECT id, payload, version, modified_at, deleted_at FROM raw_record WHERE stream_id = ? AND external_id = ?",
        stream,
        external_id,
    )


def history(tx: Transaction, raw_id: int) -> list[Any]:
    """(payload, modified_at, run_id) of every state of a record, newest first."""
    newest = tx.rows("SELECT payload, modified_at, run_id FROM raw_record WHERE id = ?", raw_id)
    replaced = "SELECT payload, modified_at, run_id FROM raw_version WHERE raw_id = ? ORDER BY id DESC"
    return newest + tx.rows(replaced, raw_id)


def live_counts(tx: Transaction) -> dict[int, int]:
    """How many records of each stream are not deleted."""
    # Of the many the index of their names tells, of the few that are gone an index of their own: no row is looked at.
    every = tx.rows("SELECT stream_id, count(*) FROM raw_record GROUP BY stream_id")
    gone = dict(tx.rows("SELECT stream_id, count(*) FROM raw_record WHERE deleted_at IS NOT NULL GROUP BY stream_id"))
    return {stream: many - gone.get(stream, 0) for stream, many in every if many > gone.get(stream, 0)}


def each_page(tx: Transaction, stream: int, size: int = 1000) -> Iterator[list[Any]]:
    """All payloads of a stream in pages."""
    after = 0
    while rows := payloads(tx, stream, after, size):
        yield rows
        after = rows[-1][0]
