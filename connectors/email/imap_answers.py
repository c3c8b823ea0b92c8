"""Read the answers to FETCH as imaplib hands them over: lines, and pairs of a line's beginning and a literal."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from connectors.email.dates import read_date
from connectors.email.folder_names import decode_folder

_UID = re.compile(rb"\bUID (\d{1,10})\b", re.IGNORECASE)
_SIZE = re.compile(rb"\bRFC822\.SIZE (\d{1,12})\b", re.IGNORECASE)
_STORED = re.compile(rb'\bINTERNALDATE "([^"]{1,60})"', re.IGNORECASE)
_QUOTED_BODY = re.compile(rb'\bBODY\[[^\]]*\](?:<\d+>)? "((?:[^"\\]++|\\.)*+)"', re.IGNORECASE)
_LISTED = re.compile(rb'(?:"((?:[^"\\]++|\\.)*+)"|([^\s"]+))\s*\Z')
_BODY_LITERAL = re.compile(rb"\bBODY\[[^\]]*\](?:<\d+>)? \{\d+\}\Z", re.IGNORECASE)


class FetchedMail(NamedTuple):
    """One mail of an answer; `raw` None where the server gave no text for it."""

    raw: bytes | None
    stored_at: datetime | None
    size: int | None


def uid_set(uids: Sequence[int]) -> str:
    """Ascending UIDs in the shortest words: `1:4,9`."""
    ranges: list[list[int]] = []
    for uid in uids:
        if ranges and uid == ranges[-1][1] + 1:
            ranges[-1][1] = uid
        else:
            ranges.append([uid, uid])
    return ",".join(f"{first}:{last}" if last > first else f"{first}" for first, last in ranges)


def read_fetch(data: Sequence[object]) -> dict[int, FetchedMail]:
    """The mails by UID. What the server adds unasked (new flags of other mails) has no text and is left out."""
    found: dict[int, FetchedMail] = {}
    for words, body in _answers(data):
        uid = _UID.search(words)
        if uid is None:
            continue
        size, stored = _SIZE.search(words), _STORED.search(words)
        if body is None and size is None:
            continue
        stored_at = read_date(stored[1].decode("ascii", "replace").replace("-", " ", 2)) if stored else None
        found[int(uid[1])] = FetchedMail(body, stored_at, int(size[1]) if size else None)
    return found


def read_listed_name(item: object) -> str:
    """The folder's name in one line of an answer to LIST, as a person reads it; nothing where there is none."""
    if isinstance(item, tuple):
        return decode_folder(item[1].decode("ascii", "replace"))
    match = _LISTED.search(item) if isinstance(item, bytes) else None
    name = re.sub(rb"\\(.)", rb"\1", match[1]) if match and match[1] is not None else match[2] if match else b""
    return decode_folder(name.decode("ascii", "replace"))


def _answers(data: Sequence[object]) -> Iterator[tuple[bytes, bytes | None]]:
    """Each FETCH answer: its words without the text of the mail, and that text."""
    words, body = b"", None
    for item in data:
        if isinstance(item, tuple):
            words += item[0] + b" "
            body = item[1] if _BODY_LITERAL.search(item[0]) else body
            continue
        if not isinstance(item, bytes):
            continue
        quoted = _QUOTED_BODY.search(item)
        if quoted:
            body = re.sub(rb"\\(.)", rb"\1", quoted[1], flags=re.DOTALL)
            item = item[: quoted.start()] + item[quoted.end() :]
        yield words + item, body
        words, body = b"", None
