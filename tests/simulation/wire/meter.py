"""The vendors' limits, counted where the requests leave: more of them in any window is a broken promise."""

from __future__ import annotations

from collections import defaultdict, deque
from datetime import datetime

from hub.sdk.twin import TwinRequest

# What each vendor allows, as requests in seconds. freee names no rate; five a second is what its connector promises.
ALLOWED: dict[str, tuple[tuple[str, int, float], ...]] = {
    "cards": (("", 1, 1.0),),
    "books": (("/api/1/", 5, 1.0), ("/iv/", 30, 60.0)),
    "crm": (("", 100, 10.0), ("/search", 4, 1.0)),
}
# freee's on the smallest plan.
PER_DAY = 3000


class Meter:
    """Counts the requests of one connection."""

    def __init__(self, connection: str) -> None:
        self._allowed = ALLOWED[connection]
        self._sent: dict[tuple[str, int, float], deque[datetime]] = defaultdict(deque)
        self.violations: list[str] = []

    def count(self, request: TwinRequest, at: datetime) -> None:
        for part, most, seconds in self._allowed:
            if part in request.path and not request.path.endswith("/token"):
                sent = self._sent[part, most, seconds]
                sent.append(at)
                while (at - sent[0]).total_seconds() >= seconds:
                    sent.popleft()
                if len(sent) > most:
                    self.violations.append(
                        f"{len(sent)} requests of {part or 'all'} in {seconds:g} s; {most} are allowed"
                    )
