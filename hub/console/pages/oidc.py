"""Signing in with the company's own site: there, and back again.

Invariant: what goes wrong is a page that says so and what to do, and nobody is signed in.
"""

from __future__ import annotations

from fastapi import APIRouter, Response
from fastapi.responses import RedirectResponse

from hub.console.entering import away_cookie, drop_cookie, let_in, set_cookie
from hub.console.pages.parameters import Admitted
from hub.console.pages.signing import after_login
from hub.console.security.guests import user_of
from hub.console.security.oidc import Oidc, OidcError
from hub.console.troubles import TroubleError
from hub.console.visit import Visit
from hub.store import audit
from hub.sync.world import World

router = APIRouter()


@router.get("/login/oidc")
def leave(visit: Admitted) -> Response:
    """To the site."""
    oidc = _oidc(visit)
    back_url = str(visit.request.base_url).rstrip("/") + "/login/oidc/back"
    try:
        url, away = oidc.leave(back_url, after_login(visit.query("next")))
    except OidcError as error:
        return _told(visit, error)
    answer = RedirectResponse(url, 303)
    set_cookie(visit, answer, away_cookie(visit.house), visit.house.away.add(away))
    return answer


@router.get("/login/oidc/back")
def back(visit: Admitted) -> Response:
    """From the site, with a code that proves who it is."""
    oidc, ticket = _oidc(visit), visit.request.cookies.get(away_cookie(visit.house), "")
    away = visit.house.away.take(ticket)
    with visit.looking() as world:
        try:
            if away is None:
                raise OidcError("expired")
            user = user_of(world, oidc.back(away, visit.request.query_params, visit.house.now()))
        except OidcError as error:
            return _told(visit, error, world)
        answer = let_in(visit, world, user.user_id, user.name, away.there)
    drop_cookie(visit, answer, away_cookie(visit.house))
    return answer


def _oidc(visit: Visit) -> Oidc:
    if visit.house.oidc is None:
        raise TroubleError(404, "not_found")
    return visit.house.oidc


def _told(visit: Visit, error: OidcError, world: World | None = None) -> Response:
    visit.house.log("oidc_failed", why=error.why, said=error.said)
    if world is not None:
        with world.database.begin() as tx:
            audit.append(tx, world.now_text(), "console", "sign_in_failed", {"why": error.why})
    notice = visit.telling.say(f"oidc.{error.why}")
    status = 502 if error.why == "unreachable" else 403
    return visit.page("login.html", status=status, next="/", notice=notice, name="")
