"""The base of every twin: routes, records, faults, a clock and a log of what was asked.

A twin is deterministic: its clock is passed in and its ids count up, so that a run can be repeated exactly.
"""

from __future__ import annotations

import re
import threading
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

from hub.sdk.twin import asgi
from hub.sdk.twin.exchange import RefusedError, TwinRequest, TwinResponse, reply
from hub.sdk.twin.faults import Fault, Faults
from hub.sdk.twin.transport import TwinTransport

Handler = Callable[..., TwinResponse]
"""Takes the request, and the parts of the path by name."""

Record = dict[str, Any]


@dataclass(frozen=True)
class Asked:
    """A line of the twin's log."""

    method: str
    path: str
    params: dict[str, str]
    json: Any
    status: int


def _utc_now() -> datetime:
    return datetime.now(UTC)


class Twin:
    """Derive one a vendor: call `route` in `__init__`, keep records in `tables`, override `stamp` and `new_id`.

    `tables` holds the records by stream and id. The `user_...` methods are what people do in the vendor's own screens;
    `changes` counts them, so that a twin may keep an index until it moves.
    """

    def __init__(self, now: Callable[[], datetime] = _utc_now) -> None:
        self.now = now
        self.tables: dict[str, dict[str, Record]] = {}
        self.requests: list[Asked] = []
        self.faults = Faults()
        self.index_lag = timedelta(0)
        self.changes = 0
        self._routes: list[tuple[str, re.Pattern[str], Handler]] = []
        self._ids = 0
        self._lock = threading.RLock()
        self._limit: tuple[int, float, int] | None = None
        self._recent: deque[datetime] = deque()

    def route(self, method: str, pattern: str, handler: Handler) -> None:
        """Answer `method` on paths such as `/things/{thing_id}` by `handler(request, thing_id=...)`."""
        parts = [f"(?P<{part[1:-1]}>[^/]+)" if part[:1] == "{" else re.escape(part) for part in pattern.split("/")]
        self._routes.append((method, re.compile("/".join(parts)), handler))

    def handle(self, request: TwinRequest) -> TwinResponse:
        """Answer one request as the vendor would, without the faults of the way."""
        response = self._dated(self._answer(request))
        json = request.json if "json" in request.headers.get("content-type", "") else None
        self.requests.append(Asked(request.method, request.path, request.params, json, response.status))
        return response

    def exchange(self, request: TwinRequest) -> tuple[TwinResponse, Fault | None]:
        """Answer one request and say what befell it."""
        with self._lock:
            fault = self.faults.next_for(request)
            if fault is not None and fault.answer is not None:
                answer = self._dated(fault.answer)
                self.requests.append(Asked(request.method, request.path, request.params, None, answer.status))
                return answer, None
            return self.handle(request), fault

    def _answer(self, request: TwinRequest) -> TwinResponse:
        try:
            self._count()
            self.authorize(request)
            return self._routed(request)
        except RefusedError as refused:
            return refused.response

    def _routed(self, request: TwinRequest) -> TwinResponse:
        known = False
        for method, pattern, handler in self._routes:
            match = pattern.fullmatch(request.path)
            if match and method == request.method:
                return handler(request, **match.groupdict())
            known = known or match is not None
        return reply({"message": "method not allowed" if known else "no such path"}, 405 if known else 404)

    def _dated(self, response: TwinResponse) -> TwinResponse:
        date = format_datetime(self.now().astimezone(UTC), usegmt=True)
        return TwinResponse(response.status, response.body, {"date": date} | response.headers)

    def authorize(self, request: TwinRequest) -> None:
        """Raise `refusal(401, …)` where the request may not ask; the base lets everybody in."""

    # What goes wrong

    def fail_next(
        self,
        times: int = 1,
        *,
        status: int = 503,
        headers: Mapping[str, str] | None = None,
        body: bytes = b"",
        method: str | None = None,
        path: str | None = None,
    ) -> None:
        """Answer the next requests so, without processing them."""
        answer = TwinResponse(status, body, dict(headers or {}))
        self.faults.add(Fault(times, method, path, answer=answer))

    def drop_after_send(self, times: int = 1, *, method: str | None = None, path: str | None = None) -> None:
        """Process the next requests and never answer."""
        self.faults.add(Fault(times, method, path, is_dropped=True))

    def cut_body_at(self, cut_at: int, times: int = 1, *, method: str | None = None, path: str | None = None) -> None:
        """Process the next requests and cut the answer's body off."""
        self.faults.add(Fault(times, method, path, cut_at=cut_at))

    def throttle(self, requests: int, per_s: float, status: int = 429) -> None:
        """From now on refuse what comes faster than this, with Retry-After."""
        self._limit = (requests, per_s, status)

    def _count(self) -> None:
        if self._limit is None:
            return
        most, per_s, status = self._limit
        now = self.now()
        while self._recent and now - self._recent[0] >= timedelta(seconds=per_s):
            self._recent.popleft()
        if len(self._recent) >= most:
            wait_s = per_s - (now - self._recent[0]).total_seconds()
            raise RefusedError(reply({"message": "too many requests"}, status, {"retry-after": str(int(wait_s) + 1)}))
        self._recent.append(now)

    # What people do

    def new_id(self, stream: str) -> str:
        """The next id of this twin."""
        self._ids += 1
        return str(self._ids)

    def stamp(self, stream: str, record: Record, *, is_new: bool) -> None:
        """Set what the vendor sets itself: times, versions."""

    def user_creates(self, stream: str, record: Mapping[str, Any], record_id: str | None = None) -> str:
        """Somebody adds a record; its id."""
        with self._lock:
            self.changes += 1
            record_id = record_id or self.new_id(stream)
            made = dict(record)
            self.tables.setdefault(stream, {})[record_id] = made
            self.stamp_id(stream, record_id, made)
            self.stamp(stream, made, is_new=True)
            return record_id

    def stamp_id(self, stream: str, record_id: str, record: Record) -> None:
        """Write the id into a new record; text under `id` unless overridden."""
        record["id"] = record_id

    def user_edits(self, stream: str, record_id: str, fields: Mapping[str, Any]) -> None:
        """Somebody changes fields of a record."""
        with self._lock:
            self.changes += 1
            record = self.tables[stream][record_id]
            record.update(fields)
            self.stamp(stream, record, is_new=False)

    def user_deletes(self, stream: str, record_id: str) -> None:
        """Somebody removes a record."""
        with self._lock:
            self.changes += 1
            del self.tables[stream][record_id]

    def is_indexed(self, changed_at: datetime) -> bool:
        """Whether a search already sees a record that changed then."""
        return changed_at + self.index_lag <= self.now()

    # How it is reached

    def as_transport(self) -> TwinTransport:
        """In the network's place, within this process: `Context(transport=twin.as_transport())`."""
        return TwinTransport(self.exchange)

    async def __call__(self, scope: asgi.Scope, receive: asgi.Receive, send: asgi.Send) -> None:
        """As an ASGI app: `serve(twin)` gives it a port."""
        await asgi.answer(self.exchange, scope, receive, send)
