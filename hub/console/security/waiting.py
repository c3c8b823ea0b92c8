"""Who has given a right password and still owes a code, or is away at another site to sign in there.

Invariant: what is kept here is good for minutes and once, and in no other browser than the one that began.
"""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Generic, TypeVar

T = TypeVar("T")
LIFE = timedelta(minutes=10)
_MOST = 1_000


class Waiting(Generic[T]):
    """By a random ticket, which a cookie of the browser holds."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._kept: dict[str, tuple[datetime, T]] = {}
        self._lock = threading.Lock()

    def add(self, what: T) -> str:
        """Keep something; the ticket."""
        ticket = secrets.token_urlsafe(32)
        with self._lock:
            if len(self._kept) >= _MOST:
                self._kept = dict(list(self._kept.items())[_MOST // 2 :])
            self._kept[ticket] = (self._now(), what)
        return ticket

    def find(self, ticket: str) -> T | None:
        """What waits under a ticket, if its time is not over."""
        with self._lock:
            at, what = self._kept.get(ticket, (None, None))
            return what if at is not None and self._now() - at < LIFE else None

    def take(self, ticket: str) -> T | None:
        """The same, and nobody takes it again."""
        found = self.find(ticket)
        with self._lock:
            return found if self._kept.pop(ticket, None) is not None else None
