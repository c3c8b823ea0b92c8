"""Counts that take longer than a reader waits."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from hub.console.counting import Counting


class Slow:
    """A count that ends when it is told to."""

    def __init__(self) -> None:
        self.goes_on, self.times = threading.Event(), 0

    def __call__(self) -> int:
        self.times += 1
        assert self.goes_on.wait(60)
        return self.times


class Clock:
    def __init__(self) -> None:
        self.at = datetime(2026, 11, 29, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.at


@pytest.fixture
def slow() -> Iterator[Slow]:
    found = Slow()
    yield found
    found.goes_on.set()


def until_counted(counting: Counting, slow: Slow) -> object:
    """Look again until the count is there."""
    slow.goes_on.set()
    while (found := counting.asked("owed", slow)) is None:
        continue
    return found.found


def test_a_count_in_time_is_of_the_moment_and_made_anew_at_each_look() -> None:
    counting, numbers = Counting(Clock(), 60), iter(range(9))
    found = [counting.asked("owed", lambda: next(numbers)) for _ in range(2)]
    assert [(one.found, one.is_fresh) for one in found if one is not None] == [(0, True), (1, True)]


def test_a_reader_of_a_slow_count_is_sent_away_and_finds_it_later_as_of_its_moment(slow: Slow) -> None:
    clock = Clock()
    counting = Counting(clock, 0)
    assert counting.asked("owed", slow) is None
    assert until_counted(counting, slow) == 1
    clock.at += timedelta(seconds=59)
    found = counting.asked("owed", slow)
    assert found is not None
    assert (found.found, found.at, found.is_fresh, slow.times) == (1, clock.at - timedelta(seconds=59), False, 1)
    clock.at += timedelta(minutes=1)
    slow.goes_on.clear()
    again = counting.asked("owed", slow)
    assert again is not None
    assert (again.found, again.is_fresh) == (1, False)


@pytest.mark.parametrize(("took_s", "later_s", "times"), [(5.9, 1, 2), (12, 11, 1), (12, 13, 2), (90, 59, 1)])
def test_a_count_that_a_reader_notices_is_kept_for_its_share_of_a_minute(
    took_s: float, later_s: float, times: int
) -> None:
    clock, read = Clock(), iter((0.0, took_s, 100.0, 100.0))
    counting, numbers = Counting(clock, 60, lambda: next(read)), iter(range(1, 9))
    counting.asked("sizes", lambda: next(numbers))
    clock.at += timedelta(seconds=later_s)
    found = counting.asked("sizes", lambda: next(numbers))
    assert found is not None
    assert (found.found, found.is_fresh) == (times, times > 1)


def test_what_stopped_a_count_is_told_to_whoever_asks_next() -> None:
    goes_on, failed = threading.Event(), threading.Event()

    def fails() -> int:
        assert goes_on.wait(60)
        failed.set()
        raise OSError("the disk is gone")

    counting = Counting(Clock(), 0)
    assert counting.asked("owed", fails) is None
    goes_on.set()
    assert failed.wait(60)
    with pytest.raises(OSError, match="the disk is gone"):
        list(iter(lambda: counting.asked("owed", fails), object()))


def test_of_several_the_slow_one_keeps_nobody_waiting_for_the_others(slow: Slow) -> None:
    found = Counting(Clock(), patience_s=0.5).together({"quick": lambda: 7, "owed": slow, "other": slow})
    quick = found["quick"]
    assert (found["owed"], found["other"], quick.found if quick else None) == (None, None, 7)


def test_several_counts_are_made_side_by_side(slow: Slow) -> None:
    def opens() -> int:
        slow.goes_on.set()
        return 1

    found = Counting(Clock(), patience_s=60).together({"waits": slow, "opens": opens})
    assert [one.found if one else None for one in found.values()] == [1, 1]
