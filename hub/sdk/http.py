"""One HTTP client for every connector: requests are throttled, bounded in time and size, repeated only if harmless.

No text, log event or repr made here holds a header, a parameter or a body that was sent.
"""

from __future__ import annotations

import ssl
import threading
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache, partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import msgspec
import tenacity
from pydantic import Field, field_validator

from hub.sdk.connector import ConnectorSettings, Context
from hub.sdk.errors import BrokenContractError, PersonNeededError
from hub.sdk.exchange import Again, Auth, Exchange, Line
from hub.sdk.manifest import Rate
from hub.sdk.response import Response
from hub.sdk.throttle import DailyBudget, Limiter, LimitHeaders
from hub.sdk.transport import DeadlineTransport, proxy_of
from hub.sdk.verdict import Classify

PATIENCE_S = 60.0
"""Waits inside one request add up to a minute at most; what takes longer ends the run at its checkpoint."""
ATTEMPTS = 5


class HttpSettings(ConnectorSettings):
    """What every HTTP connector lets its operator change, so that a sandbox or proxy can take the vendor's place."""

    base_url: str
    page_size: int | None = Field(default=None, gt=0)
    timeout_s: float = Field(default=30, gt=0)
    """The longest silence between two reads."""
    total_deadline_s: float = Field(default=120, gt=0)
    """The longest time of one request, waits for the limiter not counted: a dripping server is never silent."""
    max_body_mb: int = Field(default=16, gt=0)
    ca_bundle: Path | None = None
    rates: tuple[Rate, ...] | None = None
    daily_budget: int | None = Field(default=None, gt=0)

    @field_validator("base_url")
    @classmethod
    def _is_plain_url(cls, value: str) -> str:
        parts = urlsplit(value)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise ValueError("must be a URL such as https://api.example.com/v1")
        if parts.username or parts.password or parts.query or parts.fragment:
            raise ValueError("must not hold a password or a query")
        return value.rstrip("/")


@lru_cache(maxsize=8)
def ssl_context(ca_bundle: Path | None, *, needed: bool = True) -> ssl.SSLContext:
    """One context for all clients of the process, for loading the authorities costs 0.1 s.

    Where it is not `needed` (http://) it trusts nobody, and costs nothing.
    """
    if not needed:
        return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    if ca_bundle is None:
        return httpx.create_ssl_context()
    try:
        return ssl.create_default_context(cafile=str(ca_bundle))
    except (OSError, ssl.SSLError) as exc:
        raise PersonNeededError(f"`ca_bundle` {ca_bundle} cannot be read as certificates: {exc}") from exc


class Http:
    """A connection's way to its system. Threads may share it."""

    def __init__(
        self,
        settings: HttpSettings,
        context: Context,
        auth: Auth | None = None,
        rates: Sequence[Rate] = (),
        classify: Classify | None = None,
        *,
        limit_headers: LimitHeaders | None = None,
        daily_budget: int | None = None,
    ) -> None:
        self.settings = settings
        per_day = settings.daily_budget or daily_budget
        chosen = settings.rates if settings.rates is not None else rates
        self._line = Line(
            context=context,
            limiter=Limiter(chosen, context, DailyBudget(per_day, context.calls) if per_day else None),
            total_deadline_s=settings.total_deadline_s,
            max_body_bytes=settings.max_body_mb << 20,
            auth=auth,
            classify=classify,
            limit_headers=limit_headers,
        )
        self._origin = _origin(settings.base_url)
        self._client: httpx.Client | None = None
        self._lock = threading.Lock()
        self._retrying = tenacity.Retrying(
            sleep=context.wait,
            retry=tenacity.retry_if_exception_type(Again),
            wait=self._pause_s,
            stop=_patience_ends,
            before_sleep=self._note_pause,
            reraise=True,
        )

    @property
    def requests(self) -> Counter[str]:
        """How many requests were sent, by method."""
        return self._line.requests

    def __repr__(self) -> str:
        return f"Http({self.settings.base_url!r})"

    def request(
        self,
        method: str,
        path_or_url: str,
        *,
        params: Mapping[str, Any] | None = None,
        json: object = None,
        data: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        writes: bool = False,
        accept: Collection[int] = (),
        limiter: Limiter | None = None,
    ) -> Response:
        """Send one request and give its answer: a success, or a status in `accept` that the caller reads itself.

        `writes` says that the request changes something, so it is never sent twice where it may have arrived.
        `limiter` holds rates that this kind of request has besides the account's; each repetition takes its turn too.
        Raises `PersonNeededError` (401, 403, TLS), `RetryLaterError` (429, unreachable, 5xx), `OutcomeUnknownError` (a
        write without an answer), `BrokenContractError` (anything else).
        """
        url = self._url(path_or_url)
        content = None if json is None else msgspec.json.encode(json)
        extra = {**(headers or {}), **({} if content is None else {"content-type": "application/json"})}
        client = self._opened()
        try:
            sent = client.build_request(method, url, params=params, content=content, data=data, headers=extra)
        except httpx.InvalidURL:
            # A page's token or link, or an id, is the system's word: it may be of any length.
            raise BrokenContractError("an answer leads to an address that is too long, or no address") from None
        exchange = Exchange(
            self._line, partial(client.send, stream=True), sent, writes=writes, accept=accept, limiter=limiter
        )
        try:
            return self._retrying(exchange.attempt)
        except Again as again:
            raise again.error from again.__cause__

    def get(self, path_or_url: str, **options: Any) -> Response:
        """A read; as `request`."""
        return self.request("GET", path_or_url, **options)

    def close(self) -> None:
        """Close the sockets; the next request opens new ones."""
        with self._lock:
            client, self._client = self._client, None
        if client is not None:
            client.close()

    def _url(self, path_or_url: str) -> str:
        """Absolute addresses (a `next` link) are followed on our own host only, or the key would go to a stranger."""
        if "://" not in path_or_url:
            return f"{self.settings.base_url}/{path_or_url.lstrip('/')}" if path_or_url else self.settings.base_url
        if _origin(path_or_url) != self._origin:
            raise BrokenContractError(f"the answer points to another host than {self.settings.base_url}")
        return path_or_url

    def _opened(self) -> httpx.Client:
        with self._lock:
            if self._client is None:
                self._client = httpx.Client(
                    transport=self._line.context.transport or self._to_network(),
                    verify=ssl_context(None, needed=False),
                    timeout=min(self.settings.timeout_s, self.settings.total_deadline_s),
                    headers={"accept": "application/json", "accept-encoding": "gzip", "user-agent": "customer-hub"},
                )
            return self._client

    def _to_network(self) -> DeadlineTransport:
        base_url = self.settings.base_url
        trusted = ssl_context(self.settings.ca_bundle, needed=self._origin[0] == "https")
        return DeadlineTransport(self._line.context.monotonic, trusted, proxy_of(base_url))

    def _pause_s(self, state: tenacity.RetryCallState) -> float:
        again = state.outcome.exception() if state.outcome else None
        if isinstance(again, Again) and again.wait_s is not None:
            return again.wait_s
        return float(min(2.0 ** (state.attempt_number - 1), 8.0) * self._line.context.random.uniform(0.5, 1.0))

    def _note_pause(self, state: tenacity.RetryCallState) -> None:
        self._line.context.log("request_repeated", attempt=state.attempt_number, wait_s=round(state.upcoming_sleep, 3))


def _patience_ends(state: tenacity.RetryCallState) -> bool:
    return state.attempt_number >= ATTEMPTS or state.idle_for + state.upcoming_sleep > PATIENCE_S


def _origin(url: str) -> tuple[str, str, int]:
    parts = urlsplit(url)
    return parts.scheme, parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
