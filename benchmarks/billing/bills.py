"""A world of firms, of which most are customers, and the bills and transfers that name them as books and banks do.

Invariant: a bill knows nothing but what its source would say; the truth stands beside it. The rates were written down
before there was a linker.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from benchmarks.identity.chance import Chance, Weighted
from benchmarks.identity.columns import Record
from benchmarks.identity.sources import accounting
from benchmarks.identity.sources.desk import Desk
from benchmarks.identity.spelling.addresses import AddressStyle, address, postal_code
from benchmarks.identity.spelling.companies import CompanyStyle, bank_kana, company
from benchmarks.identity.world.names import all_names
from benchmarks.identity.world.nouns import FIRST_DAY, TODAY, Firm
from benchmarks.identity.world.world import World

LEDGER, BOOKS, BANK = "ledger", "books", "bank"
"""An invoice whose partner is synced; one out of a tool whose partners are not; a transfer."""

_KINDS = Weighted([(LEDGER, 55), (BOOKS, 33), (BANK, 12)])
# How often: somebody bills or pays who is no customer; a partner's row was written over with another firm; a payer is
# not whom the contract is with; a payer has paid before, and a person has said who it is; the open bill is known.
STRANGER, OVERWRITTEN, OTHER_PAYER, PAID_BEFORE, OPEN_BILL = 0.03, 0.002, 0.04, 0.6, 0.75
_MAILBOX_KNOWN, _NUMBER_KNOWN, _KANA_KNOWN, _T_KNOWN, _PHONE_KNOWN, _ADDRESS_KNOWN = 0.3, 0.8, 0.8, 0.7, 0.9, 0.95


@dataclass(frozen=True)
class Bill:
    """What an invoice or a transfer says; `partner` is the customer that the crosswalk gives, "" where it gives none.

    `owed` are the customers with an open bill of this amount, `taught` is whom a person once named for this payer, and
    `truth` is the customer that is meant, "" where it is none of ours.
    """

    kind: str
    truth: str
    party: Record
    partner: str = ""
    owed: frozenset[str] = frozenset()
    taught: str = ""


@dataclass(frozen=True)
class Office:
    """The customers as the hub knows them, by id, and the bills."""

    customers: dict[str, Record] = field(default_factory=dict)
    bills: list[Bill] = field(default_factory=list)


def office(customers: int, bills: int, seed: int) -> Office:
    """A made one; the same numbers make the same one."""
    world = World(seed, "b2b")
    firms = list(islice((firm for unit in world.units() for firm in unit.firms), customers * 10 // 9))
    chance = Chance(f"billing {seed}")
    chance.shuffle(firms)
    ours, strangers = firms[:customers], firms[customers:]
    desk = Desk(chance, all_names())
    known = {firm.entity_id: _known(desk, firm) for firm in ours}
    made = _Desk(desk, ours, strangers)
    return Office(known, list(islice(made.bills(), bills)))


def _known(desk: Desk, firm: Firm) -> Record:
    """A customer as several systems together know it: its name and place of today, in a tidy spelling."""
    chance, record = desk.chance, desk.company_record("hub", TODAY)
    tidy = CompanyStyle(short=0, none=0, misplaced=0, spaced=0, old_kanji=0, wide_latin=0)
    record.company_name = company(chance, firm.name, tidy)
    record.company_kana = firm.name.word.kana if chance.hits(_KANA_KNOWN) else ""
    record.corporate_number = firm.number if chance.hits(_NUMBER_KNOWN) else ""
    record.invoice_registration_number = firm.invoice if chance.hits(_T_KNOWN) else ""
    record.phone = firm.phone.digits if chance.hits(_PHONE_KNOWN) else ""
    if chance.hits(_ADDRESS_KNOWN):
        plain = AddressStyle(no_prefecture=0, no_building=0.1, spaced=0, wide=0, ending_first=0)
        record.address = address(chance, firm.address, plain)
        record.postal_code = postal_code(chance, firm.address.town, 1)
    if firm.domain and chance.hits(_MAILBOX_KNOWN):
        record.email = f"{chance.pick(('info', 'keiri', 'soumu'))}@{firm.domain}"
    return record


@dataclass(frozen=True)
class _Desk:
    """Where bills are written."""

    desk: Desk
    ours: list[Firm]
    strangers: list[Firm]

    def bills(self) -> Iterator[Bill]:
        """Bills for ever."""
        chance = self.desk.chance
        while True:
            kind = _KINDS.draw(chance)
            if kind == LEDGER:
                yield self._of_ledger(chance.pick(self.ours))
                continue
            stranger = chance.hits(STRANGER)
            firm = chance.pick(self.strangers if stranger else self.ours)
            truth = "" if stranger else firm.entity_id
            yield self._of_books(firm, truth) if kind == BOOKS else self._of_bank(firm, truth)

    def _party(self, firm: Firm) -> Record:
        return accounting.of_company(self.desk, firm, self.desk.chance.between(FIRST_DAY, TODAY), None)

    def _of_ledger(self, firm: Firm) -> Bill:
        if self.desk.chance.hits(OVERWRITTEN):
            meant = self.desk.chance.pick(self.ours)
            return Bill(LEDGER, meant.entity_id, self._party(meant), partner=firm.entity_id)
        return Bill(LEDGER, firm.entity_id, self._party(firm), partner=firm.entity_id)

    def _of_books(self, firm: Firm, truth: str) -> Bill:
        return Bill(BOOKS, truth, self._party(firm))

    def _of_bank(self, firm: Firm, truth: str) -> Bill:
        chance = self.desk.chance
        payer = chance.pick(self.ours) if chance.hits(OTHER_PAYER) else firm
        record = self.desk.company_record("bank", TODAY)
        record.company_kana = bank_kana(payer.name)
        # Now and then two customers owe the same round amount.
        owed = {chance.pick(self.ours).entity_id for _ in range(3) if chance.hits(0.05)}
        if truth and chance.hits(OPEN_BILL):
            owed.add(truth)
        taught = truth if truth and chance.hits(PAID_BEFORE) else ""
        return Bill(BANK, truth, record, owed=frozenset(owed), taught=taught)
