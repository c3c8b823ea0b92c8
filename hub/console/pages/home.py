"""Home: what waits for a person, with the way there, and whether everything goes."""

from __future__ import annotations

import msgspec
from fastapi import APIRouter, Response

from hub.console.pages.parameters import Admitted
from hub.console.security.roles import Role
from hub.console.systems import SystemView, systems
from hub.steward.doubts import doubts
from hub.steward.status import Status, status
from hub.store import billing_search
from hub.sync.world import World

router = APIRouter()

_LAST_RUNS = 5


class ToDo(msgspec.Struct, frozen=True):
    """Something that waits, how much of it, where, and who may go there."""

    key: str
    count: int
    path: str
    least: Role = "viewer"


@router.get("/")
def home(visit: Admitted) -> Response:
    """The page."""
    with visit.looking() as world:
        found = status(world, visit.house.silence_after, _LAST_RUNS)
        views = systems(world, found, visit.house.next_runs(), visit.lang)
        to_do = _to_do(world, found, views)
    others = [alarm for alarm in found.alarms if not any(alarm in view.alarms for view in views)]
    return visit.page("home.html", world.schema, found=found, systems=views, to_do=to_do, alarms=others)


def _to_do(world: World, found: Status, views: list[SystemView]) -> list[ToDo]:
    held = sum(view.waiting.get(state, 0) for view in views for state in ("held", "lost", "rejected"))
    return [
        ToDo("conflicts", found.open_conflicts, "/conflicts"),
        ToDo("doubts", doubts(world, limit=0).total if world.definitions else 0, "/matches"),
        ToDo("bills", _doubtful_bills(world), "/invoices?state=doubtful", "accountant"),
        ToDo("quarantine", sum(stream.quarantined for stream in found.streams), "/quarantine", "steward"),
        ToDo("held", held, "/systems"),
        ToDo("stopped", sum(view.state == "stopped" for view in views), "/systems"),
    ]


def _doubtful_bills(world: World) -> int:
    with world.database.look() as tx:
        return billing_search.counts(tx).get("doubtful", 0)
