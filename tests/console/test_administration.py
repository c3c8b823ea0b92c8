"""Admins read who did what, and say who may sign in; nobody else does, and a password is seen once."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import hub
from hub.console.facts import facts_line
from hub.console.words import CATALOGUE, Words
from hub.model import CanonicalSchema
from hub.store import audit, audit_search
from hub.store.audit_search import Asked
from tests.console.browser import Browser, Page
from tests.console.office import Office
from tests.console.one_database import office
from tests.console.programs import program

__all__ = ["office"]


def changed(browser: Browser, number: int, **fields: str) -> Page:
    return browser.sends(browser.get("/users"), f"/users/{number}/change", **fields)


def number_of(office: Office, name: str) -> int:
    with office.lab.database.begin() as tx:
        return int(tx.rows("SELECT id FROM console_user WHERE name = ?", name)[0][0])


def password_of(page: Page) -> str:
    found = re.search(r"<code>(\w+)</code>", page.text)
    assert found is not None
    return found[1]


def test_the_log_tells_who_looked_and_who_saved_a_list(office: Office) -> None:
    office.quarrel()
    viewer = office.browser("viewer")
    viewer.get("/customers/person/2")
    viewer.get("/search?q=山田&format=csv")
    page = office.browser("admin").get("/audit")
    assert [
        what for what in ("looked at a customer", "saved a list as a file", "signed in") if what not in page.words
    ] == []
    assert '<a href="/customers/person/2"><bdi>person/2</bdi></a>' in page.text
    # What was looked for is a personal value, and reading it is an entry itself.
    assert ("山田" in page.words, office.audited()[-1]) == (True, "audit_seen")


@pytest.mark.parametrize(
    ("query", "shown", "hidden"),
    [
        ("action=customer_seen", "person/2", "signed in "),
        ("actor=viewer", "looked at a customer", "added a user"),
        ("about=person/2", "looked at a customer", "signed in "),
        ("about=person/_", "There are none", "looked at a customer"),
        ("since=2026-04-01&until=2026-04-01", "looked at a customer", "There are none"),
        ("since=2026-04-02", "There are none", "looked at a customer"),
        ("until=2026-03-31", "There are none", "looked at a customer"),
        ("since=yesterday&until=9999-12-31", "looked at a customer", "There are none"),
        ("page=99", "There are none", "looked at a customer"),
    ],
)
def test_the_log_is_read_by_filters_of_the_address(office: Office, query: str, shown: str, hidden: str) -> None:
    office.quarrel()
    office.browser("viewer").get("/customers/person/2")
    # The names of all actions stand in the filter; what happened stands in the table.
    page = office.browser("admin").get(f"/audit?{query}")
    words = " ".join(re.sub(r"<select.*?</select>|<[^>]+>", " ", page.text, flags=re.DOTALL).split()) + " "
    assert (shown in words, hidden in words) == (True, False)


def test_facts_are_told_in_words(office: Office) -> None:
    office.quarrel()
    steward, admin = office.browser("steward"), office.browser("admin")
    steward.sends(steward.get("/conflicts/1"), "/conflicts/1/decide?state=open", choice="1", reason="名刺で確認")
    steward.get("/conflicts?format=csv")
    steward.get("/invoices/owed")
    changed(admin, number_of(office, "viewer"), what="role", role="accountant")
    program(office).get("/customers", q="山田")
    with office.lab.database.look() as tx:
        facts = {name for (text,) in tx.rows("SELECT facts FROM audit_entry") for name in json.loads(text)}
    assert [name for name in sorted(facts) if f"fact.{name}" not in CATALOGUE] == []
    page = admin.get("/audit").words
    assert [
        word for word in ("list what is owed", "list conflicts", "role accountant", "bills []") if word in page
    ] == [
        "list what is owed",
        "list conflicts",
        "role accountant",
    ]


def test_a_long_list_of_names_is_folded_up(office: Office) -> None:
    with office.lab.database.begin() as tx:
        for many in (3, 9):
            facts = {"golden": [f"person/{number}" for number in range(many)]}
            audit.append(tx, "2026-05-01T01:00:00.000Z", "somebody", "customers_found", facts)
    page = office.browser("admin").get("/audit?actor=somebody")
    assert re.findall(r"<summary>([^<]*)", page.text) == ["(9)"]
    assert "person/0, person/1, person/2" in page.words


@pytest.mark.parametrize("query", ["action=user_added", "action=user_added&since=2026-04-01&until=2026-04-01"])
def test_the_log_is_looked_through_some_entries_at_a_time(office: Office, query: str) -> None:
    office.house.__dict__["looked_through"] = 2
    browser = office.browser("admin")
    page = browser.get(f"/audit?{query}")
    seen = page.text
    while further := re.search(r'href="(/audit\?[^"]*below=\d+)"', page.text):
        page = browser.get(further[1].replace("&amp;", "&"))
        seen += page.text
    assert (seen.count('<th scope="row"'), "have not been looked through" in page.words) == (5, False)


def test_days_lead_to_their_entries_without_a_look_at_all_others(office: Office) -> None:
    lab = office.lab
    with lab.database.begin() as tx:
        for number in range(3000):
            audit.append(tx, f"2026-05-{number // 100 + 1:02}T01:00:00.000Z", "somebody", "signed_in", {})
    with lab.database.look() as tx:
        asked = Asked(since="2026-05-10T00:00:00.000Z", until="2026-05-11T00:00:00.000Z")
        span, further = audit_search.span_of(tx, asked, 10_000)
        found = audit_search.count(tx, asked, span)
        assert (found, span.high - span.low <= 100 + 2 * 1000, further) == (100, True, None)
        assert audit_search.span_of(tx, Asked(), 100, 50) == ((0, 50), None)


def test_the_log_leaves_as_a_file_without_personal_values(office: Office) -> None:
    office.quarrel()
    office.browser("viewer").get("/search?q=山田&format=csv")
    page = office.browser("admin").get("/audit?action=list_exported&format=csv")
    assert ("saved a list as a file" in page.text, "山田" in page.text) == (True, False)


def test_a_user_is_added_and_signs_in_with_the_password_that_was_shown_once(office: Office) -> None:
    admin = office.browser("admin")
    page = admin.sends(admin.get("/users"), "/users/add", name="花子", role="steward")
    password = password_of(page)
    assert password not in admin.get("/users").text
    fresh = Browser(office.app)
    assert fresh.signs_in("花子", password).status == 303
    assert fresh.get("/quarantine").status == 200
    again = password_of(changed(admin, number_of(office, "花子"), what="password"))
    assert (fresh.get("/").status, Browser(office.app).signs_in("花子", again).status) == (303, 303)
    assert Browser(office.app).signs_in("花子", password).status == 403


def test_roles_change_and_people_are_shut_out_let_in_and_signed_out(office: Office) -> None:
    admin, viewer, number = office.browser("admin"), office.browser("viewer"), number_of(office, "viewer")
    assert admin.follow(changed(admin, number, what="role", role="steward")).status == 200
    assert viewer.get("/").status == 303
    viewer = office.browser("viewer")
    assert viewer.get("/quarantine").status == 200
    changed(admin, number, what="sign_out")
    assert viewer.get("/").status == 303
    changed(admin, number, what="disable")
    assert "sign in again" in admin.get("/users?done=enable").words
    assert Browser(office.app).signs_in("viewer", office.secrets["viewer"]).status == 403
    changed(admin, number, what="enable")
    assert office.browser("viewer").get("/").status == 200
    done = ["user_role_changed", "user_signed_out", "user_disabled", "user_enabled"]
    assert [action for action in office.audited() if action in done] == done


@pytest.mark.parametrize(
    ("fields", "what"),
    [
        ({"what": "role", "role": "viewer"}, "admin is the only admin left"),
        ({"what": "disable"}, "admin is the only admin left"),
        ({"what": "role", "role": "king"}, "it is one of viewer, accountant, steward, operator, admin"),
        ({"what": "dance"}, "dance"),
    ],
)
def test_what_may_not_be_is_refused_in_words(office: Office, fields: dict[str, str], what: str) -> None:
    admin = office.browser("admin")
    refused = changed(admin, number_of(office, "admin"), **fields)
    assert (refused.status, what in refused.words) == (422, True)
    assert admin.get("/users").status == 200


def test_a_name_that_is_taken_or_impossible_is_refused_and_stays_in_the_field(office: Office) -> None:
    admin = office.browser("admin")
    for name, what in (("viewer", "there is a user viewer already"), ("a b", "be a user")):
        refused = admin.sends(admin.get("/users"), "/users/add", name=name, role="viewer")
        assert (refused.status, what in refused.words, f'value="{name}"' in refused.text) == (422, True, True)
    assert changed(admin, 1, what="enable").status == 303
    assert (
        admin.post("/users/99/change", {**admin.get("/users").form("/users/add").fields, "what": "enable"}).status
        == 404
    )


def _acts() -> Iterator[str]:
    """Every act that is written into the audit log, read off the sources."""
    for path in Path(next(iter(hub.__path__))).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            match node:
                case ast.Call(func=ast.Attribute(value=ast.Name(id="audit"), attr="append"), args=[_, _, _, act, *_]):
                    yield from (str(part.value) for part in ast.walk(act) if isinstance(part, ast.Constant))
                case ast.Call(func=ast.Attribute(attr="saw"), args=[_, act, *_]):
                    yield from (str(part.value) for part in ast.walk(act) if isinstance(part, ast.Constant))


def test_every_act_of_the_log_has_words() -> None:
    acts = set(_acts())
    assert {"plan_applied", "customer_seen"} < acts
    assert sorted(act for act in acts if f"audited.{act}" not in CATALOGUE) == []


def test_facts_of_decisions_and_of_releases_are_told_in_words_and_empty_lists_left_out() -> None:
    facts = {"golden": "company/1", "unit": "phone", "kind": "pin", "conflicts": [], "release": True, "intents": [1, 2]}
    assert facts_line(Words("ja"), facts, lambda entity, field: CanonicalSchema().label(entity, field, "ja")) == (
        "顧客=company/1 項目=電話番号 種類=固定 止めたものを許した=はい 書き込みの番号=1, 2"
    )
