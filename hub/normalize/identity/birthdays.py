"""A birthday as year-month-day, without the days that forms and spreadsheets put where nobody was asked."""

from __future__ import annotations

import re
from functools import lru_cache

from hub.normalize.dates import parse_day
from hub.normalize.eras import calendar_day
from hub.normalize.late import late
from hub.normalize.text import plain

_LONGEST_CELL = 40
_ISO = late(r"((?:18|19|20)[0-9]{2})[-/]([0-9]{2})[-/]([0-9]{2})", re.ASCII)
# The first days of Excel, Unix, calendars and counters, which programs write for "none".
_NO_DAYS = frozenset(
    {"1900-01-01", "1899-12-30", "1899-12-31", "1900-01-00", "1901-01-01", "1904-01-01", "1970-01-01"}
    | {"1800-01-01", "1753-01-01", "2000-00-00", "9999-12-31", "9999-01-01", "2099-12-31", "1111-11-11"}
)
_EARLIEST = "1890"


@lru_cache(maxsize=4096)
def birthday_key(text: str) -> str:
    """ "1980-05-01" whatever the writing (昭和55年5月1日, 1980/5/1, 19800501); "" for no day or a stand-in."""
    try:
        found = _ISO.fullmatch(text)
        day = calendar_day(*map(int, found.groups())) if found else parse_day(plain(text[:_LONGEST_CELL]))
    except ValueError:
        return ""
    key = day.isoformat()
    return "" if key in _NO_DAYS or key < _EARLIEST else key
