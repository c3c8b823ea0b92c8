"""A clock that only tests move: waiting passes at once, and every wait is written down."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

START = datetime(2026, 4, 1, 9, 0, tzinfo=UTC)


class FakeClock:
    """`now`, `monotonic` and `wait` of one time; give them to a `Context` and to a twin."""

    def __init__(self, start: datetime = START) -> None:
        self._start = start
        self._elapsed_s = 0.0
        self.waits: list[float] = []

    def now(self) -> datetime:
        return self._start + timedelta(seconds=self._elapsed_s)

    def monotonic(self) -> float:
        return self._elapsed_s

    def wait(self, seconds: float) -> None:
        """Somebody waits: the time passes and is noted."""
        self.waits.append(seconds)
        self.advance(seconds)

    def advance(self, seconds: float) -> None:
        """Time passes with nobody waiting."""
        self._elapsed_s += max(seconds, 0.0)
