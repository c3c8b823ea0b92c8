"""The search terms as kept: whose terms are made, whose are to be made anew, and taking them away.

Invariant: a golden record's terms stand exactly where its row of `search_record` says. New records are those with
higher numbers than the last one that was looked at: numbers are given out and committed in order.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from hub.store.transaction import Encoded, Transaction


class Reached(NamedTuple):
    """How far the index has come: the format of its terms, the newest golden record looked at, the newest segment."""

    format: int = 0
    golden_id: int = 0
    segment: int = 0


class TermsRow(NamedTuple):
    """The terms of a golden record, as a JSON list."""

    golden_id: int
    terms: Encoded


class Subject(NamedTuple):
    """A golden record to make terms of; `doc` is None for one that nobody looks for."""

    golden_id: int
    entity: str
    doc: Encoded | None
    version: int


_COUNTERS = {name: f"search {name}" for name in Reached._fields}
_SUBJECT = (
    "SELECT id, entity, CASE WHEN entity IN ('company', 'person') AND redirect_to IS NULL THEN IN_UTF_8(doc) END, "
    "version FROM golden "
)
_NEW = "SELECT 1 FROM golden WHERE entity IN ('company', 'person') AND id > ? AND redirect_to IS NULL LIMIT ?"
_EACH_TERM = {
    True: "SELECT r.segment, t.value, r.golden_id FROM search_record r, json_each(r.terms) t ",
    False: "SELECT r.segment, t.value, r.golden_id "
    "FROM search_record r, jsonb_array_elements_text(r.terms) AS t(value) ",
}


def reached(tx: Transaction) -> Reached:
    """How far the index has come."""
    found = dict(tx.where_in("SELECT name, value FROM counter WHERE name {in}", list(_COUNTERS.values())))
    return Reached(*(found.get(name, 0) for name in _COUNTERS.values()))


def remember(tx: Transaction, state: Reached) -> None:
    """The index has come so far."""
    tx.many(
        "INSERT INTO counter (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        list(zip(_COUNTERS.values(), state, strict=True)),
    )


def is_behind(tx: Transaction, state: Reached) -> bool:
    """Whether any golden record is new or has changed since then."""
    return _newer(tx, state) or tx.one("SELECT 1 FROM pending_search LIMIT 1") is not None


def _newer(tx: Transaction, state: Reached) -> bool:
    newest = tx.rows("SELECT COALESCE(max(id), 0) FROM golden")[0][0]
    return bool(newest > state.golden_id)


def waiting(tx: Transaction, state: Reached, most: int) -> int:
    """How many customers are new or changed, counted up to `most`."""
    # A server would look through all customers to find that none of them is new.
    count = tx.rows(f"SELECT count(*) FROM ({_NEW}) AS new", state.golden_id, most)[0][0] if _newer(tx, state) else 0
    (changed,) = tx.rows("SELECT count(*) FROM (SELECT 1 FROM pending_search LIMIT ?) AS changed", most)[0]
    return min(most, int(count) + int(changed))


def new_subjects(tx: Transaction, after: int, limit: int) -> list[Subject]:
    """The next golden records that were never looked at, in the order of their numbers."""
    return list(map(Subject._make, tx.rows(_SUBJECT + "WHERE id > ? ORDER BY id LIMIT ?", after, limit)))


def changed_subjects(tx: Transaction, limit: int) -> list[Subject]:
    """The next golden records that have changed since they were first looked at."""
    sql = "SELECT golden_id FROM pending_search WHERE golden_id <= ? ORDER BY golden_id LIMIT ?"
    ids = [row[0] for row in tx.rows(sql, reached(tx).golden_id, limit)]
    return list(map(Subject._make, tx.where_in(_SUBJECT + "WHERE id {in}", ids)))


def changed(tx: Transaction, golden_ids: Sequence[int]) -> None:
    """The terms of these golden records are to be made anew."""
    tx.many("INSERT INTO pending_search (golden_id) VALUES (?) ON CONFLICT DO NOTHING", [(i,) for i in golden_ids])


def put(tx: Transaction, rows: Sequence[TermsRow], segment: int) -> None:
    """Store the terms of golden records that have none, in their own order."""
    tx.many(
        "INSERT INTO search_record (golden_id, segment, terms) VALUES (?, ?, ?d)",
        [(row.golden_id, segment, row.terms) for row in rows],
    )
    tx.run_in(
        f"INSERT INTO search_term (segment, term, golden_id) {_EACH_TERM[tx.is_sqlite]} WHERE r.golden_id {{in}} "
        "ORDER BY 1, 2, 3",
        [row.golden_id for row in rows],
    )


def forget(tx: Transaction, golden_ids: Sequence[int]) -> None:
    """Take the terms of golden records away."""
    each = _EACH_TERM[tx.is_sqlite]
    delete = f"DELETE FROM search_term WHERE (segment, term, golden_id) IN ({each} WHERE r.golden_id {{in}})"
    tx.run_in(delete, golden_ids)
    tx.run_in("DELETE FROM search_record WHERE golden_id {in}", golden_ids)
    tx.run_in("DELETE FROM pending_search WHERE golden_id {in}", golden_ids)


def forget_all(tx: Transaction) -> None:
    """Have the index made anew."""
    for table in ("search_term", "search_record", "pending_search"):
        tx.run(f"DELETE FROM {table}")
    remember(tx, Reached())
