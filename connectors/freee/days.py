"""freee's days are Japanese days, told by freee's own clock and never by ours.

Invariant: the day before the last one read is read again, because an edit made at midnight may carry the old day.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

# Japan has had no summer time since 1951, so a fixed offset is exact.
JST = timezone(timedelta(hours=9), "JST")
OVERLAP = timedelta(days=1)


def japanese_day(moment: datetime) -> date:
    """The day in Japan at `moment` (aware)."""
    return moment.astimezone(JST).date()


def read_again_from(day: date) -> date:
    """The first day to ask for after everything up to `day` was read."""
    return day - OVERLAP
