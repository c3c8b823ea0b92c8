"""Silence is an alarm: a connection that was to be read and was not, for too long, is told of once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from hub.schedule.lanes import Lane
from hub.schedule.loaded import Generation
from hub.schedule.slots import alarm_at
from hub.store import runs
from hub.store.times import moment_of
from hub.sync.reasons import read_reason

OnSilent = Callable[[str, datetime | None], None]
"""Takes the connection that fell silent and its last success."""


def tell_silence(
    generation: Generation, lanes: Mapping[str, Lane], watched_since: datetime, now: datetime, on_silent: OnSilent
) -> None:
    """Look at every connection that has a time to be read; a new silence is told, and so is its end."""
    loaded = generation.loaded
    if loaded.silence_after is None:
        return
    with loaded.world.database.begin() as tx:
        known = runs.jobs(tx)
    for name, plan in generation.plans.items():
        if plan.direction != "pull" or plan.trigger is None:
            continue
        job, lane = known.get(name), lanes[plan.connection]
        last_ok_at = moment_of(job.last_ok_at) if job and job.last_ok_at else None
        is_silent = now >= alarm_at(plan, last_ok_at or watched_since, loaded.silence_after, loaded.zone)
        if is_silent and not lane.is_silent:
            _alarm(generation, plan.connection, last_ok_at, job.last_error if job else None)
            on_silent(plan.connection, last_ok_at)
        elif lane.is_silent and not is_silent:
            loaded.world.log("connection_recovered", connection=plan.connection)
        lane.is_silent = is_silent


def _alarm(generation: Generation, connection: str, last_ok_at: datetime | None, error: str | None) -> None:
    generation.loaded.world.log(
        "connection_silent",
        connection=connection,
        last_success_at=last_ok_at.isoformat() if last_ok_at else "never",
        reason=str(read_reason(error) or "no run has ended since"),
        what_to_do=f"see `hub status`, then `hub check` for {connection}",
    )
