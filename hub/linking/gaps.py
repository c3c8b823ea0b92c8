"""What is missing between deals, invoices and payments, and how old is what is owed.

Invariant: pure, and the same whatever the order of the records; a record is used up once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import NamedTuple

# How systems say that a deal is won.
WON = frozenset(
    {
        *("won", "closedwon", "closed won", "closed_won", "closed-won", "win"),
        *("受注", "受注済", "受注済み", "成約", "成約済", "成約済み", "契約", "契約済", "契約済み", "獲得"),
    }
)
AGES = ("not_due", "one_month", "two_months", "three_months", "older")
_LAST_DAYS = (0, 30, 60, 90)
# Some bill at once, and enter the deal's day afterwards.
_BEFORE = timedelta(days=31)


class Entry(NamedTuple):
    """A deal, an invoice or a payment of a customer; amounts in hundredths, `pays` the invoice that a payment names."""

    number: int
    customer: int | None
    day: date | None
    amount: int
    due: date | None = None
    pays: int | None = None


class Owed(NamedTuple):
    """What a customer owes: in hundredths, by the names of `AGES`."""

    customer: int
    by_age: dict[str, int]

    @property
    def total(self) -> int:
        return sum(self.by_age.values())


def unbilled(deals: Iterable[Entry], invoices: Iterable[Entry]) -> list[Entry]:
    """The deals for which no invoice is left: one of the same amount is taken first, else the earliest after it."""
    left = _by_customer(invoices)
    missing = []
    for deal in sorted(deals, key=_in_time):
        later = [one for one in left[deal.customer] if _may_follow(deal, one)]
        taken = next((one for one in later if one.amount == deal.amount), later[0] if later else None)
        if taken is None or deal.customer is None:
            missing.append(deal)
        else:
            left[deal.customer].remove(taken)
    return missing


def without_deal(invoices: Iterable[Entry], deals: Iterable[Entry]) -> list[Entry]:
    """The invoices of customers who had no deal until then; one deal may be billed every month."""
    won = _by_customer(deals)
    return [
        invoice
        for invoice in sorted(invoices, key=_in_time)
        if invoice.customer is not None and not any(_may_follow(deal, invoice) for deal in won[invoice.customer])
    ]


def unmatched(payments: Iterable[Entry], invoices: Iterable[Entry]) -> list[Entry]:
    """The payments that name no invoice, and for which their customer has none of that amount, nor several together."""
    every = sorted(payments, key=_in_time)
    named = {payment.pays for payment in every}
    left = _by_customer(invoice for invoice in invoices if invoice.number not in named)
    missing = []
    for payment in every:
        if payment.pays is None:
            taken = _paid_by(payment, left[payment.customer]) if payment.customer is not None else []
            left[payment.customer] = [one for one in left[payment.customer] if one not in taken]
            missing += [] if taken else [payment]
    return missing


def receivables(invoices: Iterable[Entry], payments: Iterable[Entry], today: date) -> list[Owed]:
    """What each customer owes by its age, the largest debts first.

    Payments go to the invoice that they name, else to the same amount, else to what is due first.
    """
    paid = _by_customer(payments)
    owed = []
    for customer, theirs in _by_customer(invoices).items():
        if customer is not None:
            left = rests(theirs, paid[customer])
            ages = dict.fromkeys(AGES, 0)
            for invoice in theirs:
                ages[_age(invoice, today)] += left[invoice.number]
            owed.append(Owed(customer, ages))
    return sorted((one for one in owed if one.total > 0), key=lambda one: (-one.total, one.customer))


def rests(invoices: Sequence[Entry], payments: Sequence[Entry]) -> dict[int, int]:
    """What is left to pay of each invoice of one customer, in hundredths, once their payments are spread as above."""
    by_due = sorted(invoices, key=lambda one: (one.due or one.day or date.max, one.number))
    left = {invoice.number: invoice.amount for invoice in by_due}
    for payment in sorted(payments, key=lambda one: (one.pays is None, *_in_time(one))):
        exact = [number for number, rest in left.items() if rest == payment.amount]
        first = [payment.pays] if payment.pays in left else exact[:1]
        money = payment.amount
        for number in (*first, *left):
            taken = min(money, left[number]) if number is not None and left[number] > 0 else 0
            left[number] -= taken
            money -= taken
    return left


def _paid_by(payment: Entry, invoices: Sequence[Entry]) -> list[Entry]:
    exact = [one for one in invoices if one.amount == payment.amount]
    if exact:
        return exact[:1]
    together: list[Entry] = []
    for invoice in invoices:
        together.append(invoice)
        if sum(one.amount for one in together) == payment.amount:
            return together
    return []


def _age(invoice: Entry, today: date) -> str:
    due = invoice.due or invoice.day
    late = (today - due).days if due is not None else 0
    return next((name for name, last in zip(AGES, _LAST_DAYS, strict=False) if late <= last), AGES[-1])


def _may_follow(deal: Entry, invoice: Entry) -> bool:
    return deal.day is None or invoice.day is None or invoice.day >= deal.day - _BEFORE


def _by_customer(entries: Iterable[Entry]) -> defaultdict[int | None, list[Entry]]:
    found: defaultdict[int | None, list[Entry]] = defaultdict(list)
    for entry in sorted(entries, key=_in_time):
        found[entry.customer].append(entry)
    return found


def _in_time(entry: Entry) -> tuple[date, int]:
    return entry.day or date.min, entry.number
