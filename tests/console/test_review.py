"""Stewards share the work: comments, whose a conflict is, and two people for the fields that want them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from hub.steward.conflicts import conflict
from hub.steward.decide import decide, pin
from hub.steward.erase import erase
from hub.steward.errors import StewardError
from hub.steward.four_eyes import Proposal, confirmed
from hub.steward.values import unit_named
from tests.console.browser import Browser, Page
from tests.console.office import Office
from tests.pipeline.ready import ready_file


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """Alpha says 部長, beta 課長, and two people decide on it: choice 1 is alpha's, choice 2 beta's."""
    found = Office(ready_file(tmp_path / "hub.db"))
    found.lab.world = replace(found.lab.world, four_eyes={"person": frozenset({"occupation"})})
    found.quarrel()
    yield found
    found.close()


def _decides(browser: Browser, choice: str, **more: str) -> Page:
    return browser.sends(browser.get("/conflicts/1"), "/conflicts/1/decide?state=open", choice=choice, **more)


def _state(office: Office) -> tuple[str, str | None]:
    found = conflict(office.lab.world, 1)
    return found.state, found.decided_by


def test_what_one_person_decides_waits_for_another_and_is_written_by_nobody(office: Office) -> None:
    first = office.browser("steward")
    after = first.follow(_decides(first, "1", reason="名刺で確認"))
    assert "Conflict 1 waits for a second person" in after.words
    office.lab.sync()
    assert _state(office) == ("open", None)
    assert office.lab["beta"].records["b1"]["job"] == "課長"
    seen = office.browser("admin").get("/conflicts/1").words
    assert [word for word in ("steward proposed at", "名刺で確認", "It holds when another") if word not in seen] == []


def test_another_person_who_says_the_same_makes_it_hold(office: Office) -> None:
    _decides(office.browser("steward"), "1", reason="名刺で確認")
    _decides(office.browser("admin"), "1")
    office.lab.sync()
    assert _state(office) == ("decided", "admin")
    assert office.lab["beta"].records["b1"]["job"] == "部長"
    assert "名刺で確認" in office.browser("viewer").get("/conflicts/1").words


def test_the_same_person_is_no_second_one_whatever_the_spelling(office: Office) -> None:
    browser = office.browser("steward")
    _decides(browser, "1")
    answer = _decides(browser, "1")
    assert (answer.status, "another person has to say the same" in answer.words) == (422, True)
    with pytest.raises(StewardError, match="another person"):
        decide(office.lab.world, 1, 1, "rule: Steward")
    assert _state(office) == ("open", None)


def test_another_person_who_says_otherwise_makes_a_proposal_of_their_own(office: Office) -> None:
    _decides(office.browser("steward"), "1")
    _decides(office.browser("admin"), "2")
    assert _state(office) == ("open", None)
    _decides(office.browser("steward"), "2")
    assert _state(office) == ("decided", "steward")


def test_a_proposal_about_what_has_changed_since_counts_no_more(office: Office) -> None:
    _decides(office.browser("steward"), "1")
    office.lab["beta"].user_edits("b1", job="取締役")
    office.lab.sync()
    assert "proposed at" not in office.browser("admin").get("/conflicts/1").words
    _decides(office.browser("admin"), "1")
    assert _state(office) == ("open", None)


def test_a_proposal_is_taken_back(office: Office) -> None:
    browser = office.browser("steward")
    after = browser.follow(_decides(browser, "1"))
    assert "proposed at" not in browser.follow(browser.sends(after, "/conflicts/1/undo?state=open")).words
    _decides(office.browser("admin"), "1")
    assert _state(office) == ("open", None)


def test_who_leaves_a_field_of_a_group_out_does_not_say_the_same(office: Office) -> None:
    unit = unit_named(office.lab.world, "person", "address")
    first = Proposal("hanako", "", {"prefecture": "東京都", "city": "千代田区"}, "", "")
    assert not confirmed(first, unit, {"prefecture": "東京都"}, "taro")
    assert confirmed(first, unit, {"prefecture": "東京都", "city": "千代田区"}, "taro")


def test_nobody_goes_round_the_second_person_with_a_pin(office: Office) -> None:
    with pytest.raises(StewardError, match="needs two people"):
        pin(office.lab.world, conflict(office.lab.world, 1).leads_to, "occupation", "部長", "steward")


def test_a_conflict_is_given_to_somebody_and_found_by_whose_it_is(office: Office) -> None:
    browser = office.browser("admin")
    given = browser.follow(
        browser.sends(browser.get("/conflicts/1"), "/conflicts/1/assign?state=open", assignee="steward")
    )
    assert "gave it to steward" in given.words
    assert "山田" in browser.get("/conflicts?whose=steward").words
    assert "There are none" in browser.get("/conflicts?whose=admin").words
    browser.sends(given, "/conflicts/1/assign?state=open", assignee="")
    assert "There are none" in browser.get("/conflicts?whose=steward").words
    refused = browser.sends(given, "/conflicts/1/assign?state=open", assignee="nobody-here")
    assert (refused.status, "there is no user nobody-here" in refused.words) == (422, True)


def test_a_comment_is_read_by_all_as_text_and_is_gone_with_the_customer(office: Office) -> None:
    browser = office.browser("steward")
    page, action = browser.get("/conflicts/1"), "/conflicts/1/comment?state=open"
    browser.sends(page, action, text="<b>名刺</b>を見た")
    seen = office.browser("viewer").get("/conflicts/1").text
    assert ("&lt;b&gt;名刺" in seen, "<b>名刺" in seen) == (True, False)
    assert browser.sends(page, action, text=" ").status == 422
    assert "conflict_commented" in office.audited()
    erase(office.lab.world, conflict(office.lab.world, 1).leads_to, "admin", "本人の請求")
    with office.lab.database.begin() as tx:
        assert tx.rows("SELECT * FROM conflict_note") == []
