"""One request sent and answered once: in turn, in time, and with a verdict on whether it may be sent again.

A write is repeatable only while it surely has not arrived.
"""

from __future__ import annotations

import ssl
from collections import Counter
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

import httpx

from hub.sdk.connector import Context
from hub.sdk.errors import (
    BrokenContractError,
    ConnectorError,
    OutcomeUnknownError,
    PersonNeededError,
    RetryLaterError,
)
from hub.sdk.response import CutOffError, DeadlineError, Response, read_body, server_time
from hub.sdk.throttle import Limiter, LimitHeaders
from hub.sdk.transport import ENDS_AT
from hub.sdk.verdict import Classify, judge

FARTHEST_AHEAD = timedelta(days=1)

_NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError)
_UNANSWERED = (httpx.TransportError, CutOffError, DeadlineError)


class Auth(Protocol):
    """How requests prove who asks."""

    def headers(self) -> Mapping[str, str]:
        """The headers to send; may fetch a token first."""

    def refresh_after(self, status: int) -> bool:
        """Asked once when a request was refused with `status`: whether sending it again makes sense."""


class Again(Exception):  # noqa: N818 - not an error but a wish
    """The request may be sent again after `wait_s` (None: as one likes); `error` is raised where patience ends."""

    def __init__(self, error: ConnectorError, wait_s: float | None = None) -> None:
        super().__init__()
        self.error = error
        self.wait_s = wait_s


@dataclass(frozen=True)
class Line:
    """What all requests of one connection share."""

    context: Context
    limiter: Limiter
    total_deadline_s: float
    max_body_bytes: int
    auth: Auth | None = None
    classify: Classify | None = None
    limit_headers: LimitHeaders | None = None
    requests: Counter[str] = field(default_factory=Counter)


class Exchange:
    """A request on its way; `attempt` sends it and raises `Again` where that may be repeated."""

    def __init__(
        self,
        line: Line,
        send: Callable[[httpx.Request], httpx.Response],
        request: httpx.Request,
        *,
        writes: bool,
        accept: Collection[int],
        limiter: Limiter | None = None,
    ) -> None:
        self._line = line
        self._send = send
        self._request = request
        self._writes = writes
        self._accept = accept
        self._limiter = limiter
        self._asked = f"{request.method} {request.url.path}"
        self._was_refreshed = False

    def attempt(self) -> Response:
        """The answer, where the caller may read it."""
        response = self._answered()
        if response.status == 401 and self._may_refresh():
            response = self._answered()
        now = self._line.context.now()
        if self._line.limit_headers is not None:
            pause_s = self._line.limit_headers.pause_s(response.headers, now)
            if pause_s:
                self._line.limiter.hold(pause_s)
        verdict = judge(response, now, writes=self._writes, accept=self._accept, classify=self._line.classify)
        if verdict is None:
            return response
        if verdict.repeatable:
            raise Again(verdict.error, verdict.wait_s)
        raise verdict.error

    def _may_refresh(self) -> bool:
        if self._line.auth is None or self._was_refreshed:
            return False
        self._was_refreshed = True
        return self._line.auth.refresh_after(401)

    def _answered(self) -> Response:
        self._authorize()
        if self._limiter is not None:
            self._limiter.acquire()
        self._line.limiter.acquire()
        self._line.requests[self._request.method] += 1
        monotonic = self._line.context.monotonic
        ends_at = monotonic() + self._line.total_deadline_s
        self._request.extensions[ENDS_AT] = ends_at
        try:
            return self._received(lambda: monotonic() >= ends_at)
        except httpx.LocalProtocolError:
            # Its text would show the header that was refused, and that may be the key.
            raise PersonNeededError(f"{self._asked}: a header holds characters that cannot be sent") from None
        except _NOT_SENT as exc:
            raise self._unreachable(exc) from exc
        except _UNANSWERED as exc:
            raise self._unanswered(exc, is_late=monotonic() >= ends_at) from exc

    def _authorize(self) -> None:
        if self._line.auth is None:
            return
        try:
            self._request.headers.update(dict(self._line.auth.headers()))
        except UnicodeEncodeError:
            raise PersonNeededError("the key or token holds characters that cannot be sent; enter it again") from None

    def _received(self, is_late: Callable[[], bool]) -> Response:
        answer = self._send(self._request)
        try:
            body = read_body(answer, self._asked, self._line.max_body_bytes, is_late)
        except BrokenContractError as error:
            error.may_be_done = self._writes and answer.is_success
            raise
        finally:
            answer.close()
        at = self._answered_at(answer.headers)
        return Response(answer.status_code, answer.headers, body, self._asked, at, is_of_write=self._writes)

    def _answered_at(self, headers: httpx.Headers) -> datetime:
        """By the server's clock; not where it runs far ahead, for a cursor of the future would skip what comes."""
        now = self._line.context.now()
        at = server_time(headers)
        return now if at is None or at - now > FARTHEST_AHEAD else at

    def _unreachable(self, exc: Exception) -> Exception:
        where = f"{self._asked}: {self._request.url.host}"
        if _is_untrusted(exc):
            return PersonNeededError(
                f"{where} showed a certificate that is not trusted; set `ca_bundle` where your proxy or CA signs"
            )
        return Again(
            RetryLaterError(f"{where} cannot be reached ({type(exc).__name__}); see `base_url` and the network")
        )

    def _unanswered(self, exc: Exception, *, is_late: bool) -> Exception:
        why = f" within {self._line.total_deadline_s:g} s" if is_late else f" ({type(exc).__name__})"
        reason = f"{self._asked}: no whole answer came{why}"
        if self._writes:
            return OutcomeUnknownError(f"{reason}; whether it wrote is not known")
        # Who drips once drips again, and has had all the time that a request may take.
        return RetryLaterError(reason) if is_late else Again(RetryLaterError(reason))


def _is_untrusted(exc: BaseException | None) -> bool:
    while exc is not None:
        if isinstance(exc, ssl.SSLCertVerificationError):
            return True
        exc = exc.__cause__ or exc.__context__
    return False
