"""Remote records that their system has merged away, and the names of those that took them in."""

from __future__ import annotations

from collections.abc import Sequence

from hub.store.transaction import Transaction


def note(tx: Transaction, stream: int, rows: Sequence[tuple[int, str]]) -> None:
    """Remember (raw_id, external id of the record that took it in)."""
    tx.many(
        "INSERT INTO merged_away (raw_id, stream_id, winner) VALUES (?, ?, ?) "
        "ON CONFLICT (raw_id) DO UPDATE SET winner = excluded.winner",
        [(raw_id, stream, winner) for raw_id, winner in rows],
    )


def forget(tx: Transaction, raw_ids: Sequence[int]) -> None:
    """They are there again."""
    tx.many("DELETE FROM merged_away WHERE raw_id = ?", [(raw_id,) for raw_id in raw_ids])


def taken_in_by(tx: Transaction, stream: int, winners: Sequence[str]) -> list[tuple[int, str]]:
    """(raw_id, external id of the record that took it in) of those that went into one of these."""
    rows = tx.where_in(
        "SELECT raw_id, winner FROM merged_away WHERE stream_id = ? AND winner {in} ORDER BY raw_id",
        list(winners),
        stream,
    )
    return [(row[0], row[1]) for row in rows]


def among(tx: Transaction, raw_ids: Sequence[int]) -> set[int]:
    """Those of these records that were merged away."""
    return {row[0] for row in tx.where_in("SELECT raw_id FROM merged_away WHERE raw_id {in}", list(raw_ids))}
