"""The second factor: a right password alone is not enough, a code is good once, and a lost telephone is no end."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pyotp
import pytest

from hub.console.security import second_factor
from hub.console.security.attempts import PER_NAME
from hub.steward.sealing import renew_seals, stored_secrets
from hub.store.sealing import Seals, key_of, made_key
from tests.console.browser import Browser, Page
from tests.console.office import Office
from tests.pipeline.ready import ready_file


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """Secrets are sealed here."""
    found = Office(ready_file(tmp_path / "hub.db"))
    found.lab.database.seals = Seals(key_of(made_key()))
    yield found
    found.close()


def _code(office: Office, secret: str, later_s: int = 0) -> str:
    return pyotp.TOTP(secret).at(int(office.lab.clock.moment.timestamp()) + later_s)


def _set_up(office: Office, browser: Browser) -> tuple[str, list[str]]:
    """The secret, and the codes for a lost telephone."""
    begun = browser.sends(browser.get("/second-factor"), "/second-factor/begin")
    secret = re.findall(r"<code>([A-Z2-7]{32})</code>", begun.text)[0]
    done = browser.sends(begun, "/second-factor/confirm", code=_code(office, secret))
    assert done.status == 200
    office.lab.clock.goes_on(seconds=60)
    return secret, re.findall(r"<code>(\w{12})</code>", done.text)


def _asked(office: Office, role: str = "viewer") -> tuple[Browser, Page]:
    """Somebody who has given their password."""
    browser = office.browser()
    return browser, browser.follow(browser.signs_in(role, office.secrets[role]))


def test_after_the_password_the_code_is_asked_and_only_then_the_session_begins(office: Office) -> None:
    secret, codes = _set_up(office, office.browser("viewer"))
    browser, page = _asked(office)
    assert browser.get("/").location.startswith("/login")
    assert len(codes) == 10
    done = browser.sends(page, "/login/code", code=_code(office, secret))
    assert (done.location, browser.get("/").status) == ("/", 200)
    assert "hub_code" not in browser.cookies


def test_the_picture_and_the_address_carry_the_secret_and_load_nothing(office: Office) -> None:
    browser = office.browser("viewer")
    begun = browser.sends(browser.get("/second-factor"), "/second-factor/begin")
    assert "otpauth://totp/customer-hub:viewer?secret=" in begun.text
    assert "<svg" in begun.text
    assert re.findall(r"\sstyle=|<style|\son\w+=", begun.text) == []


def test_a_code_is_good_once(office: Office) -> None:
    secret, _ = _set_up(office, office.browser("viewer"))
    code = _code(office, secret)
    (one, page), (other, page_of_other) = _asked(office), _asked(office)
    assert one.sends(page, "/login/code", code=code).status == 303
    assert other.sends(page_of_other, "/login/code", code=code).status == 403


@pytest.mark.parametrize(("later_s", "status"), [(-60, 403), (-30, 303), (0, 303), (30, 303), (60, 403)])
def test_a_code_is_good_for_its_half_minute_and_the_ones_beside_it(office: Office, later_s: int, status: int) -> None:
    secret, _ = _set_up(office, office.browser("viewer"))
    office.lab.clock.goes_on(seconds=60)
    browser, page = _asked(office)
    assert browser.sends(page, "/login/code", code=_code(office, secret, later_s)).status == status


def test_a_code_for_a_lost_telephone_is_good_once(office: Office) -> None:
    _, codes = _set_up(office, office.browser("viewer"))
    (one, page), (other, page_of_other) = _asked(office), _asked(office)
    assert one.sends(page, "/login/code", code=codes[0]).status == 303
    assert other.sends(page_of_other, "/login/code", code=codes[0]).status == 403
    assert "9 codes for a lost telephone" in one.get("/second-factor").words
    assert "recovery_code_used" in office.audited()


def test_guesses_are_counted_for_the_user_whoever_makes_them(office: Office) -> None:
    secret, _ = _set_up(office, office.browser("viewer"))
    for _ in range(PER_NAME):
        browser, page = _asked(office)
        assert browser.sends(page, "/login/code", code="000000").status == 403
    browser, page = _asked(office)
    assert browser.sends(page, "/login/code", code=_code(office, secret)).status == 429


def test_the_ticket_of_a_right_password_ends_and_is_no_session(office: Office) -> None:
    secret, _ = _set_up(office, office.browser("viewer"))
    browser, page = _asked(office)
    office.lab.clock.goes_on(minutes=11)
    assert browser.sends(page, "/login/code", code=_code(office, secret)).location == "/login?why=over"
    assert office.browser().get("/login/code").location == "/login"


@pytest.mark.parametrize("code", ["", "é" * 6, "１２３４５６", "0" * 5000, "\x00"])
def test_what_is_no_code_is_refused(office: Office, code: str) -> None:
    _set_up(office, office.browser("viewer"))
    browser, page = _asked(office)
    assert browser.sends(page, "/login/code", code=code).status == 403


def test_a_factor_counts_only_once_a_code_of_it_was_typed(office: Office) -> None:
    browser = office.browser("viewer")
    begun = browser.sends(browser.get("/second-factor"), "/second-factor/begin")
    assert browser.sends(begun, "/second-factor/confirm", code="000000").status == 422
    assert office.browser().signs_in("viewer", office.secrets["viewer"]).location == "/"


def test_who_takes_it_off_shows_a_code(office: Office) -> None:
    browser = office.browser("viewer")
    secret, _ = _set_up(office, browser)
    page = browser.get("/second-factor")
    assert browser.sends(page, "/second-factor/remove", code="000000").status == 422
    assert len(second_factor.confirmed(office.lab.database)) == 1
    assert browser.sends(page, "/second-factor/remove", code=_code(office, secret)).location == "/login?why=out"
    assert office.browser().signs_in("viewer", office.secrets["viewer"]).location == "/"
    assert second_factor.confirmed(office.lab.database) == {}


def test_a_role_that_needs_one_gets_to_no_page_without(office: Office) -> None:
    office.house.__dict__["second_factor"] = ["admin"]
    browser = office.browser("admin")
    refused = [browser.get(path).location for path in ("/", "/runs", "/conflicts/1")]
    assert refused == ["/second-factor?why=needed"] * 3
    assert "Your role needs a second factor" in browser.get("/second-factor?why=needed").words
    _set_up(office, browser)
    assert browser.get("/").status == 200
    assert office.browser("viewer").get("/").status == 200


def test_the_secret_is_sealed_at_rest_and_sealed_anew(office: Office) -> None:
    secret, codes = _set_up(office, office.browser("viewer"))
    seals = office.lab.database.seals
    with office.lab.database.begin() as tx:
        stored = str(tx.rows("SELECT * FROM console_factor")) + str(tx.rows("SELECT * FROM console_recovery"))
    assert (secret in stored, codes[0] in stored, "sealed:1:" in stored) == (False, False, True)
    other = key_of(made_key())
    office.lab.database.seals = Seals(other, list(seals._keys.values()))
    assert renew_seals(office.lab.world, "test") == ["second factor of user 1"]
    assert [one.key for one in stored_secrets(office.lab.world)] == [Seals(other).name]
    browser, page = _asked(office)
    assert browser.sends(page, "/login/code", code=_code(office, secret)).status == 303
