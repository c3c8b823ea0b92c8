"""Customers in a real browser: joined, parted and looked at through time, wide and narrow, in both languages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest

from hub.console.server import Address, served
from hub.matching.definition import DEFINITIONS
from tests.console.office import YAMADA, Office
from tests.console.test_journey import FAULTS, chromium, page, signs_in
from tests.pipeline.ready import ready_file

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

__all__ = ["chromium", "page"]

pytestmark = [pytest.mark.long, pytest.mark.browser, pytest.mark.xdist_group("a browser")]

FIRM = "株式会社千代田精機"
LOOKS = [(lang, width) for lang in ("ja", "en") for width in (1280, 390)]
ONE_LOOK = pytest.mark.parametrize("page", [("ja", 1280, "light")], indirect=True)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """Two firms that may be one, and Yamada, whose occupation changed ten days after both systems had him."""
    found = Office(ready_file(tmp_path / "hub.db"))
    lab = found.lab
    lab.world = replace(lab.world, definitions=DEFINITIONS)
    lab["alpha"].user_creates(
        "a1", family="渡辺", given="美智子", firm=FIRM, phone="03-3211-1234", founded="1990-04-01"
    )
    lab["beta"].user_creates("b1", family="佐藤", given="花子", firm=FIRM, phone="03-5534-6480")
    lab["alpha"].user_creates("a2", **{**YAMADA, "firm": "", "title": ""})
    lab["beta"].user_creates("b2", **{**YAMADA, "firm": "", "title": ""})
    for _ in range(3):
        lab.sync()
    lab.clock.goes_on(days=10)
    lab["alpha"].user_edits("a2", job="部長")
    lab.sync()
    lab.clock.goes_on(days=10)
    yield found
    found.close()


def _yamada(office: Office) -> str:
    with office.lab.database.begin() as tx:
        (row,) = tx.rows(
            "SELECT c.golden_id FROM crosswalk c JOIN source_record s ON s.id = c.source_id JOIN raw_record r "
            "ON r.id = s.raw_id WHERE s.entity = 'person' AND r.external_id = 'a2'"
        )
    return f"/customers/person/{row[0]}"


@ONE_LOOK
def test_the_pages_of_a_system_and_of_joining_and_parting_have_no_serious_fault(page: Page, office: Office) -> None:
    pair = {"left": "alpha/people/a1#company", "right": "beta/people/b1#company"}
    signs_in(page, office, "steward")
    found = {}
    for lang, width in LOOKS:
        page.context.add_cookies([{"name": "hub_language", "value": lang, "url": page.url}])
        page.set_viewport_size({"width": width, "height": 850})
        for path, what in (("/systems/alpha", "#timeline"), ("/matches/preview?" + urlencode(pair), "#touched")):
            page.goto(path)
            assert page.locator(what).count() == 1, path
            page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
            found[lang, width, path] = page.evaluate(FAULTS)
        page.goto(_yamada(office))
        page.check("input[name='record:alpha/people/a2#person']")
        page.click("form[action$='/part'] button")
        page.wait_for_selector("#sides")
        found[lang, width, "part"] = page.evaluate(FAULTS)
    assert {place: faults for place, faults in found.items() if faults} == {}


@pytest.mark.parametrize("page", [("ja", 1280, "light"), ("en", 390, "dark")], indirect=True)
def test_the_slider_shows_the_day_at_which_the_mouse_lets_go(page: Page, office: Office) -> None:
    signs_in(page, office, "viewer")
    page.goto(_yamada(office))
    slide = page.locator("#slide")
    slide.scroll_into_view_if_needed()
    box = slide.bounding_box()
    assert box is not None
    middle = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + box["width"] - 3, middle)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] / 2, middle, steps=4)
    assert page.input_value("#at") not in ("2026-04-01", "2026-04-21")
    page.mouse.move(box["x"] - 20, middle, steps=4)
    assert (page.input_value("#at"), "at=" in page.url) == ("2026-04-01", False)
    page.mouse.up()
    page.wait_for_url("**?at=2026-04-01*")
    assert _job(page) == "係長"


@ONE_LOOK
def test_keys_move_the_slider_and_enter_shows_the_day(page: Page, office: Office) -> None:
    signs_in(page, office, "viewer")
    page.goto(_yamada(office))
    page.focus("#slide")
    for _ in range(12):
        page.keyboard.press("ArrowLeft")
    slide = page.locator("#slide")
    assert (slide.get_attribute("aria-valuetext"), page.input_value("#at")) == ("2026-04-09", "2026-04-09")
    assert "at=" not in page.url
    page.keyboard.press("Enter")
    page.wait_for_url("**?at=2026-04-09*")
    assert _job(page) == "係長"
    page.focus("#slide")
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    page.wait_for_url("**?at=2026-04-21*")
    assert _job(page) == "部長"


def test_a_day_is_chosen_and_a_customer_parted_without_a_script(office: Office, chromium: Browser) -> None:
    with served(office.app, Address(port=0)) as url:
        window = chromium.new_context(java_script_enabled=False, base_url=url)
        page = window.new_page()
        page.goto("/")
        signs_in(page, office, "steward")
        page.goto(_yamada(office))
        assert not page.locator("#slide").is_visible()
        page.fill("#at", "2026-04-05")
        page.click("form[action$='#timeline'] button")
        assert "at=2026-04-05" in page.url
        assert _job(page) == "係長"
        page.click("#occupation summary")
        assert page.locator("#occupation input[name=value]").is_visible()
        page.check("input[name='record:alpha/people/a2#person']")
        page.click("form[action$='/part'] button")
        page.click("form[action$='/part'] button.danger")
        page.wait_for_selector("form[action$='/rejoin']")
        window.close()


def _job(page: Page) -> str:
    """What the table of the day says of the occupation."""
    rows = page.locator("section[aria-labelledby=timeline] tbody tr")
    found = rows.filter(has=page.locator("th", has_text=re.compile("職業|Occupation")))
    return found.locator("td").first.inner_text().strip()
