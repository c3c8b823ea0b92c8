"""The way to the network: no connect, handshake, write or read of a request lasts beyond the request's own end.

httpx bounds each read alone, so a server that drips its headers byte by byte would hold a request for ever.
"""

from __future__ import annotations

import math
import ssl
import threading
import urllib.request
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import httpcore
import httpx

from hub.sdk.errors import PersonNeededError

ENDS_AT = "ends_at"
"""The key of a request's extension that holds its end, in seconds of the monotonic clock."""

# The system takes a piece of this size whole as soon as it takes anything, so one wait is enough for each.
_PIECE = 4096
_KEEPALIVE_S = 5.0

_ERRORS = (
    httpcore.TimeoutException,
    httpcore.NetworkError,
    httpcore.ProtocolError,
    httpcore.ProxyError,
    httpcore.UnsupportedProtocol,
)


class DeadlineTransport(httpx.BaseTransport):
    """Sends requests over sockets, or over another `backend`; threads may share it."""

    def __init__(
        self,
        monotonic: Callable[[], float],
        ssl_context: ssl.SSLContext | None = None,
        proxy: httpx.Proxy | None = None,
        backend: httpcore.NetworkBackend | None = None,
    ) -> None:
        self._time = _Time(monotonic)
        network = _Backend(backend or httpcore.SyncBackend(), self._time)
        options: dict[str, Any] = {"keepalive_expiry": _KEEPALIVE_S, "network_backend": network}
        self._pool: httpcore.ConnectionPool = (
            httpcore.ConnectionPool(ssl_context, **options)
            if proxy is None
            else httpcore.HTTPProxy(
                str(proxy.url), proxy.raw_auth, proxy.headers.raw, ssl_context, proxy.ssl_context, **options
            )
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self._time.ends_at = request.extensions.get(ENDS_AT, math.inf)
        raw = request.url
        url = httpcore.URL(scheme=raw.raw_scheme, host=raw.raw_host, port=raw.port, target=raw.raw_path)
        if not isinstance(request.stream, httpx.SyncByteStream):
            raise TypeError("a synchronous client is needed")
        with _as_httpx():
            answer = self._pool.handle_request(
                httpcore.Request(
                    request.method,
                    url,
                    headers=request.headers.raw,
                    content=request.stream,
                    extensions=request.extensions,
                )
            )
        return httpx.Response(
            answer.status, headers=answer.headers, stream=_Body(answer.stream), extensions=answer.extensions
        )

    def close(self) -> None:
        with _as_httpx():
            self._pool.close()


def proxy_of(url: str) -> httpx.Proxy | None:
    """The proxy by which the system's settings want this address to be reached. Raises `PersonNeededError`."""
    parts = urlsplit(url)
    if urllib.request.proxy_bypass(parts.hostname or ""):
        return None
    known = urllib.request.getproxies()
    address = known.get(parts.scheme) or known.get("all")
    if not address:
        return None
    try:
        proxy = httpx.Proxy(address if "://" in address else f"http://{address}")
    except (ValueError, httpx.InvalidURL):
        proxy = None
    if proxy is None or proxy.url.scheme not in {"http", "https"}:
        raise PersonNeededError(
            f"the proxy in the environment ({parts.scheme}_proxy or all_proxy) is none that can be used; "
            "write http://host:port"
        )
    return proxy


class _Time(threading.local):
    """When the request that this thread carries out must have ended."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self.ends_at = math.inf

    def left(self, wait_s: float | None, too_late: type[httpcore.TimeoutException]) -> float | None:
        """The seconds that one step may last; raises `too_late` where none are left."""
        left_s = self.ends_at - self._monotonic()
        if left_s <= 0:
            raise too_late
        if wait_s is None:
            return None if left_s == math.inf else left_s
        return min(wait_s, left_s)


class _Backend(httpcore.NetworkBackend):
    """Opens streams that keep to the time."""

    def __init__(self, inner: httpcore.NetworkBackend, time: _Time) -> None:
        self._inner = inner
        self._time = time

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        left_s = self._time.left(timeout, httpcore.ConnectTimeout)
        return _Stream(self._inner.connect_tcp(host, port, left_s, local_address, socket_options), self._time)


class _Stream(httpcore.NetworkStream):
    """A stream each of whose steps keeps to the time."""

    def __init__(self, inner: httpcore.NetworkStream, time: _Time) -> None:
        self._inner = inner
        self._time = time

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, self._time.left(timeout, httpcore.ReadTimeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        for start in range(0, len(buffer), _PIECE):
            piece = buffer[start : start + _PIECE]
            self._inner.write(piece, self._time.left(timeout, httpcore.WriteTimeout))

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        left_s = self._time.left(timeout, httpcore.ConnectTimeout)
        return _Stream(self._inner.start_tls(ssl_context, server_hostname, left_s), self._time)

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)

    def close(self) -> None:
        self._inner.close()


class _Body(httpx.SyncByteStream):
    """The body of an answer, read in the thread that asked."""

    def __init__(self, inner: Any) -> None:
        self._inner = inner

    def __iter__(self) -> Iterator[bytes]:
        with _as_httpx():
            yield from self._inner

    def close(self) -> None:
        with _as_httpx():
            self._inner.close()


@contextmanager
def _as_httpx() -> Iterator[None]:
    """httpx's errors have the names of httpcore's."""
    try:
        yield
    except _ERRORS as exc:
        raise getattr(httpx, type(exc).__name__)(str(exc)) from exc
