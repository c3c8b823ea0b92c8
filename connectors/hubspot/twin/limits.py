"""The account's rate limits: a rolling ten seconds for everything, and one second for searches."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from hub.sdk.twin import TwinRequest, refusal


class Gate:
    """Lets everything through until `enforce` is called."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._most: dict[str, tuple[int, timedelta]] = {}
        self._passed: dict[str, deque[datetime]] = {}

    def enforce(self, *, per_ten_s: int = 100, searches_per_s: int = 4) -> None:
        """Refuse what comes faster than this from now on."""
        self._most = {
            "TEN_SECONDLY_ROLLING": (per_ten_s, timedelta(seconds=10)),
            "SECONDLY": (searches_per_s, timedelta(seconds=1)),
        }
        self._passed = {policy: deque() for policy in self._most}

    def pass_one(self, request: TwinRequest) -> None:
        """Count a request, or refuse it and say by which policy."""
        policies = [policy for policy in self._most if policy != "SECONDLY" or _is_search(request)]
        for policy in policies:
            if self._left(policy) <= 0:
                raise refusal(429, _body(policy))
        for policy in policies:
            self._passed[policy].append(self._now())

    def headers(self, request: TwinRequest) -> dict[str, str]:
        """What is left of the ten seconds; the answers to searches don't tell."""
        if not self._most or _is_search(request):
            return {}
        return {
            "X-HubSpot-RateLimit-Max": str(self._most["TEN_SECONDLY_ROLLING"][0]),
            "X-HubSpot-RateLimit-Remaining": str(self._left("TEN_SECONDLY_ROLLING")),
            "X-HubSpot-RateLimit-Interval-Milliseconds": "10000",
        }

    def _left(self, policy: str) -> int:
        most, window = self._most[policy]
        passed = self._passed[policy]
        while passed and self._now() - passed[0] >= window:
            passed.popleft()
        return most - len(passed)


def _is_search(request: TwinRequest) -> bool:
    return request.path.endswith("/search")


def _body(policy: str) -> dict[str, Any]:
    return {
        "status": "error",
        "message": f"You have reached your {policy.lower()} limit.",
        "errorType": "RATE_LIMIT",
        "correlationId": "00000000-0000-4000-8000-000000000000",
        "policyName": policy,
        "category": "RATE_LIMITS",
    }
