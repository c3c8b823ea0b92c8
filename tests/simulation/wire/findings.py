"""What the hub's rows say when a history has come to rest, read once for all laws of the wire tier."""

from __future__ import annotations

from typing import Any

from tests.simulation.wire.office import Office
from tests.simulation.wire.stewards import Documents
from tests.simulation.wire.words import COMPANIES, FIELDS, golden_says

Doc = dict[str, Any]
Golden = dict[str, dict[int, tuple[int, Doc]]]
"""By entity and customer: the number and the document, where there is exactly one."""


class Findings:
    """What the hub's rows say at rest, read once."""

    def __init__(self, office: Office) -> None:
        self.office, self.book = office, office.book
        held = office.rows("SELECT id, held FROM golden WHERE redirect_to IS NULL AND held IS NOT NULL")
        self.held = {(row[0], unit) for row in held for unit in row[1].split(",")}
        self.documents = Documents(office.hub)
        # Where stewards said who is who, vendors' records tell of a customer no more.
        self.customers = [customer for customer in range(len(COMPANIES)) if customer not in self.book.tangled]
        self.golden: Golden = {
            entity: {
                customer: records[0]
                for customer in self.customers
                if len(records := self.documents.of(entity, customer)) == 1
            }
            for entity in ("company", "person", "employment")
        }

    def says(self, customer: int, field: str) -> tuple[int, str | None] | None:
        """The golden record that holds the field, and what it says."""
        found = self.golden[FIELDS[field].entity].get(customer)
        return None if found is None else (found[0], golden_says(field, found[1]))
