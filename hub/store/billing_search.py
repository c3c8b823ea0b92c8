"""Bills by day, amount, party, customer and what became of them, in any combination, the newest first.

Invariant: a party is looked for as text and no pattern, in small letters and without blanks.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from hub.store.billing import BillRow
from hub.store.transaction import Transaction


class Sought(NamedTuple):
    """Which bills; whatever is empty or None asks for nothing. Days and amounts (in hundredths) are with their ends.

    A `customer` is any of the golden records that lead to one.
    """

    since: str = ""
    until: str = ""
    low: int | None = None
    high: int | None = None
    partner: str = ""
    verdict: str = ""
    entity: str = ""
    customers: tuple[int, ...] = ()


_COLUMNS = ", ".join(f"b.{name}" for name in BillRow._fields)
_OF_CUSTOMERS = "b.anchor_id IN (SELECT c.source_id FROM crosswalk c WHERE c.golden_id IN ({}))"


def found(tx: Transaction, sought: Sought, limit: int, offset: int = 0) -> list[BillRow]:
    """One page of them."""
    condition, values = _condition(sought)
    # To walk along the days costs a jump for each bill, which a look at every partner's name must not pay.
    day = "b.day || ''" if sought.partner else "b.day"
    rows = tx.rows(
        f"SELECT {_COLUMNS} FROM bill_link b WHERE {condition} ORDER BY {day} DESC, b.bill_id DESC LIMIT ? OFFSET ?",
        *(*values, limit, offset),
    )
    return list(map(BillRow._make, rows))


def count(tx: Transaction, sought: Sought) -> int:
    """How many there are."""
    condition, values = _condition(sought)
    return int(tx.rows(f"SELECT count(*) FROM bill_link b WHERE {condition}", *values)[0][0])


def count_up_to(tx: Transaction, sought: Sought, most: int) -> int:
    """The same, of no more than so many: nobody turns to the last of a hundred thousand."""
    condition, values = _condition(sought)
    sql = f"SELECT count(*) FROM (SELECT 1 FROM bill_link b WHERE {condition} LIMIT ?) AS found"
    return int(tx.rows(sql, *values, most)[0][0])


def counts(tx: Transaction) -> dict[str, int]:
    """How many bills of each verdict there are."""
    return dict(tx.rows("SELECT verdict, count(*) FROM bill_link GROUP BY verdict ORDER BY verdict"))


def after(tx: Transaction, sought: Sought, bill_id: int) -> int | None:
    """The bill that follows one in the same list."""
    condition, values = _condition(sought)
    row = tx.one(
        f"SELECT b.bill_id FROM bill_link b WHERE {condition} AND (b.day, b.bill_id) < "
        "(SELECT day, bill_id FROM bill_link WHERE bill_id = ?) ORDER BY b.day DESC, b.bill_id DESC LIMIT 1",
        *(*values, bill_id),
    )
    return None if row is None else int(row[0])


def _condition(sought: Sought) -> tuple[str, list[Any]]:
    """What follows WHERE, and the values of its places."""
    customers = _OF_CUSTOMERS.format(", ".join("?" * len(sought.customers)))
    told: list[tuple[str, list[Any], bool]] = [
        ("b.day >= ?", [sought.since], bool(sought.since)),
        ("b.day <= ?", [sought.until], bool(sought.until)),
        ("b.amount >= ?", [sought.low], sought.low is not None),
        ("b.amount <= ?", [sought.high], sought.high is not None),
        ("b.partner LIKE ? ESCAPE '!'", [f"%{_escaped(sought.partner)}%"], bool(sought.partner)),
        ("b.verdict = ?", [sought.verdict], bool(sought.verdict)),
        ("b.entity = ?", [sought.entity], bool(sought.entity)),
        (customers, list(sought.customers), bool(sought.customers)),
    ]
    asked = [(condition, values) for condition, values, is_asked in told if is_asked]
    return " AND ".join(["TRUE", *(c for c, _ in asked)]), [value for _, values in asked for value in values]


def _escaped(text: str) -> str:
    return text.replace("!", "!!").replace("%", "!%").replace("_", "!_")
