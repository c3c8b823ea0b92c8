"""Counts that take longer than a reader waits: made beside the pages, shown with the moment at which they were made.

Invariant: a page waits no longer than `patience_s`; what it shows is a whole count, never half of one.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable, Mapping
from concurrent.futures import Future
from concurrent.futures import TimeoutError as StillCountingError
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import monotonic, perf_counter
from typing import Any

# A count that took longer than a page may is not made again at every look; a shorter one is kept for its share of that,
# and what nobody notices is counted anew.
_KEPT = timedelta(minutes=1)
_NOTICED = 0.1
_AT_HAND = 1 / 3
_MOST = 16


@dataclass(frozen=True)
class Counted:
    """What was counted, and when; `is_fresh` where it was for this very look."""

    found: Any
    at: datetime
    is_fresh: bool


class Counting:
    """Keeps the last count of each of the few things that were asked for; the `stopwatch` tells how long it took."""

    def __init__(
        self, now: Callable[[], datetime], patience_s: float, stopwatch: Callable[[], float] = perf_counter
    ) -> None:
        self._now, self._patience_s, self._stopwatch = now, patience_s, stopwatch
        self._lock = threading.Lock()
        self._kept: dict[Hashable, Counted] = {}
        self._lasting: dict[Hashable, timedelta] = {}
        self._under_way: dict[Hashable, Future[Counted]] = {}
        self._failed: dict[Hashable, Exception] = {}

    def asked(self, key: Hashable, count: Callable[[], Any]) -> Counted | None:
        """The count of this moment if it is made in time, else the last one; None before there is any.

        Raises what the count raised, or the one before it where nobody was told of that.
        """
        return self.together({key: count})[key]

    def together(self, wanted: Mapping[Hashable, Callable[[], Any]]) -> dict[Hashable, Counted | None]:
        """The same of several, for all of which together nobody waits longer than for one."""
        with self._lock:
            awaited = {key: self._asked(key, count) for key, count in wanted.items()}
        began = monotonic()
        return {
            # Who has a count at hand, with its moment beside it, waits less than who has none.
            key: self._awaited(key, kept, under_way, began + self._patience_s * (1 if kept is None else _AT_HAND))
            for key, (kept, under_way) in awaited.items()
        }

    def _asked(self, key: Hashable, count: Callable[[], Any]) -> tuple[Counted | None, Future[Counted] | None]:
        """What is kept, and what is under way where that is too old."""
        if key in self._failed:
            raise self._failed.pop(key)
        kept = self._kept.get(key)
        if kept is not None and kept.at > self._now() - self._lasting.get(key, timedelta()):
            return kept, None
        if key not in self._under_way:
            self._begin(key, count)
        return kept, self._under_way[key]

    def _awaited(
        self, key: Hashable, kept: Counted | None, under_way: Future[Counted] | None, until: float
    ) -> Counted | None:
        if under_way is None:
            return kept
        try:
            return under_way.result(max(until - monotonic(), 0.0))
        except StillCountingError:
            return kept
        finally:
            if under_way.done():
                with self._lock:
                    self._failed.pop(key, None)

    def _begin(self, key: Hashable, count: Callable[[], Any]) -> None:
        self._under_way[key] = Future()
        # A daemon: nobody waits for a count when the console stops.
        threading.Thread(target=self._make, args=(key, count, self._under_way[key]), daemon=True).start()

    def _make(self, key: Hashable, count: Callable[[], Any], promise: Future[Counted]) -> None:
        at, began = self._now(), self._stopwatch()
        try:
            found = count()
        except Exception as error:  # noqa: BLE001 - it is raised to whoever asked, in another thread
            with self._lock:
                del self._under_way[key]
                self._failed[key] = error
            promise.set_exception(error)
        else:
            with self._lock:
                del self._under_way[key]
                self._keep(key, Counted(found, at, is_fresh=False), self._stopwatch() - began)
            promise.set_result(Counted(found, at, is_fresh=True))

    def _keep(self, key: Hashable, counted: Counted, took_s: float) -> None:
        share = min(took_s / self._patience_s, 1.0) if self._patience_s else 1.0
        self._lasting[key] = _KEPT * share if share > _NOTICED else timedelta()
        self._kept.pop(key, None)
        self._kept[key] = counted
        for oldest in list(self._kept)[:-_MOST]:
            del self._kept[oldest], self._lasting[oldest]
