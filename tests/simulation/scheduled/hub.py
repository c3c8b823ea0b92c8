"""The hub of a world at work by its timetable, in virtual time: `hub run` and not `hub sync`.

Invariant: one job at a time, each when it is due; when the process dies, its supervisor starts another one at once.
"""

from __future__ import annotations

import random
import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from hub.schedule import JobPlan, Loaded, Scheduler
from hub.store.lease import LeaseLostError
from hub.sync.world import World
from tests.pipeline.systems import Clock
from tests.simulation.hub import Configuration, Hub
from tests.simulation.process import Killed, Orders
from tests.simulation.system import System
from tests.simulation.trace import Trace

TOKYO = ZoneInfo("Asia/Tokyo")
_NEVER = datetime.max.replace(tzinfo=UTC)


class ScheduledHub(Hub):
    """`on_run` is told what the log tells of runs: the event, and its data."""

    def __init__(
        self,
        systems: Mapping[str, System],
        clock: Clock,
        trace: Trace,
        configuration: Configuration,
        plans: Sequence[JobPlan],
        seed: int,
    ) -> None:
        self._plans, self._chance = plans, random.Random(f"times {seed}")
        self._generation = 0
        self._is_another = False
        self.on_run: Callable[[str, Mapping[str, Any]], None] = lambda event, data: None
        super().__init__(systems, clock, trace, configuration)

    def _starts(self, alive: ExitStack) -> World:
        world = super()._starts(alive)
        self._stopping = threading.Event()
        self.scheduler = Scheduler(
            self._loaded(world),
            self._stopping,
            load=lambda: self._loaded(self.world_of(world.database)),
            fingerprint=lambda: str(self._generation),
            now=lambda: self.clock.moment,
            random=self._chance,
        )
        alive.callback(self.scheduler.appointments.end)
        self.scheduler.start(is_paused=True)
        return world

    def _loaded(self, world: World) -> Loaded:
        heeding = replace(world, is_stopping=self._stopping.is_set)
        return Loaded(heeding, self._plans, TOKYO, silence_after=timedelta(hours=3))

    def keeps_time(self, orders: Orders, seconds: float) -> None:
        """So much time passes, from appointment to appointment; the orders hold for the process that begins it."""
        until = self.clock.moment + timedelta(seconds=seconds)
        if orders.order % 2:
            self.scheduler.wake()
        self.orders, self.moments, self.overtaken = orders, 0, False
        while (soonest := min(self.scheduler.appointments.agenda().values(), default=_NEVER)) <= until:
            self.clock.moment = max(self.clock.moment, soonest)
            self._does(lambda: self.scheduler.appointments.call_due())
        self._does(lambda: self.scheduler.look_for_silence())
        self.clock.moment = max(self.clock.moment, until)
        self.orders = Orders()

    def _does(self, work: Callable[[], object]) -> None:
        try:
            work()
            if self.overtaken:
                self.scheduler.look_at_lease()
                if self._stopping.is_set():
                    raise LeaseLostError("another hub has taken over")
        except (Killed, LeaseLostError) as end:
            self.dies(end)

    def reconfigured(self, configuration: Configuration) -> None:
        """The operator saves another configuration under the running hub, or starts it anew with that."""
        if self._chance.randrange(2):
            super().reconfigured(configuration)
            return
        self.configuration = configuration
        self._generation += 1
        self.scheduler.look_at_configuration()
        with self.scheduler.in_use() as world:
            self.world = world

    def _is_overtaken(self) -> None:
        self._is_another = True
        super()._is_overtaken()
        self._is_another = False

    def _log(self, event: str, **data: Any) -> None:
        super()._log(event, **data)
        if event == "job_failed" and "lost its lease" not in data["reason"]:
            self.violations.append(f"{data['job']} failed: {data['error']}: {data['reason']}")
        if event.startswith("run_") and not self._is_another:
            self.on_run(event, data)
