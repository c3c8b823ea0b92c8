"""Systems: each connection with its streams, what waits to be written, today's budget, and what its manifest says."""

from __future__ import annotations

from fastapi import APIRouter, Response

from hub.console.pages.parameters import Admitted
from hub.console.systems import systems
from hub.steward.status import sizes, status
from hub.steward.statuses import Sizes

router = APIRouter()


@router.get("/systems")
def show(visit: Admitted) -> Response:
    """The page."""
    counted = visit.counted("sizes", sizes)
    with visit.looking() as world:
        known = counted.found if counted is not None else Sizes({}, {})
        found = status(world, visit.house.silence_after, counted=known)
        views = systems(world, found, visit.house.next_runs(), visit.lang)
    return visit.page("systems.html", world.schema, found=found, systems=views, counted=counted)
