"""Deadlines in the console: by day, for whom they are, as a file, and counted at home beside today's numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.console.browser import Page
from tests.console.office import Office
from tests.console.test_files import book_of, newest, rows_of
from tests.pipeline import due
from tests.pipeline.books import Books
from tests.pipeline.ready import ready_file


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """A deal is overdue, a call and three bills are due within a week, a contract expires after that."""
    found = Office(ready_file(tmp_path / "hub.db"), lab=Books)
    books = found.lab
    assert isinstance(books, Books)
    due.begin(books)
    due.put(books, due.CONTRACT, due.DEAL, due.CALL, *due.OVER)
    yield found
    found.close()


def rows(page: Page) -> list[str]:
    """The words of each row of the table."""
    found = re.findall(r"<tr>(.*?)</tr>", page.text.partition("<tbody>")[2], re.DOTALL)
    return [" ".join(re.sub(r"<[^>]+>", " ", row).split()) for row in found]


def test_the_list_names_the_day_how_late_it_is_the_customer_and_who_of_us(office: Office) -> None:
    page = office.browser("accountant").get("/deadlines")
    assert "(6)" in page.words
    assert rows(page) == [
        "株式会社山田商店 next action of a deal 見積を送る 佐藤",
        "株式会社山田商店 unpaid invoice I-1 11,000 JPY",
        "株式会社山田商店 next call 00:30 ご相談 鈴木",
        "鈴木工業株式会社 unpaid invoice I-3 30,000 JPY",
        "見知らぬ商会 unpaid invoice I-4 44,000 JPY",
        "株式会社山田商店 contract expires 保守・運用",
    ]
    told = ("2026-03-30 (Mon) 2 d overdue", "2026-04-02 (Thu) in 1 d", "2026-04-30 (Thu) in 29 d")
    assert [words for words in told if words not in page.words] == []
    assert ('href="/customers/company/1"' in page.text, newest(office)[1]) == (True, "deadlines_seen")


def test_a_viewer_sees_no_bills_whatever_the_address_asks_for(office: Office) -> None:
    browser = office.browser("viewer")
    for path in ("/deadlines", "/deadlines?kind=invoice"):
        page = browser.get(path)
        assert (len(rows(page)), "I-1" in page.text, "unpaid invoice" in page.text) == (3, False, False)
    assert "I-1" not in str(rows_of(browser.get("/deadlines?kind=invoice&format=csv")))


def test_the_list_is_an_address_with_its_days_and_its_kind(office: Office) -> None:
    browser = office.browser("accountant")
    some = browser.get("/deadlines?since=2026-04-01&until=2026-04-05")
    assert [row.split()[-1] for row in rows(some)] == ["鈴木", "JPY"]
    assert len(rows(browser.get("/deadlines?kind=invoice"))) == 3
    none = browser.get("/deadlines?since=2027-01-01&until=2027-01-31")
    assert (none.status, "Nothing is due between these days." in none.words) == (200, True)
    wrong = browser.get("/deadlines?since=someday")
    assert (wrong.status, "&#39;someday&#39; is no day" in wrong.text, len(rows(wrong))) == (422, True, 6)


@pytest.mark.parametrize("place", ["", "x", "2026-04-01", "2026-04-01T00:00:00+00:00,", ",1", "2026-04-01,9", "0,99e9"])
def test_a_place_that_is_none_means_the_first(office: Office, place: str) -> None:
    assert len(rows(office.browser("accountant").get("/deadlines", params={"place": place}))) == 6


def test_a_long_list_goes_on_from_where_it_ended(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hub.console.pages.deadlines.SIZE", 4)
    browser = office.browser("accountant")
    first = browser.get("/deadlines?until=2026-05-01")
    (further,) = re.findall(r'rel="next" href="([^"]+)"', first.text)
    second = browser.get(further.replace("&amp;", "&"))
    assert (len(rows(first)), len(rows(second)), "To the first" in second.words) == (4, 2, True)
    assert 'rel="next"' not in second.text
    assert len(rows_of(browser.get(f"{further.replace('&amp;', '&')}&format=csv"))) == 7


def test_the_list_leaves_as_a_file_without_a_formula(office: Office) -> None:
    books = office.lab
    assert isinstance(books, Books)
    due.put(books, ("deal", {"next_action": "=HYPERLINK(1)", "next_action_on": "2026-04-01"}))
    browser = office.browser("accountant")
    told = rows_of(browser.get("/deadlines?kind=deal&format=csv"))
    assert [row[5] for row in told] == ["What", "見積を送る", "'=HYPERLINK(1)"]
    assert newest(office)[2] == {"list": "deadlines", "format": "csv", "rows": 2, "kind": "deal"}
    book = book_of(browser.get("/deadlines?kind=deal&format=xlsx"))
    assert [["" if cell is None else str(cell) for cell in row] for row in book] == told


@pytest.mark.parametrize(("role", "count"), [("viewer", 2), ("accountant", 5)])
def test_home_counts_what_is_overdue_or_due_within_a_week_for_the_role(office: Office, role: str, count: int) -> None:
    browser = office.browser(role)
    page = browser.get("/")
    assert f"{count} overdue or due within 7 days" in page.words
    (path,) = re.findall(r'href="(/deadlines\?[^"]+)"', page.text)
    assert len(rows(browser.get(path))) == count


def test_home_tells_todays_numbers_and_begins_anew_after_midnight(office: Office) -> None:
    browser = office.browser("viewer")
    page = browser.get("/")
    told = ("invoices 6 0 0", "All systems 10 0 0", "0 conflicts opened", "invoices and payments linked")
    assert [words for words in told if words not in page.words] == []
    assert "Of the 2 runs that began since 2026-04-01 00:00" in page.words
    office.lab.clock.goes_on(hours=6)
    browser = office.browser("viewer")
    assert "All systems 0 0 0" in browser.get("/").words


def test_home_tells_that_a_count_is_still_being_made(office: Office) -> None:
    office.house.__dict__["patience_s"] = 0.0
    page = office.browser("viewer").get("/")
    assert "… overdue or due within 7 days" in page.words or "2 overdue or due within 7 days" in page.words


def test_both_languages_say_it(office: Office) -> None:
    browser = office.browser("viewer")
    browser.cookies["hub_language"] = "ja"
    page = browser.get("/deadlines")
    told = ("期限", "2026-03-30 (月) 2日超過", "商談の次回アクション", "次回の連絡", "契約の満了")
    assert [words for words in told if words not in page.words] == []
    assert "期限切れ・7日以内の期限" in browser.get("/").words
