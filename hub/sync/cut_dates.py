"""Cut dates: until when a change may have been made whose date tells no more than its second, minute or day."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from hub.sdk.manifest import Granularity
from hub.store.times import moment_of, utc_text

_MILLISECOND = timedelta(milliseconds=1)


# Asked of each field that somebody edited, and all of a record have one date.
@lru_cache(maxsize=256)
def last_moment(told: str, granularity: Granularity, zone: str) -> str:
    """The last moment that a date may stand for. Whatever a system says of itself, a whole second may be one that was
    cut, and midnight in the mapping's `zone` a day: sheets have such columns.
    """
    if granularity != "day" and not told.endswith(".000Z"):
        return told
    if granularity not in ("day", "minute") and told[17:19] != "00":
        # Midnight is at no such second in any zone.
        return f"{told[:20]}999Z"
    moment = moment_of(told).astimezone(ZoneInfo(zone))
    midnight = datetime.combine(moment, time(), moment.tzinfo)
    if granularity == "day" or moment == midnight:
        return utc_text(midnight + timedelta(days=1) - _MILLISECOND)
    span = timedelta(minutes=1) if granularity == "minute" else timedelta(seconds=1)
    return utc_text(moment + span - _MILLISECOND)
