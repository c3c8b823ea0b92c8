"""Home: what waits for a person, with the way there, and whether everything goes."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from datetime import timedelta
from typing import Any

import msgspec
from fastapi import APIRouter, Response

from hub.console.charts import Line, line_of
from hub.console.counting import Counted
from hub.console.pages.deadlines import may_see_bills
from hub.console.pages.live import progress_of
from hub.console.pages.parameters import Admitted
from hub.console.security.roles import Role
from hub.console.systems import SystemView, systems
from hub.console.visit import Visit
from hub.steward.deadlines import SOON, soon
from hub.steward.doubts import doubts
from hub.steward.status import sizes, status
from hub.steward.statuses import Sizes, Status
from hub.steward.today import today
from hub.store import billing_search, quality
from hub.store.billing_search import Sought
from hub.store.quality import Quality
from hub.sync.quality import MAIN_FIELDS
from hub.sync.world import World

router = APIRouter()

_LAST_RUNS = 5
_CHARTED = timedelta(days=180)


class ToDo(msgspec.Struct, frozen=True):
    """Something that waits, how much of it, where, and who may go there; None: it is being counted. `is_more`: there
    is more of it than was counted.
    """

    key: str
    count: int | None
    path: str
    least: Role = "viewer"
    is_more: bool = False


class Chart(msgspec.Struct, frozen=True):
    """How complete customers of an entity were by these fields, and how many of them several systems knew."""

    entity: str
    found: list[Quality]
    filled: Line
    matched: Line
    fields: str


@router.get("/")
def home(visit: Admitted) -> Response:
    """The page."""
    with_bills, zone = may_see_bills(visit), visit.house.zone
    counts: dict[Hashable, Callable[[World], Any]] = {
        "sizes": sizes,
        "today": lambda world: today(world, zone),
        ("due", with_bills): lambda world: soon(world, zone, with_bills=with_bills),
        "doubts": _doubts,
    }
    counted, done, due, doubtful = visit.counted_together(counts).values()
    with visit.looking() as world:
        known = counted.found if counted is not None else Sizes({}, {})
        found = status(world, visit.house.silence_after, _LAST_RUNS, known)
        views = systems(world, found, visit.house.next_runs(), visit.lang)
        to_do = [_due(visit, due), *_to_do(world, found, views, None if doubtful is None else doubtful.found)]
        charts = _charts(visit, world)
    others = [alarm for alarm in found.alarms if not any(alarm in view.alarms for view in views)]
    shown: dict[str, Any] = {"found": found, "systems": views, "to_do": to_do, "alarms": others, "charts": charts}
    shown["shown"] = progress_of(visit, visit.house.live.found())
    shown["counted"], shown["today"] = counted, done
    return visit.page("home.html", world.schema, 200, **shown)


def _due(visit: Visit, counted: Counted | None) -> ToDo:
    """What is overdue or due within a week, of what the reader may see."""
    path = f"/deadlines?until={visit.house.now().astimezone(visit.house.zone).date() + SOON}"
    if counted is None:
        return ToDo("deadlines", None, path)
    return ToDo("deadlines", counted.found.found, path, is_more=not counted.found.is_exact)


def _charts(visit: Visit, world: World) -> list[Chart]:
    """Of each entity of which anything was noted."""
    tell = visit.telling.with_schema(world.schema)
    with world.database.look() as tx:
        noted = quality.since(tx, (world.now() - _CHARTED).date().isoformat())
    charts = []
    for entity in dict.fromkeys(one.entity for one in noted):
        found = [one for one in noted if one.entity == entity]
        days = [one.day for one in found]
        filled, matched = (
            line_of(days, shares, days[0], days[-1])
            for shares in ([one.filled for one in found], [one.matched for one in found])
        )
        fields = ("・" if visit.lang == "ja" else ", ").join(tell.field(entity, name) for name in MAIN_FIELDS[entity])
        charts.append(Chart(entity, found, filled, matched, fields))
    return charts


def _to_do(world: World, found: Status, views: list[SystemView], doubtful: int | None) -> list[ToDo]:
    held = sum(view.waiting.get(state, 0) for view in views for state in ("held", "lost", "rejected"))
    return [
        ToDo("conflicts", found.open_conflicts, "/conflicts"),
        ToDo("doubts", doubtful, "/matches"),
        ToDo("bills", _doubtful_bills(world), "/invoices?state=doubtful", "accountant"),
        ToDo("quarantine", sum(stream.quarantined for stream in found.streams), "/quarantine", "steward"),
        ToDo("held", held, "/systems"),
        ToDo("stopped", sum(view.state == "stopped" for view in views), "/systems"),
    ]


def _doubts(world: World) -> int:
    return doubts(world, limit=0).total if world.definitions else 0


def _doubtful_bills(world: World) -> int:
    with world.database.look() as tx:
        return billing_search.count(tx, Sought(verdict="doubtful"))
