"""Intent, write, confirm: what was not answered is looked up before anything is sent again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import msgspec
import pytest

from hub.sdk.errors import BrokenContractError, PersonNeededError, RetryLaterError
from hub.sdk.records import Change, PushResult
from hub.steward.planning import preview
from hub.store import outbox
from hub.sync.plan import CHUNK
from hub.sync.run import Report
from hub.sync.world import Brake, PushPolicy
from tests.pipeline.conftest import MakeLab
from tests.pipeline.lab import Lab


def _silent(lab: Lab, name: str, *, arrives: bool) -> None:
    """The next writes of a system get no answer, whether they arrive or not."""

    def fault(changes: Sequence[Change]) -> Iterator[PushResult] | None:
        if changes[0].operation == "lookup":
            return None
        results = [lab[name].carry_out(change) for change in changes] if arrives else []
        del results
        return iter([PushResult(change.key, "unknown", message="timed out") for change in changes])

    lab[name].fault = fault


def test_a_create_whose_answer_was_lost_is_not_sent_twice(lab: Lab) -> None:
    lab["alpha"].user_creates("a1", family="山田", email="y@example.jp")
    _silent(lab, "beta", arrives=True)
    assert lab.sync().ledger.pushes["beta/people"].unknown == 1
    lab["beta"].fault = lambda changes: None
    for _ in range(3):
        lab.sync()
    assert len(lab["beta"].records) == 1
    assert len([w for w in lab["beta"].writes if w.operation == "create"]) == 1


def test_a_system_that_is_only_written_is_asked_before_a_create_is_sent_again(lab: Lab) -> None:
    beta = lab.world.connections["beta"]
    unread = replace(beta, streams={"people": replace(beta.streams["people"], pulls=False)})
    lab.world = replace(lab.world, connections={**lab.world.connections, "beta": unread})
    lab["alpha"].user_creates("a1", family="山田", email="y@example.jp")
    _silent(lab, "beta", arrives=True)
    lab.sync()
    lab["beta"].fault = lambda changes: None
    lab.sync()
    assert len(lab["beta"].records) == 1
    with lab.database.begin() as tx:
        assert len(outbox.listing(tx, ["done"])) == 1


def test_a_create_that_never_arrived_is_sent_again(lab: Lab) -> None:
    lab["alpha"].user_creates("a1", family="山田", email="y@example.jp")
    _silent(lab, "beta", arrives=False)
    lab.sync()
    lab["beta"].fault = lambda changes: None
    lab.sync()
    assert len(lab["beta"].records) == 1


def test_an_update_whose_answer_was_lost_is_settled(lab: Lab) -> None:
    lab["alpha"].user_creates("a1", family="山田", email="y@example.jp")
    lab.sync()
    lab["alpha"].user_edits("a1", job="部長")
    _silent(lab, "beta", arrives=True)
    lab.sync()
    lab["beta"].fault = lambda changes: None
    assert lab.sync().ledger.stopped == {}
    with lab.database.begin() as tx:
        assert outbox.listing(tx, ["unknown", "sending", "pending"]) == []
    assert [r["job"] for r in lab["beta"].records.values()] == ["部長"]


def _older_edit_is_read_after_a_write_without_an_answer(lab: Lab) -> None:
    """An edit that was typed before the one that the hub wrote, in a system that was down while the hub did."""
    lab["alpha"].user_creates("a1", family="山田", email="y@example.jp")
    lab.sync()
    lab["beta"].user_edits(next(iter(lab["beta"].records)), job="係長")
    lab["alpha"].user_edits("a1", job="部長")
    lab["alpha"].pull_error = RetryLaterError("down for the night")
    _silent(lab, "gamma", arrives=True)
    lab.clock.goes_on(seconds=60)
    lab.sync()
    lab["alpha"].pull_error = None
    lab["gamma"].fault = lambda changes: None
    lab.clock.goes_on(seconds=60)
    for _ in range(3):
        lab.sync()


@pytest.mark.parametrize(
    "manifest",
    [{"index_lag_s": 3600.0}, {"operations": frozenset({"create", "update"})}],
    ids=["a lagging index", "no look-up"],
)
def test_what_the_hub_wrote_without_an_answer_is_nobodys_edit(make_lab: MakeLab, manifest: dict[str, Any]) -> None:
    lab = make_lab(names=("alpha", "beta", "gamma"), **manifest)
    _older_edit_is_read_after_a_write_without_an_answer(lab)
    assert {r["job"] for name in lab.systems for r in lab[name].records.values()} == {"部長"}


def test_a_refused_write_is_told_and_not_repeated(lab: Lab) -> None:
    lab["beta"].fault = lambda changes: iter(
        [PushResult(change.key, "rejected", message="メールが不正です") for change in changes]
    )
    lab["alpha"].user_creates("a1", family="山田", email="y@example.jp")
    first, second = lab.sync(), lab.sync()
    lab["alpha"].user_edits("a1", notes="x")
    assert first.ledger.pushes["beta/people"].rejected == 1
    assert second.ledger.pushes["beta/people"].rejected == 0
    assert ("write_rejected", "メールが不正です") in [(e, d.get("reason")) for e, d in lab.events]


def test_a_throttled_system_keeps_its_intents_for_later(lab: Lab) -> None:
    def throttled(changes: Sequence[Change]) -> Iterator[PushResult]:
        raise RetryLaterError("slow down", wait_s=60)
        yield

    lab["alpha"].user_creates("a1", family="山田", email="y@example.jp")
    lab["beta"].fault = throttled
    report = lab.sync()
    assert report.state == "partial"
    assert "beta/people" in report.ledger.stopped
    lab["beta"].fault = lambda changes: None
    lab.sync()
    assert len(lab["beta"].records) == 1


def test_one_failing_system_does_not_stop_the_others(make_lab: MakeLab) -> None:
    lab = make_lab(names=("alpha", "beta", "gamma"))
    lab["beta"].pull_error = PersonNeededError("the key has expired; make a new one")
    lab["alpha"].user_creates("a1", family="山田", email="y@example.jp")
    report = lab.sync()
    assert report.state == "partial"
    assert len(lab["gamma"].records) == 1


def test_a_mass_change_stops_at_the_brake(make_lab: MakeLab) -> None:
    lab = make_lab(brake=Brake(max_changes=3, max_share=0.5))
    for number in range(5):
        lab["alpha"].user_creates(f"a{number}", family="山田", email=f"y{number}@example.jp")
    report = lab.sync()
    assert report.ledger.held == {"beta/people": 5}
    assert lab["beta"].records == {}
    with lab.database.begin() as tx:
        assert outbox.release(tx) == 5
    lab.sync()
    assert len(lab["beta"].records) == 5


def _known_to_both(lab: Lab, count: int) -> None:
    for number in range(count):
        lab["alpha"].user_creates(f"a{number}", family="山田", email=f"y{number}@example.jp")
    lab.world = replace(lab.world, releases=True)
    lab.sync()
    lab.world = replace(lab.world, releases=False)


def _respells(lab: Lab, first: int, count: int) -> Report:
    for number in range(first, first + count):
        lab["alpha"].user_edits(f"a{number}", job="担当")
    return lab.sync()


def test_a_mass_change_that_arrives_in_slices_stops_at_the_brake(make_lab: MakeLab) -> None:
    lab = make_lab(brake=Brake(max_changes=4, max_share=0.5))
    _known_to_both(lab, 12)
    assert [_respells(lab, first, 3).ledger.held for first in (0, 3, 6)] == [{}, {}, {"beta/people": 3}]
    assert sum("job" in record for record in lab["beta"].records.values()) == 6


def test_a_plan_foretells_what_the_brake_holds_with_the_hour_before(make_lab: MakeLab) -> None:
    lab = make_lab(brake=Brake(max_changes=4, max_share=0.5))
    _known_to_both(lab, 12)
    for first in (0, 3):
        _respells(lab, first, 3)
    for number in range(6, 9):
        lab["alpha"].user_edits(f"a{number}", job="担当")
    (told,) = [stream for stream in preview(lab.world).streams if stream.stream == "beta/people"]
    assert told.held == 3


def test_what_was_written_over_an_hour_ago_or_let_go_by_a_person_is_no_part_of_a_mass_change(
    make_lab: MakeLab,
) -> None:
    lab = make_lab(brake=Brake(max_changes=4, max_share=0.5))
    _known_to_both(lab, 12)
    held = []
    for first in (0, 3, 6, 9):
        held.append(_respells(lab, first, 3).ledger.held)
        lab.clock.goes_on(minutes=35)
    assert held == [{}, {}, {}, {}]
    assert all("job" in record for record in lab["beta"].records.values())


class _DiedError(BaseException):
    """The process is gone."""


def test_of_a_plan_that_died_half_way_nothing_leaves_before_the_whole_of_it_is_weighed(make_lab: MakeLab) -> None:
    lab = make_lab(brake=Brake(max_changes=CHUNK), list_page_max=CHUNK)
    for number in range(CHUNK + 1):
        lab["alpha"].user_creates(f"a{number}", family="山田", email=f"y{number}@example.jp")
    lab.sync(steps=("pull", "resolve"))
    commits: list[str] = []

    def reached(moment: str) -> None:
        commits.extend([moment] * (moment == "before commit"))
        # The first commit begins the run, the second stores one chunk of the plan.
        if len(commits) == 3:
            raise _DiedError

    lab.database.reached = reached
    with pytest.raises(_DiedError):
        lab.sync(steps=("plan",))
    lab.database.reached = lambda moment: None
    assert lab.sync(steps=("push",)).ledger.written == 0
    assert lab.sync().ledger.held == {"beta/people": CHUNK + 1}


def test_a_deletion_travels_only_where_the_policy_says_so(make_lab: MakeLab) -> None:
    lab = make_lab(push=PushPolicy(create=True, update=True, delete="archive"))
    lab["alpha"].user_creates("a1", family="山田", email="y@example.jp")
    lab.sync()
    lab["alpha"].user_deletes("a1")
    lab.sync()
    assert lab["beta"].records == {}


def test_pushes_are_sent_in_full_batches(lab: Lab) -> None:
    for number in range(25):
        lab["alpha"].user_creates(f"a{number}", family="山田", email=f"y{number}@example.jp")
    batches: list[int] = []

    def counting(changes: Sequence[Change]) -> None:
        batches.append(len(changes))

    lab["beta"].fault = lambda changes: counting(changes)
    lab.sync()
    assert batches == [10, 10, 5]


def test_what_a_system_cut_short_is_nobodys_edit(make_lab: MakeLab) -> None:
    lab = make_lab()
    beta = lab["beta"]

    def cut(changes: Sequence[Change]) -> Iterator[PushResult]:
        for change in changes:
            change.payload["notes"] = change.payload["notes"][:2]
            done = beta.carry_out(change)
            shown = msgspec.json.encode({**change.payload, "at": "2026-04-01T09:00:00Z"})
            yield PushResult(done.key, "done", done.external_id, payload=shown)

    beta.fault = cut
    lab["alpha"].user_creates("a1", family="山田", email="y@example.jp", notes="大切なお客様")
    lab.sync()
    lab.sync()
    assert [record["notes"] for record in beta.records.values()] == ["大切"]
    assert lab["alpha"].records["a1"]["notes"] == "大切なお客様"


def test_an_emptied_listing_marks_nothing_as_deleted_until_a_person_says_so(make_lab: MakeLab) -> None:
    lab = make_lab(deletes="listing")
    for number in range(3):
        lab["alpha"].user_creates(f"a{number}", family="山田", email=f"y{number}@example.jp")
    lab.sync()
    lab["alpha"].records.clear()
    report = lab.sync()
    assert "3 of 3 records have vanished" in str(report.ledger.stopped["alpha/people"])
    assert report.ledger.pulls["alpha/people"].deleted == 0
    lab.world = replace(lab.world, releases=True)
    assert lab.sync().ledger.pulls["alpha/people"].deleted == 3


def test_a_write_that_arrives_late_where_the_clock_is_ahead_is_nobodys_edit(make_lab: MakeLab) -> None:
    lab = make_lab(operations=frozenset({"create", "update"}))
    lab["alpha"].user_creates("a1", family="山田", email="y@example.jp")
    lab.sync()
    lab["alpha"].user_edits("a1", job="部長")
    sent: list[Change] = []

    def swallow(changes: Sequence[Change]) -> Iterator[PushResult]:
        sent.extend(changes)
        return iter([PushResult(change.key, "unknown", message="timed out") for change in changes])

    lab["beta"].fault = swallow
    lab.sync()
    lab["alpha"].user_edits("a1", job="社長")
    for change in sent:
        lab["beta"].carry_out(change)
    (beta_id,) = lab["beta"].records
    lab["beta"].changed_at[beta_id] += timedelta(hours=1)
    lab["beta"].fault = lambda changes: None
    for _ in range(2):
        lab.sync()
    assert [record["job"] for name in lab.systems for record in lab[name].records.values()] == ["社長", "社長"]
    assert lab.conflicts() == []


def test_a_creation_whose_good_answer_nobody_understood_is_looked_up_and_not_made_twice(make_lab: MakeLab) -> None:
    lab = make_lab(natural_key=("family", "email"))

    def unclear(changes: Sequence[Change]) -> Iterator[PushResult]:
        made = [lab["beta"].carry_out(change) for change in changes]
        raise BrokenContractError(f"POST /people: {len(made)} have another shape than expected", may_be_done=True)

    lab["alpha"].user_creates("a1", family="山田", email="y@example.jp")
    lab["beta"].fault = unclear
    assert lab.sync().ledger.pushes["beta/people"].unknown == 1
    lab["beta"].fault = lambda changes: None
    lab.sync()
    assert len([w for w in lab["beta"].writes if w.operation == "create"]) == 1
