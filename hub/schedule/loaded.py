"""A configuration that is in use: its world, its plans, and how many jobs still work with it.

Invariant: a world that was replaced is closed when the last job that uses it has ended, and not before.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from zoneinfo import ZoneInfo

from hub.alerts.desk import Desk
from hub.schedule.plans import JobPlan
from hub.sdk.connector import WritableConnector
from hub.sync.world import World


@dataclass(frozen=True)
class Loaded:
    """What a configuration means for the schedule; `close` gives back what its connectors hold open, and `desk` tells
    people what needs them.
    """

    world: World
    plans: Sequence[JobPlan]
    zone: ZoneInfo
    silence_after: timedelta | None = None
    close: Callable[[], None] = lambda: None
    desk: Desk | None = None


def all_plans(loaded: Loaded) -> dict[str, JobPlan]:
    """The plans by their names; who is written to and has no push schedule is served on demand."""
    plans = {plan.name: plan for plan in loaded.plans}
    for plan in loaded.plans:
        if plan.connection not in loaded.world.connections:
            known = ", ".join(sorted(loaded.world.connections))
            raise ValueError(f"a schedule names the connection '{plan.connection}'; configured are: {known}")
    for name, setup in loaded.world.connections.items():
        if isinstance(setup.connector, WritableConnector) and f"{name}:push" not in plans:
            pulls = plans.get(f"{name}:pull")
            on_demand = JobPlan(name, "push", quiet=pulls.quiet if pulls else None)
            plans[on_demand.name] = on_demand
    return plans


def with_locks_of(new: Loaded, old: Loaded) -> Loaded:
    """The new world under the old locks, so that a job of each can't work on one connection at a time."""
    before = old.world.connections
    connections = {
        name: replace(setup, busy=before[name].busy) if name in before else setup
        for name, setup in new.world.connections.items()
    }
    return replace(new, world=replace(new.world, connections=connections, deciding=old.world.deciding))


class Generation:
    """One loaded configuration over its life."""

    def __init__(self, loaded: Loaded) -> None:
        self.loaded = loaded
        self.plans = all_plans(loaded)
        self._users = 0
        self._is_retired = False
        self._lock = threading.Lock()

    @contextmanager
    def in_use(self) -> Iterator[World]:
        """The block works with this world."""
        with self._lock:
            self._users += 1
        try:
            yield self.loaded.world
        finally:
            self._leave()

    def retire(self) -> None:
        """Nobody will begin to use it any more."""
        with self._lock:
            self._is_retired = True
            is_free = self._users == 0
        if is_free:
            self.loaded.close()

    def _leave(self) -> None:
        with self._lock:
            self._users -= 1
            is_over = self._is_retired and self._users == 0
        if is_over:
            self.loaded.close()
