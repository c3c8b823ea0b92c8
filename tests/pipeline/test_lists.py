"""Lists: all that anybody put in, without what somebody took out since."""

from __future__ import annotations

import pytest

from hub.sdk.errors import RetryLaterError
from tests.pipeline.conftest import MakeLab
from tests.pipeline.lab import PEOPLE, Lab

YAMADA = {"family": "山田", "given": "太郎", "email": "yamada@example.co.jp"}
LISTS = PEOPLE + "      tags: {from: tags, with: semicolons}\n      other_emails: {from: mails, with: semicolons}\n"


@pytest.fixture
def lists(make_lab: MakeLab) -> Lab:
    return make_lab(mapping=LISTS)


def tags(lab: Lab) -> list[set[str]]:
    """The tags of Yamada in both systems, and in the golden record."""
    (golden,) = lab.people()
    there = [next(iter(system.records.values())).get("tags") or "" for system in lab.systems.values()]
    return [*({tag for tag in text.split(";") if tag} for text in there), set(golden.get("tags", ()))]


def test_what_is_taken_out_of_a_list_goes_everywhere(lists: Lab) -> None:
    lists["alpha"].user_creates("a1", **YAMADA, tags="展示会;重点")
    lists["beta"].user_creates("b1", **YAMADA, tags="重点;展示会;東京")
    lists.sync()
    lists["alpha"].user_edits("a1", tags="展示会;東京")
    lists.sync()
    assert tags(lists) == [{"展示会", "東京"}] * 3
    assert lists.conflicts() == []
    before = lists.written()
    lists.sync()
    assert lists.written() == before


def test_what_the_hub_put_into_a_list_may_be_taken_out_there(lists: Lab) -> None:
    lists["alpha"].user_creates("a1", **YAMADA, tags="展示会;重点", mails="t.yamda@example.jp")
    lists.sync()
    lists.sync()
    (made,) = lists["beta"].records
    lists["beta"].user_edits(made, tags="展示会", mails="t.yamada@example.jp")
    lists.sync()
    assert tags(lists) == [{"展示会"}] * 3
    assert lists["alpha"].records["a1"]["mails"] == "t.yamada@example.jp"


def test_what_was_taken_out_stays_out_when_the_same_list_is_edited_again(make_lab: MakeLab) -> None:
    lab = make_lab(mapping=LISTS)
    lab["alpha"].user_creates("a1", **YAMADA, tags="展示会;重点")
    lab["beta"].user_creates("b1", **YAMADA, tags="展示会;重点")
    lab.sync()
    lab["alpha"].user_edits("a1", tags="展示会")
    lab.sync()
    lab["alpha"].user_edits("a1", tags="展示会;東京")
    lab.sync()
    assert tags(lab) == [{"展示会", "東京"}] * 3


def test_a_list_that_is_emptied_is_empty_everywhere_and_may_be_filled_again(lists: Lab) -> None:
    lists["alpha"].user_creates("a1", **YAMADA, tags="展示会;重点")
    lists["beta"].user_creates("b1", **YAMADA, tags="展示会")
    lists.sync()
    lists["beta"].user_edits("b1", tags="")
    lists.sync()
    assert tags(lists) == [set()] * 3
    lists["alpha"].user_edits("a1", tags="重点")
    lists.sync()
    assert tags(lists) == [{"重点"}] * 3


def test_what_is_put_in_again_later_stands(lists: Lab) -> None:
    lists["alpha"].user_creates("a1", **YAMADA, tags="展示会;重点")
    lists["beta"].user_creates("b1", **YAMADA, tags="展示会;重点")
    lists.sync()
    lists["alpha"].user_edits("a1", tags="展示会")
    lists.sync()
    lists["beta"].user_edits("b1", tags="展示会;重点")
    lists.sync()
    assert tags(lists) == [{"展示会", "重点"}] * 3
    assert lists.conflicts() == []


def test_who_took_something_out_is_told_where_it_comes_back_by_somebody_who_had_not_seen_that(lists: Lab) -> None:
    lists["alpha"].user_creates("a1", **YAMADA, tags="展示会;重点")
    lists["beta"].user_creates("b1", **YAMADA, tags="展示会;重点")
    lists.sync()
    lists["beta"].pull_error = RetryLaterError("out of order")
    lists["alpha"].user_edits("a1", tags="展示会")
    lists.clock.goes_on(minutes=1)
    lists["beta"].user_edits("b1", tags="展示会;重点;東京")
    lists.sync()
    lists["beta"].pull_error = None
    lists.sync()
    assert tags(lists) == [{"展示会", "重点", "東京"}] * 3
    (conflict,) = lists.conflicts()
    assert (conflict.unit, conflict.state) == ("tags", "auto")
    assert "alpha/people/a1" in conflict.doc
