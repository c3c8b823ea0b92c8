"""A customer who stands several times in one system is told, with the record that should stay."""

from __future__ import annotations

import pytest

from hub.steward.doubles import Doubles, doubled
from hub.steward.errors import StewardError
from hub.sync.world import PushPolicy
from tests.pipeline.conftest import MakeLab
from tests.pipeline.lab import Lab

YAMADA = {"family": "山田", "given": "一郎", "email": "yamada@example.co.jp"}


@pytest.fixture
def twice(lab: Lab) -> Lab:
    """Yamada stands twice in alpha: the hub has filled in the newer record."""
    lab["alpha"].user_creates("a1", **YAMADA, phone="03-1111-2222", job="部長")
    lab.clock.goes_on(days=1)
    lab["alpha"].user_creates("a2", **YAMADA)
    lab["alpha"].user_creates("a3", family="鈴木", email="s@example.jp")
    lab.sync()
    return lab


def records(found: Doubles) -> list[tuple[str, str, list[str]]]:
    return [(one.stream, one.stays.record, [other.record for other in one.others]) for one in found.doubles]


def test_of_two_that_say_the_same_the_older_record_stays(twice: Lab) -> None:
    found = doubled(twice.world)
    assert (found.total, records(found)) == (1, [("alpha/people", "alpha/people/a1", ["alpha/people/a2"])])


def test_what_a_double_says_otherwise_is_told_with_its_value(twice: Lab) -> None:
    twice["alpha"].user_edits("a1", notes="古い")
    twice.clock.goes_on(days=1)
    twice["alpha"].user_edits("a2", notes="新しい")
    twice.sync(steps=("pull", "resolve"))
    (double,) = doubled(twice.world).doubles
    told = {one.record: one.differing for one in (double.stays, *double.others)}
    assert told == {"alpha/people/a1": {"notes": {"notes": "古い"}}, "alpha/people/a2": {}}


def test_a_double_that_was_archived_is_none_and_its_customer_stays(twice: Lab) -> None:
    twice["alpha"].user_deletes("a2")
    twice.sync()
    assert doubled(twice.world).total == 0
    assert sorted(twice["alpha"].records) == ["a1", "a3"]
    assert len(twice["beta"].records) == 2


@pytest.mark.parametrize(
    ("manifest", "way"),
    [({"merges": True}, "merge"), ({"operations": frozenset({"create", "update", "archive"})}, "archive")],
)
def test_a_double_goes_as_its_system_can_let_it_go(make_lab: MakeLab, manifest: dict[str, object], way: str) -> None:
    lab = make_lab(push=PushPolicy(create=True, update=True), **manifest)
    lab["alpha"].user_creates("a1", **YAMADA)
    lab["alpha"].user_creates("a2", **YAMADA)
    lab.sync()
    assert [one.way for one in doubled(lab.world).doubles] == [way]


def test_one_stream_is_looked_at_alone_and_a_wrong_name_is_told(twice: Lab) -> None:
    assert doubled(twice.world, "beta/people").total == 0
    with pytest.raises(StewardError, match=r"alpha/peple.*alpha/people, beta/people"):
        doubled(twice.world, "alpha/peple")
