"""Signing in at the company's own site: who is proved gets in with the role of their groups, and nobody else does."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from joserfc.jwk import ECKey

from hub.console.security import users
from hub.console.security.oidc import Oidc
from hub.console.security.oidc_wire import Wire
from tests.console.browser import Browser, Page
from tests.console.office import Office
from tests.console.one_database import office
from tests.console.provider import BACK, CLIENT, ISSUER, SECRET, Provider

__all__ = ["office"]


@pytest.fixture
def provider(office: Office) -> Provider:
    """The site with which the console has agreed."""
    found = Provider(office.lab.clock)
    roles: Any = {"hub-stewards": "steward", "hub-admins": "admin", "staff": "viewer"}
    oidc = Oidc(ISSUER, CLIENT, SECRET, roles, title="会社のアカウント", wire=Wire(found.transport))
    office.house.__dict__["oidc"] = oidc
    return found


def _goes(office: Office, provider: Provider, browser: Browser | None = None) -> tuple[Browser, Page]:
    browser = browser or office.browser()
    left = browser.get("/login/oidc?next=/runs")
    assert left.location.startswith(f"{ISSUER}/authorize?")
    return browser, browser.get(provider.signs_in(left.location))


def _role(office: Office, name: str = "hanako@example.co.jp") -> str | None:
    return {user.name: user.role for user in users.listing(office.lab.database)}.get(name)


def test_who_is_proved_gets_in_and_to_the_page_they_wanted(office: Office, provider: Provider) -> None:
    browser, back = _goes(office, provider)
    assert (back.status, back.location) == (303, "/runs")
    assert "hanako@example.co.jp (steward)" in browser.get("/runs").words
    assert office.audited()[-2:] == ["user_added", "signed_in"]
    assert "hub_away" not in browser.cookies


def test_the_page_for_signing_in_leads_there(office: Office, provider: Provider) -> None:
    page = office.browser().get("/login?next=/runs")
    assert ("会社のアカウント" in page.words, 'href="/login/oidc?next=/runs"' in page.text) == (True, True)


def test_without_an_agreement_there_is_no_such_page(office: Office) -> None:
    assert [office.browser().get(path).status for path in ("/login/oidc", "/login/oidc/back")] == [404, 404]


def test_the_same_person_is_the_same_user_whatever_they_are_called_now(office: Office, provider: Provider) -> None:
    _goes(office, provider)
    provider.claims = {"email": "married@example.co.jp", "groups": ["hub-admins", "staff"]}
    _goes(office, provider)
    assert (_role(office), _role(office, "married@example.co.jp")) == ("admin", None)


def test_another_role_there_ends_the_sessions_here(office: Office, provider: Provider) -> None:
    browser, _ = _goes(office, provider)
    provider.claims = {"groups": "staff"}
    _goes(office, provider)
    assert (_role(office), browser.get("/").status) == ("viewer", 303)


def test_a_person_of_the_site_has_no_password(office: Office, provider: Provider) -> None:
    _goes(office, provider)
    assert [office.browser().signs_in("hanako@example.co.jp", guess).status for guess in ("", "x")] == [403, 403]


def test_a_second_factor_is_the_sites_affair(office: Office, provider: Provider) -> None:
    office.house.__dict__["second_factor"] = ["steward"]
    browser, _ = _goes(office, provider)
    assert browser.get("/").status == 200


@pytest.mark.parametrize(
    ("claims", "what"),
    [
        ({"groups": ["others"]}, "You have no role"),
        ({"groups": None}, "You have no role"),
        ({"groups": {"hub-admins": True}}, "You have no role"),
        ({"groups": [["hub-admins"]]}, "You have no role"),
        ({"email": None}, "sent no name"),
        ({"email": "a b"}, "sent no name"),
        ({"email": 3}, "sent no name"),
        ({"email_verified": False}, "sent no name"),
        ({"email": "admin"}, "There is a user of this name here already"),
        ({"iss": "https://evil.test"}, "be proved"),
        ({"aud": "another"}, "be proved"),
        ({"aud": [CLIENT, "another"], "azp": "another"}, "be proved"),
        ({"nonce": "another"}, "be proved"),
        ({"nonce": None}, "be proved"),
        ({"exp": 1}, "be proved"),
        ({"exp": None}, "be proved"),
        ({"sub": None}, "be proved"),
        ({"alg": "none"}, "be proved"),
    ],
)
def test_what_is_not_proved_or_not_agreed_lets_nobody_in(
    office: Office, provider: Provider, claims: dict[str, Any], what: str
) -> None:
    provider.claims = claims
    browser, back = _goes(office, provider)
    assert (back.status, what in back.words) == (403, True)
    assert browser.get("/").status == 303
    assert office.audited()[-1] == "sign_in_failed"


def test_a_token_that_another_key_signed_proves_nothing(office: Office, provider: Provider) -> None:
    provider.signs_with = ECKey.generate_key("P-256", {"kid": "one"})
    assert _goes(office, provider)[1].status == 403


def test_an_answer_counts_once_and_in_the_browser_that_asked(office: Office, provider: Provider) -> None:
    browser = office.browser()
    there = provider.signs_in(browser.get("/login/oidc").location)
    assert "begun in another browser" in office.browser().get(there).words
    assert browser.get(there).status == 303
    assert browser.get(there).status == 403


def test_another_state_is_refused(office: Office, provider: Provider) -> None:
    browser = office.browser()
    there = provider.signs_in(browser.get("/login/oidc").location)
    assert "begun in another browser" in browser.get(there + "x").words


def test_who_takes_too_long_begins_again(office: Office, provider: Provider) -> None:
    browser = office.browser()
    there = provider.signs_in(browser.get("/login/oidc").location)
    office.lab.clock.goes_on(seconds=timedelta(minutes=11).total_seconds())
    assert "It took too long" in browser.get(there).words


def test_who_stops_there_is_told_so(office: Office, provider: Provider) -> None:
    browser = office.browser()
    state = provider.signs_in(browser.get("/login/oidc").location).partition("state=")[2]
    assert "you stopped there" in browser.get(f"/login/oidc/back?error=access_denied&state={state}").words


def test_the_answer_of_another_site_is_refused(office: Office, provider: Provider) -> None:
    browser = office.browser()
    there = provider.signs_in(browser.get("/login/oidc").location)
    assert "be proved" in browser.get(f"{there}&iss=https://evil.test").words


def test_a_site_that_is_down_is_told_in_words(office: Office, provider: Provider) -> None:
    provider.is_down = True
    page = office.browser().get("/login/oidc")
    assert (page.status, "does not answer" in page.words) == (502, True)
    assert office.logged[-1][0] == "oidc_failed"


def test_a_site_that_calls_itself_otherwise_is_told_in_words(office: Office, provider: Provider) -> None:
    provider.issuer = "https://other.test"
    assert "do not agree" in office.browser().get("/login/oidc").words


@pytest.mark.parametrize(
    "url", ["http://login.test/token", "ftp://login.test", "", "https://", "https://[", "https://x:y/"]
)
def test_an_address_that_is_not_safe_is_not_asked(office: Office, provider: Provider, url: str) -> None:
    provider.token_endpoint = url
    assert "do not agree" in office.browser().get("/login/oidc").words


@pytest.mark.parametrize("methods", [("client_secret_basic",), ("client_secret_post",)])
def test_the_console_proves_itself_as_the_site_wants(
    office: Office, provider: Provider, methods: tuple[str, ...]
) -> None:
    provider.methods = methods
    assert _goes(office, provider)[1].status == 303


def test_a_wrong_secret_is_told_in_words(office: Office, provider: Provider) -> None:
    oidc = office.house.oidc
    assert oidc is not None
    office.house.__dict__["oidc"] = Oidc(ISSUER, CLIENT, "wrong", oidc.roles, wire=oidc.wire)
    assert "do not agree" in _goes(office, provider)[1].words


def test_who_is_shut_out_here_stays_out(office: Office, provider: Provider) -> None:
    _goes(office, provider)
    users.set_disabled(office.lab.world, "hanako@example.co.jp", disabled=True, author="test")
    assert "This user is shut out" in _goes(office, provider)[1].words


@pytest.mark.parametrize("there", ["https://evil.test/", "//evil.test", "/login?x"])
def test_nobody_is_sent_to_another_site_afterwards(office: Office, provider: Provider, there: str) -> None:
    browser = office.browser()
    left = browser.get("/login/oidc", params={"next": there})
    assert browser.get(provider.signs_in(left.location)).location == "/"


def test_the_agreement_shows_no_secret(office: Office, provider: Provider) -> None:
    assert (SECRET in repr(office.house.oidc), BACK.startswith("http")) == (False, True)
