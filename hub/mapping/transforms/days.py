"""Transforms of days and moments: ISO, slashes, Japanese eras, and the milliseconds of machines.

A moment without a zone is the mapping's (Asia/Tokyo unless it says otherwise); what is stored is UTC.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from hub.mapping.problems import TransformError
from hub.mapping.transforms.kind import Transform, as_text
from hub.mapping.transforms.numbers import integer

# The first day of each era, by the laws and edicts that began them; Meiji dates count from the solar calendar of 1873.
ERAS = (
    ("令和", "R", date(2019, 5, 1)),
    ("平成", "H", date(1989, 1, 8)),
    ("昭和", "S", date(1926, 12, 25)),
    ("大正", "T", date(1912, 7, 30)),
    ("明治", "M", date(1868, 1, 25)),
)
# ㍻ and its like are single signs, which NFKC writes out as two.
_FIRST_YEARS = {sign: first.year for name, letter, first in ERAS for sign in (name, letter, name[0])}

_ERA_YEAR = r"(?:(?P<era>令和|平成|昭和|大正|明治|[令平昭大明RHSTM])\.?)?(?P<year>元|\d{1,4})"
_WEEKDAY = r"(?:\([月火水木金土日祝・]+\))?"
_DAY = re.compile(rf"{_ERA_YEAR}[-/.年](?P<month>\d{{1,2}})[-/.月](?P<day>\d{{1,2}})日?{_WEEKDAY}")
_COMPACT_DAY = re.compile(r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})")
_YEAR = re.compile(rf"{_ERA_YEAR}年?度?")
_CLOCK = r"(?P<hour>\d{1,2})[:時](?P<minute>\d{1,2})(?:[:分](?P<second>\d{1,2})?)?秒?(?:\.\d+)?"
_TIME = re.compile(rf"(?P<day>.*?)[T ]?{_CLOCK}")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def _year_of(era: str | None, year: str) -> int:
    number = 1 if year == "元" else int(year)
    if era is None:
        if number < 1000:
            raise TransformError("has a year of fewer than four digits and no era")
        return number
    return _FIRST_YEARS[era] + number - 1


def _day_of(text: str) -> date:
    match = _DAY.fullmatch(text) or _COMPACT_DAY.fullmatch(text)
    if match is None:
        raise TransformError("is not a day")
    parts = match.groupdict()
    try:
        day = date(_year_of(parts.get("era"), parts["year"]), int(parts["month"]), int(parts["day"]))
    except ValueError as error:
        raise error if isinstance(error, TransformError) else TransformError("is a day that no calendar has") from error
    return day


def _squeezed(value: Any) -> str:
    return re.sub(r"\s+", " ", unicodedata.normalize("NFKC", as_text(value))).upper()


def moment(value: Any, zone: ZoneInfo) -> str:
    """An aware moment in UTC, as ISO text; a day alone is its first moment."""
    text = as_text(value)
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        found = _moment_of(_squeezed(value))
    if found.tzinfo is None:
        found = found.replace(tzinfo=zone)
    try:
        return found.astimezone(UTC).isoformat()
    except OverflowError as error:
        raise TransformError("is out of the calendar") from error


def _moment_of(text: str) -> datetime:
    match = _TIME.fullmatch(text)
    if match is None:
        return datetime.combine(_day_of(text.replace(" ", "")), time())
    day = _day_of(match["day"].replace(" ", ""))
    try:
        clock = time(int(match["hour"]), int(match["minute"]), int(match["second"] or 0))
    except ValueError as error:
        raise TransformError("is a time that no clock shows") from error
    return datetime.combine(day, clock)


def day(value: Any, zone: ZoneInfo) -> str:
    """A day as ISO text; of a moment, its day in the zone."""
    text = as_text(value)
    if len(text) == 10 and text[4] == "-":
        try:
            return date.fromisoformat(text).isoformat()
        except ValueError as error:
            raise TransformError("is a day that no calendar has") from error
    try:
        return _day_of(_squeezed(value).replace(" ", "")).isoformat()
    except TransformError:
        if "T" not in text and ":" not in text and "時" not in text:
            raise
    utc = datetime.fromisoformat(moment(value, zone))
    return utc.astimezone(zone).date().isoformat()


def era_text(value: Any, zone: ZoneInfo) -> str:
    """A day in the era it belongs to: 令和6年5月1日."""
    found = date.fromisoformat(as_text(value))
    for name, _, first in ERAS:
        if found >= first:
            year = found.year - first.year + 1
            return f"{name}{'元' if year == 1 else year}年{found.month}月{found.day}日"
    return found.isoformat()


def slashes(value: Any, zone: ZoneInfo) -> str:
    """A day as 2024/05/01."""
    return as_text(value).replace("-", "/")


def iso_day(value: Any, zone: ZoneInfo) -> str:
    """A day as it is stored."""
    return as_text(value)


def first_of_year(value: Any) -> str:
    """The first day of a year (1998, 1998年, 昭和45年), for a sheet that knows only the year."""
    match = _YEAR.fullmatch(_squeezed(value).replace(" ", ""))
    if match is None:
        raise TransformError("is not a year")
    return f"{_year_of(match['era'], match['year']):04d}-01-01"


def year_back(value: Any) -> int:
    """The year of a day."""
    return int(as_text(value)[:4])


def epoch_ms(value: Any) -> str:
    """A moment from the milliseconds since 1970."""
    try:
        return (_EPOCH + timedelta(milliseconds=integer(value))).isoformat()
    except OverflowError as error:
        raise TransformError("is out of the calendar") from error


def epoch_ms_back(value: Any) -> int:
    """The milliseconds since 1970 of a moment."""
    return (datetime.fromisoformat(as_text(value)) - _EPOCH) // timedelta(milliseconds=1)


def iso_moment(value: Any, zone: ZoneInfo) -> str:
    """A moment as it is stored: ISO text in UTC."""
    return as_text(value)


DAYS = (
    Transform("date", day, iso_day, zoned=True),
    Transform("date_slash", day, slashes, zoned=True),
    Transform("era_date", day, era_text, zoned=True),
    Transform("datetime", moment, iso_moment, zoned=True),
    Transform("epoch_ms", epoch_ms, epoch_ms_back),
    Transform("year", first_of_year, year_back),
)
