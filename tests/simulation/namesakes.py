"""Namesakes: worlds in which some systems look their records up by a name that several persons have.

Invariant: a world without them, and what happens in it, is the one that its seed had before there were any.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import permutations

from tests.simulation.events import Enter, Event, Place, Sync
from tests.simulation.faults import Fault, Kind
from tests.simulation.nature import Key, Nature, WorldNature
from tests.simulation.system import FAMILIES

# 山田 花子 is the name on specimens of forms, and proves nothing of anybody.
GIVEN = ("一郎", "一郎", "健太")
# Troubles after which a creation has to be looked up.
SILENCES: tuple[Kind, ...] = ("lost", "answer lost", "delayed", "cut", "cut before")


def with_namesakes(chance: random.Random, nature: WorldNature) -> WorldNature:
    """In half of the worlds."""
    if chance.randrange(2):
        return nature
    given = tuple(chance.choice(GIVEN) for _ in FAMILIES)
    return replace(nature, systems=tuple(_known_by_name(chance, one) for one in nature.systems), given=given)


def _known_by_name(chance: random.Random, system: Nature) -> Nature:
    key: Key = chance.choice(["email", "given"])
    return replace(system, key=key, shows_newest=chance.randrange(3) == 0, shows_found=chance.randrange(4) > 0)


def with_meetings(chance: random.Random, nature: WorldNature, events: Sequence[Event]) -> Iterator[Event]:
    """Before some runs people enter somebody whose creation gets no answer in a system that knows persons by name; they
    enter a namesake elsewhere, or there, before that or while the hub is at work.
    """
    places = [number for number, system in enumerate(nature.systems) if system.key == "given"]
    pairs = [(one, other) for one, other in permutations(range(len(nature.given)), 2) if _alike(nature, one, other)]
    for number, event in enumerate(events):
        if isinstance(event, Sync) and places and pairs and chance.randrange(3) == 0:
            notes = f"同名 {number}a", f"同名 {number}b"
            yield from _meeting(chance, len(nature.systems), chance.choice(places), chance.choice(pairs), event, notes)
        else:
            yield event


def _alike(nature: WorldNature, one: int, other: int) -> bool:
    return nature.given[one] == nature.given[other]


def _meeting(
    chance: random.Random, systems: int, place: int, pair: tuple[int, int], sync: Sync, notes: tuple[str, str]
) -> Iterator[Event]:
    one, other = pair
    elsewhere = [number for number in range(systems) if number != place]
    namesake = Enter(Place(chance.choice([place, *elsewhere]), other), {"notes": notes[1]})
    is_late = chance.randrange(2) == 0
    yield Enter(Place(chance.choice(elsewhere), one), {"notes": notes[0]})
    if not is_late:
        yield namesake
    meanwhile = {chance.randint(1, 40): namesake} if is_late else {}
    faults = {place: Fault(chance.choice(SILENCES), chance.randrange(2))}
    yield replace(sync, faults={**sync.faults, **faults}, meanwhile={**sync.meanwhile, **meanwhile})
