"""Wires for the tests of the SDK: scripted answers in the network's place, and a raw socket that says any bytes."""

from __future__ import annotations

import contextlib
import random
import socket
import ssl
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import httpcore
import httpx

from hub.sdk.connector import Context
from hub.sdk.exchange import Auth
from hub.sdk.http import Http, HttpSettings
from hub.sdk.testing import FakeClock
from hub.sdk.transport import DeadlineTransport

BASE = "https://api.test/v1"
Step = httpx.Response | Exception | Callable[[httpx.Request], httpx.Response]


class Script(httpx.BaseTransport):
    """Gives the steps in order, the last one for ever, and keeps what was asked."""

    def __init__(self, *steps: Step) -> None:
        self._steps = list(steps)
        self.asked: list[httpx.Request] = []

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        request.read()
        self.asked.append(httpx.Request(request.method, request.url, headers=request.headers, content=request.content))
        step = self._steps.pop(0) if len(self._steps) > 1 else self._steps[0]
        if isinstance(step, Exception):
            raise step
        return step if isinstance(step, httpx.Response) else step(request)


class Pieces(httpx.SyncByteStream):
    """A body in pieces, each followed by an action (a clock that moves, a failure)."""

    def __init__(self, pieces: Sequence[bytes], between: Callable[[], None] = lambda: None) -> None:
        self._pieces = pieces
        self._between = between

    def __iter__(self) -> Iterator[bytes]:
        for piece in self._pieces:
            self._between()
            yield piece


def context(transport: httpx.BaseTransport | None, clock: FakeClock, **more: Any) -> Context:
    return Context(
        "test",
        now=clock.now,
        wait=clock.wait,
        monotonic=clock.monotonic,
        random=random.Random(1),
        transport=transport,
        **more,
    )


def http_of(*steps: Step, clock: FakeClock | None = None, auth: Auth | None = None, **more: Any) -> tuple[Http, Script]:
    script = Script(*steps)
    settings = HttpSettings.model_validate({"base_url": BASE, **more.pop("settings", {})})
    return Http(settings, context(script, clock or FakeClock()), auth, **more), script


@contextlib.contextmanager
def raw_server(*answers: bytes) -> Iterator[str]:
    """A server on loopback that gives these bytes, one connection each, and hangs up; its base URL."""
    listener = socket.create_server(("127.0.0.1", 0))
    port = listener.getsockname()[1]

    def run() -> None:
        for answer in answers:
            with contextlib.suppress(OSError):
                connection, _ = listener.accept()
                with connection:
                    connection.recv(65536)
                    connection.sendall(answer)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        listener.close()
        thread.join(5)


class SpokenStream(httpcore.NetworkStream):
    """A connection whose server says these pieces, one a read, each after a silence; then it hangs up.

    With `takes_s` it takes what it is sent so slowly that each piece lasts so long.
    """

    def __init__(self, pieces: Iterable[bytes], clock: FakeClock, silence_s: float = 0.0, takes_s: float = 0.0) -> None:
        self._pieces = iter(pieces)
        self._clock = clock
        self._silence_s = silence_s
        self._takes_s = takes_s
        self.is_closed = False

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        self._pass(self._silence_s, timeout, httpcore.ReadTimeout)
        return next(self._pieces, b"")

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._pass(self._takes_s, timeout, httpcore.WriteTimeout)

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        self._pass(self._silence_s, timeout, httpcore.ConnectTimeout)
        return self

    def get_extra_info(self, info: str) -> Any:
        return None

    def close(self) -> None:
        self.is_closed = True

    def _pass(self, seconds: float, timeout: float | None, error: type[Exception]) -> None:
        if timeout is not None and seconds > timeout:
            self._clock.advance(timeout)
            raise error
        self._clock.advance(seconds)


class SpokenNetwork(httpcore.NetworkBackend):
    """A network on which each connection is the next of these streams, the last one for ever."""

    def __init__(self, *streams: Callable[[], SpokenStream]) -> None:
        self._streams = list(streams)
        self.opened: list[SpokenStream] = []

    def connect_tcp(self, host: str, port: int, *more: Any, **options: Any) -> httpcore.NetworkStream:
        stream = (self._streams.pop(0) if len(self._streams) > 1 else self._streams[0])()
        self.opened.append(stream)
        return stream


def http_over(network: httpcore.NetworkBackend, clock: FakeClock, **more: Any) -> Http:
    """A client whose bytes go over this network; no TLS."""
    transport = DeadlineTransport(clock.monotonic, backend=network)
    return Http(HttpSettings(base_url="http://api.test/v1"), context(transport, clock), **more)
