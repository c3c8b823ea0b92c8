"""What the whole world shares: its dice, its telephone exchange and post, and the firms met lately."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

from benchmarks.secondworld.addresses import Address
from benchmarks.secondworld.atlas import City
from benchmarks.secondworld.dice import Recent, Ring
from benchmarks.secondworld.firms import Firm
from benchmarks.secondworld.mail import Postmaster
from benchmarks.secondworld.phones import Exchange


@dataclass(slots=True)
class World:
    """Grows one firm or household at a time, and keeps only what later ones may refer to."""

    rnd: Random
    exchange: Exchange
    post: Postmaster = field(default_factory=Postmaster)
    firms: Recent[Firm] = field(default_factory=lambda: Recent(400))
    offices: Recent[tuple[City, Address]] = field(default_factory=lambda: Recent(120))
    serials: Ring = field(default_factory=lambda: Ring(1_000_000, 0))
    _entities: int = 0

    @classmethod
    def of_seed(cls, seed: int) -> World:
        rnd = Random(f"second world {seed}")
        return cls(rnd, Exchange(rnd))

    def entity_id(self, kind: str) -> str:
        self._entities += 1
        return f"{kind}{self._entities:07d}"

    def chance(self, probability: float) -> bool:
        return self.rnd.random() < probability
