"""Records that could not be taken in: kept whole with the reason, until they are retried or arrive mended."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from hub.store.transaction import Transaction


class QuarantineRow(NamedTuple):
    """A quarantined record; `external_id` is a digest of the payload where the record had none."""

    quarantine_id: int
    stream_id: int
    external_id: str
    payload: bytes
    reason: str
    run_id: int
    at: str
    modified_at: str | None
    readable: bool


_COLUMNS = "id, stream_id, external_id, payload, reason, run_id, at, modified_at, readable"


def put(
    tx: Transaction, stream: int, rows: Sequence[tuple[str, bytes, str, str | None, bool]], run_id: int, now: str
) -> None:
    """Store (external_id, payload, reason, modified_at, readable); a record that is there already gets the newer
    state.
    """
    ids = tx.next_ids("quarantine", len(rows))
    tx.many(
        f"INSERT INTO quarantine ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) "
        "ON CONFLICT (stream_id, external_id) DO UPDATE SET payload = excluded.payload, reason = excluded.reason, "
        "run_id = excluded.run_id, modified_at = excluded.modified_at, readable = excluded.readable",
        [(new_id, stream, *row[:3], run_id, now, *row[3:]) for new_id, row in zip(ids, rows, strict=True)],
    )


def release(tx: Transaction, stream: int, external_ids: Sequence[str]) -> None:
    """Forget records that have been taken in since."""
    if external_ids and tx.one("SELECT 1 FROM quarantine WHERE stream_id = ? LIMIT 1", stream) is not None:
        tx.many("DELETE FROM quarantine WHERE stream_id = ? AND external_id = ?", [(stream, e) for e in external_ids])


def keep_only(tx: Transaction, stream: int, external_ids: set[str]) -> None:
    """Forget what a complete listing no longer holds: it was mended or removed in its system."""
    release(tx, stream, sorted(names(tx, stream) - external_ids))


def nameless(tx: Transaction, stream: int) -> set[str]:
    """The names of the stream's records that came without an id: a digest after a question mark."""
    return {row.external_id for row in listing(tx, stream) if not row.readable and row.external_id.startswith("?")}


def counts(tx: Transaction) -> dict[int, int]:
    """How many records of each stream stand in quarantine."""
    return dict(tx.rows("SELECT stream_id, count(*) FROM quarantine GROUP BY stream_id"))


def names(tx: Transaction, stream: int) -> set[str]:
    """The external ids of the stream's records in quarantine."""
    return {row[0] for row in tx.rows("SELECT external_id FROM quarantine WHERE stream_id = ?", stream)}


def standing(tx: Transaction, external_ids: Sequence[str]) -> set[tuple[int, str]]:
    """Those of these remote records that stand in quarantine: (stream_id, external_id)."""
    found = tx.where_in("SELECT stream_id, external_id FROM quarantine WHERE external_id {in}", list(external_ids))
    return {(row[0], row[1]) for row in found}


def listing(tx: Transaction, stream: int | None = None, limit: int = 2**62, offset: int = 0) -> list[QuarantineRow]:
    """What stands in quarantine, the oldest first."""
    # Along the numbers: to sort the many of a stream for a page of them would read all their payloads.
    condition, values = ("TRUE", []) if stream is None else ("stream_id + 0 = ?", [stream])
    rows = tx.rows(
        f"SELECT {_COLUMNS} FROM quarantine WHERE {condition} ORDER BY id LIMIT ? OFFSET ?", *values, limit, offset
    )
    return [QuarantineRow(*row) for row in rows]


def by_ids(tx: Transaction, numbers: Sequence[int]) -> list[QuarantineRow]:
    """These alone, the oldest first."""
    rows = tx.where_in(f"SELECT {_COLUMNS} FROM quarantine WHERE id {{in}} ORDER BY id", numbers)
    return [QuarantineRow(*row) for row in rows]


def reasons(tx: Transaction, stream: int, external_ids: Sequence[str]) -> dict[str, str]:
    """Why each of these records of a stream stands in quarantine; who does not is missing."""
    sql = "SELECT external_id, reason FROM quarantine WHERE stream_id = ? AND external_id {in}"
    return dict(tx.where_in(sql, list(external_ids), stream))
