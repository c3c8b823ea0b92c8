"""Where a program gets no answer: what happened and what to do, as problem+json (RFC 9457).

Invariant: what was sent is not repeated, and nothing of the program's inside is told.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import cast

import msgspec
from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from hub.console.answers import refusal
from hub.console.api.documents import Problem
from hub.console.call import Call
from hub.console.house import House
from hub.console.security.scopes import API
from hub.console.troubles import TroubleError
from hub.steward.errors import StewardError
from hub.store.errors import StoreError
from hub.store.lock import LockedError

PROBLEM_JSON = "application/problem+json"
_MISSING = frozenset(
    {
        "no_conflict",
        "no_golden",
        "no_golden_name",
        "other_golden",
        "no_run",
        "no_decision",
        "no_record",
        "no_record_name",
        "not_quarantined",
        "was_erased",
    }
)
_LATE = frozenset(
    {
        "conflict_decided",
        "conflict_moved",
        "same_person",
        "two_people",
        "decision_revoked",
        "decision_holds",
        "join_written",
        "joined_otherwise",
        "opt_out_stays",
        "no_proposal",
        "undo_moved",
        "part_moved",
        "undo_nothing",
        "retry_nothing",
        "not_merged",
        "walled",
    }
    | {"not_resolved", "not_weighed", "no_evidence", "no_members"}
)


def problem(status: int, code: str, title: str, detail: str, headers: Mapping[str, str] | None = None) -> Response:
    """The answer."""
    said = Problem(f"urn:customer-hub:problem:{code}", title, status, detail, code)
    return Response(msgspec.json.encode(said), status, dict(headers or {}), PROBLEM_JSON)


def _call(request: Request) -> Call:
    known: Call | None = getattr(request.state, "call", None)
    return known or Call(cast("House", request.state.house), request)


def _trouble(request: Request, error: Exception) -> Response:
    assert isinstance(error, TroubleError)
    call = _call(request)
    say, data, headers = call.telling.say, dict(error.data), {}
    if error.code == "role":
        role = call.program.role if call.program is not None else ""
        data = {"needed": error.data["needed"], "role": role}
    if error.code == "token":
        headers["WWW-Authenticate"] = 'Bearer realm="customer-hub"'
    if error.code == "often":
        headers["Retry-After"] = str(error.data["seconds"])
    what = say(f"trouble.{error.code}.what", **data)
    return problem(error.status, error.code, say(f"trouble.{error.code}"), what, headers)


def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    say, code = _call(request).telling.say, "method" if error.status_code == 405 else "not_found"
    what = say("trouble.api_path.what", api=API)
    return problem(error.status_code, code, say(f"trouble.{code}"), what, error.headers)


def _parameters(request: Request, error: Exception) -> Response:
    """A number of the address that can't be one names nothing; what else can't be read is the program's mistake."""
    assert isinstance(error, RequestValidationError)
    say = _call(request).telling.say
    places = [found["loc"] for found in error.errors()]
    if any(place[0] == "path" for place in places):
        return problem(404, "not_found", say("trouble.not_found"), say("trouble.api_path.what", api=API))
    names = ", ".join(sorted({str(place[-1]) for place in places}))
    return problem(422, "parameters", say("trouble.parameters"), say("trouble.parameters.what", names=names))


def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, StewardError)
    call = _call(request)
    status = 404 if error.code in _MISSING else 409 if error.code in _LATE else 422
    return problem(status, error.code, call.telling.say("trouble.refused"), refusal(call, error))


def _busy(request: Request, error: Exception) -> Response:
    assert isinstance(error, LockedError)
    say = _call(request).telling.say
    what = say("trouble.busy.what", holder=error.holder)
    return problem(503, "busy", say("trouble.busy"), what, {"Retry-After": "30"})


def _store(request: Request, error: Exception) -> Response:
    telling = _call(request).telling
    return problem(503, "store", telling.say("trouble.store"), telling.told(str(error)))


def _fault(request: Request, error: Exception) -> Response:
    # It travels on to the application around this one, which logs it.
    say = _call(request).telling.say
    return problem(500, "fault", say("trouble.fault"), say("trouble.fault.what"))


ANSWERS: Mapping[type[Exception], Callable[[Request, Exception], Response]] = MappingProxyType(
    {
        TroubleError: _trouble,
        HTTPException: _http,
        RequestValidationError: _parameters,
        StewardError: _refused,
        LockedError: _busy,
        StoreError: _store,
        Exception: _fault,
    }
)
