"""A lane is what the schedule remembers of one connection: whether it must wait, is paused, or has fallen silent."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hub.schedule.plans import JobPlan
from hub.schedule.slots import Slot, next_slot, slot_at
from hub.schedule.work import Outcome

# A person may mend access without touching the configuration, so a paused connection is tried again.
PROBE = timedelta(hours=1)
# Where nothing else says when: a system that is unavailable is asked again soon, any other failure later.
RETRY = timedelta(minutes=5)
LATER = timedelta(hours=1)
# Who says "at once" was asked several times over before the job ended; and what changed while it was written to is read
# again before, which an index that lags shows only then.
SOONEST = timedelta(minutes=1)


@dataclass
class Lane:
    """The state of one connection; times are UTC. `no_writes_before` holds back writes, `not_before` all its jobs."""

    not_before: datetime | None = None
    no_writes_before: datetime | None = None
    is_paused: bool = False
    is_silent: bool = False
    unanswered: dict[str, tuple[datetime, datetime]] = field(default_factory=dict)
    """Of jobs whose system did not answer, the first and the last time."""

    def free_at(self, plan: JobPlan, moment: datetime) -> datetime:
        """The moment, or the end of the wait."""
        waits = (self.not_before, self.no_writes_before if plan.direction == "push" else None)
        return max((moment, *(wait for wait in waits if wait is not None)))

    def learn(self, plan: JobPlan, outcome: Outcome, now: datetime) -> None:
        """Take in how a job of this connection ended."""
        self._count(plan, outcome, now)
        if plan.direction == "push":
            # Each request without an answer may still arrive, hours late and once more.
            self.no_writes_before = now + min(self._patience(plan), LATER) if outcome.is_retry else None
        if outcome.needs_person:
            self.not_before, self.is_paused = now + PROBE, True
        elif outcome.error is not None:
            self.not_before = now + (RETRY if outcome.wait_s is None else max(SOONEST, _seconds(outcome)))
        else:
            self.not_before, self.is_paused = now + SOONEST if outcome.met_changes else None, False

    def _count(self, plan: JobPlan, outcome: Outcome, now: datetime) -> None:
        first, last = self.unanswered.get(plan.name, (now, now))
        if outcome.is_retry:
            is_the_same = now - last <= 2 * max(LATER, last - first)
            self.unanswered[plan.name] = (first if is_the_same else now, now)
        elif plan.direction == "pull" or outcome.wrote or outcome.error is not None:
            # That nothing had arrived is no answer to what was sent.
            self.unanswered.pop(plan.name, None)

    def _patience(self, plan: JobPlan) -> timedelta:
        """Twice as long each time that a system does not answer, for it may be the night's maintenance, and hours that
        nobody has named are not ours.
        """
        first, last = self.unanswered[plan.name]
        return max(RETRY, last - first)

    def after(self, plan: JobPlan, outcome: Outcome, anchor: datetime, now: datetime, zone: ZoneInfo) -> Slot | None:
        """When a job that has ended is due again."""
        if self.is_paused:
            return slot_at(self.free_at(plan, now), plan, zone)
        slot = next_slot(plan, anchor, now, zone)
        if slot is None:
            if outcome.error is None:
                return None
            return slot_at(self.free_at(plan, now + (RETRY if outcome.is_retry else LATER)), plan, zone)
        free_at = self.free_at(plan, min(slot.at, self._again_at(plan, outcome, now)))
        return slot if free_at == slot.at else slot_at(free_at, plan, zone)

    def _again_at(self, plan: JobPlan, outcome: Outcome, now: datetime) -> datetime:
        """When to try before its own time: a blip at night would else cost whoever is read once a day a whole day."""
        if outcome.is_retry:
            return now + self._patience(plan)
        if outcome.met_changes:
            return now + SOONEST
        # What nobody understood may take the calls of a whole day, and is seldom better a moment later.
        return datetime.max.replace(tzinfo=UTC)


def _seconds(outcome: Outcome) -> timedelta:
    return timedelta(seconds=outcome.wait_s or 0)
