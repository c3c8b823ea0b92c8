"""What else can happen in a history of the wire tier: data drawn beforehand, of which some may be left out.

Invariant: an event that makes no sense where things stand (nobody to edit, nothing to merge) does nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from tests.simulation import deeds
from tests.simulation.wire.desk import Desk
from tests.simulation.wire.desks import Objects
from tests.simulation.wire.office import Office
from tests.simulation.wire.troubles import Trouble

Event = deeds.Event[Office]


@dataclass(frozen=True)
class Place:
    """A customer's record at a desk, by counting."""

    desk: int
    customer: int
    which: int = 0

    def at(self, office: Office) -> Desk:
        return office.desks[self.desk % len(office.desks)]

    def find(self, office: Office) -> tuple[Desk, str | None]:
        desk = self.at(office)
        found = [] if desk.is_away else desk.living(self.customer)
        return desk, found[self.which % len(found)] if found else None


@dataclass(frozen=True)
class Enter:
    """Somebody enters a customer; `again` also where it is there already and the vendor lets it."""

    place: Place
    texts: Mapping[str, str]
    again: bool = False

    def happen(self, office: Office) -> None:
        desk, known = self.place.find(office)
        customer = self.place.customer
        if desk is office.partners and office.partners.archived(customer):
            return  # the name is taken
        name = office.name_of(customer)
        if name is not None and not desk.is_away and (known is None or (self.again and desk.can_double)):
            desk.people_add(customer, {**self.texts, "name": name})
            office.did["created"] += 1


@dataclass(frozen=True)
class Type:
    """Somebody types a value; an empty one empties the field."""

    place: Place
    field: str
    text: str

    def happen(self, office: Office) -> None:
        desk, record_id = self.place.find(office)
        if record_id is None or (self.field == "name" and not office.may_be_renamed(self.place.customer)):
            return
        if desk.people_type(record_id, self.field, self.text):
            office.did["typed"] += 1


@dataclass(frozen=True)
class Copy:
    """Somebody types here what they read at another desk."""

    place: Place
    source: int
    field: str

    def happen(self, office: Office) -> None:
        desk, record_id = self.place.find(office)
        other, source_id = Place(self.source, self.place.customer).find(office)
        if record_id is None or source_id is None or self.field == "name":
            return
        said = other.says(other.records()[source_id]).get(self.field)
        if said is not None and desk.people_type(record_id, self.field, said):
            office.did["copied"] += 1


@dataclass(frozen=True)
class Delete:
    """Somebody deletes a record."""

    place: Place

    def happen(self, office: Office) -> None:
        desk, record_id = self.place.find(office)
        if record_id is None:
            return
        if desk is office.partners and any(
            str(deal["partner_id"]) == record_id for deal in office.freee.books.deals.values()
        ):
            return  # freee does not let them
        desk.people_delete(record_id)
        office.did["deleted"] += 1


@dataclass(frozen=True)
class Archive:
    """Somebody archives a partner at freee, or takes it out again."""

    customer: int

    def happen(self, office: Office) -> None:
        desk = office.partners
        if archived := desk.archived(self.customer):
            desk.people_unarchive(archived[0])
        elif found := desk.living(self.customer):
            desk.people_archive(found[0])
            office.did["archived"] += 1


@dataclass(frozen=True)
class Restore:
    """Somebody takes a record out of HubSpot's bin."""

    place: Place

    def happen(self, office: Office) -> None:
        for desk in (office.companies, office.contacts):
            if not desk.living(self.place.customer) and (binned := desk.binned(self.place.customer)):
                desk.people_restore(binned[0])
                office.did["restored"] += 1
                return


@dataclass(frozen=True)
class Merge:
    """Somebody merges two records of one customer in HubSpot."""

    place: Place

    def happen(self, office: Office) -> None:
        desk, _ = self.place.find(office)
        found = desk.living(self.place.customer)
        if isinstance(desk, Objects) and len(found) > 1:
            desk.people_merge(found[0], found[1])
            office.did["merged"] += 1


@dataclass(frozen=True)
class Drift:
    """A vendor renames a property in its answers, or is back at the old name."""

    place: Place

    def happen(self, office: Office) -> None:
        desk = self.place.at(office)
        if desk.renamed:
            office.drifts(desk, sorted(desk.renamed)[self.place.which % len(desk.renamed)])


@dataclass(frozen=True)
class Mail:
    """The customer writes a mail."""

    customer: int

    def happen(self, office: Office) -> None:
        office.mail_comes(self.customer)


@dataclass(frozen=True)
class Sell:
    """A sale is booked at freee; or one is changed, or taken out of the books."""

    customer: int
    number: int
    what: str

    def happen(self, office: Office) -> None:
        sale = office.sale(self.number)
        if self.what == "book" or sale is None:
            office.sells(self.customer, self.number)
        elif self.what == "change":
            office.freee.user_edits("deals", sale, {"amount": 5000 + self.number})
        else:
            office.freee.user_deletes("deals", sale)


@dataclass(frozen=True)
class Sync:
    """The hub runs: with troubles at some vendors, people at work meanwhile, and perhaps its death; a second one may
    start beside it, or another machine take its lease over while it stands still.
    """

    troubles: Mapping[str, Trouble] = field(default_factory=dict)
    meanwhile: Mapping[int, Event] = field(default_factory=dict)
    dies_at: int = 0
    order: int = 0
    second_at: int = 0
    overtaken_at: int = 0

    def happen(self, office: Office) -> None:
        deeds = {moment: [lambda e=event: e.happen(office)] for moment, event in self.meanwhile.items()}
        office.syncs(self.troubles, deeds, self.dies_at, self.order, self.second_at, self.overtaken_at)

    def calmer(self) -> list[Sync]:
        """Runs to which less happens."""
        calm = Sync(order=self.order)
        single = [replace(calm, troubles={name: one}) for name, one in self.troubles.items()]
        single += [replace(calm, meanwhile={moment: deed}) for moment, deed in self.meanwhile.items()]
        quiet = replace(self, second_at=0, overtaken_at=0)
        fewer = [
            calm,
            *single,
            replace(quiet, dies_at=0),
            replace(quiet, troubles={}),
            replace(quiet, meanwhile={}),
            quiet,
        ]
        return [one for one in fewer if one != self]
