"""A customer: every value with its source, since when and why; who and what stands around it; as it stood on another
day; and what a person may fix.

Invariant: each look is in the audit log, by the name of the golden record and without a value.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from fastapi import APIRouter, Response

from hub.console.answers import refusal
from hub.console.pages.parameters import Admitted, Number
from hub.console.troubles import TroubleError
from hub.console.visit import Visit
from hub.steward.branches import tree_of
from hub.steward.customers import SHOWN, Around, around
from hub.steward.decide import pin
from hub.steward.errors import StewardError
from hub.steward.explain import explain
from hub.steward.revoke import revoke, unpin
from hub.steward.standing import at_once
from hub.steward.stories import GoldenStory
from hub.steward.timeline import as_of, turns
from hub.steward.typed import Typed
from hub.steward.unmerge import Parted, parted
from hub.sync.world import World

router = APIRouter()

_LONGEST_REASON = 500
_FIRST_YEAR, _LAST_YEAR = 1900, 2999


@router.get("/customers/{entity}/{number}")
def show(visit: Admitted, entity: str, number: Number) -> Response:
    """The page."""
    with visit.looking() as world:
        return shown(visit, world, f"{entity}/{number}")


@router.post("/customers/{entity}/{number}/pin")
def fix(visit: Admitted, entity: str, number: Number) -> Response:
    """Fix a value, whatever the systems say."""
    name, field = f"{entity}/{number}", visit.form.get("field", "")
    reason = visit.form.get("reason", "")[:_LONGEST_REASON]

    def act(world: World) -> None:
        value = Typed(world, visit.house.zone).field(entity, _known(world, entity, field), visit.form.get("value", ""))
        pin(world, name, field, value, visit.author, reason)

    return _done(visit, name, act)


@router.post("/customers/{entity}/{number}/unpin")
def let_go(visit: Admitted, entity: str, number: Number) -> Response:
    """Let the rules decide a value again."""
    name, field = f"{entity}/{number}", visit.form.get("field", "")
    return _done(visit, name, lambda world: unpin(world, name, field, visit.author))


@router.post("/customers/{entity}/{number}/revoke")
def take_back(visit: Admitted, entity: str, number: Number) -> Response:
    """Take a decision about this customer back."""
    name, text = f"{entity}/{number}", visit.form.get("decision", "")

    def act(world: World) -> None:
        decision = digits(text)
        if decision not in decisions_of(story_of(visit, world, name)):
            raise StewardError("no_decision", number=text[:20] or "—")
        revoke(world, decision, visit.author)

    return _done(visit, name, act)


def _done(visit: Visit, name: str, act: Any) -> Response:
    """After the act the page again; where it was refused, the page with the reason."""
    with visit.looking() as world:
        try:
            act(world)
        except StewardError as error:
            return shown(visit, world, name, error)
    visit.house.wake()
    return visit.to(f"/customers/{name}?saved=1")


def shown(visit: Visit, world: World, name: str, refused: StewardError | None = None) -> Response:
    """The page of a customer, with why something was refused."""
    story = story_of(visit, world, name)
    entity, _, number = story.golden.partition("/")
    visit.saw(world, "customer_seen", {"golden": story.golden})
    found: Around = around(world, entity, int(number))
    zone, on = visit.house.zone, _day(visit.query("at"))
    return visit.page(
        "customer.html",
        world.schema,
        status=200 if refused is None else 422,
        story=story,
        around=found,
        columns=SHOWN,
        turns=turns(world, story, zone),
        then=None if on is None else as_of(world, story, on, zone),
        today=world.now().astimezone(zone).date(),
        asked=name,
        refused="" if refused is None else refusal(visit, refused),
        is_saved=bool(visit.query("saved")),
        tree=tree_of(world, story.golden),
        parted=_just_parted(visit, world, story),
        standing=at_once(story.decisions),
    )


def story_of(visit: Visit, world: World, name: str) -> GoldenStory:
    """The whole record that a name leads to."""
    if name.partition("/")[0] not in world.schema.entities:
        raise TroubleError(404, "not_found")
    return explain(world, name, None, visit.house.zone).records[0]


def digits(text: str) -> int:
    """A number of an address or a form; 0 where it is none that the store could hold."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 18 else 0


def _day(text: str) -> date | None:
    """The day of the address; None where it is none that anybody means."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if _FIRST_YEAR <= found.year <= _LAST_YEAR else None


def _known(world: World, entity: str, field: str) -> str:
    if entity not in world.schema.entities or field not in world.schema.fields(entity):
        known = ", ".join(world.schema.fields(entity)) if entity in world.schema.entities else "—"
        raise StewardError("no_field", entity=entity, name=field[:40], known=known)
    return field


def _just_parted(visit: Visit, world: World, story: GoldenStory) -> Parted | None:
    """The walls that led here, to be told and taken back."""
    number = digits(visit.query("parted"))
    return parted(world, number) if number in decisions_of(story) else None


def decisions_of(story: GoldenStory) -> set[int]:
    """The numbers of the decisions about a customer."""
    of_fields = {field.decision.number for field in story.fields if field.decision is not None}
    return of_fields | {decision.number for decision in story.decisions}
