"""Search: customers by what people know of them, best first."""

from __future__ import annotations

from fastapi import APIRouter, Response

from hub.console.pages.parameters import Admitted
from hub.steward.search import CUSTOMERS, MOST_WAITING, find

router = APIRouter()


@router.get("/search")
def search(visit: Admitted) -> Response:
    """The page; without a text, the field alone."""
    text, entity = visit.query("q"), visit.query("entity")
    with visit.looking() as world:
        found = find(world, text, entity=entity)
    return visit.page(
        "search.html",
        world.schema,
        found=found,
        text=text,
        entity=entity,
        entities=CUSTOMERS,
        most_waiting=MOST_WAITING,
    )
