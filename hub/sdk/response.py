"""An answer read whole or refused: within a deadline, under a cap of decoded bytes, and never cut off unnoticed."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from io import BytesIO
from typing import Any, TypeVar, overload

import httpx
import msgspec

from hub.sdk.bad_json import UNREADABLE, told
from hub.sdk.errors import BrokenContractError, OutcomeUnknownError

T = TypeVar("T")

MOST_VALUES = 1_000_000
"""More values than any page of a real system holds; a list of as many nothings would fill the memory."""

# wbits of zlib: a gzip or zlib header is recognised, 32 is added for that.
_GZIP_OR_ZLIB = zlib.MAX_WBITS | 32
_GZIP_MEMBER = b"\x1f"
_PIECE = 1 << 20


class CutOffError(Exception):
    """The body ended early; the caller knows whether repeating the request is safe."""


class DeadlineError(Exception):
    """The whole answer did not arrive in the time that a request may take."""


@dataclass(frozen=True, slots=True)
class Response:
    """What the system answered; `asked` names the request ("GET /cards") without its parameters.

    `received_at` is the server's own clock (its Date header) where it tells, so that a cursor does not depend on ours.
    `is_of_write`: the request changes something there.
    """

    status: int
    headers: httpx.Headers
    body: bytes
    asked: str
    received_at: datetime
    is_of_write: bool = False

    @overload
    def json(self) -> Any: ...
    @overload
    def json(self, shape: type[T]) -> T: ...
    def json(self, shape: Any = Any) -> Any:
        """The body decoded strictly (no NaN, valid UTF-8), as `shape` where one is given.

        Raises `BrokenContractError` for HTML, nonsense or another shape, `OutcomeUnknownError` for half a document.
        """
        return self.decode(msgspec.json.Decoder(shape))

    def decode(self, decoder: msgspec.json.Decoder[T]) -> T:
        """As `json`, with a decoder that was made before."""
        if self.body.count(b",") > MOST_VALUES:
            raise self.broken(f"holds more than {MOST_VALUES:,} values")
        return self.decode_part(self.body, decoder)

    def decode_part(self, part: bytes | msgspec.Raw, decoder: msgspec.json.Decoder[T]) -> T:
        """As `decode`, for the JSON text of a part of the body."""
        try:
            return decoder.decode(part)
        except msgspec.ValidationError as exc:
            raise self.broken(f"has another shape than expected: {exc}") from exc
        except UNREADABLE as exc:
            raise self._undecodable(told(exc, bytes(part))) from exc

    def _undecodable(self, reason: str) -> Exception:
        if self.looks_like_html:
            return self.broken(
                "is a web page, not JSON: a proxy, a login page or a maintenance notice answered. "
                "Check `base_url` and the proxy; the next run tries again"
            )
        if not self.body or "truncated" in reason:
            return OutcomeUnknownError(f"{self.asked}: the answer ({self.status}) was cut off: {reason}")
        return self.broken(f"is not valid JSON: {reason}")

    @property
    def looks_like_html(self) -> bool:
        """Whether a person's page came where a machine's was asked for."""
        return "html" in self.headers.get("content-type", "") or self.body[:64].lstrip()[:1] == b"<"

    def broken(self, reason: str) -> BrokenContractError:
        """The error of an answer that we do not understand, with the first part of it as evidence."""
        # A page for people comes from something before the system, which has not seen the request then.
        may_be_done = self.is_of_write and self.status < 300 and not self.looks_like_html
        text = f"{self.asked}: the answer ({self.status}) {reason}"
        return BrokenContractError(text, evidence=self.body, may_be_done=may_be_done)


def server_time(headers: httpx.Headers) -> datetime | None:
    """The server's clock by the Date header; None where it does not tell or nobody can read it."""
    try:
        at = parsedate_to_datetime(headers["date"])
        return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    except (KeyError, ValueError, OverflowError):
        return None


def read_body(answer: httpx.Response, asked: str, max_bytes: int, is_late: Callable[[], bool]) -> bytes:
    """The decoded body of a streamed answer.

    Raises `CutOffError`, `DeadlineError`, or `BrokenContractError` where the cap is passed. Bytes are decoded here and
    not by httpx, which unpacks a whole chunk before anyone can say stop: a gzip chunk can grow a thousandfold.
    """
    chunks = _counted(answer, is_late)
    # A BytesIO's value is not copied, as joined pieces would be. It is closed, because the traceback of an error
    # would keep megabytes until the next collection.
    with BytesIO() as body:
        for piece in _decoded(chunks, asked, answer.headers.get("content-encoding", "")):
            if body.tell() + len(piece) > max_bytes:
                body.seek(0)
                raise BrokenContractError(
                    f"{asked}: the answer is larger than {max_bytes >> 20} MB unpacked; `max_body_mb` allows more",
                    evidence=body.read(2000),
                )
            body.write(piece)
        return body.getvalue()


def _counted(answer: httpx.Response, is_late: Callable[[], bool]) -> Iterator[bytes]:
    received = 0
    if not isinstance(answer.stream, httpx.SyncByteStream):
        raise TypeError("a synchronous transport is needed")
    for chunk in answer.stream:
        received += len(chunk)
        if is_late():
            raise DeadlineError
        yield chunk
    promised = answer.headers.get("content-length", "")
    if promised.isascii() and promised.isdigit() and int(promised[:20]) != received and answer.request.method != "HEAD":
        raise CutOffError(f"{received} of {promised} bytes arrived")


def _decoded(chunks: Iterable[bytes], asked: str, encoding: str) -> Iterator[bytes]:
    match encoding.strip().lower():
        case "" | "identity":
            yield from chunks
        case "gzip" | "x-gzip" | "deflate":
            yield from _inflated(chunks, asked)
        case other:
            raise BrokenContractError(f"{asked}: the answer is packed as {other[:50]!r}, which was not asked for")


def _inflated(chunks: Iterable[bytes], asked: str) -> Iterator[bytes]:
    """The unpacked bytes; a gzip body may consist of several members, and end in padding."""
    unpacker = zlib.decompressobj(_GZIP_OR_ZLIB)
    packed_any = False
    try:
        for chunk in chunks:
            packed_any = True
            rest = chunk
            while rest:
                if unpacker.eof:
                    if not rest.startswith(_GZIP_MEMBER):
                        break
                    unpacker = zlib.decompressobj(_GZIP_OR_ZLIB)
                yield unpacker.decompress(rest, _PIECE)
                rest = unpacker.unconsumed_tail or unpacker.unused_data
    except zlib.error as exc:
        raise BrokenContractError(f"{asked}: the answer is not the gzip that it says it is") from exc
    if packed_any and not unpacker.eof:
        raise CutOffError("the packed answer ended early")
    yield unpacker.flush()
