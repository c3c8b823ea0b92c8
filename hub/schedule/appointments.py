"""The calendar of the schedule, on APScheduler: each job has at most one appointment, kept in memory.

Invariant: a job never overlaps itself; who is called for while it runs is called again when it has ended.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping
from datetime import UTC, datetime

from apscheduler.executors.pool import ThreadPoolExecutor  # type: ignore[import-untyped]
from apscheduler.schedulers.background import BackgroundScheduler  # type: ignore[import-untyped]

# Threads are made when they are needed, one for each job that runs; this is more than anybody has connections.
_MOST_JOBS = 256


class Appointments:
    """Calls `run(name)` in a thread of its own when an appointment is due; its answer is the next appointment."""

    def __init__(
        self,
        run: Callable[[str], datetime | None],
        chores: Mapping[str, tuple[Callable[[], None], float]],
        now: Callable[[], datetime],
    ) -> None:
        self._run, self._chores, self._now = run, chores, now
        self._running: set[str] = set()
        self._again: set[str] = set()
        self._has_ended = False
        self._lock = threading.RLock()
        logger = logging.getLogger("customer_hub.schedule")
        logger.setLevel(logging.ERROR)
        self._clock = BackgroundScheduler(
            timezone=UTC,
            logger=logger,
            executors={"default": ThreadPoolExecutor(_MOST_JOBS)},
            # However late the process comes to it (a laptop slept), a due job runs, and once.
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
        )

    def begin(self, is_paused: bool) -> None:
        """Start the clock; paused, nothing is called until `call_due` is."""
        for name, (chore, every_s) in self._chores.items():
            self._clock.add_job(chore, "interval", seconds=every_s, id=name)
        self._clock.start(paused=is_paused)

    def end(self) -> None:
        """Make no new calls, and wait for those that are running."""
        # APScheduler holds its job store while it waits for running jobs, so none of them may book any more.
        with self._lock:
            self._has_ended = True
        # A shutdown in the middle of APScheduler's round would make it fail to remove a job that it has just started.
        # Paused, it begins no round, and asking for the jobs waits for the one under way.
        self._clock.pause()
        self._clock.get_jobs()
        self._clock.shutdown(wait=True)

    def book(self, name: str, at: datetime) -> None:
        """Call at this moment, and not at the one that was booked before; who runs tells its own next one."""
        with self._lock:
            if name not in self._running:
                self._book(name, at)

    def call_for(self, name: str, at: datetime) -> None:
        """The same for something new to do: who runs may have overlooked it, and runs again when it has ended."""
        with self._lock:
            if name in self._running:
                self._again.add(name)
            else:
                self._book(name, at)

    def bring_forward(self, name: str, at: datetime) -> None:
        """Call at this moment where nothing sooner is booked; who runs is left alone, and looked at again later."""
        with self._lock:
            if self._has_ended or name in self._running:
                return
            booked = self._clock.get_job(name)
            if booked is None or booked.next_run_time > at:
                self._book(name, at)

    def cancel(self, name: str) -> None:
        """Forget the appointment of a job, if it has one."""
        with self._lock:
            if not self._has_ended and self._clock.get_job(name) is not None:
                self._clock.remove_job(name)

    def agenda(self) -> dict[str, datetime]:
        """Who is called next, and when."""
        jobs = [job for job in self._clock.get_jobs() if job.id not in self._chores]
        return {job.id: job.next_run_time for job in jobs}

    def call_due(self) -> list[str]:
        """Make the calls that are due now, in this thread and in their order; their names."""
        due = sorted((at, name) for name, at in self.agenda().items() if at <= self._now())
        for _, name in due:
            self.cancel(name)
            self._call(name)
        return [name for _, name in due]

    def _book(self, name: str, at: datetime) -> None:
        if not self._has_ended:
            self._clock.add_job(self._call, "date", run_date=at, args=(name,), id=name, replace_existing=True)

    def _call(self, name: str) -> None:
        with self._lock:
            if name in self._running:
                self._again.add(name)
                return
            self._running.add(name)
        at: datetime | None = None
        try:
            at = self._run(name)
        finally:
            with self._lock:
                self._running.discard(name)
                at = self._now() if name in self._again else at
                self._again.discard(name)
                if at is not None:
                    self._book(name, at)
