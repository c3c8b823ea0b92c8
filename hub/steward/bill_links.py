"""A person's word about a bill: whose it is, or that it is nobody's; what it teaches, and taking it back.

Invariant: neither the bill nor the customer is touched; the newest word stands, and the audit log has each.
"""

from __future__ import annotations

import msgspec

from hub.steward.bills import bill_named, seen_of
from hub.steward.decide import check_author, deciding
from hub.steward.errors import StewardError
from hub.steward.naming import living
from hub.store import audit, billing, billing_index, identity
from hub.store.billing import BillRow
from hub.store.transaction import Transaction
from hub.sync.linking import HUB, relink, wake_payments
from hub.sync.parties import read_bills
from hub.sync.references import golden_text
from hub.sync.world import World

NOBODY = "none"
_CUSTOMERS = ("company", "person")


class BillDecided(msgspec.Struct, frozen=True):
    """What was stored: the customer (empty for nobody), and how many other bills it has linked."""

    bill: str
    customer: str
    others: int
    format: int = 1


def link_bill(
    world: World, name: str, customer: str, author: str, reason: str = "", seen: str | None = None
) -> BillDecided:
    """It is this customer's, or nobody's (`NOBODY`), and so are others whose party says just the same.

    With `seen` (of `seen_of`) only while the link is as it was shown.
    """
    check_author(author)
    with deciding(world) as tx:
        row = bill_named(tx, world, name)
        _check_seen(row, name, seen)
        number = None if customer == NOBODY else _customer(tx, world, customer)
        anchor = _anchor(tx, row.bill_id, number) if number is not None else None
        now = world.now_text()
        verdict = "none" if number is None else "linked"
        decided = row._replace(verdict=verdict, why="person", customer_id=number, anchor_id=anchor)
        billing.store(tx, [decided._replace(author=author, reason=reason, at=now)])
        if row.entity == "invoice":
            wake_payments(tx, [row])
        billing_index.unlearn(tx, row.bill_id, now)
        if number is not None and anchor is not None and row.party:
            billing_index.teach(tx, row.party, row.bill_id, (number, anchor), author, now)
        others = _followers(tx, row, now)
        facts = {"bill": name, "customer": customer, "before": [row.verdict, row.customer_id], "others": others}
        audit.append(tx, now, author, "bill_linked", facts, {"reason": reason} if reason else None)
    world.log("bill_linked", bill=name, customer=customer, author=author)
    return BillDecided(name, "" if number is None else customer, others)


def unlink_bill(world: World, name: str, author: str, seen: str | None = None) -> BillDecided:
    """Take the word of a person back, with what it taught: the hub decides again."""
    check_author(author)
    with deciding(world) as tx:
        row = bill_named(tx, world, name)
        _check_seen(row, name, seen)
        if row.author == HUB:
            raise StewardError("bill_not_decided", name=name)
        now = world.now_text()
        billing.store(tx, [row._replace(author=HUB, reason="")])
        billing_index.unlearn(tx, row.bill_id, now)
        (again,) = relink(tx, [row.bill_id], now)
        others = _followers(tx, row, now)
        facts = {"bill": name, "before": [row.verdict, row.customer_id, row.author], "others": others}
        audit.append(tx, now, author, "bill_unlinked", facts)
        found = golden_text("company", again.customer_id) if again.customer_id is not None else ""
    world.log("bill_unlinked", bill=name, author=author)
    return BillDecided(name, found, others)


def _check_seen(row: BillRow, name: str, seen: str | None) -> None:
    if seen is not None and seen != seen_of(row):
        raise StewardError("bill_moved", name=name, author=row.author, at=row.at)


def _customer(tx: Transaction, world: World, name: str) -> int:
    if name.partition("/")[0] not in _CUSTOMERS:
        raise StewardError("no_customer", name=name)
    return living(tx, world, name)


def _anchor(tx: Transaction, bill_id: int, customer: int) -> int:
    """The source record that the link holds on to: the partner's own where it belongs to the customer."""
    members = [source_id for _, source_id in identity.members_of(tx, [customer])]
    if not members:
        raise StewardError("no_members", number=customer)
    own = [bill.anchor_id for bill in read_bills(tx, [bill_id])]
    return next((anchor for anchor in own if anchor in members and anchor is not None), min(members))


def _followers(tx: Transaction, row: BillRow, now: str) -> int:
    """Link those again whose party says the same; how many changed their customer."""
    same = [bill_id for bill_id in billing.of_party(tx, row.party) if bill_id != row.bill_id]
    before = billing.by_ids(tx, same)
    found = relink(tx, same, now)
    return sum(one.customer_id != before[one.bill_id].customer_id for one in found)
