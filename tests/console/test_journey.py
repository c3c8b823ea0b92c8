"""A steward's morning in a real browser, by keyboard, in both languages, wide and narrow, light and dark."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from hub.console.server import Address, served
from hub.steward.conflicts import open_conflicts
from hub.steward.review import side_by_side
from hub.store.review import Wanted
from tests.console.office import YAMADA, Office
from tests.console.test_live import PROGRESS, begun, ended
from tests.pipeline.ready import ready_file

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FAULTS = Path(__file__).with_name("faults.js").read_text(encoding="utf-8")

pytestmark = [pytest.mark.long, pytest.mark.browser, pytest.mark.xdist_group("a browser")]


@pytest.fixture
def office(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Office]:
    """Two conflicts wait, or as many as the test wants."""
    count = getattr(request, "param", 2)
    found = Office(ready_file(tmp_path / "hub.db"))
    lab = found.lab
    for number in range(count):
        person = {**YAMADA, "email": f"p{number}@example.jp", "given": f"太郎{number}", "firm": "", "notes": "<b>"}
        lab["alpha"].user_creates(f"a{number}", **person)
        lab["beta"].user_creates(f"b{number}", **person)
    lab.sync()
    for number in range(count):
        lab["alpha"].user_edits(f"a{number}", job="部長")
        lab["beta"].user_edits(f"b{number}", job="課長")
    lab.sync()
    yield found
    found.close()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """A browser, which takes longer to start than most of its windows live."""
    if CHROMIUM is None:
        reason = "no Chromium here: run `scripts/chromium.sh install` as root"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as player:
        browser = player.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(params=[("ja", 1280, "light"), ("en", 390, "dark")])
def page(request: pytest.FixtureRequest, office: Office, chromium: Browser) -> Iterator[Page]:
    """A window that has asked for the console's address, with no cookies but its own."""
    lang, width, scheme = request.param
    with served(office.app, Address(port=0)) as url:
        window = chromium.new_context(viewport={"width": width, "height": 850}, color_scheme=scheme, base_url=url)
        window.add_cookies([{"name": "hub_language", "value": lang, "url": url}])
        page = window.new_page()
        said: list[str] = []
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto("/")
        yield page
        window.close()
    # A breach of the policy is said there, too.
    assert said == []


def signs_in(page: Page, office: Office, role: str) -> None:
    page.fill("#name", role)
    page.fill("#password", office.secrets[role])
    page.keyboard.press("Enter")
    page.wait_for_selector("nav.menu")


def test_two_conflicts_are_cleared_by_keys_alone_and_the_last_is_taken_back(page: Page, office: Office) -> None:
    signs_in(page, office, "steward")
    page.goto("/conflicts")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url("**/conflicts/*?*")
    first = page.url
    page.keyboard.press("s")
    page.wait_for_url(lambda url: url != first)
    page.keyboard.press("k")
    page.wait_for_url(first)
    page.keyboard.press("1")
    page.wait_for_url("**done=*")
    page.keyboard.press("e")
    page.keyboard.type("本部長")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.name") == "typed.occupation"
    page.keyboard.press("Escape")
    page.keyboard.press("2")
    page.wait_for_url("**/conflicts?*done=*")
    page.keyboard.press("u")
    page.wait_for_url("**/conflicts/*")
    page.wait_for_selector("button[data-key='1']")
    page.keyboard.press("r")
    page.wait_for_url("**/rules?entity=person&unit=occupation")
    page.keyboard.press("Enter")
    page.wait_for_selector("#preview")


@pytest.mark.parametrize("page", [("ja", 390, "light"), ("en", 1280, "dark")], indirect=True)
def test_no_page_has_a_serious_fault(page: Page, office: Office) -> None:
    found = {"/login": page.evaluate(FAULTS)}
    signs_in(page, office, "admin")
    paths = ["/", "/conflicts", "/conflicts/1", "/matches", "/search", "/search?q=山田", "/customers/person/1", "/runs"]
    paths += ["/customers/person/1?at=2026-04-01", "/conflicts?state=decided", "/runs?state=ok"]
    paths += [
        "/rules?entity=person&unit=occupation",
        "/runs/1",
        "/quarantine",
        "/systems",
        "/systems/alpha",
        "/deadlines",
        "/audit",
        "/users",
    ]
    for path in (*paths, "/tokens", "/second-factor"):
        page.goto(path)
        page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
        found[path] = page.evaluate(FAULTS)
    page.click("main button")
    page.wait_for_selector("svg")
    found["/second-factor/begin"] = page.evaluate(FAULTS)
    number = begun(office, PROGRESS)
    page.goto("/runs")
    page.wait_for_selector("progress[value='1200']")
    found["live"] = page.evaluate(FAULTS)
    ended(office, number)
    page.wait_for_selector("[data-over]:not([hidden])")
    assert {path: faults for path, faults in found.items() if faults} == {}


@pytest.mark.parametrize("page", [("ja", 1280, "light")], indirect=True)
@pytest.mark.parametrize("office", [20], indirect=True)
def test_twenty_conflicts_are_cleared_by_keyboard_and_each_stands_as_its_key_said(page: Page, office: Office) -> None:
    signs_in(page, office, "steward")
    page.goto("/conflicts")
    page.keyboard.press("Enter")
    page.wait_for_url("**/conflicts/*?*")
    pressed = {}
    for place in range(20):
        number, key = int(page.url.partition("?")[0].rpartition("/")[2]), "012"[place % 3]
        page.keyboard.press(key)
        page.wait_for_url(f"**done={number}", wait_until="domcontentloaded")
        pressed[number] = int(key)
    assert open_conflicts(office.lab.world).conflicts == []
    found = {number: side_by_side(office.lab.world, number, Wanted()) for number in pressed}
    wanted = {number: found[number].conflict.choices[choice].values for number, choice in pressed.items()}
    assert {number: one.decided_values for number, one in found.items()} == wanted
    assert {one.conflict.decided_by for one in found.values()} == {"steward"}
