"""A system's own words in an answer that refuses: what stands under the names that APIs give to a message.

Invariant: one line, short, nothing of an answer that is no JSON (a page is no word to a person), and nothing that may
be a key: some systems repeat what they were sent.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import msgspec

from hub.sdk.bad_json import UNREADABLE

_NAMES = ("message", "messages", "error_description", "detail", "description", "title", "errors", "error")
_LONGEST = 300
_DEEPEST = 4
_LIKE_A_KEY = re.compile(r"(?=[A-Za-z_.~+/=-]*\d)[A-Za-z0-9_.~+/=-]{20,}")


def words_of_refusal(body: bytes) -> str:
    """The messages of the answer, each once; "" where it has none that are known for what they are."""
    try:
        document = msgspec.json.decode(body)
    except UNREADABLE:
        return ""
    found = (" ".join(text.split()) for text in _messages(document, _DEEPEST) if text.strip())
    return _LIKE_A_KEY.sub("…", " / ".join(dict.fromkeys(found)))[:_LONGEST]


def _messages(found: Any, depth: int) -> Iterator[str]:
    """Texts by name, particular ones where a name holds a document or a list of them."""
    for part in found if isinstance(found, list) else [found]:
        if not isinstance(part, dict) or depth == 0:
            continue
        for name in _NAMES:
            value = part.get(name)
            yield from (text for text in (value if isinstance(value, list) else [value]) if isinstance(text, str))
            yield from _messages(value, depth - 1)
