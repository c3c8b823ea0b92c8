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


@dataclass
class Lane:
    """The state of one connection; times are UTC."""

    not_before: datetime | None = None
    is_paused: bool = False
    is_silent: bool = False
    failing_since: dict[str, datetime] = field(default_factory=dict)
    """Of jobs whose system did not answer, the first time."""

    def free_at(self, moment: datetime) -> datetime:
        """The moment, or the end of the wait."""
        return moment if self.not_before is None else max(moment, self.not_before)

    def learn(self, outcome: Outcome, now: datetime) -> None:
        """Take in how a job of this connection ended."""
        if outcome.error is None:
            self.not_before, self.is_paused = None, False
        elif outcome.needs_person:
            self.not_before, self.is_paused = now + PROBE, True
        elif outcome.is_retry:
            self.not_before = now + (RETRY if outcome.wait_s is None else timedelta(seconds=outcome.wait_s))

    def after(self, plan: JobPlan, outcome: Outcome, anchor: datetime, now: datetime, zone: ZoneInfo) -> Slot | None:
        """When a job that has ended is due again."""
        if self.is_paused:
            return slot_at(self.free_at(now), plan, zone)
        slot = next_slot(plan, anchor, now, zone)
        if slot is None:
            if outcome.error is None:
                return None
            return slot_at(self.free_at(now + (RETRY if outcome.is_retry else LATER)), plan, zone)
        free_at = self.free_at(min(slot.at, self._again_at(plan, outcome, now)))
        return slot if free_at == slot.at else slot_at(free_at, plan, zone)

    def _again_at(self, plan: JobPlan, outcome: Outcome, now: datetime) -> datetime:
        """When to try before its own time: a blip at night would else cost whoever is read once a day a whole day."""
        if not outcome.is_retry:
            # What nobody understood may take the calls of a whole day, and is seldom better a moment later.
            self.failing_since.pop(plan.name, None)
            return datetime.max.replace(tzinfo=UTC)
        # Twice as long each time, for it may be the night's maintenance, and hours that nobody has named are not ours.
        return now + max(RETRY, now - self.failing_since.setdefault(plan.name, now))
