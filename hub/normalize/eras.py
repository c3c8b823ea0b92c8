"""The Japanese eras since the Gregorian calendar came in, and the days on which they began.

Source: the imperial ordinances. Before 1873 (明治6年) Japan counted by the moon, so such days cannot be converted.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple


class Era(NamedTuple):
    """An era with its letter; `began_on` is the first day of year 1, `ended_on` its last day, None while it runs."""

    name: str
    letter: str
    began_on: date
    ended_on: date | None

    @property
    def year_before(self) -> int:
        """What is added to a year of the era to get the Western one."""
        return self.began_on.year - 1


# The last day of an era and the first of the next may be one day: 1926-12-25 was both 大正15 and 昭和1.
ERAS = (
    Era("令和", "R", date(2019, 5, 1), None),
    Era("平成", "H", date(1989, 1, 8), date(2019, 4, 30)),
    Era("昭和", "S", date(1926, 12, 25), date(1989, 1, 7)),
    Era("大正", "T", date(1912, 7, 30), date(1926, 12, 25)),
    Era("明治", "M", date(1868, 1, 25), date(1912, 7, 30)),
)
GREGORIAN_SINCE = date(1873, 1, 1)


def era_by_sign(sign: str) -> Era:
    """The era by its name, its letter or its first kanji."""
    return next(era for era in ERAS if sign.upper() == era.letter or era.name.startswith(sign))


def calendar_day(year: int, month: int, day: int) -> date:
    """The day. Raises `ValueError` in words where the calendar has no such day."""
    try:
        return date(year, month, day)
    except ValueError as exc:
        raise ValueError(f"the calendar has no day {year}-{month}-{day}") from exc


def era_day(sign: str, year: int, month: int, day: int) -> date:
    """The day of an era's date. Raises `ValueError` in words where the era did not have it."""
    era = era_by_sign(sign)
    result = calendar_day(era.year_before + year, month, day)
    if result < GREGORIAN_SINCE:
        raise ValueError("before 明治6年 Japan counted by another calendar; write the Western date")
    if result < era.began_on:
        raise ValueError(f"{era.name} began on {era.began_on}, later than this date")
    if era.ended_on is not None and result > era.ended_on:
        raise ValueError(f"{era.name} ended on {era.ended_on}, earlier than this date; {era_text(result)} is meant?")
    return result


def era_text(day: date) -> str:
    """The day as 令和6年5月1日, with 元年 for a first year. Raises `ValueError` before 1873."""
    if day < GREGORIAN_SINCE:
        raise ValueError("before 1873 Japan counted by another calendar")
    era = next(era for era in ERAS if day >= era.began_on)
    year = day.year - era.year_before
    return f"{era.name}{'元' if year == 1 else year}年{day.month}月{day.day}日"
