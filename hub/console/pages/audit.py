"""The audit log: who looked, exported, decided and when, by filters of the address; for admins.

Invariant: nothing here changes the log, but for the entries about who read it.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from functools import partial
from urllib.parse import urlencode

import msgspec
from fastapi import APIRouter, Response

from hub.console import files
from hub.console.pages.parameters import Admitted
from hub.console.paging import SIZE, asked, number_of, pages
from hub.console.visit import Visit
from hub.steward.audited import Audited, audited
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
        told=partial(_told, visit),
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


def _told(visit: Visit, name: str, value: object) -> str:
    """A fact as it is read: names of ours in words, lists without their brackets."""
    say = visit.telling.say
    if isinstance(value, list) and all(isinstance(one, (str, int)) for one in value):
        return ", ".join(map(str, value))
    if isinstance(value, str):
        keys = {
            "list": f"told.list.{value}",
            "role": f"role.{value}",
            "before": f"role.{value}",
            "state": f"told.{value}",
        }
        return say.known(keys[name], value) if name in keys else value
    return visit.telling.written(value)


def _file(visit: Visit, world: World, kind: files.Kind, wanted: Asked) -> Response:
    """Without the personal values, which stand apart so that they can be erased."""
    tell, say = visit.telling, visit.telling.say
    columns = ("files.number", "audit.at", "audit.actor", "audit.action", "audit.facts")
    rows: list[list[files.Cell]] = [
        [entry.number, tell.moment(entry.at), entry.actor, _action(visit, entry), _facts(entry)]
        for entry in audited(world, wanted, files.MOST + 1, 0, visit.author).entries
    ]
    return files.download(visit, world, "audit", kind, [say(key) for key in columns], rows)


def _action(visit: Visit, entry: Audited) -> str:
    return visit.telling.say.known(f"audited.{entry.action}", entry.action)


def _facts(entry: Audited) -> str:
    return " ".join(f"{name}={_written(value)}" for name, value in entry.facts.items())


def _written(value: object) -> str:
    return value if isinstance(value, str) else msgspec.json.encode(value).decode()
