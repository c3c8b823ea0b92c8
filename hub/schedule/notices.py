"""A waiting notice brings the next pull of its connection forward, and a thousand of them bring one.

Invariant: notices make no two pulls of a connection begin within SPACING, and none where the last one failed: when to
ask a system again that is in trouble, its lane knows.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from hub.schedule.plans import JobPlan
from hub.store import runs
from hub.store.times import moment_of
from hub.sync.notices import pulls_wanted
from hub.sync.world import World

SPACING = timedelta(minutes=1)


def pulls_brought_forward(world: World, plans: dict[str, JobPlan]) -> dict[str, datetime]:
    """The pulls that are due because of notices, by the names of their jobs."""
    wanted = pulls_wanted(world)
    if not wanted:
        return {}
    with world.database.begin() as tx:
        known = runs.jobs(tx)
    due: dict[str, datetime] = {}
    for connection, at in wanted.items():
        name = f"{connection}:pull"
        job = known.get(name)
        if name not in plans or (job is not None and job.last_error is not None):
            continue
        last = moment_of(job.last_started_at) + SPACING if job and job.last_started_at else at
        due[name] = max(at, last)
    return due
