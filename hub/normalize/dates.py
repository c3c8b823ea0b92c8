"""Days and moments out of the ways in which people and systems write them.

Invariant: nothing is guessed: a date with a two-digit year, or with the year last, is refused in words.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

from hub.normalize.eras import calendar_day, era_day
from hub.normalize.late import late
from hub.normalize.text import plain

JAPAN = ZoneInfo("Asia/Tokyo")

_WEEKDAY = r"(?:\s*\(?[月火水木金土日](?:曜日?)?\)?)?"
_WESTERN = late(r"([0-9]{4})\s*[-/.年]\s*([0-9]{1,2})\s*[-/.月]\s*([0-9]{1,2})\s*日?")
_COMPACT = late(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_ERA = late(
    r"(明治|大正|昭和|平成|令和|[明大昭平令MTSHRmtshr])\s*\.?\s*([0-9]{1,2}|元)\s*[-/.年]\s*([0-9]{1,2})\s*[-/.月]\s*([0-9]{1,2})\s*日?"
)
_DAY = late(rf"(?P<day>{_WESTERN.pattern}|{_COMPACT.pattern}|{_ERA.pattern}){_WEEKDAY}")
_TIME = late(
    r"(?P<half>午前|午後|am|pm)?\s*(?P<hour>[0-9]{1,2})\s*[:時]\s*(?:(?P<minute>[0-9]{1,2})\s*(?:[:分]\s*(?:(?P<second>[0-9]{1,2})\s*(?:\.(?P<part>[0-9]{1,9}))?\s*秒?)?)?)?"
    r"\s*(?P<late>am|pm)?\s*(?P<zone>Z|UTC|GMT|JST|[+-][0-9]{2}:?[0-9]{2})?",
    re.IGNORECASE,
)
_ISO = late(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9:]{5,8}(?:\.[0-9]{1,6})?(?:Z|[+-][0-9]{2}:[0-9]{2})", re.ASCII)
_YEAR_LAST = late(r"[0-9]{1,2}[-/.][0-9]{1,2}[-/.][0-9]{4}")
_SHORT_YEAR = late(r"[0-9]{2}[-/.年][0-9]{1,2}[-/.月][0-9]{1,2}日?")
_NO_DAY = late(r"(?:[0-9]{4}|[^0-9]{1,2}[0-9元]{1,2})[-/.年][0-9]{1,2}月?")


def parse_day(text: str, zone: tzinfo = JAPAN) -> date:
    """The day that the text names; of a moment with an offset, the day that it is in `zone`.

    Reads 2024-05-01, 2024/5/1, 20240501, 2024年5月1日(水), 令和6年5月1日, R6.5.1 and a time of day after it.
    Raises `ValueError` in words.
    """
    day, clock = _divided(plain(text))
    if clock is None:
        return day
    return _moved(_at(day, clock, zone), zone).date()


def parse_moment(text: str, zone: tzinfo = JAPAN) -> datetime:
    """The moment in UTC; a text without an offset is a time in `zone`, a day alone its first moment there.

    Raises `ValueError` in words.
    """
    if _ISO.fullmatch(text):
        return _moved(_iso(text), UTC)
    day, clock = _divided(plain(text))
    moment = datetime.combine(day, time(), zone) if clock is None else _at(day, clock, zone)
    return _moved(moment, UTC)


def _iso(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError as exc:
        raise ValueError(f"the calendar or the clock has no such moment: {exc}") from exc


def _moved(moment: datetime, zone: tzinfo) -> datetime:
    try:
        return moment.astimezone(zone)
    except OverflowError as exc:
        # Some systems write 0001-01-01 for "never".
        raise ValueError("this date lies before the year 1 or after 9999 in another time zone") from exc


def _divided(text: str) -> tuple[date, re.Match[str] | None]:
    found = _DAY.match(text)
    if found is None:
        raise ValueError(_why_not(text))
    day = _day(found["day"])
    rest = text[found.end() :]
    if not rest:
        return day, None
    clock = _TIME.fullmatch(rest.removeprefix("T").removeprefix(",").strip())
    if clock is None:
        raise ValueError("what follows the date is no time of day; expected such as 2024-05-01 or 2024-05-01 09:00")
    return day, clock


def _day(text: str) -> date:
    era = _ERA.fullmatch(text)
    if era is not None:
        sign, year, month, day = era.groups()
        return era_day(sign, 1 if year == "元" else int(year), int(month), int(day))
    found = _COMPACT.fullmatch(text) or _WESTERN.fullmatch(text)
    if found is None:
        raise ValueError(_why_not(text))
    return calendar_day(*map(int, found.groups()))


def _at(day: date, clock: re.Match[str], zone: tzinfo) -> datetime:
    hour = int(clock["hour"])
    half = (clock["half"] or clock["late"] or "").lower()
    if half in {"午後", "pm"} and hour < 12:
        hour += 12
    elif half in {"午前", "am"} and hour == 12:
        hour = 0
    fraction = (clock["part"] or "").ljust(6, "0")[:6]
    at = time(hour, int(clock["minute"] or 0), int(clock["second"] or 0), int(fraction))
    return datetime.combine(day, at, _zone(clock["zone"]) or zone)


def _zone(sign: str | None) -> tzinfo | None:
    if sign is None:
        return None
    match sign.upper():
        case "Z" | "UTC" | "GMT":
            return UTC
        case "JST":
            return JAPAN
        case _:
            offset = timedelta(hours=int(sign[1:3]), minutes=int(sign[-2:]))
            return timezone(-offset if sign[0] == "-" else offset)


def _why_not(text: str) -> str:
    if not text:
        return "an empty text is no date"
    if _YEAR_LAST.match(text):
        return "with the year last, nobody can tell day and month apart; write it as 2024-05-01"
    if _SHORT_YEAR.match(text):
        return "a year of two digits is ambiguous (令和 or 20xx?); write it as 2024-05-01 or R6.5.1"
    if _NO_DAY.fullmatch(text):
        return "a date without its day; write it as 2024-05-01"
    return "this is no date; expected such as 2024-05-01, 2024/5/1, 2024年5月1日 or 令和6年5月1日"
