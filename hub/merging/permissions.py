"""Permissions that a source has taken away itself, and when: what the hub wrote there is none of its words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from hub.merging.claims import Marks


def taken_away(shadow: Mapping[str, Any], marks: Marks, since: str, permissions: Iterable[str]) -> dict[str, str]:
    """The permissions that are taken away, each with the time of the opt-out; `since` is that of the record."""
    found = {}
    for field in permissions:
        mark = marks.get(field)
        if mark is None and shadow.get(field) is False:
            found[field] = since
        elif mark is not None and mark.claimed and (mark.out or mark.value is False):
            found[field] = mark.out or mark.at
    return found
