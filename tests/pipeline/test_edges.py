"""Corners of the engine that random worlds found: each was wrong once."""

from __future__ import annotations

from hub.sdk.errors import RetryLaterError
from hub.store import decisions
from tests.pipeline.lab import Lab

YAMADA = {"family": "山田", "given": "太郎", "email": "yamada@example.co.jp"}


def test_what_is_skipped_is_told_with_its_reason(lab: Lab) -> None:
    lab["alpha"].user_creates("a1", **YAMADA)
    lab["alpha"].user_deletes("a1")
    report = lab.sync()
    assert report.state == "ok"
    assert report.as_document()["pulls"]["alpha/people"]["skipped"] == {"deleted before it was ever seen": 1}


def test_nothing_is_written_to_a_system_that_could_not_be_read(lab: Lab) -> None:
    lab["alpha"].user_creates("a1", **YAMADA)
    lab["beta"].user_creates("b1", **YAMADA)
    lab["beta"].pull_error = RetryLaterError("down for the night")
    lab.sync()
    assert lab.written() == 0
    lab["beta"].pull_error = None
    lab.sync()
    assert list(lab["beta"].records) == ["b1"]


def _both_know_yamada(lab: Lab) -> None:
    lab["alpha"].user_creates("a1", **YAMADA)
    lab["beta"].user_creates("b1", **YAMADA)
    lab.sync()


def test_a_new_mailbox_travels_and_makes_no_stranger_of_its_owner(lab: Lab) -> None:
    _both_know_yamada(lab)
    lab["alpha"].user_edits("a1", email="taro@example.co.jp")
    lab.sync()
    assert [record["email"] for record in lab["beta"].records.values()] == ["taro@example.co.jp"]
    assert (len(lab.people()), len(lab["alpha"].records)) == (1, 1)


def test_two_new_mailboxes_at_once_are_a_conflict_and_no_split(lab: Lab) -> None:
    _both_know_yamada(lab)
    lab["alpha"].user_edits("a1", email="taro@example.co.jp")
    lab["beta"].user_edits("b1", email="yt@example.co.jp")
    lab.sync()
    assert [person["email"] for person in lab.people()] == ["yt@example.co.jp"]
    assert [row.unit for row in lab.conflicts()] == ["email"]


def test_a_record_that_was_made_into_somebody_else_is_somebody_else(lab: Lab) -> None:
    _both_know_yamada(lab)
    lab["alpha"].user_edits("a1", family="佐藤", given="花子", email="sato@example.co.jp")
    lab.sync()
    assert sorted(person["name"] for person in lab.people()) == ["佐藤 花子", "山田 太郎"]


def test_what_keeps_edited_records_together_is_a_decision_that_can_be_seen(lab: Lab) -> None:
    _both_know_yamada(lab)
    lab["alpha"].user_edits("a1", email="taro@example.co.jp")
    lab.sync()
    with lab.database.begin() as tx:
        (bond,) = decisions.listing(tx)
    assert (bond.kind, bond.author) == ("same", "hub")
