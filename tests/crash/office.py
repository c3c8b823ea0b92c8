"""Users at work between the deaths of a hub, and the book of what they did."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from random import Random

from tests.crash.hub import Account
from tests.crash.wire import HostedSystem
from tests.pipeline.edits import FAMILIES, Edit, Office
from tests.pipeline.systems import Clock, System

TYPED = ("job", "job", "notes", "phone", "mail_ok", "email", "-job", "-notes", "-phone", "-mail_ok")


@dataclass
class Premises:
    """The part of a laboratory that users see: systems and a clock, and no hub."""

    systems: Mapping[str, HostedSystem]
    clock: Clock

    def __getitem__(self, name: str) -> HostedSystem:
        return self.systems[name]


@dataclass
class CrashOffice(Office):
    """An office whose hub may die: what a dead hub has seen is unsure.

    `gone` are edits of records that were deleted before a hub that lived has seen them: nobody has to account for
    them, but they may have replaced others. `retyped` are edits that a hub has seen, into whose field of the same
    record somebody typed again, over the hub's word perhaps: a record's newest word is what it says.
    """

    gone: list[Edit] = field(default_factory=list)
    retyped: list[Edit] = field(default_factory=list)

    def types(self, system: System, person: int, name: str) -> None:
        before = list(self.edits)
        super().types(system, person, name)
        for edit in self.edits[len(before) :]:
            self.retyped += [
                earlier
                for earlier in before
                if earlier.seen and (earlier.record_id, earlier.field) == (edit.record_id, edit.field)
            ]

    def deletes(self, system: System, person: int) -> None:
        before = self.edits
        super().deletes(system, person)
        self.gone += [edit for edit in before if edit not in self.edits]

    def people_arrive(self, chance: Random) -> None:
        """The first customers."""
        for _ in range(chance.randint(2, 5)):
            self.creates(chance.choice(self.systems), chance.randrange(len(FAMILIES)))

    def work(self, chance: Random) -> None:
        """What people do while no hub runs."""
        if chance.random() < 0.3:
            self.creates(chance.choice(self.systems), chance.randrange(len(FAMILIES)))
        for _ in range(chance.randint(1, 4)):
            self.types(chance.choice(self.systems), chance.randrange(len(FAMILIES)), chance.choice(TYPED))
        if chance.random() < 0.15:
            self.deletes(chance.choice(self.systems), chance.randrange(len(FAMILIES)))

    def ran(self, account: Account | None) -> None:
        """A hub ran; None where it died."""
        hosted = (system for system in self.systems if isinstance(system, HostedSystem))
        shown = {system.name: set(system.records) - system.hidden() for system in hosted}
        self.lab.clock.goes_on(minutes=10)
        if account is None or account.unsettled:
            self.unsure.update(system.name for system in self.systems)
        else:
            self.unsure.clear()
        if account is not None:
            self.known.update(shown)
            for edit in self.edits:
                edit.seen = True
