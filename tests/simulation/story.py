"""The history of one seed: the nature of its world, and what happens in it, drawn before anything happens."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from hub.merging.rules import StrategyName
from tests.simulation.deeds import Choose, Pin, Revoke, Wait
from tests.simulation.events import (
    Configure,
    Copy,
    Delete,
    Drift,
    Enter,
    Event,
    Garble,
    Merge,
    Place,
    Relate,
    Respell,
    Restore,
    Sync,
    Type,
)
from tests.simulation.faults import Fault, Rival, fault
from tests.simulation.namesakes import with_meetings, with_namesakes
from tests.simulation.nature import REFUSED, WorldNature, with_cuts, world_nature
from tests.simulation.office import USUAL_PAUSE_S

PERSONS = 4
# About as many moments as a run of three systems has.
MOMENTS = 40
# Webhooks and schedules let runs follow each other within the lag of an index, or a day later.
PAUSES_S = (USUAL_PAUSE_S, USUAL_PAUSE_S, 5.0, 60.0, 60.0, 1000.0)
TYPED = ("job", "job", "job", "notes", "phone", "rank", "mail_ok", "email", "tags")
CONFIGURATIONS: tuple[dict[str, StrategyName], ...] = (
    {},
    {"notes": "source_priority"},
    {"occupation": "oldest"},
    {"rank": "most_frequent"},
    {"notes": "longest", "phone": "most_complete"},
)


@dataclass(frozen=True)
class Story:
    """One seed's world and history."""

    seed: int
    nature: WorldNature
    events: tuple[Event, ...]

    @property
    def about(self) -> Sequence[object]:
        return self.nature.systems


class Teller:
    """Draws events; values are numbered, so that nearly all of them are typed once only."""

    def __init__(self, chance: random.Random, systems: int) -> None:
        self._chance, self._systems, self._typed = chance, systems, 0

    def story(self) -> list[Event]:
        chance = self._chance
        events: list[Event] = [self._enter() for _ in range(chance.randint(2, 5))]
        wild = {kind for kind in ("stewards", "deletions", "drift", "configuration") if chance.randrange(3) == 0}
        for _ in range(chance.randint(3, 8)):
            events += [self._deed(wild) for _ in range(chance.randrange(4))]
            events.append(self._sync(wild))
        return events

    def _deed(self, wild: set[str]) -> Event:
        chance = self._chance
        pool: list[Any] = [self._type] * 12 + [
            self._enter,
            self._enter,
            self._copy,
            self._respell,
            self._garble,
            self._wait,
        ]
        if "stewards" in wild:
            pool += [self._pin, self._choose, self._choose, self._revoke, self._relate]
        if "deletions" in wild:
            pool += [self._delete, self._delete, self._restore, self._merge]
        if "drift" in wild:
            pool += [self._drift]
        if "configuration" in wild:
            pool += [self._configure]
        made: Event = chance.choice(pool)()
        return made

    def _place(self) -> Place:
        chance = self._chance
        return Place(chance.randrange(self._systems), chance.randrange(PERSONS), chance.randrange(2))

    def value(self, name: str) -> str:
        self._typed += 1
        number, chance = self._typed, self._chance
        if chance.randrange(6) == 0 and name != "email":
            return ""
        return {
            "job": REFUSED if number % 9 == 0 else f"役職{number}",
            "notes": f"メモ {number}",
            "rank": f"R{number}",
            "phone": f"03-3211-{1000 + number}",
            "mail_ok": "true" if chance.randrange(3) else "false",
            "email": f"n{number}@example.jp",
            "tags": ";".join(sorted({f"t{chance.randrange(5)}", f"t{number}"})),
        }[name]

    def _enter(self) -> Event:
        chosen = self._chance.sample(["job", "notes", "phone", "rank", "mail_ok", "tags"], self._chance.randrange(3))
        fields = {name: value for name in chosen if (value := self.value(name))}
        return Enter(self._place(), fields, again=self._chance.randrange(6) == 0)

    def _type(self) -> Event:
        name = self._chance.choice(TYPED)
        return Type(self._place(), name, self.value(name))

    def _copy(self) -> Event:
        return Copy(
            self._place(), self._chance.randrange(self._systems), self._chance.choice(("job", "notes", "phone"))
        )

    def _respell(self) -> Event:
        return Respell(self._place(), self._chance.choice(("job", "notes", "phone")))

    def _garble(self) -> Event:
        return Garble(self._place())

    def _wait(self) -> Event:
        return Wait(self._chance.choice([60.0, 900.0, 90_000.0]))

    def _pin(self) -> Event:
        name = self._chance.choice(("job", "notes", "rank"))
        return Pin(self._chance.randrange(PERSONS), name, self.value(name))

    def _choose(self) -> Event:
        return Choose(self._chance.randrange(5), self._chance.randrange(4))

    def _revoke(self) -> Event:
        return Revoke(self._chance.randrange(5))

    def _relate(self) -> Event:
        left, right = self._place(), self._place()
        if self._chance.randrange(2):
            return Relate("different", left, Place(right.system, left.person, right.which))
        return Relate("same", left, right)

    def _delete(self) -> Event:
        return Delete(self._place())

    def _restore(self) -> Event:
        return Restore(self._place())

    def _merge(self) -> Event:
        return Merge(self._place())

    def _drift(self) -> Event:
        return Drift(self._chance.randrange(self._systems), self._chance.choice(("job", "notes", "phone")))

    def _configure(self) -> Event:
        mapping = self._chance.choice(("whole", "whole", "without rank"))
        return Configure(mapping, self._chance.choice(CONFIGURATIONS))

    def _sync(self, wild: set[str]) -> Event:
        chance = self._chance
        troubled = chance.choice([0, 0, 1, 1, 2])
        faults: dict[int, Fault] = {chance.randrange(self._systems): fault(chance) for _ in range(troubled)}
        busy = chance.randrange(4) == 0
        people = [self._type, self._type, self._enter] + ([self._delete] if "deletions" in wild else [])
        meanwhile = {chance.randint(1, MOMENTS): chance.choice(people)() for _ in range(2)} if busy else {}
        return Sync(
            faults,
            meanwhile,
            dies_at=chance.randint(1, MOMENTS) if chance.randrange(5) == 0 else 0,
            second_at=chance.randint(1, MOMENTS) if chance.randrange(8) == 0 else 0,
            overtaken_at=chance.randint(1, MOMENTS) if chance.randrange(16) == 0 else 0,
            order=chance.randrange(1000),
            pause_s=chance.choice(PAUSES_S),
        )


def story_of(seed: int) -> Story:
    """The history of a seed."""
    chance = random.Random(seed)
    nature = world_nature(chance)
    weighs = random.Random(f"weighs {seed}").random() < 0.5
    nature = with_cuts(random.Random(f"cuts {seed}"), replace(nature, weighs=weighs))
    nature = with_namesakes(random.Random(f"namesakes {seed}"), nature)
    events = Teller(chance, len(nature.systems)).story()
    events += _mapping_is_back(random.Random(f"mapping {seed}"), events)
    events = list(with_meetings(random.Random(f"meetings {seed}"), nature, events))
    return Story(seed, nature, tuple(_with_rivals(random.Random(f"rivals {seed}"), nature, events)))


def _mapping_is_back(chance: random.Random, events: Sequence[Event]) -> list[Event]:
    """Often an operator who left a field out takes it in again, and finds what was typed into it meanwhile."""
    configured = [event for event in events if isinstance(event, Configure)]
    if not configured or configured[-1].mapping == "whole" or chance.randrange(3) == 0:
        return []
    return [replace(configured[-1], mapping="whole")]


def _with_rivals(chance: random.Random, nature: WorldNature, events: Sequence[Event]) -> Iterator[Event]:
    """In some runs somebody is faster than the hub, in a system that refuses a write over what its writer never saw."""
    careful = [number for number, system in enumerate(nature.systems) if system.conditional]
    for number, event in enumerate(events):
        if isinstance(event, Sync) and careful and chance.randrange(3) == 0:
            rival = Rival(chance.randint(1, 2), f"先に書いた {number}")
            yield replace(event, rivals={chance.choice(careful): rival})
        else:
            yield event
