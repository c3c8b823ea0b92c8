"""The way from a connector to its vendor's twin: it takes time, breaks, and is watched by the desks at its end.

Invariant: what reached the twin has happened, whatever becomes of the answer or of the hub that asked.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

import httpx
import msgspec

from hub.sdk.twin import Fault, Twin, TwinRequest, TwinResponse
from tests.pipeline.systems import Clock
from tests.simulation.trace import Trace
from tests.simulation.wire.desk import Desk
from tests.simulation.wire.meter import Meter
from tests.simulation.wire.troubles import Trouble, numbers_of

# Longer than any connector waits for an answer.
_SILENCE_S = 30.0
_DRIPPING_S = 200.0


class Way(httpx.BaseTransport):
    """One connection's; `reached` is told the moments at which its process may die or people be at work."""

    def __init__(
        self, connection: str, twin: Twin, desks: Sequence[Desk], clock: Clock, trace: Trace, chance: random.Random
    ) -> None:
        self.connection, self.twin, self.desks = connection, twin, desks
        self.clock, self.trace, self._chance = clock, trace, chance
        self.reached: Callable[[str], None] = lambda moment: None
        self.meter = Meter(connection)
        self.writes = 0
        self._trouble: Trouble | None = None
        self._asked: dict[str, int] = {}
        self._late: list[TwinRequest] = []

    def begins(self, trouble: Trouble | None) -> None:
        """A run begins, and this may befall it; what was on the way for long arrives."""
        waiting, self._late = self._late, []
        for request in waiting:
            self.trace.tell("arrives late", self.connection, request.method, request.path)
            self._processed(request, late=True)
        self._trouble, self._asked = trouble, {}

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        asked = TwinRequest(
            request.method,
            request.url.path,
            request.url.query.decode("ascii"),
            {key.lower(): value for key, value in request.headers.items()},
            request.read(),
        )
        self.meter.count(asked, self.clock.moment)
        self.trace.tell("asks", self.connection, asked.method, asked.path, asked.query, asked.body)
        self.clock.goes_on(seconds=self._chance.uniform(0.02, 0.4))
        self.reached("request on its way")
        numbers = numbers_of(asked, self._asked)
        self.writes += "write" in numbers
        trouble = self._trouble if self._trouble is not None and self._trouble.befalls(numbers) else None
        answer, arrives = self._befallen(asked, request, trouble)
        self.reached("answer on its way")
        self.trace.tell("answered", self.connection, answer.status, arrives)
        headers = dict(answer.headers)
        if trouble is None or trouble.kind != "cut unseen":
            headers["content-length"] = str(len(answer.body))
        return httpx.Response(answer.status, headers=headers, stream=_Pieces([arrives]))

    def _befallen(
        self, asked: TwinRequest, request: httpx.Request, trouble: Trouble | None
    ) -> tuple[TwinResponse, bytes]:
        """The answer, and as much of its body as arrives; or httpx's errors where none does."""
        kind = trouble.kind if trouble is not None else ""
        if kind == "unreachable":
            raise httpx.ConnectError("no way to the host", request=request)
        if kind in ("lost", "late"):
            if kind == "late" and not asked.path.endswith("/token"):
                self._late.append(asked)
            self.clock.goes_on(seconds=_SILENCE_S)
            raise httpx.ReadTimeout("nothing came", request=request)
        if trouble is not None and kind in ("down", "failed", "throttled", "page of a person", "token refused"):
            answer = trouble.answer(self.clock.moment, self.connection)
            return answer, answer.body
        self._befalls_the_vendor(kind)
        answer = self._processed(asked)
        if kind == "dropped":
            self.clock.goes_on(seconds=_SILENCE_S)
            raise httpx.ReadError("the line was cut", request=request)
        if kind == "dripping":
            self.clock.goes_on(seconds=_DRIPPING_S)
        if kind == "failed after the write":
            return TwinResponse(500, b"{}", {"content-type": "application/json"}), b"{}"
        is_cut = trouble is not None and kind.startswith("cut") and len(answer.body) > 0
        share = trouble.share if trouble is not None and is_cut else 1.0
        return answer, answer.body[: int(len(answer.body) * share)] if is_cut else answer.body

    def _befalls_the_vendor(self, kind: str) -> None:
        if kind == "punished":
            self.twin.punish_burst()  # type: ignore[attr-defined]
        if kind == "token lapsed":
            self.twin.tokens.expire_access()  # type: ignore[attr-defined]

    def _processed(self, asked: TwinRequest, *, late: bool = False) -> TwinResponse:
        answer, fault = self.twin.exchange(asked)
        assert fault is None or isinstance(fault, Fault)
        if asked.method != "GET" and answer.status < 300:
            body = msgspec.json.decode(asked.body) if asked.body[:1] == b"{" else None
            for desk in self.desks:
                desk.looks(dict(desk.sent_in(asked.method, asked.path, body)), late=late)
        return self._drifted(answer)

    def _drifted(self, answer: TwinResponse) -> TwinResponse:
        """The vendor calls some properties otherwise since a while, in what it shows."""
        body = answer.body
        for desk in self.desks:
            for name in sorted(desk.hidden):
                for word in desk.renamed[name]:
                    body = body.replace(f'"{word}":'.encode(), f'"{word}_v2":'.encode())
        return TwinResponse(answer.status, body, answer.headers)


class _Pieces(httpx.SyncByteStream):
    def __init__(self, pieces: Sequence[bytes]) -> None:
        self._pieces = pieces

    def __iter__(self):  # type: ignore[no-untyped-def]
        yield from (piece for piece in self._pieces if piece)
