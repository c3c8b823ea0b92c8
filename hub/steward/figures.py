"""What a customer's purchases, invoices and payments add up to, as the golden records that refer to it say now.

Invariant: nothing is stored; a figure follows from what can be looked at.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date, tzinfo
from typing import Any

import msgspec

from hub.model.derived import Derived, derive
from hub.store import billing, golden, golden_links
from hub.store.transaction import Transaction
from hub.sync.linking import HUB
from hub.sync.world import World

CUSTOMERS = ("company", "person")
_MONEY = ("purchase", "invoice", "payment")
_decode = msgspec.json.Decoder(dict[str, Any]).decode


def figures_of(tx: Transaction, world: World, entity: str, golden_id: int, zone: tzinfo) -> Derived | None:
    """The figures of a company or a person; None of anything else, and where nobody has bought, been billed or paid."""
    return figures_on(tx, entity, golden_id, zone, world.now().astimezone(zone).date())


def figures_on(tx: Transaction, entity: str, golden_id: int, zone: tzinfo, today: date) -> Derived | None:
    """The same as of a day; the views of the store give the same figures, of today."""
    if entity not in CUSTOMERS:
        return None
    linked = _referring(tx, golden_id)
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in golden.by_ids(tx, linked).values():
        if row.entity in _MONEY:
            found[row.entity].append(_decode(row.doc))
    if not found:
        return None
    return derive(found["purchase"], found["invoice"], found["payment"], today, zone=zone)


def _referring(tx: Transaction, golden_id: int) -> list[int]:
    """What refers to the customer, with the bills that are linked to it, without those that a person has given to
    somebody else.
    """
    bills = {bill_id for _, bill_id in billing.bills_of(tx, [golden_id])}
    referring = sorted({number for number, _, _ in golden_links.leading_to(tx, [golden_id])})
    decided = (row.bill_id for row in billing.by_ids(tx, referring).values() if row.author != HUB)
    return sorted({*referring, *bills} - (set(decided) - bills))
