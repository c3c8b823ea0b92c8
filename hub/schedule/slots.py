"""When is the next slot: pure questions about a plan, a moment and a time zone.

Invariant: a slot never lies in quiet hours, and however many slots were missed, one run makes up for all of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from apscheduler.triggers.cron import CronTrigger  # type: ignore[import-untyped]

from hub.config.timing import Every, Trigger
from hub.config.words import QuietHours
from hub.schedule.plans import JobPlan

# So long may a run that became due take until its silence is worth an alarm.
_SLACK = timedelta(minutes=10)


@dataclass(frozen=True)
class Slot:
    """When a job is due; `instead_of` is the slot that quiet hours moved, `missed` the first during downtime."""

    at: datetime
    instead_of: datetime | None = None
    missed: datetime | None = None


def slot_after(trigger: Trigger, anchor: datetime, moment: datetime, zone: ZoneInfo) -> datetime:
    """The first slot later than `moment`; intervals are counted from `anchor`."""
    if isinstance(trigger, Every):
        return anchor + ((moment - anchor) // trigger.interval + 1) * trigger.interval
    local = (moment + timedelta(microseconds=1)).astimezone(zone)
    found: datetime | None = _cron_trigger(trigger.fields, zone).get_next_fire_time(None, local)
    assert found is not None, "a cron schedule that never fires is refused when it is read"
    return found.astimezone(UTC)


@lru_cache(maxsize=512)
def _cron_trigger(fields: str, zone: ZoneInfo) -> CronTrigger:
    return CronTrigger.from_crontab(fields, timezone=zone)


def after_quiet(moment: datetime, quiet: QuietHours | None, zone: ZoneInfo) -> datetime:
    """The moment itself, or the end of the quiet hours in which it lies."""
    local = moment.astimezone(zone)
    if quiet is None or not quiet.hold(local.time()):
        return moment
    day = local.date() if local.time() < quiet.ends else local.date() + timedelta(days=1)
    return datetime.combine(day, quiet.ends, zone).astimezone(UTC)


def slot_at(moment: datetime, plan: JobPlan, zone: ZoneInfo) -> Slot:
    """The slot for a wish to run at `moment`."""
    at = after_quiet(moment, plan.quiet, zone)
    return Slot(at) if at == moment else Slot(at, instead_of=moment)


def next_slot(plan: JobPlan, anchor: datetime, now: datetime, zone: ZoneInfo) -> Slot | None:
    """The slot that follows a run whose own slot was `anchor`; None for a job that runs on demand."""
    if plan.trigger is None:
        return None
    return slot_at(slot_after(plan.trigger, anchor, max(anchor, now), zone), plan, zone)


def first_slot(
    plan: JobPlan, last_started_at: datetime | None, now: datetime, zone: ZoneInfo, again_at: datetime | None = None
) -> Slot | None:
    """The first slot after the hub was started: what was missed while it was down is caught up once, or skipped.

    A connection that never ran is due at once where it runs at an interval, and waits for its hour where it has one;
    one that has not ended well is tried `again_at` this moment where that comes first.
    """
    if plan.trigger is None:
        return None
    if last_started_at is None:
        return slot_at(now, plan, zone) if isinstance(plan.trigger, Every) else next_slot(plan, now, now, zone)
    last = min(last_started_at, now)
    due = next_slot(plan, last, last, zone)
    assert due is not None
    if due.at > now:
        return due if again_at is None or again_at >= due.at else slot_at(max(again_at, now), plan, zone)
    if plan.catch_up == "skip":
        return next_slot(plan, last, now, zone)
    caught_up = slot_at(now, plan, zone)
    return Slot(caught_up.at, caught_up.instead_of, missed=due.at)


def alarm_at(plan: JobPlan, last_ok_at: datetime, silence_after: timedelta, zone: ZoneInfo) -> datetime:
    """When silence becomes an alarm: nights and week-ends without a slot are not silence."""
    assert plan.trigger is not None
    due = slot_at(slot_after(plan.trigger, last_ok_at, last_ok_at, zone), plan, zone).at
    return max(last_ok_at + silence_after, due + min(silence_after, _SLACK))
