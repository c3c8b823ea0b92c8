"""What a browser posts: plain form fields, and nothing else.

Invariant: no more than `MOST` bytes are ever held, or `LONG` where a form names records one by one; no file is taken.
"""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import parse_qsl

from fastapi import Request

from hub.console.troubles import TroubleError

MOST = 64 * 1024
LONG = 1024 * 1024
LONG_FORMS = frozenset({"/customers/{entity}/{number}/part"})
"""The forms that name records, of which a customer may have thousands."""
_KIND = "application/x-www-form-urlencoded"
_MOST_FIELDS, _MOST_LONG_FIELDS = 200, 5200


async def posted(request: Request) -> Mapping[str, str]:
    """The fields of a form, the last of each name; empty for a look. Raises `TroubleError` for others."""
    if request.method != "POST":
        return {}
    is_long = str(request.scope["route"].path) in LONG_FORMS
    most, most_fields = (LONG, _MOST_LONG_FIELDS) if is_long else (MOST, _MOST_FIELDS)
    body = await body_of(request, most)
    if body and request.headers.get("content-type", "").partition(";")[0].strip().lower() != _KIND:
        raise TroubleError(415, "form_type")
    if body.count(b"&") >= most_fields:
        raise TroubleError(413, "form_fields", most=most_fields)
    try:
        fields = parse_qsl(body.decode("ascii"), keep_blank_values=True)
    except ValueError:
        raise TroubleError(400, "form_type") from None
    # A database takes no NUL, and nobody types one.
    return {name: value.replace("\x00", "") for name, value in fields}


async def body_of(request: Request, most: int = MOST) -> bytes:
    """What was sent. Raises `TroubleError` where it is more than that."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > most:
            raise TroubleError(413, "form_size", most=most)
    return bytes(body)
