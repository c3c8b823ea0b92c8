"""Systems: each connection with its streams, what waits to be written, today's budget, and what its manifest says."""

from __future__ import annotations

from fastapi import APIRouter, Response

from hub.console.counting import Counted
from hub.console.pages.parameters import Admitted
from hub.console.systems import SystemView, systems
from hub.console.visit import Visit
from hub.steward.one_system import system_told
from hub.steward.status import sizes, status
from hub.steward.statuses import Sizes, Status
from hub.sync.world import World

router = APIRouter()


@router.get("/systems")
def show(visit: Admitted) -> Response:
    """All of them."""
    with visit.looking() as world:
        found, counted, views = _glance(visit, world)
    return visit.page("systems.html", world.schema, found=found, systems=views, counted=counted)


@router.get("/systems/{name}")
def show_one(visit: Admitted, name: str) -> Response:
    """One connection from near."""
    with visit.looking() as world:
        told = system_told(world, name)
        (view,) = [view for view in _glance(visit, world)[2] if view.name == name]
    return visit.page("system.html", world.schema, told=told, system=view)


def _glance(visit: Visit, world: World) -> tuple[Status, Counted | None, list[SystemView]]:
    counted = visit.counted("sizes", sizes)
    known = counted.found if counted is not None else Sizes({}, {})
    found = status(world, visit.house.silence_after, counted=known)
    return found, counted, systems(world, found, visit.house.next_runs(), visit.lang)
