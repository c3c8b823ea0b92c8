"""Sending: a connection is read, and what follows is decided, right before it is written to.

Invariant: nothing is sent that was planned without what the system showed `FRESH` before at the latest, so that an edit
which its own times would have read an hour later is not written over, and nobody is made twice who is there unread.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from hub.schedule.gate import Gate
from hub.schedule.record import recorded
from hub.schedule.work import Outcome, connections_to_push, decide, pull, push
from hub.store import outbox, runs
from hub.store.times import moment_of
from hub.sync.world import World

FRESH = timedelta(seconds=30)


def send(world: World, name: str, gate: Gate) -> Outcome:
    """Send a connection what waits for it; where it cannot be read, nothing is sent."""
    decided_at: datetime | None = None
    if _is_anything_to_send(world, name):
        outcome = _read(world, name)
        if outcome.error is None:
            outcome = decide(world, gate)
        if outcome.error is not None:
            return outcome
        decided_at = world.now()

    def is_outdated() -> bool:
        """Whether another's plan was waited for long, or has brought what nothing was read for."""
        is_late = decided_at is None or world.now() - decided_at > FRESH
        return is_late and _is_anything_to_send(world, name)

    return push(world, name, gate, is_outdated)


def _is_anything_to_send(world: World, name: str) -> bool:
    return name in connections_to_push(world, *outbox.UNSENT)


def _read(world: World, name: str) -> Outcome:
    with world.connections[name].busy:
        if _is_fresh(world, name):
            return Outcome()
        return recorded(world, f"{name}:pull", lambda: pull(world, name))


def _is_fresh(world: World, name: str) -> bool:
    with world.database.begin() as tx:
        job = runs.jobs(tx).get(f"{name}:pull")
    if job is None or job.last_started_at is None or job.last_ok_at is None:
        return False
    # The host's clock may have been ahead then.
    age = world.now() - moment_of(job.last_started_at)
    return job.last_ok_at >= job.last_started_at and timedelta() <= age <= FRESH
