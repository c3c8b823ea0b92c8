"""Systems: each connection with its streams, what waits to be written, today's budget, and what its manifest says."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Response

from hub.console.gate import admitted
from hub.console.systems import systems
from hub.console.visit import Visit
from hub.steward.status import status

router = APIRouter()


@router.get("/systems")
def show(visit: Annotated[Visit, Depends(admitted)]) -> Response:
    """The page."""
    with visit.looking() as world:
        found = status(world, visit.house.silence_after)
        views = systems(world, found, visit.house.next_runs(), visit.lang)
    return visit.page("systems.html", world.schema, found=found, systems=views)
