"""What is due stands in the order of its days, with whose it is; what is over, paid or void does not."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from hub.steward import deadlines as steward
from hub.steward import due as looking
from hub.steward.bill_links import link_bill
from hub.steward.deadlines import Deadline, count_of, deadlines, every_deadline, kinds_for, soon
from hub.steward.debts import debts
from hub.steward.due import KINDS, Window
from hub.steward.today import today
from hub.store import golden
from tests.pipeline import due
from tests.pipeline.books import Books
from tests.pipeline.ready import ready_file

TOKYO = ZoneInfo("Asia/Tokyo")
SPRING = Window(date(2026, 3, 2), date(2026, 5, 1))


@pytest.fixture
def books(tmp_path: Path) -> Iterator[Books]:
    made = Books(ready_file(tmp_path / "hub.db"))
    due.begin(made)
    yield made
    made.close()


@pytest.fixture
def books_on_each(store_url: str) -> Iterator[Books]:
    made = Books(store_url)
    due.begin(made)
    yield made
    made.close()


def found(books: Books, window: Window = SPRING) -> list[Deadline]:
    return every_deadline(books.world, TOKYO, window, 1000).deadlines


def test_everything_due_stands_in_the_order_of_its_days_with_whose_and_who(books_on_each: Books) -> None:
    due.put(books_on_each, due.CONTRACT, due.DEAL, due.CALL, *due.OVER)
    told = found(books_on_each)
    assert [(one.day, one.at, one.in_days, one.kind, one.display, one.what, one.who, one.left) for one in told] == [
        ("2026-03-30", "", -2, "deal", "株式会社山田商店", "見積を送る", "佐藤", ""),
        ("2026-03-31", "", -1, "invoice", "株式会社山田商店", "I-1", "", "11000"),
        ("2026-04-02", "00:30", 1, "activity", "株式会社山田商店", "ご相談", "鈴木", ""),
        ("2026-04-05", "", 4, "invoice", "鈴木工業株式会社", "I-3", "", "30000"),
        ("2026-04-06", "", 5, "invoice", "見知らぬ商会", "I-4", "", "44000"),
        ("2026-04-30", "", 29, "contract", "株式会社山田商店", "保守・運用", "", ""),
    ]


def test_what_is_left_of_bills_is_what_their_customers_owe(books: Books) -> None:
    owed = {one.customer: Decimal(one.total) for one in debts(books.world, TOKYO).debts}
    left: dict[str, Decimal] = {}
    for one in found(books):
        if one.customer:
            left[one.customer] = left.get(one.customer, Decimal()) + Decimal(one.left)
    assert left == owed == {"company/1": Decimal(11000), "company/2": Decimal(30000)}


@pytest.mark.parametrize("size", [1, 2, 3, 7])
@pytest.mark.parametrize("chunk", [1, 2, 200])
def test_pages_of_any_size_give_each_of_them_once(
    books: Books, monkeypatch: pytest.MonkeyPatch, size: int, chunk: int
) -> None:
    """However few records are read at a time, and however soon a look has to end."""
    due.put(books, due.CONTRACT, due.CALL, due.CALL, *due.OVER, due.CALL, due.DEAL, due.DEAL, due.DEAL)
    whole = [one.record for one in found(books)]
    monkeypatch.setattr(looking, "_CHUNK", chunk)
    monkeypatch.setattr(looking, "MOST_LOOKED", 2)
    seen: list[str] = []
    window = SPRING
    while True:
        page = deadlines(books.world, TOKYO, window, size)
        assert len(page.deadlines) <= size
        seen += [one.record for one in page.deadlines]
        if page.further is None:
            break
        assert window.after is None or page.further > window.after
        window = window._replace(after=page.further)
    assert (seen, len(seen)) == (whole, len(set(whole)))


def test_a_window_holds_its_last_day_and_the_kinds_that_are_asked_for(books: Books) -> None:
    due.put(books, due.CONTRACT, due.DEAL, due.CALL)
    one_day = Window(date(2026, 4, 2), date(2026, 4, 2))
    assert [one.kind for one in found(books, one_day)] == ["activity"]
    ends = Window(date(2026, 3, 30), date(2026, 4, 30), ("deal", "contract"))
    assert [one.kind for one in found(books, ends)] == ["deal", "contract"]
    assert found(books, Window(date(2026, 5, 1), date(2026, 4, 1))) == []
    assert kinds_for(with_bills=False) == tuple(kind for kind in KINDS if kind != "invoice")


def test_what_is_overdue_or_due_within_a_week_is_counted_for_who_may_see_it(books: Books) -> None:
    due.put(books, due.CONTRACT, due.DEAL, due.CALL, *due.OVER)
    with_bills, without = (soon(books.world, TOKYO, with_bills=is_so) for is_so in (True, False))
    days = [one for one in found(books) if one.in_days <= 7]
    assert (with_bills.found, without.found) == (len(days), len([one for one in days if one.kind != "invoice"]))
    assert (with_bills.is_exact, without.found) == (True, 2)


def test_a_count_ends_where_it_tells_nothing_more(books: Books, monkeypatch: pytest.MonkeyPatch) -> None:
    due.put(books, *[due.DEAL] * 5)
    monkeypatch.setattr(steward, "MOST_COUNTED", 4)
    assert count_of(books.world, TOKYO, SPRING._replace(kinds=("deal",))) == steward.Count(4, is_exact=False)


def test_a_customer_that_was_merged_away_is_named_as_it_lives_now(books: Books) -> None:
    due.put(books, due.CONTRACT)
    with books.database.begin() as tx:
        golden.redirect(tx, [(1, 2)], 9, due.NOW)
    contract = next(one for one in found(books) if one.kind == "contract")
    assert (contract.customer, contract.display) == ("company/2", "鈴木工業株式会社")


def test_todays_numbers_begin_at_the_companys_midnight(books_on_each: Books) -> None:
    books = books_on_each
    first = today(books.world, TOKYO)
    by_system = {one.system: (one.new, one.changed, one.written) for one in first.systems}
    assert by_system == {"crm": (2, 0, 0), "invoices": (6, 0, 0), "payments": (2, 0, 0)}
    codes = ("I-1", "I-2", "I-3", "I-4", "I-5", "I-6", "P-2", "P-3")
    linked = [code for code in codes if books.link(code).verdict == "linked"]
    assert (first.runs, first.new, first.linked, first.merged) == (2, 10, len(linked), 0)
    link_bill(books.world, f"invoice/{books.number('I-4')}", "company/2", "mia", "")
    assert today(books.world, TOKYO).linked == first.linked + 1
    books.clock.goes_on(hours=6)  # it is past midnight in Tokyo, and the same day in UTC
    books["crm"].user_edits("c1", phone="03-1234-9999")
    books.sync()
    after = today(books.world, TOKYO)
    assert (after.runs, after.new, after.changed, after.linked) == (1, 0, 1, 0)
    assert after.since == "2026-04-01T15:00:00.000Z"
