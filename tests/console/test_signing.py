"""Signing in and out: one door, no hint to whoever guesses, and an end to every session."""

from __future__ import annotations

import pytest

from hub.console.security import users
from hub.console.security.attempts import PER_NAME
from hub.console.security.sessions import IDLE, WHOLE
from tests.console.office import Office
from tests.console.one_database import office

__all__ = ["office"]


def test_who_is_not_signed_in_is_asked_to_and_comes_back_to_the_page(office: Office) -> None:
    browser = office.browser()
    asked = browser.get("/systems?x=1")
    assert (asked.status, asked.location) == (303, "/login?why=over&next=%2Fsystems%3Fx%3D1")
    form = browser.follow(asked)
    done = browser.sends(form, "/login", name="viewer", password=office.secrets["viewer"])
    assert (done.status, done.location) == (303, "/systems?x=1")
    assert browser.follow(done).status == 200


@pytest.mark.parametrize("there", ["https://evil.test/", "//evil.test", "/\\evil.test", "javascript:alert(1)", "/\n/x"])
def test_nobody_is_sent_to_another_site_after_signing_in(office: Office, there: str) -> None:
    form = {"name": "viewer", "password": office.secrets["viewer"], "next": there}
    assert office.browser().post("/login", form).location == "/"


def test_a_wrong_password_and_an_unknown_name_look_the_same(office: Office) -> None:
    wrong = office.browser().signs_in("viewer", "guess")
    unknown = office.browser().signs_in("nobody", "guess")
    assert wrong.status == unknown.status == 403
    assert wrong.text.replace("viewer", "") == unknown.text.replace("nobody", "")
    assert office.audited()[-2:] == ["sign_in_failed", "sign_in_failed"]


def test_after_some_failures_even_the_right_password_waits(office: Office) -> None:
    browser = office.browser()
    for _ in range(PER_NAME):
        browser.signs_in("viewer", "guess")
    waits = browser.signs_in("viewer", office.secrets["viewer"])
    assert (waits.status, "another 15 min" in waits.words) == (429, True)
    assert browser.signs_in("steward", office.secrets["steward"]).status == 303
    office.lab.clock.goes_on(minutes=16)
    assert office.browser().signs_in("viewer", office.secrets["viewer"]).status == 303


def test_the_cookie_is_kept_from_scripts_and_the_store_holds_no_token(office: Office) -> None:
    browser = office.browser()
    done = browser.signs_in("viewer", office.secrets["viewer"])
    cookie = done.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    with office.lab.database.begin() as tx:
        stored = str(tx.rows("SELECT * FROM console_session")) + str(tx.rows("SELECT * FROM console_user"))
    assert browser.cookies["hub_session"] not in stored
    assert office.secrets["viewer"] not in stored


@pytest.mark.parametrize("after", [IDLE, WHOLE])
def test_a_session_ends(office: Office, after: object) -> None:
    browser = office.browser("viewer")
    assert browser.get("/").status == 200
    if after is WHOLE:
        for _ in range(int(WHOLE / IDLE) * 2):
            office.lab.clock.goes_on(seconds=IDLE.total_seconds() / 2)
            browser.get("/")
    else:
        office.lab.clock.goes_on(seconds=IDLE.total_seconds())
    assert browser.get("/").location == "/login?why=over&next=%2F"


def test_who_goes_on_working_stays_signed_in(office: Office) -> None:
    browser = office.browser("viewer")
    for _ in range(4):
        office.lab.clock.goes_on(minutes=50)
        assert browser.get("/").status == 200


def test_signing_out_ends_the_session_itself(office: Office) -> None:
    browser = office.browser("viewer")
    kept = dict(browser.cookies)
    out = browser.sends(browser.get("/"), "/logout")
    assert "You are signed out" in browser.follow(out).words
    browser.cookies = kept
    assert browser.get("/").status == 303
    assert office.audited()[-2:] == ["signed_in", "signed_out"]


def test_who_is_disabled_is_out_at_once(office: Office) -> None:
    browser = office.browser("viewer")
    users.set_disabled(office.lab.world, "viewer", True, "test")
    assert browser.get("/").status == 303
    assert office.browser().signs_in("viewer", office.secrets["viewer"]).status == 403


def test_another_role_or_password_ends_every_session_of_the_user(office: Office) -> None:
    one, other = office.browser("viewer"), office.browser("steward")
    users.give_role(office.lab.world, "viewer", "steward", "test")
    made = users.renew_password(office.lab.world, office.passwords, "steward", "test")
    assert (one.get("/").status, other.get("/").status) == (303, 303)
    assert office.browser().signs_in("steward", made.password).status == 303


def test_the_language_is_chosen_before_signing_in_and_remembered(office: Office) -> None:
    browser = office.browser()
    chosen = browser.sends(browser.get("/login"), "/language")
    assert 'lang="ja"' in browser.follow(chosen).text
    browser.signs_in("viewer", office.secrets["viewer"])
    assert "今日の様子" in browser.get("/").text
