"""What happens in some histories besides, each drawn by itself, so that one more changes nothing of the others."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace

from tests.simulation.deeds import Choose, Pin, Revoke
from tests.simulation.wire.events import (
    Event,
    Place,
    Sync,
    Type,
)
from tests.simulation.wire.others import Notify, Relate, Spoil
from tests.simulation.wire.posts import FORGERIES
from tests.simulation.wire.words import COMPANIES, value

DESKS = 5
# About as many moments as a run has in which little is to be done.
MOMENTS = 60
# The desks at HubSpot.
TELLING = (2, 3)
PINNED = ("phone", "business", "mobile", "title")
# The desks at which these are typed, and whose records have these parts.
DESKS_WITH = {
    "phone": (0, 1, 2, 4),
    "business": (2, 4),
    "mobile": (0, 3, 4),
    "title": (0, 3, 4),
    "company": (0, 1, 2, 4),
    "person": (0, 1, 3, 4),
}
REVIEWED = (("company", "phone"), ("company", "business"), ("person", "mobile"))


def with_other_hubs(chance: random.Random, events: Sequence[Event]) -> Iterator[Event]:
    """Beside some runs a second hub starts, and some are overtaken by another machine."""
    for event in events:
        if not isinstance(event, Sync):
            yield event
            continue
        second_at = chance.randint(1, MOMENTS) if chance.randrange(8) == 0 else 0
        overtaken_at = chance.randint(1, MOMENTS) if chance.randrange(16) == 0 else 0
        yield replace(event, second_at=second_at, overtaken_at=overtaken_at)


def with_spoilt_records(chance: random.Random, events: Sequence[Event]) -> Iterator[Event]:
    """Before some runs somebody types what no mapping reads, or mends it, and others go on typing there."""
    for number, event in enumerate(events):
        if isinstance(event, Sync):
            place = Place(chance.randrange(DESKS - 1), chance.randrange(len(COMPANIES) - 1), 0)
            name = chance.choice(PINNED)
            yield from [Spoil(place)] * (chance.randrange(3) > 0)
            yield from [Type(place, name, value(name, 8000 + number))] * chance.randrange(2)
        yield event


def with_notices(chance: random.Random, events: Sequence[Event]) -> Iterator[Event]:
    """HubSpot tells of some of what people do there, and of what the hub has written; some notices come amid a run."""
    for event in events:
        if isinstance(event, Sync) and chance.randrange(2):
            told = {chance.randint(1, MOMENTS): _notice(chance) for _ in range(2)}
            yield replace(event, meanwhile=told | dict(event.meanwhile))
        else:
            yield event
        place = getattr(event, "place", None)
        if isinstance(place, Place) and place.desk in TELLING:
            yield replace(_notice(chance), place=place)
        elif chance.randrange(3) == 0:
            yield _notice(chance)


def _notice(chance: random.Random) -> Notify:
    place = Place(chance.choice(TELLING), chance.randrange(len(COMPANIES) - 1))
    fate = chance.choice(("true", "true", "true", "twice", "late", *chance.sample(FORGERIES, 2)))
    return Notify(place, fate, chance.choice((1, 2)) if chance.randrange(6) == 0 else 0)


def with_stewards(
    chance: random.Random, reviewed: Sequence[tuple[str, str]], events: Sequence[Event]
) -> Iterator[Event]:
    """Before some runs people disagree; after some a steward decides on what waits, or of their own accord."""
    for number, event in enumerate(events):
        if isinstance(event, Sync) and chance.randrange(2):
            yield from _dispute(chance, [name for _, name in reviewed] or PINNED, 5000 + 10 * number)
        yield event
        if isinstance(event, Sync):
            yield from (_decision(chance, 5002 + 10 * number + more) for more in range(chance.randrange(4)))


def _dispute(chance: random.Random, names: Sequence[str], number: int) -> Iterator[Event]:
    """Two who do not see each other type into one field."""
    customer, name = chance.randrange(len(COMPANIES) - 1), chance.choice(names)
    for more, desk in enumerate(chance.sample(DESKS_WITH[name], 2)):
        yield Type(Place(desk, customer), name, value(name, number + more))


def _decision(chance: random.Random, number: int) -> Event:
    customer = chance.randrange(len(COMPANIES) - 1)
    kind = chance.choice(("pin", "pin", "choose", "choose", "choose", "revoke", "relate", "relate"))
    if kind == "pin":
        name = chance.choice(PINNED)
        return Pin(customer, name, "" if chance.randrange(6) == 0 else value(name, number))
    if kind == "choose":
        return Choose(chance.randrange(5), chance.randrange(4))
    if kind == "revoke":
        return Revoke(chance.randrange(5))
    entity = chance.choice(("company", "person"))
    left, right = (Place(chance.choice(DESKS_WITH[entity]), customer, chance.randrange(2)) for _ in range(2))
    return Relate(chance.choice(("same", "different", "different")), entity, left, right)
