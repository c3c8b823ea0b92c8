"""A request ends with its time, wherever on the way a server drips or hangs."""

from __future__ import annotations

import itertools
from collections.abc import Callable

import httpx
import pytest

from hub.sdk.errors import OutcomeUnknownError, PersonNeededError, RetryLaterError
from hub.sdk.http import Http, HttpSettings
from hub.sdk.testing import FakeClock
from hub.sdk.transport import DeadlineTransport, proxy_of
from tests.unit.sdk.wire import SpokenNetwork, SpokenStream, context, http_over, raw_server

WHOLE = b'HTTP/1.1 200 OK\r\ncontent-length: 7\r\n\r\n{"a":1}'
CHUNKED = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n"
BEGINNINGS = {
    "nothing": b"",
    "the status line": b"HTTP/1.1 200 ",
    "a header": b"HTTP/1.1 200 OK\r\nx-long: ",
    "one header after the other": b"HTTP/1.1 200 OK\r\n",
    "the body": b"HTTP/1.1 200 OK\r\ncontent-length: 99999\r\n\r\n",
    "a body without a length": b"HTTP/1.1 200 OK\r\n\r\n",
    "the size of a chunk": CHUNKED + b"5;",
    "informational answers": b"HTTP/1.1 100 Continue\r\n\r\n",
}
DRIPS = {"one header after the other": b"a: b\r\n", "informational answers": b"HTTP/1.1 100 Continue\r\n\r\n"}


def dripping(start: bytes, drip: bytes, clock: FakeClock, silence_s: float = 29) -> Callable[[], SpokenStream]:
    return lambda: SpokenStream(itertools.chain([start], itertools.repeat(drip)), clock, silence_s)


@pytest.mark.parametrize("where", BEGINNINGS)
@pytest.mark.parametrize("silence_s", [0.5, 29, 1000])
def test_a_server_that_drips_is_left_at_the_deadline_wherever_it_drips(where: str, silence_s: float) -> None:
    clock = FakeClock()
    drip = DRIPS.get(where, b"1")
    network = SpokenNetwork(dripping(BEGINNINGS[where] or b"H", drip, clock, silence_s))
    with pytest.raises(RetryLaterError, match="no whole answer"):
        http_over(network, clock).get("/x")
    waited = sum(clock.waits)
    # One that drips is asked once; one that says nothing for 30 s is asked five times.
    assert clock.monotonic() - waited <= (120 if silence_s < 30 else 150) + 0.001
    assert all(stream.is_closed for stream in network.opened)


def test_a_dripping_answer_to_a_write_leaves_it_unknown() -> None:
    clock = FakeClock()
    http = http_over(SpokenNetwork(dripping(b"HTTP/1.1 200 OK\r\n", b"a: b\r\n", clock)), clock)
    with pytest.raises(OutcomeUnknownError, match="within 120 s"):
        http.request("POST", "/x", json={}, writes=True)
    assert clock.monotonic() <= 120


def test_a_server_that_takes_a_large_request_slowly_is_left_at_the_deadline() -> None:
    clock = FakeClock()
    http = http_over(SpokenNetwork(lambda: SpokenStream([WHOLE], clock, takes_s=29)), clock)
    with pytest.raises(OutcomeUnknownError):
        http.request("POST", "/x", json="x" * 1_000_000, writes=True)
    assert clock.monotonic() <= 120


def test_the_next_request_has_all_its_time_again() -> None:
    clock = FakeClock()
    slow = SpokenNetwork(lambda: SpokenStream([WHOLE[:20], WHOLE[20:]] * 3, clock, silence_s=25))
    http = http_over(slow, clock)
    for _ in range(3):
        assert http.get("/x").json() == {"a": 1}
    assert clock.monotonic() == 150
    assert len(slow.opened) == 1


def test_a_wait_between_two_requests_is_not_taken_from_the_second() -> None:
    clock = FakeClock()
    http = http_over(SpokenNetwork(lambda: SpokenStream([WHOLE], clock)), clock)
    http.get("/x")
    clock.advance(10_000)
    assert http.get("/x").json() == {"a": 1}


def test_a_request_over_a_real_socket_is_answered() -> None:
    with raw_server(WHOLE) as url:
        http = Http(HttpSettings(base_url=url), context(None, FakeClock()))
        assert http.get("/x").json() == {"a": 1}
        http.close()


# Proxies


@pytest.fixture
def environ(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy", "REQUEST_METHOD"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    return monkeypatch


def test_without_a_proxy_in_the_environment_there_is_none(environ: pytest.MonkeyPatch) -> None:
    assert proxy_of("https://api.test/v1") is None


@pytest.mark.parametrize("name", ["https_proxy", "HTTPS_PROXY", "all_proxy"])
def test_the_proxy_of_the_environment_is_used(environ: pytest.MonkeyPatch, name: str) -> None:
    environ.setenv(name, "http://me:s3cret@proxy.test:8080")
    proxy = proxy_of("https://api.test/v1")
    assert proxy is not None
    assert (proxy.url.host, proxy.url.port, proxy.raw_auth) == ("proxy.test", 8080, (b"me", b"s3cret"))


def test_a_proxy_may_leave_out_its_scheme(environ: pytest.MonkeyPatch) -> None:
    environ.setenv("https_proxy", "proxy.test:8080")
    assert str(getattr(proxy_of("https://api.test"), "url", "")) == "http://proxy.test:8080"


def test_a_host_that_needs_no_proxy_is_reached_directly(environ: pytest.MonkeyPatch) -> None:
    environ.setenv("https_proxy", "http://proxy.test:8080")
    environ.setenv("no_proxy", "api.test,localhost")
    assert proxy_of("https://api.test") is None


@pytest.mark.parametrize("address", ["socks5://proxy.test:1080", "ftp://proxy.test", "http://[::bad"])
def test_a_proxy_that_cannot_be_used_needs_a_person(environ: pytest.MonkeyPatch, address: str) -> None:
    environ.setenv("https_proxy", address)
    with pytest.raises(PersonNeededError, match="https_proxy"):
        proxy_of("https://api.test")


def test_an_https_request_goes_through_the_proxys_tunnel(environ: pytest.MonkeyPatch) -> None:
    clock = FakeClock()
    said = [b"HTTP/1.1 200 Connection established\r\n\r\n", WHOLE]
    network = SpokenNetwork(lambda: SpokenStream(said, clock))
    transport = DeadlineTransport(clock.monotonic, proxy=httpx.Proxy("http://proxy.test:8080"), backend=network)
    http = Http(HttpSettings(base_url="https://api.test"), context(transport, clock))
    assert http.get("/x").json() == {"a": 1}
