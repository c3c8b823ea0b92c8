"""An accountant finds invoices at the right customer, and clears the short queue of the rest."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.console.browser import Browser, Page
from tests.console.office import Office
from tests.pipeline.books import SUZUKI, YAMADA, Books
from tests.pipeline.ready import ready_file


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """Yamada and Suzuki are customers; an invoice is linked, and two payments are doubtful."""
    found = Office(ready_file(tmp_path / "hub.db"), lab=Books)
    books = of(found)
    books["crm"].user_creates("c1", **YAMADA)
    books["crm"].user_creates("c2", **SUZUKI)
    books.bills("I-1", 11000, "2026-02-28", billed="株式会社山田商店", due="2026-03-31")
    books.is_paid("P-1", "ﾔﾏﾀﾞｼﾖｳﾃﾝ", 500, "2026-03-05")
    books.is_paid("P-2", "ｽｽﾞｷｺｳｷﾞﾖｳ", 700, "2026-03-06")
    books.sync()
    yield found
    found.close()


def of(office: Office) -> Books:
    assert isinstance(office.lab, Books)
    return office.lab


def opened(browser: Browser, office: Office, code: str, query: str = "state=doubtful") -> Page:
    kind = "invoice" if code.startswith("I") else "payment"
    return browser.get(f"/invoices/{kind}/{of(office).number(code)}?{query}")


def answers(browser: Browser, page: Page, **fields: str) -> Page:
    (action,) = [form.action for form in page.forms() if "/link" in form.action]
    return browser.sends(page, action, **fields)


def test_the_list_is_an_address_with_its_filters(office: Office) -> None:
    browser = office.browser("accountant")
    every = browser.get("/invoices")
    assert [word for word in ("I-1", YAMADA["name"], "linked: 1", "doubtful: 2") if word not in every.words] == []
    some = browser.get("/invoices?since=2026-03-01&high=600&partner=ヤマダ&state=doubtful")
    assert ("P-1" in some.words, "P-2" in some.words, "I-1" in some.words) == (True, False, False)
    wrong = browser.get("/invoices?since=yesterday")
    assert (wrong.status, "&#39;yesterday&#39; is no day" in wrong.text) == (422, True)


def test_a_list_that_was_not_looked_through_says_so_and_goes_on(office: Office) -> None:
    office.house.__dict__["looked_through"] = 1
    browser = office.browser("accountant")
    first = browser.get("/invoices?partner=山田商店")
    said = ("Among these there are no such invoices", "What is of 2026-03-05 or before", "Look further")
    assert [word for word in said if word not in first.words] == []
    seen, page = "", first
    while further := re.search(r'href="(/invoices\?[^"]*below=[^"]*)"', page.text):
        page = browser.get(further[1].replace("&amp;", "&"))
        seen += page.words
    assert ("I-1" in seen, "To the newest" in seen, "Look further" in page.words) == (True, True, False)


@pytest.mark.parametrize("below", ["", "x", "2026-03-05", "2026-03-05,", ",", "2026-03-05,-1", "a,9999999999999999999"])
def test_a_place_that_is_none_means_the_newest(office: Office, below: str) -> None:
    page = office.browser("accountant").get("/invoices", params={"below": below})
    assert ("I-1" in page.words, "To the newest" in page.words) == (True, False)


def test_a_viewer_sees_no_invoices_and_no_way_to_them(office: Office) -> None:
    browser = office.browser("viewer")
    assert browser.get("/invoices").status == 403
    assert 'href="/invoices' not in browser.get("/").text
    assert 'href="/invoices?state=doubtful"' in office.browser("accountant").get("/").text


def test_the_queue_is_cleared_one_after_the_other_and_each_word_is_taken_back_from_the_next_page(
    office: Office,
) -> None:
    browser = office.browser("accountant")
    page = opened(browser, office, "P-2")
    assert [word for word in (SUZUKI["name"], "reading is the same") if word not in page.words] == []
    after = browser.follow(answers(browser, page, customer="company/2", reason="電話"))
    assert ("ﾔﾏﾀﾞｼﾖｳﾃﾝ" in after.words, "is decided" in after.words) == (True, True)
    assert (of(office).customer("P-2"), of(office).link("P-2").author) == (SUZUKI["name"], "accountant")
    (undo,) = [form.action for form in after.forms() if "/undo" in form.action]
    browser.sends(after, undo)
    assert of(office).verdict("P-2") == ("doubtful", "weak")
    assert office.audited()[-4:] == ["bill_seen", "bill_linked", "bill_seen", "bill_unlinked"]


def test_another_customer_is_typed_and_nobody_is_a_choice(office: Office) -> None:
    browser = office.browser("accountant")
    answers(browser, opened(browser, office, "P-1"), customer="typed", typed="company/2")
    answers(browser, opened(browser, office, "P-2"), customer="none")
    assert (of(office).customer("P-1"), of(office).verdict("P-2")) == (SUZUKI["name"], ("none", "person"))
    wrong = answers(browser, opened(browser, office, "P-1"), customer="typed", typed="invoice/3")
    assert (wrong.status, "is no customer" in wrong.words) == (422, True)


def test_who_comes_late_sees_what_happened_and_changes_nothing(office: Office) -> None:
    early, late = office.browser("accountant"), office.browser("steward")
    page = opened(late, office, "P-1")
    answers(early, opened(early, office, "P-1"), customer="company/1")
    answer = answers(late, page, customer="company/2")
    assert (answer.status, "has changed since it was shown" in answer.words) == (409, True)
    assert of(office).customer("P-1") == YAMADA["name"]


def test_what_a_bank_or_a_partner_writes_is_text_on_the_page(office: Office) -> None:
    of(office).bills("I-9", billed="<script>alert(1)</script>山田")
    of(office).sync()
    browser = office.browser("accountant")
    assert "<script>alert" not in browser.get("/invoices").text + opened(browser, office, "I-9").text


def test_what_is_missing_and_owed_are_pages(office: Office) -> None:
    browser = office.browser("accountant")
    assert "Payments without an invoice: 2" in browser.get("/invoices/missing?days=0").words
    owed = browser.get("/invoices/owed")
    assert [word for word in (YAMADA["name"], "11,000 JPY", "1–30 days") if word not in owed.words] == []


def test_the_archive_is_one_file_of_what_the_filters_name(office: Office) -> None:
    browser = office.browser("accountant")
    page = browser.get("/invoices?until=2026-02-28")
    (action,) = [form.action for form in page.forms() if "/archive" in form.action]
    answer = browser.sends(page, action)
    assert answer.headers["content-disposition"] == 'attachment; filename="invoices.zip"'
    assert office.audited()[-1] == "bills_exported"
    with zipfile.ZipFile(io.BytesIO(answer.raw)) as archive:
        assert archive.read("invoices.csv").decode("utf-8-sig").count("I-1") == 1


def test_each_list_of_bills_is_a_look_in_the_audit_log_without_the_partner(office: Office) -> None:
    browser = office.browser("accountant")
    for path in ("/invoices?partner=山田&low=100", "/invoices/missing", "/invoices/owed"):
        browser.get(path)
    with office.lab.database.begin() as tx:
        rows = tx.rows("SELECT facts FROM audit_entry WHERE action = 'bills_seen' ORDER BY id DESC LIMIT 3")
    facts = " ".join(str(row[0]) for row in rows)
    assert [word for word in ("owed", "missing", "low", "invoice/") if word not in facts] == []
    assert "山田" not in facts
