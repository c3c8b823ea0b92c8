"""When each job of the configuration in use is due: its slots, and the waits and quiet hours that put one off."""

from __future__ import annotations

import random as randomness
import threading
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta

from hub.schedule.appointments import Appointments
from hub.schedule.lanes import Lane
from hub.schedule.loaded import Generation
from hub.schedule.plans import JobPlan
from hub.schedule.slots import Slot, first_slot, slot_after, slot_at
from hub.schedule.undone import again_at
from hub.schedule.work import Outcome
from hub.store.runs import JobRow
from hub.store.times import moment_of


class Timetable:
    """Books appointments by the plans of one configuration after another; `lanes` tell how each connection fares.

    `lock` keeps the configuration in use as it is while it is held.
    """

    def __init__(
        self,
        generation: Generation,
        appointments: Appointments,
        lock: threading.RLock,
        now: Callable[[], datetime],
        random: randomness.Random,
    ) -> None:
        self.lanes = {name: Lane() for name in generation.loaded.world.connections}
        self._current, self._appointments, self._lock = generation, appointments, lock
        self._now, self._random = now, random
        self._anchors: dict[str, datetime] = {}

    def follow(self, generation: Generation) -> None:
        """Go by another configuration from now on; whose appointments are still to be booked."""
        with self._lock:
            for name in self._current.plans.keys() - generation.plans.keys():
                self._appointments.cancel(name)
            # Whoever was paused or waits is tried anew: the change may have been the cure.
            silent = {name for name, lane in self.lanes.items() if lane.is_silent}
            self.lanes = {name: Lane(is_silent=name in silent) for name in generation.loaded.world.connections}
            self._current = generation

    def book(self, known: Mapping[str, JobRow]) -> None:
        """Everybody's first appointment; `known` is what is remembered of each job."""
        now, zone = self._now(), self._current.loaded.zone
        for name, plan in self._current.plans.items():
            job = known.get(name)
            last = moment_of(job.last_started_at) if job and job.last_started_at else None
            slot = first_slot(plan, last, now, zone, again_at(job))
            if slot is not None:
                self._appointments.book(name, self._remember(plan, slot))

    def call_for_pushes(self, connections: Iterable[str]) -> None:
        """Call for the pushes to these that have no times of their own."""
        with self._lock:
            for connection in connections:
                plan = self._current.plans.get(f"{connection}:push")
                if plan is not None and plan.trigger is None:
                    self._appointments.call_for(plan.name, self.free_at(plan, self._now()))

    def bring_forward(self, moments: Mapping[str, datetime]) -> None:
        """Call at these moments, by names of jobs, where nothing sooner is booked."""
        with self._lock:
            for name, at in moments.items():
                self._appointments.bring_forward(name, self.free_at(self._current.plans[name], at))

    def free_at(self, plan: JobPlan, moment: datetime) -> datetime:
        """The moment, or the end of a wait or of the quiet hours in which it lies."""
        with self._lock:
            at = self.lanes[plan.connection].free_at(plan, moment)
            return slot_at(at, plan, self._current.loaded.zone).at

    def after(self, name: str, outcome: Outcome) -> datetime | None:
        """When a job that has ended is due again."""
        with self._lock:
            plan, now = self._current.plans.get(name), self._now()
            if plan is None:
                return None
            if outcome.gave_way:
                return now
            lane, zone = self.lanes[plan.connection], self._current.loaded.zone
            self._learn(lane, plan, outcome, now)
            anchor = self._anchors.get(name, now)
            if plan.trigger is not None and slot_after(plan.trigger, anchor, anchor, zone) <= now:
                self._log("slot_skipped", job=name, why="the run took longer than its interval")
            slot = lane.after(plan, outcome, anchor, now, zone)
            return None if slot is None else self._remember(plan, slot)

    def _remember(self, plan: JobPlan, slot: Slot) -> datetime:
        """Keep the slot that later ones are counted from; the moment of the appointment."""
        self._anchors[plan.name] = slot.at
        caught_up_at = slot.at.isoformat()
        if slot.missed is not None:
            self._log("slots_missed", job=plan.name, since=slot.missed.isoformat(), caught_up_at=caught_up_at)
        if slot.instead_of is not None and plan.trigger is not None:
            moved = {"slot_at": slot.instead_of.isoformat(), "caught_up_at": caught_up_at}
            self._log("slot_skipped", job=plan.name, why="quiet hours", **moved)
        return slot.at + timedelta(seconds=self._random.uniform(0, plan.jitter_s))

    def _learn(self, lane: Lane, plan: JobPlan, outcome: Outcome, now: datetime) -> None:
        was_paused, was_free_at = lane.is_paused, lane.free_at(plan, now)
        lane.learn(plan, outcome, now)
        until = lane.free_at(plan, now).isoformat()
        if lane.is_paused:
            what_to_do = f"mend it as the reason says and save config.yaml; else it is tried again at {until}"
            told = {"connection": plan.connection, "until": until, "what_to_do": what_to_do}
            self._log("connection_paused", reason=str(outcome.error), **told)
        elif was_paused:
            self._log("connection_resumed", connection=plan.connection)
        elif lane.free_at(plan, now) > was_free_at:
            self._log("connection_postponed", connection=plan.connection, until=until)

    def _log(self, event: str, **told: object) -> None:
        self._current.loaded.world.log(event, **told)
