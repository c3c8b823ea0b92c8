"""The history of one seed of the wire tier, drawn before anything happens."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from tests.simulation.deeds import Wait
from tests.simulation.wire.beside import (
    DESKS,
    MOMENTS,
    REVIEWED,
    with_notices,
    with_other_hubs,
    with_spoilt_records,
    with_stewards,
)
from tests.simulation.wire.events import (
    Archive,
    Copy,
    Delete,
    Drift,
    Enter,
    Event,
    Mail,
    Merge,
    Place,
    Restore,
    Sell,
    Sync,
    Type,
)
from tests.simulation.wire.nature import Nature, nature_of
from tests.simulation.wire.troubles import Trouble, trouble
from tests.simulation.wire.words import COMPANIES, FIELDS, NEVER_EMPTIED, value

# By how much HubSpot's clock is ahead.
SKEWS_S = (0.0, 0.0, -90.0, 45.0)
TYPED = ("phone", "phone", "name", "mobile", "mobile", "title", "title", "business", "building", "may_mail")
CONNECTIONS = ("cards", "books", "books", "crm", "crm", "crm", "sheet", "mail")


@dataclass(frozen=True)
class Story:
    """One seed's world and history."""

    seed: int
    nature: Nature
    events: tuple[Event, ...]

    @property
    def about(self) -> Sequence[object]:
        return (self.nature,)


class Teller:
    """Draws events; values are numbered, so that nearly all of them are typed once only."""

    def __init__(self, chance: random.Random) -> None:
        self._chance, self._typed = chance, 0

    def story(self) -> list[Event]:
        chance = self._chance
        events: list[Event] = [self._enter() for _ in range(chance.randint(2, 6))]
        wild = {kind for kind in ("deletions", "drift", "doubles") if chance.randrange(3) == 0}
        for _ in range(chance.randint(3, 7)):
            events += [self._deed(wild) for _ in range(chance.randrange(5))]
            events.append(self._sync(wild))
        return events

    def _deed(self, wild: set[str]) -> Event:
        pool: list[Any] = [self._type] * 10 + [self._enter] * 2 + [self._copy, self._wait, self._mail, self._sell]
        if "deletions" in wild:
            pool += [self._delete, self._delete, self._restore, self._archive]
        if "doubles" in wild:
            pool += [self._again, self._merge]
        if "drift" in wild:
            pool += [self._drift]
        made: Event = self._chance.choice(pool)()
        return made

    def _customer(self) -> int:
        return self._chance.randrange(len(COMPANIES) - 1)

    def _place(self) -> Place:
        return Place(self._chance.randrange(DESKS), self._customer(), self._chance.randrange(2))

    def _text(self, name: str) -> str:
        self._typed += 1
        if name not in NEVER_EMPTIED and self._chance.randrange(6) == 0:
            return ""
        return value(name, self._typed)

    def _enter(self, *, again: bool = False) -> Event:
        chosen = self._chance.sample(sorted(FIELDS), self._chance.randrange(4))
        texts = {name: text for name in chosen if (text := self._text(name))}
        return Enter(self._place(), texts, again)

    def _again(self) -> Event:
        return self._enter(again=True)

    def _type(self) -> Event:
        name = self._chance.choice(TYPED)
        return Type(self._place(), name, self._text(name))

    def _copy(self) -> Event:
        return Copy(self._place(), self._chance.randrange(DESKS), self._chance.choice(("phone", "mobile", "title")))

    def _wait(self) -> Event:
        return Wait(self._chance.choice([60.0, 900.0, 30_000.0, 90_000.0]))

    def _mail(self) -> Event:
        return Mail(self._customer())

    def _sell(self) -> Event:
        self._typed += 1
        return Sell(self._customer(), self._typed, self._chance.choice(("book", "book", "change", "take out")))

    def _delete(self) -> Event:
        return Delete(self._place())

    def _restore(self) -> Event:
        return Restore(self._place())

    def _archive(self) -> Event:
        return Archive(self._customer())

    def _merge(self) -> Event:
        return Merge(Place(2, self._customer()))

    def _drift(self) -> Event:
        return Drift(self._place())

    def _sync(self, wild: set[str]) -> Event:
        chance = self._chance
        names = [chance.choice(CONNECTIONS) for _ in range(chance.choice([0, 0, 1, 1, 2]))]
        troubles: dict[str, Trouble] = {name: trouble(chance, name) for name in names}
        busy = chance.randrange(3) == 0
        people = [self._type, self._type, self._enter] + ([self._delete] if "deletions" in wild else [])
        meanwhile = {chance.randint(1, MOMENTS): chance.choice(people)() for _ in range(2)} if busy else {}
        return Sync(
            troubles,
            meanwhile,
            dies_at=chance.randint(1, MOMENTS) if chance.randrange(4) == 0 else 0,
            order=chance.randrange(1000),
        )


def story_of(seed: int) -> Story:
    """The history of a seed."""
    chance = random.Random(f"wire {seed}")
    nature, events = nature_of(chance), Teller(chance).story()
    nature = replace(nature, skew_s=random.Random(f"skew {seed}").choice(SKEWS_S))
    nature = replace(nature, weighs=random.Random(f"weighs {seed}").random() < 0.5)
    events = list(with_other_hubs(random.Random(f"other hubs {seed}"), events))
    stewards = random.Random(f"stewards {seed}")
    if stewards.randrange(2):
        reviewed = tuple(sorted(stewards.sample(REVIEWED, stewards.randrange(4))))
        nature, events = replace(nature, reviewed=reviewed), list(with_stewards(stewards, reviewed, events))
    spoiling = random.Random(f"spoiling {seed}")
    if spoiling.randrange(3) == 0:
        events = list(with_spoilt_records(spoiling, events))
    posts = random.Random(f"posts {seed}")
    if posts.randrange(2):
        events = list(with_notices(posts, events))
    return Story(seed, nature, tuple(events))
