"""Runs under way for everybody who watches: looked up once for all of them, and told as server-sent events.

Invariant: however many watch, the store is asked at most `1 / EVERY_S` times a second.
"""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence

from fastapi.concurrency import run_in_threadpool

from hub.steward.running import RunUnderWay

EVERY_S = 0.5
# Then a browser asks again by itself, and the door looks anew at who it is.
_LOOKS = 120
_QUIET_LOOKS = 30

Look = Callable[[], Sequence[RunUnderWay]]
Shown = Callable[[Sequence[RunUnderWay]], str]


class Live:
    """What is under way, not older than `EVERY_S`."""

    def __init__(self, look: Look, monotonic: Callable[[], float]) -> None:
        self._look, self._monotonic = look, monotonic
        self._found: Sequence[RunUnderWay] = ()
        self._old_at: float | None = None
        self._lock = threading.Lock()
        self.is_stopping = False

    def found(self) -> Sequence[RunUnderWay]:
        """The runs; whoever asks while somebody else looks gets what that one finds."""
        with self._lock:
            now = self._monotonic()
            if self._old_at is None or now >= self._old_at:
                self._found = self._look()
                self._old_at = now + EVERY_S
            return self._found

    def stop(self) -> None:
        """Let all who watch go: the console is about to end."""
        self.is_stopping = True


async def events(live: Live, show: Shown, pause: Callable[[float], Awaitable[None]]) -> AsyncIterator[str]:
    """What `show` makes of the runs whenever that changes; the last event is `end`, when nothing is under way."""
    last, quiet = None, 0
    for _ in range(_LOOKS):
        found = await run_in_threadpool(live.found)
        shown = show(found)
        quiet = 0 if shown != last else quiet + 1
        if shown != last:
            last = shown
            yield event("end" if not shown else "progress", shown)
        elif quiet % _QUIET_LOOKS == 0:
            yield ": still there\n\n"  # a proxy cuts off who says nothing
        if not shown or live.is_stopping:
            return
        await pause(EVERY_S)


def event(name: str, text: str) -> str:
    """One event as it crosses the wire."""
    return "".join([f"event: {name}\n", *(f"data: {line}\n" for line in text.splitlines() or [""]), "\n"])
