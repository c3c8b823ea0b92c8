"""Where a record stands in its system's own pages: a pattern with the place `{id}`.

Invariant: a link is https and holds nothing of a record but its id, escaped.
"""

from __future__ import annotations

from urllib.parse import quote, urlsplit

_PLACE = "{id}"


def checked_link(pattern: str) -> str:
    """The pattern as it is; an empty one leads nowhere. Raises `ValueError` in words."""
    if pattern == "":
        return pattern
    parts = urlsplit(pattern)
    if parts.scheme != "https" or not parts.hostname or parts.username is not None or _PLACE in parts.netloc:
        raise ValueError("a link begins with https:// and the host of the system")
    if pattern.count(_PLACE) != 1 or "{" in pattern.replace(_PLACE, "") or not pattern.isprintable():
        raise ValueError("a link has one place for the id of a record, and no other")
    return pattern


def link_to(pattern: str, external_id: str) -> str:
    """The address of a record; empty where nobody knows the pattern."""
    return pattern.replace(_PLACE, quote(external_id, safe=""))
