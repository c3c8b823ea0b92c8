"""Conflicts: the list in the order of the review, and one side by side, decided with a form or with a key.

Invariant: a decision is only taken of what its steward has seen; who comes late sees what happened instead.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Response

from hub.console import files
from hub.console.answers import refusal
from hub.console.pages.parameters import Admitted, Number
from hub.console.paging import SIZE, asked, pages
from hub.console.telling import Telling
from hub.console.visit import Visit
from hub.steward.conflicts import Conflict, conflict
from hub.steward.decide import decide
from hub.steward.discussing import assign, comment
from hub.steward.errors import StewardError
from hub.steward.four_eyes import withdraw
from hub.steward.review import Answered, Listed, SideBySide, answered, following, order_of, page_of, side_by_side
from hub.steward.revoke import revoke
from hub.steward.typed import Typed
from hub.store.review import Wanted
from hub.sync.world import World

router = APIRouter()

STATES = ("open", "decided", "auto")
_TYPED = "typed"
_LONGEST_REASON = 500
_LONGEST_COMMENT = 1000


@router.get("/conflicts")
def listing(visit: Admitted) -> Response:
    """The list, by the filters of the address."""
    wanted, page = wanted_of(visit), asked(visit.query("page"))
    with visit.looking() as world:
        if kind := files.wanted(visit):
            return _file(visit, world, kind, wanted)
        found = page_of(world, wanted, page, SIZE)
        visit.saw(world, "conflicts_seen", {"conflicts": [one.conflict.number for one in found.listed]})
        done = _just_decided(visit, world)
    numbers = pages(page, found.total)

    def address(number: int) -> str:
        return f"/conflicts?{filters(wanted)}&page={number}"

    return visit.page(
        "conflicts.html",
        world.schema,
        found=found,
        wanted=wanted,
        states=STATES,
        numbers=numbers,
        address=address,
        done=done,
        query=filters(wanted),
    )


@router.get("/conflicts/{number}")
def show(visit: Admitted, number: Number) -> Response:
    """One of them."""
    known = _known_order(visit)
    with visit.looking() as world:
        return _shown(visit, world, number, known)


@router.post("/conflicts/{number}/decide")
def choose(visit: Admitted, number: Number) -> Response:
    """Decide, and go on with the next one of the same list."""
    known = _known_order(visit)
    with visit.looking() as world:
        try:
            order = order_of(world, wanted_of(visit), known)
            reason = visit.form.get("reason", "")[:_LONGEST_REASON]
            choice = _choice(visit, world, conflict(world, number))
            done = decide(world, number, choice, visit.author, reason, visit.form.get("seen", ""))
        except StewardError as error:
            if error.code == "no_conflict":
                raise
            return _shown(visit, world, number, known, error)
    visit.house.wake()
    # One decision may answer several.
    after = following(order, number, done.closed)
    path = "/conflicts" if after is None else f"/conflicts/{after}"
    return visit.to(f"{path}?{filters(wanted_of(visit))}&done={number}")


@router.post("/conflicts/{number}/undo")
def undo(visit: Admitted, number: Number) -> Response:
    """Take the decision back that closed it."""
    with visit.looking() as world:
        found = answered(world, number)
        if found is not None and found.decision is not None:
            revoke(world, found.decision, visit.author)
        elif found is not None:
            withdraw(world, number, visit.author)
    visit.house.wake()
    return visit.to(f"/conflicts/{number}?{filters(wanted_of(visit))}")


@router.post("/conflicts/{number}/comment")
def say(visit: Admitted, number: Number) -> Response:
    """Add a comment."""
    return _talk(visit, number, comment, visit.form.get("text", "")[:_LONGEST_COMMENT])


@router.post("/conflicts/{number}/assign")
def give(visit: Admitted, number: Number) -> Response:
    """Give it to somebody, or to nobody."""
    return _talk(visit, number, assign, visit.form.get("assignee", ""))


def _talk(visit: Visit, number: int, act: Callable[[World, int, str, str], None], words: str) -> Response:
    known = _known_order(visit)
    with visit.looking() as world:
        try:
            act(world, number, visit.author, words)
        except StewardError as error:
            if error.code == "no_conflict":
                raise
            return _shown(visit, world, number, known, error)
    return visit.to(f"/conflicts/{number}?{filters(wanted_of(visit))}#said")


def wanted_of(visit: Visit) -> Wanted:
    """The filters of the address; a state that there is not means the open ones."""
    state = visit.query("state")
    state = state if state in STATES else "open"
    return Wanted(state, visit.query("entity"), visit.query("unit"), visit.query("whose"))


def filters(wanted: Wanted) -> str:
    """The same as they stand in an address."""
    named = zip(("state", "entity", "unit", "whose"), wanted, strict=True)
    return urlencode({name: value for name, value in named if value})


def _file(visit: Visit, world: World, kind: files.Kind, wanted: Wanted) -> Response:
    tell = visit.telling.with_schema(world.schema)
    say = tell.say
    columns = ("files.number", "conflicts.state", "files.customer", "conflicts.who", "search.kind", "conflicts.field")
    further = ("files.before", "conflicts.values", "conflicts.invoices", "conflicts.opened_at")
    ends = ("files.decided_at", "files.decided_by")
    rows = [_row(tell, one) for one in page_of(world, wanted, 1, files.MOST + 1).listed]
    heads = [say(key) for key in (*columns, *further, *ends)]
    return files.download(visit, world, "conflicts", kind, heads, rows)


def _row(tell: Telling, one: Listed) -> list[files.Cell]:
    c = one.conflict
    base, *others = c.choices
    told = [f"{tell.values(c.entity, choice.values)} ({tell.record(choice.source or '')})" for choice in others]
    who: list[files.Cell] = [c.number, tell.say(f"conflicts.{c.state}"), c.leads_to, c.display, tell.entity(c.entity)]
    what: list[files.Cell] = [tell.field(c.entity, c.unit), tell.values(c.entity, base.values), "\n".join(told)]
    return [*who, *what, one.invoices, tell.moment(c.opened_at), tell.moment(c.decided_at), c.decided_by]


def _choice(visit: Visit, world: World, found: Conflict) -> int | dict[str, Any]:
    """The number of a button, or the values that were typed."""
    text = visit.form.get("choice", "")
    if text.isascii() and text.isdecimal() and len(text) < 4:
        return int(text)
    if text != _TYPED:
        raise StewardError("no_choice", number=text[:20] or "—", known=", ".join(str(c.number) for c in found.choices))
    typed, prefix = Typed(world, visit.house.zone), f"{_TYPED}."
    given = {name.removeprefix(prefix): value for name, value in visit.form.items() if name.startswith(prefix)}
    fields = world.schema.fields(found.entity)
    return {field: typed.field(found.entity, field, text) for field, text in given.items() if field in fields}


def _shown(
    visit: Visit, world: World, number: int, known: list[int] | None, refused: StewardError | None = None
) -> Response:
    found = side_by_side(world, number, wanted_of(visit), known)
    visit.saw(world, "conflicts_seen", {"conflicts": [number]})
    status = 200 if refused is None else 409 if refused.code in ("conflict_decided", "conflict_moved") else 422
    return visit.page(
        "conflict.html",
        world.schema,
        status=status,
        found=found,
        one=found.conflict,
        query=filters(wanted_of(visit)),
        refused="" if refused is None else refusal(visit, refused),
        may_decide=found.conflict.state == "open",
        typed=_typed(visit, found),
        given_reason=visit.form.get("reason", ""),
        done=_just_decided(visit, world),
    )


def _known_order(visit: Visit) -> list[int] | None:
    """The order of the review, which weighs all that waits: where that takes a while, as of some seconds ago."""
    wanted = wanted_of(visit)
    counted = visit.counted(("order", wanted), lambda world: order_of(world, wanted))
    return None if counted is None else counted.found


def _typed(visit: Visit, found: SideBySide) -> dict[str, str]:
    """What stands in the fields to type in: what was typed, else the rule's guess, else the value from before."""
    number = found.guess.number if found.guess is not None and found.guess.number is not None else 0
    values = next(choice.values for choice in found.conflict.choices if choice.number == number)
    return {
        field: visit.form.get(f"{_TYPED}.{field}", visit.telling.written(values.get(field, "")))
        for field in found.fields
    }


def _just_decided(visit: Visit, world: World) -> Answered | None:
    """The conflict whose decision led here, to be told and taken back."""
    text = visit.query("done")
    if not (text.isascii() and text.isdecimal() and len(text) < 18):
        return None
    try:
        return answered(world, int(text))
    except StewardError:
        # It is only a word beside the page: whoever typed another number there sees none.
        return None
