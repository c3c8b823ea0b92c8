"""A customer taken apart by a program, as on its page: what would come of it is shown first, and the parting sends back
what was seen.

Invariant: nothing is parted that was not shown as it would be parted.
"""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Response

from hub.console.api.bodies import PartAsSeen, PartWanted, Rejoin
from hub.console.api.documents import PartedDocument, PartingDocument, RecordsDocument, RevokedDocument
from hub.console.api.exchange import Allowed, Entity, Number, act, answer, body, look
from hub.console.forms import LONG
from hub.steward.branches import chosen_of, tree_of
from hub.steward.unmerge import part_off, preview_parting
from hub.steward.unmerge import rejoin as take_back_walls
from hub.sync.world import World

router = APIRouter()


@router.get("/customers/{entity}/{number}/records", **look(RecordsDocument, 404, 409))
def list_records(call: Allowed, entity: Entity, number: Number) -> Response:
    """The records of a customer by the merges by which they came to it; a merged customer leads to the living one."""
    with call.looking() as world:
        tree = tree_of(world, f"{entity}/{number}")
        call.saw(world, "customer_seen", {"golden": tree.golden})
    return answer(RecordsDocument(tree=tree))


@router.post("/customers/{entity}/{number}/part/plan", **act(PartingDocument, PartWanted, 404))
def plan_part(
    call: Allowed, entity: Entity, number: Number, sent: Annotated[PartWanted, Depends(body(PartWanted, LONG))]
) -> Response:
    """What parting these records would lead to: the customers that would stand, and what would be written where."""
    # It plans, and a hub elsewhere that runs meanwhile must not wait for it half-way.
    with call.working() as world:
        golden, chosen = _chosen(world, f"{entity}/{number}", sent)
        told = preview_parting(world, golden, chosen, call.author)
        call.saw(world, "customer_seen", {"golden": golden})
    return answer(PartingDocument(parting=told))


@router.post("/customers/{entity}/{number}/part", **act(PartedDocument, PartAsSeen, 404))
def part_customer(
    call: Allowed, entity: Entity, number: Number, sent: Annotated[PartAsSeen, Depends(body(PartAsSeen, LONG))]
) -> Response:
    """Wall the chosen records off from the rest, if the customer is as the plan has shown it."""
    with call.looking() as world:
        golden, chosen = _chosen(world, f"{entity}/{number}", sent)
        done = part_off(world, golden, chosen, call.author, sent.reason, sent.seen)
    call.house.wake()
    return answer(PartedDocument(parted=done))


@router.post("/customers/{entity}/{number}/rejoin", **act(RevokedDocument, Rejoin, 404))
def rejoin_customer(
    call: Allowed, entity: Entity, number: Number, sent: Annotated[Rejoin, Depends(body(Rejoin))]
) -> Response:
    """Take back all walls that were put up at once with one of this customer."""
    with call.looking() as world:
        done = take_back_walls(world, f"{entity}/{number}", sent.decision, call.author)
    call.house.wake()
    return answer(RevokedDocument(revoked=done))


def _chosen(world: World, name: str, sent: PartWanted) -> tuple[str, list[str]]:
    tree = tree_of(world, name)
    return tree.golden, chosen_of(tree, sent.records, sent.branches)
