"""A limiter keeps one account under its vendor's limits; no window of any rate ever holds more requests than allowed.

A turn is reserved under a lock and waited for outside it, so threads queue in order and nobody polls.
"""

from __future__ import annotations

import math
import threading
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from typing import Literal, Protocol
from zoneinfo import ZoneInfo

from hub.sdk.errors import LONGEST_WAIT_S, RetryLaterError
from hub.sdk.manifest import Rate


class Clock(Protocol):
    """What a limiter needs of the world; a `Context` is one."""

    @property
    def now(self) -> Callable[[], datetime]: ...
    @property
    def monotonic(self) -> Callable[[], float]: ...
    @property
    def wait(self) -> Callable[[float], None]: ...


class CallCount(Protocol):
    """How many requests a connection made on a day; the hub gives one that outlives its processes."""

    def spent(self, day: date) -> int:
        """How many were made on this day."""

    def count(self, day: date) -> int:
        """Count one more; how many there are with it."""

    def close(self) -> None:
        """Give back what is open."""


class MemoryCalls:
    """The count of one process's lifetime."""

    def __init__(self) -> None:
        self._day: date | None = None
        self._spent = 0

    def spent(self, day: date) -> int:
        return self._spent if day == self._day else 0

    def count(self, day: date) -> int:
        self._spent = self.spent(day) + 1
        self._day = day
        return self._spent

    def close(self) -> None:
        return None


BUDGET_ZONE = ZoneInfo("Asia/Tokyo")
"""Where a vendor's day begins, unless a connector knows better."""


class DailyBudget:
    """Counts requests of a calendar day in the vendor's time zone; `reserve` of them are kept for people.

    Two hubs on one account know nothing of each other, the vendor's answer does.
    """

    def __init__(self, limit: int, calls: CallCount, zone: tzinfo = BUDGET_ZONE, reserve: int = 0) -> None:
        self.limit = limit - reserve
        self.zone = zone
        self._calls = calls
        self._spent = 0
        self._day: date | None = None

    def spend(self, now: datetime) -> None:
        """Count one request, or raise `RetryLaterError` with the time until the next day."""
        local = now.astimezone(self.zone)
        day = local.date()
        if day != self._day:
            self._day, self._spent = day, self._calls.spent(day)
        if self._spent >= self.limit:
            raise RetryLaterError(
                f"the daily budget of {self.limit} requests is spent; a larger one can be set as `daily_budget`",
                wait_s=(_midnight_after(local) - local).total_seconds(),
            )
        self._spent = self._calls.count(day)


def _midnight_after(local: datetime) -> datetime:
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight + timedelta(days=1)


@dataclass(frozen=True)
class LimitHeaders:
    """The names of the headers that tell what is left; the reset counts from now, or in seconds since 1970."""

    remaining: str = "X-RateLimit-Remaining"
    reset: str = "X-RateLimit-Reset"
    reset_is: Literal["seconds", "milliseconds", "epoch"] = "seconds"

    def pause_s(self, headers: Mapping[str, str], now: datetime) -> float:
        """How long nothing more is allowed; 0 where something is left or the headers say nothing."""
        try:
            if float(headers[self.remaining]) > 0:
                return 0.0
            reset = float(headers[self.reset])
        except (KeyError, ValueError):
            return 0.0
        pause_s = reset / 1000 if self.reset_is == "milliseconds" else reset
        pause_s -= now.timestamp() if self.reset_is == "epoch" else 0.0
        return 0.0 if math.isnan(pause_s) else min(max(pause_s, 0.0), LONGEST_WAIT_S)


class Limiter:
    """One per account, shared by its threads: `acquire()` before each request.

    A turn more than `longest_wait_s` away is not taken: `RetryLaterError` ends the run at its checkpoint instead.
    """

    def __init__(
        self, rates: Sequence[Rate], clock: Clock, budget: DailyBudget | None = None, longest_wait_s: float = 60.0
    ) -> None:
        self._longest_wait_s = longest_wait_s
        self._rates = [(rate.requests, rate.per_s) for rate in rates]
        self._clock = clock
        self._budget = budget
        self._turns: deque[float] = deque(maxlen=max((n for n, _ in self._rates), default=1))
        self._not_before = 0.0
        self._lock = threading.Lock()

    def acquire(self) -> float:
        """Wait for a turn; the seconds waited. Raises `RetryLaterError` where it is far off, or the budget spent."""
        with self._lock:
            now = self._clock.monotonic()
            turn = self._next_turn(now)
            delay_s = turn - now
            if delay_s > self._longest_wait_s:
                raise RetryLaterError(f"the account's rate limit leaves no turn for {delay_s:.0f} s", wait_s=delay_s)
            if self._budget is not None:
                self._budget.spend(self._clock.now())
            self._turns.append(turn)
        if delay_s > 0:
            self._clock.wait(delay_s)
        return delay_s

    def _next_turn(self, now: float) -> float:
        turn = max(now, self._not_before, self._turns[-1] if self._turns else now)
        for requests, per_s in self._rates:
            if len(self._turns) >= requests:
                turn = max(turn, self._turns[-requests] + per_s)
        return turn

    def hold(self, wait_s: float) -> None:
        """Nobody gets a turn for the next `wait_s` seconds: the vendor said so in an answer."""
        with self._lock:
            self._not_before = max(self._not_before, self._clock.monotonic() + wait_s)
