"""Where systems tell of changes: beside the pages, without session and form, for a sender proves himself by signature.

Invariant: nothing is answered with success that is not stored; what is refused tells its sender no more than that.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from hub.console.house import House
from hub.sync.notices import Ground, Refused, accept

router = APIRouter()

MOST = 4 << 20
"""Bytes that are read of any body; each connector's own limit is lower."""
_STATUS: Mapping[Ground, int] = MappingProxyType(
    {
        "unknown_connection": 404,
        "no_webhooks": 404,
        "no_secret": 404,
        "too_large": 413,
        "malformed": 400,
        "unsigned": 401,
        "forged": 401,
        "stale": 401,
    }
)


async def sent(request: Request) -> bytes | None:
    """The body; None where it is longer than anybody's."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > MOST:
            return None
    return body


@router.post("/webhooks/{connection}")
def take(request: Request, connection: str, body: Annotated[bytes | None, Depends(sent)]) -> Response:
    """Take in one request; where it tells anything new, the schedule pulls at once."""
    if body is None:
        return Response(status_code=_STATUS["too_large"])
    house: House = request.state.house
    with house.looking() as world:
        answer = accept(world, connection, request.method, str(request.url), request.headers, body)
    if isinstance(answer, Refused):
        return Response(status_code=_STATUS[answer.reason])
    if answer.new:
        house.wake()
    return Response(status_code=204)
