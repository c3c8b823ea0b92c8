"""Corners of the engine that random worlds found: each was wrong once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import pytest

from hub.sdk.errors import RetryLaterError
from hub.sdk.records import Change, PushResult
from hub.store import decisions
from hub.sync.world import PushPolicy
from tests.pipeline.conftest import MakeLab
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


def _throttled(changes: Sequence[Change]) -> Iterator[PushResult]:
    raise RetryLaterError("slow down")
    yield


def test_customers_that_merge_while_their_creations_wait_are_created_once(make_lab: MakeLab) -> None:
    lab = make_lab(names=("alpha", "beta", "gamma"))
    lab["alpha"].user_creates("a1", **YAMADA)
    lab["beta"].user_creates("b1", family="山田", given="太郎")
    for name in ("alpha", "beta", "gamma"):
        lab[name].fault = _throttled
    lab.sync()
    lab["beta"].user_edits("b1", email=YAMADA["email"])
    for name in ("alpha", "beta", "gamma"):
        lab[name].fault = lambda changes: None
    lab.sync()
    lab.sync()
    assert [len(lab[name].records) for name in ("alpha", "beta", "gamma")] == [1, 1, 1]


class PowerCutError(Exception):
    """Raised by a test where a process would die."""


def _dies_after_sending(lab: Lab, name: str) -> Callable[[Sequence[Change]], Iterator[PushResult]]:
    def fault(changes: Sequence[Change]) -> Iterator[PushResult]:
        for change in changes:
            lab[name].carry_out(change)
        raise PowerCutError
        yield

    return fault


def test_after_a_crash_a_lagging_index_is_given_its_time(make_lab: MakeLab) -> None:
    lab = make_lab(index_lag_s=3600.0)
    lab["alpha"].user_creates("a1", **YAMADA)
    lab["beta"].fault = _dies_after_sending(lab, "beta")
    with pytest.raises(PowerCutError):
        lab.sync()
    hidden = dict(lab["beta"].changed_at)
    lab["beta"].changed_at.clear()
    lab["beta"].fault = lambda changes: (
        iter([PushResult(change.key, "missing") for change in changes]) if changes[0].operation == "lookup" else None
    )
    lab.sync()
    lab.clock.goes_on(hours=2)
    lab["beta"].changed_at.update(hidden)
    lab["beta"].fault = lambda changes: None
    lab.sync()
    lab.sync()
    assert len(lab["beta"].records) == 1


def _refuses(job: str, lab: Lab) -> Callable[[Sequence[Change]], Iterator[PushResult]]:
    def fault(changes: Sequence[Change]) -> Iterator[PushResult]:
        for change in changes:
            is_refused = change.payload.get("job") == job
            yield PushResult(change.key, "rejected") if is_refused else lab["beta"].carry_out(change)

    return fault


def test_what_was_refused_once_is_tried_again_after_other_words_were_taken(lab: Lab) -> None:
    _both_know_yamada(lab)
    lab["beta"].fault = _refuses("部長", lab)
    for job in ("部長", "課長"):
        lab["alpha"].user_edits("a1", job=job)
        lab.sync()
    lab["beta"].fault = lambda changes: None
    lab["alpha"].user_edits("a1", job="部長")
    lab.sync()
    assert lab["beta"].records["b1"]["job"] == "部長"


def test_a_look_up_without_an_answer_proves_nothing(lab: Lab) -> None:
    lab["alpha"].user_creates("a1", **YAMADA)
    lab["beta"].fault = _dies_after_sending(lab, "beta")
    with pytest.raises(PowerCutError):
        lab.sync()
    hidden = dict(lab["beta"].changed_at)
    lab["beta"].changed_at.clear()
    lab["beta"].fault = lambda changes: iter([PushResult(change.key, "unknown") for change in changes])
    lab.sync()
    lab["beta"].changed_at.update(hidden)
    lab["beta"].fault = lambda changes: None
    lab.sync()
    assert len(lab["beta"].records) == 1


def test_an_edit_made_while_an_earlier_write_is_unsettled_is_sent_after_it(make_lab: MakeLab) -> None:
    lab = make_lab(index_lag_s=3600.0)
    _both_know_yamada(lab)
    lab["alpha"].user_edits("a1", job="部長")
    lab["beta"].fault = lambda changes: iter(
        [PushResult(change.key, "unknown") for change in changes if lab["beta"].carry_out(change)]
    )
    lab.sync()
    lab["beta"].fault = lambda changes: None
    lab["alpha"].user_edits("a1", job="社長")
    lab.sync()
    assert lab["beta"].records["b1"]["job"] == "部長"
    lab.clock.goes_on(hours=2)
    lab.sync()
    assert lab["beta"].records["b1"]["job"] == "社長"


def _golden_ids(lab: Lab) -> dict[str, int]:
    with lab.database.begin() as tx:
        return dict(
            tx.rows(
                "SELECT r.external_id, c.golden_id FROM crosswalk c JOIN source_record s ON s.id = c.source_id "
                "JOIN raw_record r ON r.id = s.raw_id"
            )
        )


def test_a_split_gives_no_id_back_that_somebody_else_holds_by_now(make_lab: MakeLab) -> None:
    lab = make_lab(push=PushPolicy())
    lab["alpha"].user_creates("a1", **YAMADA)
    lab.sync()
    lab["beta"].user_creates("b1", **YAMADA)
    lab.sync()
    others = {"family": "佐藤", "given": "花子", "email": "sato@example.co.jp"}
    lab["alpha"].user_creates("a2", **others)
    lab["alpha"].user_creates("a3", **others)
    lab["beta"].user_edits("b1", **others)
    lab.sync()
    ids = _golden_ids(lab)
    assert ids["b1"] == ids["a2"] == ids["a3"] != ids["a1"]
    lab["beta"].user_edits("b1", family="鈴木", given="次郎", email="suzuki@example.co.jp")
    lab.sync()
    ids = _golden_ids(lab)
    assert len({ids["a1"], ids["a2"], ids["b1"]}) == 3
