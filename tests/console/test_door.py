"""The one door: every route asks who it is, what they may, and where the form came from; every answer is fenced."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest
from fastapi import APIRouter

from hub.console import app as assembly
from hub.console.forms import MOST
from hub.console.pages import ROUTERS
from hub.console.security.headers import HEADERS
from hub.console.security.roles import LEAST_ROLE, ROLES, Route
from hub.console.security.sessions import IDLE
from tests.console.browser import BASE, Browser
from tests.console.office import Office
from tests.console.one_database import office

__all__ = ["office"]


GUARDED = sorted(route for route, least in LEAST_ROLE.items() if least is not None)
ACTS = [route for route in GUARDED if route[0] == "POST"]
LOOKS = [route for route in GUARDED if route[0] == "GET"]
EXAMPLES = {"number": "1", "entity": "person", "name": "alpha"}


def _path(route: Route) -> str:
    return re.sub(r"{(\w+)}", lambda found: EXAMPLES[found[1]], route[1])


def _outcome(browser: Browser, route: Route) -> str:
    """let in | sign in | forbidden | broken"""
    csrf = {}
    if browser.cookies:
        csrf = {"csrf": browser.get("/").form("/logout").fields["csrf"]}
    page = browser.ask(route[0], _path(route), csrf if route[0] == "POST" else None)
    if page.status >= 500:
        return "broken"
    if page.status == 303 and page.location.startswith("/login?why=over"):
        return "sign in"
    return "forbidden" if page.status == 403 else "let in"


# A look changes nothing, so all of them are taken in one office; an act has an office of its own.
@pytest.mark.parametrize("routes", [LOOKS, *([act] for act in ACTS)], ids=lambda routes: " ".join(routes[0]))
def test_a_route_lets_in_who_has_the_role_and_nobody_else(office: Office, routes: Sequence[Route]) -> None:
    office.quarrel()
    browsers = {role: office.browser(role) for role in ROLES}
    for route in routes:
        least = LEAST_ROLE[route]
        assert least is not None
        expected = {role: "let in" if ROLES.index(role) >= ROLES.index(least) else "forbidden" for role in ROLES}
        assert (route, {role: _outcome(browsers[role], route) for role in ROLES}) == (route, expected)
        assert _outcome(office.browser(), route) == "sign in"


def test_a_role_that_nobody_knows_opens_nothing(office: Office) -> None:
    browser = office.browser("admin")
    with office.lab.database.begin() as tx:
        tx.run("UPDATE console_user SET role = 'root' WHERE name = 'admin'")
    assert browser.get("/").status == 403


def test_a_route_without_a_role_stops_the_start(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    stray = APIRouter()
    stray.add_api_route("/stray", lambda: {"open": "to all"})
    monkeypatch.setattr("hub.console.app.ROUTERS", (*ROUTERS, stray))
    with pytest.raises(RuntimeError, match="stray"):
        assembly.console(office.house)


@pytest.mark.parametrize("csrf", [{}, {"csrf": ""}, {"csrf": "0" * 64}, {"csrf": "é"}])
def test_a_form_without_the_sessions_token_does_nothing(office: Office, csrf: dict[str, str]) -> None:
    office.quarrel()
    browser = office.browser("admin")
    before = office.audited()
    told = {route: browser.post(_path(route), csrf) for route in ACTS}
    assert [route for route, page in told.items() if page.status != 403 or "out of date" not in page.words] == []
    assert office.audited() == before


def test_the_token_of_another_session_is_no_token(office: Office) -> None:
    one, other = office.browser("admin"), office.browser("admin")
    token = other.get("/").form("/logout").fields["csrf"]
    assert one.post("/logout", {"csrf": token}).status == 403


@pytest.mark.parametrize(
    "origin", ["https://evil.test", "null", "http://console.test.evil.test", "http://console.test:1"]
)
def test_a_form_of_another_site_is_refused_even_before_signing_in(office: Office, origin: str) -> None:
    form = {"name": "viewer", "password": office.secrets["viewer"]}
    assert office.browser().post("/login", form, headers={"origin": origin}).status == 403
    assert office.browser().post("/login", form, headers={"origin": BASE}).status == 303


def test_an_act_after_the_session_is_over_leads_to_signing_in_and_does_nothing(office: Office) -> None:
    browser = office.browser("admin")
    page = browser.get("/")
    office.lab.clock.goes_on(seconds=IDLE.total_seconds())
    before = office.audited()
    assert browser.sends(page, "/logout").location == "/login?why=over&next=%2F"
    assert office.audited() == before


@pytest.mark.parametrize("token", ["", "x", "é" * 500, "' OR 1=1 --", "../../etc/passwd"])
def test_a_forged_cookie_is_nobody(office: Office, token: str) -> None:
    browser = office.browser()
    answer = browser.get("/", headers={"cookie": f"hub_session={token}".encode()})
    assert answer.location == "/login?why=over&next=%2F"


@pytest.mark.parametrize(
    "number", ["0", "-1", "x", "1.5", "99999999", str(2**63), "9" * 400, "%00", "1'--", "..%2F..%2Fetc%2Fpasswd", "١"]
)
def test_a_forged_number_is_a_page_that_is_not_there(office: Office, number: str) -> None:
    browser = office.browser("admin")
    for _, path in [route for route in LOOKS if "{number}" in route[1]]:
        page = browser.get(path.replace("{number}", number).replace("{entity}", "person"))
        assert (path, page.status, "customer-hub" in page.words) == (path, 404, True)


@pytest.mark.parametrize("path", ["/nowhere", "/static/nothing.css", "/static/../app.py", "/docs", "/openapi.json"])
def test_what_is_not_there_is_told_in_words(office: Office, path: str) -> None:
    page = office.browser("admin").get(path)
    assert (page.status, "There is no such page" in page.words) == (404, True)


def test_a_method_that_is_not_there_is_told_in_words(office: Office) -> None:
    page = office.browser("admin").ask("DELETE", "/systems")
    assert (page.status, "There is no such act" in page.words) == (405, True)


def test_a_file_and_a_flood_are_not_taken(office: Office) -> None:
    browser = office.browser()
    upload = browser.ask("POST", "/login", files={"name": ("x.zip", b"PK\x03\x04" * 100)})
    flood = browser.ask("POST", "/login", {"name": "x" * (MOST + 1)})
    many = browser.ask("POST", "/login", {f"field{number}": "" for number in range(500)})
    assert (upload.status, flood.status, many.status) == (415, 413, 413)
    assert "Nothing was changed" in upload.words


def test_every_answer_has_the_headers(office: Office) -> None:
    browser = office.browser("viewer")
    pages = [browser.get(path) for path in ("/", "/login", "/nowhere", "/static/console.css", "/users")]
    pages += [office.browser().get("/"), browser.post("/logout"), browser.ask("PUT", "/")]
    assert {name: [page.headers.get(name) for page in pages] for name in HEADERS} == {
        name: [value] * len(pages) for name, value in HEADERS.items()
    }
    assert [page.headers["cache-control"] for page in pages[:3]] == ["no-store"] * 3


def test_no_page_runs_or_styles_anything_inline_or_from_elsewhere(office: Office) -> None:
    office.quarrel()
    browser = office.browser("admin")
    text = "".join(browser.get(_path(route)).text for route in LOOKS)
    assert re.findall(r"<style|\sstyle=|\son\w+=|javascript:|<script(?![^>]*src=)", text) == []
    assert set(re.findall(r'(?:src|href|action)="(?!/|#)([^"]*)"', text)) == set()


def test_what_breaks_inside_is_a_page_and_an_entry_of_the_log(office: Office) -> None:
    browser = office.browser("viewer")
    with office.lab.database.begin() as tx:
        tx.run("UPDATE stream SET pulled_at = 'never' WHERE id = 1")
        tx.run(
            "INSERT INTO run (id, kind, state, config_digest, started_at, ledger) VALUES (9, 's', 'ok', '', '', '[1]')"
        )
    page = browser.get("/")
    assert (page.status, "What was stored is safe" in page.words) == (500, True)
    assert page.headers["content-security-policy"]
    assert [event for event, _ in office.logged] == ["page_failed"]
