"""How many bills are linked without a person, and how many of these to the right customer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import count

from benchmarks.billing.bills import BANK, Bill, Office
from benchmarks.identity.columns import Record
from hub.linking import Facts, Linking, Party, facts_of, keys_of, link
from hub.normalize.addresses import split_address

# Beyond that many holders a key tells nothing, as in the store.
_MOST_HOLDERS = 50


@dataclass
class Score:
    """Counts of bills; `meant` are those that belong to a customer."""

    bills: int = 0
    meant: int = 0
    linked: int = 0
    right: int = 0

    @property
    def precision(self) -> float:
        return self.right / self.linked if self.linked else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.meant if self.meant else 1.0

    def __add__(self, other: Score) -> Score:
        both = zip(vars(self).values(), vars(other).values(), strict=True)
        return Score(*(one + another for one, another in both))

    def add(self, bill: Bill, linked: str) -> None:
        """Count one."""
        self.bills += 1
        self.meant += bool(bill.truth)
        self.linked += bool(linked)
        self.right += bool(linked) and linked == bill.truth


class Linker:
    """The linker over an index in memory, as the hub has it in its store."""

    def __init__(self, customers: Mapping[str, Record]) -> None:
        self._number = dict(zip(customers, count(1)))
        self._name = {number: name for name, number in self._number.items()}
        self._facts = {self._number[name]: facts_of(document(record)) for name, record in customers.items()}
        self._holders: dict[int, list[int]] = defaultdict(list)
        for number, facts in self._facts.items():
            for key in keys_of(facts):
                self._holders[key].append(number)

    def name(self, customer: int | None) -> str:
        """The customer's id in the world."""
        return self._name[customer] if customer is not None else ""

    def linking(self, bill: Bill) -> Linking:
        """What is found for a bill."""
        facts = facts_of(document(bill.party))
        known = self._number.get
        taught = frozenset({self._number[bill.taught]} if bill.taught else ())
        party = Party(facts, known(bill.partner), taught, frozenset(self._number[name] for name in bill.owed))
        return link(party, self._candidates(party))

    def _candidates(self, party: Party) -> dict[int, Facts]:
        found = {*party.taught, *({party.partner} if party.partner is not None else ())}
        for key in keys_of(party.facts):
            holders = self._holders.get(key, [])
            found.update(holders if len(holders) <= _MOST_HOLDERS else ())
        return {number: self._facts[number] for number in sorted(found)}


def scores(office: Office) -> dict[str, Score]:
    """The score of each kind of bill, and of all of them."""
    found: dict[str, Score] = defaultdict(Score)
    linker = Linker(office.customers)
    for bill in office.bills:
        linked = linker.name(linker.linking(bill).customer)
        for kind in (bill.kind, "all"):
            found[kind].add(bill, linked)
    return dict(sorted(found.items(), key=lambda one: (one[0] == "all", one[0] == BANK)))


def mistakes(office: Office) -> Iterator[tuple[Bill, Linking, str]]:
    """Each bill that was linked to somebody else than is meant."""
    linker = Linker(office.customers)
    for bill in office.bills:
        found = linker.linking(bill)
        linked = linker.name(found.customer)
        if linked and linked != bill.truth:
            yield bill, found, linked


def document(record: Record) -> dict[str, str]:
    """The record in canonical fields, as a mapping would give it."""
    parts = split_address(record.address) if record.address else None
    said = {
        "name": record.company_name,
        "kana": record.company_kana,
        "corporate_number": record.corporate_number,
        "invoice_number": record.invoice_registration_number,
        "phone": record.phone,
        "email": record.email,
        "postal_code": record.postal_code or (parts.postal_code if parts else ""),
        **({} if parts is None else {name: getattr(parts, name) for name in ("prefecture", "city", "street")}),
        "building": parts.building if parts else "",
    }
    return {name: value for name, value in said.items() if value}
