"""The desks at Sansan, freee and HubSpot: which words of theirs hold what people type, and how people save it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from connectors.freee.twin import FreeeTwin
from connectors.hubspot.twin import HubSpotTwin
from connectors.hubspot.twin.rows import iso
from connectors.sansan.twin import SansanTwin
from tests.pipeline.systems import Clock
from tests.simulation.book import Book
from tests.simulation.wire.desk import Desk
from tests.simulation.wire.shelf import Record, Said
from tests.simulation.wire.words import COMPANIES, FAMILIES, customer_of, domain, mailbox, postal_code, says

_PARTNER = re.compile(r"/api/1/partners/(\d+)")


class Cards(Desk):
    """Business cards at Sansan: read only, and a card that is gone is gone without a word."""

    clears = False
    parts = {"company": "company", "person": "person"}
    renamed = {"title": ("title",), "mobile": ("mobile",)}
    typed = ("phone", "building", "name", "mobile", "title")
    _WORDS = {"phone": "tel", "building": "building", "mobile": "mobile", "title": "title"}

    def __init__(self, place: str, clock: Clock, book: Book, twin: SansanTwin) -> None:
        super().__init__(place, clock, book)
        self._twin = twin

    def records(self) -> Mapping[str, Record]:
        return self._twin.tables["bizCards"]

    def says(self, record: Record) -> Said:
        said = {name: says(name, record[word]) for name, word in self._WORDS.items() if word in record}
        return said | {"name": says("name", f"{record['lastName']}{record['firstName']}")}

    def whose(self, record: Record) -> int:
        return customer_of(record["email"])

    def stamp(self, record: Record) -> str:
        return str(record["updatedTime"])

    def saves(self, record_id: str, field: str, text: str) -> None:
        word = "firstName" if field == "name" else self._WORDS[field]
        self.edits(record_id, {word: text or None})

    def edits(self, record_id: str, words: Mapping[str, Any]) -> None:
        self._twin.user_edits("bizCards", record_id, words)

    def adds(self, customer: int, texts: Mapping[str, str]) -> str:
        card = {
            "lastName": FAMILIES[customer],
            "firstName": texts.get("name", "太郎"),
            "email": mailbox(customer),
            "companyName": COMPANIES[customer],
            "postalCode": postal_code(customer),
            "prefecture": "東京都",
            "city": "千代田区",
            "street": "丸の内1-1-1",
            "url": f"https://{domain(customer)}",
        }
        more = {self._WORDS[name]: text for name, text in texts.items() if name != "name"}
        return self._twin.user_creates("bizCards", {**card, **more})

    def takes_away(self, record_id: str) -> None:
        self._twin.user_deletes("bizCards", record_id)


class Partners(Desk):
    """Partners at freee: a company with its contact person; deleting and archiving leave no trace."""

    parts = {"company": "company", "person": "contact"}
    renamed = {"phone": ("phone",)}
    typed = ("phone", "building", "name")

    def __init__(self, place: str, clock: Clock, book: Book, twin: FreeeTwin) -> None:
        super().__init__(place, clock, book)
        self._twin = twin

    def records(self) -> Mapping[str, Record]:
        return {i: one for i, one in self._twin.books.partners.items() if i not in self._twin.books.archived}

    def says(self, record: Record) -> Said:
        said = {
            name: says(name, record[w]) for name, w in (("phone", "phone"), ("name", "contact_name")) if w in record
        }
        address = record.get("address_attributes") or {}
        if "id" in record or "street_name2" in address:
            said["building"] = says("building", address.get("street_name2"))
        return said

    def whose(self, record: Record) -> int:
        return customer_of(record["name"])

    def saves(self, record_id: str, field: str, text: str) -> None:
        customer = self.whose(self.records()[record_id])
        words: dict[str, Any] = {
            "phone": {"phone": text},
            "building": {"address_attributes": {"street_name2": text}},
            "name": {"contact_name": f"{FAMILIES[customer]} {text}"},
        }
        self.edits(record_id, words[field])

    def edits(self, record_id: str, words: Mapping[str, Any]) -> None:
        self._twin.user_edits("partners", record_id, words)

    def adds(self, customer: int, texts: Mapping[str, str]) -> str:
        partner = {
            "name": COMPANIES[customer],
            "contact_name": f"{FAMILIES[customer]} {texts.get('name', '太郎')}",
            "email": mailbox(customer),
            "phone": texts.get("phone", ""),
            "address_attributes": {
                "zipcode": postal_code(customer),
                "prefecture_code": 12,
                "street_name1": "千代田区丸の内1-1-1",
                "street_name2": texts.get("building", ""),
            },
        }
        return self._twin.user_creates("partners", partner)

    def takes_away(self, record_id: str) -> None:
        self._twin.user_deletes("partners", record_id)

    def archived(self, customer: int) -> list[str]:
        return [i for i in sorted(self._twin.books.archived) if self.owners[i] == customer]

    def people_archive(self, record_id: str) -> None:
        """On the vendor's own pages: it leaves the list, and its name stays taken."""
        self._twin.user_archives(record_id)
        self.ends(record_id, self.owners[record_id], "archived before it was shown")

    def people_unarchive(self, record_id: str) -> None:
        self._twin.user_unarchives(record_id)
        self.returns(record_id)

    def sent_in(self, method: str, path: str, body: Any) -> Iterator[tuple[str, set[str]]]:
        found = _PARTNER.fullmatch(path)
        if found is not None and method == "PUT":
            yield found[1], set(self.says(body))


class Objects(Desk):
    """One type of object at HubSpot."""

    stream = ""
    _WORDS: Mapping[str, str]

    def __init__(self, place: str, clock: Clock, book: Book, twin: HubSpotTwin) -> None:
        super().__init__(place, clock, book)
        self._twin, self._store = twin, twin.stores[self.stream]

    def records(self) -> Mapping[str, Record]:
        return {
            str(row.id): {
                "id": str(row.id),
                "updatedAt": iso(row.modified_ms),
                "properties": self._whole(row.properties),
            }
            for row in self._store.rows.values()
            if row.archived_ms is None
        }

    def _whole(self, properties: Mapping[str, str]) -> dict[str, str | None]:
        more = {self.spoilt.word} if self.spoilt is not None else set()
        names = {*self._WORDS.values(), "name", "email", "firstname", "lastname", *more} & self._store.kind.known
        return {name: properties.get(name) for name in sorted(names)}

    def says(self, record: Record) -> Said:
        held = record.get("properties") or {}
        return {name: says(name, held[word]) for name, word in self._WORDS.items() if word in held}

    def stamp(self, record: Record) -> str:
        return str(record["updatedAt"])

    def saves(self, record_id: str, field: str, text: str) -> None:
        self.edits(record_id, {self._WORDS[field]: text})

    def edits(self, record_id: str, words: Mapping[str, Any]) -> None:
        self._twin.user_edits(self.stream, record_id, words)

    def takes_away(self, record_id: str) -> None:
        self._twin.user_deletes(self.stream, record_id)

    def binned(self, customer: int) -> list[str]:
        return [str(i) for i in self._store.bin() if self.owners[str(i)] == customer]

    def people_restore(self, record_id: str) -> None:
        self._twin.user_restores(self.stream, record_id)
        self.returns(record_id)

    def people_merge(self, winner: str, loser: str) -> None:
        """The winner keeps what it says, and takes from the loser what it lacks."""
        into, out = self.says(self.records()[winner]), self.says(self.records()[loser])
        for name in (name for name, text in out.items() if text is not None and into[name] is None):
            known = self.book.cells[(self.place, loser), name].known
            self.book.cells[(self.place, winner), name].known |= known
        self._twin.user_merges(self.stream, winner, loser)
        self.states[loser][-1].gone = True
        self.book.gone((self.place, loser), "merged away by its system")
        self.returns(winner)

    def sent_in(self, method: str, path: str, body: Any) -> Iterator[tuple[str, set[str]]]:
        if path.endswith(f"/{self.stream}/batch/update"):
            yield from ((each["id"], set(self.says(each))) for each in body["inputs"])


class Companies(Objects):
    """Companies at HubSpot, which may be entered twice."""

    stream = "companies"
    renamed = {"business": ("description",)}
    typed = ("phone", "building", "business")
    can_double = True
    _WORDS = {"phone": "phone", "building": "address2", "business": "description"}

    def whose(self, record: Record) -> int:
        return customer_of(record["properties"]["name"])

    def adds(self, customer: int, texts: Mapping[str, str]) -> str:
        company = {
            "name": COMPANIES[customer],
            "domain": domain(customer),
            "zip": postal_code(customer),
            "state": "東京都",
            "city": "千代田区",
            "address": "丸の内一丁目1番1号",
        }
        return self._twin.user_creates(
            self.stream, company | {self._WORDS[name]: text for name, text in texts.items() if text}
        )


class Contacts(Objects):
    """Contacts at HubSpot; an opt-out is made in its subscription settings, and never by the hub."""

    stream = "contacts"
    entity = "person"
    parts = {"person": "person"}
    renamed = {"title": ("jobtitle",), "mobile": ("mobilephone",)}
    typed = ("name", "mobile", "title", "may_mail")
    _WORDS = {"mobile": "mobilephone", "title": "jobtitle", "may_mail": "hs_email_optout"}

    def says(self, record: Record) -> Said:
        said = super().says(record)
        held = record.get("properties") or {}
        if "firstname" in held or "lastname" in held:
            said["name"] = says("name", f"{held.get('lastname') or ''}{held.get('firstname') or ''}")
        if "may_mail" in said:
            said["may_mail"] = {"true": "false", "false": "true"}.get(said["may_mail"] or "")
        return said

    def whose(self, record: Record) -> int:
        return customer_of(record["properties"]["email"])

    def saves(self, record_id: str, field: str, text: str) -> None:
        self.edits(record_id, self._words(field, text))

    def _words(self, field: str, text: str) -> dict[str, str]:
        if field == "name":
            return {"firstname": text}
        return {self._WORDS[field]: {"true": "false", "false": "true"}[text] if field == "may_mail" and text else text}

    def has_post(self, record_id: str) -> bool:
        return "associatedcompanyid" in self._twin.records(self.stream)[record_id]

    def adds(self, customer: int, texts: Mapping[str, str]) -> str:
        contact = {"lastname": FAMILIES[customer], "firstname": "太郎", "email": mailbox(customer)}
        for name, text in texts.items():
            contact |= self._words(name, text) if name not in ("may_mail", "title") else {}
        return self._twin.user_creates(self.stream, contact)
