"""What accountants miss: won deals without an invoice, invoices without a deal, payments without an invoice, and
T-numbers that had lapsed.

Invariant: everything follows from golden records and their links; nothing is stored.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta, tzinfo
from typing import Any

import msgspec

from hub.linking.gaps import Entry, unbilled, unmatched, without_deal
from hub.steward.accounts import accounts, won_deals
from hub.steward.bills import Bill, money, told
from hub.steward.naming import customers_named, display_name
from hub.steward.register import with_t
from hub.store import billing, billing_accounts, golden
from hub.store.transaction import Transaction
from hub.sync.references import golden_text
from hub.sync.world import World

_decode = msgspec.json.Decoder(dict[str, Any]).decode
_CHUNK = 1000


class WonDeal(msgspec.Struct, frozen=True):
    """A deal that was won and not billed."""

    deal: str
    name: str
    customer: str
    display: str
    day: str
    amount: str


class Lapsed(msgspec.Struct, frozen=True):
    """An invoice whose T-number was no longer registered on its day."""

    bill: Bill
    number: str
    ended_on: str


class Missing(msgspec.Struct, frozen=True):
    """The four lists, oldest first; `lapsed` is None where no list of numbers was given. `counts` tells how long the
    others are, where they are cut.
    """

    deals: list[WonDeal]
    invoices: list[Bill]
    payments: list[Bill]
    lapsed: list[Lapsed] | None
    days: int
    counts: dict[str, int]
    format: int = 1


def missing(
    world: World, days: int, zone: tzinfo, register: Mapping[str, date] | None = None, most: int | None = None
) -> Missing:
    """What is missing; deals of the last `days` days are not missed yet. Each list is cut after `most`."""
    today = world.now().astimezone(zone).date()
    with world.database.look() as tx:
        found = _Gaps.of(tx, today, days)
        # A bill that is nobody's yet stands in the queue of the doubtful ones.
        return Missing(
            _deals(tx, found.deals[:most]),
            _bills(tx, found.invoices[:most]),
            _bills(tx, found.payments[:most]),
            None if register is None else list(_lapsed(tx, register)),
            days,
            {"deals": len(found.deals), "invoices": len(found.invoices), "payments": len(found.payments)},
        )


class _Gaps(msgspec.Struct, frozen=True):
    """What was found, oldest first."""

    deals: list[Entry]
    invoices: list[Entry]
    payments: list[Entry]

    @classmethod
    def of(cls, tx: Transaction, today: date, days: int) -> _Gaps:
        """Account by account."""
        won = won_deals(tx, today)
        deals: list[Entry] = []
        invoices: list[Entry] = []
        payments: list[Entry] = []
        billed = set()
        for account in accounts(tx):
            theirs = won.get(account.customer, [])
            deals += unbilled(_due(theirs, today, days), account.invoices)
            invoices += without_deal(account.invoices, theirs) if won else []
            payments += unmatched(account.payments, account.unnamed)
            billed.add(account.customer)
        for customer, theirs in won.items():
            if customer not in billed:
                deals += _due(theirs, today, days)
        return cls(*(sorted(found, key=_in_time) for found in (deals, invoices, payments)))


def _due(deals: Sequence[Entry], today: date, days: int) -> list[Entry]:
    return [deal for deal in deals if deal.day is None or deal.day + timedelta(days=days) <= today]


def _in_time(entry: Entry) -> tuple[date, int]:
    return entry.day or date.min, entry.number


def _bills(tx: Transaction, entries: Sequence[Entry]) -> list[Bill]:
    """The bills of these entries, as they are shown."""
    return [bill for chunk in _chunks([one.number for one in entries]) for bill in _told(tx, chunk)]


def _told(tx: Transaction, numbers: Sequence[int]) -> list[Bill]:
    rows = billing.by_ids(tx, numbers)
    return told(tx, [rows[number] for number in numbers])


def _chunks(numbers: Sequence[int]) -> Iterator[Sequence[int]]:
    yield from (numbers[start : start + _CHUNK] for start in range(0, len(numbers), _CHUNK))


def _deals(tx: Transaction, entries: Sequence[Entry]) -> list[WonDeal]:
    docs = {g: _decode(row.doc) for g, row in golden.by_ids(tx, [one.number for one in entries]).items()}
    names = customers_named(tx, [one.customer for one in entries if one.customer is not None])
    return [
        WonDeal(
            golden_text("deal", one.number),
            display_name(docs[one.number]),
            *(names[one.customer] if one.customer is not None else ("", "")),
            one.day.isoformat() if one.day is not None else "",
            money(one.amount or None),
        )
        for one in entries
    ]


def _lapsed(tx: Transaction, register: Mapping[str, date]) -> Iterator[Lapsed]:
    """By the number on the invoice, else that of its party when it was first seen."""
    late: list[tuple[int, str, date]] = []
    for bill_id, day, on_bill, of_party in billing_accounts.t_numbers(tx):
        number = with_t(on_bill or of_party or "")
        ended = register.get(number)
        if ended is not None and day and ended <= date.fromisoformat(day):
            late.append((bill_id, number, ended))
    shown = {bill.bill: bill for chunk in _chunks([bill_id for bill_id, _, _ in late]) for bill in _told(tx, chunk)}
    for bill_id, number, ended in late:
        yield Lapsed(shown[golden_text("invoice", bill_id)], number, ended.isoformat())
