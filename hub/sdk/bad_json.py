"""What is wrong with a text that is not JSON, in words that hold none of its values."""

from __future__ import annotations

import re

import msgspec

UNREADABLE = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)
"""What msgspec raises for bytes that it cannot decode."""

_PLACE = re.compile(r"\(byte (\d+)\)")
_NO_NUMBER = re.compile(rb"NaN|Infinity")


def told(error: Exception, text: bytes) -> str:
    """One of UNREADABLE in words."""
    if isinstance(error, UnicodeDecodeError):
        return f"not UTF-8 ({error.reason})"
    if isinstance(error, RecursionError):
        return "nested too deeply"
    place = _PLACE.search(str(error))
    found = _NO_NUMBER.match(text, int(place[1])) if place else None
    if found is None:
        return str(error)
    return f"{found[0].decode()} is no number in JSON (byte {found.start()}); the system has to send null there"
