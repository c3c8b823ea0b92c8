"""Bills by day, amount, party, customer and what became of them, in any combination, the newest first.

Invariant: a party is looked for as text and no pattern, in small letters and without blanks. Within a window no more
bills are looked at than it says, however rare the ones are that are sought.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from hub.store.billing import BillRow, by_ids
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


class Place(NamedTuple):
    """Where a bill stands in the order of the list."""

    day: str
    bill_id: int


class Window(NamedTuple):
    """So many bills at most are looked at, from a place on; None: from the newest on."""

    most: int
    start: Place | None = None


EVERYTHING = Window(2**62)
# So few bills of an amount are at hand at once, wherever in the list they stand.
_FEW = 1000
_COLUMNS = ("bill_id", "day", "amount", "partner", "verdict", "entity")
_OF_CUSTOMERS = "b.anchor_id IN (SELECT c.source_id FROM crosswalk c WHERE c.golden_id IN ({}))"


def found(tx: Transaction, sought: Sought, limit: int, offset: int = 0, window: Window = EVERYTHING) -> list[BillRow]:
    """One page of them."""
    looked, condition, values = _search(tx, sought, window)
    sql = f"SELECT b.bill_id FROM ({looked}) AS b WHERE {condition} LIMIT ? OFFSET ?"
    numbers = [row[0] for row in tx.rows(sql, *values, limit, offset)]
    rows = by_ids(tx, numbers)
    return [rows[number] for number in numbers]


def count(tx: Transaction, sought: Sought) -> int:
    """How many there are."""
    return count_up_to(tx, sought, EVERYTHING.most)


def count_up_to(tx: Transaction, sought: Sought, most: int, window: Window = EVERYTHING) -> int:
    """The same, of no more than so many: nobody turns to the last of a hundred thousand."""
    looked, condition, values = _search(tx, sought, window)
    sql = f"SELECT count(*) FROM (SELECT 1 FROM ({looked}) AS b WHERE {condition} LIMIT ?) AS found"
    return int(tx.rows(sql, *values, most)[0][0])


def beyond(tx: Transaction, sought: Sought, window: Window) -> Place | None:
    """The first bill behind the window; None where all that are sought have been looked at."""
    range_of, values = _range(tx, sought, window)
    row = tx.one(f"SELECT b.day, b.bill_id FROM bill_link b WHERE {range_of} LIMIT 1 OFFSET ?", *values, window.most)
    return None if row is None else Place(*row)


def counts(tx: Transaction) -> dict[str, int]:
    """How many bills of each verdict there are."""
    sql = "SELECT verdict, count(*) FROM bill_link WHERE verdict <> 'linked' GROUP BY verdict ORDER BY verdict"
    others = {str(verdict): int(many) for verdict, many in tx.rows(sql)}
    linked = int(tx.rows("SELECT count(*) FROM bill_link")[0][0]) - sum(others.values())
    return {**others, "linked": linked} if linked else others


def after(tx: Transaction, sought: Sought, bill_id: int, most: int) -> int | None:
    """The bill that follows one in the same list, among the next ones."""
    row = tx.one("SELECT day, bill_id FROM bill_link WHERE bill_id = ?", bill_id)
    if row is None:
        return None
    next_ones = found(tx, sought, 2, window=Window(most, Place(*row)))
    return next((one.bill_id for one in next_ones if one.bill_id != bill_id), None)


def _search(tx: Transaction, sought: Sought, window: Window) -> tuple[str, str, list[Any]]:
    """What is looked at, as a query; what is left of it, as a condition; and the values of both."""
    range_of, values = _range(tx, sought, window)
    columns = ", ".join(f"b.{name}" for name in _COLUMNS)
    told: list[tuple[str, Any, bool]] = [
        ("b.amount >= ?", sought.low, sought.low is not None),
        ("b.amount <= ?", sought.high, sought.high is not None),
        ("b.partner LIKE ? ESCAPE '!'", f"%{_escaped(sought.partner)}%", bool(sought.partner)),
        ("b.verdict = ?", sought.verdict, sought.verdict == "linked"),
        ("b.entity = ?", sought.entity, bool(sought.entity)),
    ]
    asked = [(condition, value) for condition, value, is_asked in told if is_asked]
    condition = " AND ".join(["TRUE", *(condition for condition, _ in asked)])
    looked = f"SELECT {columns} FROM bill_link b WHERE {range_of} LIMIT ?"
    return looked, condition, [*values, window.most, *(value for _, value in asked)]


def _range(tx: Transaction, sought: Sought, window: Window) -> tuple[str, list[Any]]:
    """What follows WHERE, with the order: bills that stand side by side in an index."""
    is_few = _are_few(tx, sought)
    # Not as it stands in the index of days, which would be walked for the sake of the order.
    day = "b.day || ''" if is_few or sought.customers else "b.day"
    start = window.start or Place("", 0)
    told: list[tuple[str, list[Any], bool]] = [
        (f"{day} >= ?", [sought.since], bool(sought.since)),
        (f"{day} <= ?", [sought.until], bool(sought.until)),
        (f"({day}, b.bill_id) <= (?, ?)", [*start], window.start is not None),
        # In these words it is the condition of the index.
        ("b.verdict = ? AND b.verdict <> 'linked'", [sought.verdict], sought.verdict not in ("", "linked")),
        ("b.amount BETWEEN ? AND ?", [sought.low, sought.high], is_few),
        (
            _OF_CUSTOMERS.format(", ".join("?" * len(sought.customers))),
            list(sought.customers),
            bool(sought.customers),
        ),
    ]
    asked = [(condition, values) for condition, values, is_asked in told if is_asked]
    condition = " AND ".join(["TRUE", *(condition for condition, _ in asked)])
    return f"{condition} ORDER BY {day} DESC, b.bill_id DESC", [value for _, values in asked for value in values]


def _are_few(tx: Transaction, sought: Sought) -> bool:
    """Whether so few bills are of these amounts that they are looked for by that alone."""
    if sought.low is None or sought.high is None:
        return False
    sql = "SELECT count(*) FROM (SELECT 1 FROM bill_link WHERE amount BETWEEN ? AND ? LIMIT ?) AS few"
    return bool(tx.rows(sql, sought.low, sought.high, _FEW)[0][0] < _FEW)


def _escaped(text: str) -> str:
    return text.replace("!", "!!").replace("%", "!%").replace("_", "!_")
