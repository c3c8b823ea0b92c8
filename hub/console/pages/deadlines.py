"""Deadlines: what expires, what is to be done, whom to call and what is to be paid, by day, as a page and as a file.

Invariant: bills are listed for accountants alone, whatever the address asks for.
"""

from __future__ import annotations

from datetime import date
from urllib.parse import urlencode

from fastapi import APIRouter, Response

from hub.console import files
from hub.console.answers import refusal
from hub.console.pages.parameters import Admitted
from hub.console.paging import SIZE, number_of
from hub.console.security.roles import may
from hub.console.visit import Visit
from hub.steward.bills import typed_day
from hub.steward.deadlines import (
    AHEAD,
    BEHIND,
    Deadline,
    count_of,
    deadlines,
    every_deadline,
    kinds_for,
    today_of,
)
from hub.steward.due import Place, Window
from hub.steward.errors import StewardError
from hub.store.times import moment_of
from hub.sync.world import World

router = APIRouter()

_FILTERS = ("since", "until", "kind")


@router.get("/deadlines")
def listing(visit: Admitted) -> Response:
    """The list, by the days and the kind of the address."""
    kinds, refused, zone = kinds_for(with_bills=may_see_bills(visit)), "", visit.house.zone
    with visit.looking() as world:
        today = today_of(world, zone)
        try:
            window = _window(visit, today, kinds)
        except StewardError as error:
            window, refused = Window(today - BEHIND, today + AHEAD, kinds), refusal(visit, error)
        if (kind := files.wanted(visit)) and not refused:
            return _file(visit, world, kind, window)
        found = deadlines(world, zone, window, SIZE)
        facts = {name: visit.query(name)[:10] for name in _FILTERS if visit.query(name) and not refused}
        visit.saw(
            world, "deadlines_seen", {"list": "deadlines", "golden": [d.record for d in found.deadlines], **facts}
        )
    whole = window._replace(after=None)
    counted = visit.counted(("deadlines", whole), lambda world: count_of(world, zone, whole))
    query = {name: visit.query(name) for name in _FILTERS if visit.query(name)}
    return visit.page(
        "deadlines.html",
        world.schema,
        status=422 if refused else 200,
        found=found,
        days=_by_day(found.deadlines),
        refused=refused,
        counted=counted,
        kinds=kinds,
        given={"since": found.since, "until": found.until, "kind": "", **query},
        with_bills=may_see_bills(visit),
        first=f"/deadlines?{urlencode(query)}" if window.after is not None else "",
        further=_further(query, found.further),
    )


def may_see_bills(visit: Visit) -> bool:
    """Whether the reader is an accountant, or more."""
    return visit.user is not None and may(visit.user.role, "accountant")


def _window(visit: Visit, today: date, kinds: tuple[str, ...]) -> Window:
    """As the address has it. Raises `StewardError` for what is no day."""
    since, until = typed_day(visit.query("since")), typed_day(visit.query("until"))
    chosen = tuple(kind for kind in kinds if kind == visit.query("kind")) or kinds
    return Window(
        date.fromisoformat(since) if since else today - BEHIND,
        date.fromisoformat(until) if until else today + AHEAD,
        chosen,
        _place(visit.query("place")),
    )


def _place(text: str) -> Place | None:
    """From where on an address looks; None where it says nothing that can be one."""
    moment, _, number = text.partition(",")
    found = number_of(number)
    try:
        is_moment = moment_of(moment).tzinfo is not None
    except ValueError:
        return None
    return Place(moment, found) if is_moment and found is not None else None


def _further(query: dict[str, str], place: Place | None) -> str:
    return "" if place is None else f"/deadlines?{urlencode({**query, 'place': f'{place.moment},{place.number}'})}"


def _by_day(found: list[Deadline]) -> list[tuple[date, list[Deadline]]]:
    days: dict[str, list[Deadline]] = {}
    for one in found:
        days.setdefault(one.day, []).append(one)
    return [(date.fromisoformat(day), listed) for day, listed in days.items()]


def _file(visit: Visit, world: World, kind: files.Kind, window: Window) -> Response:
    say = visit.telling.say
    columns = ("day", "at", "in_days", "kind", "customer", "what", "who", "left", "currency")
    heads = [say(f"deadlines.{column}") for column in columns]
    rows: list[list[files.Cell]] = [
        [
            *(one.day, one.at, one.in_days, say(f"deadlines.kind.{one.kind}")),
            *(one.display or one.customer, one.what, one.who, one.left, one.currency, one.customer, one.record),
        ]
        for one in every_deadline(world, visit.house.zone, window._replace(after=None), files.MOST).deadlines
    ]
    return files.download(visit, world, "deadlines", kind, [*heads, say("files.customer"), say("files.number")], rows)
