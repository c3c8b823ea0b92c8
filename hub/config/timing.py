"""When something runs, in words: an interval, or five cron fields that name at least one day that exists.

Invariant: a text that could never fire is refused here, so whoever holds a `Trigger` can always tell its next slot.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated, Any

from pydantic import BeforeValidator, WithJsonSchema

from hub.config.words import parse_duration

SHORTEST = timedelta(seconds=10)

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# By name only, since one cron counts weekdays from Sunday and another (APScheduler's) from Monday.
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_DAYS_IN = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_ITEM = re.compile(r"(?:(\*)|([a-z0-9]+)(?:-([a-z0-9]+))?)(?:/(\d+))?")


@dataclass(frozen=True)
class Every:
    """At an interval, counted from the run before."""

    interval: timedelta


@dataclass(frozen=True)
class Cron:
    """By five fields: minute, hour, day, month, weekday; where day and weekday are both given, both must fit."""

    fields: str


Trigger = Every | Cron


@dataclass(frozen=True)
class _Field:
    """The numbers that one of the five fields may hold, and the names that stand for the first of them and on."""

    name: str
    low: int
    high: int
    names: tuple[str, ...] = ()

    def number(self, text: str) -> int | None:
        """What the text stands for; None where this field does not know it."""
        if text in self.names:
            return self.low + self.names.index(text)
        if not text.isdecimal() or self.name == "weekday":
            return None
        return int(text) if self.low <= int(text) <= self.high else None


_FIELDS = (
    _Field("minute", 0, 59),
    _Field("hour", 0, 23),
    _Field("day", 1, 31),
    _Field("month", 1, 12, _MONTHS),
    _Field("weekday", 0, 6, _WEEKDAYS),
)


def parse_trigger(value: Any) -> Trigger:
    """`every 15m`, `every 1h30m`, or cron such as `*/15 8-20 * * mon-fri`."""
    if isinstance(value, Every | Cron):
        return value
    words = str(value).lower().split()
    if words[:1] == ["every"]:
        return Every(_interval(" ".join(words[1:])))
    if len(words) != len(_FIELDS):
        raise ValueError("is no schedule; write 'every 15m', or five cron fields such as '*/15 8-20 * * mon-fri'")
    read = [_cron_field(field, text) for field, text in zip(_FIELDS, words, strict=True)]
    days, months = read[2][1], read[3][1]
    if min(days) > max(_DAYS_IN[month - 1] for month in months):
        raise ValueError("names a day that no month has, so it would never run")
    return Cron(" ".join(text for text, _ in read))


def _interval(duration: str) -> timedelta:
    interval = parse_duration(duration)
    if interval < SHORTEST:
        raise ValueError(f"is too often; the shortest interval is {SHORTEST.seconds}s")
    return interval


def _cron_field(field: _Field, text: str) -> tuple[str, list[int]]:
    """The field as APScheduler takes it, and the numbers that it means."""
    items = [_cron_item(field, item) for item in text.split(",")]
    if None in items:
        hint = "; name weekdays, and list them instead of stepping: mon-fri or mon,wed"
        raise ValueError(
            f"has a {field.name} that cron does not know: '{text}'{hint if field.name == 'weekday' else ''}"
        )
    known = [item for item in items if item is not None]
    return ",".join(item for item, _ in known), [number for _, numbers in known for number in numbers]


def _cron_item(field: _Field, item: str) -> tuple[str, range] | None:
    match = _ITEM.fullmatch(item)
    if match is None:
        return None
    everything, begin, end, steps = match.groups()
    first = field.low if everything else field.number(begin)
    last = field.number(end) if end else field.high if everything or steps else first
    step = int(steps or 1)
    # APScheduler would not see a step over names.
    if first is None or last is None or first > last or not step or (steps and begin in field.names):
        return None
    # APScheduler refuses a step beyond its range, which means the first value alone.
    return (item if not steps or step <= last - first else str(first)), range(first, last + 1, step)


When = Annotated[Trigger, BeforeValidator(parse_trigger), WithJsonSchema({"type": "string", "examples": ["every 15m"]})]
