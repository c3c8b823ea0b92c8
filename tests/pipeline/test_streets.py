"""An address that is only written otherwise makes no conflict and no write; another number, or a room, is news."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import pytest

from hub.merging.rules import Rule
from hub.steward.bundle import pack
from hub.steward.explain import explain
from hub.steward.replay import replay
from tests.pipeline.conftest import MakeLab
from tests.pipeline.lab import PEOPLE, Lab
from tests.proof.bundled import streams_of

ADDRESSES = f"""{PEOPLE}
      prefecture: pref
      city: city
      street: street
      building: building
"""
YAMADA = {"family": "山田", "given": "太郎", "email": "yamada@example.co.jp", "pref": "北海道"}
IN_HYPHENS = {**YAMADA, "city": "札幌市中央区", "street": "北一条西4-4"}
IN_WORDS = {**YAMADA, "city": "札幌市 中央区", "street": "北1条西４丁目４番"}


@pytest.fixture
def lab(make_lab: MakeLab) -> Lab:
    """Two systems, each with its own writing of one address."""
    lab = make_lab(mapping=ADDRESSES)
    lab["alpha"].user_creates("a1", **IN_HYPHENS)
    lab["beta"].user_creates("b1", **IN_WORDS)
    return lab


def street_in(lab: Lab, system: str) -> str:
    (record,) = lab[system].records.values()
    return str(record["street"])


def test_two_writings_of_an_address_are_no_difference_and_make_no_write(lab: Lab) -> None:
    assert [lab.sync().ledger.written for _ in range(2)] == [0, 0]
    assert lab.conflicts("difference") == lab.conflicts() == []
    assert (street_in(lab, "alpha"), street_in(lab, "beta")) == (IN_HYPHENS["street"], IN_WORDS["street"])


@pytest.mark.parametrize("other", ["北一条西4-5", "北一条西4-4-405", "北一条西四丁目"])
def test_another_number_is_a_difference_and_is_written_as_it_was_typed(lab: Lab, other: str) -> None:
    lab["beta"].user_edits("b1", street=other)
    lab.sync()
    assert len(lab.conflicts("difference")) == 1
    assert street_in(lab, "alpha") == other


def test_edits_to_two_numbers_are_one_conflict_and_to_two_writings_none(lab: Lab) -> None:
    lab.sync()
    lab["alpha"].user_edits("a1", street="北一条西5-1")
    lab["beta"].user_edits("b1", street="北一条西5丁目1番地")
    lab.sync()
    assert lab.conflicts() == []
    lab["alpha"].user_edits("a1", street="北一条西6-1")
    lab["beta"].user_edits("b1", street="北一条西6丁目2番")
    lab.sync()
    (conflict,) = lab.conflicts()
    assert "6-1" in conflict.doc
    assert street_in(lab, "alpha") == "北一条西6丁目2番"


def test_who_changes_the_writing_alone_keeps_it_and_writes_nowhere_else(lab: Lab) -> None:
    lab.sync()
    lab["alpha"].user_edits("a1", street="北一条西4丁目4番地")
    lab.sync()
    assert lab.written() == 0
    assert lab.people()[0]["street"] == street_in(lab, "alpha") == "北一条西4丁目4番地"
    assert street_in(lab, "beta") == IN_WORDS["street"]


def test_a_system_that_writes_what_it_was_sent_in_its_own_way_is_left_in_peace(lab: Lab) -> None:
    lab.sync()
    lab["alpha"].user_edits("a1", street="南二条東3-5")
    lab.sync()
    lab["beta"].user_edits("b1", street="南２条東三丁目５番")
    assert [lab.sync().ledger.written for _ in range(2)] == [0, 0]
    assert lab.people()[0]["street"] == "南二条東3-5"
    assert lab.conflicts() == []


def test_what_one_writing_lacks_is_filled_and_the_street_left_as_it_is_written(lab: Lab) -> None:
    lab.sync()
    lab["alpha"].user_edits("a1", building="見本ビル 3F")
    lab.sync()
    assert lab["beta"].records["b1"]["building"] == "見本ビル 3F"
    assert street_in(lab, "beta") == IN_WORDS["street"]


def test_the_fuller_of_two_writings_is_golden_and_each_system_keeps_its_own(lab: Lab) -> None:
    lab["alpha"].user_edits("a1", building="見本ビル3F")
    lab["beta"].user_edits("b1", job="部長")
    lab.sync()
    assert (lab.people()[0]["building"], lab.conflicts("difference")) == ("見本ビル3F", [])
    assert (street_in(lab, "alpha"), street_in(lab, "beta")) == (IN_HYPHENS["street"], IN_WORDS["street"])


def test_explain_says_that_the_writings_agree(lab: Lab) -> None:
    lab.sync()
    (record,) = explain(lab.world, "person/1", "street").records
    (story,) = record.fields
    assert [loser.agrees for loser in story.losers] == [True]


def test_a_bundle_of_a_run_over_two_writings_comes_out_the_same(lab: Lab, tmp_path: Path) -> None:
    lab["alpha"].user_edits("a1", building="見本ビル3F")
    lab["beta"].user_edits("b1", job="部長")
    lab.sync()
    bundle = tmp_path / "run.bundle"
    pack(lab.world, 1, bundle, streams_of(lab, ADDRESSES), {})
    assert replay(bundle).is_same


@pytest.fixture
def waiting(make_lab: MakeLab) -> Lab:
    """Two systems moved Yamada to two houses, and somebody has to say to which."""
    lab = make_lab(mapping=ADDRESSES, rules={("person", "address"): Rule(review=True)})
    lab["alpha"].user_creates("a1", **IN_HYPHENS)
    lab["beta"].user_creates("b1", **IN_WORDS)
    lab.sync()
    lab["alpha"].user_edits("a1", street="北一条西5-1")
    lab["beta"].user_edits("b1", street="北一条西6-1")
    lab.sync()
    assert [row.state for row in lab.conflicts()] == ["open"]
    return lab


def test_a_conflict_whose_sides_come_to_say_the_same_is_settled_by_the_next_run(waiting: Lab) -> None:
    waiting["beta"].user_edits("b1", street="北一条西５丁目１番")
    waiting.sync()
    (row,) = waiting.conflicts()
    assert (row.state, row.decided_by) == ("decided", "hub")
    assert [data["conflict"] for event, data in waiting.events if event == "conflict_settled"] == [row.conflict_id]
    (person,) = waiting.people()
    assert person["street"] == "北一条西５丁目１番"
    assert (street_in(waiting, "alpha"), street_in(waiting, "beta")) == ("北一条西5-1", "北一条西５丁目１番")
    waiting["alpha"].user_edits("a1", street="北一条西7-1")
    waiting.sync()
    assert ([row.state for row in waiting.conflicts()], street_in(waiting, "beta")) == (["decided"], "北一条西7-1")


def test_a_conflict_that_waited_over_two_writings_is_settled_after_the_upgrade(waiting: Lab) -> None:
    # As an earlier release left it, to which the two writings were two values.
    waiting["beta"].records["b1"]["street"] = "北1条西５丁目１番地"
    with waiting.database.begin() as tx:
        for table, column in (("conflict", "doc"), ("source_record", "doc"), ("source_record", "marks")):
            told = [
                (number, text.replace("北一条西6-1", "北1条西５丁目１番地"))
                for number, text in tx.rows(f"SELECT id, {column} FROM {table} WHERE {column} IS NOT NULL")
            ]
            tx.many(f"UPDATE {table} SET {column} = ?d WHERE id = ?", [(text, number) for number, text in told])
    waiting.sync()
    assert [row.state for row in waiting.conflicts()] == ["open"]
    upgrade = import_module("hub.store.migrations.versions.0020_conflicts_that_wait_are_weighed_again")
    with waiting.database.begin() as tx:
        tx.run(upgrade.WEIGH_AGAIN)
    waiting.sync()
    (row,) = waiting.conflicts()
    assert (row.state, row.decided_by, waiting.written()) == ("decided", "hub", 0)


@pytest.mark.parametrize("gone", [False, True])
def test_a_conflict_whose_sides_differ_or_are_not_there_any_more_waits_on(waiting: Lab, gone: bool) -> None:
    if gone:
        waiting["beta"].user_deletes("b1")
    else:
        waiting["beta"].user_edits("b1", street="北一条西5-1-405")
    waiting.sync()
    waiting.sync()
    assert [row.state for row in waiting.conflicts()] == ["open"]
