"""Stewards clear conflicts: in order, side by side, with the effect before the click, and with a way back."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime
from itertools import count
from threading import Event, RLock

import pytest

from hub.console.counting import Counting
from hub.merging.rules import Rule
from hub.steward.conflicts import open_conflicts
from hub.steward.decide import decide, decide_in, deciding
from hub.steward.errors import StewardError
from hub.store.migrate import open_store
from tests.console.browser import Browser, Page, text_of
from tests.console.office import YAMADA, Office
from tests.pipeline.lab import Lab


@pytest.fixture
def quarrel(office: Office) -> Office:
    """Alpha says 部長, beta 課長; 係長 was agreed before."""
    office.quarrel()
    return office


def _numbers(lab: Lab) -> list[int]:
    return sorted(one.number for one in open_conflicts(lab.world).conflicts)


def _many_quarrels(lab: Lab, many: int) -> None:
    """So many people of whom alpha says 部長, and beta 課長."""
    for number in range(many):
        person = {**YAMADA, "email": f"p{number}@example.jp", "given": f"太郎{number}", "firm": "", "job": "係長"}
        lab["alpha"].user_creates(f"a{number}", **person)
        lab["beta"].user_creates(f"b{number}", **person)
    lab.sync()
    for number in range(many):
        lab["alpha"].user_edits(f"a{number}", job="部長")
        lab["beta"].user_edits(f"b{number}", job="課長")
    lab.sync()


def _jobs(lab: Lab) -> tuple[str, str]:
    return lab["alpha"].records["a1"]["job"], lab["beta"].records["b1"]["job"]


def _choice_with(page: Page, value: str) -> str:
    """The number of the button under a value."""
    (found,) = [part for part in page.text.split('<li class="choice')[1:] if f"<bdi>{value}</bdi></p>" in part]
    number = re.search(r'name="choice" value="(\d+)"', found)
    assert number is not None
    return number[1]


def _decides(browser: Browser, number: int, value: str, **more: str) -> Page:
    page = browser.get(f"/conflicts/{number}")
    return browser.sends(page, f"/conflicts/{number}/decide?state=open", choice=_choice_with(page, value), **more)


def test_a_conflict_shows_all_sides_and_what_each_choice_would_write(quarrel: Office) -> None:
    (number,) = _numbers(quarrel.lab)
    page = quarrel.browser("steward").get(f"/conflicts/{number}")
    told = ("部長", "課長", "係長", "alpha/people/a1", "beta/people/b1")
    assert [word for word in told if word not in page.words] == []
    assert "Nothing is written to any system until somebody decides" in page.words
    cards = page.text.split('<li class="choice')[1:]
    by_value = {re.findall(r'class="big"><bdi>(.*?)</bdi>', card)[0]: text_of(card) for card in cards}
    assert "beta/people/b1#person 課長 → 部長" in by_value["部長"]
    assert "alpha/people/a1#person 部長 → 課長" in by_value["課長"]


def test_the_rules_guess_is_told_with_its_reason_and_marked(quarrel: Office) -> None:
    (number,) = _numbers(quarrel.lab)
    page = quarrel.browser("steward").get(f"/conflicts/{number}")
    guess = _choice_with(page, "課長")
    assert f"The rule “most recent” would take {guess}" in page.words
    (marked,) = [part for part in page.text.split('<li class="choice')[1:] if part.startswith(" guess")]
    assert "課長" in marked


def test_a_decision_reaches_every_system_and_is_kept_with_its_author_and_reason(quarrel: Office) -> None:
    (number,) = _numbers(quarrel.lab)
    browser = quarrel.browser("steward")
    done = browser.follow(_decides(browser, number, "部長", reason="名刺で確認"))
    assert f"Conflict {number} is decided" in done.words
    assert "部長" in done.words
    quarrel.lab.sync()
    assert _jobs(quarrel.lab) == ("部長", "部長")
    assert quarrel.audited()[-2:] == ["decision_made", "conflicts_seen"]
    shown = browser.get(f"/conflicts/{number}").words
    assert [word for word in ("By steward at", "名刺で確認") if word not in shown] == []


def test_a_value_of_ones_own_can_be_typed(quarrel: Office) -> None:
    (number,) = _numbers(quarrel.lab)
    browser = quarrel.browser("steward")
    page = browser.get(f"/conflicts/{number}")
    action = f"/conflicts/{number}/decide?state=open"
    browser.sends(page, action, **{"choice": "typed", "typed.occupation": "本部長"})
    quarrel.lab.sync()
    assert _jobs(quarrel.lab) == ("本部長", "本部長")


def test_a_decision_is_taken_back_from_the_page_that_follows_it(quarrel: Office) -> None:
    (number,) = _numbers(quarrel.lab)
    browser = quarrel.browser("steward")
    after = browser.follow(_decides(browser, number, "部長"))
    undone = browser.follow(browser.sends(after, f"/conflicts/{number}/undo?state=open"))
    assert "Decide for" in undone.words
    assert _numbers(quarrel.lab) == [number]
    quarrel.lab.sync()
    assert _jobs(quarrel.lab) == ("部長", "課長")


def test_who_decides_late_sees_what_happened_and_changes_nothing(quarrel: Office) -> None:
    (number,) = _numbers(quarrel.lab)
    early, late = quarrel.browser("steward"), quarrel.browser("admin")
    page = late.get(f"/conflicts/{number}")
    _decides(early, number, "部長")
    answer = late.sends(page, f"/conflicts/{number}/decide?state=open", choice=_choice_with(page, "課長"))
    assert answer.status == 409
    assert [word for word in ("was decided by steward", "By steward at", "部長") if word not in answer.words] == []
    quarrel.lab.sync()
    assert _jobs(quarrel.lab) == ("部長", "部長")


def test_who_decides_in_another_process_meanwhile_waits_and_learns_of_the_first(
    quarrel: Office, store_url: str
) -> None:
    (number,) = _numbers(quarrel.lab)
    world, has_read = quarrel.lab.world, Event()
    apart = open_store(store_url, world.schema)

    def now() -> datetime:
        has_read.set()
        return world.now()

    def decides() -> str:
        # Another process has another lock and other connections. It asks for the moment once it has read the conflict.
        try:
            return decide(replace(world, database=apart, deciding=RLock(), now=now), number, 1, "taro").kind
        except StewardError as error:
            return error.code

    with ThreadPoolExecutor(1) as other:
        with deciding(world) as tx:
            decide_in(tx, world, number, 2, "hanako")
            late = other.submit(decides)
            assert not has_read.wait(timeout=0.5)
        assert late.result(timeout=20) == "conflict_decided"
    apart.close()


def test_a_decision_on_what_has_changed_meanwhile_asks_to_look_again(quarrel: Office) -> None:
    (number,) = _numbers(quarrel.lab)
    browser = quarrel.browser("steward")
    page = browser.get(f"/conflicts/{number}")
    choice = _choice_with(page, "課長")
    quarrel.lab["beta"].user_edits("b1", job="取締役")
    quarrel.lab.sync()
    answer = browser.sends(page, f"/conflicts/{number}/decide?state=open", choice=choice)
    assert (answer.status, "has changed since it was shown" in answer.words, "取締役" in answer.words) == (
        409,
        True,
        True,
    )
    assert _numbers(quarrel.lab) == [number]


@pytest.mark.parametrize(
    ("form", "what"),
    [
        ({"choice": "9"}, "there is no choice 9"),
        ({"choice": ""}, "there is no choice"),
        ({"choice": "-1"}, "there is no choice -1"),
        ({"choice": "99999999999999999999"}, "there is no choice"),
    ],
)
def test_a_choice_that_there_is_not_is_refused_beside_the_conflict(
    quarrel: Office, form: dict[str, str], what: str
) -> None:
    (number,) = _numbers(quarrel.lab)
    browser = quarrel.browser("steward")
    answer = browser.sends(browser.get(f"/conflicts/{number}"), f"/conflicts/{number}/decide?state=open", **form)
    assert (answer.status, what in answer.words, "部長" in answer.words) == (422, True, True)
    assert _numbers(quarrel.lab) == [number]


def test_a_typed_value_that_cannot_be_read_stays_in_its_field(office: Office) -> None:
    lab = office.lab
    lab["alpha"].user_creates("a1", **YAMADA)
    lab["beta"].user_creates("b1", **YAMADA)
    lab.sync()
    lab["alpha"].user_edits("a1", founded="2001-05-01")
    lab["beta"].user_edits("b1", founded="2001-06-01")
    lab.sync()
    (number,) = _numbers(lab)
    browser = office.browser("steward")
    page, action = browser.get(f"/conflicts/{number}"), f"/conflicts/{number}/decide?state=open"
    answer = browser.sends(page, action, **{"choice": "typed", "typed.founded_on": "いつか"})
    assert (answer.status, "this is no value of founded_on" in answer.words) == (422, True)
    assert answer.form(action).fields["typed.founded_on"] == "いつか"
    browser.sends(answer, action, **{"choice": "typed", "typed.founded_on": "平成13年7月1日"})
    lab.sync()
    assert [lab[name].records[record]["founded"] for name, record in (("alpha", "a1"), ("beta", "b1"))] == [
        "2001-07-01",
        "2001-07-01",
    ]


def test_twenty_conflicts_are_cleared_one_after_the_other(office: Office) -> None:
    lab = office.lab
    _many_quarrels(lab, 20)
    browser = office.browser("steward")
    begin = re.search(r'href="(/conflicts/\d+\?state=open)"', browser.get("/conflicts").text)
    assert begin is not None
    page, path, steps = browser.get(begin[1]), begin[1], 0
    while path.startswith("/conflicts/"):
        number = re.findall(r"\d+", path)[0]
        done = browser.sends(page, f"/conflicts/{number}/decide?state=open", choice=_choice_with(page, "部長"))
        page, path, steps = browser.follow(done), done.location, steps + 1
    assert (steps, _numbers(lab)) == (20, [])
    assert "There are none" in page.words


def test_the_list_is_filtered_by_its_address_and_names_its_fields(quarrel: Office) -> None:
    browser = quarrel.browser("viewer")
    assert "山田" in browser.get("/conflicts?unit=occupation").words
    assert "There are none" in browser.get("/conflicts?unit=phone").words
    assert "There are none" in browser.get("/conflicts?entity=company").words
    assert "There are none" in browser.get("/conflicts?state=decided").words
    odd = ("state=%27", "unit=%00", "page=0", "page=x", "page=999999999999", "entity=x&state=x", "done=x", "done=9")
    assert {browser.get(f"/conflicts?{query}").status for query in odd} == {200}


def test_customers_with_invoices_come_first_and_the_oldest_of_equals(office: Office) -> None:
    lab = office.lab
    for number in range(2):
        person = {**YAMADA, "email": f"p{number}@example.jp", "given": f"太郎{number}", "firm": ""}
        lab["alpha"].user_creates(f"a{number}", **person)
        lab["beta"].user_creates(f"b{number}", **person)
    lab.sync()
    for number in range(2):
        lab["alpha"].user_edits(f"a{number}", job="部長")
        lab["beta"].user_edits(f"b{number}", job="課長")
    lab.sync()
    first, second = _numbers(lab)
    browser = office.browser("viewer")
    assert re.findall(r'data-row href="/conflicts/(\d+)', browser.get("/conflicts").text) == [str(first), str(second)]
    with lab.database.begin() as tx:
        golden_id = tx.rows("SELECT golden_id FROM conflict WHERE id = ?", second)[0][0]
        tx.run(
            "INSERT INTO golden (id, entity, doc, version, run_id, changed_at) VALUES (900, 'invoice', '{}', 1, 1, '')"
        )
        tx.run("INSERT INTO golden_link (golden_id, field, target_id) VALUES (900, 'person', ?)", golden_id)
    assert re.findall(r'data-row href="/conflicts/(\d+)', browser.get("/conflicts").text) == [str(second), str(first)]
    with lab.database.begin() as tx:
        tx.run("""UPDATE golden SET doc = '{"settled_on": "2026-04-01"}' WHERE id = 900""")
        golden_id = tx.rows("SELECT golden_id FROM conflict WHERE id = ?", first)[0][0]
        tx.run("""UPDATE golden SET doc = '{"newsletter": true}' WHERE id = ?""", golden_id)
    told = browser.get("/conflicts")
    assert re.findall(r'data-row href="/conflicts/(\d+)', told.text) == [str(first), str(second)]
    assert [word for word in ("gets mail", "0/1") if word not in told.words] == []


def test_who_may_only_look_sees_no_buttons(quarrel: Office) -> None:
    (number,) = _numbers(quarrel.lab)
    page = quarrel.browser("viewer").get(f"/conflicts/{number}")
    assert [button for form in page.forms() for button in form.buttons if button.get("name") == "choice"] == []


@pytest.mark.parametrize(
    "name", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{ 7 * 7 }}", "太郎\u202e'"]
)
def test_a_hostile_value_is_shown_as_text(office: Office, name: str) -> None:
    lab = office.lab
    lab["alpha"].user_creates("a1", **{**YAMADA, "given": name})
    lab["beta"].user_creates("b1", **{**YAMADA, "given": name})
    lab.sync()
    lab["alpha"].user_edits("a1", job=name)
    lab["beta"].user_edits("b1", job="課長")
    lab.sync()
    browser = office.browser("steward")
    (number,) = _numbers(lab)
    for path in ("/conflicts", f"/conflicts/{number}"):
        text = browser.get(path).text
        assert ("<script>" in text, "<img" in text, " 49" in text) == (False, False, False)
        # What turns the direction of writing ends with its element.
        assert re.findall('\u202e(?![^<>]*(</bdi>|"))', text) == []


def test_a_rule_that_decides_alone_is_listed_as_such(office: Office) -> None:
    office.lab.with_rules(occupation=Rule())
    office.quarrel()
    page = office.browser("viewer").get("/conflicts?state=auto")
    assert [word for word in ("課長", "部長", "Conflicts decided by rule") if word not in page.words] == []


def test_what_a_rule_has_decided_tells_what_was_written_over_and_where_to_say_otherwise(office: Office) -> None:
    office.quarrel()
    office.lab["alpha"].user_edits("a1", notes="VIP")
    office.lab["beta"].user_edits("b1", notes="得意先")
    office.lab.sync()
    browser = office.browser("steward")
    listed = browser.get("/conflicts?state=auto")
    (number,) = re.findall(r'data-row href="/conflicts/(\d+)', listed.text)
    page = browser.get(f"/conflicts/{number}?state=auto")
    assert [
        word
        for word in ("Written over: alpha/people/a1", "Decided by the rule “most recent”")
        if word not in page.words
    ] == []
    assert re.search(r'<a href="/customers/person/\d+#notes">Fix another value', page.text)


def test_an_empty_list_leads_to_the_others(office: Office) -> None:
    page = office.browser("viewer").get("/conflicts")
    assert ['href="/conflicts?state=decided"' in page.text, 'href="/conflicts?state=auto"' in page.text] == [True, True]


def test_an_order_that_is_some_seconds_old_leads_to_none_that_somebody_else_has_decided(office: Office) -> None:
    _many_quarrels(office.lab, 4)
    numbers = _numbers(office.lab)
    passed = count()
    # Each count takes as long as a reader waits, so that it is kept for a minute.
    office.house.__dict__["counting"] = Counting(office.lab.clock, 60, lambda: next(passed) * 60.0)
    browser = office.browser("steward")
    assert f"/conflicts/{numbers[1]}?" in browser.get(f"/conflicts/{numbers[0]}").text
    decide(office.lab.world, numbers[1], 1, "somebody else")
    page = browser.get(f"/conflicts/{numbers[0]}")
    assert ("List (3)" in page.words, f"/conflicts/{numbers[1]}?" in page.text) == (True, False)
    done = browser.sends(page, f"/conflicts/{numbers[0]}/decide?state=open", choice="1")
    assert done.location.startswith(f"/conflicts/{numbers[2]}?")


def test_a_conflict_whose_sides_came_to_say_the_same_tells_that_nothing_is_left_to_decide(office: Office) -> None:
    office.quarrel()
    office.lab["beta"].user_edits("b1", job="部長")
    office.lab.sync()
    page = office.browser("steward").get("/conflicts/1")
    told = [word in page.words for word in ("both sides had come to say the same", "Another decision", "By hub")]
    assert (page.status, told, "/conflicts/1/undo" in page.text) == (200, [True, False, False], False)
