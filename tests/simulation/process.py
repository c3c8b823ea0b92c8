"""A hub process of the simulation: at work on its store, killed at a named moment, and started anew.

Invariant: when it dies nothing of it is left but what the store and the systems hold.
"""

from __future__ import annotations

import os
import random
import shutil
import tempfile
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

from hub.model.schema import CanonicalSchema
from hub.store import streams
from hub.store.database import Database
from hub.store.lease import LeaseLostError
from hub.store.lock import LockedError, hub_lock
from hub.store.migrate import open_store
from hub.sync.run import Report, run_pipeline
from hub.sync.spread import Step
from hub.sync.world import World
from tests.pipeline.systems import Clock
from tests.simulation.trace import Trace

SCHEMA = CanonicalSchema()

# Moments at which this process holds no transaction, so that another one can get at the store.
_OPEN = frozenset({"page arrived", "before send", "before look-up", "after receipt"})
# Longer than any lease lasts.
_STOOD_STILL_S = 1200.0


class Killed(BaseException):
    """The process is no more."""


@dataclass
class Orders:
    """What befalls one run: the moments (0: never) at which it dies, a second hub starts, and another one takes over
    because this one stood still; what people do meanwhile, and in which order the connections get their turn.
    """

    dies_at: int = 0
    meanwhile: Mapping[int, Sequence[Callable[[], None]]] = field(default_factory=dict)
    second_at: int = 0
    overtaken_at: int = 0
    order: int = 0


@cache
def empty_store() -> bytes:
    """A database with its tables; copying it is a hundred times faster than making it."""
    with tempfile.TemporaryDirectory(prefix="hub-simulation-") as folder:
        open_store(f"sqlite:///{folder}/hub.db", SCHEMA).close()
        return Path(folder, "hub.db").read_bytes()


@cache
def workplace() -> Path:
    """One folder a process, in memory where the machine has such a place."""
    memory = Path("/dev/shm")
    folder = Path(tempfile.mkdtemp(prefix="hub-simulation-", dir=memory if os.access(memory, os.W_OK) else None))
    import atexit

    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


class Process(ABC):
    """The hub of one world, over as many processes as it takes; derive it, and call `restarts` to start the first."""

    world: World

    def __init__(self, clock: Clock, trace: Trace) -> None:
        self.clock, self.trace = clock, trace
        self.path = workplace() / "hub.db"
        for leftover in workplace().glob(f"{self.path.stem}.*"):
            leftover.unlink()
        self.path.write_bytes(empty_store())
        self.moments = 0
        self.orders = Orders()
        self.dead = False
        self.is_at_work = False
        self.deaths = 0
        self.overtaken = False
        self._is_looked_at = False
        self.violations: list[str] = []
        self._alive = ExitStack()

    @abstractmethod
    def _starts(self, alive: ExitStack) -> World:
        """Put a hub together on the store; `alive` is closed at its end."""

    def restarts(self) -> None:
        """Everything is thrown away and put together anew on the same store."""
        self.close()
        self.orders, self.moments = Orders(), 0
        self.dead = False
        self.world = self._starts(self._alive)

    def runs(self, orders: Orders, *, is_released: bool = False, pulls_only: str = "") -> Report | None:
        """One run under these orders, or no more than the pull of one connection; None where the process died in it."""
        self.orders, self.moments, self.overtaken = orders, 0, False
        self.is_at_work = True
        try:
            if pulls_only:
                report = run_pipeline(self.world, "scheduled", ("settle", "pull"), [pulls_only])
            else:
                report = run_pipeline(replace(self.world, releases=is_released))
        except (Killed, LeaseLostError) as end:
            self.dies(end)
            return None
        finally:
            self.is_at_work = False
        self.orders = Orders()
        # The folder is another one in each process, and one seed is one trace in all of them.
        self.trace.tell("report", report.state, str(report.ledger).replace(str(self.path.parent), "…"))
        return report

    def dies(self, end: BaseException) -> None:
        """The process is gone, and its supervisor starts another one."""
        self.deaths += 1
        self.trace.tell("died", type(end).__name__)
        self.restarts()

    def forgets_cursor(self, connection: str, stream: str) -> None:
        """The operator has a stream read from its beginning."""
        with self.world.database.begin() as tx:
            streams.forget_cursor(tx, streams.stream_id(tx, connection, stream))

    def close(self) -> None:
        """The end of the process; a dead one stores nothing more."""
        with suppress(Killed):
            self._alive.close()
        self._alive = ExitStack()

    @contextmanager
    def aside(self) -> Iterator[None]:
        """Whoever looks at the store in the block is not the hub: nothing befalls it for that."""
        self._is_looked_at = True
        try:
            yield
        finally:
            self._is_looked_at = False

    def _reached(self, moment: str) -> None:
        if self._is_looked_at:
            return
        if self.dead:
            raise Killed
        self.moments += 1
        self.trace.tell("reached", moment)
        for happens in self.orders.meanwhile.get(self.moments, ()):
            happens()
        if moment in _OPEN:
            self._others_come()
        if self.moments == self.orders.dies_at:
            self.dead = True
            raise Killed

    def _others_come(self) -> None:
        if 0 < self.orders.second_at <= self.moments:
            self.orders.second_at = 0
            self._is_refused()
        if 0 < self.orders.overtaken_at <= self.moments:
            self.orders.overtaken_at = self.orders.second_at = 0
            self._is_overtaken()

    def _is_refused(self) -> None:
        with (
            closing(Database(f"sqlite:///{self.path}")) as database,
            suppress(LockedError),
            hub_lock(database, self.clock),
        ):
            self.violations.append("a second hub was let in")

    def _is_overtaken(self) -> None:
        """This process stands still; another one, on another machine, waits for the end of its lease and does a run."""
        self.clock.goes_on(seconds=_STOOD_STILL_S)
        orders, self.orders = self.orders, Orders()
        with closing(Database(f"sqlite:///{self.path}", self._reached)) as database, hub_lock(database, self.clock):
            self.trace.tell("overtaken")
            run_pipeline(replace(self.world, database=database))
        self.orders = orders
        self.overtaken = True

    def _log(self, event: str, **data: Any) -> None:
        self.trace.tell("log", event, data)

    def _spread(self, steps: Sequence[Step]) -> None:
        shuffled = list(steps)
        random.Random(self.orders.order).shuffle(shuffled)
        for step in shuffled:
            step()
