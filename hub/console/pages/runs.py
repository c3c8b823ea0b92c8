"""Runs: the last ones, the ledger of one, what of it is to be tried again, and what undoing it would put back.

Invariant: an undo is shown first, and carried out by a form of that page as long as it would do what was shown.
"""

from __future__ import annotations

from fastapi import APIRouter, Response

from hub.console import files
from hub.console.pages.live import progress_of
from hub.console.pages.parameters import Admitted, Number
from hub.console.visit import Visit
from hub.steward.errors import StewardError
from hub.steward.ledgers import latest, run_told
from hub.steward.retrying import RETRIED, try_again, unfinished_of
from hub.steward.statuses import RunStatus
from hub.steward.undo import preview_undo
from hub.steward.undo import undo as put_back
from hub.steward.undoing import Undoable
from hub.sync.world import World

router = APIRouter()

_SHOWN, _CHANGES_SHOWN = 100, 200
STATES = ("ok", "partial", "failed", "died", "running")


@router.get("/runs")
def listing(visit: Admitted) -> Response:
    """The last runs, those that wrote alone, or those of one state."""
    state, wrote = visit.query("state"), visit.query("wrote") == "1"
    with visit.looking() as world:
        kind = files.wanted(visit)
        found = latest(world, files.MOST if kind else _SHOWN)
        shown = [run for run in found if state in ("", run.state) and (run.written or not wrote)]
        if kind:
            return _file(visit, world, kind, shown)
    live = progress_of(visit, visit.house.live.found())
    return visit.page("runs.html", runs=shown, state=state, wrote=wrote, states=STATES, most=_SHOWN, shown=live)


@router.get("/runs/{number}")
def show(visit: Admitted, number: Number) -> Response:
    """One run with its ledger, and what of it is not done."""
    with visit.looking() as world:
        found, left = run_told(world, number), unfinished_of(world, number, _CHANGES_SHOWN)
        if left.writes:
            # What a system says of a write may hold a value.
            golden = sorted({write.golden for write in left.writes})
            visit.saw(world, "writes_seen", {"run": number, "golden": golden})
    live = progress_of(visit, [run for run in visit.house.live.found() if run.run == number])
    undone = visit.query("undone")
    return visit.page(
        "run.html",
        world.schema,
        found=found,
        run=found.run,
        left=left,
        most=_CHANGES_SHOWN,
        undone=undone,
        retried=visit.query("retried"),
        shown=live,
    )


@router.post("/runs/{number}/retry")
def retry(visit: Admitted, number: Number) -> Response:
    """Try again what a run was refused, or the creations that it lost."""
    text = visit.form.get("what", "")
    what = next((known for known in RETRIED if known == text), None)
    if what is None:
        raise StewardError("no_choice", number=text[:20] or "—", known=", ".join(RETRIED))
    with visit.looking() as world:
        count = try_again(world, number, what, visit.author)
    visit.house.wake()
    return visit.to(f"/runs/{number}?retried={count}")


@router.get("/runs/{number}/undo")
def preview(visit: Admitted, number: Number) -> Response:
    """What undoing would do; every system is read for it, and nothing is written."""
    with visit.working() as world:
        run = run_told(world, number).run
        plan = preview_undo(world, Undoable(run=number), visit.author)
        visit.saw(world, "undo_seen", plan.named(_CHANGES_SHOWN))
    return visit.page(
        "undo.html", world.schema, run=run, plan=plan, most=_CHANGES_SHOWN, entities=_part_entities(world)
    )


@router.post("/runs/{number}/undo")
def undo(visit: Admitted, number: Number) -> Response:
    """Put back; the page of the run that did it tells what became of each write."""
    with visit.working() as world:
        done = put_back(world, Undoable(run=number), visit.author, visit.form.get("seen", ""))
    visit.house.wake()
    return visit.to(f"/runs/{done.run}?undone={number}")


def _file(visit: Visit, world: World, kind: files.Kind, shown: list[RunStatus]) -> Response:
    tell, say = visit.telling, visit.telling.say
    columns = ("runs.run", "runs.kind", "conflicts.state", "runs.started_at", "runs.finished_at", "runs.written")
    rows: list[list[files.Cell]] = [
        [
            run.run,
            say.known(f"runs.kind.{run.kind}", run.kind),
            tell.state("state", run.state),
            tell.moment(run.started_at),
            tell.moment(run.finished_at),
            run.written,
        ]
        for run in shown
    ]
    return files.download(visit, world, "runs", kind, [say(key) for key in columns], rows)


def _part_entities(world: World) -> dict[tuple[str, str], str]:
    """What each part of each stream is."""
    return {(s.place, name): part.entity for s in world.streams() for name, part in s.mapping.parts.items()}
