"""Days as sources write them."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from benchmarks.identity.chance import Chance

_ERAS = ((date(2019, 5, 1), "令和", "R"), (date(1989, 1, 8), "平成", "H"), (date(1926, 12, 25), "昭和", "S"))


@lru_cache(maxsize=40_000)
def iso(ordinal: int) -> str:
    """1985-04-03."""
    return date.fromordinal(ordinal).isoformat()


def moment(chance: Chance, ordinal: int) -> str:
    """A time on the day, in Japan."""
    return f"{iso(ordinal)}T{chance.between(8, 20):02d}:{chance.below(60):02d}:00+09:00"


def birthday(chance: Chance, ordinal: int, tidy: float) -> str:
    """A day of birth: 1985-04-03, 1985/4/3, 昭和60年4月3日, S60.4.3."""
    if chance.hits(tidy):
        return iso(ordinal)
    day = date.fromordinal(ordinal)
    roll = chance.random()
    if roll < 0.45:
        return f"{day.year}/{day.month}/{day.day}"
    if roll < 0.6:
        return f"{day.year}年{day.month}月{day.day}日"
    if roll < 0.7:
        return f"{day:%Y%m%d}"
    start, era, letter = next(one for one in _ERAS if day >= one[0])
    year = day.year - start.year + 1
    return f"{era}{year}年{day.month}月{day.day}日" if roll < 0.85 else f"{letter}{year}.{day.month}.{day.day}"
