"""What the simulation found, each in as few steps as it takes: a double, a lost edit or a decision undone."""

from __future__ import annotations

import pytest

from hub.sdk.errors import RetryLaterError
from hub.sdk.records import PushResult
from hub.steward.pairs import part
from hub.steward.retrying import try_all_again
from hub.store import quarantine
from hub.sync.world import PushPolicy
from tests.pipeline.conftest import MakeLab
from tests.pipeline.lab import Lab
from tests.pipeline.systems import System


def _mailboxes(lab: Lab, name: str) -> list[str]:
    return [record["email"] for record in lab[name].records.values()]


def _enter(system: System, record_id: str, **fields: str) -> None:
    system.user_creates(record_id, **{"family": "山田", "given": "太郎", "email": "taro@example.jp", **fields})


def test_a_system_that_missed_a_new_mailbox_keeps_its_record_of_the_owner(make_lab: MakeLab) -> None:
    lab = make_lab(("alpha", "beta", "gamma", "delta"))
    _enter(lab["beta"], "b1")
    _enter(lab["gamma"], "g1")
    lab.sync()
    (delta_id,) = lab["delta"].records
    lab["delta"].user_edits(delta_id, email="new@example.jp")
    lab["gamma"].fault = lambda changes: iter([PushResult(change.key, "moved") for change in changes])
    lab.sync()
    lab["gamma"].fault = lambda changes: None
    lab["gamma"].user_edits("g1", job="部長")
    lab.sync()
    lab.sync()
    assert [_mailboxes(lab, name) for name in lab.systems] == [["new@example.jp"]] * 4
    assert len(lab.people()) == 1


def test_what_a_killed_run_pulled_is_weighed_before_the_next_page(lab: Lab) -> None:
    _enter(lab["alpha"], "a1")
    lab.sync()
    _enter(lab["beta"], "b1")
    lab.sync(steps=("pull",))
    lab["beta"].user_edits("b1", email="new@example.jp")
    lab.sync()
    assert len(lab.people()) == 1
    assert _mailboxes(lab, "alpha") == ["new@example.jp"]


def test_nothing_is_written_over_a_record_that_stands_in_quarantine(lab: Lab) -> None:
    _enter(lab["alpha"], "a1", job="課長")
    lab.sync()
    (beta_id,) = lab["beta"].records
    lab["beta"].user_edits(beta_id, mail_ok="たぶん", notes="転勤")
    lab["alpha"].user_edits("a1", notes="昇進")
    report = lab.sync()
    assert lab["beta"].records[beta_id]["notes"] == "転勤"
    assert dict(report.ledger.not_planned["beta/people"]) == {"unread": 1}
    lab["beta"].user_edits(beta_id, mail_ok="false")
    lab.sync()
    assert {record["notes"] for name in ("alpha", "beta") for record in lab[name].records.values()} == {"転勤"}
    with lab.database.begin() as tx:
        assert quarantine.listing(tx) == []


def test_a_look_up_never_joins_what_a_steward_has_parted(lab: Lab) -> None:
    _enter(lab["alpha"], "a1")
    lab.sync()
    (beta_id,) = lab["beta"].records
    part(lab.world, "alpha/people/a1", f"beta/people/{beta_id}", "経理")
    lab["beta"].fault = lambda changes: iter([PushResult(change.key, "unknown") for change in changes])
    lab.sync()
    lab["beta"].fault = lambda changes: None
    lab.sync()
    assert len(lab.people()) == 2


def test_a_write_that_was_planned_before_its_record_fell_into_quarantine_is_not_sent(lab: Lab) -> None:
    _enter(lab["alpha"], "a1", notes="主任")
    lab.sync()
    (beta_id,) = lab["beta"].records
    lab["alpha"].user_edits("a1", notes="昇進")
    lab["beta"].pull_error = RetryLaterError("out of order")
    lab.sync()
    lab["beta"].pull_error = None
    lab["beta"].user_edits(beta_id, mail_ok="たぶん", notes="転勤")
    lab.sync()
    assert lab["beta"].records[beta_id]["notes"] == "転勤"


def test_a_list_that_lags_does_not_bury_what_the_hub_has_just_made(make_lab: MakeLab) -> None:
    lab = make_lab(deletes="listing", index_lag_s=3600.0, push=PushPolicy(create=True, update=True, delete="archive"))
    _enter(lab["alpha"], "a1")
    lab["beta"].user_creates("b2", family="佐藤", given="次郎", email="jiro@example.jp")
    lab.sync()
    (made,) = set(lab["beta"].records) - {"b2"}
    hidden = lab["beta"].records.pop(made)
    lab.sync()
    lab["beta"].records[made] = hidden
    lab.sync()
    assert len(lab["alpha"].records) == len(lab["beta"].records) == 2


@pytest.mark.parametrize("deletes", ["tombstone", "listing"])
def test_a_refusal_does_not_outlive_the_record_that_stood_in_the_way(make_lab: MakeLab, deletes: str) -> None:
    lab = make_lab(deletes=deletes)
    lab["beta"].user_creates("b0", family="佐藤", given="次郎", email="jiro@example.jp")
    _enter(lab["beta"], "b1", mail_ok="たぶん")
    _enter(lab["alpha"], "a1")
    lab["beta"].fault = lambda changes: iter([PushResult(change.key, "found", "b1") for change in changes])
    lab.sync()
    assert lab.sync().ledger.planned == {}
    lab["beta"].fault = lambda changes: None
    lab["beta"].user_deletes("b1")
    lab.sync()
    assert _mailboxes(lab, "beta") == ["jiro@example.jp", "taro@example.jp"]


def test_what_a_known_record_stands_in_the_way_of_is_not_sent_again_before_that_changes(lab: Lab) -> None:
    _enter(lab["beta"], "b1", family="佐藤", given="次郎", email="jiro@example.jp")
    _enter(lab["alpha"], "a1")
    lab["beta"].fault = lambda changes: iter([PushResult(change.key, "found", "b1") for change in changes])
    lab.sync()
    with lab.database.begin() as tx:
        try_all_again(tx, lab.world, "hanako")
    assert lab.sync().ledger.planned == {}
    lab["beta"].user_edits("b1", phone="03-1234-5678")
    assert lab.sync().ledger.planned["beta/people"] == 1


def test_what_an_unknown_record_stands_in_the_way_of_is_sent_again_when_a_person_says_so(lab: Lab) -> None:
    _enter(lab["alpha"], "a1")
    lab["beta"].fault = lambda changes: iter([PushResult(change.key, "found", "b9") for change in changes])
    lab.sync()
    with lab.database.begin() as tx:
        try_all_again(tx, lab.world, "hanako")
    assert lab.sync().ledger.planned == {"beta/people": 1}


def test_whom_only_the_hubs_own_old_copies_held_apart_is_one_once_they_are_written(lab: Lab) -> None:
    _enter(lab["alpha"], "a1")
    lab.sync()
    _enter(lab["beta"], "b1", family="佐藤", given="花子", email="hanako@example.jp")
    lab.sync()
    lab["beta"].user_edits("b1", family="山田", given="太郎", email="taro@example.jp")
    assert len(lab.people()) == 2
    lab.sync()
    assert len(lab.people()) == 1
