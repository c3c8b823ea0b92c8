"""An accountant's morning in a real browser: the queue by keys alone, and no fault on any page of invoices."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.console.office import Office
from tests.console.test_invoices import of, office
from tests.console.test_journey import FAULTS, chromium, page, signs_in
from tests.pipeline import due

if TYPE_CHECKING:
    from playwright.sync_api import Page

__all__ = ["chromium", "office", "page"]

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("a browser")]


@pytest.mark.parametrize("page", [("ja", 390, "light")], indirect=True)
def test_the_queue_is_cleared_by_keys_alone_and_no_page_has_a_serious_fault(page: Page, office: Office) -> None:
    signs_in(page, office, "accountant")
    found = {}
    due.put(of(office), due.CONTRACT, due.DEAL, due.CALL)
    invoice = f"/invoices/invoice/{of(office).number('I-1')}"
    for path in ("/invoices", "/invoices/missing", "/invoices/owed", invoice, "/deadlines"):
        page.goto(path)
        found[path] = page.evaluate(FAULTS)
    page.goto("/invoices?state=doubtful")
    page.keyboard.press("Enter")
    page.wait_for_url("**/invoices/payment/*?state=doubtful")
    found["doubtful"] = page.evaluate(FAULTS)
    page.keyboard.press("1")
    page.wait_for_url("**done=*")
    page.keyboard.press("u")
    page.wait_for_selector("button[data-key='1']")
    page.wait_for_url(lambda url: "done" not in url)
    page.keyboard.press("0")
    page.wait_for_url("**done=*")
    assert {path: faults for path, faults in found.items() if faults} == {}
    assert [of(office).verdict(code)[1] for code in ("P-1", "P-2")] == ["weak", "person"]
