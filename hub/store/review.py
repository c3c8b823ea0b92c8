"""The conflicts in the order in which stewards read them: those that touch the most invoices first, then the oldest.

Invariant: nothing is stored; the order is the same on every database.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from hub.store.transaction import Transaction


class Wanted(NamedTuple):
    """Which conflicts: of a state (empty: of any), an entity and a unit where named."""

    state: str = "open"
    entity: str = ""
    unit: str = ""

    @property
    def condition(self) -> str:
        """What follows WHERE, with a place for each of `values`."""
        named = [f"c.{name} = ?" for name, value in zip(self._fields, self, strict=True) if value]
        return " AND ".join(["c.kind = 'conflict'", *named])

    @property
    def values(self) -> list[str]:
        """What stands in the places."""
        return [value for value in self if value]


class InOrder(NamedTuple):
    """A conflict's place in the review; `invoices` are those of its customer."""

    conflict_id: int
    invoices: int


# Whoever was merged away over several steps counts as one without invoices: a matter of order only.
_INVOICES = (
    "(SELECT count(*) FROM golden_link l JOIN golden i ON i.id = l.golden_id "
    "WHERE l.target_id = coalesce(g.redirect_to, g.id) AND i.entity = 'invoice' AND i.redirect_to IS NULL)"
)


def in_order(tx: Transaction, wanted: Wanted, limit: int, offset: int = 0) -> list[InOrder]:
    """The conflicts that are wanted; what is decided is history, and the newest of it comes first."""
    order = "invoices DESC, c.id" if wanted.state == "open" else "c.id DESC"
    rows = tx.rows(
        f"SELECT c.id, {_INVOICES} AS invoices FROM conflict c JOIN golden g ON g.id = c.golden_id "
        f"WHERE {wanted.condition} ORDER BY {order} LIMIT ? OFFSET ?",
        *(*wanted.values, limit, offset),
    )
    return [InOrder(*row) for row in rows]


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
