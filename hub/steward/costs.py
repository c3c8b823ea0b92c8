"""What writes cost by the manifest: requests in full batches, the seconds that the rates allow, the daily budget."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from math import ceil

from hub.sdk.manifest import Rate, StreamManifest
from hub.sdk.throttle import BUDGET_ZONE, CallCount


def requests_needed(manifest: StreamManifest, by_operation: Mapping[str, int]) -> int:
    """Batches hold one operation each, so every operation is rounded up by itself."""
    return sum(ceil(count / manifest.write_batch_max) for count in by_operation.values())


def seconds_needed(manifest: StreamManifest, requests: int) -> float:
    """The wait that the strictest rate imposes; the answers of the system come on top."""
    return max((_waits(rate, requests) for rate in manifest.rates), default=0.0)


def _waits(rate: Rate, requests: int) -> float:
    """The first window is free: only what does not fit into it has to wait."""
    return max(0, ceil(requests / rate.requests) - 1) * rate.per_s


def budget_share(manifest: StreamManifest, requests: int) -> float | None:
    """The part of a day's requests; None where the system sets no such limit."""
    return None if manifest.daily_budget is None else requests / manifest.daily_budget


def budget_left(manifest: StreamManifest, calls: CallCount, now: datetime) -> int | None:
    """How many of today's requests are left to the connection; None where the system sets no such limit."""
    if manifest.daily_budget is None:
        return None
    return max(0, manifest.daily_budget - calls.spent(now.astimezone(BUDGET_ZONE).date()))
