"""What each customer owes, by the age of the invoices.

Invariant: everything follows from golden records and their links; nothing is stored.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import tzinfo

import msgspec

from hub.linking.gaps import AGES, Owed, receivables
from hub.steward.accounts import accounts
from hub.steward.bills import money
from hub.steward.naming import customers_named
from hub.sync.world import World


class Debt(msgspec.Struct, frozen=True):
    """What a customer owes, by the age of the invoices."""

    customer: str
    display: str
    currency: str
    total: str
    by_age: dict[str, str]


class Debts(msgspec.Struct, frozen=True):
    """The largest debts first."""

    debts: list[Debt]
    totals: dict[str, str]
    on: str
    format: int = 1


def debts(world: World, zone: tzinfo, most: int | None = None) -> Debts:
    """What each customer owes today; the `most` largest ones of each currency."""
    today = world.now().astimezone(zone).date()
    owed: defaultdict[str, list[Owed]] = defaultdict(list)
    totals: defaultdict[str, Counter[str]] = defaultdict(Counter)
    with world.database.look() as tx:
        for account in accounts(tx):
            for currency, one in account.in_currency():
                totals[currency].update()
                for found in receivables(*one.still_open(), today):
                    owed[currency].append(found)
                    totals[currency].update(found.by_age)
        told = []
        for currency in sorted(totals, key=_yen_first):
            largest = sorted(owed[currency], key=lambda one: (-one.total, one.customer))[:most]
            names = customers_named(tx, [debtor.customer for debtor in largest])
            told += [_told(debtor, currency, *names[debtor.customer]) for debtor in largest]
    first = totals[min(totals, key=_yen_first)] if totals else Counter[str]()
    return Debts(told, {age: money(first[age]) for age in AGES}, today.isoformat())


def _told(owed: Owed, currency: str, customer: str, display: str) -> Debt:
    by_age = {age: money(amount) for age, amount in owed.by_age.items()}
    return Debt(customer, display, currency, money(owed.total), by_age)


def _yen_first(currency: str) -> tuple[bool, str]:
    return currency != "JPY", currency
