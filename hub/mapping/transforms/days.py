"""Transforms of days and moments: ISO, slashes, Japanese eras, and the milliseconds of machines.

A moment without a zone is the mapping's (Asia/Tokyo unless it says otherwise); what is stored is UTC.
"""

from __future__ import annotations

import unicodedata
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from hub.mapping.problems import TransformError
from hub.mapping.transforms.kind import Transform, as_text
from hub.mapping.transforms.numbers import integer
from hub.normalize.dates import parse_day, parse_moment
from hub.normalize.eras import ERAS, GREGORIAN_SINCE, era_by_sign
from hub.normalize.eras import era_text as spell_era
from hub.normalize.late import late

_AT_ZERO = frozenset({"Z", ".000Z", "+00:00"})
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# An era's year is read with two digits at most.
_ERA_OUTLIVED = date(ERAS[0].year_before + 100, 1, 1)
_SIGNS = "|".join(sign for era in ERAS for sign in (era.name, era.letter, era.name[0]))
_YEAR = late(rf"(?:(?P<era>{_SIGNS})\.?)?(?P<year>元|\d{{1,4}})年?度?")
# The readers' own words may name the day they found, which may be a birthday, so these say only what is read.
_NO_DAY = "is not a day (it reads 2024-05-01, 2024/5/1, 2024年5月1日, 令和6年5月1日)"
_NO_MOMENT = "is not a moment (it reads 2024-05-01T09:00:00Z, 2024/5/1 9:00, and days alone)"


def day(text: str, zone: ZoneInfo) -> str:
    """A day as ISO text; of a moment, its day in the zone."""
    if len(text) == 10 and text[4] == text[7] and text[4] in "-/":
        # A day as most systems write it; the C parser knows the calendar.
        iso = text.replace("/", "-")
        try:
            date.fromisoformat(iso)
        except ValueError:
            return _spelled_day(text, zone)
        return iso
    return _spelled_day(text, zone)


@lru_cache(maxsize=8192)
def _spelled_day(text: str, zone: ZoneInfo) -> str:
    try:
        return parse_day(text, zone).isoformat()
    except (ValueError, OverflowError):
        raise TransformError(_NO_DAY) from None


def moment(text: str, zone: ZoneInfo) -> str:
    """An aware moment in UTC, as ISO text; a day alone is its first moment."""
    try:
        # Most systems send ISO text, which the C parser reads twenty times faster.
        found = datetime.fromisoformat(text) if len(text) > 10 else _spelled_moment(text, zone)
    except ValueError:
        return _in_utc(_spelled_moment(text, zone), zone)
    if text[19:] in _AT_ZERO and text[4:19:3] == "--T::":
        # It stands there already; to spell it out anew would cost more than to read it.
        return text[:19] + "+00:00"
    return _in_utc(found, zone)


def _in_utc(found: datetime, zone: ZoneInfo) -> str:
    try:
        return (found if found.tzinfo else found.replace(tzinfo=zone)).astimezone(UTC).isoformat()
    except (OverflowError, ValueError):
        raise TransformError(_NO_MOMENT) from None


@lru_cache(maxsize=8192)
def _spelled_moment(text: str, zone: ZoneInfo) -> datetime:
    try:
        return parse_moment(text, zone)
    except (ValueError, OverflowError):
        raise TransformError(_NO_MOMENT) from None


def era_text(value: Any, zone: ZoneInfo) -> str:
    """A day in the era it belongs to: 令和6年5月1日; one that no reader of eras would take back stays ISO."""
    found = date.fromisoformat(as_text(value))
    return spell_era(found) if GREGORIAN_SINCE <= found < _ERA_OUTLIVED else found.isoformat()


def slashes(value: Any, zone: ZoneInfo) -> str:
    """A day as 2024/05/01."""
    return as_text(value).replace("-", "/")


def stored(value: Any, zone: ZoneInfo) -> str:
    """A day or moment as it is stored: ISO text."""
    return as_text(value)


def first_of_year(value: Any) -> str:
    """The first day of a year (1998, 1998年, 昭和45年), for a sheet that knows only the year."""
    match = _YEAR.fullmatch(unicodedata.normalize("NFKC", as_text(value)).replace(" ", "").upper())
    if match is None:
        raise TransformError("is not a year")
    number = 1 if match["year"] == "元" else int(match["year"])
    year = number + (era_by_sign(match["era"]).year_before if match["era"] else 0)
    if not 1000 <= year <= 9999:
        raise TransformError("has a year of fewer than four digits and no era")
    return f"{year}-01-01"


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


DAYS = (
    Transform.from_text("date", day, stored, zoned=True),
    Transform.from_text("date_slash", day, slashes, zoned=True),
    Transform.from_text("era_date", day, era_text, zoned=True),
    Transform.from_text("datetime", moment, stored, zoned=True),
    Transform("epoch_ms", epoch_ms, epoch_ms_back),
    Transform("year", first_of_year, year_back),
)
