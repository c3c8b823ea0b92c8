"""What the systems of one world are like: how they page, date, delete, refuse, answer and lag."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Literal

from hub.sync.world import DeletePolicy

NAMES = ("alpha", "beta", "gamma", "delta", "epsilon")
# One system refuses records that say this, and says why.
REFUSED = "役職不明"

Deletes = Literal["tombstone", "listing"]


@dataclass(frozen=True)
class Nature:
    """One system. `is_japanese` ones tell times in Japan's.

    `skew_s` is how far its clock is off. `coarse` systems tell times in whole seconds. `conditional` ones write only
    over the version that the writer names. `answers` tells that a write is answered with the whole record. `unique`
    ones refuse a second record of one mailbox. `trims` is what they make of telephone numbers and of white space.
    """

    name: str
    page: int = 10
    batch: int = 10
    deletes: Deletes = "tombstone"
    lag_s: float = 0.0
    skew_s: float = 0.0
    coarse: bool = False
    conditional: bool = False
    looks_up: bool = True
    answers: bool = False
    unique: bool = False
    trims: bool = False
    is_japanese: bool = False
    refuses: bool = False
    creates: bool = True
    removes: DeletePolicy = "ignore"


@dataclass(frozen=True)
class WorldNature:
    """All systems, whether conflicts about a field wait for a person, and whether the hub weighs the evidence."""

    systems: tuple[Nature, ...]
    reviewed: tuple[str, ...] = ()
    weighs: bool = False


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
        coarse=one_in(3),
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
