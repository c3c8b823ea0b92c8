"""What has been done today, since midnight in the company's zone: by the ledgers of today's runs and by people.

Invariant: a run is told by its stored ledger, so that one under way counts from its end on, and whole for the day on
which it began.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time, tzinfo

import msgspec

from hub.store import today as store
from hub.store.times import utc_text
from hub.store.today import PlaceRow
from hub.sync.world import World


class SystemToday(msgspec.Struct, frozen=True):
    """Records of one system: read for the first time, read again with something changed, and written."""

    system: str
    new: int
    changed: int
    written: int


class Today(msgspec.Struct, frozen=True):
    """`merged` are customers that turned out to be one with another, `linked` bills that were given to a customer."""

    since: str
    runs: int
    systems: list[SystemToday]
    merged: int
    opened: int
    decided: int
    linked: int

    @property
    def new(self) -> int:
        """Records that were read for the first time."""
        return sum(one.new for one in self.systems)

    @property
    def changed(self) -> int:
        """Records that had changed."""
        return sum(one.changed for one in self.systems)

    @property
    def written(self) -> int:
        """Records that were written."""
        return sum(one.written for one in self.systems)


def today(world: World, zone: tzinfo) -> Today:
    """As of now."""
    since = utc_text(datetime.combine(world.now().astimezone(zone).date(), time(), zone))
    with world.database.look() as tx:
        before = store.first_run(tx, since)
        places, done = store.places(tx, before), store.done(tx, before)
        decided, by_people = store.decided(tx, since), store.linked_by_people(tx, since)
    return Today(since, done.runs, _systems(places), done.merged, done.opened, decided, done.linked + by_people)


def _systems(places: Iterable[PlaceRow]) -> list[SystemToday]:
    sums: dict[str, tuple[int, int, int]] = {}
    for row in places:
        name = row.place.partition("/")[0]
        new, changed, written = sums.get(name, (0, 0, 0))
        sums[name] = (new + row.new, changed + row.changed, written + row.written)
    return [SystemToday(name, *counts) for name, counts in sorted(sums.items()) if any(counts)]
