"""The one door of all pages: who is it, may they, and does the form come from a page of ours?

Invariant: no page's function is called before all three are answered.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import Depends, Request

from hub.console.forms import posted
from hub.console.house import House
from hub.console.security import sessions
from hub.console.security.roles import ANYBODY, LEAST_ROLE, Role, may
from hub.console.security.sessions import SignedIn
from hub.console.troubles import SignInNeededError, TroubleError
from hub.console.visit import Visit

COOKIE = "hub_session"


def cookie_name(house: House) -> str:
    """Over TLS the name itself makes browsers refuse one that another host, or plain HTTP, has set."""
    return f"__Host-{COOKIE}" if house.is_secure else COOKIE


def admitted(request: Request, form: Annotated[Mapping[str, str], Depends(posted)]) -> Visit:
    """The visit of whoever is let in. Raises `SignInNeededError` or `TroubleError`."""
    house: House = request.app.state.house
    user = _user(house, request.cookies.get(cookie_name(house)))
    visit = request.state.visit = Visit(house, request, user, form)
    _check_origin(request)
    least = LEAST_ROLE[request.method, str(request.scope["route"].path)]
    if least is not ANYBODY:
        _check_role(visit, least)
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
