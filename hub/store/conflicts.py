"""Conflicts and initial differences, as admins read them in the log."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from hub.store.transaction import Transaction


class ConflictRow(NamedTuple):
    """A conflict as stored; `doc` is its story (base, claims, winner, rule, effect).

    kind: conflict | difference. state: open (waits for a person) | auto (a rule decided) | decided | listed.
    """

    conflict_id: int
    golden_id: int
    entity: str
    unit: str
    kind: str
    state: str
    doc: str
    run_id: int
    opened_at: str
    decided_at: str | None
    decided_by: str | None


_COLUMNS = "id, golden_id, entity, unit, kind, state, doc, run_id, opened_at, decided_at, decided_by"


def insert(tx: Transaction, rows: Sequence[tuple[int, str, str, str, str, str, int, str]]) -> list[int]:
    """Store (golden_id, entity, unit, kind, state, doc, run_id, opened_at); their numbers."""
    ids = list(tx.next_ids("conflict", len(rows)))
    tx.many(
        "INSERT INTO conflict (id, golden_id, entity, unit, kind, state, doc, run_id, opened_at) VALUES "
        "(?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [(conflict_id, *row) for conflict_id, row in zip(ids, rows, strict=True)],
    )
    return ids


def renew(tx: Transaction, conflict_id: int, doc: str) -> None:
    """Store a newer story of an open conflict."""
    tx.run("UPDATE conflict SET doc = ? WHERE id = ?", doc, conflict_id)


def decide(tx: Transaction, conflict_id: int, author: str, at: str) -> None:
    """Close an open conflict."""
    tx.run(
        "UPDATE conflict SET state = 'decided', decided_at = ?, decided_by = ? WHERE id = ?", at, author, conflict_id
    )


def reopen(tx: Transaction, conflict_id: int) -> None:
    """Let a decided conflict wait again, because its decision was taken back."""
    tx.run("UPDATE conflict SET state = 'open', decided_at = NULL, decided_by = NULL WHERE id = ?", conflict_id)


def decided_then(tx: Transaction, golden_ids: Sequence[int], unit: str, at: str) -> list[int]:
    """The numbers of the conflicts about a unit of these golden records that were decided at that moment."""
    rows = tx.where_in(
        "SELECT id FROM conflict WHERE state = 'decided' AND unit = ? AND decided_at = ? AND golden_id {in}",
        list(golden_ids),
        unit,
        at,
    )
    return [row[0] for row in rows]


def open_of(tx: Transaction, golden_ids: Sequence[int]) -> dict[tuple[int, str], int]:
    """The number of the open conflict of each (golden_id, unit)."""
    rows = tx.where_in(
        "SELECT golden_id, unit, id FROM conflict WHERE state = 'open' AND golden_id {in}", list(golden_ids)
    )
    return {(row[0], row[1]): row[2] for row in rows}


def by_id(tx: Transaction, conflict_id: int) -> ConflictRow | None:
    """One conflict."""
    row = tx.one(f"SELECT {_COLUMNS} FROM conflict WHERE id = ?", conflict_id)
    return ConflictRow(*row) if row else None


def reserve(tx: Transaction, conflict_id: int) -> None:
    """Let nobody else decide it until the transaction ends."""
    tx.rows(f"SELECT id FROM conflict WHERE id = ?{tx.for_update}", conflict_id)


def listing(
    tx: Transaction, state: str | None = None, run_id: int | None = None, limit: int = 1000
) -> list[ConflictRow]:
    """Conflicts, newest first, of one state and run if named."""
    rows = tx.rows(
        f"SELECT {_COLUMNS} FROM conflict WHERE (CAST(? AS text) IS NULL OR state = ?) AND (CAST(? AS "
        f"bigint) IS NULL OR run_id = ?) "
        "ORDER BY id DESC LIMIT ?",
        state,
        state,
        run_id,
        run_id,
        limit,
    )
    return [ConflictRow(*row) for row in rows]


def listed_edits(tx: Transaction) -> list[ConflictRow]:
    """The listed differences in which somebody's edit lost, oldest first."""
    rows = tx.rows(
        f"SELECT {_COLUMNS} FROM conflict WHERE kind = 'difference' AND state = 'listed' "
        "AND REPLACE(CAST(doc AS text), ': ', ':') LIKE ? ORDER BY id",
        '%"edited":true%',
    )
    return [ConflictRow(*row) for row in rows]


def turn_into_conflict(tx: Transaction, conflict_id: int, doc: str) -> None:
    """What a listed difference tells is going to be written over, as the rule has decided."""
    tx.many("UPDATE conflict SET kind = 'conflict', state = 'auto', doc = ?d WHERE id = ?", [(doc, conflict_id)])


def open_count(tx: Transaction) -> int:
    """How many conflicts wait for a person."""
    return int(tx.rows("SELECT count(*) FROM conflict WHERE state = 'open'")[0][0])
