"""A CSV file as records that keep their raw bytes, so that what nobody changed can be written back byte for byte.

Invariant: the raw bytes of all records, joined, are the file; a record that can't be read never hides the next one.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

LINES_PER_RECORD_MAX = 2000
BYTES_PER_LINE_MAX = 4 * 1024 * 1024
CLOSING = re.compile(rb'(?:[^"]+|"")*+"')
QUOTED = re.compile(r'"(?:[^"]+|"")*+"')


class Dialect(NamedTuple):
    """How a file writes its fields."""

    encoding: str
    delimiter: str
    mark: bytes = b""
    """The byte order mark at the file's beginning."""


class Record(NamedTuple):
    """One record; `fields` are as written, with their quotes; None where `trouble` says why they can't be read."""

    line: int
    raw: bytes
    fields: list[str] | None
    trouble: str = ""


def value_of(field: str) -> str:
    """The text that a written field stands for."""
    return field[1:-1].replace('""', '"') if field.startswith('"') else field


def records(file: BinaryIO, dialect: Dialect) -> Iterator[Record]:
    """All records from the file's beginning; line numbers count from 1."""
    file.seek(len(dialect.mark))
    waiting: deque[bytes] = deque()
    line, open_until = 1, 0
    while raw := waiting.popleft() if waiting else file.readline(BYTES_PER_LINE_MAX):
        record = _record(line, raw, dialect)
        # Where a mark was looked for in vain, another one that is still open at its line's end need not be looked for.
        if record is None and line > open_until:
            more = _until_closed(waiting, file, dialect)
            record = _record(line, b"".join([raw, *more]), dialect)
            if record is None:
                waiting.extendleft(reversed(more))
                open_until = line + len(more)
            else:
                line += len(more)
        yield record or Record(line, raw, None, "a quotation mark is opened here and never closed")
        line += 1


def _until_closed(waiting: deque[bytes], file: BinaryIO, dialect: Dialect) -> list[bytes]:
    """The lines until the one that closes the open field and opens no other; each is looked at once."""
    more: list[bytes] = []
    while len(more) < LINES_PER_RECORD_MAX:
        following = waiting.popleft() if waiting else file.readline(BYTES_PER_LINE_MAX)
        if not following:
            break
        more.append(following)
        closing = CLOSING.match(following)
        if closing and _record(0, b'""' + following[closing.end() :], dialect) is not None:
            break
    return more


def _record(line: int, raw: bytes, dialect: Dialect) -> Record | None:
    """The record that these bytes are; None where a quotation mark is still open."""
    try:
        text = raw.decode(dialect.encoding)
    except UnicodeDecodeError as failure:
        return Record(line, raw, None, f"the byte 0x{raw[failure.start]:02X} is no {dialect.encoding} text")
    if "\0" in text:
        return Record(line, raw, None, "holds a NUL byte")
    text = text.removesuffix("\n").removesuffix("\r")
    if '"' not in text:
        return Record(line, raw, text.split(dialect.delimiter))
    return _quoted(line, raw, text, dialect.delimiter)


def _quoted(line: int, raw: bytes, text: str, delimiter: str) -> Record | None:
    fields: list[str] = []
    position = 0
    while True:
        if text.startswith('"', position):
            match = QUOTED.match(text, position)
            if match is None:
                return None
            end = match.end()
        else:
            end = text.find(delimiter, position)
            end = len(text) if end < 0 else end
        fields.append(text[position:end])
        if end == len(text):
            return Record(line, raw, fields)
        if text[end] != delimiter:
            return Record(line, raw, None, f"field {len(fields)} has text after its closing quotation mark")
        position = end + 1
