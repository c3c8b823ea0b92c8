"""What is due and when: contracts that expire, next actions of deals, calls to make, and unpaid invoices.

Invariant: what is over by the word of its system is left out, and no look reads more than `MOST_LOOKED` records of a
kind: where it has to end before its window does, it says from where on to look further.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any, NamedTuple

import msgspec

from hub.linking.over import is_over
from hub.steward.bills import money
from hub.steward.naming import customers_named, display_name
from hub.steward.unpaid import Unpaid, unpaid
from hub.store import deadlines as store
from hub.store import golden
from hub.store.transaction import Transaction
from hub.sync.references import golden_number, golden_text
from hub.sync.world import World

KINDS = ("contract", "deal", "activity", "invoice")
OF_BILLS = ("invoice",)
"""The kinds that only accountants see."""

BEHIND, AHEAD, SOON = timedelta(days=30), timedelta(days=30), timedelta(days=7)
MOST_LOOKED, MOST_COUNTED = 5_000, 1_000
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


class Deadline(msgspec.Struct, frozen=True):
    """`in_days` is negative where it is overdue. `at` is the time of a call, `left` what is to be paid of a bill; empty
    where there is no such thing. `who` is who of us is to act, where their system tells.
    """

    day: str
    at: str
    in_days: int
    kind: str
    record: str
    customer: str
    display: str
    what: str
    who: str
    left: str
    currency: str


class Deadlines(msgspec.Struct, frozen=True):
    """In the order of their days; `further` is from where on to look for more, None at the end of the window."""

    deadlines: list[Deadline]
    today: str
    since: str
    until: str
    further: Place | None = None
    format: int = 1


class Count(msgspec.Struct, frozen=True):
    """How many there are; `is_exact` where no more."""

    found: int
    is_exact: bool


def today_of(world: World, zone: tzinfo) -> date:
    """The company's day."""
    return world.now().astimezone(zone).date()


def kinds_for(*, with_bills: bool) -> tuple[str, ...]:
    """The kinds that somebody sees."""
    return KINDS if with_bills else tuple(kind for kind in KINDS if kind not in OF_BILLS)


def deadlines(world: World, zone: tzinfo, window: Window, size: int) -> Deadlines:
    """So many of a window."""
    today = today_of(world, zone)
    with world.database.look() as tx:
        found, further = _looked(tx, zone, window, size)
        told = list(_told(tx, found, today, zone))
    return Deadlines(told, today.isoformat(), window.since.isoformat(), window.until.isoformat(), further)


def every_deadline(world: World, zone: tzinfo, window: Window, most: int) -> Deadlines:
    """All of a window, or somewhat more than so many where there are more."""
    told: list[Deadline] = []
    while True:
        found = deadlines(world, zone, window, MOST_COUNTED)
        told += found.deadlines
        if found.further is None or len(told) > most:
            return msgspec.structs.replace(found, deadlines=told)
        window = window._replace(after=found.further)


def soon(world: World, zone: tzinfo, *, with_bills: bool) -> Count:
    """How much is overdue, or due within a week."""
    today = today_of(world, zone)
    window = Window(today - BEHIND, today + SOON, kinds_for(with_bills=with_bills))
    return count_of(world, zone, window)


def count_of(world: World, zone: tzinfo, window: Window) -> Count:
    """How many there are in a window, counted up to `MOST_COUNTED`."""
    total, is_exact = 0, True
    with world.database.look() as tx:
        # Bills come last: whether one is paid costs more to find out than all else.
        for kind in window.kinds:
            found, end = _of_kind(tx, zone, window, kind, MOST_COUNTED - total)
            total, is_exact = total + len(found), is_exact and end is None
            if total > MOST_COUNTED:
                return Count(MOST_COUNTED, is_exact=False)
    return Count(total, is_exact)


class _Found(NamedTuple):
    """Something due, before it is told."""

    place: Place
    kind: str
    day: date
    doc: dict[str, Any]
    owed: Unpaid | None


def _looked(tx: Transaction, zone: tzinfo, window: Window, size: int) -> tuple[list[_Found], Place | None]:
    """The first ones of a window, all kinds together, and from where on to look further."""
    every, ends = [], []
    for kind in window.kinds:
        found, end = _of_kind(tx, zone, window, kind, size)
        every += found
        ends += [end] if end is not None else []
    # Beyond the place that one kind has come to, others may stand before it.
    horizon = min(ends, default=None)
    sure = sorted((one for one in every if horizon is None or one.place <= horizon), key=lambda one: one.place)
    return sure[:size], sure[size - 1].place if len(sure) > size else horizon


def _of_kind(tx: Transaction, zone: tzinfo, window: Window, kind: str, size: int) -> tuple[list[_Found], Place | None]:
    found: list[_Found] = []
    end = _midnight(window.until + timedelta(days=1), zone)
    most = min(_CHUNK, max(size, 50) + 1)
    for looked, chunk in enumerate(_chunks(tx, zone, kind, window, end, most), 1):
        found += _open(tx, kind, chunk, window)
        if len(chunk) == most and (len(found) > size or looked * most >= MOST_LOOKED):
            return found, chunk[-1].place
    return found, None


def _chunks(tx: Transaction, zone: tzinfo, kind: str, window: Window, end: Place, most: int) -> Iterator[list[_Found]]:
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


def _read(row: store.DueRow, kind: str, zone: tzinfo) -> _Found:
    if kind == "activity":
        moment = datetime.fromisoformat(row.due)
        place, day = Place(_text(moment), row.golden_id), moment.astimezone(zone).date()
    else:
        day = date.fromisoformat(row.due)
        place = Place(_midnight(day, zone).moment, row.golden_id)
    return _Found(place, kind, day, _decode(row.doc), None)


def _open(tx: Transaction, kind: str, chunk: Sequence[_Found], window: Window) -> list[_Found]:
    """Those that are neither over nor paid."""
    if kind in OF_BILLS:
        owed = unpaid(tx, [one.place.number for one in chunk])
        return [one._replace(owed=owed[one.place.number]) for one in chunk if one.place.number in owed]
    return [one for one in chunk if not is_over(kind, one.doc) and window.since <= one.day <= window.until]


def _told(tx: Transaction, found: Sequence[_Found], today: date, zone: tzinfo) -> Iterator[Deadline]:
    whose = {one.place.number: _customer(one) for one in found}
    leads = golden.living(tx, sorted({number for number in whose.values() if number is not None}))
    names = customers_named(tx, leads.values())
    for one in found:
        number = whose[one.place.number]
        customer, display = names.get(leads[number], ("", "")) if number is not None else ("", "")
        yield Deadline(
            one.day.isoformat(),
            datetime.fromisoformat(one.place.moment).astimezone(zone).strftime("%H:%M")
            if one.kind == "activity"
            else "",
            (one.day - today).days,
            one.kind,
            golden_text(one.kind, one.place.number),
            customer,
            display or _partner(one.doc),
            _what(one.kind, one.doc),
            _who(one.doc),
            money(one.owed.left) if one.owed is not None else "",
            one.owed.currency if one.owed is not None else "",
        )


def _customer(one: _Found) -> int | None:
    """The golden record of the customer: as bills are linked, else as the record itself refers to one."""
    if one.owed is not None:
        return one.owed.customer_id
    named = one.doc.get("company") or one.doc.get("person")
    return golden_number(named) if isinstance(named, str) else None


def _partner(doc: Mapping[str, Any]) -> str:
    return str(doc.get("partner_name") or "")


def _what(kind: str, doc: Mapping[str, Any]) -> str:
    """What there is to do, or what it is about."""
    said = {
        "contract": "・".join(doc.get("products") or ()),
        "deal": doc.get("next_action"),
        "invoice": doc.get("code"),
    }
    return str(said.get(kind) or display_name(doc))


def _who(doc: Mapping[str, Any]) -> str:
    return str(next((doc[field] for field in ("next_action_by", "owner", "staff") if doc.get(field)), ""))


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
