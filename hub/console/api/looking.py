"""What programs may look at; each look at personal data is in the audit log."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Response

from hub.console.api.documents import (
    ConflictDocument,
    ConflictsDocument,
    CustomerDocument,
    CustomersDocument,
    MatchDocument,
    MatchesDocument,
    QuarantineDocument,
    RunDocument,
    RunsDocument,
    StatusDocument,
    StreamTold,
    SystemsDocument,
    SystemTold,
    UnfinishedDocument,
)
from hub.console.api.exchange import Allowed, Entity, Number, PageNumber, answer, look
from hub.console.paging import SIZE, pages
from hub.console.systems import SystemView, systems
from hub.steward.customers import around
from hub.steward.doubts import doubts, weighed
from hub.steward.errors import StewardError
from hub.steward.explain import explain
from hub.steward.ledgers import latest, run_told
from hub.steward.quarantine import page_of as quarantine_page
from hub.steward.retrying import unfinished_of
from hub.steward.review import page_of, side_by_side
from hub.steward.search import find
from hub.steward.status import status
from hub.store.review import Wanted

router = APIRouter()

Limit = Annotated[int, Query(ge=1, le=200)]
Asked = Annotated[str, Query(max_length=200, examples=["山田"])]
Name = Annotated[str, Query(max_length=500)]


@router.get("/status", **look(StatusDocument))
def show_status(call: Allowed) -> Response:
    """How things stand: streams, queues, conflicts, runs, jobs and alarms."""
    with call.looking() as world:
        return answer(StatusDocument(status=status(world, call.house.silence_after)))


@router.get("/systems", **look(SystemsDocument))
def list_systems(call: Allowed) -> Response:
    """Each connection with its streams, what waits to be written, and what its system can do."""
    with call.looking() as world:
        found = systems(world, status(world, call.house.silence_after), call.house.next_runs(), call.lang)
    return answer(SystemsDocument(systems=[_system(one) for one in found]))


@router.get("/runs", **look(RunsDocument))
def list_runs(call: Allowed, limit: Limit = 50) -> Response:
    """The last runs, newest first."""
    with call.looking() as world:
        return answer(RunsDocument(runs=latest(world, limit)))


@router.get("/runs/{number}", **look(RunDocument, 404))
def show_run(call: Allowed, number: Number) -> Response:
    """One run with its ledger."""
    with call.looking() as world:
        return answer(RunDocument(run=run_told(world, number)))


@router.get("/runs/{number}/unfinished", **look(UnfinishedDocument, 404))
def list_unfinished(call: Allowed, number: Number, limit: Limit = 200) -> Response:
    """What a run wished and was not done until now: how many by stream and state, and the first of them with why."""
    with call.looking() as world:
        found = unfinished_of(world, number, limit)
        if found.writes:
            # What a system says of a write may hold a value.
            call.saw(world, "writes_seen", {"run": number, "golden": sorted({write.golden for write in found.writes})})
    return answer(UnfinishedDocument(unfinished=found))


@router.get("/conflicts", **look(ConflictsDocument))
def list_conflicts(
    call: Allowed,
    state: Literal["open", "decided", "auto"] = "open",
    entity: Name = "",
    unit: Name = "",
    whose: Name = "",
    page: PageNumber = 1,
) -> Response:
    """Conflicts in the order of the review: those that touch the most invoices first."""
    with call.looking() as world:
        found = page_of(world, Wanted(state, _text(entity), _text(unit), _text(whose)), page, SIZE)
        call.saw(world, "conflicts_seen", {"conflicts": [one.conflict.number for one in found.listed]})
    last = pages(page, found.total).last
    return answer(
        ConflictsDocument(total=found.total, page=page, pages=last, conflicts=found.listed, units=found.units)
    )


@router.get("/conflicts/{number}", **look(ConflictDocument, 404))
def show_conflict(call: Allowed, number: Number) -> Response:
    """One conflict side by side, with what each choice would write where."""
    with call.looking() as world:
        found = side_by_side(world, number, Wanted())
        call.saw(world, "conflicts_seen", {"conflicts": [number]})
    return answer(ConflictDocument(conflict=found))


@router.get("/matches", **look(MatchesDocument))
def list_matches(call: Allowed, limit: Limit = 20) -> Response:
    """Pairs of records that may be one customer, with their evidence; none where no evidence is weighed."""
    with call.looking() as world:
        if not world.definitions:
            return answer(MatchesDocument(total=0, matches=[]))
        found = doubts(world, limit=limit)
        call.saw(world, "matches_seen", {"golden": sorted({s.golden for p in found.pairs for s in (p.left, p.right)})})
    return answer(MatchesDocument(total=found.total, matches=found.pairs))


@router.get("/matches/pair", **look(MatchDocument, 404, 409))
def show_match(
    call: Allowed,
    left: Annotated[str, Query(min_length=1, max_length=500)],
    right: Annotated[str, Query(min_length=1, max_length=500)],
) -> Response:
    """Any two records by their names, alike or not."""
    with call.looking() as world:
        found = weighed(world, _text(left), _text(right))
        call.saw(world, "matches_seen", {"golden": sorted({found.left.golden, found.right.golden})})
    return answer(MatchDocument(match=found))


@router.get("/customers", **look(CustomersDocument))
def find_customers(call: Allowed, q: Asked, limit: Limit = 50) -> Response:
    """Customers by name, reading, telephone number, mailbox or official number."""
    with call.looking() as world:
        found = find(world, _text(q), limit)
        call.saw(world, "customers_found", {"golden": [hit.golden for hit in found.hits]})
    return answer(CustomersDocument(customers=found.hits, is_cut=found.is_cut))


@router.get("/customers/{entity}/{number}", **look(CustomerDocument, 404))
def show_customer(call: Allowed, entity: Entity, number: Number) -> Response:
    """Every field with its value, source, since when and why; a merged customer leads to the living one."""
    with call.looking() as world:
        if entity not in world.schema.entities:
            raise StewardError("no_golden_name", name=_text(entity))
        story = explain(world, f"{entity}/{number}", None, call.house.zone).records[0]
        beside = around(world, entity, int(story.golden.partition("/")[2]))
        call.saw(world, "customer_seen", {"golden": story.golden})
    return answer(CustomerDocument(customer=story, around=beside))


@router.get("/quarantine", **look(QuarantineDocument))
def list_quarantine(call: Allowed, stream: Name = "", page: PageNumber = 1) -> Response:
    """Records that could not be taken in, why, and as they came."""
    with call.looking() as world:
        found = quarantine_page(world, _text(stream), page, SIZE)
        call.saw(world, "quarantine_seen", {"records": [record.number for record in found.records]})
    last = pages(page, found.total).last
    return answer(QuarantineDocument(total=found.total, page=page, pages=last, records=found.records))


def _system(view: SystemView) -> SystemTold:
    streams = [
        StreamTold(
            status=one.status,
            manifest=None if one.manifest is None else one.manifest.model_dump(mode="json"),
            budget_left=one.budget_left,
        )
        for one in view.streams
    ]
    return SystemTold(view.name, view.title, view.state, view.read_at, view.next_at, view.alarms, streams)


def _text(typed: str) -> str:
    """A database takes no NUL."""
    return typed.replace("\x00", "")
