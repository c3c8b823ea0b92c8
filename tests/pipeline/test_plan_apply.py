"""Plan before apply: a preview leaves nothing behind, and apply sends exactly what was planned."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from hub.merging.rules import Rule
from hub.sdk.errors import PersonNeededError, RetryLaterError
from hub.sdk.manifest import Rate
from hub.sdk.records import Change, PushResult
from hub.steward.applying import apply
from hub.steward.errors import StewardError
from hub.steward.planning import preview
from hub.steward.plans import Plan, PlannedChange, StreamPlan, read_plan, write_plan
from hub.store import outbox
from hub.store.migrate import metadata
from hub.sync.world import Brake, PushPolicy
from tests.pipeline.conftest import MakeLab
from tests.pipeline.lab import Lab

YAMADA = {"family": "山田", "given": "太郎", "email": "yamada@example.co.jp"}


def _everything(lab: Lab) -> dict[str, list[Any]]:
    """All rows of all tables."""
    with lab.database.begin() as tx:
        names = metadata().tables
        return {name: sorted(map(repr, tx.rows(f'SELECT * FROM "{name}"'))) for name in names}


def _both_know_yamada(lab: Lab) -> None:
    lab["alpha"].user_creates("a1", **YAMADA)
    lab["beta"].user_creates("b1", **YAMADA)
    lab.sync()


def _only_change(plan: Plan) -> PlannedChange:
    (change,) = plan.changes
    return change


def _stream(plan: Plan, place: str) -> StreamPlan:
    return next(stream for stream in plan.streams if stream.stream == place)


def test_a_preview_leaves_every_table_as_it_was(lab: Lab) -> None:
    _both_know_yamada(lab)
    lab["alpha"].user_edits("a1", job="部長")
    lab["beta"].user_edits("b1", job="課長")
    lab["alpha"].user_creates("a2", family="鈴木", email="s@example.jp")
    before = _everything(lab)
    assert preview(lab.world).changes
    assert _everything(lab) == before


def test_a_preview_writes_to_no_system_and_logs_nothing(lab: Lab) -> None:
    lab["alpha"].user_creates("a1", **YAMADA)
    assert preview(lab.world).writes == 1
    assert lab.written() == 0
    assert lab.events == []


def test_a_preview_without_a_pull_asks_no_system(lab: Lab) -> None:
    lab["alpha"].user_creates("a1", **YAMADA)
    assert preview(lab.world, pull=False).changes == []
    assert lab["alpha"].pulls == 0


def test_a_change_tells_from_what_to_what_by_whom_and_why(lab: Lab) -> None:
    _both_know_yamada(lab)
    lab["alpha"].user_edits("a1", job="部長")
    change = _only_change(preview(lab.world))
    assert (change.stream, change.operation, change.external_id) == ("beta/people", "update", "b1")
    (field,) = change.fields
    assert (field.part, field.field, field.before, field.after) == ("person", "occupation", None, "部長")
    assert (field.source, field.rule) == ("alpha/people/a1#person", "most_recent")


def test_a_create_names_the_source_records_behind_it(lab: Lab) -> None:
    lab["alpha"].user_creates("a1", **YAMADA)
    change = _only_change(preview(lab.world))
    assert (change.operation, change.external_id) == ("create", None)
    assert change.records == ["alpha/people/a1#person"]
    assert {field.source for field in change.fields} == {"alpha/people/a1#person"}


def test_a_plan_counts_requests_seconds_and_the_share_of_the_day(make_lab: MakeLab) -> None:
    lab = make_lab(rates=(Rate(requests=2, per_s=10),), daily_budget=100)
    for number in range(41):
        lab["alpha"].user_creates(f"a{number}", family="山田", email=f"y{number}@example.jp")
    told = _stream(preview(lab.world), "beta/people")
    assert (told.creates, told.requests, told.seconds, told.budget_share) == (41, 5, 20.0, 0.05)


def test_a_plan_tells_what_is_left_of_the_day(make_lab: MakeLab) -> None:
    lab = make_lab(daily_budget=100)
    lab["alpha"].user_creates("a1", **YAMADA)
    lab["beta"].context.calls.count(lab.clock().date())
    assert _stream(preview(lab.world), "beta/people").budget_left == 99


def test_a_plan_tells_the_conflicts_and_merges_that_it_would_record(lab: Lab) -> None:
    _both_know_yamada(lab)
    lab["alpha"].user_edits("a1", job="部長")
    lab["beta"].user_edits("b1", job="課長")
    lab["alpha"].user_creates("a2", family="鈴木", email="s@example.jp")
    lab["beta"].user_creates("b2", family="鈴木", email="s@example.jp")
    plan = preview(lab.world)
    (conflict,) = plan.conflicts
    assert (conflict.unit, conflict.state) == ("occupation", "auto")
    assert [merge.records for merge in plan.merges] == [["alpha/people/a2#person", "beta/people/b2#person"]]


def test_a_plan_tells_what_is_held_and_what_was_not_planned(make_lab: MakeLab) -> None:
    lab = make_lab(brake=Brake(max_changes=1, max_share=0.1), required=("email",))
    for number in range(2):
        lab["alpha"].user_creates(f"a{number}", family="山田", email=f"y{number}@example.jp")
    lab["alpha"].user_creates("a9", family="無名")
    told = _stream(preview(lab.world), "beta/people")
    assert told.held == 2
    assert told.not_planned == {"lacks: email": 1}


def test_a_plan_tells_what_could_not_be_read(lab: Lab) -> None:
    lab["beta"].pull_error = PersonNeededError("the key has expired; make a new one")
    assert "the key has expired" in str(preview(lab.world).stopped["beta/people"])


def test_a_plan_for_one_connection_speaks_of_that_one(make_lab: MakeLab) -> None:
    lab = make_lab(names=("alpha", "beta", "gamma"))
    lab["alpha"].user_creates("a1", **YAMADA)
    lab.sync(steps=("pull",))
    plan = preview(lab.world, ["beta"])
    assert {change.stream for change in plan.changes} == {"beta/people"}
    assert apply(lab.world, plan, "鈴木").is_complete
    assert (len(lab["beta"].records), len(lab["gamma"].records)) == (1, 0)


def test_an_unknown_connection_is_named(lab: Lab) -> None:
    with pytest.raises(StewardError, match="no connection gamma; the configuration has alpha, beta"):
        preview(lab.world, ["gamma"])


def test_a_plan_survives_its_file(lab: Lab, tmp_path: Path) -> None:
    _both_know_yamada(lab)
    lab["alpha"].user_edits("a1", job="部長")
    plan = preview(lab.world)
    write_plan(tmp_path / "plan.json", plan)
    assert read_plan(tmp_path / "plan.json") == plan


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("{}", "no saved plan"),
        ("not json", "no saved plan"),
        ('{"format": 99}', "format 99"),
        ('{"format": 2, "changes": 3}', "no saved plan"),
    ],
)
def test_a_file_that_is_no_plan_is_refused(tmp_path: Path, text: str, word: str) -> None:
    path = tmp_path / "plan.json"
    path.write_text(text)
    with pytest.raises(StewardError, match=word):
        read_plan(path)


def test_a_plan_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StewardError, match=r"no saved plan \(No such file"):
        read_plan(tmp_path / "none.json")


def test_apply_writes_what_the_plan_shows(lab: Lab) -> None:
    _both_know_yamada(lab)
    lab["alpha"].user_edits("a1", job="部長")
    lab["alpha"].user_creates("a2", family="鈴木", email="s@example.jp")
    applied = apply(lab.world, preview(lab.world), "鈴木")
    assert applied.is_complete
    assert [(sent.operation, sent.state) for sent in applied.sent] == [("update", "done"), ("create", "done")]
    assert lab["beta"].records["b1"]["job"] == "部長"
    assert len(lab["beta"].records) == 2


def test_a_record_that_changed_since_the_plan_is_refused_and_nothing_is_sent(lab: Lab) -> None:
    _both_know_yamada(lab)
    lab["alpha"].user_edits("a1", job="部長")
    plan = preview(lab.world)
    lab["alpha"].user_edits("a1", job="社長")
    applied = apply(lab.world, plan, "鈴木")
    (refused,) = applied.refused
    assert (refused.reason, refused.external_id, refused.differing) == ("record_changed", "b1", ["person.occupation"])
    assert lab.written() == 0


def test_what_was_edited_over_there_since_the_plan_is_refused(lab: Lab) -> None:
    _both_know_yamada(lab)
    lab["alpha"].user_edits("a1", job="部長")
    plan = preview(lab.world)
    lab["beta"].user_edits("b1", notes="よろしく")
    applied = apply(lab.world, plan, "鈴木")
    assert [(r.stream, r.reason) for r in applied.refused] == [("alpha/people", "not_in_plan")]
    assert [s.stream for s in applied.sent] == ["beta/people"]


def test_a_change_that_is_not_in_the_plan_is_refused(lab: Lab) -> None:
    lab["alpha"].user_creates("a1", **YAMADA)
    plan = preview(lab.world)
    lab["alpha"].user_creates("a2", family="鈴木", email="s@example.jp")
    applied = apply(lab.world, plan, "鈴木")
    assert [refused.reason for refused in applied.refused] == ["not_in_plan"]
    assert [record["family"] for record in lab["beta"].records.values()] == ["山田"]


def test_a_create_is_known_again_though_its_golden_number_is_another(lab: Lab) -> None:
    lab["alpha"].user_creates("a2", family="鈴木", email="s@example.jp")
    plan = preview(lab.world)
    lab["alpha"].user_creates("a1", **YAMADA)
    lab["alpha"].changed_at["a1"] = lab["alpha"].changed_at["a2"]
    applied = apply(lab.world, plan, "鈴木")
    assert [sent.state for sent in applied.sent] == ["done"]
    assert [record["family"] for record in lab["beta"].records.values()] == ["鈴木"]


def test_a_change_that_is_needed_no_longer_is_told(lab: Lab) -> None:
    _both_know_yamada(lab)
    lab["alpha"].user_edits("a1", job="部長")
    plan = preview(lab.world)
    lab["beta"].user_edits("b1", job="部長")
    applied = apply(lab.world, plan, "鈴木")
    assert [refused.reason for refused in applied.refused] == ["no_longer_needed"]
    assert applied.sent == []


def test_what_apply_holds_back_is_planned_again_by_the_next_sync(lab: Lab) -> None:
    _both_know_yamada(lab)
    lab["alpha"].user_edits("a1", job="部長")
    plan = preview(lab.world)
    lab["alpha"].user_edits("a1", job="社長")
    apply(lab.world, plan, "鈴木")
    lab.sync()
    assert lab["beta"].records["b1"]["job"] == "社長"


def test_a_plan_of_another_configuration_is_refused_as_a_whole(lab: Lab) -> None:
    lab["alpha"].user_creates("a1", **YAMADA)
    plan = preview(lab.world)
    with pytest.raises(StewardError, match="the configuration has changed"):
        apply(replace(lab.world, config_digest="another"), plan, "鈴木")
    assert lab.written() == 0


def test_applying_a_reviewed_plan_releases_the_brake_for_its_changes_only(make_lab: MakeLab) -> None:
    lab = make_lab(brake=Brake(max_changes=1, max_share=0.1))
    for number in range(3):
        lab["alpha"].user_creates(f"a{number}", family="山田", email=f"y{number}@example.jp")
    plan = preview(lab.world)
    lab["alpha"].user_creates("a9", family="鈴木", email="s@example.jp")
    applied = apply(lab.world, plan, "鈴木")
    assert len(applied.sent) == len(lab["beta"].records) == 3
    assert [refused.reason for refused in applied.refused] == ["not_in_plan"]


def test_a_change_to_a_system_that_cannot_be_read_is_refused(lab: Lab) -> None:
    lab["alpha"].user_creates("a1", **YAMADA)
    plan = preview(lab.world)
    lab["beta"].pull_error = RetryLaterError("down for the night")
    applied = apply(lab.world, plan, "鈴木")
    assert [(r.reason, "down for the night" in str(r.detail)) for r in applied.refused] == [("not_read", True)]
    assert lab.written() == 0


def test_a_write_that_its_system_refuses_is_told(lab: Lab) -> None:
    def no(changes: Sequence[Change]) -> Iterator[PushResult]:
        return iter([PushResult(change.key, "rejected", message="メールが不正です") for change in changes])

    lab["alpha"].user_creates("a1", **YAMADA)
    lab["beta"].fault = no
    applied = apply(lab.world, preview(lab.world), "鈴木")
    assert [(sent.state, sent.message) for sent in applied.sent] == [("rejected", "メールが不正です")]
    assert not applied.is_complete


def test_a_deletion_is_planned_as_an_archiving(make_lab: MakeLab) -> None:
    lab = make_lab(push=PushPolicy(create=True, update=True, delete="archive"))
    _both_know_yamada(lab)
    lab["alpha"].user_deletes("a1")
    plan = preview(lab.world)
    assert _stream(plan, "beta/people").archives == 1
    assert apply(lab.world, plan, "鈴木").is_complete
    assert lab["beta"].records == {}


def test_a_conflict_under_review_is_shown_and_not_planned(make_lab: MakeLab) -> None:
    lab = make_lab(rules={("person", "occupation"): Rule(review=True)})
    _both_know_yamada(lab)
    lab["alpha"].user_edits("a1", job="部長")
    lab["beta"].user_edits("b1", job="課長")
    plan = preview(lab.world)
    assert plan.changes == []
    assert [conflict.state for conflict in plan.conflicts] == ["open"]


def _at_random(lab: Lab, seed: int) -> None:
    """A busy afternoon in both systems."""
    chance = random.Random(seed)
    for number in range(12):
        system = lab[chance.choice(["alpha", "beta"])]
        email = f"y{chance.randrange(6)}@example.jp"
        system.user_creates(f"{system.name[0]}{number}", family="山田", email=email, job=chance.choice(["部長", ""]))
    if chance.random() < 0.7:
        lab.sync()
    for _ in range(6):
        system = lab[chance.choice(["alpha", "beta"])]
        if system.records:
            field = chance.choice(["job", "notes", "mobile"])
            system.user_edits(chance.choice(sorted(system.records)), **{field: f"090-0000-{chance.randrange(10):04}"})


@pytest.mark.parametrize("seed", range(4))
def test_in_a_world_that_stands_still_apply_sends_the_whole_plan_and_nothing_else(lab: Lab, seed: int) -> None:
    _at_random(lab, seed)
    plan, before = preview(lab.world), lab.written()
    applied = apply(lab.world, plan, "鈴木")
    assert applied.refused == []
    assert [sent.state for sent in applied.sent] == ["done"] * len(plan.changes)
    assert lab.written() - before == len(plan.changes)


def test_a_preview_waits_for_a_connection_at_work_without_holding_the_database(lab: Lab) -> None:
    lab["alpha"].user_creates("a1", **YAMADA)
    with ThreadPoolExecutor(2) as pool:
        with lab.world.connections["beta"].busy:
            planned = pool.submit(preview, lab.world)
            pool.submit(_everything, lab).result(timeout=30)
            assert not planned.done()
        assert planned.result(timeout=30).writes == 1


def test_apply_leaves_nothing_waiting_in_the_outbox(lab: Lab) -> None:
    lab["alpha"].user_creates("a1", **YAMADA)
    plan = preview(lab.world)
    lab["alpha"].user_creates("a2", family="鈴木", email="s@example.jp")
    apply(lab.world, plan, "鈴木")
    with lab.database.begin() as tx:
        assert outbox.listing(tx, ["pending", "held", "sending", "unknown"]) == []
