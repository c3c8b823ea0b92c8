"""The past is told as it was: the value, who had said it, the rule of that time, and what each system held."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hub.merging.rules import Rule
from hub.steward.decide import pin
from hub.steward.pairs import join
from hub.steward.then import HeldThen, RecordThen, ValueThen, explain_then
from tests.pipeline.conftest import MakeLab
from tests.pipeline.lab import Lab

YAMADA = {"family": "山田", "given": "太郎", "email": "yamada@example.co.jp"}


def _now(lab: Lab) -> str:
    lab.clock.goes_on(seconds=1)
    return lab.world.now_text()


def _record(lab: Lab, at: str, target: str = "person/1", field: str | None = None) -> RecordThen:
    (record,) = explain_then(lab.world, target, at, field).records
    return record


def _job(lab: Lab, at: str) -> ValueThen:
    (value,) = _record(lab, at, field="occupation").fields
    return value


@pytest.fixture
def moments(lab: Lab) -> list[str]:
    """After each of three runs: alpha and beta agree; alpha said 部長; beta said 課長."""
    lab["alpha"].user_creates("a1", **YAMADA, job="係長")
    lab["beta"].user_creates("b1", **YAMADA)
    lab.sync()
    found = [_now(lab)]
    lab["alpha"].user_edits("a1", job="部長")
    lab.sync()
    found.append(_now(lab))
    lab["beta"].user_edits("b1", job="課長")
    lab.sync()
    return [*found, _now(lab)]


def test_a_value_is_told_as_it_was_at_each_moment(lab: Lab, moments: list[str]) -> None:
    told = [_job(lab, at) for at in moments]
    assert [(value.value, value.source, value.run) for value in told] == [
        ("係長", "alpha/people/a1#person", 1),
        ("部長", "alpha/people/a1#person", 2),
        ("課長", "beta/people/b1#person", 3),
    ]


def test_what_each_system_held_is_told_and_whether_the_hub_had_written_it(lab: Lab, moments: list[str]) -> None:
    assert _job(lab, moments[1]).held == [
        HeldThen("alpha/people/a1#person", "部長", 2, None),
        HeldThen("beta/people/b1#person", "部長", None, 2),
    ]


def test_a_value_is_told_since_it_came_and_not_since_the_version(lab: Lab, moments: list[str]) -> None:
    lab["alpha"].user_edits("a1", notes="重要")
    lab.sync()
    assert _job(lab, _now(lab)).since == _job(lab, moments[2]).since


def test_nothing_is_told_of_a_time_before_the_record(lab: Lab, moments: list[str]) -> None:
    assert explain_then(lab.world, "person/1", "2020-01-01T00:00:00.000Z").records == []


def test_the_rule_is_that_of_its_time(lab: Lab) -> None:
    lab.world = replace(lab.world, config_digest="first")
    lab["alpha"].user_creates("a1", **YAMADA, job="係長")
    lab.sync()
    then = _now(lab)
    lab.with_rules(occupation=Rule("longest"))
    lab.world = replace(lab.world, config_digest="second")
    lab["alpha"].user_edits("a1", job="営業部長")
    lab.sync()
    now = _now(lab)
    assert [(v.rule, v.config) for v in (_job(lab, then), _job(lab, now))] == [
        ("most_recent", "first"),
        ("longest", "second"),
    ]


def test_a_decision_is_told_as_the_source(lab: Lab, moments: list[str]) -> None:
    pin(lab.world, "person/1", "occupation", "社長", "鈴木")
    lab.sync()
    assert (_job(lab, _now(lab)).value, _job(lab, _now(lab)).source) == ("社長", "decision")


def test_a_record_that_was_merged_away_is_told_as_it_was_before(make_lab: MakeLab) -> None:
    lab = make_lab()
    lab["alpha"].user_creates("a1", family="山田", email="one@example.jp")
    lab["alpha"].user_creates("a2", family="山田", email="two@example.jp")
    lab.sync()
    before = _now(lab)
    join(lab.world, "alpha/people/a1", "alpha/people/a2", "鈴木")
    lab.sync()
    assert _record(lab, before, "person/2").merged_into is None
    assert _record(lab, _now(lab), "person/2").merged_into == "person/1"


def test_a_remote_record_leads_to_the_golden_record_of_that_time(lab: Lab, moments: list[str]) -> None:
    assert _record(lab, moments[1], "beta/people/b1").golden == "person/1"


def test_every_value_at_every_moment_names_its_source(lab: Lab, moments: list[str]) -> None:
    told = [value for at in moments for value in _record(lab, at).fields]
    assert all(value.source and value.rule for value in told)
