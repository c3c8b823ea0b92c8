"""What a job left undone when the hub was stopped or its configuration changed: when to try it again.

Invariant: the same failures are tried again as without the restart, and what was cut off in the middle as well.
"""

from __future__ import annotations

from datetime import datetime

from hub.schedule.lanes import RETRY
from hub.store.runs import JobRow
from hub.store.times import moment_of
from hub.sync.reasons import read_reason

# A restart, or a configuration that is saved, may be the cure of what needed a person.
_TRIED_AGAIN = frozenset({"retry_later", "retry_at", "unanswered", "fault", "interrupted", "person_needed"})


def again_at(job: JobRow | None) -> datetime | None:
    """When a job that has not ended well is tried again; None where nothing was left, or it waits for its own time."""
    if job is None or job.last_started_at is None or (job.last_ok_at or "") >= job.last_started_at:
        return None
    started_at, reason = moment_of(job.last_started_at), read_reason(job.last_error)
    if reason is None or reason.code == "interrupted":
        return started_at
    if reason.code not in _TRIED_AGAIN:
        return None
    free_at = reason.data.get("free_at")
    return max(started_at + RETRY, moment_of(str(free_at))) if free_at else started_at + RETRY
