"""Settings that people write in words: durations and quiet hours.

Invariant: a text that cannot be read is refused with an example of what can.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import time, timedelta
from typing import Annotated, Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BeforeValidator, WithJsonSchema

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
class QuietHours:
    """From `begins` until `ends` nothing is started; over midnight where it ends earlier than it begins."""

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
Quiet = Annotated[
    QuietHours, BeforeValidator(parse_quiet_hours), _text(r"^\d{1,2}:\d{2}\s*[-~〜–]\s*\d{1,2}:\d{2}$", "22:00-07:00")
]


def outside(text: str) -> str:
    """A secret that only refers to where it stands."""
    if "${" not in text:
        raise ValueError("must stand outside of this file; write ${env:NAME}, ${file:path} or ${command:…}")
    return text


def known_zone(name: str) -> str:
    """The name of a time zone that there is."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError(f"'{name}' is no time zone; write it as Asia/Tokyo or UTC") from None
    return name


def _name(text: str) -> str:
    if not text or not all(sign.isalnum() or sign in "_-" for sign in text):
        raise ValueError("is no name; use letters, digits, - and _")
    return text


Name = Annotated[str, AfterValidator(_name)]
