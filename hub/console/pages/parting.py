"""A customer taken apart: what parting some of its records would lead to, then the walls, and the way back.

Invariant: nothing is decided before what would come of it was shown, and nothing if the customer has changed since.
"""

from __future__ import annotations

from fastapi import APIRouter, Response

from hub.console.pages.customers import digits, shown, story_of
from hub.console.pages.parameters import Admitted, Number
from hub.console.visit import Visit
from hub.steward.branches import chosen_of, tree_of
from hub.steward.errors import StewardError
from hub.steward.unmerge import part_off, preview_parting
from hub.steward.unmerge import rejoin as take_back_walls

router = APIRouter()

_LONGEST_REASON = 500
RECORD, BRANCH = "record:", "branch:"


@router.post("/customers/{entity}/{number}/part")
def part(visit: Admitted, entity: str, number: Number) -> Response:
    """Show what parting the chosen records would lead to; the form of that page parts them."""
    name, seen, done = f"{entity}/{number}", visit.form.get("seen", ""), None
    with visit.looking() as world:
        golden = story_of(visit, world, name).golden
        try:
            chosen = chosen_of(tree_of(world, golden), _named(visit, RECORD), _named(visit, BRANCH))
            if seen:
                reason = visit.form.get("reason", "")[:_LONGEST_REASON]
                done = part_off(world, golden, chosen, visit.author, reason, seen)
        except StewardError as error:
            return shown(visit, world, name, error)
    if done is None:
        return _preview(visit, golden, chosen)
    visit.house.wake()
    return visit.to(f"/customers/{golden}?parted={done.decision}")


@router.post("/customers/{entity}/{number}/rejoin")
def rejoin(visit: Admitted, entity: str, number: Number) -> Response:
    """Take back all walls that were put up at once with one of this customer."""
    name, decision = f"{entity}/{number}", digits(visit.form.get("decision", ""))
    with visit.looking() as world:
        try:
            take_back_walls(world, name, decision, visit.author)
        except StewardError as error:
            return shown(visit, world, name, error)
    visit.house.wake()
    return visit.to(f"/customers/{name}?saved=1")


def _named(visit: Visit, prefix: str) -> list[str]:
    """The names of the boxes that were ticked."""
    return [name.removeprefix(prefix) for name in visit.form if name.startswith(prefix)]


def _preview(visit: Visit, golden: str, chosen: list[str]) -> Response:
    """It plans, and a hub elsewhere that runs meanwhile must not wait for it half-way."""
    with visit.working() as world:
        plan = preview_parting(world, golden, chosen, visit.author)
        visit.saw(world, "customer_seen", {"golden": golden})
    fields = world.schema.fields(golden.partition("/")[0])
    told = [name for name in fields if any(name in values for values in (plan.before, *(s.values for s in plan.sides)))]
    parts = {(s.place, name): part.entity for s in world.streams() for name, part in s.mapping.parts.items()}
    return visit.page(
        "parting.html",
        world.schema,
        plan=plan,
        entity=golden.partition("/")[0],
        fields=told,
        entities=parts,
        prefix=RECORD,
    )
