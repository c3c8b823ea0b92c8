"""What a browser posts: plain form fields, and nothing else.

Invariant: no more than `MOST` bytes are ever held, and no file is taken.
"""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import parse_qsl

from fastapi import Request

from hub.console.troubles import TroubleError

MOST = 64 * 1024
_KIND = "application/x-www-form-urlencoded"
_MOST_FIELDS = 200


async def posted(request: Request) -> Mapping[str, str]:
    """The fields of a form, the last of each name; empty for a look. Raises `TroubleError` for others."""
    if request.method != "POST":
        return {}
    body = await body_of(request)
    if body and request.headers.get("content-type", "").partition(";")[0].strip().lower() != _KIND:
        raise TroubleError(415, "form_type")
    try:
        fields = parse_qsl(body.decode("ascii"), keep_blank_values=True, max_num_fields=_MOST_FIELDS)
    except ValueError:
        raise TroubleError(400, "form_type") from None
    # A database takes no NUL, and nobody types one.
    return {name: value.replace("\x00", "") for name, value in fields}


async def body_of(request: Request) -> bytes:
    """What was sent. Raises `TroubleError` where it is more than anything of ours."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > MOST:
            raise TroubleError(413, "form_size", most=MOST)
    return body
