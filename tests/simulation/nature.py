"""What the systems of one world are like: how they page, date, delete, refuse, answer and lag."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta, timezone
from typing import Literal

from hub.sync.world import DeletePolicy

NAMES = ("alpha", "beta", "gamma", "delta", "epsilon")
JST = timezone(timedelta(hours=9))
# One system refuses records that say this, and says why.
REFUSED = "役職不明"

Deletes = Literal["tombstone", "listing"]
Cut = Literal["exact", "second", "minute", "day"]
Key = Literal["email", "given"]
SPANS: dict[Cut, timedelta] = {
    "exact": timedelta(),
    "second": timedelta(seconds=1),
    "minute": timedelta(minutes=1),
    "day": timedelta(days=1),
}


@dataclass(frozen=True)
class Nature:
    """One system. `is_japanese` ones tell times in Japan's.

    `skew_s` is how far its clock is off. `cut` tells what their dates are cut to. `conditional` ones write only
    over the version that the writer names. `answers` tells that a write is answered with the whole record. `unique`
    ones refuse a second record of one mailbox. `trims` is what they make of telephone numbers and of white space.
    `key` is what a record is looked up by, also where several share it: one name, as in accounting software; of these
    the oldest is shown, or the newest, or (not `shows_found`) no more than an id.
    """

    name: str
    page: int = 10
    batch: int = 10
    deletes: Deletes = "tombstone"
    lag_s: float = 0.0
    skew_s: float = 0.0
    cut: Cut = "exact"
    conditional: bool = False
    looks_up: bool = True
    answers: bool = False
    unique: bool = False
    trims: bool = False
    is_japanese: bool = False
    refuses: bool = False
    creates: bool = True
    key: Key = "email"
    shows_newest: bool = False
    shows_found: bool = True
    removes: DeletePolicy = "ignore"

    @property
    def zone(self) -> timezone:
        return JST if self.is_japanese else UTC

    def dated(self, at: datetime) -> datetime:
        """The date that its clock gives a moment, a day's by the calendar that it lives by."""
        shown = (at + timedelta(seconds=self.skew_s)).astimezone(self.zone)
        midnight = datetime.combine(shown, time(), self.zone)
        span = SPANS[self.cut]
        return (midnight + (shown - midnight) // span * span if span else shown).astimezone(UTC)

    def told_until(self, told_at: datetime) -> datetime:
        """The last moment that a date of it may stand for."""
        span = SPANS[self.cut]
        return told_at + span - timedelta(milliseconds=1) if span else told_at


@dataclass(frozen=True)
class WorldNature:
    """All systems, whether conflicts about a field wait for a person, and whether the hub weighs the evidence; `given`
    are the names of the persons by which some systems look them up, so that these are namesakes there.
    """

    systems: tuple[Nature, ...]
    reviewed: tuple[str, ...] = ()
    weighs: bool = False
    given: tuple[str, ...] = ("一郎",) * 6


def world_nature(chance: random.Random) -> WorldNature:
    """Three to five systems, each with a nature of its own."""
    names = NAMES[: chance.choice([3, 3, 3, 4, 5])]
    removes: DeletePolicy = chance.choice(["ignore", "ignore", "archive", "delete"])
    reviewed = chance.choice([(), (), ("occupation",), ("notes", "phone")])
    return WorldNature(tuple(_nature(chance, name, removes) for name in names), reviewed)


def _nature(chance: random.Random, name: str, removes: DeletePolicy) -> Nature:
    def one_in(count: int) -> bool:
        return chance.randrange(count) == 0

    return Nature(
        name=name,
        page=chance.choice([2, 3, 10]),
        batch=chance.choice([1, 2, 10]),
        deletes="listing" if one_in(4) else "tombstone",
        lag_s=chance.choice([0.0, 0.0, 0.0, 60.0, 400.0]),
        skew_s=chance.choice([0.0, 0.0, 0.0, -90.0, 45.0]),
        cut="second" if one_in(3) else "exact",
        conditional=one_in(3),
        looks_up=not one_in(8),
        answers=one_in(2),
        unique=one_in(3),
        trims=one_in(3),
        is_japanese=one_in(3),
        refuses=name == "beta" and one_in(2),
        creates=not one_in(8),
        removes=removes if not one_in(3) else "ignore",
    )


def with_cuts(chance: random.Random, nature: WorldNature) -> WorldNature:
    """Of the systems that cut their dates some tell the minute, and some Japan's day, as accounting software does."""
    return replace(nature, systems=tuple(_cut(chance, system) for system in nature.systems))


def _cut(chance: random.Random, system: Nature) -> Nature:
    cut: Cut = chance.choice(["second", "second", "minute", "day"])
    # That its dates are whole minutes nobody says of a system that is read as a list; a day shows itself.
    if system.cut == "exact" or (cut == "minute" and system.deletes == "listing"):
        return system
    return replace(system, cut=cut, is_japanese=system.is_japanese or cut == "day")
