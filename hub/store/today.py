"""What runs, and people, have done since a moment: sums over the ledgers of these runs, made by the database.

Invariant: no run before that moment is read; numbers of runs grow with time.
"""

from __future__ import annotations

from typing import NamedTuple

from hub.store.transaction import Transaction


class PlaceRow(NamedTuple):
    """What was read from and written to a stream, `connection/stream`."""

    place: str
    new: int
    changed: int
    written: int


class DoneRow(NamedTuple):
    """How many runs there were, and what became of customers, conflicts and bills in them."""

    runs: int
    merged: int
    opened: int
    linked: int


def first_run(tx: Transaction, since: str) -> int:
    """The number before the first run that began since then."""
    row = tx.one("SELECT id FROM run WHERE started_at < ? ORDER BY id DESC LIMIT 1", since)
    return 0 if row is None else int(row[0])


def places(tx: Transaction, after_run: int) -> list[PlaceRow]:
    """What runs after this one read and wrote, by stream."""
    read = _by_place(tx, after_run, "pulls", ("new", "changed"))
    wrote = _by_place(tx, after_run, "pushes", ("created", "updated", "archived"))
    every = sorted({*read, *wrote})
    return [PlaceRow._make((place, *read.get(place, (0, 0)), sum(wrote.get(place, ())))) for place in every]


def done(tx: Transaction, after_run: int) -> DoneRow:
    """What became of customers, conflicts and bills in runs after this one."""
    sums = ", ".join(_sum("ledger -> 'resolve'", name) for name in ("merged", "opened", "linked"))
    return DoneRow(*map(int, tx.rows(f"SELECT count(*), {sums} FROM run WHERE id > ?", after_run)[0]))


def decided(tx: Transaction, since: str) -> int:
    """How many conflicts were decided since then, and are so still."""
    sql = "SELECT count(*) FROM conflict WHERE decided_at IS NOT NULL AND decided_at >= ? AND state = 'decided'"
    return int(tx.rows(sql, since)[0][0])


def linked_by_people(tx: Transaction, since: str) -> int:
    """Of how many bills people have said since then whose they are."""
    sql = "SELECT count(*) FROM bill_link WHERE author <> 'hub' AND at >= ? AND verdict || '' = 'linked'"
    return int(tx.rows(sql, since)[0][0])


def _by_place(tx: Transaction, after_run: int, step: str, names: tuple[str, ...]) -> dict[str, tuple[int, ...]]:
    each = f"json_each(ledger, '$.{step}')" if tx.is_sqlite else f"jsonb_each(ledger -> '{step}')"
    sums = ", ".join(_sum("told.value", name) for name in names)
    rows = tx.rows(f"SELECT told.key, {sums} FROM run, {each} AS told WHERE run.id > ? GROUP BY told.key", after_run)
    return {place: tuple(map(int, counts)) for place, *counts in rows}


def _sum(document: str, name: str) -> str:
    return f"COALESCE(sum(CAST({document} ->> '{name}' AS bigint)), 0)"
