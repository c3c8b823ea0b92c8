"""Undo for programs, as `hub undo` does it: what it would write is shown first, and the undo sends back what was seen.

Invariant: nothing is undone that was not shown as it would be done.
"""

from __future__ import annotations

from typing import Annotated

import msgspec
from fastapi import APIRouter, Depends, Response

from hub.console.api.bodies import UndoAsSeen, UndoWanted
from hub.console.api.documents import UndoDocument
from hub.console.api.exchange import Allowed, act, answer, body
from hub.steward import undo as undoes
from hub.steward.undoing import Undo, Undoable

router = APIRouter()


@router.post("/undo/plan", **act(UndoDocument, UndoWanted, 404))
def plan_undo(call: Allowed, sent: Annotated[UndoWanted, Depends(body(UndoWanted))]) -> Response:
    """What an undo would write, and what it would leave; every system is read for it, and nothing is written."""
    with call.working() as world:
        told = undoes.preview_undo(world, _wanted(sent), call.author)
        call.saw(world, "undo_seen", told.named())
    return _told(told)


@router.post("/undo", **act(UndoDocument, UndoAsSeen, 404))
def undo(call: Allowed, sent: Annotated[UndoAsSeen, Depends(body(UndoAsSeen))]) -> Response:
    """Put back what the hub wrote, where that is still what the plan has shown; what people said since stays."""
    with call.working() as world:
        done = undoes.undo(world, _wanted(sent), call.author, sent.seen)
    call.house.wake()
    return _told(done)


def _wanted(sent: UndoWanted) -> Undoable:
    named = msgspec.structs.asdict(sent)
    named.pop("seen", None)
    return Undoable(**named)


def _told(told: Undo) -> Response:
    return answer(UndoDocument(undo=told, is_complete=told.is_complete, seen=told.seen))
