"""Split a mail into header fields and body, and read encoded words; works on bytes that no standard would allow."""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from connectors.email.base64_text import decode_base64
from connectors.email.charsets import clean, decode

MAX_HEADER_BYTES = 256 * 1024
MAX_FIELDS = 2000

_FIELD = re.compile(rb"([!-9;-~]{1,200})[ \t]*:(.*)", re.DOTALL)
_GOES_ON = re.compile(
    rb"(?:[ \t][^\n]{0,998}\n){1,20}(?:from|to|cc|subject|date|message-id|in-reply-to|references|reply-to|sender"
    rb"|received|return-path|mime-version|content-[a-z-]+|list-[a-z-]+|x-[a-z0-9-]+)[ \t]*:",
    re.IGNORECASE,
)
_BLANKS = re.compile(r"[ \t\r\n]+")
_WORD = re.compile(r"=\?([^?\s*]{1,60})(?:\*[^?\s]*)?\?([bBqQ])\?([^?]*)(?:\?=|$)")


class Headers:
    """The header fields of a mail or of one of its parts, in order; names are compared without case."""

    def __init__(self, fields: Sequence[tuple[str, bytes]]) -> None:
        self.fields = fields

    def all(self, name: str) -> list[bytes]:
        """The unfolded raw values of every field of this name."""
        return [value for found, value in self.fields if found == name]

    def raw(self, name: str) -> bytes:
        """The first field's raw value, or nothing."""
        return next(iter(self.all(name)), b"")

    def text(self, name: str) -> str:
        """The first field of this name as readable text."""
        return decode_words(self.raw(name))


def split_message(raw: bytes) -> tuple[Headers, bytes]:
    """The header fields and the body. A line that is no field ends the headers, as if a blank line stood there."""
    if b"\n" not in raw[:MAX_HEADER_BYTES]:
        raw = raw.replace(b"\r", b"\n")
    fields: list[tuple[str, bytes]] = []
    at = _first_field(raw)
    while at < min(len(raw), MAX_HEADER_BYTES) and len(fields) < MAX_FIELDS:
        end = _field_end(raw, at)
        match = _FIELD.match(raw[at:end])
        if match is None:
            break
        value = re.sub(rb"\r?\n(?=[ \t])", b"", match.group(2)).strip()
        fields.append((match.group(1).decode("ascii").lower(), value))
        at = end
    blank = re.compile(rb"[ \t]*\r*\n").match(raw, at)
    return Headers(fields), raw[blank.end() if blank else at :]


def _first_field(raw: bytes) -> int:
    """Where the fields begin, after blank lines and the separator line of an mbox."""
    match = re.compile(rb"(?:\xef\xbb\xbf)?[ \t\r\n]*(?:>?From [^\n]*\n)?").match(raw)
    return match.end() if match else 0


def _field_end(raw: bytes, at: int) -> int:
    """The end of the field that begins at `at`: lines that begin with a blank belong to it.

    One of nothing but blanks does where a field of mails comes after it: some programs fold so. Others mean by it that
    the headers are over.
    """
    while True:
        end = raw.find(b"\n", at) + 1
        if end == 0:
            return len(raw)
        rest = raw[end : end + 1]
        if rest not in (b" ", b"\t"):
            return end
        is_blank = not raw[end : end + 998].split(b"\n", 1)[0].strip()
        if is_blank and not _GOES_ON.match(raw, end):
            return end
        at = end


class _Word(NamedTuple):
    charset: str
    encoding: str
    content: str
    start: int
    end: int


def decode_words(value: bytes | str) -> str:
    """A raw header value as readable text on one line: bare 8-bit bytes, then the encoded words of RFC 2047.

    Neighbouring words of one charset are joined before they are decoded: programs cut in the middle of a character.
    """
    text = decode(value) if isinstance(value, bytes) else value
    pieces: list[str] = []
    at = 0
    for run in _runs(text):
        gap = text[at : run[0].start]
        pieces.append("" if at and not gap.strip() else gap)
        pieces.append(decode(_join(run), run[0].charset))
        at = run[-1].end
    return _BLANKS.sub(" ", clean("".join([*pieces, text[at:]]))).strip()


def _runs(text: str) -> Iterator[list[_Word]]:
    """Encoded words, those of one charset and encoding with only blanks between them together."""
    run: list[_Word] = []
    for match in _WORD.finditer(text):
        word = _Word(match[1].lower(), match[2].lower(), match[3], match.start(), match.end())
        if run and (run[-1].charset, run[-1].encoding) == word[:2] and not text[run[-1].end : word.start].strip():
            run.append(word)
            continue
        if run:
            yield run
        run = [word]
    if run:
        yield run


def _join(run: Sequence[_Word]) -> bytes:
    if run[0].encoding == "b":
        return decode_base64("".join(word.content for word in run).encode("ascii", "ignore"))
    quoted = "".join(word.content for word in run).encode("utf-8", "replace")
    return binascii.a2b_qp(quoted.replace(b" ", b"_"), header=True)
