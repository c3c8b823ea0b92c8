"""A twin as an ASGI app, so that any server can give it a port."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from hub.sdk.twin.exchange import TwinRequest
from hub.sdk.twin.transport import ExchangeOf

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]


async def answer(exchange: ExchangeOf, scope: Scope, receive: Receive, send: Send) -> None:
    """Answer one HTTP request.

    A body that is cut off or dropped is promised in full and left unfinished, so the server breaks the connection.
    """
    if scope["type"] != "http":
        return
    response, fault = exchange(await _request(scope, receive))
    promised = max(len(response.body), 1) if fault is not None else len(response.body)
    headers = {"content-length": str(promised)} | response.headers
    pairs = [(key.lower().encode("latin-1"), value.encode("latin-1")) for key, value in headers.items()]
    await send({"type": "http.response.start", "status": response.status, "headers": pairs})
    arrives = response.body if fault is None else response.body[: fault.cut_at or 0]
    await send({"type": "http.response.body", "body": arrives, "more_body": fault is not None})


async def _request(scope: Scope, receive: Receive) -> TwinRequest:
    body = bytearray()
    while True:
        event = await receive()
        body += event.get("body", b"")
        if not event.get("more_body", False):
            break
    headers = {key.decode("latin-1").lower(): value.decode("latin-1") for key, value in scope["headers"]}
    query = scope.get("query_string", b"").decode("ascii")
    return TwinRequest(scope["method"], scope["path"], query, headers, bytes(body))
