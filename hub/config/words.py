"""Settings that people write in words: durations, times of pulling and pushing, quiet hours.

Invariant: a text that cannot be read is refused with an example of what can.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import time, timedelta
from typing import Annotated, Any

from pydantic import BeforeValidator, WithJsonSchema

_UNITS = {
    "s": 1,
    "m": 60,
    "h": 3600,
    "d": 86400,
    "w": 604800,
    "秒": 1,
    "分": 60,
    "時間": 3600,
    "日": 86400,
    "週": 604800,
}
_STEP = re.compile(r"\s*(\d+(?:\.\d+)?)\s*(時間|[smhdw秒分日週])")
_HOURS = re.compile(r"(\d{1,2}):(\d{2})\s*[-~〜–]\s*(\d{1,2}):(\d{2})")

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
# Minute, hour, day and month as numbers; weekdays by name only, since one cron counts them from Sunday and another
# from Monday.
_CRON_RANGES = ((0, 59), (0, 23), (1, 31), (1, 12))
_CRON_NAMES = ("minute", "hour", "day", "month", "weekday")


def parse_duration(value: Any) -> timedelta:
    """15m, 2h, 1d, 1h30m; 15分 does too."""
    if isinstance(value, timedelta):
        return value
    text, seconds, position = str(value).strip(), 0.0, 0
    while match := _STEP.match(text, position):
        seconds += float(match[1]) * _UNITS[match[2]]
        position = match.end()
    if not text or position != len(text):
        raise ValueError("is no duration; write 30s, 15m, 2h or 1d")
    return timedelta(seconds=seconds)


@dataclass(frozen=True)
class Timing:
    """When something runs: at an interval, or by five cron fields. One of the two is set."""

    text: str
    every: timedelta | None = None
    cron: str | None = None


def parse_timing(value: Any) -> Timing:
    """`every 15m`, or cron such as `*/15 8-20 * * mon-fri`."""
    if isinstance(value, Timing):
        return value
    text = " ".join(str(value).split())
    if text.startswith("every "):
        every = parse_duration(text.removeprefix("every "))
        if every < timedelta(seconds=10):
            raise ValueError("is too often; the shortest interval is 10s")
        return Timing(text, every=every)
    fields = text.lower().split(" ")
    if len(fields) != 5:
        raise ValueError("is no schedule; write 'every 15m', or five cron fields such as '*/15 8-20 * * mon-fri'")
    for name, field in zip(_CRON_NAMES, fields, strict=True):
        if not _is_cron(name, field):
            raise ValueError(f"has a {name} that cron does not know: '{field}'{_cron_hint(name)}")
    return Timing(text, cron=" ".join(fields))


def _cron_hint(name: str) -> str:
    return "; name weekdays, and list them instead of stepping: mon-fri or mon,wed" if name == "weekday" else ""


def _is_cron(name: str, field: str) -> bool:
    return all(_is_cron_item(name, item) for item in field.split(","))


def _is_cron_item(name: str, item: str) -> bool:
    body, slash, step = item.partition("/")
    if slash and not (step.isdecimal() and int(step) > 0):
        return False
    if slash and any(sign.isalpha() for sign in body):
        return False  # APScheduler would not see a step over names
    if body == "*":
        return True
    ends = body.split("-")
    numbers = [_cron_number(name, end) for end in ends]
    known = [number for number in numbers if number is not None]
    return len(known) == len(ends) <= 2 and known == sorted(known)


def _cron_number(name: str, text: str) -> int | None:
    names = {"month": _MONTHS, "weekday": _WEEKDAYS}.get(name, ())
    if text in names:
        return names.index(text) + (name == "month")
    if name == "weekday" or not text.isdecimal():
        return None
    low, high = _CRON_RANGES[_CRON_NAMES.index(name)]
    return int(text) if low <= int(text) <= high else None


@dataclass(frozen=True)
class QuietHours:
    """From `begins` until `ends`, over midnight where it ends earlier than it begins, nothing is started."""

    begins: time
    ends: time

    def hold(self, moment: time) -> bool:
        """Whether this time of day is quiet."""
        if self.begins <= self.ends:
            return self.begins <= moment < self.ends
        return moment >= self.begins or moment < self.ends


def parse_quiet_hours(value: Any) -> QuietHours:
    """22:00-07:00."""
    if isinstance(value, QuietHours):
        return value
    match = _HOURS.fullmatch(str(value).strip())
    try:
        if match is None:
            raise ValueError(value)
        begins, ends = time(int(match[1]), int(match[2])), time(int(match[3]), int(match[4]))
    except ValueError:
        raise ValueError("are no hours; write '22:00-07:00'") from None
    if begins == ends:
        raise ValueError("begin and end at the same time")
    return QuietHours(begins, ends)


def _text(pattern: str, example: str) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "pattern": pattern, "examples": [example]})


Duration = Annotated[
    timedelta, BeforeValidator(parse_duration), _text(r"^(\s*\d+(\.\d+)?\s*(s|m|h|d|w|秒|分|時間|日|週))+$", "15m")
]
When = Annotated[Timing, BeforeValidator(parse_timing), WithJsonSchema({"type": "string", "examples": ["every 15m"]})]
Quiet = Annotated[
    QuietHours, BeforeValidator(parse_quiet_hours), _text(r"^\d{1,2}:\d{2}\s*[-~〜–]\s*\d{1,2}:\d{2}$", "22:00-07:00")
]
