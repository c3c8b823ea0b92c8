"""The stewards of the wire tier: a customer is a company, a person and a post, each a golden record of its own."""

from __future__ import annotations

from typing import Any

import msgspec

from hub.steward.decide import Decided
from tests.simulation.book import Place
from tests.simulation.process import Process
from tests.simulation.spelling import Meaning
from tests.simulation.stewards import Stewards
from tests.simulation.wire.words import COMPANIES, FIELDS, golden_says, mailbox, says

Doc = dict[str, Any]


class Documents:
    """The living golden records of a hub, read once, and whose they are."""

    def __init__(self, hub: Process) -> None:
        with hub.world.database.begin() as tx:
            rows = list(tx.rows("SELECT id, entity, doc FROM golden WHERE redirect_to IS NULL ORDER BY id"))
        self.all = [(entity, number, msgspec.json.decode(doc)) for number, entity, doc in rows]
        self._people = {number: self._person(doc) for entity, number, doc in self.all if entity == "person"}

    @staticmethod
    def _person(doc: Doc) -> int | None:
        found = [customer for customer in range(len(COMPANIES)) if doc.get("email") == mailbox(customer)]
        return found[0] if found else None

    def of(self, entity: str, customer: int) -> list[tuple[int, Doc]]:
        return [(number, doc) for kind, number, doc in self.all if kind == entity and self._is_of(kind, doc, customer)]

    def _is_of(self, entity: str, doc: Doc, customer: int) -> bool:
        if entity == "company":
            return bool(doc.get("name") == COMPANIES[customer])
        if entity == "person":
            return self._person(doc) == customer
        if "company" not in doc:
            return False  # a title without a company: nobody knows of which post it is
        return self._people.get(int(str(doc.get("person", "person/0")).partition("/")[2] or 0)) == customer


class WireStewards(Stewards):
    """They know a company by its name, and a person by the mailbox."""

    def holders(self, person: int, name: str) -> list[str]:
        entity = FIELDS[name].entity
        return [f"{entity}/{number}" for number, _ in Documents(self.hub).of(entity, person)]

    def typed(self, name: str, value: str) -> tuple[str, Any, Meaning]:
        return FIELDS[name].fields[0], value or None, says(name, value)

    def heard(self, made: Decided) -> tuple[int, str, Meaning] | None:
        entity = made.golden.partition("/")[0]
        name = next((n for n, field in FIELDS.items() if (field.entity, field.unit) == (entity, made.unit)), None)
        if name is None:
            return None
        owners = [customer for customer in range(len(COMPANIES)) if made.golden in self.holders(customer, name)]
        return (owners[0], name, golden_says(name, made.values)) if len(owners) == 1 else None

    def record(self, place: Place) -> str:
        return "/".join(place)
