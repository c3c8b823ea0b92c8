from __future__ import annotations

import gzip
import json
import ssl
from datetime import UTC, datetime
from math import nan
from pathlib import Path

import httpx
import pytest
from pydantic import SecretStr, ValidationError

from hub.sdk.auth import ApiKey, Bearer
from hub.sdk.errors import (
    BrokenContractError,
    ConnectorError,
    OutcomeUnknownError,
    PersonNeededError,
    RetryLaterError,
)
from hub.sdk.http import Http, HttpSettings, ssl_context
from hub.sdk.manifest import Rate
from hub.sdk.response import Response
from hub.sdk.testing import FakeClock
from hub.sdk.throttle import LimitHeaders
from tests.unit.sdk.wire import BASE, Pieces, context, http_of, raw_server

OK = httpx.Response(200, json={"ok": True})


def answer(status: int, *, headers: dict[str, str] | None = None, body: bytes = b"") -> httpx.Response:
    return httpx.Response(status, headers=headers, stream=Pieces([body]))


class Renewable:
    """An auth whose second token is good."""

    def __init__(self, *, renews: bool = True) -> None:
        self.token = "stale"
        self.renewed = 0
        self._renews = renews

    def headers(self) -> dict[str, str]:
        return {"authorization": self.token}

    def refresh_after(self, status: int) -> bool:
        self.renewed += 1
        self.token = "fresh"
        return self._renews


# Settings


@pytest.mark.parametrize("url", ["ftp://x", "api.test", "https://", "https://me:secret@api.test", "https://a.test?x=1"])
def test_a_base_url_that_is_no_plain_address_is_refused(url: str) -> None:
    with pytest.raises(ValidationError):
        HttpSettings(base_url=url)


def test_a_slash_at_the_end_of_the_base_url_makes_no_difference() -> None:
    assert HttpSettings(base_url="https://api.test/v1/").base_url == BASE


def test_one_ssl_context_is_shared() -> None:
    assert ssl_context(None) is ssl_context(None)


def test_a_ca_bundle_that_cannot_be_read_needs_a_person(tmp_path: Path) -> None:
    with pytest.raises(PersonNeededError, match="ca_bundle"):
        ssl_context(tmp_path / "missing.pem")


def test_a_ca_bundle_that_is_no_certificate_needs_a_person(tmp_path: Path) -> None:
    (tmp_path / "words.pem").write_text("hello")
    with pytest.raises(PersonNeededError, match="ca_bundle"):
        ssl_context(tmp_path / "words.pem")


# Requests and answers


def test_a_plus_sign_in_a_parameter_is_escaped() -> None:
    http, script = http_of(OK)
    http.get("/cards", params={"from": "2024-05-01T09:00:00+09:00"})
    assert b"%2B09:00" in script.asked[0].url.query or b"%2B09%3A00" in script.asked[0].url.query


def test_a_json_body_is_sent_as_utf8_text_as_it_is() -> None:
    http, script = http_of(OK)
    http.request("POST", "/cards", json={"name": "髙橋"}, writes=True)
    assert script.asked[0].content == '{"name":"髙橋"}'.encode()


def test_a_link_to_our_own_host_is_followed() -> None:
    http, script = http_of(OK)
    http.get("https://api.test/v1/cards?page=2")
    assert script.asked[0].url.query == b"page=2"


@pytest.mark.parametrize("url", ["https://evil.test/v1", "http://api.test/v1", "https://api.test:8443/v1"])
def test_a_link_to_another_host_never_gets_the_key(url: str) -> None:
    http, script = http_of(OK, auth=Bearer(SecretStr("k3y")))
    with pytest.raises(BrokenContractError, match="another host"):
        http.get(url)
    assert script.asked == []


@pytest.mark.parametrize(
    ("url", "params"),
    [
        ("/cards", {"pageToken": "x" * 70_000}),
        (f"https://api.test/v1/cards?page={'x' * 70_000}", None),
        ("https://api.test/v1/cards?page=\x00", None),
        (f"/cards/{'9' * 70_000}", None),
    ],
)
def test_an_address_that_cannot_be_sent_is_told_in_words(url: str, params: dict[str, str] | None) -> None:
    http, script = http_of(OK)
    with pytest.raises(BrokenContractError, match="too long, or no address"):
        http.get(url, params=params)
    assert script.asked == []


def test_the_servers_clock_is_told() -> None:
    http, _ = http_of(answer(200, headers={"date": "Wed, 01 May 2024 00:00:00 GMT"}, body=b"{}"))
    assert http.get("/x").received_at == datetime(2024, 5, 1, tzinfo=UTC)


@pytest.mark.parametrize("headers", [{}, {"date": "yesterday"}])
def test_our_clock_stands_in_where_the_server_tells_no_time(headers: dict[str, str]) -> None:
    clock = FakeClock()
    http, _ = http_of(answer(200, headers=headers, body=b"{}"), clock=clock)
    assert http.get("/x").received_at == clock.now()


def test_requests_are_counted_by_method() -> None:
    http, _ = http_of(OK)
    http.get("/x")
    http.get("/x")
    http.request("POST", "/x", writes=True)
    assert http.requests == {"GET": 2, "POST": 1}


def test_a_status_that_the_caller_accepts_is_given_to_it() -> None:
    http, _ = http_of(answer(404, body=b"{}"))
    assert http.get("/x", accept=(404,)).status == 404


def test_a_refusal_that_nobody_expects_is_a_broken_contract_with_evidence() -> None:
    http, _ = http_of(answer(400, body=b'{"message":"no such field"}'))
    with pytest.raises(BrokenContractError) as caught:
        http.get("/x")
    assert caught.value.evidence == b'{"message":"no such field"}'


@pytest.mark.parametrize(
    "body",
    [
        {"message": "no such field"},
        {"error": [{"code": "invalid", "message": "no such field"}]},
        {"errors": [{"type": "validation", "messages": ["no such field", " no such\nfield"]}]},
        {"error": "invalid_request", "error_description": "no such field"},
    ],
)
def test_a_refusal_that_nobody_expects_is_told_in_the_systems_own_words(body: dict[str, object]) -> None:
    http, _ = http_of(answer(400, body=json.dumps(body).encode()))
    with pytest.raises(BrokenContractError, match=r"\(no such field(| / invalid_request)\); if it stays so"):
        http.get("/x")


def test_a_refusal_that_is_a_page_is_told_without_it() -> None:
    http, _ = http_of(answer(400, body=b"<html>no such field</html>"))
    with pytest.raises(BrokenContractError, match="not expected; if it stays so"):
        http.get("/x")


def test_a_redirection_is_not_followed() -> None:
    http, script = http_of(answer(302, headers={"location": "https://login.test/"}))
    with pytest.raises(BrokenContractError, match="base_url"):
        http.get("/x")
    assert len(script.asked) == 1


# JSON


@pytest.mark.parametrize("body", [b'{"a": NaN}', b'{"a": Infinity}', b"{'a': 1}", b"\xff\xfe{}", b"{} {}"])
def test_what_is_not_json_is_a_broken_contract(body: bytes) -> None:
    http, _ = http_of(answer(200, body=body))
    with pytest.raises(BrokenContractError):
        http.get("/x").json()


@pytest.mark.parametrize("headers", [{"content-type": "text/html"}, {"content-type": "application/json"}])
def test_a_web_page_with_200_is_a_broken_contract(headers: dict[str, str]) -> None:
    http, _ = http_of(answer(200, headers=headers, body=b"\n <!DOCTYPE html><p>Login</p>"))
    with pytest.raises(BrokenContractError, match="web page"):
        http.get("/x").json()


def test_half_a_document_is_an_unknown_outcome() -> None:
    http, _ = http_of(answer(200, body=b'{"records":[{"id":1},{"id'))
    with pytest.raises(OutcomeUnknownError, match="cut off"):
        http.get("/x").json()


def test_an_empty_answer_where_json_is_wanted_is_an_unknown_outcome() -> None:
    http, _ = http_of(answer(200))
    with pytest.raises(OutcomeUnknownError):
        http.get("/x").json()


@pytest.mark.parametrize(
    ("status", "body", "writes", "may_be_done"),
    [
        (201, b'{"made": 1}', True, True),
        (200, b"ok", True, True),
        (200, b'{"made": 1}', False, False),
        (418, b'{"made": 1}', True, False),
        (200, b"<html><title>Maintenance</title>", True, False),
    ],
)
def test_a_write_may_be_done_where_an_answer_that_went_well_is_not_understood(
    status: int, body: bytes, writes: bool, may_be_done: bool
) -> None:
    http, _ = http_of(answer(status, body=body))
    with pytest.raises(BrokenContractError) as raised:
        http.request("POST", "things", json={}, writes=writes).json(list[int])
    assert raised.value.may_be_done == may_be_done


def test_a_write_whose_answer_is_too_large_may_be_done() -> None:
    http, _ = http_of(answer(200, body=b"x" * (2 << 20)), settings={"max_body_mb": 1})
    with pytest.raises(BrokenContractError) as raised:
        http.request("POST", "things", json={}, writes=True)
    assert raised.value.may_be_done


def test_an_answer_of_another_shape_is_a_broken_contract() -> None:
    http, _ = http_of(answer(200, body=b'{"a":"text"}'))
    with pytest.raises(BrokenContractError, match="shape"):
        http.get("/x").json(dict[str, int])


# Bounds


def test_a_gzip_bomb_is_refused_at_the_cap() -> None:
    bomb = gzip.compress(b" " * (8 << 20))
    http, _ = http_of(answer(200, headers={"content-encoding": "gzip"}, body=bomb), settings={"max_body_mb": 1})
    with pytest.raises(BrokenContractError, match="max_body_mb"):
        http.get("/x")


def test_a_packed_answer_is_unpacked() -> None:
    http, _ = http_of(answer(200, headers={"content-encoding": "gzip"}, body=gzip.compress(b'{"a":1}')))
    assert http.get("/x").json() == {"a": 1}


def test_a_packed_answer_of_several_megabytes_is_whole() -> None:
    body = json.dumps(["x" * 1000] * 5000).encode()
    http, _ = http_of(answer(200, headers={"content-encoding": "gzip"}, body=gzip.compress(body)))
    assert http.get("/x").body == body


def test_a_packed_answer_that_ends_early_is_asked_for_again() -> None:
    packed = gzip.compress(b'{"a":1}')
    head = {"content-encoding": "gzip"}
    http, script = http_of(answer(200, headers=head, body=packed[:-6]), answer(200, headers=head, body=packed))
    assert http.get("/x").json() == {"a": 1}
    assert len(script.asked) == 2


@pytest.mark.parametrize("encoding", ["br", "zstd"])
def test_a_packing_that_was_not_asked_for_is_a_broken_contract(encoding: str) -> None:
    http, _ = http_of(answer(200, headers={"content-encoding": encoding}, body=b"x"))
    with pytest.raises(BrokenContractError, match=encoding):
        http.get("/x")


def test_what_only_says_that_it_is_gzip_is_a_broken_contract() -> None:
    http, _ = http_of(answer(200, headers={"content-encoding": "gzip"}, body=b"hello"))
    with pytest.raises(BrokenContractError):
        http.get("/x")


def test_a_dripping_server_is_left_at_the_deadline() -> None:
    clock = FakeClock()

    def drip(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, stream=Pieces([b" "] * 1000, lambda: clock.advance(29)))

    http, script = http_of(drip, clock=clock)
    with pytest.raises(RetryLaterError, match="within 120 s"):
        http.get("/x")
    assert clock.monotonic() <= 29 * 5
    assert len(script.asked) == 1


def test_a_dripping_answer_to_a_write_is_an_unknown_outcome() -> None:
    clock = FakeClock()
    http, _ = http_of(httpx.Response(200, stream=Pieces([b" "] * 1000, lambda: clock.advance(29))), clock=clock)
    with pytest.raises(OutcomeUnknownError):
        http.request("POST", "/x", writes=True)


def test_a_body_shorter_than_promised_is_asked_for_again() -> None:
    http, script = http_of(answer(200, headers={"content-length": "900"}, body=b"{}"), OK)
    assert http.get("/x").json() == {"ok": True}
    assert len(script.asked) == 2


def test_a_body_shorter_than_promised_leaves_a_write_unknown() -> None:
    http, script = http_of(answer(200, headers={"content-length": "900"}, body=b"{}"))
    with pytest.raises(OutcomeUnknownError):
        http.request("POST", "/x", writes=True)
    assert len(script.asked) == 1


CUT_CHUNK = b'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n10\r\n{"a":'
WHOLE = b'HTTP/1.1 200 OK\r\ncontent-length: 7\r\n\r\n{"a":1}'


def test_a_chunked_body_cut_off_on_the_wire_is_asked_for_again() -> None:
    with raw_server(CUT_CHUNK, WHOLE) as url:
        http = Http(HttpSettings(base_url=url), context(None, FakeClock()))
        assert http.get("/x").json() == {"a": 1}
        http.close()


def test_a_chunked_body_cut_off_on_the_wire_leaves_a_write_unknown() -> None:
    with raw_server(CUT_CHUNK) as url:
        http = Http(HttpSettings(base_url=url), context(None, FakeClock()))
        with pytest.raises(OutcomeUnknownError):
            http.request("POST", "/x", json={}, writes=True)
        http.close()


def test_a_server_that_hangs_up_leaves_a_write_unknown() -> None:
    with raw_server(b"") as url:
        http = Http(HttpSettings(base_url=url), context(None, FakeClock()))
        with pytest.raises(OutcomeUnknownError):
            http.request("POST", "/x", json={}, writes=True)
        http.close()


# Repeating


@pytest.mark.parametrize("status", [502, 503, 504])
def test_a_read_is_repeated_while_the_system_is_unavailable(status: int) -> None:
    http, script = http_of(answer(status), answer(status), OK)
    assert http.get("/x").status == 200
    assert len(script.asked) == 3


@pytest.mark.parametrize("error", [httpx.ReadTimeout("t"), httpx.ReadError("r"), httpx.ConnectError("c")])
def test_a_read_is_repeated_after_a_fault_of_the_wire(error: Exception) -> None:
    http, script = http_of(error, OK)
    assert http.get("/x").status == 200
    assert len(script.asked) == 2


def test_a_read_that_never_succeeds_ends_after_a_few_attempts() -> None:
    http, script = http_of(httpx.ReadTimeout("t"))
    with pytest.raises(RetryLaterError):
        http.get("/x")
    assert len(script.asked) == 5


def test_the_pauses_between_attempts_grow_and_differ() -> None:
    clock = FakeClock()
    http, _ = http_of(httpx.ReadTimeout("t"), clock=clock)
    with pytest.raises(RetryLaterError):
        http.get("/x")
    assert clock.waits == sorted(clock.waits)
    assert all(0.5 <= pause <= 8 for pause in clock.waits)


@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_a_write_is_never_repeated_after_it_was_sent(status: int) -> None:
    http, script = http_of(answer(status, headers={"retry-after": "1"}))
    with pytest.raises(OutcomeUnknownError):
        http.request("POST", "/x", writes=True)
    assert len(script.asked) == 1


@pytest.mark.parametrize("error", [httpx.ReadTimeout("t"), httpx.WriteError("w"), httpx.RemoteProtocolError("p")])
def test_a_write_without_an_answer_is_an_unknown_outcome(error: Exception) -> None:
    http, script = http_of(error)
    with pytest.raises(OutcomeUnknownError, match="not known"):
        http.request("POST", "/x", writes=True)
    assert len(script.asked) == 1


@pytest.mark.parametrize("error", [httpx.ConnectError("c"), httpx.ConnectTimeout("t")])
def test_a_write_that_was_not_sent_is_repeated(error: Exception) -> None:
    http, script = http_of(error, OK)
    assert http.request("POST", "/x", writes=True).status == 200
    assert len(script.asked) == 2


def test_a_system_that_cannot_be_reached_is_tried_later_and_named() -> None:
    http, _ = http_of(httpx.ConnectError("c"))
    with pytest.raises(RetryLaterError, match=r"api\.test") as caught:
        http.request("POST", "/x", writes=True)
    assert not isinstance(caught.value, OutcomeUnknownError)


# Throttling by answers


def test_a_short_retry_after_is_waited_inside() -> None:
    clock = FakeClock()
    http, _ = http_of(answer(429, headers={"retry-after": "7"}), OK, clock=clock)
    assert http.get("/x").status == 200
    assert clock.waits == [7.0]


def test_a_throttled_write_may_be_sent_again_for_nothing_was_done() -> None:
    http, script = http_of(answer(429, headers={"retry-after": "1"}), OK)
    assert http.request("POST", "/x", writes=True).status == 200
    assert len(script.asked) == 2


def test_a_long_retry_after_ends_the_run_with_the_wait() -> None:
    clock = FakeClock()
    http, _ = http_of(answer(429, headers={"retry-after": "600"}), clock=clock)
    with pytest.raises(RetryLaterError) as caught:
        http.get("/x")
    assert (caught.value.wait_s, clock.waits) == (600.0, [])


def test_waits_inside_one_request_never_add_up_to_more_than_a_minute() -> None:
    clock = FakeClock()
    http, _ = http_of(answer(429, headers={"retry-after": "25"}), clock=clock)
    with pytest.raises(RetryLaterError):
        http.get("/x")
    assert sum(clock.waits) <= 60


@pytest.mark.parametrize("text", ["99999999999", "86401", "Wed, 01 Apr 2037 09:00:30 GMT"])
def test_an_absurd_retry_after_is_capped_at_an_hour(text: str) -> None:
    http, _ = http_of(answer(429, headers={"retry-after": text}))
    with pytest.raises(RetryLaterError) as caught:
        http.get("/x")
    assert caught.value.wait_s == 3600.0


def test_a_system_may_wish_to_be_left_alone_for_a_day() -> None:
    http, _ = http_of(answer(429, headers={"retry-after": "86400"}))
    with pytest.raises(RetryLaterError) as caught:
        http.get("/x")
    assert caught.value.wait_s == 86_400.0


def test_an_address_where_nothing_is_asks_for_the_right_one() -> None:
    http, _ = http_of(answer(404))
    with pytest.raises(BrokenContractError, match=r"\(404\) says that nothing is there; is `base_url` right\?"):
        http.get("/x")


def test_an_absurd_wait_of_any_connector_is_capped_at_an_hour() -> None:
    assert [RetryLaterError("later", wait_s).wait_s for wait_s in (None, -5.0, 900.0, 4e9, nan)] == [
        None,
        0.0,
        900.0,
        3600.0,
        3600.0,
    ]


def test_a_retry_after_may_be_a_date() -> None:
    clock = FakeClock(datetime(2026, 4, 1, 9, 0, tzinfo=UTC))
    http, _ = http_of(answer(429, headers={"retry-after": "Wed, 01 Apr 2026 09:00:30 GMT"}), OK, clock=clock)
    http.get("/x")
    assert clock.waits == [30.0]


@pytest.mark.parametrize("text", ["soon", "nan", "-5", "Wed, 99 Foo 2026"])
def test_a_retry_after_that_makes_no_sense_costs_little_time(text: str) -> None:
    clock = FakeClock()
    http, _ = http_of(answer(429, headers={"retry-after": text}), OK, clock=clock)
    assert http.get("/x").status == 200
    assert sum(clock.waits) < 2


def test_a_429_without_a_wait_backs_off_and_then_ends_the_run() -> None:
    clock = FakeClock()
    http, _ = http_of(answer(429), clock=clock)
    with pytest.raises(RetryLaterError) as caught:
        http.get("/x")
    assert caught.value.wait_s is None
    assert 1 < sum(clock.waits) <= 60


def test_the_limiter_follows_the_answers_headers() -> None:
    clock = FakeClock()
    spent = answer(200, headers={"x-ratelimit-remaining": "0", "x-ratelimit-reset": "12"}, body=b"{}")
    http, _ = http_of(spent, OK, clock=clock, limit_headers=LimitHeaders())
    http.get("/x")
    http.get("/x")
    assert clock.waits == [12.0]


def test_the_rates_of_the_settings_take_the_place_of_the_connectors() -> None:
    clock = FakeClock()
    http, _ = http_of(
        OK, clock=clock, rates=(Rate(requests=1, per_s=50),), settings={"rates": [{"requests": 1, "per_s": 2}]}
    )
    http.get("/x")
    http.get("/x")
    assert clock.waits == [2.0]


def test_a_spent_daily_budget_ends_the_run() -> None:
    http, script = http_of(OK, settings={"daily_budget": 1})
    http.get("/x")
    with pytest.raises(RetryLaterError, match="daily"):
        http.get("/x")
    assert len(script.asked) == 1


# Access


def test_a_401_renews_the_token_once_and_asks_again() -> None:
    auth = Renewable()
    http, script = http_of(answer(401), OK, auth=auth)
    assert http.get("/x").status == 200
    assert [request.headers["authorization"] for request in script.asked] == ["stale", "fresh"]


def test_a_write_refused_with_401_is_sent_again_for_nothing_was_done() -> None:
    http, script = http_of(answer(401), OK, auth=Renewable())
    assert http.request("POST", "/x", json={"a": 1}, writes=True).status == 200
    assert script.asked[1].content == b'{"a":1}'


def test_a_401_after_the_renewal_needs_a_person() -> None:
    auth = Renewable()
    http, _ = http_of(answer(401), auth=auth)
    with pytest.raises(PersonNeededError, match="401"):
        http.get("/x")
    assert auth.renewed == 1


def test_a_403_needs_a_person() -> None:
    http, _ = http_of(answer(403))
    with pytest.raises(PersonNeededError, match="permission"):
        http.get("/x")


def test_a_vendor_may_mean_something_else_by_403() -> None:
    def classify(response: Response) -> ConnectorError | None:
        return RetryLaterError("burst", 600) if response.status == 403 else None

    http, _ = http_of(answer(403), classify=classify)
    with pytest.raises(RetryLaterError) as caught:
        http.get("/x")
    assert caught.value.wait_s == 600


def test_a_vendors_short_wait_is_waited_inside() -> None:
    clock = FakeClock()

    def classify(response: Response) -> ConnectorError | None:
        return RetryLaterError("busy", 5) if response.status == 418 else None

    http, _ = http_of(answer(418), OK, classify=classify, clock=clock)
    assert http.get("/x").status == 200
    assert clock.waits == [5]


def test_an_untrusted_certificate_needs_a_person() -> None:
    error = httpx.ConnectError("tls")
    error.__cause__ = ssl.SSLCertVerificationError("self-signed")
    http, _ = http_of(error)
    with pytest.raises(PersonNeededError, match="ca_bundle"):
        http.get("/x")


# Secrets


def test_no_secret_is_in_an_error_or_a_repr() -> None:
    secret = "s3cr3t-key"
    http, _ = http_of(answer(400, body=b"no"), auth=ApiKey("x-key", SecretStr(secret)))
    with pytest.raises(BrokenContractError) as caught:
        http.get("/x", params={"app_id": secret})
    assert secret not in f"{caught.value!r} {caught.value} {http!r} {http.settings!r}"


def test_a_key_that_a_refusal_repeats_is_not_told() -> None:
    secret = "pat-jp1-0a1b2c3d-4e5f-6a7b"
    http, _ = http_of(answer(400, body=f'{{"message":"bad header: Bearer {secret}"}}'.encode()))
    with pytest.raises(BrokenContractError, match=r"bad header: Bearer …\)"):
        http.get("/x")


def test_a_header_that_cannot_be_sent_is_not_shown() -> None:
    secret = "s3cr3t\nkey"
    http, _ = http_of(httpx.LocalProtocolError(f"Illegal header value {secret!r}"))
    with pytest.raises(PersonNeededError) as caught:
        http.get("/x")
    assert "s3cr3t" not in str(caught.value)
    assert caught.value.__suppress_context__
