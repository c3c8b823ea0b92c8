"""Spoilt bytes on the wire of one request: what comes is the whole page or an error, in the time a request may take."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Mapping, Sequence
from functools import cache, cached_property
from random import Random

from hub.sdk.errors import ConnectorError
from hub.sdk.http import Http
from hub.sdk.pages import PageReader
from hub.sdk.testing import FakeClock
from hub.sdk.throttle import LimitHeaders
from tests.hostile.house import see_that_it_is_told
from tests.hostile.kinds import BrokenRuleError, Outcome
from tests.hostile.spoiling import BYTES, LINES, Way, inserting, splicing
from tests.unit.sdk.wire import SpokenNetwork, SpokenStream, http_over

RECORDS = [{"id": str(number), "name": f"株式会社青空{number}", "at": "2026-04-01T09:00:00Z"} for number in range(3)]
PAGE = json.dumps({"results": RECORDS, "paging": {"next": {"after": "3"}}}, ensure_ascii=False).encode()
READER = PageReader(modified_path="at", next_path="paging.next.after")


@cache
def gzip_bomb(megabytes: int) -> bytes:
    """Spaces by the megabyte, packed piece by piece: they must not count as memory of the hub."""
    packer = zlib.compressobj(wbits=zlib.MAX_WBITS | 16)
    piece = b" " * (1 << 20)
    return b"".join(packer.compress(piece) for _ in range(megabytes)) + packer.flush()


HEADERS = (
    *(b"Content-Length: 5", b"Content-Length: -1", b"Content-Length: 5, 6", b"Content-Length: 99999999999999999999"),
    *(
        b"Transfer-Encoding: chunked",
        b"Transfer-Encoding: gzip, chunked",
        b"Content-Encoding: gzip",
        b"Content-Encoding: br",
    ),
    *(
        b"Content-Encoding: deflate",
        b"Content-Type: text/html; charset=utf-16",
        b"Location: http://evil.test/",
        b"Connection: close",
    ),
    *(
        b"Date: Wed, 01 May 99999999999 00:00:00 GMT",
        b"Date: Wed, 01 May 2024 00:00:00 +9999",
        b"Date: 1 Jan 0001 00:00:00 +2359",
    ),
    *(
        b"Retry-After: 1e400",
        b"Retry-After: nan",
        b"Retry-After: -1",
        b"Retry-After: Wed, 01 May 99999999999 00:00:00 GMT",
    ),
    *(b"X-RateLimit-Remaining: 0\r\nX-RateLimit-Reset: inf", b"X-RateLimit-Remaining: 0\r\nX-RateLimit-Reset: nan"),
    *(
        b"X-RateLimit-Remaining: 0\r\nX-RateLimit-Reset: 1e300",
        b"Upgrade: h2c",
        b"X: \xb2",
        b"X" * 2000 + b": 1",
        b": 1",
        b" folded",
    ),
)
STATUSES = (
    b"200",
    b"204",
    b"206",
    b"301",
    b"304",
    b"100",
    b"101",
    b"401",
    b"403",
    b"404",
    b"408",
    b"429",
    b"500",
    b"503",
    b"999",
    b"000",
)


def answer(body: bytes, *headers: bytes, status: bytes = b"200 OK") -> bytes:
    lines = [b"HTTP/1.1 " + status, b"Content-Type: application/json", b"Date: Wed, 01 Apr 2026 09:00:00 GMT", *headers]
    return b"\r\n".join(lines) + b"\r\n\r\n" + body


def framed(body: bytes, *headers: bytes) -> bytes:
    return answer(body, b"Content-Length: %d" % len(body), *headers)


def chunked(body: bytes, size: int = 100) -> bytes:
    pieces = [body[at : at + size] for at in range(0, len(body), size)]
    coded = b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in [*pieces, b""])
    return answer(coded, b"Transfer-Encoding: chunked")


def new_header(data: bytes, chance: Random) -> bytes:
    head, blank, body = data.partition(b"\r\n")
    return head + b"\r\n" + chance.choice(HEADERS) + blank + body


def new_status(data: bytes, chance: Random) -> bytes:
    return data[:9] + chance.choice(STATUSES) + data[12:]


class HttpAnswers:
    """Everything between a socket and a page of records."""

    name = "http"
    share = 25
    budget_s = 1.0

    @cached_property
    def samples(self) -> Sequence[bytes]:
        packed = gzip.compress(PAGE, mtime=0)
        return (
            framed(PAGE),
            answer(PAGE),
            chunked(PAGE),
            framed(packed, b"Content-Encoding: gzip"),
            framed(gzip.compress(PAGE[:99], mtime=0) + gzip.compress(PAGE[99:], mtime=0), b"Content-Encoding: gzip"),
            framed(zlib.compress(PAGE), b"Content-Encoding: deflate"),
            answer(packed, b"Content-Encoding: gzip"),
            framed(gzip_bomb(80), b"Content-Encoding: gzip"),
            framed(b"<!DOCTYPE html><p>Login</p>", b"Content-Type: text/html"),
            answer(b"{}", b"Retry-After: 3", b"Content-Length: 2", status=b"429 Too Many Requests"),
            answer(b"{}", b"Content-Length: 2", status=b"503 Unavailable"),
        )

    @cached_property
    def ways(self) -> Mapping[str, Way]:
        small = [sample for sample in self.samples if len(sample) < 10_000]
        own = {
            "new header": new_header,
            "new status": new_status,
            "insert": inserting((b"\r\n", b"\r\n\r\n", b"0\r\n\r\n", b"\n")),
        }
        return {**BYTES, **LINES, **own, "new header too": new_header, "splice": splicing(small)}

    def read(self, data: bytes, sample: int, chance: Random) -> Outcome:
        clock = FakeClock()
        http = self._http(data, clock, chance)
        try:
            page = READER.read(http.get("/x"))
        except ConnectorError as error:
            see_that_it_is_told(error)
            return "refused"
        finally:
            http.close()
            # Five attempts, the waits between them, and the pause that the headers may ask for.
            if clock.monotonic() > 5 * 120 + 61:
                raise BrokenRuleError(f"a request took {clock.monotonic()} s")
        if any(record.modified_at is not None and record.modified_at.tzinfo is None for record in page.records):
            raise BrokenRuleError("a time without a zone")
        return "quarantined" if page.bad else "read"

    def _http(self, data: bytes, clock: FakeClock, chance: Random) -> Http:
        """The spoilt answer, in pieces as a network gives them; who asks again gets the true one."""
        size = chance.choice((1 << 16, 1 << 16, 1000, 61))
        silence_s = chance.choice((0.0, 0.0, 0.1, 40.0))
        pieces = [data[at : at + size] for at in range(0, min(len(data), 200_000), size)] + [data[200_000:]]
        spoken = SpokenNetwork(
            lambda: SpokenStream([piece for piece in pieces if piece], clock, silence_s),
            lambda: SpokenStream([self.samples[0]], clock),
        )
        return http_over(spoken, clock, limit_headers=LimitHeaders())
