"""Bills by day, amount, party, customer and what became of them, in any combination, the newest first.

Invariant: a party is looked for as text and no pattern, in small letters and without blanks. Of a window no other
bills are looked at, however rare the ones are that are sought.
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
    """The bills from a place on, up to another one that is no more among them; None: from the newest, to the oldest."""

    start: Place | None = None
    end: Place | None = None


EVERYTHING = Window()
# So few bills of an amount are at hand at once, wherever in the list they stand.
_FEW = 1000
_OF_CUSTOMERS = "b.anchor_id IN (SELECT c.source_id FROM crosswalk c WHERE c.golden_id IN ({}))"
_MOST = 2**62


def window_of(tx: Transaction, sought: Sought, most: int, start: Place | None = None) -> Window:
    """So many bills from a place on, or from the newest, by what stands side by side: its days and its verdict."""
    condition, values, order = _range(tx, sought, Window(start))
    row = tx.one(
        f"SELECT b.day, b.bill_id FROM bill_link b WHERE {condition} ORDER BY {order} LIMIT 1 OFFSET ?", *values, most
    )
    return Window(start, None if row is None else Place(*row))


def found(tx: Transaction, sought: Sought, limit: int, offset: int = 0, window: Window = EVERYTHING) -> list[BillRow]:
    """One page of them."""
    condition, values, order = _search(tx, sought, window)
    sql = f"SELECT b.bill_id FROM bill_link b WHERE {condition} ORDER BY {order} LIMIT ? OFFSET ?"
    numbers = [row[0] for row in tx.rows(sql, *values, limit, offset)]
    rows = by_ids(tx, numbers)
    return [rows[number] for number in numbers]


def count(tx: Transaction, sought: Sought) -> int:
    """How many there are."""
    return count_up_to(tx, sought, _MOST)


def count_up_to(tx: Transaction, sought: Sought, most: int, window: Window = EVERYTHING) -> int:
    """The same, of no more than so many: nobody turns to the last of a hundred thousand."""
    condition, values, order = _search(tx, sought, window)
    sql = f"SELECT count(*) FROM (SELECT 1 FROM bill_link b WHERE {condition} ORDER BY {order} LIMIT ?) AS found"
    return int(tx.rows(sql, *values, most)[0][0])


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
    # Mostly it stands near by, and the end of the near is found sooner than that of the many.
    for among in (min(_FEW, most), most):
        window = window_of(tx, sought, among, Place(*row))
        others = [one.bill_id for one in found(tx, sought, 2, window=window) if one.bill_id != bill_id]
        if others or window.end is None:
            break
    return next(iter(others), None)


def _search(tx: Transaction, sought: Sought, window: Window) -> tuple[str, list[Any], str]:
    """What follows WHERE, the values of its places, and the order."""
    condition, values, order = _range(tx, sought, window)
    # The signs before and behind columns keep both databases from another index than that of the order.
    told: list[tuple[str, Any, bool]] = [
        ("+b.amount >= ?", sought.low, sought.low is not None),
        ("+b.amount <= ?", sought.high, sought.high is not None),
        ("b.partner LIKE ? ESCAPE '!'", f"%{_escaped(sought.partner)}%", bool(sought.partner)),
        ("b.verdict || '' = ?", sought.verdict, sought.verdict == "linked"),
        ("b.entity = ?", sought.entity, bool(sought.entity)),
    ]
    asked = [(said, value) for said, value, is_asked in told if is_asked]
    return " AND ".join([condition, *(said for said, _ in asked)]), [*values, *(value for _, value in asked)], order


def _range(tx: Transaction, sought: Sought, window: Window) -> tuple[str, list[Any], str]:
    """The same of bills that stand side by side in an index, whatever else is sought."""
    is_few = _are_few(tx, sought)
    # Not as it stands in the index of days, which would be walked for the sake of the order.
    day = "b.day || ''" if is_few or sought.customers else "b.day"
    told: list[tuple[str, list[Any], bool]] = [
        (f"{day} >= ?", [sought.since], bool(sought.since)),
        (f"{day} <= ?", [sought.until], bool(sought.until)),
        (f"({day}, b.bill_id) <= (?, ?)", [*(window.start or ())], window.start is not None),
        (f"({day}, b.bill_id) > (?, ?)", [*(window.end or ())], window.end is not None),
        # In these words it is the condition of the index.
        ("b.verdict = ? AND b.verdict <> 'linked'", [sought.verdict], sought.verdict not in ("", "linked")),
        ("b.amount BETWEEN ? AND ?", [sought.low, sought.high], is_few),
        (
            _OF_CUSTOMERS.format(", ".join("?" * len(sought.customers))),
            list(sought.customers),
            bool(sought.customers),
        ),
    ]
    asked = [(said, values) for said, values, is_asked in told if is_asked]
    condition = " AND ".join(["TRUE", *(said for said, _ in asked)])
    return condition, [value for _, values in asked for value in values], f"{day} DESC, b.bill_id DESC"


def _are_few(tx: Transaction, sought: Sought) -> bool:
    """Whether so few bills are of these amounts that they are looked for by that alone."""
    if sought.low is None or sought.high is None:
        return False
    sql = "SELECT count(*) FROM (SELECT 1 FROM bill_link WHERE amount BETWEEN ? AND ? LIMIT ?) AS few"
    return bool(tx.rows(sql, sought.low, sought.high, _FEW)[0][0] < _FEW)


def _escaped(text: str) -> str:
    return text.replace("!", "!!").replace("%", "!%").replace("_", "!_")
