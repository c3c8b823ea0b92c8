"""What programs may do: decide and discuss as a steward does, take a decision back, have things tried again.

Invariant: a decision is only taken of what its program has seen; who comes late learns what happened instead.
"""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Response

from hub.console.api.bodies import ConflictAnswer, Given, MatchAnswer, Retry, RetryWrites, Said
from hub.console.api.documents import (
    DecidedDocument,
    PairDecidedDocument,
    RetriedDocument,
    RevokedDocument,
    SaidDocument,
    WritesRetriedDocument,
)
from hub.console.api.exchange import Allowed, Number, act, answer, body
from hub.console.call import Call
from hub.console.troubles import TroubleError
from hub.steward.decide import decide
from hub.steward.discussing import assign, assignee_of, comment, said_of
from hub.steward.four_eyes import withdraw
from hub.steward.matches import decided
from hub.steward.pairs import join, part
from hub.steward.quarantine import retry
from hub.steward.retrying import try_again
from hub.steward.revoke import revoke
from hub.sync.world import World

router = APIRouter()


@router.post("/conflicts/{number}/decide", **act(DecidedDocument, ConflictAnswer, 404))
def decide_conflict(
    call: Allowed, number: Number, sent: Annotated[ConflictAnswer, Depends(body(ConflictAnswer))]
) -> Response:
    """Answer a conflict: by a choice, or by the values themselves."""
    with call.looking() as world:
        done = decide(world, number, sent.choice, call.author, sent.reason, sent.seen)
    call.house.wake()
    return answer(DecidedDocument(decided=done))


@router.post("/conflicts/{number}/comment", **act(SaidDocument, Said, 404))
def comment_conflict(call: Allowed, number: Number, sent: Annotated[Said, Depends(body(Said))]) -> Response:
    """Say something of a conflict, for all who read it."""
    with call.looking() as world:
        comment(world, number, call.author, sent.text)
        return _said(call, world, number)


@router.post("/conflicts/{number}/assign", **act(SaidDocument, Given, 404))
def assign_conflict(call: Allowed, number: Number, sent: Annotated[Given, Depends(body(Given))]) -> Response:
    """Give a conflict to a user, or to nobody."""
    with call.looking() as world:
        assign(world, number, call.author, sent.assignee or "")
        return _said(call, world, number)


@router.post("/conflicts/{number}/withdraw", **act(SaidDocument, None, 404))
def withdraw_proposal(call: Allowed, number: Number) -> Response:
    """Take back what was proposed and waits for a second person."""
    with call.looking() as world:
        withdraw(world, number, call.author)
        return _said(call, world, number)


@router.post("/matches/decide", **act(PairDecidedDocument, MatchAnswer, 404))
def decide_match(call: Allowed, sent: Annotated[MatchAnswer, Depends(body(MatchAnswer))]) -> Response:
    """Say whether two records are the same customer."""
    with call.looking() as world:
        before = decided(world, sent.left, sent.right)
        if before is not None:
            said, at = call.telling.state("decision", before.kind), call.telling.moment(before.at)
            raise TroubleError(409, "match_decided", author=before.author, at=at, said=said)
        verdict = join if sent.verdict == "same" else part
        done = verdict(world, sent.left, sent.right, call.author, sent.reason)
    call.house.wake()
    return answer(PairDecidedDocument(decided=done))


@router.post("/decisions/{number}/revoke", **act(RevokedDocument, None, 404))
def revoke_decision(call: Allowed, number: Number) -> Response:
    """Take a decision back."""
    with call.looking() as world:
        done = revoke(world, number, call.author)
    call.house.wake()
    return answer(RevokedDocument(revoked=done))


@router.post("/quarantine/retry", **act(RetriedDocument, Retry, 404))
def retry_quarantine(call: Allowed, sent: Annotated[Retry, Depends(body(Retry))]) -> Response:
    """Take records in again with the present mapping."""
    with call.working() as world:
        done = retry(world, sent.numbers)
    call.house.wake()
    return answer(RetriedDocument(retried=done, passed=done.passed))


@router.post("/runs/{number}/retry", **act(WritesRetriedDocument, RetryWrites, 404))
def retry_writes(call: Allowed, number: Number, sent: Annotated[RetryWrites, Depends(body(RetryWrites))]) -> Response:
    """Try again what a run was refused, or the creations that it lost."""
    with call.looking() as world:
        count = try_again(world, number, sent.what, call.author)
    call.house.wake()
    return answer(WritesRetriedDocument(retried=count))


def _said(call: Call, world: World, number: int) -> Response:
    call.saw(world, "conflicts_seen", {"conflicts": [number]})
    with world.database.look() as tx:
        said = said_of(tx, number)
    return answer(SaidDocument(said=said, assignee=assignee_of(said)))
