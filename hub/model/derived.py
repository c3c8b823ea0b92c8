"""What follows from a customer's purchases, invoices and payments: computed when asked for, never stored by hand.

Invariant: every figure is one currency's; records in another one, or that were voided, are left out and counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

Doc = Mapping[str, Any]

_JAPAN = ZoneInfo("Asia/Tokyo")
_DAYS_A_YEAR = Decimal("365.25")
VOID = frozenset({"void", "voided", "canceled", "cancelled", "draft", "取消", "取消済", "無効", "下書き"})
"""How an invoice says that it asks for no money."""


@dataclass(frozen=True)
class Derived:
    """A customer in figures; None where nothing is known.

    A sale is a purchase, or an invoice where the customer has no purchases: the two mostly tell of the same money.
    `years` is the time from the first sale until today, at least one year, so that a new customer is not blown up.
    """

    purchases: int
    """How many sales there were."""
    first_purchase_on: date | None
    last_purchase_on: date | None
    cumulative_sales: Decimal
    """The sum of all sales."""
    sales_this_year: Decimal
    """The sum of those since the first of January."""
    cumulative_profit: Decimal | None
    """Sales less cost, over the sales whose cost is known."""
    average_price: Decimal | None
    """cumulative_sales / purchases"""
    frequency_days: Decimal | None
    """Days from the first to the last sale / (purchases - 1): the usual time between two of them."""
    sales_per_year: Decimal | None
    """cumulative_sales / years"""
    lifetime_value: Decimal | None
    """average_price x (purchases / years) x years x margin, that is cumulative_sales x margin; without a known cost the
    margin counts as 1."""
    paid: Decimal
    """The sum of the payments."""
    outstanding: Decimal
    """Invoices less payments, at least 0."""
    left_out: int
    """Records that were not counted: another currency, voided, or without an amount."""


class _Sale(NamedTuple):
    on: date | None
    amount: Decimal
    cost: Decimal | None


def derive(
    purchases: Iterable[Doc],
    invoices: Iterable[Doc],
    payments: Iterable[Doc],
    today: date,
    *,
    currency: str = "JPY",
    zone: tzinfo = _JAPAN,
) -> Derived:
    """The figures of one customer out of its canonical documents; a record without a currency is in `currency`."""
    bought = [_bought(doc, zone) if _counts(doc, currency) else None for doc in purchases]
    billed = [_billed(doc) if _counts(doc, currency) else None for doc in invoices]
    received = [_decimal(doc, "amount") if _counts(doc, currency) else None for doc in payments]
    left_out = sum(entry is None for entry in (*bought, *billed, *received))
    invoiced = [sale for sale in billed if sale is not None]
    sales = [sale for sale in bought if sale is not None] or invoiced
    paid = sum((amount for amount in received if amount is not None), Decimal(0))
    outstanding = max(_total(invoiced) - paid, Decimal(0))
    return _figures(sales, today, paid, outstanding, left_out)


def _counts(doc: Doc, currency: str) -> bool:
    return doc.get("currency", currency) == currency and str(doc.get("status", "")).lower() not in VOID


def _decimal(doc: Doc, field: str) -> Decimal | None:
    value = doc.get(field)
    return None if value is None else Decimal(value)


def _bought(doc: Doc, zone: tzinfo) -> _Sale | None:
    amount = _decimal(doc, "amount")
    if amount is None:
        price = _decimal(doc, "price")
        if price is None:
            return None
        amount = price * Decimal(doc.get("quantity", 1)) - Decimal(doc.get("discount", 0))
    at = doc.get("at")
    on = datetime.fromisoformat(at).astimezone(zone).date() if at else None
    return _Sale(on, amount, _decimal(doc, "cost"))


def _billed(doc: Doc) -> _Sale | None:
    amount = _decimal(doc, "amount")
    if amount is None:
        return None
    issued = doc.get("issued_on")
    return _Sale(date.fromisoformat(issued) if issued else None, amount, None)


def _total(sales: Iterable[_Sale]) -> Decimal:
    return sum((sale.amount for sale in sales), Decimal(0))


def _figures(sales: list[_Sale], today: date, paid: Decimal, outstanding: Decimal, left_out: int) -> Derived:
    days = sorted(sale.on for sale in sales if sale.on is not None)
    first, last = (days[0], days[-1]) if days else (None, None)
    total = _total(sales)
    costed = [(sale.amount, sale.cost) for sale in sales if sale.cost is not None]
    profit = sum((amount - cost for amount, cost in costed), Decimal(0)) if costed else None
    costed_sales = sum((amount for amount, _ in costed), Decimal(0))
    earned = total * profit / costed_sales if profit is not None and costed_sales else total
    return Derived(
        purchases=len(sales),
        first_purchase_on=first,
        last_purchase_on=last,
        cumulative_sales=total,
        sales_this_year=_total(sale for sale in sales if sale.on is not None and sale.on.year == today.year),
        cumulative_profit=profit,
        average_price=_cents(total / len(sales)) if sales else None,
        frequency_days=_cents(Decimal((days[-1] - days[0]).days) / (len(days) - 1)) if len(days) > 1 else None,
        sales_per_year=_cents(_a_year(total, (today - first).days)) if first else None,
        lifetime_value=_cents(earned) if sales else None,
        paid=paid,
        outstanding=outstanding,
        left_out=left_out,
    )


def _a_year(total: Decimal, days: int) -> Decimal:
    return total * _DAYS_A_YEAR / days if days > _DAYS_A_YEAR else total


def _cents(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.01"), ROUND_HALF_UP)


DERIVED_LABELS: Mapping[str, tuple[str, str]] = {
    "purchases": ("購買回数", "Purchases"),
    "first_purchase_on": ("初回購買日", "First purchase on"),
    "last_purchase_on": ("最終購買日", "Last purchase on"),
    "cumulative_sales": ("累計売上", "Cumulative sales"),
    "sales_this_year": ("今年の売上", "Sales this year"),
    "cumulative_profit": ("累計利益", "Cumulative profit"),
    "average_price": ("平均購買単価", "Average price"),
    "frequency_days": ("購買間隔（日）", "Days between purchases"),
    "sales_per_year": ("年平均売上", "Sales per year"),
    "lifetime_value": ("顧客生涯価値（LTV）", "Lifetime value (LTV)"),
    "paid": ("入金合計", "Paid"),
    "outstanding": ("未入金額", "Outstanding"),
    "left_out": ("集計対象外の件数", "Records left out"),
}
