"""Due: what stands in the index of deadlines, in the order of its days, and is neither over nor paid.

Invariant: what is over by the word of its system is left out, and no look reads more than `MOST_LOOKED` records of a
kind: where it has to end before its window does, it says from where on to look further.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any, NamedTuple

import msgspec

from hub.linking.over import is_over
from hub.steward.unpaid import Unpaid, unpaid
from hub.store import deadlines as store
from hub.store.transaction import Transaction

KINDS = ("contract", "deal", "activity", "invoice")
OF_BILLS = ("invoice",)
"""The kinds that only accountants see."""

MOST_LOOKED = 5_000
_CHUNK = 200
_decode = msgspec.json.Decoder(dict[str, Any]).decode


class Place(NamedTuple):
    """Where something stands in the order of the list: a moment in UTC, and the number of its golden record."""

    moment: str
    number: int


class Window(NamedTuple):
    """Which days, the last one included, of which kinds, and after which place."""

    since: date
    until: date
    kinds: Collection[str] = KINDS
    after: Place | None = None


class Found(NamedTuple):
    """Something due, before it is told."""

    place: Place
    kind: str
    day: date
    doc: dict[str, Any]
    owed: Unpaid | None


def looked(tx: Transaction, zone: tzinfo, window: Window, size: int) -> tuple[list[Found], Place | None]:
    """The first ones of a window, all kinds together, and from where on to look further."""
    every, ends = [], []
    for kind in window.kinds:
        found, end = of_kind(tx, zone, window, kind, size)
        every += found
        ends += [end] if end is not None else []
    # Beyond the place that one kind has come to, others may stand before it.
    horizon = min(ends, default=None)
    sure = sorted((one for one in every if horizon is None or one.place <= horizon), key=lambda one: one.place)
    return sure[:size], sure[size - 1].place if len(sure) > size else horizon


def of_kind(tx: Transaction, zone: tzinfo, window: Window, kind: str, size: int) -> tuple[list[Found], Place | None]:
    """At least so many of one kind where there are, and from where on to look for more."""
    found: list[Found] = []
    end = _midnight(window.until + timedelta(days=1), zone)
    most = min(_CHUNK, max(size, 50) + 1)
    for looked, chunk in enumerate(_chunks(tx, zone, kind, window, end, most), 1):
        found += _open(tx, kind, chunk, window)
        if len(chunk) == most and (len(found) > size or looked * most >= MOST_LOOKED):
            return found, chunk[-1].place
    return found, None


def _chunks(tx: Transaction, zone: tzinfo, kind: str, window: Window, end: Place, most: int) -> Iterator[list[Found]]:
    """What stands in the index of a kind, in order, so many at a time."""
    start = window.after or _midnight(window.since, zone)
    of_days = kind != "activity"
    place, until = (_in_days(start, zone), _in_days(end, zone)) if of_days else (start, end)
    while True:
        rows = store.after(tx, kind, place, until.moment, most)
        yield [_read(row, kind, zone) for row in rows]
        if len(rows) < most:
            return
        place = Place(rows[-1].due, rows[-1].golden_id)


def _read(row: store.DueRow, kind: str, zone: tzinfo) -> Found:
    if kind == "activity":
        moment = datetime.fromisoformat(row.due)
        place, day = Place(_text(moment), row.golden_id), moment.astimezone(zone).date()
    else:
        day = date.fromisoformat(row.due)
        place = Place(_midnight(day, zone).moment, row.golden_id)
    return Found(place, kind, day, _decode(row.doc), None)


def _open(tx: Transaction, kind: str, chunk: Sequence[Found], window: Window) -> list[Found]:
    """Those that are neither over nor paid."""
    if kind in OF_BILLS:
        owed = unpaid(tx, [one.place.number for one in chunk])
        return [one._replace(owed=owed[one.place.number]) for one in chunk if one.place.number in owed]
    return [one for one in chunk if not is_over(kind, one.doc) and window.since <= one.day <= window.until]


def _midnight(day: date, zone: tzinfo) -> Place:
    """Where a day begins."""
    return Place(_text(datetime.combine(day, time(), zone)), 0)


def _text(moment: datetime) -> str:
    """As documents hold moments."""
    return moment.astimezone(UTC).isoformat(timespec="seconds")


def _in_days(place: Place, zone: tzinfo) -> Place:
    """A place among days; what is after the beginning of one is after all of it."""
    local = datetime.fromisoformat(place.moment).astimezone(zone)
    is_begin = local.time() == time()
    return Place(local.date().isoformat(), place.number if is_begin else 2**62)
