"""A lane keeps its connection from being asked too often, whatever the system says of waiting."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from hub.schedule.lanes import RETRY, SOONEST, Lane
from hub.schedule.plans import JobPlan
from hub.schedule.work import Outcome
from hub.sync.reasons import Reason

NOW = datetime(2026, 4, 1, tzinfo=UTC)
PULL, PUSH = JobPlan("crm", "pull"), JobPlan("crm", "push")
SAID = Reason("fault", {"kind": "503", "said": "later"})


@pytest.mark.parametrize(
    ("outcome", "wait"),
    [
        (Outcome(SAID, is_retry=True, wait_s=0), SOONEST),
        (Outcome(SAID, is_retry=True, wait_s=1800), timedelta(minutes=30)),
        (Outcome(SAID, is_retry=True), RETRY),
        (Outcome(SAID), RETRY),
        (Outcome(met_changes=True), SOONEST),
        (Outcome(), timedelta()),
    ],
)
def test_who_has_just_failed_is_left_alone_for_a_while(outcome: Outcome, wait: timedelta) -> None:
    lane = Lane()
    lane.learn(PULL, outcome, NOW)
    assert lane.free_at(PULL, NOW) == lane.free_at(PUSH, NOW) == NOW + wait


def test_writes_without_an_answer_are_sent_ever_less_often_and_reads_are_not_held_back() -> None:
    lane, now, waits = Lane(), NOW, []
    for _ in range(7):
        lane.learn(PUSH, Outcome(SAID, is_retry=True), now)
        assert lane.free_at(PULL, now) == now + RETRY
        waits.append((lane.free_at(PUSH, now) - now) // timedelta(minutes=1))
        now = lane.free_at(PUSH, now)
        lane.learn(PUSH, Outcome(), now)  # the look-up, which found nothing
    assert waits == [5, 5, 10, 20, 40, 60, 60]


def test_whoever_takes_a_write_in_again_is_written_to_as_before() -> None:
    lane = Lane()
    lane.learn(PUSH, Outcome(SAID, is_retry=True), NOW)
    lane.learn(PUSH, Outcome(wrote=True), NOW + timedelta(minutes=50))
    lane.learn(PUSH, Outcome(SAID, is_retry=True), NOW + timedelta(hours=1))
    assert lane.free_at(PUSH, NOW) == NOW + timedelta(hours=1) + RETRY
