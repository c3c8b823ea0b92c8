from __future__ import annotations

import threading
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.sdk.errors import RetryLaterError
from hub.sdk.manifest import Rate
from hub.sdk.testing import FakeClock
from hub.sdk.throttle import DailyBudget, Limiter, LimitHeaders, MemoryCalls

rates = st.lists(
    st.builds(Rate, requests=st.integers(1, 5), per_s=st.sampled_from([0.5, 1.0, 2.5, 10.0])), min_size=1, max_size=3
)
pauses = st.lists(st.sampled_from([0.0, 0.01, 0.3, 1.0, 7.0]), min_size=1, max_size=40)


@given(rates, pauses)
def test_no_window_ever_holds_more_than_its_rate(limits: list[Rate], gaps: list[float]) -> None:
    clock = FakeClock()
    limiter = Limiter(limits, clock)
    sent = []
    for gap in gaps:
        clock.advance(gap)
        limiter.acquire()
        sent.append(clock.monotonic())
    for rate in limits:
        for first, later in zip(sent, sent[rate.requests :], strict=False):
            assert later - first >= rate.per_s - 1e-9


@given(rates, st.integers(1, 30))
def test_a_turn_comes_as_early_as_the_rates_allow(limits: list[Rate], requests: int) -> None:
    clock = FakeClock()
    limiter = Limiter(limits, clock)
    for _ in range(requests):
        limiter.acquire()
    slowest = max(((requests - 1) // rate.requests) * rate.per_s for rate in limits)
    assert clock.monotonic() <= slowest + sum(rate.per_s for rate in limits)


def test_without_rates_nobody_waits() -> None:
    clock = FakeClock()
    limiter = Limiter((), clock)
    assert [limiter.acquire() for _ in range(5)] == [0.0] * 5


def test_threads_queue_for_different_turns() -> None:
    clock = FakeClock()
    limiter = Limiter([Rate(requests=1, per_s=1)], _Still(clock))
    delays: list[float] = []
    threads = [threading.Thread(target=lambda: delays.append(limiter.acquire())) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(delays) == [float(n) for n in range(10)]


class _Still:
    """A clock that does not move while threads wait."""

    def __init__(self, clock: FakeClock) -> None:
        self.now = clock.now
        self.monotonic = clock.monotonic
        self.wait = lambda seconds: None


def test_a_turn_that_is_far_off_is_not_waited_for() -> None:
    clock = FakeClock()
    limiter = Limiter([Rate(requests=1, per_s=3600)], clock)
    limiter.acquire()
    with pytest.raises(RetryLaterError) as caught:
        limiter.acquire()
    assert (caught.value.wait_s, clock.waits) == (3600.0, [])


def test_a_turn_that_was_not_taken_is_left_to_others() -> None:
    clock = FakeClock()
    limiter = Limiter([Rate(requests=1, per_s=100)], clock)
    limiter.acquire()
    with pytest.raises(RetryLaterError):
        limiter.acquire()
    clock.advance(100)
    assert limiter.acquire() == 0.0


def test_a_hold_stops_everybody_for_its_time() -> None:
    clock = FakeClock()
    limiter = Limiter((), clock)
    limiter.hold(9)
    limiter.hold(3)
    assert limiter.acquire() == 9.0


def test_a_daily_budget_is_spent_and_comes_back_at_midnight_in_japan() -> None:
    budget = DailyBudget(2, MemoryCalls())
    evening = datetime(2026, 4, 1, 14, 0, tzinfo=UTC)
    budget.spend(evening)
    budget.spend(evening)
    with pytest.raises(RetryLaterError) as caught:
        budget.spend(evening)
    assert caught.value.wait_s == 3600.0
    budget.spend(datetime(2026, 4, 1, 15, 0, tzinfo=UTC))


def test_a_daily_budget_goes_on_where_an_earlier_process_left_it() -> None:
    morning, calls = datetime(2026, 4, 1, tzinfo=UTC), MemoryCalls()
    DailyBudget(2, calls).spend(morning)
    restarted = DailyBudget(2, calls)
    restarted.spend(morning)
    with pytest.raises(RetryLaterError):
        restarted.spend(morning)


def test_a_reserve_is_kept_for_people() -> None:
    budget = DailyBudget(3, MemoryCalls(), reserve=2)
    budget.spend(datetime(2026, 4, 1, tzinfo=UTC))
    with pytest.raises(RetryLaterError):
        budget.spend(datetime(2026, 4, 1, tzinfo=UTC))


NOW = datetime(2026, 4, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("headers", "pause_s"),
    [
        ({}, 0.0),
        ({"X-RateLimit-Remaining": "1", "X-RateLimit-Reset": "9"}, 0.0),
        ({"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "9"}, 9.0),
        ({"X-RateLimit-Remaining": "0"}, 0.0),
        ({"X-RateLimit-Remaining": "none", "X-RateLimit-Reset": "9"}, 0.0),
    ],
)
def test_headers_tell_how_long_nothing_more_is_allowed(headers: dict[str, str], pause_s: float) -> None:
    assert LimitHeaders().pause_s(headers, NOW) == pause_s


def test_a_reset_may_be_a_time() -> None:
    headers = {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": str(int(NOW.timestamp()) + 30)}
    assert LimitHeaders(reset_is="epoch").pause_s(headers, NOW) == 30.0
