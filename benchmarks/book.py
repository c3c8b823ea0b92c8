"""A system's contacts in the order of their last change: made on the fly, except for those that somebody touched.

Invariant: the pages of one listing hold every record that is as young as asked for, once each, oldest first.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec

from benchmarks.contacts import FIRST_AT, STEP, contact, contact_id, document, spelt


@dataclass(frozen=True)
class Listing:
    """One page; `next` is None on the last, `total` is counted on the first only."""

    records: list[bytes]
    next: str | None
    total: int | None

    def encoded(self) -> bytes:
        """The page as it is sent."""
        tail = msgspec.json.encode({"next": self.next, "total": self.total})
        return b'{"results":[' + b",".join(self.records) + b"]," + tail[1:]


class Book:
    """The contacts of one account."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.last = size
        self._touched: dict[int, tuple[int, dict[str, Any]]] = {}
        self._changes: list[tuple[datetime, int]] = []

    def page(self, since: datetime | None, token: str | None, limit: int) -> Listing:
        """At most `limit` records; `token` is the `next` of the page before."""
        first = self._first(since)
        start = 0 if since is None else bisect_left(self._changes, (since, -1))
        total = None if token is not None else self._total(first, start)
        if token is not None and token[0] == "c":
            first, start = self.size, int(token[1:])
        elif token is not None:
            first = int(token[1:])
        records: list[bytes] = []
        for number in range(first, self.size):
            if number not in self._touched:
                records.append(contact(number))
                if len(records) == limit:
                    return Listing(records, self._after(number + 1, start), total)
        for place in range(start, len(self._changes)):
            if self._is_newest(place):
                records.append(msgspec.json.encode(self._touched[self._changes[place][1]][1]))
                if len(records) == limit:
                    return Listing(records, self._after(self.size, place + 1), total)
        return Listing(records, None, total)

    def write(self, number: int | None, properties: Mapping[str, Any], at: datetime) -> str:
        """Change a record, or make a new one; its id."""
        if number is None:
            number, self.last = self.last, self.last + 1
        record = self._record(number)
        record["properties"].update(properties)
        record["updatedAt"] = spelt(at)
        self._touched[number] = (len(self._changes), record)
        self._changes.append((at, number))
        return contact_id(number)

    def record(self, number: int) -> dict[str, Any]:
        """One record as it is now."""
        return self._record(number)

    def _record(self, number: int) -> dict[str, Any]:
        if number in self._touched:
            return self._touched[number][1]
        if number < self.size:
            return document(number)
        return {"id": contact_id(number), "archived": False, "properties": {}}

    def _first(self, since: datetime | None) -> int:
        if since is None or since <= FIRST_AT:
            return 0
        return min(self.size, -((FIRST_AT - since) // STEP))

    def _total(self, first: int, start: int) -> int:
        untouched = self.size - first - sum(first <= number < self.size for number in self._touched)
        return untouched + sum(self._is_newest(place) for place in range(start, len(self._changes)))

    def _is_newest(self, place: int) -> bool:
        return self._touched[self._changes[place][1]][0] == place

    def _after(self, number: int, place: int) -> str | None:
        """What comes next; a record that is no longer in its old place is among the changes."""
        if number < self.size:
            return f"b{number}"
        newest = next((one for one in range(place, len(self._changes)) if self._is_newest(one)), None)
        return None if newest is None else f"c{newest}"
