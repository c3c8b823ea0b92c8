"""What every kind of hostile input has: samples that are right, ways to spoil them, and a reader under test.

Invariant: a reader ends in records, in quarantine or in one clear error of ours; anything else is a failure.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Literal, Protocol

from tests.hostile.spoiling import Step, Way, drawn, spoilt

Outcome = Literal["read", "quarantined", "refused"]


class BrokenRuleError(AssertionError):
    """The reader gave something that nobody may give."""


class Kind(Protocol):
    """One kind of input. `read` raises whatever the reader raises that is no error of ours."""

    name: str
    share: int
    """How many of a hundred cases are of this kind."""
    budget_s: float
    """The CPU time that one case may take."""

    @property
    def samples(self) -> Sequence[bytes]:
        """Inputs that are right."""

    @property
    def ways(self) -> Mapping[str, Way]:
        """How they are spoilt."""

    def read(self, data: bytes, sample: int, chance: Random) -> Outcome:
        """Give the input to the reader; `chance` decides what is not in the bytes, such as how they arrive."""


@dataclass(frozen=True)
class Case:
    """One spoilt sample, told by its seed and number."""

    kind: Kind
    seed: int
    number: int
    sample: int
    steps: tuple[Step, ...]

    @classmethod
    def of(cls, kind: Kind, seed: int, number: int) -> Case:
        chance = Random(f"{kind.name} {seed} {number}")
        return cls(kind, seed, number, chance.randrange(len(kind.samples)), tuple(drawn(chance, kind.ways)))

    def data(self, steps: Sequence[Step] | None = None) -> bytes:
        return spoilt(self.kind.samples[self.sample], self.steps if steps is None else steps, self.kind.ways)

    def read(self, data: bytes) -> Outcome:
        return self.kind.read(data, self.sample, Random(self.number))

    def __str__(self) -> str:
        return f"{self.kind.name}, seed {self.seed}, case {self.number}, sample {self.sample}, " + ", ".join(
            map(str, self.steps)
        )
