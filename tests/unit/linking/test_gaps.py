"""What is missing between deals, invoices and payments, and how old the debts are."""

from __future__ import annotations

from datetime import date
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from hub.linking.gaps import Entry, receivables, unbilled, unmatched, without_deal
from tests.laws import lawful

MAY = date(2026, 5, 1)


def entry(number: int, amount: int = 100, day: date | None = MAY, customer: int | None = 1, **more: object) -> Entry:
    return Entry(number, customer, day, amount, **more)  # type: ignore[arg-type]


def numbers(found: list[Entry]) -> list[int]:
    return [one.number for one in found]


def test_a_deal_takes_the_invoice_of_its_amount_and_leaves_the_others_to_others() -> None:
    deals = [entry(1, 100), entry(2, 300), entry(3, 500)]
    assert numbers(unbilled(deals, [entry(11, 300), entry(12, 77)])) == [3]


def test_an_invoice_of_long_before_is_not_that_of_the_deal() -> None:
    assert numbers(unbilled([entry(1)], [entry(11, day=date(2026, 1, 1))])) == [1]
    assert numbers(without_deal([entry(11, day=date(2026, 1, 1))], [entry(1)])) == [11]


def test_one_deal_may_be_billed_every_month() -> None:
    assert without_deal([entry(11), entry(12, day=date(2026, 6, 1))], [entry(1)]) == []


def test_a_payment_belongs_to_the_invoice_that_it_names_or_to_one_or_several_of_its_amount() -> None:
    invoices = [entry(11, 100), entry(12, 200), entry(13, 300), entry(14, 50)]
    payments = [entry(1, 90, pays=12), entry(2, 400), entry(3, 50), entry(4, 77), entry(5, 100, customer=None)]
    assert numbers(unmatched(payments, invoices)) == [4, 5]


def test_debts_are_told_by_their_age_and_the_largest_first() -> None:
    invoices = [
        entry(11, 100, due=date(2026, 7, 31)),
        entry(12, 200, due=date(2026, 6, 30)),
        entry(13, 400, due=date(2026, 3, 1)),
        entry(14, 900, customer=2, day=None),
    ]
    found = receivables(invoices, [entry(1, 250)], date(2026, 7, 15))
    assert [(one.customer, one.total) for one in found] == [(2, 900), (1, 450)]
    assert found[1].by_age == {"not_due": 100, "one_month": 200, "two_months": 0, "three_months": 0, "older": 150}


_ENTRIES = st.lists(
    st.builds(
        Entry,
        st.integers(1, 30),
        st.sampled_from([1, 2, None]),
        st.dates(date(2026, 1, 1), date(2026, 12, 31)) | st.none(),
        st.integers(1, 5),
    ),
    max_size=8,
    unique_by=lambda one: one.number,
)


@lawful(30)
@given(_ENTRIES, _ENTRIES, st.integers())
def test_no_order_matters_and_nothing_is_used_twice(ones: list[Entry], others: list[Entry], seed: int) -> None:
    mixed, mixed_others = list(ones), list(others)
    Random(seed).shuffle(mixed)
    Random(seed).shuffle(mixed_others)
    for question in (unbilled, without_deal, unmatched):
        assert question(mixed, mixed_others) == question(ones, others)
    assert len(unbilled(ones, others)) >= len(ones) - len(others)
    owed = receivables(ones, others, MAY)
    assert owed == receivables(mixed, mixed_others, MAY)
    billed = {customer: sum(one.amount for one in ones if one.customer == customer) for customer in (1, 2)}
    paid = {customer: sum(one.amount for one in others if one.customer == customer) for customer in (1, 2)}
    rests = {customer: max(billed[customer] - paid[customer], 0) for customer in (1, 2)}
    assert {one.customer: one.total for one in owed} == {c: rest for c, rest in rests.items() if rest}
