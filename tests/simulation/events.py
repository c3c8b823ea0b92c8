"""What else can happen in a history of the lab tier: data drawn beforehand, of which some may be left out.

Invariant: an event that makes no sense where things stand (nobody to edit, nothing to merge) does nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from hub.merging.rules import StrategyName
from tests.simulation import deeds
from tests.simulation.faults import Fault, Rival
from tests.simulation.office import USUAL_PAUSE_S, Office
from tests.simulation.system import System

Event = deeds.Event[Office]


@dataclass(frozen=True)
class Place:
    """Somebody's record in a system, by counting: `which` of the records that the system has of the person."""

    system: int
    person: int
    which: int = 0

    def find(self, office: Office) -> tuple[System, str | None]:
        system = office.at(self.system)
        found = system.living(self.person)
        return system, found[self.which % len(found)] if found else None


@dataclass(frozen=True)
class Enter:
    """Somebody enters a person by hand; where they are there already, `again` makes a double."""

    place: Place
    fields: Mapping[str, str]
    again: bool = False

    def happen(self, office: Office) -> None:
        system, known = self.place.find(office)
        if known is None or (self.again and not system.nature.unique):
            office.enters(system, self.place.person, dict(self.fields))


@dataclass(frozen=True)
class Type:
    """Somebody types a value; an empty one empties the field."""

    place: Place
    field: str
    value: str

    def happen(self, office: Office) -> None:
        system, record_id = self.place.find(office)
        if record_id is not None and (self.field != "email" or office.is_known_everywhere(self.place.person)):
            office.types(system, record_id, {self.field: self.value})


@dataclass(frozen=True)
class Copy:
    """Somebody types here what they read in another system."""

    place: Place
    source: int
    field: str

    def happen(self, office: Office) -> None:
        system, record_id = self.place.find(office)
        _, other = Place(self.source, self.place.person).find(office)
        if record_id is not None and other is not None:
            value = office.at(self.source).state(other).fields.get(self.field, "")
            office.types(system, record_id, {self.field: value})


@dataclass(frozen=True)
class Respell:
    """Somebody writes the same in another way (or saves it as it is)."""

    place: Place
    field: str

    def happen(self, office: Office) -> None:
        system, record_id = self.place.find(office)
        if record_id is not None:
            office.respells(system, record_id, self.field)


@dataclass(frozen=True)
class Delete:
    """Somebody deletes a record."""

    place: Place

    def happen(self, office: Office) -> None:
        system, record_id = self.place.find(office)
        if record_id is not None:
            office.deletes(system, record_id)


@dataclass(frozen=True)
class Restore:
    """Somebody takes a person's record out of the bin, in the first system from here on that has one there."""

    place: Place

    def happen(self, office: Office) -> None:
        for further in range(len(office.systems)):
            system = office.at(self.place.system + further)
            if not system.living(self.place.person) and office.restores(system, self.place.person):
                break


@dataclass(frozen=True)
class Merge:
    """Somebody merges two records of one person in their system."""

    place: Place

    def happen(self, office: Office) -> None:
        system = office.at(self.place.system)
        found = system.living(self.place.person)
        if len(found) > 1:
            office.merges(system, found[0], found[1])


@dataclass(frozen=True)
class Garble:
    """Somebody types what no mapping reads into the consent of a record; it is mended at the end."""

    place: Place

    def happen(self, office: Office) -> None:
        system, record_id = self.place.find(office)
        if record_id is not None:
            office.garbles(system, record_id)


@dataclass(frozen=True)
class Drift:
    """A field vanishes from what the system's API shows, or is back."""

    system: int
    field: str

    def happen(self, office: Office) -> None:
        office.drifts(office.at(self.system), self.field)


@dataclass(frozen=True)
class Configure:
    """The operator changes the configuration and starts the hub anew."""

    mapping: str
    strategies: Mapping[str, StrategyName]

    def happen(self, office: Office) -> None:
        office.configures(self.mapping, self.strategies)


@dataclass(frozen=True)
class Relate:
    """A steward says of two records that they are the same person, or never are."""

    kind: str
    left: Place
    right: Place

    def happen(self, office: Office) -> None:
        (one, left), (other, right) = self.left.find(office), self.right.find(office)
        if left is not None and right is not None and (one, left) != (other, right):
            office.book.tangled |= {self.left.person, self.right.person}
            office.stewards.relates(self.kind, (one.name, left), (other.name, right))


@dataclass(frozen=True)
class Sync:
    """The hub runs after a pause: with troubles in some systems, people at work meanwhile, and perhaps its death.

    `rivals` type into a system what the hub is about to write there.
    """

    faults: Mapping[int, Fault] = field(default_factory=dict)
    meanwhile: Mapping[int, Event] = field(default_factory=dict)
    dies_at: int = 0
    second_at: int = 0
    overtaken_at: int = 0
    order: int = 0
    pause_s: float = USUAL_PAUSE_S
    rivals: Mapping[int, Rival] = field(default_factory=dict)

    def happen(self, office: Office) -> None:
        office.syncs(
            {office.at(number).name: fault for number, fault in self.faults.items()},
            {moment: [lambda e=event: e.happen(office)] for moment, event in self.meanwhile.items()},  # type: ignore[misc]
            self.dies_at,
            self.second_at,
            self.overtaken_at,
            self.order,
            {office.at(number).name: rival for number, rival in self.rivals.items()},
            pause_s=self.pause_s,
        )

    def calmer(self) -> list[Sync]:
        """Runs to which less happens."""
        calm = Sync(order=self.order, pause_s=self.pause_s)
        single = [replace(calm, faults={number: fault}) for number, fault in self.faults.items()]
        single += [replace(calm, meanwhile={moment: deed}) for moment, deed in self.meanwhile.items()]
        quiet = replace(self, second_at=0, overtaken_at=0)
        fewer = [
            calm,
            *single,
            replace(quiet, dies_at=0),
            replace(quiet, faults={}),
            replace(quiet, meanwhile={}),
            quiet,
            replace(self, rivals={}),
        ]
        return [one for one in fewer if one != self]
