"""What is due and when: contracts that expire, next actions of deals, calls to make, and unpaid invoices."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta, tzinfo
from typing import Any

import msgspec

from hub.steward.bills import money
from hub.steward.due import KINDS, OF_BILLS, Found, Place, Window, looked, of_kind
from hub.steward.naming import customers_named, display_name
from hub.store import golden
from hub.store.transaction import Transaction
from hub.sync.references import golden_number, golden_text
from hub.sync.world import World

BEHIND, AHEAD, SOON = timedelta(days=30), timedelta(days=30), timedelta(days=7)
MOST_COUNTED = 1_000


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
        found, further = looked(tx, zone, window, size)
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
            found, end = of_kind(tx, zone, window, kind, MOST_COUNTED - total)
            total, is_exact = total + len(found), is_exact and end is None
            if total > MOST_COUNTED:
                return Count(MOST_COUNTED, is_exact=False)
    return Count(total, is_exact)


def _told(tx: Transaction, found: Sequence[Found], today: date, zone: tzinfo) -> Iterator[Deadline]:
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


def _customer(one: Found) -> int | None:
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
