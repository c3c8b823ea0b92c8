"""What is left to pay of invoices, as the page of owed sums counts it: by the accounts of their customers alone.

Invariant: an invoice that is nobody's yet has only been paid by payments that name it.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from hub.linking.gaps import rests
from hub.steward.accounts import accounts_in
from hub.store import billing, billing_accounts, golden_links
from hub.store.transaction import Transaction


class Unpaid(msgspec.Struct, frozen=True):
    """What is left of an invoice, in hundredths, and whose it is; None where it is nobody's yet."""

    left: int
    currency: str
    customer_id: int | None


def unpaid(tx: Transaction, invoice_ids: Sequence[int]) -> dict[int, Unpaid]:
    """Those of these invoices of which something is left, void ones not among them."""
    asked = {row.bill_id: row for row in billing.by_ids(tx, invoice_ids).values() if not row.is_void}
    customers = sorted(set(billing.customers_of(tx, list(asked.values())).values()))
    theirs = [bill_id for _, bill_id in billing.bills_of(tx, customers)]
    naming = [one for one, field, _ in golden_links.leading_to(tx, sorted(asked)) if field == "invoice"]
    entries = billing_accounts.entries_of(tx, sorted({*asked, *theirs, *naming}))
    found = {}
    for account in accounts_in(entries):
        for currency, one in account.in_currency():
            for number, left in rests(*one.still_open()).items():
                if left > 0 and number in asked:
                    found[number] = Unpaid(left, currency, account.customer)
    return found
