"""The one door of all pages and of the HTTP API: who is it, may they, and does the form come from a page of ours?

Invariant: no function behind it is called before all three are answered. A program shows a token and has no session, so
that no page of another site can speak for it; a browser's cookie opens nothing of the API.
"""

from __future__ import annotations

import hmac
import math
from collections.abc import Mapping
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import Depends, Request

from hub.console.call import Call
from hub.console.forms import posted
from hub.console.house import House
from hub.console.security import second_factor, sessions, tokens
from hub.console.security.roles import ANYBODY, LEAST_ROLE, Role, may
from hub.console.security.scopes import API, NEEDED
from hub.console.security.sessions import SignedIn
from hub.console.security.tokens import Program
from hub.console.troubles import FactorNeededError, SignInNeededError, TroubleError
from hub.console.visit import Visit
from hub.store import audit

COOKIE = "hub_session"


def cookie_name(house: House) -> str:
    """Over TLS the name itself makes browsers refuse one that another host, or plain HTTP, has set."""
    return f"__Host-{COOKIE}" if house.is_secure else COOKIE


def admitted(request: Request, form: Annotated[Mapping[str, str], Depends(posted)]) -> Visit:
    """The visit of whoever is let in. Raises `SignInNeededError` or `TroubleError`."""
    house: House = request.state.house
    user = _user(house, request.cookies.get(cookie_name(house)))
    visit = request.state.visit = Visit(house, request, user, form)
    _check_origin(request)
    least = LEAST_ROLE[request.method, str(request.scope["route"].path)]
    if least is not ANYBODY:
        _check_role(visit, least)
        _check_factor(visit, str(request.scope["route"].path))
    if request.method == "POST" and user is not None:
        _check_form(user, form)
    return visit


def _user(house: House, token: str | None) -> SignedIn | None:
    if not token:
        return None
    with house.looking() as world:
        return sessions.find(world.database, token, house.now())


def _check_role(visit: Visit, least: Role) -> None:
    if visit.user is None:
        raise SignInNeededError(visit.back)
    if not may(visit.user.role, least):
        raise TroubleError(403, "role", needed=least)


def _check_factor(visit: Visit, path: str) -> None:
    """Whoever needs a second factor gets to no other page before they have one."""
    user, house = visit.user, visit.house
    if user is None or user.role not in house.second_factor or path.startswith("/second-factor") or path == "/logout":
        return
    with house.looking() as world:
        if second_factor.is_missing(world.database, user.user_id):
            raise FactorNeededError


def _check_origin(request: Request) -> None:
    """Browsers say where a form was; what comes from elsewhere, or from nowhere, is nobody's wish here."""
    origin = request.headers.get("origin")
    if request.method != "POST" or origin is None:
        return
    if urlsplit(origin).netloc.lower() != request.headers.get("host", "").lower():
        raise TroubleError(403, "form")


def _check_form(user: SignedIn, form: Mapping[str, str]) -> None:
    if not hmac.compare_digest(form.get("csrf", "").encode(), user.csrf.encode()):
        raise TroubleError(403, "form")


def allowed(request: Request) -> Call:
    """The request of whichever program is let in. Raises `TroubleError`."""
    house: House = request.state.house
    needed = NEEDED[request.method, API + str(request.scope["route"].path)]
    if needed is ANYBODY:
        return Call(house, request)
    program = _program(house, request)
    call = request.state.call = Call(house, request, program)
    _check_often(house, program.token_id)
    if needed.scope not in program.scopes:
        raise TroubleError(403, "scope", needed=needed.scope)
    if not may(program.role, needed.role):
        raise TroubleError(403, "role", needed=needed.role)
    if request.method != "GET":
        _note(call, program)
    return call


def _program(house: House, request: Request) -> Program:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    program = None
    if scheme.lower() == "bearer" and token.strip():
        with house.looking() as world:
            program = tokens.find(world.database, token.strip(), house.now())
    if program is None:
        _check_often(house, request.client.host if request.client is not None else "")
        raise TroubleError(401, "token")
    return program


def _check_often(house: House, who: int | str) -> None:
    """A token by its number, whoever has none by their address."""
    wait_s = house.limits.wait_s(who)
    if wait_s > 0:
        raise TroubleError(429, "often", seconds=math.ceil(wait_s))


def _note(call: Call, program: Program) -> None:
    """An act has its entry of its own; that one tells that it was a program who asked for it."""
    with call.looking() as world, world.database.begin() as tx:
        facts = {"token": program.token_id, "method": call.request.method, "path": call.path}
        audit.append(tx, world.now_text(), call.author, "token_acted", facts)
