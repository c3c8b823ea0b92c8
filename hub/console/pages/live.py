"""Live progress: what of runs under way changes, as events that the pages with a run on them listen to."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from fastapi import APIRouter, Response
from fastapi.responses import StreamingResponse

from hub.console.live import events
from hub.console.pages.parameters import Admitted
from hub.console.rendering import render
from hub.console.visit import Visit
from hub.steward.running import RunUnderWay

router = APIRouter()


@router.get("/live")
def live(visit: Admitted) -> Response:
    """The events of all runs, or of one; the stream ends when they do."""
    number = visit.query("run")

    def shown(found: Sequence[RunUnderWay]) -> str:
        return progress_of(visit, [run for run in found if number in ("", str(run.run))])

    return StreamingResponse(events(visit.house.live, shown, asyncio.sleep), media_type="text/event-stream")


def progress_of(visit: Visit, found: Sequence[RunUnderWay]) -> str:
    """The bars of these runs as markup; empty where there are none."""
    if not found:
        return ""
    with visit.looking() as world:
        tell = visit.telling.with_schema(world.schema)
    return render("live.html", {"tell": tell, "say": tell.say, "running": found})
