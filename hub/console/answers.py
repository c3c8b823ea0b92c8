"""What a reader sees where there is no page: what happened and what to do, in their language, and nothing half done."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import cast
from urllib.parse import urlencode

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from hub.console.house import House
from hub.console.troubles import FactorNeededError, SignInNeededError, TroubleError
from hub.console.visit import Visit
from hub.steward.errors import StewardError
from hub.store.errors import StoreError
from hub.store.lock import LockedError

Answer = Callable[[Request, Exception], Response]

_METHOD_NOT_ALLOWED = 405


def trouble_page(visit: Visit, status: int, title: str, what: str) -> Response:
    """The page of something that could not be done."""
    return visit.page("trouble.html", status=status, title=title, what=what)


def _visit(request: Request) -> Visit:
    known: Visit | None = getattr(request.state, "visit", None)
    return known or Visit(cast("House", request.state.house), request)


def _sign_in(request: Request, error: Exception) -> Response:
    assert isinstance(error, SignInNeededError)
    return _visit(request).to("/login?" + urlencode({"why": "over", "next": error.back}))


def _factor(request: Request, error: Exception) -> Response:
    return _visit(request).to("/second-factor?why=needed")


def _trouble(request: Request, error: Exception) -> Response:
    assert isinstance(error, TroubleError)
    visit, data = _visit(request), dict(error.data)
    say = visit.telling.say
    if error.code == "role":
        role = visit.user.role if visit.user is not None else ""
        data = {"needed": say(f"role.{error.data['needed']}"), "role": say.known(f"role.{role}", role)}
    what = say(f"trouble.{error.code}.what", **data)
    return trouble_page(visit, error.status, say(f"trouble.{error.code}"), what)


def _nothing_here(request: Request, error: Exception) -> Response:
    visit = _visit(request)
    say, status = visit.telling.say, getattr(error, "status_code", 404)
    title = say("trouble.method" if status == _METHOD_NOT_ALLOWED else "trouble.not_found")
    status = status if status == _METHOD_NOT_ALLOWED else 404
    return trouble_page(visit, status, title, say("trouble.not_found.what"))


def refusal(visit: Visit, error: StewardError) -> str:
    """Why the steward's floor refused, in words; moments in the company's zone."""
    data = {name: visit.telling.moment(str(v)) if name in ("at", "until") else v for name, v in error.data.items()}
    return visit.telling.engine(f"refusal.{error.code}", **data)


def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, StewardError)
    visit = _visit(request)
    status = 404 if error.code.startswith("no_") or error.code == "other_golden" else 409
    return trouble_page(visit, status, visit.telling.say("trouble.refused"), refusal(visit, error))


def _busy(request: Request, error: Exception) -> Response:
    assert isinstance(error, LockedError)
    visit = _visit(request)
    say = visit.telling.say
    return trouble_page(visit, 503, say("trouble.busy"), say("trouble.busy.what", holder=error.holder))


def _store(request: Request, error: Exception) -> Response:
    visit = _visit(request)
    return trouble_page(visit, 503, visit.telling.say("trouble.store"), visit.telling.told(str(error)))


def _fault(request: Request, error: Exception) -> Response:
    visit = _visit(request)
    # The error's text may hold personal values; its place in the program tells enough, and the server logs that.
    visit.house.log("page_failed", path=request.scope.get("path", ""), error=type(error).__name__)
    say = visit.telling.say
    return trouble_page(visit, 500, say("trouble.fault"), say("trouble.fault.what"))


ANSWERS: Mapping[type[Exception], Answer] = MappingProxyType(
    {
        SignInNeededError: _sign_in,
        FactorNeededError: _factor,
        TroubleError: _trouble,
        HTTPException: _nothing_here,
        RequestValidationError: _nothing_here,
        StewardError: _refused,
        LockedError: _busy,
        StoreError: _store,
        Exception: _fault,
    }
)
