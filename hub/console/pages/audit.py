"""The audit log: who looked, exported, decided and when, by filters of the address; for admins.

Invariant: nothing here changes the log, but for the entries about who read it.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from urllib.parse import urlencode

from fastapi import APIRouter, Response

from hub.console import files
from hub.console.facts import act_told, facts_line, facts_told
from hub.console.pages.parameters import Admitted
from hub.console.paging import SIZE, asked, number_of, pages
from hub.console.visit import Visit
from hub.steward.audited import audited
from hub.store.audit_search import Asked
from hub.store.times import utc_text
from hub.sync.world import World

router = APIRouter()

_FILTERS = ("actor", "action", "since", "until", "about")
_LONGEST = 200
# Longer lists of names are folded up: beside them nothing else could be read.
_MOST_TOLD = 5


@router.get("/audit")
def listing(visit: Admitted) -> Response:
    """The list."""
    page, wanted, below = asked(visit.query("page")), _wanted(visit), number_of(visit.query("below"))
    with visit.looking() as world:
        if kind := files.wanted(visit):
            return _file(visit, world, kind, wanted)
        found = audited(world, wanted, SIZE, (page - 1) * SIZE, visit.author, visit.house.looked_through, below)
    query = urlencode({name: visit.query(name) for name in _FILTERS if visit.query(name)})

    def address(number: int) -> str:
        return f"/audit?{query}&page={number}" + (f"&below={below}" if below is not None else "")

    return visit.page(
        "audit.html",
        world.schema,
        found=found,
        wanted={name: visit.query(name) for name in _FILTERS},
        numbers=pages(page, found.total),
        address=address,
        leads=_leads,
        told=lambda facts: facts_told(visit.telling.say, facts, visit.telling.with_schema(world.schema).field),
        most=_MOST_TOLD,
        query=query,
        below=below,
    )


def _wanted(visit: Visit) -> Asked:
    """Days are those of the company, and the last one counts whole; what is no day asks for any."""
    actor, action, about = (visit.query(name)[:_LONGEST] for name in ("actor", "action", "about"))
    return Asked(actor, action, _moment(visit, "since", 0), _moment(visit, "until", 1), about)


def _moment(visit: Visit, name: str, days: int) -> str:
    try:
        day = date.fromisoformat(visit.query(name)) + timedelta(days=days)
        return utc_text(datetime.combine(day, time(), visit.house.zone))
    except (ValueError, OverflowError):
        return ""


def _leads(name: str, value: object) -> str:
    """Where a fact of an entry leads; empty where to no page."""
    match name, value:
        case "golden", str():
            return f"/customers/{value}"
        case "conflict", int():
            return f"/conflicts/{value}"
        case "run", int():
            return f"/runs/{value}"
        case _:
            return ""


def _file(visit: Visit, world: World, kind: files.Kind, wanted: Asked) -> Response:
    """Without the personal values, which stand apart so that they can be erased."""
    tell, say = visit.telling, visit.telling.say
    columns = ("files.number", "audit.at", "audit.actor", "audit.action", "audit.facts")
    rows: list[list[files.Cell]] = [
        [
            entry.number,
            tell.moment(entry.at),
            entry.actor,
            act_told(say, entry.action),
            facts_line(say, entry.facts, tell.field),
        ]
        for entry in audited(world, wanted, files.MOST + 1, 0, visit.author).entries
    ]
    return files.download(visit, world, "audit", kind, [say(key) for key in columns], rows)
