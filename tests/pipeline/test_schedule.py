"""The schedule reads and writes every connection in its time, alone, and goes on whatever one of them does."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from hub.bootstrap import take_over
from hub.config.timing import Every, parse_trigger
from hub.config.words import parse_quiet_hours
from hub.merging.rules import Rule
from hub.schedule import JobPlan, Loaded, Scheduler
from hub.schedule.gate import Gate
from hub.schedule.record import recorded
from hub.schedule.sending import send
from hub.schedule.work import Outcome, decide, push
from hub.sdk.errors import BrokenContractError, PersonNeededError, RetryLaterError
from hub.sdk.records import Change, PushResult
from hub.store import runs
from hub.store.lease import LeaseLostError
from hub.store.lock import hub_lock
from hub.sync.reasons import Reason, read_reason
from hub.sync.run import run_pipeline
from hub.sync.world import World
from tests.pipeline.conftest import MakeLab
from tests.pipeline.lab import Lab

TOKYO = ZoneInfo("Asia/Tokyo")
QUARTER = parse_trigger("every 15m")
NEVER = datetime.max.replace(tzinfo=UTC)
YAMADA = {"family": "山田", "given": "太郎", "email": "yamada@example.co.jp"}


@dataclass
class Desk:
    """A lab under a schedule whose clock stands still until it is told to go on."""

    lab: Lab
    plans: list[JobPlan]
    silence_after: timedelta | None = None
    configuration: str = "first"
    load: Callable[[], Loaded] | None = None
    stopping: threading.Event = field(default_factory=threading.Event)
    silent: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.scheduler = Scheduler(
            self.loaded(),
            self.stopping,
            load=self.load or self.loaded,
            fingerprint=lambda: self.configuration,
            now=lambda: self.lab.clock.moment,
            on_silent=lambda connection, last_ok_at: self.silent.append(connection),
        )

    def world(self) -> World:
        return replace(self.lab.world, is_stopping=self.stopping.is_set)

    def loaded(self) -> Loaded:
        return Loaded(self.world(), self.plans, TOKYO, self.silence_after)

    def opens(self) -> Desk:
        self.scheduler.start(is_paused=True)
        self.work()
        return self

    def work(self) -> list[str]:
        """Everything that is due now, and what follows from it."""
        done: list[str] = []
        while called := self.scheduler.appointments.call_due():
            done += called
            assert len(done) < 200, "the schedule runs in circles"
        return done

    def goes_on(self, **by: float) -> list[str]:
        """Time passes from appointment to appointment; the jobs that ran."""
        until = self.lab.clock.moment + timedelta(**by)
        done = []
        while (soonest := min(self.agenda().values(), default=NEVER)) <= until:
            self.lab.clock.moment = max(self.lab.clock.moment, soonest)
            done += self.work()
        self.lab.clock.moment = until
        return done + self.work()

    def agenda(self) -> dict[str, datetime]:
        return self.scheduler.appointments.agenda()

    def due_in(self, name: str) -> timedelta:
        return self.agenda()[name] - self.lab.clock.moment

    def events(self, name: str) -> list[dict[str, Any]]:
        return [data for event, data in self.lab.events if event == name]

    def close(self) -> None:
        if not self.stopping.is_set():
            self.scheduler.stop()


MakeDesk = Callable[..., Desk]


@pytest.fixture
def make_desk(make_lab: MakeLab) -> Iterator[MakeDesk]:
    desks: list[Desk] = []

    def make(*plans: JobPlan, lab: Lab | None = None, **options: Any) -> Desk:
        chosen = list(plans) or [JobPlan("alpha", "pull", QUARTER), JobPlan("beta", "pull", QUARTER)]
        desks.append(Desk(lab or make_lab(), chosen, **options))
        return desks[-1].opens()

    yield make
    for desk in desks:
        desk.close()


def test_an_edit_travels_by_itself(make_desk: MakeDesk) -> None:
    desk = make_desk()
    desk.lab["alpha"].user_creates("a1", **YAMADA)
    desk.goes_on(minutes=16)
    assert [r["email"] for r in desk.lab["beta"].records.values()] == ["yamada@example.co.jp"]


def test_when_edits_stop_nothing_is_written_and_nothing_is_planned(make_desk: MakeDesk) -> None:
    desk = make_desk()
    desk.lab["alpha"].user_creates("a1", **YAMADA)
    desk.goes_on(hours=1)
    written = desk.lab.written()
    assert set(desk.goes_on(hours=2)) == {"alpha:pull", "beta:pull"}
    assert desk.lab.written() == written


def test_each_connection_is_read_at_its_own_interval(make_desk: MakeDesk) -> None:
    desk = make_desk(JobPlan("alpha", "pull", QUARTER), JobPlan("beta", "pull", parse_trigger("every 1h")))
    ran = desk.goes_on(hours=2, minutes=1)
    assert (ran.count("alpha:pull"), ran.count("beta:pull")) == (8, 2)


def test_a_connection_with_push_times_of_its_own_is_written_then(make_desk: MakeDesk) -> None:
    push = JobPlan("beta", "push", parse_trigger("0 20 * * *"))  # it is 18:00 in Tokyo
    desk = make_desk(JobPlan("alpha", "pull", QUARTER), push)
    desk.lab["alpha"].user_creates("a1", **YAMADA)
    desk.goes_on(hours=1)
    assert desk.lab["beta"].records == {}
    desk.goes_on(hours=1, minutes=1)
    assert len(desk.lab["beta"].records) == 1


def test_nothing_starts_in_quiet_hours_and_one_run_follows_them(make_desk: MakeDesk) -> None:
    desk = make_desk(JobPlan("alpha", "pull", QUARTER, quiet=parse_quiet_hours("22:00-07:00")))
    desk.goes_on(hours=4, minutes=-1)
    before = desk.lab["alpha"].pulls
    desk.goes_on(hours=9)
    assert desk.lab["alpha"].pulls == before
    desk.goes_on(minutes=10)
    assert desk.lab["alpha"].pulls == before + 1
    assert len([e for e in desk.events("slot_skipped") if e["why"] == "quiet hours"]) == 1


def test_quiet_hours_hold_writes_on_demand_too(make_desk: MakeDesk) -> None:
    lab_quiet = JobPlan("beta", "pull", parse_trigger("every 1d"), quiet=parse_quiet_hours("17:00-21:00"))
    desk = make_desk(JobPlan("alpha", "pull", QUARTER), lab_quiet)
    desk.lab["alpha"].user_creates("a1", **YAMADA)
    desk.goes_on(hours=1)
    assert desk.lab["beta"].records == {}
    desk.goes_on(hours=3)
    assert len(desk.lab["beta"].records) == 1


def test_downtime_is_caught_up_once(make_desk: MakeDesk, make_lab: MakeLab) -> None:
    lab = make_lab()
    first = make_desk(lab=lab)
    first.close()
    pulls = lab["alpha"].pulls
    lab.clock.goes_on(days=3, minutes=5)
    second = make_desk(lab=lab)
    assert lab["alpha"].pulls == pulls + 1
    assert second.due_in("alpha:pull") <= timedelta(minutes=15)
    assert len(second.events("slots_missed")) == 2


def test_downtime_is_not_caught_up_where_it_shall_not_be(make_desk: MakeDesk, make_lab: MakeLab) -> None:
    lab, plan = make_lab(), JobPlan("alpha", "pull", parse_trigger("0 19 * * *"), catch_up="skip")
    make_desk(plan, lab=lab).goes_on(hours=2)
    pulls = lab["alpha"].pulls
    lab.clock.goes_on(days=3)
    make_desk(plan, lab=lab)
    assert lab["alpha"].pulls == pulls == 1


def test_intents_left_by_a_process_that_died_are_sent_at_the_start(make_desk: MakeDesk, make_lab: MakeLab) -> None:
    lab = make_lab()
    lab["alpha"].user_creates("a1", **YAMADA)
    lab.sync(steps=("pull", "resolve", "plan"))
    make_desk(JobPlan("alpha", "pull", parse_trigger("0 3 * * *")), lab=lab)
    assert len(lab["beta"].records) == 1


def _rarely_read(desk_of: MakeDesk, lab: Lab, when: str) -> Desk:
    """Alpha is read each quarter of an hour, beta at other times; both are written to as soon as they have to be."""
    beta = JobPlan("beta", "pull", parse_trigger(when))
    return desk_of(JobPlan("alpha", "pull", QUARTER), beta, lab=lab)


def test_an_edit_that_its_own_times_have_not_read_yet_is_not_written_over(make_desk: MakeDesk, lab: Lab) -> None:
    lab["alpha"].user_creates("a1", **YAMADA)
    lab["beta"].user_creates("b1", **YAMADA)
    desk = _rarely_read(make_desk, lab, "every 1h")
    desk.goes_on(hours=2, minutes=2)
    lab["beta"].user_edits("b1", job="社長")
    desk.goes_on(minutes=2)
    lab["alpha"].user_edits("a1", job="部長")
    desk.goes_on(minutes=20)
    assert [system.records[name]["job"] for name, system in (("a1", lab["alpha"]), ("b1", lab["beta"]))] == ["部長"] * 2
    assert "社長" in lab.conflicts()[0].doc


def test_a_system_that_cannot_be_read_is_not_written_to(make_desk: MakeDesk, lab: Lab) -> None:
    lab["alpha"].user_creates("a1", **YAMADA)
    lab["beta"].user_creates("b1", **YAMADA)
    desk = _rarely_read(make_desk, lab, "every 15m")
    desk.goes_on(hours=1)
    lab["beta"].pull_error = RetryLaterError("out of order")
    lab["beta"].user_edits("b1", job="社長")
    lab["alpha"].user_edits("a1", job="部長")
    desk.goes_on(hours=3)
    assert lab["beta"].records["b1"]["job"] == "社長"
    lab["beta"].pull_error = None
    desk.goes_on(hours=2)
    assert lab["beta"].records["b1"]["job"] == "部長"
    assert "社長" in lab.conflicts()[0].doc


def test_a_list_that_may_not_be_the_same_one_is_not_written_to_before_it_is_whole_again(
    make_desk: MakeDesk, make_lab: MakeLab
) -> None:
    lab = make_lab(deletes="listing", incremental="none")
    for number in range(8):
        for name, system in lab.systems.items():
            system.user_creates(f"{name[0]}{number}", family=f"山田{number}", email=f"y{number}@example.co.jp")
    desk = _rarely_read(make_desk, lab, "every 1h")
    desk.goes_on(hours=1, minutes=1)
    whole = dict(lab["beta"].records)
    lab["beta"].records = {"b0": whole["b0"]}
    lab["beta"].user_edits("b0", job="社長")
    lab["alpha"].user_edits("a0", job="部長")
    lab["alpha"].user_creates("a8", family="佐藤", email="sato@example.jp")
    desk.goes_on(hours=3)
    assert desk.events("vanishing_held")
    assert lab["beta"].writes == []
    with lab.database.begin() as tx:
        error = read_reason(runs.jobs(tx)["beta:pull"].last_error)
    assert error is not None
    assert error.code == "vanished"
    lab["beta"].records = {**whole, **lab["beta"].records}
    desk.goes_on(hours=3)
    assert "社長" in lab.conflicts()[0].doc
    assert len(lab["beta"].records) == 9


def _edited_in_both(lab: Lab) -> None:
    """Of which the schedule has heard alpha's word alone."""
    lab["alpha"].user_creates("a1", **YAMADA)
    lab["beta"].user_creates("b1", **YAMADA)
    lab.sync()
    lab["beta"].user_edits("b1", job="社長")
    lab["alpha"].user_edits("a1", job="部長")
    run_pipeline(lab.world, "scheduled", ("settle", "pull"), ["alpha"])


def _until_a_push_waits(lab: Lab) -> None:
    """Until somebody has the connection for a push, which waits for the plan that is under way."""
    while lab.world.connections["beta"].busy.acquire(blocking=False):
        lab.world.connections["beta"].busy.release()


def test_what_is_planned_while_a_push_waits_is_not_sent_unread(lab: Lab) -> None:
    _edited_in_both(lab)
    gate, outcomes = Gate(), list[Outcome]()
    pushing = threading.Thread(target=lambda: outcomes.append(send(lab.world, "beta", gate)))
    with gate.planning():
        pushing.start()
        _until_a_push_waits(lab)
        run_pipeline(lab.world, "scheduled", ("resolve", "plan"), [])
    pushing.join(10)
    assert outcomes[0].gave_way
    assert lab["beta"].writes == []
    assert not send(lab.world, "beta", gate).gave_way
    assert lab["beta"].records["b1"]["job"] == "部長"
    assert "社長" in lab.conflicts()[0].doc


def test_what_waited_long_for_another_plan_is_read_once_more_before_it_is_sent(lab: Lab) -> None:
    _edited_in_both(lab)
    run_pipeline(lab.world, "scheduled", ("resolve", "plan"), [])
    gate, others = Gate(), list[threading.Thread]()

    def plans_long() -> None:
        with gate.planning():
            _until_a_push_waits(lab)
            lab.clock.goes_on(minutes=2)
            lab["beta"].user_edits("b1", job="会長")

    def another_wants_to_plan(event: str, **told: Any) -> None:
        if event == "run_finished" and gate.is_wanted and not others:
            others.append(threading.Thread(target=plans_long))
            others[0].start()
            with gate._changed:
                assert gate._changed.wait_for(lambda: gate._plans == 2, 10)

    world = replace(lab.world, log=another_wants_to_plan)
    assert send(world, "beta", gate).gave_way
    others[0].join(10)
    assert lab["beta"].writes == []


@pytest.mark.parametrize("when", ["every 15m", "0 3 * * *"])
def test_nobody_is_made_in_a_system_that_has_not_been_read_yet(make_desk: MakeDesk, lab: Lab, when: str) -> None:
    lab["alpha"].user_creates("a1", **YAMADA)
    lab["beta"].user_creates("b1", **YAMADA)
    lab["beta"].pull_error = RetryLaterError("out of order")
    desk = _rarely_read(make_desk, lab, when)
    desk.goes_on(hours=1)
    lab["beta"].pull_error = None
    desk.goes_on(hours=30)
    assert list(lab["beta"].records) == ["b1"]


def test_what_was_read_a_moment_ago_is_not_read_again_before_a_write(make_desk: MakeDesk) -> None:
    desk = make_desk()
    desk.goes_on(minutes=1)
    before = desk.lab["beta"].pulls
    desk.lab["alpha"].user_creates("a1", **YAMADA)
    desk.goes_on(minutes=15)
    assert len(desk.lab["beta"].records) == 1
    assert desk.lab["beta"].pulls == before + 1


def test_what_was_read_by_a_clock_that_was_ahead_is_read_again_before_a_write(lab: Lab) -> None:
    _edited_in_both(lab)
    lab.clock.goes_on(hours=9)
    recorded(lab.world, "beta:pull", Outcome)
    lab.clock.goes_on(hours=-9)
    run_pipeline(lab.world, "scheduled", ("resolve", "plan"), [])
    send(lab.world, "beta", Gate())
    assert "社長" in lab.conflicts()[0].doc


def test_a_failing_system_does_not_keep_others_from_their_times(make_desk: MakeDesk) -> None:
    desk = make_desk()
    desk.lab["alpha"].pull_error = BrokenContractError("HTML with 200")
    before = desk.lab["beta"].pulls
    desk.goes_on(hours=1, minutes=1)
    assert desk.lab["beta"].pulls == before + 4


def test_a_fault_of_our_own_does_not_end_the_schedule(make_desk: MakeDesk) -> None:
    desk = make_desk()

    def broken(changes: Sequence[Change]) -> Iterator[PushResult]:
        raise ZeroDivisionError

    desk.lab["beta"].fault = broken
    desk.lab["alpha"].user_creates("a1", **YAMADA)
    desk.goes_on(minutes=16)
    assert desk.events("job_failed")[0]["job"] == "beta:push"
    desk.lab["beta"].fault = lambda changes: None
    desk.goes_on(minutes=30)
    assert len(desk.lab["beta"].records) == 1


@pytest.mark.parametrize("when", ["0 20 * * *", "every 1d"])
def test_a_read_once_a_day_that_found_nobody_is_tried_again_soon(make_desk: MakeDesk, lab: Lab, when: str) -> None:
    lab["alpha"].user_creates("a1", **YAMADA)
    lab["alpha"].pull_error = RetryLaterError("no route to the host")
    desk = make_desk(JobPlan("alpha", "pull", parse_trigger(when)), JobPlan("beta", "pull", QUARTER), lab=lab)
    desk.goes_on(hours=3)
    lab["alpha"].pull_error = None
    desk.goes_on(hours=3)
    assert len(desk.lab["beta"].records) == 1
    assert desk.due_in("alpha:pull") > timedelta(hours=12)


def test_a_read_once_a_day_that_was_not_understood_waits_for_its_hour(make_desk: MakeDesk) -> None:
    desk = make_desk(JobPlan("alpha", "pull", parse_trigger("0 20 * * *")))
    desk.lab["alpha"].pull_error = BrokenContractError("HTML with 200")
    assert desk.goes_on(hours=12).count("alpha:pull") == 1


def test_a_wait_that_a_system_asks_for_is_kept_to_by_what_is_tried_again(make_desk: MakeDesk) -> None:
    desk = make_desk(JobPlan("alpha", "pull", parse_trigger("0 20 * * *")))
    desk.lab["alpha"].pull_error = RetryLaterError("429", wait_s=3600)
    assert desk.goes_on(hours=3, minutes=30).count("alpha:pull") == 2


def test_what_is_tried_again_is_tried_ever_less_often_until_its_own_time(make_desk: MakeDesk) -> None:
    desk = make_desk(JobPlan("alpha", "pull", parse_trigger("0 20 * * *")))
    desk.lab["alpha"].pull_error = RetryLaterError("out of order")
    assert desk.goes_on(hours=2, minutes=30).count("alpha:pull") == 4
    assert desk.goes_on(hours=22).count("alpha:pull") == 6


@pytest.mark.parametrize("when", ["0 20 * * *", "every 1d"])
def test_a_read_once_a_day_that_failed_is_tried_again_soon_after_a_restart(
    make_desk: MakeDesk, lab: Lab, when: str
) -> None:
    plan = JobPlan("alpha", "pull", parse_trigger(when))
    lab["alpha"].pull_error = RetryLaterError("no route to the host")
    desk = make_desk(plan, lab=lab)
    desk.goes_on(hours=2, minutes=1)
    desk.close()
    lab["alpha"].pull_error = None
    lab["alpha"].user_creates("a1", **YAMADA)
    pulls = lab["alpha"].pulls
    again = make_desk(plan, lab=lab)
    again.goes_on(minutes=10)
    assert (lab["alpha"].pulls - pulls, len(lab.people())) == (1, 1)
    assert again.due_in("alpha:pull") > timedelta(hours=12)


def test_a_read_once_a_day_that_failed_is_tried_again_soon_after_a_change_of_the_configuration(
    make_desk: MakeDesk,
) -> None:
    desk = make_desk(JobPlan("alpha", "pull", parse_trigger("0 20 * * *")))
    desk.lab["alpha"].pull_error = PersonNeededError("access denied")
    desk.goes_on(hours=2, minutes=1)
    desk.lab["alpha"].pull_error = None
    desk.configuration = "second"
    desk.scheduler.look_at_configuration()
    assert desk.goes_on(minutes=10).count("alpha:pull") == 1


@pytest.mark.parametrize("is_killed", [True, False])
def test_a_read_once_a_day_that_a_restart_has_cut_off_is_done_after_it(
    make_desk: MakeDesk, lab: Lab, *, is_killed: bool
) -> None:
    plan = JobPlan("alpha", "pull", parse_trigger("0 20 * * *"))
    make_desk(plan, lab=lab).close()
    lab.clock.goes_on(hours=2)
    with lab.database.begin() as tx:
        runs.job_started(tx, "alpha:pull", lab.world.now_text())
        if not is_killed:
            runs.job_ended(tx, "alpha:pull", lab.world.now_text(), Reason("interrupted").text())
    make_desk(plan, lab=lab)
    assert lab["alpha"].pulls == 1


def test_what_was_not_understood_waits_for_its_hour_after_a_restart_too(make_desk: MakeDesk, lab: Lab) -> None:
    plan = JobPlan("alpha", "pull", parse_trigger("0 20 * * *"))
    lab["alpha"].pull_error = BrokenContractError("HTML with 200")
    desk = make_desk(plan, lab=lab)
    desk.goes_on(hours=3)
    desk.close()
    assert make_desk(plan, lab=lab).goes_on(hours=12) == []


def test_a_wait_that_a_system_asks_for_is_kept_to_after_a_restart(make_desk: MakeDesk, lab: Lab) -> None:
    plan = JobPlan("alpha", "pull", parse_trigger("0 20 * * *"))
    lab["alpha"].pull_error = RetryLaterError("429", wait_s=3600)
    desk = make_desk(plan, lab=lab)
    desk.goes_on(hours=2, minutes=1)
    desk.close()
    again = make_desk(plan, lab=lab)
    assert again.goes_on(minutes=50) == []
    assert again.goes_on(minutes=10) == ["alpha:pull"]


def test_what_failed_before_a_downtime_that_is_not_to_be_caught_up_waits_for_its_hour(
    make_desk: MakeDesk, lab: Lab
) -> None:
    plan = JobPlan("alpha", "pull", parse_trigger("0 20 * * *"), catch_up="skip")
    lab["alpha"].pull_error = RetryLaterError("no route to the host")
    desk = make_desk(plan, lab=lab)
    desk.goes_on(hours=2, minutes=1)
    desk.close()
    lab.clock.goes_on(days=3)
    assert make_desk(plan, lab=lab).goes_on(minutes=10) == []


def test_a_wait_that_a_system_asks_for_postpones_it_alone(make_desk: MakeDesk) -> None:
    desk = make_desk()
    desk.lab["alpha"].pull_error = RetryLaterError("429", wait_s=3600)
    desk.goes_on(minutes=16)
    desk.lab["alpha"].pull_error = None
    assert desk.due_in("alpha:pull") > timedelta(minutes=58)
    assert desk.due_in("beta:pull") < timedelta(minutes=15)
    assert desk.events("connection_postponed")[0]["connection"] == "alpha"


def test_a_write_that_was_put_off_is_sent_after_the_wait(make_desk: MakeDesk) -> None:
    desk = make_desk(JobPlan("alpha", "pull", QUARTER))

    def busy(changes: Sequence[Change]) -> Iterator[PushResult]:
        raise RetryLaterError("429", wait_s=1800)

    desk.lab["beta"].fault = busy
    desk.lab["alpha"].user_creates("a1", **YAMADA)
    desk.goes_on(minutes=16)
    desk.lab["beta"].fault = lambda changes: None
    assert timedelta(minutes=25) < desk.due_in("beta:push") < timedelta(minutes=31)
    desk.goes_on(minutes=31)
    assert len(desk.lab["beta"].records) == 1


def test_what_a_person_s_own_run_could_not_send_is_sent_when_the_schedule_is_woken(
    make_desk: MakeDesk, lab: Lab
) -> None:
    desk = _rarely_read(make_desk, lab, "every 15m")
    desk.goes_on(minutes=1)

    def out_of_order(changes: Sequence[Change]) -> Iterator[PushResult] | None:
        raise RetryLaterError("too many requests")

    lab["alpha"].user_creates("a1", **YAMADA)
    lab["beta"].fault = out_of_order
    with desk.scheduler.alone() as world:
        run_pipeline(world, "apply")
    lab["beta"].fault = lambda changes: None
    desk.scheduler.wake()
    desk.work()
    assert len(lab["beta"].records) == 1


def test_a_write_without_an_answer_is_looked_up_soon(make_desk: MakeDesk) -> None:
    desk = make_desk(JobPlan("alpha", "pull", QUARTER))

    def silent(changes: Sequence[Change]) -> Iterator[PushResult] | None:
        if changes[0].operation == "lookup":
            return None
        return iter([PushResult(desk.lab["beta"].carry_out(c).key, "unknown", message="timed out") for c in changes])

    desk.lab["beta"].fault = silent
    desk.lab["alpha"].user_creates("a1", **YAMADA)
    desk.goes_on(hours=1)
    assert len(desk.lab["beta"].records) == 1


def test_a_system_that_answers_no_write_is_not_written_to_over_and_over(make_desk: MakeDesk, lab: Lab) -> None:
    tried: list[Change] = []

    def silent(changes: Sequence[Change]) -> Iterator[PushResult] | None:
        if changes[0].operation == "lookup":
            return None
        tried.extend(changes)
        return iter([PushResult(change.key, "unknown", message="502") for change in changes])

    for number in (1, 2):
        for name in ("alpha", "beta"):
            lab[name].user_creates(f"{name}-{number}", family=f"山田{number}", email=f"y{number}@example.jp")
    often = JobPlan("alpha", "pull", parse_trigger("every 10s"))
    desk = make_desk(often, JobPlan("beta", "pull", QUARTER), lab=lab)
    desk.goes_on(minutes=1)
    lab["beta"].fault = silent
    for number in (1, 2):
        lab["alpha"].user_edits(f"alpha-{number}", job="部長")
        desk.goes_on(seconds=10)
    desk.goes_on(minutes=30)
    assert 2 < len(tried) < 30
    lab["beta"].fault = lambda changes: None
    desk.goes_on(minutes=30)
    assert [record.get("job") for record in lab["beta"].records.values()] == ["部長", "部長"]


def test_a_system_whose_answers_come_hours_late_is_given_few_creations_of_one_customer(
    make_desk: MakeDesk, lab: Lab
) -> None:
    tried: list[Change] = []

    def queued(changes: Sequence[Change]) -> Iterator[PushResult] | None:
        if changes[0].operation == "lookup":
            return None
        tried.extend(changes)
        return iter([PushResult(change.key, "unknown", message="timed out") for change in changes])

    lab["beta"].fault = queued
    desk = make_desk(JobPlan("alpha", "pull", QUARTER), lab=lab)
    lab["alpha"].user_creates("a1", **YAMADA)
    desk.goes_on(hours=6)
    assert 2 < len(tried) < 12
    lab["beta"].fault = lambda changes: None
    desk.goes_on(hours=1)
    assert len(lab["beta"].records) == 1


def test_nobody_is_waited_for_until_the_next_century(make_desk: MakeDesk, lab: Lab) -> None:
    desk = make_desk(lab=lab)
    lab["alpha"].pull_error = RetryLaterError("429", wait_s=4e9)
    desk.goes_on(minutes=16)
    lab["alpha"].pull_error = None
    lab["alpha"].user_creates("a1", **YAMADA)
    desk.goes_on(hours=2)
    assert len(lab["beta"].records) == 1


def test_what_changes_while_it_is_written_to_is_read_again_before_the_next_attempt(
    make_desk: MakeDesk, lab: Lab
) -> None:
    refused: list[Change] = []

    def has_moved(changes: Sequence[Change]) -> Iterator[PushResult] | None:
        refused.extend(changes)
        return iter([PushResult(change.key, "moved", message="it is at version 2") for change in changes])

    lab["alpha"].user_creates("a1", **YAMADA)
    desk = make_desk(JobPlan("alpha", "pull", QUARTER), lab=lab)
    desk.goes_on(minutes=16)
    lab["beta"].fault = has_moved
    lab["alpha"].user_edits("a1", job="部長")
    read = lab["beta"].pulls
    desk.goes_on(minutes=20)
    assert 1 < len(refused) <= lab["beta"].pulls - read
    assert len(refused) < 20


def test_a_connection_that_needs_a_person_pauses_and_says_what_to_do(make_desk: MakeDesk) -> None:
    desk = make_desk()
    desk.lab["alpha"].pull_error = PersonNeededError("the token has lapsed; run the consent again")
    desk.goes_on(minutes=16)
    pulls = desk.lab["alpha"].pulls
    desk.goes_on(minutes=50)
    assert desk.lab["alpha"].pulls == pulls
    (event,) = desk.events("connection_paused")
    assert event["reason"] == "a person is needed: the token has lapsed; run the consent again"
    assert "config.yaml" in event["what_to_do"]


def test_a_paused_connection_is_tried_after_an_hour_and_goes_on(make_desk: MakeDesk) -> None:
    desk = make_desk()
    desk.lab["alpha"].pull_error = PersonNeededError("access denied")
    desk.goes_on(minutes=16)
    desk.lab["alpha"].pull_error = None
    desk.goes_on(minutes=61)
    assert desk.events("connection_resumed") == [{"connection": "alpha"}]
    assert desk.due_in("alpha:pull") <= timedelta(minutes=15)


def test_a_paused_connection_is_not_written_to(make_desk: MakeDesk) -> None:
    desk = make_desk()
    desk.lab["beta"].pull_error = PersonNeededError("access denied")
    desk.goes_on(minutes=16)
    desk.lab["alpha"].user_creates("a1", **YAMADA)
    desk.goes_on(minutes=16)
    assert desk.lab["beta"].records == {}


def test_a_changed_configuration_wakes_a_paused_connection(make_desk: MakeDesk) -> None:
    desk = make_desk()
    desk.lab["alpha"].pull_error = PersonNeededError("access denied")
    desk.goes_on(minutes=16)
    desk.lab["alpha"].pull_error = None
    desk.configuration = "second"
    desk.scheduler.look_at_configuration()
    desk.goes_on(minutes=16)
    assert desk.due_in("alpha:pull") <= timedelta(minutes=15)


def test_a_changed_configuration_brings_new_times(make_desk: MakeDesk) -> None:
    desk = make_desk()
    desk.plans = [JobPlan("alpha", "pull", parse_trigger("every 2h"))]
    desk.configuration = "second"
    desk.scheduler.look_at_configuration()
    assert set(desk.agenda()) == {"alpha:pull"}
    assert desk.due_in("alpha:pull") > timedelta(minutes=100)


def test_a_wrong_configuration_is_refused_once_and_the_old_one_stays(make_desk: MakeDesk) -> None:
    def load() -> Loaded:
        raise ValueError("config.yaml:3:5: unknown key 'shedule'; did you mean schedule?")

    desk = make_desk(load=load)
    agenda = desk.agenda()
    desk.configuration = "second"
    for _ in range(3):
        desk.scheduler.look_at_configuration()
    (event,) = desk.events("configuration_refused")
    assert "config.yaml:3:5" in event["problem"]
    assert desk.agenda() == agenda


def test_a_schedule_for_an_unknown_connection_is_refused(make_desk: MakeDesk) -> None:
    desk = make_desk()
    desk.plans = [JobPlan("gamma", "pull", QUARTER)]
    desk.configuration = "second"
    desk.scheduler.look_at_configuration()
    assert "configured are: alpha, beta" in desk.events("configuration_refused")[0]["problem"]


def test_an_old_configuration_is_closed_when_its_last_run_has_ended(make_lab: MakeLab) -> None:
    lab, told = make_lab(), []
    desk = Desk(lab, [JobPlan("alpha", "pull", QUARTER)], load=lambda: Loaded(lab.world, desk.plans, TOKYO))

    def reload(changes: Sequence[Change]) -> None:
        desk.configuration = "second"
        desk.scheduler.look_at_configuration()
        told.append(f"in the run: {sorted(closed)}")

    closed: list[str] = []
    first = replace(desk.loaded(), close=lambda: closed.append("first"))
    desk.scheduler = Scheduler(
        first, desk.stopping, desk.load, lambda: desk.configuration, now=lambda: lab.clock.moment
    )
    lab["beta"].fault = reload
    lab["alpha"].user_creates("a1", **YAMADA)
    desk.opens()
    assert (told, closed) == (["in the run: []"], ["first"])
    desk.close()


def test_silence_is_told_once_and_again_after_recovery(make_desk: MakeDesk) -> None:
    desk = make_desk(JobPlan("alpha", "pull", QUARTER), silence_after=timedelta(hours=2))

    def passes(hours: int) -> None:
        for _ in range(hours):
            desk.goes_on(hours=1)
            desk.scheduler.look_for_silence()

    desk.lab["alpha"].pull_error = BrokenContractError("HTML with 200")
    passes(5)
    assert desk.silent == ["alpha"]
    assert "HTML with 200" in desk.events("connection_silent")[0]["reason"]
    desk.lab["alpha"].pull_error = None
    passes(1)
    assert desk.events("connection_recovered") == [{"connection": "alpha"}]
    desk.lab["alpha"].pull_error = BrokenContractError("HTML with 200")
    passes(5)
    assert desk.silent == ["alpha", "alpha"]


def test_a_quiet_night_is_no_silence(make_desk: MakeDesk) -> None:
    plan = JobPlan("alpha", "pull", QUARTER, quiet=parse_quiet_hours("22:00-07:00"))
    desk = make_desk(plan, silence_after=timedelta(hours=2))
    for _ in range(24):
        desk.goes_on(hours=1)
        desk.scheduler.look_for_silence()
    assert desk.silent == []


def test_every_job_leaves_its_start_and_its_end(make_desk: MakeDesk) -> None:
    desk = make_desk()
    desk.lab["beta"].pull_error = BrokenContractError("HTML with 200")
    desk.goes_on(minutes=16)
    with desk.lab.database.begin() as tx:
        jobs = runs.jobs(tx)
    assert jobs["alpha:pull"].last_error is None
    assert jobs["alpha:pull"].last_ok_at is not None
    assert read_reason(jobs["beta:pull"].last_error) == Reason("broken_contract", {"said": "HTML with 200"})


def test_a_stop_is_heard_at_the_next_page(make_desk: MakeDesk) -> None:
    desk = make_desk(JobPlan("alpha", "pull", QUARTER))
    for number in range(35):
        desk.lab["alpha"].user_creates(f"a{number}", family="山田", email=f"y{number}@example.jp")
    desk.lab.world = replace(desk.lab.world, progress=lambda *_: desk.stopping.set())
    desk.configuration = "second"
    desk.scheduler.look_at_configuration()
    desk.goes_on(minutes=16)
    with desk.lab.database.begin() as tx:
        assert tx.one("SELECT count(*) FROM raw_record") == (10,)


def test_a_run_longer_than_its_interval_skips_a_slot_and_never_overlaps(make_desk: MakeDesk) -> None:
    desk = make_desk(JobPlan("alpha", "pull", QUARTER))
    desk.lab["alpha"].user_creates("a1", **YAMADA)

    def takes_long(step: str, done: int, total: int | None = None) -> None:
        desk.lab.clock.goes_on(minutes=20)

    desk.lab.world = replace(desk.lab.world, progress=takes_long)
    desk.configuration = "second"
    desk.scheduler.look_at_configuration()
    desk.goes_on(minutes=16)
    assert "took longer" in desk.events("slot_skipped")[0]["why"]


def test_an_edit_during_a_long_push_is_not_sent_twice_and_not_lost(make_lab: MakeLab) -> None:
    """While the first batch travels, another job reads the next edit; the push gives way to the plan."""
    lab = make_lab(write_batch_max=1)
    desk = Desk(lab, [JobPlan("alpha", "pull", QUARTER)])
    planned = threading.Event()
    threads: list[threading.Thread] = []

    def decide() -> None:
        desk.scheduler._run("decide")
        planned.set()

    def decide_beside(changes: Sequence[Change]) -> None:
        if not threads:
            lab["alpha"].user_edits("a2", job="部長")
            desk.scheduler._run("alpha:pull")
            beside = threading.Thread(target=decide)
            threads.append(beside)
            beside.start()
            gate = desk.scheduler._gate
            with gate._changed:
                assert gate._changed.wait_for(lambda: gate.is_wanted, 10)

    lab["beta"].fault = decide_beside
    for number in (1, 2):
        lab["alpha"].user_creates(f"a{number}", family="山田", given=f"花{number}", email=f"y{number}@example.jp")
    desk.opens()
    assert planned.wait(10)
    desk.goes_on(minutes=1)
    threads[0].join(10)
    creates = [change for change in lab["beta"].writes if change.operation == "create"]
    assert (len(creates), len(lab["beta"].records)) == (2, 2)
    assert sorted(r.get("job") or "" for r in lab["beta"].records.values()) == ["", "部長"]
    desk.close()


@pytest.mark.parametrize(("at_a_time", "state"), [(1, "partial"), (2, "ok")])
def test_a_push_that_gave_way_is_partial_only_where_something_is_left(
    make_lab: MakeLab, at_a_time: int, state: str
) -> None:
    lab, gate = make_lab(write_batch_max=at_a_time), Gate()
    for number in (1, 2):
        lab["alpha"].user_creates(f"a{number}", family="山田", given=f"花{number}", email=f"y{number}@example.jp")
    run_pipeline(lab.world, "sync", ("pull", "resolve", "plan"))
    beside: list[threading.Thread] = []

    def plans() -> None:
        with gate.planning():
            pass

    def wants_to_plan(changes: Sequence[Change]) -> None:
        if not beside:
            beside.append(threading.Thread(target=plans))
            beside[0].start()
            with gate._changed:
                assert gate._changed.wait_for(lambda: gate.is_wanted, 10)

    lab["beta"].fault = wants_to_plan
    outcome = push(lab.world, "beta", gate)
    beside[0].join(10)
    with lab.database.begin() as tx:
        stored = tx.one("SELECT state FROM run ORDER BY id DESC LIMIT 1")
    assert (outcome.gave_way, stored, len(lab["beta"].records)) == (True, (state,), at_a_time)


def test_the_clock_itself_starts_a_job_and_the_event_stops_it(make_lab: MakeLab) -> None:
    lab, stopping, pulled = make_lab(), threading.Event(), threading.Event()

    def progress(step: str, done: int, total: int | None = None) -> None:
        pulled.set()
        stopping.set()

    lab["alpha"].user_creates("a1", **YAMADA)
    world = replace(lab.world, is_stopping=stopping.is_set, progress=progress)
    plan = JobPlan("alpha", "pull", Every(timedelta(milliseconds=50)))
    scheduler = Scheduler(Loaded(world, [plan], TOKYO), stopping)
    ended = threading.Thread(target=scheduler.run)
    ended.start()
    assert pulled.wait(20)
    ended.join(20)
    assert not ended.is_alive()
    assert lab.events[-1][0] == "schedule_ended"
    assert datetime(2026, 1, 1, tzinfo=UTC) < lab.clock.moment


def taken_over(lab: Lab) -> None:
    with lab.database.begin_apart() as tx:
        tx.run("UPDATE lease SET token = token + 1")


def test_a_schedule_whose_hub_was_taken_over_does_nothing_more(make_desk: MakeDesk) -> None:
    desk = make_desk()
    desk.lab["alpha"].user_creates("a1", **YAMADA)
    with hub_lock(desk.lab.database):
        taken_over(desk.lab)
        desk.goes_on(minutes=16)
        assert (desk.lab.written(), desk.lab.people()) == (0, [])


def test_a_schedule_whose_hub_was_taken_over_ends_and_says_so(make_lab: MakeLab) -> None:
    lab, stopping = make_lab(), threading.Event()
    scheduler = Scheduler(Loaded(lab.world, [JobPlan("alpha", "pull", QUARTER)], TOKYO), stopping)
    with hub_lock(lab.database):
        taken_over(lab)
        scheduler.look_at_lease()
        assert stopping.is_set()
        with pytest.raises(LeaseLostError):
            scheduler.run()
    assert "lease_lost" in [event for event, _ in lab.events]


@pytest.mark.parametrize("is_under_way", [False, True])
def test_a_rule_that_changes_while_the_hub_works_is_followed(make_lab: MakeLab, *, is_under_way: bool) -> None:
    """Also where something waits to be decided already, when the new rule arrives."""
    lab = make_lab()
    lab["alpha"].user_creates("a1", **YAMADA, job="部長")
    lab.clock.goes_on(minutes=1)
    lab["beta"].user_creates("b1", **YAMADA, job="社長")
    lab.sync()
    desk = Desk(lab, [JobPlan("alpha", "pull", QUARTER)]).opens()
    assert lab["alpha"].records["a1"]["job"] == "社長"
    lab.with_rules(occupation=Rule("source_priority", order=("alpha", "beta")))
    desk.configuration = "second"
    if is_under_way:
        lab["alpha"].user_edits("a1", notes="x")
        run_pipeline(lab.world, "scheduled", ("pull",))
    desk.scheduler.look_at_configuration()
    desk.work()
    desk.close()
    assert lab["beta"].records["b1"]["job"] == "部長"


def test_who_was_called_to_decide_before_a_rule_changed_leaves_it_to_the_new_one(make_lab: MakeLab) -> None:
    lab = make_lab()
    lab["alpha"].user_creates("a1", **YAMADA, job="部長")
    before = lab.world
    take_over(before)
    run_pipeline(before, "scheduled", ("pull",))
    lab.with_rules(occupation=Rule("source_priority", order=("alpha", "beta")))
    take_over(lab.world)
    decide(before, Gate())
    assert lab.people() == []
    decide(lab.world, Gate())
    assert [person["occupation"] for person in lab.people()] == ["部長"]
