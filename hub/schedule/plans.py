"""A plan says when one connection is read or written: at an interval, by cron, or only when there is something to send.

Invariant: a text that cannot be a schedule is refused here, so a plan that exists can always tell its next slot.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from functools import lru_cache
from typing import Literal
from zoneinfo import ZoneInfo

from apscheduler.triggers.cron import CronTrigger  # type: ignore[import-untyped]

Direction = Literal["pull", "push"]
CatchUp = Literal["once", "skip"]

SHORTEST = timedelta(seconds=10)

_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800}
_UNITS |= {"秒": 1, "分": 60, "時間": 3600, "日": 86400, "週": 604800}
_STEP = re.compile(r"(\d+(?:\.\d+)?)\s*(時間|[smhdw秒分日週])\s*")
_HOURS = re.compile(r"(\d{1,2}):(\d{2})\s*[-~〜–]\s*(\d{1,2}):(\d{2})")
_STEPS = re.compile(r"(?:\*|(\d+)(?:-(\d+))?)/(\d+)")
_RANGES = ((0, 59), (0, 23), (1, 31), (1, 12))
_SOME_DAY = datetime(2024, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Every:
    """At an interval, counted from the run before."""

    interval: timedelta


@dataclass(frozen=True)
class Cron:
    """By five fields: minute, hour, day, month, weekday; where day and weekday are both given, both must fit."""

    fields: str


Trigger = Every | Cron


def parse_trigger(text: str) -> Trigger:
    """`every 15m`, `every 1h30m`, or cron such as `*/15 8-20 * * mon-fri`."""
    words = text.lower().split()
    if words[:1] == ["every"]:
        return Every(_interval(text, " ".join(words[1:])))
    if len(words) != 5:
        raise ValueError(
            f"'{text}' is no schedule; write 'every 15m', or five cron fields such as '*/15 8-20 * * mon-fri'"
        )
    if re.search(r"\d", words[4].partition("/")[0]):
        # Some crons count weekdays from Sunday, others (APScheduler's) from Monday.
        raise ValueError(f"'{text}' counts weekdays; name them: mon, tue, wed, thu, fri, sat, sun")
    if re.search(r"[a-z][^, ]*/", text.lower()):
        # APScheduler would not see the step.
        raise ValueError(f"'{text}' counts names in steps; list them: mon,wed,fri")
    cron = Cron(" ".join([*map(_reachable, words, _RANGES), words[4]]))
    _prove(text, cron)
    return cron


def _reachable(field: str, limits: tuple[int, int]) -> str:
    """Each item as it is; a step beyond its range, which APScheduler refuses, means the first value alone."""
    return ",".join(_first_alone(item, *limits) for item in field.split(","))


def _first_alone(item: str, low: int, high: int) -> str:
    match = _STEPS.fullmatch(item)
    if match is None:
        return item
    first, last = int(match[1] or low), int(match[2] or high)
    return str(first) if int(match[3]) > last - first else item


def _interval(text: str, duration: str) -> timedelta:
    seconds, position = 0.0, 0
    while match := _STEP.match(duration, position):
        seconds += float(match[1]) * _UNITS[match[2]]
        position = match.end()
    if not duration or position != len(duration):
        raise ValueError(f"'{text}' has no duration; write 'every 30s', 'every 15m', 'every 2h' or 'every 1d'")
    interval = timedelta(seconds=seconds)
    if interval < SHORTEST:
        raise ValueError(f"'{text}' is too often; the shortest interval is {SHORTEST.seconds}s")
    return interval


def _prove(text: str, cron: Cron) -> None:
    try:
        first = cron_trigger(cron.fields, ZoneInfo("UTC")).get_next_fire_time(None, _SOME_DAY)
    except (ValueError, TypeError) as error:
        raise ValueError(f"'{text}' is no cron schedule: {error}") from error
    if first is None:
        raise ValueError(f"'{text}' names a day that no month has, so it would never run")


@lru_cache(maxsize=512)
def cron_trigger(fields: str, zone: ZoneInfo) -> CronTrigger:
    """The trigger of five cron fields in a time zone."""
    return CronTrigger.from_crontab(fields, timezone=zone)


@dataclass(frozen=True)
class Quiet:
    """From `begins` until `ends` nothing is started; over midnight where it ends earlier than it begins."""

    begins: time
    ends: time

    def __post_init__(self) -> None:
        if self.begins == self.ends:
            raise ValueError(f"quiet hours begin and end at {self.begins:%H:%M}; write '22:00-07:00'")

    def holds(self, moment: time) -> bool:
        """Whether this time of day is quiet."""
        if self.begins < self.ends:
            return self.begins <= moment < self.ends
        return moment >= self.begins or moment < self.ends


def parse_quiet(text: str) -> Quiet:
    """`22:00-07:00`."""
    match = _HOURS.fullmatch(text.strip())
    try:
        if match is None:
            raise ValueError(text)
        begins, ends = time(int(match[1]), int(match[2])), time(int(match[3]), int(match[4]))
    except ValueError:
        raise ValueError(f"'{text}' are no hours; write '22:00-07:00'") from None
    return Quiet(begins, ends)


@dataclass(frozen=True)
class JobPlan:
    """One connection, one direction; without a trigger it runs when there is something to send."""

    connection: str
    direction: Direction
    trigger: Trigger | None = None
    jitter_s: float = 0
    quiet: Quiet | None = None
    catch_up: CatchUp = "once"

    @property
    def name(self) -> str:
        """As the store remembers the job: `freee:pull`."""
        return f"{self.connection}:{self.direction}"
