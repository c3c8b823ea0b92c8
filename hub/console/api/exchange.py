"""How bodies are read and answers written, and how both are told in openapi.json.

Invariant: a body is read only after its sender was let in.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Annotated, Any, TypeVar

import msgspec
from fastapi import Depends, Path, Query, Request, Response

from hub.console.api.bodies import BODIES
from hub.console.api.documents import ANSWERS, Document
from hub.console.call import Call
from hub.console.forms import MOST, body_of
from hub.console.gate import allowed
from hub.console.troubles import TroubleError

Allowed = Annotated[Call, Depends(allowed)]
Entity = Annotated[str, Path(examples=["person"])]
Number = Annotated[int, Path(ge=1, lt=2**63, examples=[1])]
PageNumber = Annotated[int, Query(ge=1, le=100_000)]
B = TypeVar("B", bound=msgspec.Struct)

# From here on a float leaves whole numbers out.
_EXACT = 2**53
_REF = "#/components/schemas/{name}"
_PROBLEM = {"content": {"application/problem+json": {"schema": {"$ref": _REF.format(name="Problem")}}}}
_REASONS = {
    400: "The body can't be read",
    401: "The token is missing or opens nothing",
    403: "The token's scope or its user's role does not allow it",
    404: "There is no such thing",
    409: "It has changed or was decided meanwhile",
    413: "The body is too large",
    415: "The body is no JSON",
    422: "What was sent is understood and can't be taken",
    429: "Too many requests; Retry-After tells when to go on",
    503: "Another hub is at work, or the database can't be used",
}
_LOOK = (401, 403, 422, 429, 503)
_ACT = (400, 401, 403, 409, 413, 415, 422, 429, 503)


def body(kind: type[B], most: int = MOST) -> Callable[[Request, Call], Awaitable[B]]:
    """The reader of a body of this kind, of so many bytes at most."""

    async def read(request: Request, call: Allowed) -> B:
        sent = await body_of(request, most)
        if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
            raise TroubleError(415, "form_type")
        try:
            return msgspec.convert(_plain(msgspec.json.decode(sent)), type=kind)
        except msgspec.ValidationError as error:
            raise TroubleError(422, "json", said=str(error)) from None
        except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
            raise TroubleError(400, "json", said="") from None

    return read


def answer(document: Document) -> Response:
    """The document as it is sent."""
    return Response(msgspec.json.encode(document), media_type="application/json")


def look(kind: type[Document], *more: int) -> dict[str, Any]:
    """What openapi.json tells of a route that is asked for a document."""
    return {"responses": _responses(kind, (*_LOOK, *more))}


def act(kind: type[Document], sent: type[msgspec.Struct] | None, *more: int) -> dict[str, Any]:
    """What openapi.json tells of a route that does something."""
    told: dict[str, Any] = {"responses": _responses(kind, (*_ACT, *more))}
    if sent is not None:
        content = {"application/json": {"schema": {"$ref": _REF.format(name=sent.__name__)}}}
        told["openapi_extra"] = {"requestBody": {"required": True, "content": content}}
    return told


def schemas() -> dict[str, Any]:
    """The schemas of everything that is sent and given."""
    return msgspec.json.schema_components((*ANSWERS, *BODIES), ref_template=_REF)[1]


def _responses(kind: type[Document], statuses: tuple[int, ...]) -> dict[int | str, dict[str, Any]]:
    content = {"application/json": {"schema": {"$ref": _REF.format(name=kind.__name__)}}}
    refused: dict[int | str, dict[str, Any]] = {one: {"description": _REASONS[one], **_PROBLEM} for one in statuses}
    return {200: {"description": (kind.__doc__ or "").strip(), "content": content}, **dict(sorted(refused.items()))}


def _plain(value: Any) -> Any:
    """What is meant by it: to JSON 2.0 is a whole number, too; and a database takes no NUL, which nobody means."""
    if isinstance(value, str):
        return value.replace("\x00", "")
    if isinstance(value, float):
        return int(value) if value.is_integer() and abs(value) < _EXACT else value
    if isinstance(value, list):
        return [_plain(one) for one in value]
    if isinstance(value, dict):
        return {_plain(name): _plain(one) for name, one in value.items()}
    return value
