"""Search: customers by what people know of them, best first."""

from __future__ import annotations

from fastapi import APIRouter, Response

from hub.console import files
from hub.console.pages.parameters import Admitted
from hub.console.visit import Visit
from hub.steward.search import CUSTOMERS, MOST_WAITING, SHOWN, find
from hub.sync.world import World

router = APIRouter()

_MOST_IN_FILE = 1000


@router.get("/search")
def search(visit: Admitted) -> Response:
    """The page; without a text, the field alone."""
    text, entity = visit.query("q"), visit.query("entity")
    with visit.looking() as world:
        if kind := files.wanted(visit):
            return _file(visit, world, kind, text, entity)
        found = find(world, text, entity=entity)
        if text:
            visit.saw(world, "customers_found", {"golden": [hit.golden for hit in found.hits]})
    return visit.page(
        "search.html",
        world.schema,
        found=found,
        text=text,
        entity=entity,
        entities=CUSTOMERS,
        most_waiting=MOST_WAITING,
    )


def _file(visit: Visit, world: World, kind: files.Kind, text: str, entity: str) -> Response:
    tell = visit.telling.with_schema(world.schema)
    say = tell.say
    heads = [say("files.number"), say("search.kind"), say("search.name"), say("search.former"), say("search.fit")]
    facts = [tell.field("company" if name == "corporate_number" else "person", name) for name in SHOWN]
    rows = [
        [
            hit.golden,
            tell.entity(hit.entity),
            hit.display,
            hit.former,
            say(f"search.{hit.fit}"),
            *(tell.of(hit.entity, name, hit.facts.get(name, "")) for name in SHOWN),
        ]
        for hit in find(world, text, _MOST_IN_FILE, entity).hits
    ]
    return files.download(visit, world, "customers", kind, [*heads, *facts], rows)
