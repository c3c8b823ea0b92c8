"""A webhook makes a pull due and nothing else, and a notice waits until a pull has followed it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from hub.config.timing import parse_trigger
from hub.schedule import JobPlan, Loaded, Scheduler
from hub.sdk.errors import RetryLaterError
from hub.sdk.records import Page
from hub.steward.status import status
from hub.sync.notices import KEPT, Accepted, Refused
from tests.pipeline.hooked import HookedLab, HookedSystem

YAMADA = {"family": "山田", "given": "太郎", "email": "yamada@example.co.jp"}


@pytest.fixture
def lab(store_url: str) -> Iterator[HookedLab]:
    made = HookedLab(store_url)
    yield made
    made.close()


@pytest.fixture
def schedule(lab: HookedLab) -> Iterator[Scheduler]:
    plans = [JobPlan(name, "pull", parse_trigger("every 8h")) for name in lab.systems]
    loaded = Loaded(lab.world, plans, ZoneInfo("Asia/Tokyo"))
    made = Scheduler(loaded, threading.Event(), now=lambda: lab.clock.moment)
    made.start(is_paused=True)
    _work(made)
    lab.clock.goes_on(minutes=5)
    yield made
    made.stop()


def _work(schedule: Scheduler) -> list[str]:
    done: list[str] = []
    schedule.look_for_notices()
    while called := schedule.appointments.call_due():
        done += called
        schedule.look_for_notices()
    return done


def _waiting(lab: HookedLab) -> dict[str, int]:
    return status(lab.world).notices


def _send(lab: HookedLab, *numbers: int) -> Accepted | Refused:
    alpha = lab.hooked("alpha")
    return lab.receives("alpha", alpha.request(*(alpha.event(f"e{number}", "a1") for number in numbers)))


def test_a_thousand_notices_make_one_pull(lab: HookedLab, schedule: Scheduler) -> None:
    for number in range(1000):
        assert _send(lab, number) == Accepted(1, 0, 0)
    assert _waiting(lab) == {"alpha": 1000}
    assert _work(schedule).count("alpha:pull") == 1
    assert _waiting(lab) == {}


def test_an_edit_travels_as_soon_as_its_system_tells_of_it(lab: HookedLab, schedule: Scheduler) -> None:
    lab["alpha"].user_creates("a1", **YAMADA)
    _send(lab, 1)
    _work(schedule)
    assert [record["email"] for record in lab["beta"].records.values()] == [YAMADA["email"]]


def test_pulls_that_notices_ask_for_keep_a_minute_between_them(lab: HookedLab, schedule: Scheduler) -> None:
    _send(lab, 1)
    _work(schedule)
    _send(lab, 2)
    assert "alpha:pull" not in _work(schedule)
    lab.clock.goes_on(minutes=1)
    assert "alpha:pull" in _work(schedule)


def test_a_system_in_trouble_is_asked_at_the_times_of_its_lane(lab: HookedLab, schedule: Scheduler) -> None:
    lab["alpha"].pull_error = RetryLaterError("out of order", wait_s=3600)
    _send(lab, 1)
    _work(schedule)
    pulls = lab["alpha"].pulls
    lab.clock.goes_on(minutes=30)
    _send(lab, 2)
    _work(schedule)
    assert lab["alpha"].pulls == pulls
    assert _waiting(lab) == {"alpha": 2}


def test_a_notice_that_comes_during_a_pull_waits_for_the_next(lab: HookedLab) -> None:
    alpha = lab.hooked("alpha")

    class Telling(HookedSystem):
        def pull(self, stream: str, cursor: str | None) -> Iterator[Page]:
            _send(lab, 2)
            return super().pull(stream, cursor)

    _send(lab, 1)
    alpha.__class__ = Telling
    lab.sync()
    assert _waiting(lab) == {"alpha": 1}


def test_a_notice_waits_while_the_index_of_its_system_may_lag(store_url: str) -> None:
    lab = HookedLab(store_url, index_lag_s=600.0)
    _send(lab, 1)
    lab.sync()
    assert _waiting(lab) == {"alpha": 1}
    lab.sync()
    lab.sync()
    assert _waiting(lab) == {}
    lab.close()


def test_a_pull_that_was_broken_off_settles_nothing(lab: HookedLab) -> None:
    _send(lab, 1)
    lab["alpha"].pull_error = RetryLaterError("out of order")
    lab.sync()
    assert _waiting(lab) == {"alpha": 1}


def test_what_only_a_plan_has_read_still_waits(lab: HookedLab) -> None:
    _send(lab, 1)
    with lab.database.dry_run():
        lab.sync()
    assert _waiting(lab) == {"alpha": 1}


def test_an_event_is_known_for_longer_than_anybody_repeats_it(lab: HookedLab) -> None:
    _send(lab, 1, 2)
    lab.sync()
    lab.clock.moment += timedelta(hours=72)
    assert _send(lab, 1, 2, 3) == Accepted(new=1, known=2, passed_over=0)
    lab.sync()
    lab.clock.moment += KEPT
    _send(lab, 4)
    lab.sync()
    with lab.database.begin() as tx:
        assert tx.rows("SELECT event_id FROM notice") == [("e4:a1",)]


def test_a_connection_without_webhooks_or_secret_takes_nothing(lab: HookedLab) -> None:
    true = lab.hooked("alpha").request(lab.hooked("alpha").event("e1", "a1"))
    assert lab.receives("nobody", true) == Refused("unknown_connection")
    lab.hooked("alpha").settings = HookedSystem.Settings()
    assert lab.receives("alpha", true) == Refused("no_secret")
