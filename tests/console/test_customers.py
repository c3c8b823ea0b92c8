"""A customer's page: every value with its source and reason, who stands around, and what a person may fix."""

from __future__ import annotations

import re
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from tests.console.office import YAMADA, Office
from tests.pipeline.ready import ready_file


@pytest.fixture
def synced(office: Office) -> Office:
    """Yamada of Yamada Shoji, whom both systems know."""
    office.lab["alpha"].user_creates("a1", **YAMADA)
    office.lab["beta"].user_creates("b1", **YAMADA)
    office.lab.sync()
    return office


def _golden(office: Office, entity: str) -> str:
    with office.lab.database.begin() as tx:
        rows = tx.rows("SELECT id FROM golden WHERE entity = ? AND redirect_to IS NULL ORDER BY id", entity)
    return f"{entity}/{rows[0][0]}"


def test_a_person_is_shown_with_values_sources_and_employers(synced: Office) -> None:
    page = synced.browser("viewer").get(f"/customers/{_golden(synced, 'person')}")
    wanted = (
        "山田 太郎",
        "yamada@example.co.jp",
        "係長",
        "alpha/people/a1#person",
        "most recent",
        "株式会社山田商事",
        "営業",
    )
    assert [word for word in wanted if word not in page.words] == []


def test_a_company_is_shown_with_its_people_and_every_link_leads_somewhere(synced: Office) -> None:
    browser = synced.browser("viewer")
    page = browser.get(f"/customers/{_golden(synced, 'company')}")
    assert [word for word in ("7000012050002", "山田 太郎", "営業") if word not in page.words] == []
    links = set(re.findall(r'href="(/customers/[^"?]+)"', page.text))
    assert {browser.get(link).status for link in links} == {200}
    assert len(links) == 2


def test_where_a_customer_is_not_written_is_told_with_the_reason(store_url: str) -> None:
    with closing(Office(store_url, required=("fax",))) as office:
        office.lab["alpha"].user_creates("a1", **YAMADA)
        office.lab.sync()
        page = office.browser("viewer").get(f"/customers/{_golden(office, 'person')}")
    assert [word for word in ("Not written there", "beta/people: ", "fax") if word not in page.words] == []


def test_a_value_tells_who_lost_and_what_was_there_before(office: Office) -> None:
    office.lab.with_rules()
    office.quarrel()
    page = office.browser("viewer").get(f"/customers/{_golden(office, 'person')}")
    assert [
        word for word in ("Lost", "部長", "課長", "Values so far", "係長", "1 other") if word not in page.words
    ] == []


def test_posts_and_names_of_before_are_told_with_their_days(synced: Office) -> None:
    synced.lab.clock.goes_on(minutes=2 * 24 * 60)
    synced.lab["alpha"].user_edits("a1", firm="株式会社ヤマテック", title="営業本部長")
    synced.lab.sync()
    browser = synced.browser("viewer")
    person = browser.get(f"/customers/{_golden(synced, 'person')}")
    assert [word for word in ("Posts in time", "moved about", "営業本部長") if word not in person.words] == []
    company = browser.get(f"/customers/{_golden(synced, 'company')}")
    assert "renamed: 株式会社山田商事 → 株式会社ヤマテック" in company.words


def test_a_held_value_leads_to_its_conflict(office: Office) -> None:
    office.quarrel()
    browser = office.browser("viewer")
    page = browser.get(f"/customers/{_golden(office, 'person')}")
    (link,) = re.findall(r'href="(/conflicts/\d+)"', page.text)
    assert browser.get(link).status == 200


def test_each_look_is_in_the_audit_log_without_a_value(synced: Office) -> None:
    golden = _golden(synced, "person")
    synced.browser("viewer").get(f"/customers/{golden}")
    with synced.lab.database.begin() as tx:
        actor, action, facts = tx.rows("SELECT actor, action, facts FROM audit_entry ORDER BY id DESC LIMIT 1")[0]
    assert (actor, action, golden in facts, "山田" in facts) == ("viewer", "customer_seen", True, False)


def test_a_value_is_fixed_reaches_the_systems_and_is_let_go_again(synced: Office) -> None:
    path = f"/customers/{_golden(synced, 'person')}"
    browser = synced.browser("steward")
    pinned = browser.sends(browser.get(path), f"{path}/pin", field="occupation", value="会長", reason="本人に確認")
    assert "Saved; the next run carries it out" in browser.follow(pinned).words
    synced.lab.sync()
    assert synced.lab["alpha"].records["a1"]["job"] == "会長"
    page = browser.get(path)
    assert [word for word in ("pinned", "本人に確認") if word not in page.words] == []
    browser.sends(page, f"{path}/unpin", field="occupation")
    synced.lab["beta"].user_edits("b1", job="社長")
    synced.lab.sync()
    assert synced.lab["alpha"].records["a1"]["job"] == "社長"


@pytest.mark.parametrize(
    ("form", "what"),
    [
        ({"field": "birthday", "value": "いつか"}, "this is no value of birthday"),
        ({"field": "shoe_size", "value": "42"}, "person has no field 'shoe_size'"),
        ({"field": "", "value": ""}, "person has no field ''"),
        ({"field": "contact_email", "value": "true"}, "say in the reason what proves"),
    ],
)
def test_what_cannot_be_fixed_is_told_on_the_page(synced: Office, form: dict[str, str], what: str) -> None:
    path = f"/customers/{_golden(synced, 'person')}"
    browser = synced.browser("steward")
    refused = browser.post(f"{path}/pin", {**browser.get(path).form(f"{path}/pin").fields, **form})
    assert (refused.status, what in refused.words.replace("&#39;", "'")) == (422, True)


@pytest.mark.parametrize("decision", ["999", "x", "", "-1", "9" * 40])
def test_only_decisions_about_this_customer_are_taken_back_here(synced: Office, decision: str) -> None:
    path = f"/customers/{_golden(synced, 'person')}"
    browser = synced.browser("steward")
    csrf = browser.get(path).form("/logout").fields["csrf"]
    refused = browser.post(f"{path}/revoke", {"csrf": csrf, "decision": decision})
    assert (refused.status, "there is no decision" in refused.words) == (422, True)


def test_a_merged_name_leads_to_the_living_one(office: Office) -> None:
    office.lab["alpha"].user_creates("a1", **YAMADA)
    office.lab.sync()
    office.lab["beta"].user_creates("b1", **{**YAMADA, "email": "other@example.jp", "number": "", "firm": ""})
    office.lab.sync()
    office.lab["beta"].user_edits("b1", email=YAMADA["email"])
    office.lab.sync()
    with office.lab.database.begin() as tx:
        gone = tx.rows("SELECT id, redirect_to FROM golden WHERE redirect_to IS NOT NULL AND entity = 'person'")
    page = office.browser("viewer").get(f"/customers/person/{gone[0][0]}")
    assert (page.status, f"person/{gone[0][0]} was merged into it" in page.words) == (200, True)


@pytest.mark.parametrize("path", ["person/999", "company/1x", "robot/1", "..%2Fperson/1", "person/-1", "invoice/1"])
def test_a_customer_that_there_is_not_is_a_page_in_words(synced: Office, path: str) -> None:
    page = synced.browser("viewer").get(f"/customers/{path}")
    assert (page.status, "customer-hub" in page.words) == (404, True)


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", "'\"><svg onload=x>", "{% raw %}", "\u202eevil"])
def test_hostile_names_are_shown_as_text(office: Office, name: str) -> None:
    office.lab["alpha"].user_creates("a1", **{**YAMADA, "given": name, "notes": name, "title": name, "firm": name})
    office.lab.sync()
    browser = office.browser("steward")
    for path in (f"/customers/{_golden(office, 'person')}", f"/customers/{_golden(office, 'company')}"):
        page = browser.get(path)
        assert (page.status, "<script>" in page.text, "<svg" in page.text) == (200, False, False)


def test_each_record_leads_to_its_page_in_its_system(tmp_path: Path) -> None:
    office = Office(ready_file(tmp_path / "hub.db"), record_url="https://crm.example.co.jp/people/{id}")
    office.lab["alpha"].user_creates('a"1/', **YAMADA)
    office.lab.sync()
    page = office.browser("viewer").get(f"/customers/{_golden(office, 'person')}")
    assert 'href="https://crm.example.co.jp/people/a%221%2F" rel="noopener noreferrer">open in alpha</a>' in page.text
    assert 'href="https://crm.example.co.jp/people/beta-1"' in page.text
    office.close()


def test_who_has_no_page_there_is_no_link(synced: Office) -> None:
    assert "open in" not in synced.browser("viewer").get(f"/customers/{_golden(synced, 'person')}").words


def test_a_customer_is_shown_as_it_stood_on_a_day_with_what_has_changed_since(office: Office) -> None:
    office.lab["alpha"].user_creates("a1", **YAMADA)
    office.lab.sync()
    first = office.lab.clock().astimezone(office.house.zone).date()
    office.lab.clock.goes_on(days=3)
    office.lab["alpha"].user_edits("a1", job="部長")
    office.lab.sync()
    browser, path = office.browser("viewer"), f"/customers/{_golden(office, 'person')}"
    then = browser.get(f"{path}?at={first}").words
    assert [word for word in ("1 field has changed since", "changed 部長", "alpha/people/a1") if word not in then] == []
    assert "Nothing has changed since" in browser.get(f"{path}?at={first + timedelta(days=3)}").words
    assert "did not exist yet" in browser.get(f"{path}?at={first - timedelta(days=1)}").words
    assert [browser.get(f"{path}?at={text}").status for text in ("yesterday", "9999-12-31", "0001-01-01")] == [200] * 3
    assert f'href="{path}?at={first}#timeline"' in browser.get(path).text
