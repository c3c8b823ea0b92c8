"""What can happen in a history of any tier: time goes by, stewards decide, and the hub runs.

Invariant: an event that makes no sense where things stand does nothing, so a history stays one with less of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, TypeVar

from tests.pipeline.systems import Clock
from tests.simulation.stewards import Stewards

Office = TypeVar("Office", contravariant=True)


class World(Protocol):
    """What deeds of any tier are done in."""

    clock: Clock

    @property
    def stewards(self) -> Stewards: ...


class Event(Protocol[Office]):
    """Something that happens in the world."""

    def happen(self, office: Office) -> None:
        """Let it happen."""


@dataclass(frozen=True)
class Wait:
    """Time goes by."""

    seconds: float

    def happen(self, office: World) -> None:
        office.clock.goes_on(seconds=self.seconds)


@dataclass(frozen=True)
class Pin:
    """A steward fixes a value of somebody's golden record; an empty one is fixed as empty."""

    person: int
    field: str
    value: str

    def happen(self, office: World) -> None:
        office.stewards.fixes(self.person, self.field, self.value)


@dataclass(frozen=True)
class Choose:
    """A steward answers an open conflict with one of its choices."""

    conflict: int
    choice: int

    def happen(self, office: World) -> None:
        office.stewards.chooses(self.conflict, self.choice)


@dataclass(frozen=True)
class Revoke:
    """A steward takes a decision of a steward back."""

    decision: int

    def happen(self, office: World) -> None:
        office.stewards.revokes(self.decision)
