"""Decisions of people: rows that the next resolve reads; revoking one is a time in its row, never a deletion.

A `same` or `different` names two source records. A `choose`, `pin` or `hold` names a unit of the cluster that a source
record belongs to, so that it stays with its records when clusters are split or merged.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from hub.store.database import Transaction


class DecisionRow(NamedTuple):
    """A decision as stored; `value` is the JSON document of a unit's fields."""

    decision_id: int
    kind: str
    left: int
    right: int | None
    unit: str | None
    value: str | None
    author: str
    reason: str
    at: str


_COLUMNS = 'id, kind, "left", "right", unit, value, author, reason, at'


def add(
    tx: Transaction,
    kind: str,
    left: int,
    *,
    right: int | None = None,
    unit: str | None = None,
    value: str | None = None,
    author: str,
    reason: str = "",
    at: str,
) -> int:
    """Store a decision; its number."""
    (decision_id,) = tx.next_ids("decision", 1)
    tx.run(
        'INSERT INTO decision (id, kind, "left", "right", unit, value, author, reason, at) '
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        *(decision_id, kind, left, right, unit, value, author, reason, at),
    )
    return decision_id


def revoke(tx: Transaction, decision_ids: Sequence[int], at: str) -> None:
    """Take decisions back."""
    tx.many("UPDATE decision SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL", [(at, i) for i in decision_ids])


def restore(tx: Transaction, kind: str, lefts: Sequence[int], unit: str, revoked_at: str) -> int:
    """Let decisions about a unit stand again that were taken back at that moment; how many."""
    rows = tx.where_in(
        'SELECT id FROM decision WHERE kind = ? AND unit = ? AND revoked_at = ? AND "left" {in}',
        list(lefts),
        *(kind, unit, revoked_at),
    )
    tx.many("UPDATE decision SET revoked_at = NULL WHERE id = ?", [(row[0],) for row in rows])
    return len(rows)


def by_id(tx: Transaction, decision_id: int) -> tuple[DecisionRow, str | None] | None:
    """One decision, and when it was taken back (None: it stands)."""
    row = tx.one(f"SELECT {_COLUMNS}, revoked_at FROM decision WHERE id = ?", decision_id)
    return (DecisionRow(*row[:-1]), row[-1]) if row else None


def listing(tx: Transaction, limit: int = 1000) -> list[DecisionRow]:
    """Standing decisions, newest first."""
    rows = tx.rows(f"SELECT {_COLUMNS} FROM decision WHERE revoked_at IS NULL ORDER BY id DESC LIMIT ?", limit)
    return [DecisionRow(*row) for row in rows]


def about(tx: Transaction, source_ids: Sequence[int]) -> list[DecisionRow]:
    """Every standing decision about one of these source records, in the order in which they were made."""
    if tx.one("SELECT 1 FROM decision LIMIT 1") is None:
        return []
    rows: list[Any] = []
    for side in ('"left"', '"right"'):
        rows += tx.where_in(
            f"SELECT {_COLUMNS} FROM decision WHERE revoked_at IS NULL AND {side} {{in}}", list(source_ids)
        )
    return [DecisionRow(*row) for row in sorted(set(rows))]
