"""Farewells: a deletion is followed only where nobody has spoken since, and the hub's own is nobody's word."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from hub.sdk.errors import RetryLaterError
from hub.sdk.records import Change, PushResult
from hub.store import golden
from hub.sync.world import ConnectionSetup, PushPolicy
from tests.pipeline.conftest import MakeLab
from tests.pipeline.lab import Lab
from tests.pipeline.test_older_states import CUTS

DELETES = PushPolicy(create=True, update=True, delete="delete")
YAMADA = {"family": "山田", "given": "太郎", "email": "yamada@example.co.jp", "phone": "03-1234-5678"}
LISTED = {"deletes": "listing", "incremental": "none"}


def everywhere(lab: Lab, **more: str) -> None:
    """Each system has the customer from its own people, and another one, so that no list is ever empty."""
    for name, system in lab.systems.items():
        system.user_creates(f"{name[0]}1", **YAMADA, **more)
        system.user_creates(f"{name[0]}2", family="佐藤", given="花子", email="sato@example.jp")
    lab.sync()


def may_do(lab: Lab, name: str, push: PushPolicy) -> None:
    """What may be written to a system from now on."""
    connection = lab.world.connections[name]
    stream = replace(connection.streams["people"], push=push)
    changed = ConnectionSetup(connection.name, connection.connector, {"people": stream})
    lab.world = replace(lab.world, connections={**lab.world.connections, name: changed})


def _out_of_order(changes: Sequence[Change]) -> Iterator[PushResult] | None:
    raise RetryLaterError("out of order")


def taken_out_of_the_bin(lab: Lab, name: str, record_id: str, fields: dict[str, str], at: datetime) -> None:
    """As it was, with the date that it had."""
    system = lab[name]
    del system.deleted[record_id]
    system.records[record_id], system.changed_at[record_id] = fields, at


def test_a_deletion_is_followed_on_the_day_after_a_word_in_a_system_that_tells_only_days(make_lab: MakeLab) -> None:
    lab = make_lab(push=DELETES, deletes="listing", incremental="day")
    everywhere(lab)
    lab["beta"].user_edits("b1", job="課長")
    lab["beta"].changed_at["b1"] = datetime(2026, 4, 1, tzinfo=timezone(timedelta(hours=9)))
    lab.sync()
    lab.clock.goes_on(hours=15)
    lab.sync()
    lab["alpha"].user_deletes("a1")
    lab.sync()
    assert list(lab["beta"].records) == ["b2"]


@pytest.mark.parametrize("manifest", [{}, LISTED])
def test_a_deletion_that_nobody_has_spoken_against_is_followed(make_lab: MakeLab, manifest: dict[str, str]) -> None:
    lab = make_lab(push=DELETES, **manifest)
    everywhere(lab)
    lab["beta"].user_edits("b1", job="課長")
    lab.sync()
    lab.clock.goes_on(hours=6)
    lab["alpha"].user_deletes("a1")
    report = lab.sync()
    assert list(lab["beta"].records) == ["b2"]
    assert not report.ledger.not_planned


@pytest.mark.parametrize("manifest", [{}, LISTED])
def test_who_edits_after_a_deletion_elsewhere_keeps_the_record_and_is_told(
    make_lab: MakeLab, manifest: dict[str, str]
) -> None:
    lab = make_lab(push=DELETES, **manifest)
    everywhere(lab)
    lab["alpha"].user_deletes("a1")
    lab.clock.goes_on(hours=6)
    lab["beta"].user_edits("b1", job="部長")
    lab.clock.goes_on(hours=6)
    report = lab.sync()
    assert lab["beta"].records["b1"]["job"] == "部長"
    assert report.ledger.not_planned == {"beta/people": {"spoken_since": 1}}


def test_an_edit_before_the_deletion_does_not_keep_the_record_though_both_are_heard_at_once(make_lab: MakeLab) -> None:
    lab = make_lab(push=DELETES)
    everywhere(lab)
    lab["beta"].user_edits("b1", job="部長")
    lab.clock.goes_on(hours=6)
    lab["alpha"].user_deletes("a1")
    lab.sync()
    assert list(lab["beta"].records) == ["b2"]


def test_a_deletion_without_a_date_goes_over_no_edit_that_may_be_later(make_lab: MakeLab) -> None:
    """What is missing from a list may have gone at any time since it was looked at last."""
    lab = make_lab(push=DELETES, **LISTED)
    everywhere(lab)
    lab["beta"].user_edits("b1", job="部長")
    lab.clock.goes_on(hours=6)
    lab["alpha"].user_deletes("a1")
    lab.sync()
    assert "b1" in lab["beta"].records


@pytest.mark.parametrize(
    ("incremental", "cut"), [("none", "day"), ("second", "second"), ("minute", "minute"), ("day", "day")]
)
def test_who_speaks_after_a_deletion_keeps_the_record_and_is_told_however_his_system_cuts_its_dates(
    make_lab: MakeLab, incremental: str, cut: str
) -> None:
    lab = make_lab(push=DELETES, incremental=incremental)
    lab["beta"]._since = lambda cursor: datetime.min.replace(tzinfo=UTC)  # type: ignore[method-assign]
    everywhere(lab)
    lab.clock.goes_on(hours=1)
    lab["alpha"].user_deletes("a1")
    lab["beta"].user_edits("b1", job="部長")
    lab["beta"].changed_at["b1"] = CUTS[cut](lab["alpha"].deleted["a1"])
    report = lab.sync()
    assert lab["beta"].records["b1"]["job"] == "部長"
    assert report.ledger.not_planned == {"beta/people": {"spoken_since": 1}}


def test_a_clock_that_is_ahead_does_not_delete_what_is_edited_in_the_meantime(make_lab: MakeLab) -> None:
    lab = make_lab(push=DELETES)
    everywhere(lab)
    lab["alpha"].user_deletes("a1")
    lab["alpha"].deleted["a1"] += timedelta(days=1)
    lab["beta"].fault = _out_of_order
    lab.sync()
    lab.clock.goes_on(hours=6)
    lab["beta"].user_edits("b1", job="部長")
    lab["beta"].fault = lambda changes: None
    lab.sync()
    assert "b1" in lab["beta"].records


def test_a_customer_who_is_kept_in_one_system_is_kept_in_all(make_lab: MakeLab) -> None:
    """Otherwise the hub would delete the record in a third system and make it again."""
    lab = make_lab(names=("alpha", "beta", "gamma"), push=DELETES)
    everywhere(lab)
    lab["alpha"].user_deletes("a1")
    lab.clock.goes_on(hours=6)
    lab["beta"].user_edits("b1", job="部長")
    for _ in range(3):
        lab.sync()
    assert lab["gamma"].records["g1"]["job"] == "部長"
    assert list(lab["alpha"].records) == ["a2"]
    assert not [change for system in lab.systems.values() for change in system.writes if change.operation == "delete"]


def test_a_deletion_waits_until_all_who_have_the_customer_were_heard(make_lab: MakeLab) -> None:
    """Somebody may have edited it in a system that is away, or that its own times read seldom."""
    lab = make_lab(names=("alpha", "beta", "gamma"), push=DELETES)
    everywhere(lab)
    lab["gamma"].pull_error = RetryLaterError("closed at night")
    lab["alpha"].user_deletes("a1")
    lab.clock.goes_on(hours=1)
    lab["gamma"].user_edits("g1", job="部長")
    report = lab.sync()
    assert report.ledger.not_planned == {"beta/people": {"unheard: gamma": 1}}
    lab["gamma"].pull_error = None
    lab.sync()
    assert lab["beta"].records["b1"]["job"] == lab["gamma"].records["g1"]["job"] == "部長"


def test_a_deletion_that_waited_is_followed_where_nobody_had_spoken(make_lab: MakeLab) -> None:
    lab = make_lab(names=("alpha", "beta", "gamma"), push=DELETES)
    everywhere(lab)
    lab["gamma"].pull_error = RetryLaterError("closed at night")
    lab["alpha"].user_deletes("a1")
    lab.sync()
    assert "b1" in lab["beta"].records
    lab["gamma"].pull_error = None
    lab.sync()
    assert (list(lab["beta"].records), list(lab["gamma"].records)) == (["b2"], ["g2"])


@pytest.mark.parametrize("hours", [0, 24])
@pytest.mark.parametrize("manifest", [{}, LISTED])
def test_who_restores_a_record_keeps_it_and_has_it_back_where_the_hub_deleted_it(
    make_lab: MakeLab, hours: int, manifest: dict[str, str]
) -> None:
    lab = make_lab(push=DELETES, **manifest)
    everywhere(lab, notes="十年の付き合い")
    kept, at = lab["alpha"].records["a1"], lab["alpha"].changed_at["a1"]
    lab["alpha"].user_deletes("a1")
    lab.sync()
    assert list(lab["beta"].records) == ["b2"]
    lab.clock.goes_on(hours=hours)
    taken_out_of_the_bin(lab, "alpha", "a1", kept, at if manifest else lab.clock.goes_on(seconds=1))
    for _ in range(3):
        lab.sync()
    assert lab["alpha"].records["a1"] == kept
    assert [record["notes"] for record in lab["beta"].records.values() if "notes" in record] == ["十年の付き合い"]


def test_who_restores_one_of_two_records_that_people_deleted_keeps_it(make_lab: MakeLab) -> None:
    lab = make_lab(push=DELETES)
    everywhere(lab)
    kept = lab["alpha"].records["a1"]
    lab["alpha"].user_deletes("a1")
    lab["beta"].user_deletes("b1")
    lab.sync()
    taken_out_of_the_bin(lab, "alpha", "a1", kept, lab.clock.goes_on(seconds=1))
    for _ in range(3):
        lab.sync()
    assert ("a1" in lab["alpha"].records, list(lab["beta"].records)) == (True, ["b2"])


@pytest.mark.parametrize("years", [0, 2])
def test_a_customer_who_comes_back_is_made_again_where_the_hub_had_deleted_it(make_lab: MakeLab, years: int) -> None:
    lab = make_lab(push=DELETES)
    everywhere(lab)
    lab["alpha"].user_deletes("a1")
    lab.sync()
    lab.clock.goes_on(days=365 * years + 1)
    lab["alpha"].user_creates("a77", **YAMADA)
    for _ in range(3):
        lab.sync()
    assert sorted(record["family"] for record in lab["beta"].records.values()) == ["佐藤", "山田"]
    assert "a77" in lab["alpha"].records


def test_a_customer_who_comes_back_stays_away_where_people_deleted_it(make_lab: MakeLab) -> None:
    lab = make_lab(names=("alpha", "beta", "gamma"), push=DELETES)
    everywhere(lab)
    lab["alpha"].user_deletes("a1")
    lab.sync()
    assert (list(lab["beta"].records), list(lab["gamma"].records)) == (["b2"], ["g2"])
    lab.clock.goes_on(days=30)
    lab["beta"].user_creates("b77", **YAMADA)
    for _ in range(3):
        lab.sync()
    assert list(lab["alpha"].records) == ["a2"]
    assert sorted(record["family"] for record in lab["gamma"].records.values()) == ["佐藤", "山田"]


def test_where_deletions_are_not_followed_the_customer_stays_and_is_made_nowhere_again(make_lab: MakeLab) -> None:
    """A record that is left where nothing is deleted does not bring back what was deleted elsewhere."""
    lab = make_lab(names=("alpha", "beta", "gamma"), push=DELETES)
    everywhere(lab)
    may_do(lab, "gamma", PushPolicy(create=True, update=True))
    lab["alpha"].user_deletes("a1")
    lab.sync()
    lab["gamma"].user_edits("g1", job="部長")
    for _ in range(3):
        lab.sync()
    assert (list(lab["alpha"].records), list(lab["beta"].records)) == (["a2"], ["b2"])
    assert lab["gamma"].records["g1"]["job"] == "部長"


def test_a_system_that_follows_deletions_gets_no_customer_that_it_would_have_to_end(make_lab: MakeLab) -> None:
    lab = make_lab(names=("alpha", "beta", "gamma"), push=DELETES)
    may_do(lab, "beta", PushPolicy(update=True, delete="delete"))
    may_do(lab, "gamma", PushPolicy(create=True, update=True))
    lab["alpha"].user_creates("a1", **YAMADA)
    lab["gamma"].user_creates("g1", **YAMADA)
    lab.sync()
    lab["alpha"].user_deletes("a1")
    lab.sync()
    may_do(lab, "beta", DELETES)
    with lab.database.begin() as tx:
        golden.enqueue_all(tx)
    for _ in range(3):
        lab.sync()
    assert lab["beta"].writes == []


def test_a_policy_that_is_switched_on_does_not_reach_back(make_lab: MakeLab) -> None:
    lab = make_lab(push=PushPolicy(create=True, update=True))
    everywhere(lab)
    lab["alpha"].user_deletes("a1")
    lab.sync()
    lab.clock.goes_on(days=700)
    may_do(lab, "beta", DELETES)
    with lab.database.begin() as tx:
        golden.enqueue_all(tx)
    lab.sync()
    assert sorted(lab["beta"].records) == ["b1", "b2"]
    lab["alpha"].user_deletes("a2")
    lab.sync()
    assert list(lab["beta"].records) == ["b1"]


def test_a_policy_that_was_switched_off_begins_anew(make_lab: MakeLab) -> None:
    lab = make_lab(push=DELETES)
    everywhere(lab)
    may_do(lab, "beta", PushPolicy(create=True, update=True))
    lab["alpha"].user_deletes("a1")
    lab.sync()
    may_do(lab, "beta", DELETES)
    with lab.database.begin() as tx:
        golden.enqueue_all(tx)
    lab.sync()
    assert sorted(lab["beta"].records) == ["b1", "b2"]
