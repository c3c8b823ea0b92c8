"""The console put together: pages, their one door, and what is shown where there is no page; and beside them the door
for webhooks and the HTTP API.

Invariant: it does not start with a page of which nobody has said who may use it.
"""

from __future__ import annotations

import re
from functools import cache

from fastapi import Depends, FastAPI, Response
from fastapi.routing import APIRoute
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Receive, Scope, Send

from hub.console import webhooks
from hub.console.answers import ANSWERS
from hub.console.api.app import api
from hub.console.gate import admitted
from hub.console.house import House
from hub.console.pages import ROUTERS
from hub.console.rendering import STATIC
from hub.console.security.headers import Headers
from hub.console.security.roles import LEAST_ROLE, Route
from hub.console.security.scopes import API


class _Static(StaticFiles):
    """Files whose address changes with what they hold."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        found = await super().get_response(path, scope)
        if found.status_code == 200:
            found.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return found


class _Whole(Mount):
    """Everything below an address, line breaks in it included: what is asked of the API is answered by the API."""

    def __init__(self, path: str, app: ASGIApp) -> None:
        super().__init__(path, app)
        self.path_regex = re.compile(self.path_regex.pattern, re.DOTALL)


def console(house: House) -> ASGIApp:
    """The ASGI application."""
    if routes() != LEAST_ROLE.keys():
        raise RuntimeError(f"routes and roles differ: {sorted(routes() ^ LEAST_ROLE.keys())}")
    return _of(house, _rooms())


def doorbell(house: House) -> ASGIApp:
    """The door for webhooks alone: no page, no API, nobody to sign in, for a machine at the edge of the network."""
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    app.include_router(webhooks.router)
    return _of(house, app)


def _of(house: House, rooms: ASGIApp) -> ASGIApp:
    async def housed(scope: Scope, receive: Receive, send: Send) -> None:
        scope.setdefault("state", {})["house"] = house
        await rooms(scope, receive, send)

    return Headers(housed, is_secure=house.is_secure)


@cache
def _rooms() -> ASGIApp:
    """Every page and the API, for whichever house asks: to find out what each route takes is slow."""
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    for router in ROUTERS:
        app.include_router(router, dependencies=[Depends(admitted)])
    app.include_router(webhooks.router)
    for kind, answer in ANSWERS.items():
        app.add_exception_handler(kind, answer)
    app.router.routes.append(_Whole(API, api()))
    app.mount("/static", _Static(directory=STATIC))
    return app


def routes() -> set[Route]:
    """Every method and path that the pages declare."""
    declared = [route for router in ROUTERS for route in router.routes if isinstance(route, APIRoute)]
    return {(method, route.path) for route in declared for method in route.methods or ()}
