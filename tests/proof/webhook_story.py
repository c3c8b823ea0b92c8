"""The script of a world with webhooks: who edits what, and what becomes of the event that each edit causes."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from tests.pipeline.hooked import FORGERS

EVENTS = 100
PEOPLE = 8
NAMES = ("alpha", "beta")
FATES = ("on time", "in a crowd", "twice", "three days late", "lost", "forged", "death before", "death after")
WEIGHTS = (20, 15, 15, 10, 10, 20, 5, 5)
LATE = timedelta(hours=72)
# No job begins at the moment at which an index shows what another one wrote.
LAG_S = 90.5
DEATHS = {"death before": "before commit", "death after": "after commit"}


@dataclass(frozen=True)
class Edit:
    """What somebody does at a time: `system` holds the person, or gets him."""

    number: int
    at: timedelta
    system: str
    person: int
    fields: dict[str, str]
    deletes: bool


@dataclass(frozen=True, order=True)
class Delivery:
    """A request that comes in at a time; `forgery` is its fault."""

    at: timedelta
    number: int
    forgery: str = ""
    death: str = ""
    in_a_crowd: bool = False


@dataclass
class Story:
    """A world's script: all that happens in it but for what the hub does."""

    edits: list[Edit]
    fates: dict[int, str]
    deliveries: list[Delivery]
    apart: bool
    lag_s: float

    def steps(self) -> list[Edit | Delivery]:
        """All of it in the order of time."""
        return sorted([*self.edits, *self.deliveries], key=lambda step: (step.at, isinstance(step, Delivery)))


def story(chance: random.Random) -> Story:
    """Bursts of edits over some hours, and the fate of the event that each of them causes."""
    apart = chance.random() < 0.5
    edits: list[Edit] = []
    at = timedelta(minutes=10)
    for number in range(EVENTS):
        at += timedelta(seconds=chance.choice((2, 2, 3, 5, 9, 20, 300 if number % 7 else 2500)))
        person = chance.randrange(PEOPLE)
        system = NAMES[person % 2] if apart else chance.choice(NAMES)
        fields = {
            name: f"{name} {chance.randrange(6)}" for name in chance.sample(("job", "notes"), chance.randint(1, 2))
        }
        edits.append(Edit(number, at, system, person, fields, not apart and chance.random() < 0.03))
    fates = {edit.number: chance.choices(FATES, WEIGHTS)[0] for edit in edits}
    deliveries = sorted(one for edit in edits for one in _deliveries(edit, fates[edit.number], chance))
    return Story(edits, fates, deliveries, apart, chance.choice((0.0, 0.0, LAG_S)))


def _deliveries(edit: Edit, fate: str, chance: random.Random) -> Iterator[Delivery]:
    # Up to three minutes on the way: events overtake each other all the time.
    at = edit.at + timedelta(seconds=chance.choice((1, 1, 4, 30, 180)))
    if fate == "forged":
        yield Delivery(at, edit.number, chance.choice(sorted(FORGERS)))
    elif fate == "three days late":
        yield Delivery(at + LATE, edit.number)
    elif fate != "lost":
        yield Delivery(at, edit.number, death=DEATHS.get(fate, ""), in_a_crowd=fate == "in a crowd")
    if fate in ("twice", *DEATHS):
        yield Delivery(at + chance.choice((timedelta(seconds=1), timedelta(minutes=3), LATE)), edit.number)
