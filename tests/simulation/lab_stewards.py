"""The stewards of the lab tier: of a person, everything stands in one golden record."""

from __future__ import annotations

from typing import Any

import msgspec

from hub.steward.decide import Decided
from tests.simulation.book import Place
from tests.simulation.spelling import CANONICAL, PAYLOAD, Meaning, golden_meaning, meaning
from tests.simulation.stewards import Stewards
from tests.simulation.system import FAMILIES, STREAM


class LabStewards(Stewards):
    """They know people by their family names."""

    def golden_of(self, person: int) -> list[tuple[int, dict[str, Any]]]:
        """The living golden records of this family name."""
        with self.hub.world.database.begin() as tx:
            rows = tx.rows("SELECT id, doc FROM golden WHERE entity = 'person' AND redirect_to IS NULL ORDER BY id")
        found = [(row[0], msgspec.json.decode(row[1])) for row in rows]
        return [(number, doc) for number, doc in found if doc.get("family_name") == FAMILIES[person]]

    def holders(self, person: int, name: str) -> list[str]:
        return [f"person/{number}" for number, _ in self.golden_of(person)]

    def typed(self, name: str, value: str) -> tuple[str, Any, Meaning]:
        return CANONICAL[name], value or None, meaning(name, value)

    def heard(self, made: Decided) -> tuple[int, str, Meaning] | None:
        name = PAYLOAD[made.unit]
        owners = [person for person in range(len(FAMILIES)) if made.golden in self.holders(person, name)]
        return (owners[-1], name, golden_meaning(name, made.values)) if owners else None

    def record(self, place: Place) -> str:
        system, record_id = place
        return f"{system}/{STREAM}/{record_id}"
