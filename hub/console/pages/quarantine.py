"""Quarantine: records that could not be taken in, why, and another try.

Invariant: payloads are shown to those who may mend them, and each look at them is in the audit log.
"""

from __future__ import annotations

from fastapi import APIRouter, Response

from hub.console import files
from hub.console.pages.parameters import Admitted
from hub.console.paging import SIZE, asked, pages
from hub.console.visit import Visit
from hub.steward.errors import StewardError
from hub.steward.quarantine import Quarantined, page_of, retry
from hub.sync.world import World

router = APIRouter()


@router.get("/quarantine")
def listing(visit: Admitted) -> Response:
    """The list, of one stream where the address names it."""
    stream, page = visit.query("stream"), asked(visit.query("page"))
    with visit.looking() as world:
        if kind := files.wanted(visit):
            return _file(visit, world, kind, page_of(world, stream, 1, files.MOST + 1).records)
        found = page_of(world, stream, page, SIZE)
        visit.saw(world, "quarantine_seen", {"records": [record.number for record in found.records]})

    def address(number: int) -> str:
        return f"/quarantine?stream={stream}&page={number}"

    return visit.page(
        "quarantine.html",
        records=found.records,
        streams=found.streams,
        stream=stream,
        total=found.total,
        numbers=pages(page, found.total),
        address=address,
        tried=_tried(visit.query("tried"), visit.query("passed")),
    )


@router.post("/quarantine/retry")
def try_again(visit: Admitted) -> Response:
    """Take one record in again, or all."""
    text = visit.form.get("number", "")
    numbers = None if text == "all" else [_number(text)]
    with visit.working() as world:
        done = retry(world, numbers)
    visit.house.wake()
    return visit.to(f"/quarantine?tried={len(done.records)}&passed={done.passed}")


def _file(visit: Visit, world: World, kind: files.Kind, records: list[Quarantined]) -> Response:
    tell, say = visit.telling, visit.telling.say
    columns = ("files.number", "systems.stream", "undo.record")
    further = ("quarantine.reason", "quarantine.at", "quarantine.payload")
    rows: list[list[files.Cell]] = [
        [one.number, one.stream, one.external_id, tell.told(one.reason), tell.moment(one.at), one.payload]
        for one in records
    ]
    return files.download(visit, world, "quarantine", kind, [say(key) for key in (*columns, *further)], rows)


def _number(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) < 18):
        raise StewardError("not_quarantined", numbers=text[:20] or "—")
    return int(text)


def _tried(tried: str, passed: str) -> tuple[int, int] | None:
    """How many were tried and how many passed, as the address tells after a try."""
    is_told = all(text.isascii() and text.isdecimal() and len(text) < 9 for text in (tried, passed))
    return (int(tried), int(passed)) if is_told else None
