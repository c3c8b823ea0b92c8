"""The HTTP API put together: its routes behind the one door, and the document that describes them.

Invariant: it does not start with a route of which nobody has said which scope and role it needs.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from fastapi import Depends, FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.responses import JSONResponse
from fastapi.routing import APIRoute

from hub.console.api import acting, looking, parting, undoing
from hub.console.api.exchange import schemas
from hub.console.api.problems import ANSWERS
from hub.console.gate import allowed
from hub.console.security.roles import Route
from hub.console.security.scopes import API, NEEDED

ROUTERS = (looking.router, acting.router, parting.router, undoing.router)
_DESCRIPTION = """The same facts and acts as the console and the commands. Each answer is one JSON document whose
`format` changes only when a reader would break; what goes wrong is told as problem+json, in Japanese where
Accept-Language prefers it. A token (`hub tokens add`) asks in the name of a user and never does more than
that user may."""


def api() -> FastAPI:
    """The application that is mounted under `API`."""
    # Clients that are generated from the description call their functions as these are called here.
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None, generate_unique_id_function=lambda one: one.name)
    for router in ROUTERS:
        app.include_router(router, dependencies=[Depends(allowed)])
    described = cache(lambda: openapi(app))

    @app.get("/openapi.json", include_in_schema=False, dependencies=[Depends(allowed)])
    def document() -> JSONResponse:
        return JSONResponse(described())

    for kind, answer in ANSWERS.items():
        app.add_exception_handler(kind, answer)
    if (found := routes()) != NEEDED.keys():
        raise RuntimeError(f"routes and scopes differ: {sorted(found ^ NEEDED.keys())}")
    return app


def routes() -> set[Route]:
    """Every method and path, as they are asked for."""
    declared = [route for router in ROUTERS for route in router.routes if isinstance(route, APIRoute)]
    return {("GET", f"{API}/openapi.json"), *((m, API + route.path) for route in declared for m in route.methods or ())}


def openapi(app: FastAPI) -> dict[str, Any]:
    """The description: paths by FastAPI, what is sent and given by the documents themselves."""
    found = get_openapi(
        title="customer-hub", version="1", description=_DESCRIPTION, routes=app.routes, servers=[{"url": API}]
    )
    found["components"] = {
        "schemas": schemas(),
        "securitySchemes": {"token": {"type": "http", "scheme": "bearer", "description": "hub tokens add"}},
    }
    for path, operations in found["paths"].items():
        for method, operation in operations.items():
            needed = NEEDED[method.upper(), API + path]
            assert needed is not None, "only openapi.json itself is for anybody"
            operation["security"] = [{"token": []}]
            operation["description"] += f"\n\nNeeds the scope `{needed.scope}` and the role {needed.role}."
            # FastAPI's own model of what can't be read; ours is a problem.
            if "HTTPValidationError" in str(operation["responses"].get("422")):
                del operation["responses"]["422"]
    return found
