"""A world of one kind, unit after unit: business to business, consumers, or both mixed."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.identity.chance import Chance, Weighted
from benchmarks.identity.world.business import Registry
from benchmarks.identity.world.names import all_names
from benchmarks.identity.world.nouns import Firm, Human, Unit
from benchmarks.identity.world.people import Population
from benchmarks.identity.world.places import all_places

KINDS = ("b2b", "b2c", "mixed")
# Of a firm most know one or two people, of a few a whole department.
_CONTACTS = Weighted([(0, 34), (1, 30), (2, 15), (3, 8), (4, 5), (6, 4), (9, 2), (15, 1), (30, 0.4), (60, 0.1)])


class World:
    """Makes units for ever; the same seed and kind make the same ones."""

    def __init__(self, seed: int, kind: str) -> None:
        self.chance = Chance(f"{kind} {seed}")
        self.kind = kind
        names, places = all_names(), all_places()
        self.registry = Registry(self.chance, names, places)
        self.population = Population(self.chance, names, places)

    def units(self) -> Iterator[Unit]:
        """Firms with their people, and households, as the kind wants them."""
        while True:
            if self.kind == "b2c" and not self.chance.hits(0.01):
                yield Unit([], self.population.household())
                continue
            firms = self.registry.firms()
            yield Unit(firms, [human for firm in firms for human in self._people(firm)])
            if self.kind == "mixed" and self.chance.hits(0.28):
                yield Unit([], self.population.household())

    def _people(self, firm: Firm) -> list[Human]:
        headcount = _CONTACTS.draw(self.chance)
        if self.kind == "mixed" and self.chance.hits(0.3):  # firms that are known by name only
            headcount = 0
        if firm.name.form.is_sole:
            headcount = min(headcount, 2)
        return self.population.contacts(firm, headcount, self.registry.recent)
