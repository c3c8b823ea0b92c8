"""Read the parameters of Content-Type and Content-Disposition: RFC 2231, encoded words in quotes, and bare bytes."""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import unquote_to_bytes

from connectors.email.charsets import clean, decode
from connectors.email.headers import decode_words

MAX_VALUE = 8192

_PARAMETER = re.compile(r""";\s*([^\s=;"]{1,80})\s*=\s*("(?:[^"\\]++|\\.)*+"|[^;]*)""", re.DOTALL)
_SECTION = re.compile(r"([^*]+)(?:\*(\d{1,3}))?(\*)?")
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)


class _Piece(NamedTuple):
    number: int
    percent: bool
    text: str


def read_parameters(value: bytes) -> tuple[str, dict[str, str]]:
    """The word in front (lower case: `text/plain`, `attachment`) and the parameters by lower-case name."""
    text = decode(value[:MAX_VALUE])
    word = text.partition(";")[0].strip().lower()
    pieces: dict[str, list[_Piece]] = {}
    for match in _PARAMETER.finditer(text):
        section = _SECTION.fullmatch(match[1].lower())
        if section is None:
            continue
        piece = _Piece(int(section[2] or 0), bool(section[3]), _unquote(match[2].strip()))
        pieces.setdefault(section[1], []).append(piece)
    return word, {name: _value(sorted(found)) for name, found in pieces.items()}


def _unquote(text: str) -> str:
    if len(text) > 1 and text[0] == text[-1] == '"':
        return _ESCAPED.sub(r"\1", text[1:-1])
    return text.strip('"')


def _value(pieces: list[_Piece]) -> str:
    if not any(piece.percent for piece in pieces):
        return decode_words("".join(dict.fromkeys(piece.text for piece in pieces)))
    charset, quote, rest = pieces[0].text.partition("'")
    first = rest.partition("'")[2] if quote else pieces[0].text
    joined = b"".join(
        unquote_to_bytes(text) if piece.percent else text.encode("utf-8", "replace")
        for piece, text in zip(pieces, [first, *(piece.text for piece in pieces[1:])], strict=True)
    )
    return clean(decode(joined, charset if quote else None))
