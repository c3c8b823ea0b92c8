"""What accountants miss: won deals without an invoice, invoices without a deal, payments without an invoice, T-numbers
that had lapsed, and what each customer owes by its age.

Invariant: everything follows from golden records and their links; nothing is stored.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta, tzinfo
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec

from hub.linking.gaps import AGES, WON, Entry, receivables, unbilled, unmatched, without_deal
from hub.normalize.identity.numbers import state_numbers
from hub.steward.bills import Bill, money, told
from hub.steward.errors import StewardError
from hub.steward.naming import display_name
from hub.store import billing, billing_search, golden
from hub.store.billing import BillRow
from hub.store.billing_search import Sought
from hub.store.transaction import Transaction
from hub.sync.references import golden_number, golden_text
from hub.sync.world import World

_decode = msgspec.json.Decoder(dict[str, Any]).decode
_NUMBER, _ENDS = "登録番号", ("取消年月日", "失効年月日")


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
    """The four lists; `lapsed` is None where no list of numbers was given."""

    deals: list[WonDeal]
    invoices: list[Bill]
    payments: list[Bill]
    lapsed: list[Lapsed] | None
    days: int
    format: int = 1


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


def missing(world: World, days: int, zone: tzinfo, register: Mapping[str, date] | None = None) -> Missing:
    """What is missing; deals of the last `days` days are not missed yet."""
    today = world.now().astimezone(zone).date()
    with world.database.look() as tx:
        bills = _Bills(tx)
        won = _won_deals(tx, today)
        due = [deal for deal in won if deal.day is None or deal.day + timedelta(days=days) <= today]
        # A bill that is nobody's yet stands in the queue of the doubtful ones.
        return Missing(
            _deals(tx, unbilled(due, bills.invoices)),
            bills.told(without_deal(bills.invoices, won) if won else []),
            bills.told(unmatched(bills.payments, bills.invoices)),
            None if register is None else list(_lapsed(bills, register)),
            days,
        )


def debts(world: World, zone: tzinfo) -> Debts:
    """What each customer owes today."""
    today = world.now().astimezone(zone).date()
    found, totals = [], dict.fromkeys(AGES, 0)
    with world.database.look() as tx:
        bills = _Bills(tx)
        for currency in bills.currencies:
            owed = receivables(bills.open_in(currency), bills.paid_in(currency), today)
            names = _names(tx, [one.customer for one in owed])
            for one in owed:
                shown = {age: money(amount) for age, amount in one.by_age.items()}
                found.append(Debt(*names[one.customer], currency, money(one.total), shown))
                if currency == bills.currencies[0]:
                    totals = {age: totals[age] + amount for age, amount in one.by_age.items()}
    return Debts(found, {age: money(amount) for age, amount in totals.items()}, today.isoformat())


def read_register(path: Path) -> dict[str, date]:
    """The last day of each T-number that was taken back or has lapsed, from a CSV file with headings.

    Raises `StewardError` where it has not the columns that it needs.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.DictReader(file)
            if _NUMBER not in (rows.fieldnames or ()) or not set(_ENDS) & set(rows.fieldnames or ()):
                raise StewardError("no_register", file=str(path))
            return {number: ended for row in rows if (number := _t_number(row)) and (ended := _end(row)) is not None}
    except (OSError, UnicodeDecodeError, csv.Error, ValueError):
        raise StewardError("no_register", file=str(path)) from None


def _t_number(row: Mapping[str, str | None]) -> str:
    return _with_t(row.get(_NUMBER) or "")


def _end(row: Mapping[str, str | None]) -> date | None:
    days = [date.fromisoformat(text.replace("/", "-")) for name in _ENDS if (text := row.get(name) or "")]
    return min(days, default=None)


def _with_t(text: str) -> str:
    numbers = state_numbers(text)
    return f"T{numbers.corporate}" if numbers.corporate else numbers.trader


class _Bills:
    """All invoices and payments that ask for money, as entries of their customers."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx
        every = billing_search.found(tx, Sought(), billing_search.count(tx, Sought()))
        self.rows = {row.bill_id: row for row in every if not row.is_void}
        self.docs = {g: _decode(one.doc) for g, one in golden.by_ids(tx, sorted(self.rows)).items()}
        customers = billing.customers_of(tx, list(self.rows.values()))
        leads = golden.living(tx, sorted(set(customers.values())))
        self._customers = {bill: leads[customer] for bill, customer in customers.items()}
        self.invoices = self._entries("invoice")
        self.payments = self._entries("payment")
        self.currencies = sorted({row.currency for row in self.rows.values()}, key=lambda code: (code != "JPY", code))

    def open_in(self, currency: str) -> list[Entry]:
        """The invoices that are not settled."""
        return [one for one in self._in(currency, self.invoices) if not self._is_settled(one)]

    def paid_in(self, currency: str) -> list[Entry]:
        """The payments that may be for one of them: not those whose invoice is settled."""
        settled = [one for one in self._in(currency, self.invoices) if self._is_settled(one)]
        payments, numbers = self._in(currency, self.payments), {one.number for one in settled}
        return [*unmatched(payments, settled), *(one for one in payments if one.pays not in (None, *numbers))]

    def _is_settled(self, invoice: Entry) -> bool:
        doc = self.docs[invoice.number]
        return doc.get("status") == "settled" or bool(doc.get("settled_on"))

    def told(self, entries: Sequence[Entry]) -> list[Bill]:
        """The bills of these entries, as they are shown."""
        return told(self._tx, [self.rows[one.number] for one in entries])

    def _in(self, currency: str, entries: Sequence[Entry]) -> list[Entry]:
        return [one for one in entries if self.rows[one.number].currency == currency]

    def _entries(self, entity: str) -> list[Entry]:
        return [self._entry(row) for row in self.rows.values() if row.entity == entity and row.amount is not None]

    def _entry(self, row: BillRow) -> Entry:
        doc = self.docs.get(row.bill_id, {})
        pays = golden_number(doc["invoice"]) if doc.get("invoice") else None
        customer = self._customers.get(row.bill_id)
        return Entry(row.bill_id, customer, _day(row.day), row.amount or 0, _day(doc.get("due_on")), pays)


def _won_deals(tx: Transaction, today: date) -> list[Entry]:
    docs = {number: _decode(doc) for number, doc in golden.documents(tx, "deal")}
    won = {number: doc for number, doc in docs.items() if str(doc.get("stage", "")).strip().lower() in WON}
    return [
        Entry(number, golden_number(doc["company"]) if "company" in doc else None, _won_on(doc, today), _amount(doc))
        for number, doc in won.items()
    ]


def _won_on(doc: Mapping[str, Any], today: date) -> date | None:
    """The day of the order where it has come, else the day on which the deal began."""
    expected = _day(doc.get("expected_on"))
    return expected if expected is not None and expected <= today else _day(doc.get("created_on"))


def _deals(tx: Transaction, entries: Sequence[Entry]) -> list[WonDeal]:
    docs = {g: _decode(row.doc) for g, row in golden.by_ids(tx, [one.number for one in entries]).items()}
    names = _names(tx, [one.customer for one in entries if one.customer is not None])
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


def _names(tx: Transaction, numbers: Sequence[int]) -> dict[int, tuple[str, str]]:
    rows = golden.by_ids(tx, sorted(set(numbers)))
    return {number: (golden_text(row.entity, number), display_name(_decode(row.doc))) for number, row in rows.items()}


def _lapsed(bills: _Bills, register: Mapping[str, date]) -> Iterator[Lapsed]:
    """By the number on the invoice, else that of its party when it was first seen."""
    late: list[tuple[Entry, str, date]] = []
    for one in bills.invoices:
        party = _decode(bills.rows[one.number].snapshot)["party"]
        number = _with_t(bills.docs[one.number].get("partner_invoice_number") or party.get("invoice_number") or "")
        ended = register.get(number)
        if ended is not None and one.day is not None and ended <= one.day:
            late.append((one, number, ended))
    shown = bills.told([one for one, _, _ in late])
    yield from (Lapsed(bill, number, ended.isoformat()) for bill, (_, number, ended) in zip(shown, late, strict=True))


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _amount(doc: Mapping[str, Any]) -> int:
    return int(Decimal(doc.get("amount") or 0) * 100)
