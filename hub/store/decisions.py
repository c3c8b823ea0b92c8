"""Decisions of people: rows that the next resolve reads; revoking one is a time in its row, never a deletion.

A `same`, `different` or `unsure` names two source records; an `undone` one, whose values or whose being there is put
back. A `choose`, `pin` or `hold` names a unit of the cluster that a source record belongs to, so that it stays with its
records when clusters are split or merged.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import msgspec

from hub.store import setting
from hub.store.transaction import Transaction


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


class UndoneRow(NamedTuple):
    """What an undo keeps (kind `undone`): of a unit of a source record, or of a record as a whole.

    `value` is a document (see `hub.sync.undone`). `stands` is false once it was taken back or has ended; `turned_at` is
    when that was, or when it was made.
    """

    decision_id: int
    source_id: int
    unit: str | None
    value: str | None
    stands: bool
    turned_at: str


_LET_STAND = "let stand again at "
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


def add_same(tx: Transaction, pairs: Sequence[tuple[int, int, str]], author: str, at: str) -> None:
    """Store that records are the same: (left, right, reason)."""
    ids = tx.next_ids("decision", len(pairs))
    tx.many(
        'INSERT INTO decision (id, kind, "left", "right", author, reason, at) VALUES (?, \'same\', ?, ?, ?, ?, ?)',
        [(number, left, right, author, reason, at) for number, (left, right, reason) in zip(ids, pairs, strict=True)],
    )


def add_different(tx: Transaction, pairs: Sequence[tuple[int, int]], author: str, reason: str, at: str) -> list[int]:
    """Store that records are different: (left, right); the numbers of the decisions."""
    ids = tx.next_ids("decision", len(pairs))
    tx.many(
        'INSERT INTO decision (id, kind, "left", "right", author, reason, at) VALUES (?, \'different\', ?, ?, ?, ?, ?)',
        [(number, left, right, author, reason, at) for number, (left, right) in zip(ids, pairs, strict=True)],
    )
    return list(ids)


def revoke(tx: Transaction, decision_ids: Sequence[int], at: str) -> None:
    """Take decisions back."""
    tx.many("UPDATE decision SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL", [(at, i) for i in decision_ids])


def take_over(tx: Transaction, decision_ids: Sequence[int], heir: int) -> None:
    """Let decisions about a unit stand at another source record of the same customer."""
    tx.many('UPDATE decision SET "left" = ? WHERE id = ?', [(heir, number) for number in decision_ids])


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


def of_people(tx: Transaction) -> set[int]:
    """The numbers of every standing decision that a person made."""
    rows = tx.rows("SELECT id FROM decision WHERE revoked_at IS NULL AND kind <> 'hold' AND author <> 'hub'")
    return {row[0] for row in rows}


def made_with(tx: Transaction, author: str, at: str) -> list[DecisionRow]:
    """Every standing decision that somebody made at one moment."""
    rows = tx.rows(f"SELECT {_COLUMNS} FROM decision WHERE revoked_at IS NULL AND author = ? AND at = ?", author, at)
    return [DecisionRow(*row) for row in sorted(rows)]


def pairs(tx: Transaction, entity: str) -> list[DecisionRow]:
    """Every standing `same` or `different` about two records of an entity, in the order in which they were made."""
    rows = tx.rows(
        'SELECT d.id, d.kind, d."left", d."right", d.unit, d.value, d.author, d.reason, d.at FROM decision d '
        'JOIN source_record s ON s.id = d."left" '
        "WHERE d.revoked_at IS NULL AND d.kind IN ('same', 'different') AND s.entity = ? ORDER BY d.id",
        entity,
    )
    return [DecisionRow(*row) for row in rows]


def was_undone(tx: Transaction) -> bool:
    """Whether there ever was an undo."""
    return tx.one("SELECT 1 FROM decision WHERE kind = 'undone' LIMIT 1") is not None


def undone(tx: Transaction, source_ids: Sequence[int]) -> list[UndoneRow]:
    """Every undo about these source records, also those that were taken back, in the order in which they were made."""
    rows = tx.where_in(
        'SELECT id, "left", unit, value, at, revoked_at FROM decision WHERE kind = \'undone\' AND "left" {in}',
        list(source_ids),
    )
    return [
        UndoneRow(number, source_id, unit, value, revoked_at is None, revoked_at or at)
        for number, source_id, unit, value, at, revoked_at in sorted(rows, key=lambda row: row[0])
    ]


def stood_up(tx: Transaction, made_at: str) -> list[DecisionRow]:
    """What an undo decided at `made_at`, or let stand again, as far as it stands."""
    again = setting.remembered(tx, f"{_LET_STAND}{made_at}")
    rows = tx.rows(
        f"SELECT {_COLUMNS} FROM decision WHERE at = ? AND kind IN ('undone', 'different') AND revoked_at IS NULL",
        made_at,
    ) + tx.where_in(
        f"SELECT {_COLUMNS} FROM decision WHERE revoked_at IS NULL AND id {{in}}",
        [] if again is None else msgspec.json.decode(again, type=list[int]),
    )
    return [DecisionRow(*row) for row in sorted(rows)]


def let_stand(tx: Transaction, made_at: str, at: str) -> list[int]:
    """Let stand again what an undo took back at `made_at`; `at` that moment an undo of this finds it by `stood_up`."""
    taken = [row[0] for row in tx.rows("SELECT id FROM decision WHERE revoked_at = ? ORDER BY id", made_at)]
    tx.many("UPDATE decision SET revoked_at = NULL WHERE id = ?", [(number,) for number in taken])
    if taken:
        setting.remember(tx, f"{_LET_STAND}{at}", msgspec.json.encode(taken).decode())
    return taken


def sides(tx: Transaction, decision_ids: Sequence[int]) -> set[int]:
    """The source records that these decisions are about."""
    rows = tx.where_in('SELECT "left", "right" FROM decision WHERE id {in}', list(decision_ids))
    return {side for row in rows for side in row if side is not None}
