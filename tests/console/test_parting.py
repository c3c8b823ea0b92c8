"""A customer is taken apart on its page: by records or by a whole merge, shown before, and taken back in one go."""

from __future__ import annotations

import re
from typing import Any

import pytest

from hub.console.pages import parting
from hub.steward import branches
from hub.steward.decide import pin
from hub.store.lock import LockedError
from tests.console.browser import Browser, Page
from tests.console.office import YAMADA, Office

OTHER = {**YAMADA, "email": "other@example.jp", "number": "", "firm": "", "title": ""}


@pytest.fixture
def grown(office: Office) -> Office:
    """Yamada, of whom alpha and beta said different things at first: they were merged later."""
    alpha, beta = office.lab["alpha"], office.lab["beta"]
    alpha.user_creates("a1", **YAMADA)
    office.lab.sync(steps=("pull", "resolve"))
    beta.user_creates("b1", **OTHER)
    beta.user_creates("b2", **{**OTHER, "job": "顧問"})
    office.lab.sync(steps=("pull", "resolve"))
    beta.user_edits("b1", email=YAMADA["email"], mobile="090-1234-5678")
    beta.user_edits("b2", mobile="090-1234-5678", email="")
    office.lab.sync(steps=("pull", "resolve"))
    assert people_of(office) == [["a1", "b1", "b2"]]
    return office


def people_of(office: Office) -> list[list[str]]:
    found: dict[int, list[str]] = {}
    with office.lab.database.begin() as tx:
        for golden, name in tx.rows(
            "SELECT c.golden_id, r.external_id FROM crosswalk c JOIN source_record s ON s.id = c.source_id "
            "JOIN raw_record r ON r.id = s.raw_id WHERE s.entity = 'person' ORDER BY r.external_id"
        ):
            found.setdefault(golden, []).append(name)
    return sorted(found.values())


def path_of(office: Office) -> str:
    with office.lab.database.begin() as tx:
        (row, *_) = tx.rows("SELECT id FROM golden WHERE entity = 'person' AND redirect_to IS NULL ORDER BY id")
    return f"/customers/person/{row[0]}"


def ticks(browser: Browser, path: str, *boxes: str, **fields: str) -> Page:
    csrf = browser.get(path).form("/logout").fields["csrf"]
    return browser.post(f"{path}/part", {"csrf": csrf, **dict.fromkeys(boxes, "1"), **fields})


def decisions_of(office: Office) -> int:
    with office.lab.database.begin() as tx:
        return int(tx.rows("SELECT count(*) FROM decision WHERE kind = 'different' AND revoked_at IS NULL")[0][0])


def _record(name: str) -> str:
    return f"{parting.RECORD}{name[0].replace('a', 'alpha').replace('b', 'beta')}/people/{name}#person"


def _merged(office: Office) -> str:
    """The box of the merge."""
    page = office.browser("steward").get(path_of(office))
    (found, *_) = re.findall(r'name="(branch:person/\d+)"', page.text)
    return str(found)


def test_the_records_are_shown_as_the_tree_of_merges_with_what_each_alone_says(grown: Office) -> None:
    page = grown.browser("steward").get(path_of(grown))
    told = ("alpha/people/a1#person", "merged in from person/", "(1)", "Only this one says", "顧問")
    assert [word for word in told if word not in page.words] == []


def test_what_the_hub_has_written_over_a_record_is_not_taken_for_its_own_word(grown: Office) -> None:
    grown.lab.sync()
    assert grown.lab["alpha"].records["a1"]["job"] == "顧問"
    words = grown.browser("viewer").get(path_of(grown)).words
    told = words[words.index("Records in the systems") :]
    assert re.findall(r"people/(\w+)#person Only this one says", told) == ["b2"]
    assert ("Occupation 顧問" in told, "E-mail" in told) == (True, False)


def test_what_a_whole_group_alone_says_stands_with_the_group(office: Office) -> None:
    alpha, beta = office.lab["alpha"], office.lab["beta"]
    for name in ("a1", "a2"):
        alpha.user_creates(name, **YAMADA)
    office.lab.sync(steps=("pull", "resolve"))
    for name in ("b1", "b2"):
        beta.user_creates(name, **{**OTHER, "job": "顧問"})
    office.lab.sync(steps=("pull", "resolve"))
    beta.user_edits("b1", mobile="090-1234-5678")
    alpha.user_edits("a1", mobile="090-1234-5678")
    office.lab.sync(steps=("pull", "resolve"))
    words = office.browser("viewer").get(path_of(office)).words
    told = re.search(r"merged in from person/\d+ \(2\) Only this group says: (.*?) (alpha|beta)/people", words)
    assert told is not None
    assert ("顧問" if told[2] == "beta" else "係長") in told[1]


def test_who_may_only_look_sees_the_tree_without_boxes(grown: Office) -> None:
    page = grown.browser("viewer").get(path_of(grown))
    assert ("merged in from" in page.words, 'type="checkbox"' in page.text) == (True, False)
    assert ticks(grown.browser("viewer"), path_of(grown), _record("b2")).status == 403


def test_both_sides_and_the_writes_are_shown_before_anything_is_decided(grown: Office) -> None:
    path = path_of(grown)
    page = ticks(grown.browser("steward"), path, _record("b2"))
    told = ("Nothing has been decided".lower(), "A new customer".lower(), "顧問", "係長", "beta/people/b2", "create")
    assert (page.status, [word for word in told if word not in page.words.lower()]) == (200, [])
    assert (decisions_of(grown), grown.woken, people_of(grown)) == (0, 0, [["a1", "b1", "b2"]])


@pytest.mark.parametrize("boxes", ["one", "merge"])
def test_what_was_shown_is_what_the_next_run_makes_of_it_and_all_of_it_is_taken_back(grown: Office, boxes: str) -> None:
    path, browser = path_of(grown), grown.browser("steward")
    box = _record("b2") if boxes == "one" else _merged(grown)
    shown = ticks(browser, path, box)
    done = browser.follow(browser.sends(shown, f"{path}/part", reason="別の人"))
    assert ("the records are parted" in done.words, "別の人" in done.words, grown.woken) == (True, True, 1)
    grown.lab.sync(steps=("resolve",))
    apart = [["a1", "b1"], ["b2"]] if boxes == "one" else [["a1"], ["b1", "b2"]]
    assert people_of(grown) == apart
    browser.follow(browser.sends(done, f"{path}/rejoin"))
    grown.lab.sync(steps=("resolve",))
    assert (people_of(grown), decisions_of(grown)) == ([["a1", "b1", "b2"]], 0)
    assert [grown.audited().count(act) for act in ("decisions_made", "decision_revoked")] == [1, 1]


def test_the_preview_tells_the_writes_of_the_run_that_follows(grown: Office) -> None:
    path, browser = path_of(grown), grown.browser("steward")
    grown.lab.sync()
    shown = ticks(browser, path, _record("b2"))
    (count,) = re.findall(r"What would be written \((\d+)\)", shown.words)
    browser.sends(shown, f"{path}/part")
    report = grown.lab.sync(steps=("resolve", "plan"))
    assert sum(report.ledger.planned.values()) == int(count) > 0


def test_the_preview_tells_with_which_record_each_pin_goes(grown: Office) -> None:
    golden = path_of(grown).removeprefix("/customers/")
    pin(grown.lab.world, golden, "occupation", "相談役", "sato")
    grown.lab.sync(steps=("resolve",))
    page = ticks(grown.browser("steward"), path_of(grown), _record("b2"))
    assert "The fixed" in page.words
    assert "stays with the customer of" in page.words


def test_those_whom_only_the_chosen_record_holds_together_are_told(grown: Office) -> None:
    page = ticks(grown.browser("steward"), path_of(grown), _record("b1"))
    assert "3 customers come of it" in page.words


def test_a_customer_that_changed_since_it_was_shown_is_not_parted(grown: Office) -> None:
    path, browser = path_of(grown), grown.browser("steward")
    shown = ticks(browser, path, _record("b2"))
    grown.lab["beta"].user_edits("b2", job="会長")
    grown.lab.sync(steps=("pull", "resolve"))
    refused = browser.sends(shown, f"{path}/part")
    assert (refused.status, "has changed since it was shown" in refused.words, decisions_of(grown)) == (422, True, 0)


@pytest.mark.parametrize(
    ("boxes", "what"),
    [
        ([], "choose at least one record"),
        ([_record("a1"), _record("b1"), _record("b2")], "and not all of them"),
        ([_record("b9")], "is no record of"),
        (["record:<script>"], "is no record of"),
        (["branch:person/999999"], "is no record of"),
    ],
)
def test_what_parts_nobody_is_refused_in_words(grown: Office, boxes: list[str], what: str) -> None:
    refused = ticks(grown.browser("steward"), path_of(grown), *boxes)
    assert (refused.status, what in refused.words, "<script>" in refused.text) == (422, True, False)


def test_no_more_walls_than_a_page_can_take_back_are_put_up(grown: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(branches, "MOST_WALLS", 1)
    refused = ticks(grown.browser("steward"), path_of(grown), _record("b2"))
    assert (refused.status, "more than 1 walls" in refused.words) == (422, True)


@pytest.mark.parametrize("decision", ["999", "x", "", "9" * 40])
def test_only_walls_of_this_customer_are_taken_back_here(grown: Office, decision: str) -> None:
    path, browser = path_of(grown), grown.browser("steward")
    csrf: dict[str, Any] = {"csrf": browser.get(path).form("/logout").fields["csrf"]}
    refused = browser.post(f"{path}/rejoin", {**csrf, "decision": decision})
    assert (refused.status, "there is no decision" in refused.words) == (422, True)


def test_the_preview_waits_for_no_other_hub_but_says_so(grown: Office) -> None:
    def working() -> object:
        raise LockedError("hub.db", "this machine process 7", "2026")

    path, browser = path_of(grown), grown.browser("steward")
    object.__setattr__(grown.house, "working", working)
    page = ticks(browser, path, _record("b2"))
    assert (page.status, "Repeat it when this machine process 7 is done" in page.words) == (503, True)
