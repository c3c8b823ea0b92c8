"""Search: customers by name, reading, telephone number, mailbox or official number."""

from __future__ import annotations

from fastapi import APIRouter, Response

from hub.console.pages.parameters import Admitted
from hub.steward.search import find

router = APIRouter()


@router.get("/search")
def search(visit: Admitted) -> Response:
    """The page; without a text, the field alone."""
    text = visit.query("q")
    with visit.looking() as world:
        found = find(world, text)
    return visit.page("search.html", world.schema, found=found, text=text)
