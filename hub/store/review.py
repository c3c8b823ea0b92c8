"""The conflicts in the order in which stewards read them: by what depends on them, then the oldest.

That is first of all money: open invoices of the customer. Then whether the next mailing goes there, then all invoices.

Invariant: nothing is stored; the order is the same on every database.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from hub.store.transaction import Transaction

_ASSIGNEE = (
    "coalesce((SELECT n.assignee FROM conflict_note n WHERE n.conflict_id = c.id AND n.kind = 'assign' "
    "ORDER BY n.id DESC LIMIT 1), '')"
)


class Wanted(NamedTuple):
    """Which conflicts: of a state (empty: of any), an entity, a unit and an assignee where named."""

    state: str = "open"
    entity: str = ""
    unit: str = ""
    assignee: str = ""

    @property
    def condition(self) -> str:
        """What follows WHERE, with a place for each of `values`."""
        columns = ("c.state", "c.entity", "c.unit", _ASSIGNEE)
        named = [f"{column} = ?" for column, value in zip(columns, self, strict=True) if value]
        return " AND ".join(["c.kind = 'conflict'", *named])

    @property
    def values(self) -> list[str]:
        """What stands in the places."""
        return [value for value in self if value]


class InOrder(NamedTuple):
    """A conflict's place in the review; `invoices` are those of its customer, of which `unpaid` are open. `is_mailed`
    where the customer takes the newsletter or may be e-mailed. `assignee` is empty where it is nobody's.
    """

    conflict_id: int
    invoices: int
    unpaid: int
    is_mailed: bool
    assignee: str


# Whoever was merged away over several steps counts as one without invoices: a matter of order only.
_INVOICES = (
    "(SELECT count({}) FROM golden_link l JOIN golden i ON i.id = l.golden_id "
    "WHERE l.target_id = coalesce(g.redirect_to, g.id) AND i.entity = 'invoice' AND i.redirect_to IS NULL)"
)
_UNPAID = "CASE WHEN i.doc ->> 'settled_on' IS NULL AND coalesce(i.doc ->> 'status', '') <> 'settled' THEN 1 END"
_MAILED = (
    "coalesce((SELECT 1 FROM golden h WHERE h.id = coalesce(g.redirect_to, g.id) AND (CAST(h.doc ->> 'newsletter' AS "
    "text) IN ('1', 'true') OR CAST(h.doc ->> 'contact_email' AS text) IN ('1', 'true'))), 0)"
)


def in_order(tx: Transaction, wanted: Wanted, limit: int, offset: int = 0) -> list[InOrder]:
    """The conflicts that are wanted; what is decided is history, and the newest of it comes first."""
    order = "unpaid DESC, mailed DESC, invoices DESC, c.id" if wanted.state == "open" else "c.id DESC"
    rows = tx.rows(
        f"SELECT c.id, {_INVOICES.format('*')} AS invoices, {_INVOICES.format(_UNPAID)} AS unpaid, "
        f"{_MAILED} AS mailed, {_ASSIGNEE} FROM conflict c JOIN golden g ON g.id = c.golden_id "
        f"WHERE {wanted.condition} ORDER BY {order} LIMIT ? OFFSET ?",
        *(*wanted.values, limit, offset),
    )
    return [InOrder(number, invoices, unpaid, bool(mailed), whose) for number, invoices, unpaid, mailed, whose in rows]


def still_wanted(tx: Transaction, wanted: Wanted, numbers: Sequence[int]) -> list[int]:
    """Those of these conflicts that are wanted, in the order in which they are given."""
    sql = f"SELECT c.id FROM conflict c WHERE {wanted.condition} AND c.id {{in}}"
    there = {row[0] for row in tx.where_in(sql, numbers, *wanted.values)}
    return [number for number in numbers if number in there]


def count(tx: Transaction, wanted: Wanted) -> int:
    """How many are wanted."""
    return int(tx.rows(f"SELECT count(*) FROM conflict c WHERE {wanted.condition}", *wanted.values)[0][0])


def units(tx: Transaction, state: str) -> list[tuple[str, str, int]]:
    """(entity, unit, how many) of the conflicts of a state, to choose from."""
    wanted = Wanted(state)
    found: list[Any] = tx.rows(
        f"SELECT c.entity, c.unit, count(*) FROM conflict c WHERE {wanted.condition} GROUP BY c.entity, c.unit "
        "ORDER BY c.entity, c.unit",
        *wanted.values,
    )
    return [(row[0], row[1], row[2]) for row in found]


class DecidedRow(NamedTuple):
    """A conflict that was decided: its story, what was decided, by whom and when; both are JSON documents."""

    doc: str
    value: str
    author: str
    at: str


# From the conflict to its customer, to the records, to their decisions: each step by an index.
_DECIDED = (
    "SELECT DISTINCT c.id, CAST(c.doc AS text), CAST(d.value AS text), d.author, d.at FROM conflict c "
    "JOIN golden g ON g.id = c.golden_id JOIN crosswalk x ON x.golden_id = coalesce(g.redirect_to, g.id) "
    'JOIN decision d ON d."left" = x.source_id AND d.unit = c.unit AND d.at = c.decided_at '
    "WHERE c.state = 'decided' AND c.entity = ? AND c.unit = ? AND d.kind = 'choose' AND d.revoked_at IS NULL "
    "ORDER BY c.id DESC LIMIT ?"
)


def decided_ones(tx: Transaction, entity: str, unit: str, most: int) -> list[DecidedRow]:
    """The newest conflicts about a unit whose decisions stand, in the order in which they were found."""
    return [DecidedRow(*row[1:]) for row in reversed(tx.rows(_DECIDED, entity, unit, most))]


def open_ones(tx: Transaction, entity: str, unit: str, most: int) -> list[int]:
    """The oldest conflicts about a unit that wait."""
    wanted = Wanted("open", entity, unit)
    rows = tx.rows(f"SELECT c.id FROM conflict c WHERE {wanted.condition} ORDER BY c.id LIMIT ?", *wanted.values, most)
    return [row[0] for row in rows]
