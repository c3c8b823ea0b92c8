"""The accounts of customers: the invoices and payments of each together, and the deals that were won with it.

Invariant: one account is in memory at a time.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from itertools import groupby

import msgspec

from hub.linking.gaps import WON, Entry, unmatched
from hub.store import billing_accounts
from hub.store.billing_accounts import DealRow, EntryRow
from hub.store.transaction import Transaction
from hub.sync.references import golden_number


class Account(msgspec.Struct, frozen=True):
    """What one customer was billed and has paid; the bills that are nobody's yet are an account, too."""

    customer: int | None
    rows: list[EntryRow]

    @property
    def invoices(self) -> list[Entry]:
        """Every invoice."""
        return [_entry(row) for row in self.rows if row.entity == "invoice"]

    @property
    def payments(self) -> list[Entry]:
        """Every payment."""
        return [_entry(row) for row in self.rows if row.entity == "payment"]

    @property
    def unnamed(self) -> list[Entry]:
        """The invoices that no payment names, be it one of another customer."""
        return [_entry(row) for row in self.rows if row.entity == "invoice" and not row.is_named]

    def in_currency(self) -> Iterator[tuple[str, Account]]:
        """The account of each currency."""
        for currency in sorted({row.currency for row in self.rows}):
            yield currency, Account(self.customer, [row for row in self.rows if row.currency == currency])

    def settled(self, *, is_so: bool) -> Account:
        """What the books have closed, and payments that name such an invoice; or all the rest."""
        return Account(self.customer, [row for row in self.rows if bool(row.is_settled) is is_so])

    def still_open(self) -> tuple[list[Entry], list[Entry]]:
        """The invoices that the books have not closed, and the payments that are for them: a payment whose invoice is
        settled pays for no other one, neither one that names it nor one of its amount.
        """
        settled, rest = self.settled(is_so=True), self.settled(is_so=False)
        free = [one for one in rest.payments if one.pays is None]
        paid = [*unmatched(free, settled.unnamed), *(one for one in rest.payments if one.pays is not None)]
        return rest.invoices, paid


def accounts(tx: Transaction) -> Iterator[Account]:
    """Every account that has a bill."""
    yield from accounts_in(billing_accounts.entries(tx))


def accounts_in(entries: Iterable[EntryRow]) -> Iterator[Account]:
    """The accounts of entries, those of one customer side by side."""
    for customer, rows in groupby(entries, lambda row: row.customer_id):
        yield Account(customer, list(rows))


def won_deals(tx: Transaction, today: date) -> dict[int | None, list[Entry]]:
    """The deals that were won, by their customers."""
    found: defaultdict[int | None, list[Entry]] = defaultdict(list)
    for row in billing_accounts.deals(tx):
        if (row.stage or "").strip().lower() in WON:
            customer = golden_number(row.company) if row.company else None
            amount = int(Decimal(row.amount or 0) * 100)
            found[customer].append(Entry(row.golden_id, customer, _won_on(row, today), amount))
    return dict(found)


def _won_on(row: DealRow, today: date) -> date | None:
    """The day of the order where it has come, else the day on which the deal began."""
    expected = _day(row.expected_on)
    return expected if expected is not None and expected <= today else _day(row.created_on)


def _entry(row: EntryRow) -> Entry:
    pays = golden_number(row.pays) if row.pays else None
    return Entry(row.bill_id, row.customer_id, _day(row.day), row.amount, _day(row.due_on), pays)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
