"""What is kept in memory for those who ask stays within bounds, and fills up again in time."""

from __future__ import annotations

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from hub.console.security import limits, waiting
from hub.console.security.limits import Limits
from hub.console.security.waiting import LIFE, Waiting

NOON = datetime.fromisoformat("2026-04-01T12:00:00+09:00")


class Clock:
    """Goes on when it is told to."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now


@given(st.integers(1, 1000), st.lists(st.floats(0, 30), max_size=200))
def test_nobody_asks_more_often_than_the_bucket_fills_up(per_minute: int, waits: list[float]) -> None:
    clock = Clock()
    bucket = Limits(clock, per_minute)
    let_through = 0
    for wait_s in waits:
        clock.now += timedelta(seconds=wait_s)
        let_through += bucket.wait_s("one") == 0
    assert let_through <= per_minute + sum(waits) * per_minute / 60 + 1e-3


@given(st.integers(1, 1000))
def test_who_waits_as_long_as_they_are_told_is_let_through(per_minute: int) -> None:
    clock = Clock()
    bucket = Limits(clock, per_minute)
    while (wait_s := bucket.wait_s("one")) == 0:
        continue
    clock.now += timedelta(seconds=wait_s + 1e-3)
    assert bucket.wait_s("one") == 0


def test_many_who_ask_fill_no_memory_and_the_last_ones_are_remembered() -> None:
    bucket = Limits(Clock(), 1)
    for number in range(3 * limits._MOST):
        bucket.wait_s(number)
    assert bucket.wait_s(3 * limits._MOST - 1) > 0
    assert len(bucket._left) <= limits._MOST


def test_what_waits_is_found_until_its_time_is_over_and_taken_once() -> None:
    clock = Clock()
    kept: Waiting[str] = Waiting(clock)
    ticket = kept.add("hanako")
    assert (kept.find(ticket), kept.find("another")) == ("hanako", None)
    assert (kept.take(ticket), kept.take(ticket)) == ("hanako", None)
    late = kept.add("taro")
    clock.now += LIFE
    assert (kept.find(late), kept.take(late)) == (None, None)


def test_many_who_wait_fill_no_memory() -> None:
    kept: Waiting[int] = Waiting(Clock())
    tickets = [kept.add(number) for number in range(3 * waiting._MOST)]
    assert kept.find(tickets[-1]) == 3 * waiting._MOST - 1
    assert len(kept._kept) <= waiting._MOST
