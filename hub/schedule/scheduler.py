"""Keeps all connections in step: reads and writes each at its times, and decides in between.

Invariant: one job a connection and direction, never two runs of one connection at once, and no connection waits for
another's system.
"""

from __future__ import annotations

import random as randomness
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime

from hub.schedule.appointments import Appointments
from hub.schedule.gate import Gate
from hub.schedule.lanes import RETRY
from hub.schedule.loaded import Generation, Loaded
from hub.schedule.notices import pulls_brought_forward
from hub.schedule.plans import JobPlan
from hub.schedule.record import recorded
from hub.schedule.reload import Reloader
from hub.schedule.sending import send
from hub.schedule.signals import stopping_on_signals
from hub.schedule.silence import OnSilent, tell_silence
from hub.schedule.timetable import Timetable
from hub.schedule.work import Outcome, connections_to_push, decide, is_anything_to_decide, pull
from hub.store import runs
from hub.store.lease import LeaseLostError
from hub.sync.configured import follow_configuration
from hub.sync.heartbeat import keep_alive
from hub.sync.indexing import index
from hub.sync.world import World

DECIDE = "decide"


def _utc_now() -> datetime:
    return datetime.now(UTC)


class Scheduler:
    """Give it a loaded configuration, and the event that `world.is_stopping` reads."""

    def __init__(
        self,
        loaded: Loaded,
        stopping: threading.Event,
        load: Callable[[], Loaded] | None = None,
        fingerprint: Callable[[], str] = lambda: "",
        now: Callable[[], datetime] = _utc_now,
        random: randomness.Random | None = None,
        on_silent: OnSilent = lambda *_: None,
        poll_s: float = 5,
    ) -> None:
        self._current = Generation(loaded)
        self._stopping, self._now, self._on_silent = stopping, now, on_silent
        self._reloader = Reloader(load or (lambda: loaded), fingerprint)
        self._gate = Gate()
        self._began_at = now()
        self._lost: LeaseLostError | None = None
        self._lock = threading.RLock()
        chores = {
            "configuration": (self.look_at_configuration, poll_s),
            "notices": (self.look_for_notices, poll_s),
            "silence": (self.look_for_silence, 30.0),
            "people": (self.tell_people, 30.0),
            "tokens": (self.keep_tokens_alive, 6 * 3600.0),
            "lease": (self.look_at_lease, 30.0),
        }
        self.appointments = Appointments(self._run, chores, now)
        told = self.appointments, self._lock, now, random or randomness.SystemRandom()
        self._timetable = Timetable(self._current, *told)

    def run(self) -> None:
        """Work until a signal, or whoever else sets the event, asks to stop; running jobs stop at their next page.

        Raises `LeaseLostError` where another hub has taken over.
        """
        with ExitStack() as stack:
            if threading.current_thread() is threading.main_thread():
                stack.enter_context(stopping_on_signals(self._stopping))
            self.start()
            # Windows delivers no signal to a wait without an end.
            while not self._stopping.wait(1.0):
                continue
            self.stop()
        if self._lost is not None:
            raise self._lost

    def start(self, is_paused: bool = False) -> None:
        """Book everybody's first appointment and start the clock."""
        self.appointments.begin(is_paused)
        self._book_all()
        self._world.log("schedule_started", jobs=sorted(n for n, p in self._current.plans.items() if p.trigger))

    def stop(self) -> None:
        """Ask running jobs to stop, and wait until they have."""
        self._stopping.set()
        self._world.log("schedule_stop_requested")
        self.appointments.end()
        self._current.retire()
        self._world.log("schedule_ended")

    @contextmanager
    def in_use(self) -> Iterator[World]:
        """The present world, which stays open until the block ends."""
        with ExitStack() as stack:
            with self._lock:
                world = stack.enter_context(self._current.in_use())
            yield world

    @contextmanager
    def alone(self) -> Iterator[World]:
        """The same for who plans and pushes in the block: no job does so meanwhile."""
        with self._gate.planning(), self.in_use() as world:
            yield world

    def wake(self) -> None:
        """Follow up what a person has just decided, and send what waits; a push that is booked keeps its time."""
        with self.in_use() as world:
            self._follow_up(world)
            booked = self.appointments.agenda()
            waiting = connections_to_push(world, "pending")
        self._timetable.call_for_pushes(name for name in waiting if f"{name}:push" not in booked)

    def look_at_configuration(self) -> None:
        """Take over a configuration that has changed, if it is right."""
        found = self._reloader.next_after(self._current)
        if found is None or self._stopping.is_set():
            return
        # Who decides by the configuration of before has ended, and what is queued here is decided by the new one.
        with self._gate.still(), self._lock:
            with found.loaded.world.database.begin() as tx:
                follow_configuration(tx, found.loaded.world)
            before, self._current = self._current, found
            self._timetable.follow(found)
            self._book_all()
        before.retire()
        self._world.log("configuration_replaced", jobs=sorted(n for n, p in found.plans.items() if p.trigger))

    def look_for_notices(self) -> None:
        """Read sooner where a system has said that something may have changed."""
        with self._lock:
            self._timetable.bring_forward(pulls_brought_forward(self._world, self._current.plans))

    def look_for_silence(self) -> None:
        """Raise the alarm for connections that have had no success for too long."""
        with self._lock:
            tell_silence(self._current, self._timetable.lanes, self._began_at, self._now(), self._on_silent)

    def tell_people(self) -> None:
        """Send the notices that are due; a channel that is slow keeps nothing else waiting."""
        with ExitStack() as stack:
            with self._lock:
                world, desk = stack.enter_context(self._current.in_use()), self._current.loaded.desk
                silent = [name for name, lane in self._timetable.lanes.items() if lane.is_silent]
            if desk is not None:
                desk.attend(world, silent, is_refused=self._reloader.is_refused)

    def keep_tokens_alive(self) -> None:
        """Use the tokens of connections that have no times of their own, or none soon enough."""
        with self._current.in_use() as world:
            for connection in world.connections.values():
                with connection.busy:
                    keep_alive(world, connection)

    def look_at_lease(self) -> None:
        """Renew it, also while nothing is to be done; stop where another hub has taken over."""
        try:
            self._world.database.check_fence()
        except LeaseLostError as error:
            self._world.log("lease_lost", reason=str(error))
            self._lost = error
            self._stopping.set()

    @property
    def _world(self) -> World:
        return self._current.loaded.world

    def _book_all(self) -> None:
        with self._world.database.begin() as tx:
            known = runs.jobs(tx)
        self._timetable.book(known)
        self._timetable.call_for_pushes(connections_to_push(self._world, "pending", "sending", "unknown"))
        if is_anything_to_decide(self._world):
            self.appointments.call_for(DECIDE, self._now())

    def _run(self, name: str) -> datetime | None:
        """Do a job; when it is due again."""
        with ExitStack() as stack:
            with self._lock:
                plan, now = self._current.plans.get(name), self._now()
                if self._stopping.is_set() or (plan is None and name != DECIDE):
                    return None
                world = stack.enter_context(self._current.in_use())
            if plan is None:
                return self._decide(world)
            may_start_at = self._timetable.free_at(plan, now)
            if may_start_at > now:
                return may_start_at
            outcome = recorded(world, name, lambda: self._work(world, plan))
        return self._next(name, outcome)

    def _work(self, world: World, plan: JobPlan) -> Outcome:
        reads = plan.direction == "pull"
        outcome = pull(world, plan.connection) if reads else send(world, plan.connection, self._gate)
        self._follow_up(world)
        return outcome

    def _decide(self, world: World) -> datetime | None:
        def work() -> Outcome:
            outcome = decide(world, self._gate)
            self._timetable.call_for_pushes(connections_to_push(world, "pending"))
            index(world)
            return outcome

        return None if recorded(world, DECIDE, work).error is None else self._now() + RETRY

    def _follow_up(self, world: World) -> None:
        """What a job has changed is decided on, in another thread."""
        if not self._stopping.is_set() and is_anything_to_decide(world):
            self.appointments.call_for(DECIDE, self._now())

    def _next(self, name: str, outcome: Outcome) -> datetime | None:
        with self._lock:
            return None if self._stopping.is_set() else self._timetable.after(name, outcome)
