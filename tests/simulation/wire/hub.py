"""A hub process of the wire tier: put together from a configuration by the bootstrap, as every installation is."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import replace
from typing import Any

from hub.bootstrap import Surroundings, opened
from hub.config import Config
from hub.sdk.connector import Connector, WritableConnector
from hub.sync.world import ConnectionSetup, World
from tests.pipeline.systems import Clock
from tests.simulation.process import Process
from tests.simulation.trace import Trace
from tests.simulation.wire.desk import Desk
from tests.simulation.wire.way import Way
from tests.simulation.wire.witness import ReadWitness, Witness

# What a supervisor lets go by before it starts a process again.
_RESTART_S = 60.0


class _Stop(threading.Event):
    """The stop signal that nobody gives; who waits on it lets virtual time go by."""

    def __init__(self, clock: Clock) -> None:
        super().__init__()
        self._clock = clock

    def wait(self, timeout: float | None = None) -> bool:
        self._clock.goes_on(seconds=timeout or 0.0)
        return self.is_set()


class WireHub(Process):
    """The hub of one company; `desks` are those by connection and stream."""

    def __init__(
        self,
        config: Config,
        ways: Mapping[str, Way],
        desks: Mapping[str, Mapping[str, Desk]],
        clock: Clock,
        trace: Trace,
        seed: int,
    ) -> None:
        super().__init__(clock, trace)
        self._config, self._ways, self._desks, self._seed = config, ways, desks, seed
        self._began_at = clock.moment
        # Who knocks while the hub is at work, and is let in where another thread would be.
        self.callers: Callable[[], object] = lambda: None
        for way in ways.values():
            way.reached = self._reached
        self.restarts()

    def _starts(self, alive: ExitStack) -> World:
        if self.deaths:
            self.clock.goes_on(seconds=_RESTART_S)
        around = Surroundings(
            now=self.clock,
            monotonic=lambda: (self.clock.moment - self._began_at).total_seconds(),
            chance=random.Random(f"{self._seed} {self.deaths}"),
            transport=self._ways.get,
            log=self._log,
            stopping=_Stop(self.clock),
            reached=self._reached,
            spread=self._spread,
        )
        world = alive.enter_context(opened(self._config, around))
        return replace(world, connections={name: self._watched(each) for name, each in world.connections.items()})

    def _others_come(self) -> None:
        super()._others_come()
        self.callers()

    def _watched(self, connection: ConnectionSetup) -> ConnectionSetup:
        inner: Connector = connection.connector
        kind = Witness if isinstance(inner, WritableConnector) else ReadWitness
        return replace(connection, connector=kind(inner, self._desks.get(connection.name, {}), self.trace))

    def _log(self, event: str, **data: Any) -> None:
        # The folder is another one on each machine, and one seed is one trace on all of them.
        self.trace.tell("log", event, str(data).replace(str(self.path.parent), "…"))
