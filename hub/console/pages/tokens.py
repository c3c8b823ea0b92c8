"""Tokens: by which programs may use the HTTP API, and in whose name; for admins.

Invariant: whatever is done here is done by the functions of `hub tokens`; a token is on the one page that answers to
its making, and nowhere else.
"""

from __future__ import annotations

from fastapi import APIRouter, Response

from hub.console.answers import refusal
from hub.console.pages.parameters import Admitted, Number
from hub.console.security import tokens, users
from hub.console.security.scopes import SCOPES
from hub.console.security.tokens import LONGEST_DAYS, MadeToken
from hub.console.visit import Visit
from hub.steward.errors import StewardError
from hub.sync.world import World

router = APIRouter()

DAYS = ("30", "90", "180", str(LONGEST_DAYS))
_USUAL_DAYS = "90"


@router.get("/tokens")
def listing(visit: Admitted) -> Response:
    """The list."""
    with visit.looking() as world:
        return _shown(visit, world)


@router.post("/tokens/add")
def add(visit: Admitted) -> Response:
    """A new token; the answer shows it."""
    user, days, note = (visit.form.get(name, "").strip() for name in ("user", "days", "note"))
    scopes = [scope for scope in SCOPES if f"scope.{scope}" in visit.form]
    with visit.looking() as world:
        try:
            if days not in DAYS:
                raise StewardError("no_choice", number=days[:20] or "—", known=", ".join(DAYS))
            if not scopes:
                raise StewardError("no_choice", number="—", known=", ".join(SCOPES))
            made = tokens.add(world, user, scopes, int(days), note, visit.author)
        except StewardError as error:
            return _shown(visit, world, refused=error)
        return _shown(visit, world, made=made)


@router.post("/tokens/{number}/revoke")
def revoke(visit: Admitted, number: Number) -> Response:
    """It opens nothing any more."""
    with visit.looking() as world:
        try:
            tokens.revoke(world, number, visit.author)
        except StewardError as error:
            return _shown(visit, world, refused=error)
    return visit.to(f"/tokens?done={number}")


def _shown(visit: Visit, world: World, made: MadeToken | None = None, refused: StewardError | None = None) -> Response:
    found, given = tokens.listing(world), dict(visit.form) if refused is not None else {}
    done = visit.query("done")
    return visit.page(
        "tokens.html",
        status=200 if refused is None else 422,
        tokens=sorted(found, key=lambda token: (token.state != "open", -token.number)),
        users=[user for user in users.listing(world.database) if not user.is_disabled],
        scopes=SCOPES,
        days=DAYS,
        made=made,
        done=done if any(done == str(token.number) and token.state == "revoked" for token in found) else "",
        refused="" if refused is None else refusal(visit, refused),
        given=given or {"scope.read": "on", "days": _USUAL_DAYS},
    )
