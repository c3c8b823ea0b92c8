"""How often somebody has failed to sign in: after a few times they wait, and so does whoever tries many names.

Invariant: neither a name nor an address can be tried faster than this, and other names and addresses are not slowed.
Kept in memory: a restart of the hub forgives, and takes longer than the wait that it saves.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime, timedelta

WINDOW = timedelta(minutes=15)
# A person mistypes a few times; an office behind one address does so for several people.
PER_NAME = 5
PER_ADDRESS = 30
# So many keys are remembered at most: names are invented by whoever attacks.
_MOST = 10_000


class Attempts:
    """Failures of the last quarter of an hour, by name with address, and by address."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._failed: dict[tuple[str, ...], list[datetime]] = {}
        self._lock = threading.Lock()

    def wait_s(self, name: str, address: str) -> float:
        """For how long no attempt is looked at; 0 where one is."""
        with self._lock:
            return max(self._wait_s((name, address), PER_NAME), self._wait_s((address,), PER_ADDRESS))

    def failed(self, name: str, address: str) -> None:
        """Remember a failure."""
        with self._lock:
            if len(self._failed) >= _MOST:
                self._forget_old()
            for key in ((name, address), (address,)):
                self._failed[key] = [*self._failed.get(key, ()), self._now()][-PER_ADDRESS:]

    def succeeded(self, name: str, address: str) -> None:
        """Forget the failures of this name from this address."""
        with self._lock:
            self._failed.pop((name, address), None)

    def _wait_s(self, key: tuple[str, ...], most: int) -> float:
        now = self._now()
        recent = [at for at in self._failed.get(key, ()) if now - at < WINDOW]
        if len(recent) < most:
            return 0.0
        return (recent[-most] + WINDOW - now).total_seconds()

    def _forget_old(self) -> None:
        now = self._now()
        kept = {key: times for key, times in self._failed.items() if now - times[-1] < WINDOW}
        # Where all are new, the oldest go: an attacker with ten thousand names forgets only his own.
        self._failed = dict(list(kept.items())[-_MOST // 2 :])
