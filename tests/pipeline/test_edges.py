"""Corners of the engine that random worlds found: each was wrong once."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from hub.sdk.errors import RetryLaterError
from hub.sdk.records import Change, PushResult
from hub.steward.pairs import join
from hub.store import decisions
from hub.sync.ledger import MERGES_TOLD, Ledger
from hub.sync.resolve import resolve
from hub.sync.survivors import Survivors
from hub.sync.world import PushPolicy
from tests.pipeline.conftest import MakeLab
from tests.pipeline.lab import PEOPLE, Lab, compiled

YAMADA = {"family": "山田", "given": "太郎", "email": "yamada@example.co.jp"}


def test_what_is_skipped_is_told_with_its_reason(lab: Lab) -> None:
    lab["alpha"].user_creates("a1", **YAMADA)
    lab["alpha"].user_deletes("a1")
    report = lab.sync()
    assert report.state == "ok"
    assert report.as_document()["pulls"]["alpha/people"]["skipped"] == {"deleted_unseen": 1}


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


def test_an_edit_made_while_an_earlier_write_is_unsettled_is_sent_after_it(lab: Lab) -> None:
    _both_know_yamada(lab)
    lab["alpha"].user_edits("a1", job="部長")
    lab["beta"].fault = _answers_nothing(lab, "beta")
    lab.sync()
    lab["beta"].fault = lambda changes: iter([PushResult(change.key, "unknown") for change in changes])
    lab["alpha"].user_edits("a1", job="社長")
    lab.sync()
    assert lab["beta"].records["b1"]["job"] == "部長"
    lab["beta"].fault = lambda changes: None
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


def test_a_state_that_an_index_shows_late_goes_over_no_newer_one(make_lab: MakeLab) -> None:
    lab = make_lab(deletes="listing", index_lag_s=900.0)
    _both_know_yamada(lab)
    alpha = lab["alpha"]
    late, late_at = dict(alpha.records["a1"]), alpha.changed_at["a1"]
    alpha.user_edits("a1", job="部長")
    lab.sync()
    alpha.records["a1"], alpha.changed_at["a1"] = late, late_at
    report = lab.sync()
    assert set(report.as_document()["pulls"]["alpha/people"]["skipped"]) == {"outdated"}
    assert (report.ledger.written, lab["beta"].records["b1"]["job"]) == (0, "部長")


def _answers_nothing(lab: Lab, name: str) -> Callable[[Sequence[Change]], Iterator[PushResult]]:
    return lambda changes: iter([PushResult(c.key, "unknown") for c in changes if lab[name].carry_out(c)])


def test_what_was_made_for_a_customer_who_was_merged_meanwhile_is_his_heirs(make_lab: MakeLab) -> None:
    lab = make_lab(names=("alpha", "beta", "gamma"), index_lag_s=3600.0)
    lab["alpha"].user_creates("a1", **YAMADA)
    lab["beta"].user_creates("b1", **{**YAMADA, "email": "taro@example.co.jp"})
    for name in lab.systems:
        lab[name].fault = _answers_nothing(lab, name)
    lab.sync()
    for name in lab.systems:
        lab[name].fault = lambda changes: None
    join(lab.world, "alpha/people/a1", "beta/people/b1", "hanako")
    lab.sync(only=["alpha"])
    assert len(lab.people()) == 1
    lab.clock.goes_on(hours=2)
    lab.sync(steps=("settle",))
    with lab.database.begin() as tx:
        (heir,) = {row[0] for row in tx.rows("SELECT id FROM golden WHERE redirect_to IS NULL")}
        holders = tx.rows("SELECT golden_id FROM crosswalk")
    assert [row[0] for row in holders] == [heir] * 6


def test_a_customer_is_known_by_the_mailbox_as_it_is_now(make_lab: MakeLab) -> None:
    lab = make_lab(push=PushPolicy(update=True))
    lab["alpha"].user_creates("a1", **YAMADA)
    lab.sync()
    lab["alpha"].user_edits("a1", email="taro@example.co.jp")
    lab.sync()
    lab["beta"].user_creates("b1", **{**YAMADA, "email": "taro@example.co.jp"})
    lab["beta"].user_creates("b2", family="佐藤", given="花子", email=YAMADA["email"])
    lab.sync()
    ids = _golden_ids(lab)
    assert ids["a1"] == ids["b1"] != ids["b2"]


def test_a_mapping_that_changes_brings_no_deleted_customer_back(make_lab: MakeLab) -> None:
    lab = make_lab(names=("alpha", "beta"), push=PushPolicy())
    lab["alpha"].user_creates("a1", **YAMADA)
    lab.sync()
    lab["alpha"].user_deletes("a1")
    lab.sync()
    _is_mapped_anew(lab, push=PushPolicy(create=True))
    lab.sync()
    assert (lab.written(), lab["beta"].records) == (0, {})


def test_a_record_that_is_back_in_its_list_as_it_was_is_there_again(make_lab: MakeLab) -> None:
    lab = make_lab(deletes="listing")
    _both_know_yamada(lab)
    lab["alpha"].user_creates("a2", family="佐藤", given="花子", email="sato@example.co.jp")
    lab.sync()
    away = lab["alpha"].records.pop("a1")
    assert lab.sync().ledger.pulls["alpha/people"].deleted == 1
    lab["alpha"].records["a1"] = away
    lab["beta"].user_edits("b1", job="部長")
    lab.sync()
    assert lab["alpha"].records["a1"].get("job") == "部長"


def test_a_clock_that_is_ahead_does_not_win_over_what_was_typed_since(lab: Lab) -> None:
    lab["alpha"].user_creates("a1", **YAMADA, job="係長")
    lab["alpha"].changed_at["a1"] += timedelta(days=1)
    lab["beta"].pull_error = RetryLaterError("down for the night")
    lab.sync()
    lab["beta"].pull_error = None
    lab["beta"].user_creates("b1", **YAMADA, job="課長")
    lab.sync()
    assert [lab["alpha"].records["a1"]["job"], lab["beta"].records["b1"]["job"]] == ["課長", "課長"]


def test_a_field_that_a_system_does_not_speak_of_is_not_emptied(lab: Lab) -> None:
    _both_know_yamada(lab)
    lab["alpha"].user_edits("a1", job="部長")
    lab.sync()
    del lab["alpha"].records["a1"]["job"]
    lab["alpha"].user_edits("a1", notes="重要")
    lab.sync()
    assert lab["beta"].records["b1"] | {"job": "部長", "notes": "重要"} == lab["beta"].records["b1"]


def test_a_field_that_is_mapped_from_now_on_is_read_from_what_is_stored(make_lab: MakeLab) -> None:
    lab = make_lab(mapping=PEOPLE.replace("      notes: notes\n", ""))
    _both_know_yamada(lab)
    lab["alpha"].user_edits("a1", notes="重要")
    lab.sync()
    assert "notes" not in lab.people()[0]
    _is_mapped_anew(lab, mapping=compiled(PEOPLE))
    lab.sync()
    assert (lab.people()[0]["notes"], lab["beta"].records["b1"]["notes"]) == ("重要", "重要")


def _is_mapped_anew(lab: Lab, **changed: Any) -> None:
    """The operator changes every stream, and with it its mapping."""
    connections = {
        name: replace(c, streams={"people": replace(c.streams["people"], mapping_digest="changed", **changed)})
        for name, c in lab.world.connections.items()
    }
    lab.world = replace(lab.world, connections=connections)


@pytest.fixture
def frozen() -> Iterator[int]:
    """What a command has frozen at its start: so many objects."""
    gc.freeze()
    yield gc.get_freeze_count()
    gc.unfreeze()


def test_what_was_frozen_before_a_run_stays_so_but_for_what_nobody_holds_any_more(lab: Lab, frozen: int) -> None:
    lab.sync()
    assert gc.get_freeze_count() > frozen // 2


def test_what_was_collected_of_one_chunk_is_let_go_with_it(lab: Lab) -> None:
    gc.disable()
    with lab.database.begin() as tx:
        collected = weakref.ref(Survivors(tx, lab.world, "person", 1, Ledger()))
    gc.enable()
    assert collected() is None


def test_of_very_many_merges_some_are_told_and_all_are_counted(lab: Lab) -> None:
    lab["alpha"].user_creates("a1", **YAMADA)
    lab["beta"].user_creates("b1", **YAMADA)
    run_id = lab.sync(steps=("pull",)).run_id
    ledger = Ledger(merges=[{}] * MERGES_TOLD)
    resolve(lab.world, run_id, ledger)
    assert (ledger.resolve.merged, len(ledger.merges)) == (1, MERGES_TOLD)
