"""What others do than those who type: records are spoilt, HubSpot sends notices, and stewards say who is who."""

from __future__ import annotations

from dataclasses import dataclass

from tests.simulation.wire.events import Place
from tests.simulation.wire.office import Office


@dataclass(frozen=True)
class Spoil:
    """Somebody types what no mapping reads, or mends it; what is left is mended at the end."""

    place: Place

    def happen(self, office: Office) -> None:
        desk, record_id = self.place.find(office)
        if record_id is not None:
            office.did["mended"] += (is_mended := desk.people_mend(record_id))
            office.did["spoilt"] += not is_mended and desk.people_spoil(record_id)


@dataclass(frozen=True)
class Notify:
    """HubSpot tells of a record there: truly, once more, days late, or somebody forges it; who takes it in may die."""

    place: Place
    fate: str
    dies_at: int = 0

    def happen(self, office: Office) -> None:
        desk = self.place.at(office)
        found = sorted(record_id for record_id, customer in desk.owners.items() if customer == self.place.customer)
        if found:
            letter = office.posts.writes(desk, found[-1], self.fate, dies_at=self.dies_at)
            office.did["notified"] += 1
            office.posts.drops(letter) if office.hub.is_at_work else office.posts.comes(letter)


@dataclass(frozen=True)
class Relate:
    """A steward says of two records that they are of the same customer, or never are."""

    kind: str
    entity: str
    left: Place
    right: Place

    def happen(self, office: Office) -> None:
        found = [(*place.find(office), place.customer) for place in (self.left, self.right)]
        if all(record_id is not None and self.entity in desk.parts for desk, record_id, _ in found):
            one, other = [(desk.place, f"{record_id}#{desk.parts[self.entity]}") for desk, record_id, _ in found]
            if one != other:
                office.book.tangled |= {customer for *_, customer in found}
                office.stewards.relates(self.kind, one, other)
