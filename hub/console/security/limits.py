"""How often a program may ask: so many requests at once, and then as many as come back in time.

Invariant: one who asks too often keeps nobody else from asking.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable
from datetime import datetime

PER_MINUTE = 600
# So many who ask are remembered; addresses are as many as somebody likes.
_MOST = 10_000


class Limits:
    """A bucket for each who asks: it holds `PER_MINUTE` requests, and fills up within a minute."""

    def __init__(self, now: Callable[[], datetime], per_minute: int = PER_MINUTE) -> None:
        self._now, self._per_minute = now, per_minute
        self._left: dict[Hashable, tuple[float, datetime]] = {}
        self._lock = threading.Lock()

    def wait_s(self, who: Hashable) -> float:
        """Take one request out of the bucket: 0, or the time until there is one again."""
        with self._lock:
            now, per_s = self._now(), self._per_minute / 60
            left, at = self._left.pop(who, (float(self._per_minute), now))
            left = min(float(self._per_minute), left + max(0.0, (now - at).total_seconds()) * per_s)
            wait_s = 0.0 if left >= 1 else (1 - left) / per_s
            # Taken out and put in again, the ones who asked last stand last.
            self._left[who] = (left if wait_s else left - 1, now)
            if len(self._left) > _MOST:
                self._left = dict(list(self._left.items())[_MOST // 2 :])
            return wait_s
