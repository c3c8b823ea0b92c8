from __future__ import annotations

from dataclasses import fields
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from hub.model.derived import DERIVED_LABELS, Derived, derive

TODAY = date(2024, 5, 1)


def purchase(at: str, amount: str, **more: Any) -> dict[str, Any]:
    return {"at": at, "amount": amount, **more}


def test_a_customer_without_records_has_no_figures() -> None:
    derived = derive([], [], [], TODAY)
    assert (derived.purchases, derived.cumulative_sales) == (0, Decimal(0))
    unknown = (derived.average_price, derived.lifetime_value, derived.frequency_days, derived.sales_per_year)
    assert unknown == (None, None, None, None)


def test_the_figures_follow_their_formulas() -> None:
    bought = [
        purchase("2022-05-01T00:00:00+09:00", "1000", cost="600"),
        purchase("2023-05-01T00:00:00+09:00", "2000", cost="1400"),
        purchase("2024-05-01T00:00:00+09:00", "3000"),
    ]
    derived = derive(bought, [], [], TODAY)
    assert (derived.first_purchase_on, derived.last_purchase_on) == (date(2022, 5, 1), TODAY)
    assert (derived.purchases, derived.cumulative_sales, derived.cumulative_profit) == (3, Decimal(6000), Decimal(1000))
    assert derived.average_price == 2000
    assert derived.frequency_days == Decimal("365.50")
    assert derived.sales_per_year == Decimal("2997.95")
    assert derived.lifetime_value == 2000


def test_an_amount_that_is_not_told_is_price_by_quantity_less_discount() -> None:
    derived = derive([{"price": "500", "quantity": "3", "discount": "100"}], [], [], TODAY)
    assert derived.cumulative_sales == 1400


def test_a_new_customer_counts_as_one_year_old() -> None:
    derived = derive([purchase("2024-04-30T00:00:00+09:00", "1200")], [], [], TODAY)
    assert derived.sales_per_year == 1200


def test_days_are_those_of_japan() -> None:
    derived = derive([purchase("2024-04-30T20:00:00+00:00", "1")], [], [], TODAY)
    assert derived.last_purchase_on == TODAY


def test_invoices_stand_in_where_there_are_no_purchases() -> None:
    invoice = {"amount": "5000", "issued_on": "2024-01-31"}
    assert derive([], [invoice], [], TODAY).cumulative_sales == 5000
    assert derive([purchase("2024-01-01T00:00:00Z", "10")], [invoice], [], TODAY).cumulative_sales == 10


def test_a_record_without_an_amount_is_left_out() -> None:
    derived = derive([{"product": "A"}], [{"code": "1"}], [{"code": "2"}], TODAY)
    assert (derived.purchases, derived.left_out) == (0, 3)


def test_what_is_not_paid_is_outstanding() -> None:
    invoices = [{"amount": "5000"}, {"amount": "1000", "status": "取消"}]
    derived = derive([], invoices, [{"amount": "2000"}], TODAY)
    assert (derived.paid, derived.outstanding, derived.left_out) == (Decimal(2000), Decimal(3000), 1)


def test_another_currency_is_left_out_and_counted() -> None:
    derived = derive([purchase("2024-01-01T00:00:00Z", "10", currency="USD")], [], [], TODAY)
    assert (derived.purchases, derived.left_out) == (0, 1)


def test_every_figure_has_labels() -> None:
    assert set(DERIVED_LABELS) == {figure.name for figure in fields(Derived)}


_DAYS = st.dates(date(2000, 1, 1), TODAY)
_SALES = st.lists(st.tuples(_DAYS, st.integers(0, 10**6)), max_size=8)


@given(_SALES, st.randoms())
def test_figures_do_not_depend_on_the_order_of_records(sales: list[tuple[date, int]], random: Any) -> None:
    bought = [purchase(f"{day}T12:00:00+09:00", str(amount)) for day, amount in sales]
    shuffled = random.sample(bought, len(bought))
    assert derive(bought, [], [], TODAY) == derive(shuffled, [], [], TODAY)


@given(_SALES)
def test_every_sale_lies_between_the_first_and_the_last(sales: list[tuple[date, int]]) -> None:
    bought = [purchase(f"{day}T12:00:00+09:00", str(amount)) for day, amount in sales]
    derived = derive(bought, [], [], TODAY)
    if derived.first_purchase_on and derived.last_purchase_on:
        assert derived.last_purchase_on - derived.first_purchase_on >= timedelta(0)
        assert all(derived.first_purchase_on <= day <= derived.last_purchase_on for day, _ in sales)
