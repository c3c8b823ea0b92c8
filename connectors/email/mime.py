"""Walk the parts of a mail: find its text and the names of its attachments; depth, parts and bytes are bounded."""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterator
from typing import NamedTuple

from connectors.email.base64_text import decode_base64
from connectors.email.charsets import decode
from connectors.email.headers import Headers, split_message
from connectors.email.html_text import html_to_text
from connectors.email.parameters import read_parameters

MAX_DEPTH = 100
MAX_PARTS = 500
MAX_BOUNDARY = 200

_AFTER_MARK = re.compile(rb"(--)?[ \t]*\r?(?:\n|\Z)")


class Part(NamedTuple):
    """A part that holds no other parts; `kind` is its media type."""

    headers: Headers
    kind: str
    charset: str | None
    file_name: str | None
    body: bytes
    multipart_kind: str

    @property
    def attached(self) -> bool:
        """Whether a reader sees it as a file; pictures of an HTML body don't count."""
        word, _ = read_parameters(self.headers.raw("content-disposition"))
        if word == "attachment" or self.kind == "message/rfc822":
            return True
        within = self.multipart_kind == "multipart/related" or bool(self.headers.raw("content-id"))
        return self.file_name is not None and not within

    def content(self, max_bytes: int) -> bytes:
        """The body without its transfer encoding."""
        body = self.body[: max_bytes * 2]
        encoding = self.headers.raw("content-transfer-encoding").strip().lower()
        if encoding == b"base64":
            return decode_base64(body)[:max_bytes]
        if encoding == b"quoted-printable":
            return binascii.a2b_qp(body)[:max_bytes]
        return body[:max_bytes]


def leaf_parts(headers: Headers, body: bytes) -> Iterator[Part]:
    """The parts in reading order. A multipart without its boundary is a part of its own."""
    waiting = [(headers, body, 0, "")]
    for _ in range(MAX_PARTS):
        if not waiting:
            return
        headers, body, depth, above = waiting.pop()
        kind, parameters = read_parameters(headers.raw("content-type"))
        inner = _divide(body, parameters.get("boundary", "")) if depth < MAX_DEPTH and kind[:10] == "multipart/" else []
        waiting.extend((*split_message(piece), depth + 1, kind) for piece in reversed(inner[: MAX_PARTS * 2]))
        if not inner:
            name = _file_name(headers, parameters)
            yield Part(headers, _media_type(kind), parameters.get("charset"), name, body, above)


def _media_type(word: str) -> str:
    return word if re.fullmatch(r"[\w.+-]+/[\w.+-]+", word, re.ASCII) else "text/plain"


def _file_name(headers: Headers, parameters: dict[str, str]) -> str | None:
    _, disposition = read_parameters(headers.raw("content-disposition"))
    return disposition.get("filename") or parameters.get("name") or None


def _divide(body: bytes, boundary: str) -> list[bytes]:
    """The pieces between the lines that hold the boundary."""
    mark = boundary.encode("utf-8", "replace")[:MAX_BOUNDARY]
    if not mark:
        return []
    pieces: list[bytes] = []
    start: int | None = None
    for begin, end, is_last in _boundary_lines(body, b"--" + mark):
        if start is not None:
            pieces.append(body[start:begin])
        start = end
        if is_last or len(pieces) >= MAX_PARTS:
            return pieces
    # A mail that was cut off has no closing line; its last piece counts too.
    return [*pieces, body[start:]] if start is not None else []


def _boundary_lines(body: bytes, mark: bytes) -> Iterator[tuple[int, int, bool]]:
    """Where each line that holds only the mark begins and ends, and whether it is the closing one."""
    at = body.find(mark)
    while at >= 0:
        line = _AFTER_MARK.match(body, at + len(mark))
        if line and (at == 0 or body[at - 1 : at] == b"\n"):
            yield at, line.end(), bool(line[1])
        at = body.find(mark, at + len(mark))


def read_text(parts: list[Part], max_bytes: int) -> str:
    """The first plain text with words in it, else the first HTML's words."""
    for kind in ("text/plain", "text/html"):
        for part in parts:
            if part.kind == kind and not part.attached:
                text = decode(part.content(max_bytes), part.charset).strip()
                text = html_to_text(text).strip() if kind == "text/html" else text
                if text:
                    return text
    return ""


def attachment_names(parts: list[Part]) -> list[str]:
    """The names of the attached files; an attachment without one gives its media type."""
    return [part.file_name or part.kind for part in parts if part.attached]
