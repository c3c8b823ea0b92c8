"""The state of the hub at one glance."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from datetime import timedelta

import msgspec
import pytest

from hub.merging.rules import Rule
from hub.sdk.errors import PersonNeededError, RetryLaterError
from hub.sdk.records import Change, PushResult
from hub.steward.quarantine import retry
from hub.steward.status import status
from hub.steward.statuses import Status, StreamStatus
from hub.store import runs
from hub.store.lock import hub_lock
from hub.sync.world import Brake
from tests.pipeline.conftest import MakeLab
from tests.pipeline.lab import Lab

YAMADA = {"family": "山田", "given": "太郎", "email": "yamada@example.co.jp"}


def _stream(told: Status, connection: str) -> StreamStatus:
    return next(stream for stream in told.streams if stream.connection == connection)


def _alarms(told: Status) -> list[tuple[str, str]]:
    return [(alarm.kind, alarm.subject) for alarm in told.alarms]


def test_a_fresh_hub_has_nothing_to_tell(lab: Lab) -> None:
    told = status(lab.world)
    assert (told.golden, told.runs, told.alarms, told.open_conflicts) == ({}, [], [], 0)
    assert [(s.connection, s.pulled_at, s.records) for s in told.streams] == [("alpha", None, 0), ("beta", None, 0)]


def test_the_hub_at_work_is_named_until_it_has_ended(lab: Lab) -> None:
    with hub_lock(lab.database, lab.clock):
        told = status(lab.world)
        assert told.hub is not None
        assert str(os.getpid()) in told.hub.holder
        assert told.hub.expires_at > told.at
    assert status(lab.world).hub is None


def test_records_and_pulls_are_counted_for_each_stream(lab: Lab) -> None:
    lab["alpha"].user_creates("a1", **YAMADA)
    lab.sync()
    told = status(lab.world)
    assert (_stream(told, "alpha").records, _stream(told, "beta").records) == (1, 1)
    assert (_stream(told, "alpha").pulled_at or "").startswith("2026-04-01T09:")
    assert told.golden == {"person": 1}


def test_what_waits_between_the_steps_is_counted(lab: Lab) -> None:
    lab["alpha"].user_creates("a1", **YAMADA)
    lab.sync(steps=("pull",))
    told = status(lab.world)
    assert (told.to_resolve, _stream(told, "alpha").to_resolve, told.to_plan) == (1, 1, 0)
    lab.sync(steps=("resolve",))
    told = status(lab.world)
    assert (told.to_resolve, told.to_plan) == (0, 1)
    lab.sync(steps=("plan",))
    assert _stream(status(lab.world), "beta").intents == {"pending": 1}


def test_what_the_brake_holds_is_counted(make_lab: MakeLab) -> None:
    lab = make_lab(brake=Brake(max_changes=1, max_share=0.1))
    for number in range(3):
        lab["alpha"].user_creates(f"a{number}", family="山田", email=f"y{number}@example.jp")
    lab.sync()
    assert _stream(status(lab.world), "beta").intents == {"held": 3}


def test_refused_writes_stay_in_sight_and_done_ones_do_not(lab: Lab) -> None:
    def no(changes: Sequence[Change]) -> Iterator[PushResult]:
        return iter([PushResult(change.key, "rejected", message="no") for change in changes])

    lab["beta"].fault = no
    lab["alpha"].user_creates("a1", **YAMADA)
    lab.sync()
    assert _stream(status(lab.world), "beta").intents == {"rejected": 1}
    lab["beta"].fault = lambda changes: None
    lab["alpha"].user_creates("a2", family="鈴木", email="s@example.jp")
    lab.sync()
    assert _stream(status(lab.world), "beta").intents == {"rejected": 1}


def test_the_quarantine_and_open_conflicts_are_counted(make_lab: MakeLab) -> None:
    lab = make_lab(rules={("person", "occupation"): Rule(review=True)})
    lab["alpha"].user_creates("a1", **YAMADA)
    lab["beta"].user_creates("b1", **YAMADA)
    lab["alpha"].user_creates("a2", family="鈴木", mail_ok="perhaps")
    lab.sync()
    lab["alpha"].user_edits("a1", job="部長")
    lab["beta"].user_edits("b1", job="課長")
    lab.sync()
    told = status(lab.world)
    assert (_stream(told, "alpha").quarantined, told.open_conflicts) == (1, 1)


def test_the_last_runs_are_told_newest_first(lab: Lab) -> None:
    lab["alpha"].user_creates("a1", **YAMADA)
    for _ in range(3):
        lab.sync()
    told = status(lab.world, last_runs=2)
    assert [(run.run, run.kind, run.state) for run in told.runs] == [(3, "sync", "ok"), (2, "sync", "ok")]
    assert [run.written for run in status(lab.world).runs] == [0, 0, 1]


def test_a_stream_that_stopped_raises_an_alarm_until_it_goes_again(lab: Lab) -> None:
    lab["beta"].pull_error = PersonNeededError("the key has expired; make a new one")
    lab.sync()
    told = status(lab.world)
    assert _alarms(told) == [("paused", "beta/people")]
    assert "the key has expired" in str(told.alarms[0].reason)
    lab["beta"].pull_error = None
    lab.sync()
    assert _alarms(status(lab.world)) == []


def test_a_run_of_another_connection_does_not_hide_the_alarm(lab: Lab) -> None:
    lab["beta"].pull_error = RetryLaterError("down for the night")
    lab.sync()
    lab.sync(only=["alpha"])
    retry(lab.world)
    assert _alarms(status(lab.world)) == [("paused", "beta/people")]


def test_a_run_that_died_raises_an_alarm(lab: Lab) -> None:
    with lab.database.begin() as tx:
        runs.start(tx, "sync", "", lab.world.now_text())
        runs.abandon(tx, lab.world.now_text())
    assert _alarms(status(lab.world)) == [("run_died", "1")]


@pytest.mark.parametrize(("hours", "alarms"), [(1, []), (3, [("silent", "alpha:pull")])])
def test_a_connection_that_was_not_read_for_too_long_is_an_alarm(
    lab: Lab, hours: int, alarms: list[tuple[str, str]]
) -> None:
    _succeeds(lab, "alpha:pull")
    lab.clock.goes_on(hours=hours)
    assert _alarms(status(lab.world, silence=timedelta(hours=2))) == alarms


@pytest.mark.parametrize("job", ["decide", "alpha:push", "of-another-day:pull"])
def test_what_works_only_where_there_is_something_to_do_is_never_silent(lab: Lab, job: str) -> None:
    _succeeds(lab, job)
    lab.clock.goes_on(hours=3)
    assert status(lab.world, silence=timedelta(hours=2)).alarms == []


def test_a_job_that_failed_is_an_alarm_with_its_error(lab: Lab) -> None:
    with lab.database.begin() as tx:
        runs.job_started(tx, "alpha", lab.world.now_text())
        runs.job_ended(tx, "alpha", lab.world.now_text(), "the key has expired")
    told = status(lab.world)
    assert [(job.name, job.last_ok_at, str(job.last_error)) for job in told.jobs] == [
        ("alpha", None, "the key has expired")
    ]
    assert _alarms(told) == [("failing", "alpha")]


def test_a_status_is_ready_for_json(lab: Lab) -> None:
    lab.sync()
    assert msgspec.json.decode(msgspec.json.encode(status(lab.world)))["format"] == 1


def _succeeds(lab: Lab, job: str) -> None:
    with lab.database.begin() as tx:
        runs.job_started(tx, job, lab.world.now_text())
        runs.job_ended(tx, job, lab.world.now_text(), None)
