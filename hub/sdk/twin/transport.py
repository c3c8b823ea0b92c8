"""A twin in the network's place: httpx asks it within the process, and sees the same faults as on a wire."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import httpx

from hub.sdk.twin.exchange import TwinRequest, TwinResponse
from hub.sdk.twin.faults import Fault

ExchangeOf = Callable[[TwinRequest], tuple[TwinResponse, Fault | None]]


class _Body(httpx.SyncByteStream):
    """A body that may end before the length that was promised."""

    def __init__(self, body: bytes) -> None:
        self._body = body

    def __iter__(self) -> Iterator[bytes]:
        if self._body:
            yield self._body


class TwinTransport(httpx.BaseTransport):
    """Synchronous; thread-safe where the twin is."""

    def __init__(self, exchange: ExchangeOf) -> None:
        self._exchange = exchange

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Ask the twin. Raises `httpx.ReadTimeout` where the answer is dropped."""
        asked = TwinRequest(
            method=request.method,
            path=request.url.path,
            query=request.url.query.decode("ascii"),
            headers={key.lower(): value for key, value in request.headers.items()},
            body=request.read(),
        )
        answer, fault = self._exchange(asked)
        if fault is not None and fault.is_dropped:
            raise httpx.ReadTimeout("the twin dropped the answer", request=request)
        cut_at = fault.cut_at if fault is not None else None
        headers = {"content-length": str(len(answer.body))} | answer.headers
        return httpx.Response(answer.status, headers=headers, stream=_Body(answer.body[:cut_at]))
