"""The books: companies and traders with T-numbers and the bank's kana, no people but consumers who get invoices."""

from __future__ import annotations

from benchmarks.identity.columns import Record
from benchmarks.identity.sources.desk import Desk
from benchmarks.identity.spelling.addresses import AddressStyle, address, postal_code
from benchmarks.identity.spelling.companies import CompanyStyle, bank_kana, company
from benchmarks.identity.spelling.letters import bank
from benchmarks.identity.spelling.mistakes import wear
from benchmarks.identity.spelling.persons import PersonStyle, person
from benchmarks.identity.spelling.phones import PhoneStyle, phone
from benchmarks.identity.world.nouns import Firm, Human

NAME = "accounting"
_COMPANY = CompanyStyle(short=0.42, none=0.05, spaced=0.05, narrow_kana=0.05)
_PERSON = PersonStyle(spaced=0.5, courtesy=0.25)
_PHONE = PhoneStyle(tidy=0.7, lost_zero=0.02)
_ADDRESS = AddressStyle(no_prefecture=0.12, no_building=0.3)


def of_company(desk: Desk, firm: Firm, day: int, _: Human | None) -> Record:
    """A business partner; where the accountant keeps the books, with the accountant's address and telephone."""
    chance, record = desk.chance, desk.company_record(NAME, day)
    record.company_name = company(chance, firm.name_on(day), _COMPANY)
    office = chance.pick(firm.offices) if firm.offices and chance.hits(0.2) else None
    if office:
        record.company_name += " " + office.name
    if chance.hits(0.65):
        record.company_kana = bank_kana(firm.name_on(day))
    if chance.hits(0.72):
        record.invoice_registration_number = desk.invoice(firm, 0.12)
    if chance.hits(0.2):
        record.corporate_number = desk.number(firm, 0.01)
    books = firm.accountant if firm.accountant and chance.hits(0.6) else None
    where = books.address if books else office.address if office else firm.address_on(day)
    number = books.phone if books else office.phone if office else firm.phone_on(day)
    if chance.hits(0.6):
        record.phone = phone(chance, number, _PHONE)
    if chance.hits(0.8):
        record.address = address(chance, where, _ADDRESS)
        record.postal_code = postal_code(chance, where.town, 0.75)
    if firm.domain and chance.hits(0.25):
        record.email = f"{chance.pick(('keiri', 'keiri', 'info', 'soumu', 'seikyu'))}@{firm.domain}"
    wear(chance, record, dummy=0.004, typo=0.018, cut=0.008)
    return record


def of_consumer(desk: Desk, human: Human, day: int) -> Record:
    """Somebody who got an invoice."""
    chance, record = desk.chance, desk.person_record(NAME, day)
    record.person_name = person(chance, human, day, _PERSON, desk.names)
    if chance.hits(0.6):
        record.person_kana = bank(f"{human.family_on(day).kana} {human.given.kana}")
    where = human.home_on(day)
    if where and chance.hits(0.93):
        record.address = address(chance, where, _ADDRESS)
        record.postal_code = postal_code(chance, where.town, 0.75)
    number = human.home_phone if human.home_phone and chance.hits(0.5) else human.mobile_on(day)
    if chance.hits(0.7):
        record.phone = phone(chance, number, _PHONE)
    record.email = human.free_mail if chance.hits(0.45) else ""
    wear(chance, record, dummy=0.004, typo=0.018, cut=0.008)
    return record
