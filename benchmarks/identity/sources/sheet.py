"""The sales sheet: free-form Excel, with courtesies, two telephones in one cell, 〃 for the row above, lost zeros."""

from __future__ import annotations

from benchmarks.identity.chance import Chance
from benchmarks.identity.columns import Record
from benchmarks.identity.sources.desk import Desk, place_of_work, work_mail
from benchmarks.identity.spelling.addresses import AddressStyle, address, postal_code
from benchmarks.identity.spelling.companies import CompanyStyle, company, kana
from benchmarks.identity.spelling.days import birthday
from benchmarks.identity.spelling.mistakes import wear
from benchmarks.identity.spelling.persons import PersonStyle, person
from benchmarks.identity.spelling.phones import PhoneStyle, phone
from benchmarks.identity.world.nouns import Firm, Human, Post
from benchmarks.identity.world.numbers import Phone

NAME = "sheet"
DITTO, TWO_PHONES = 0.03, 0.08
_COMPANY = CompanyStyle(short=0.5, none=0.2, spaced=0.05, misplaced=0.03, narrow_kana=0.06)
_PERSON = PersonStyle(spaced=0.35, courtesy=0.18, family_only=0.10, other_kanji=0.03, register=0.2, swapped=0.004)
_PHONE = PhoneStyle(tidy=0.5, lost_zero=0.08, local_only=0.03, extension=0.05)
_ADDRESS = AddressStyle(no_prefecture=0.4, no_building=0.45, no_numbers=0.04, spaced=0.1, wide=0.25, ending_first=0.02)


def of_company(desk: Desk, firm: Firm, day: int, contact: Human | None) -> Record:
    """A row of the customer list, often with the name of who is to be called."""
    chance, record = desk.chance, desk.company_record(NAME, day)
    record.company_name = _ditto(chance, company(chance, firm.name_on(day), _COMPANY))
    if chance.hits(0.06):
        record.company_name += chance.pick(("御中", " 御中", "様", "　様"))
    office = chance.pick(firm.offices) if firm.offices and chance.hits(0.3) else None
    if office:
        record.company_name += chance.pick((" ", "", "　", "/")) + office.name
    if chance.hits(0.08):
        record.company_kana = kana(chance, firm.name_on(day))
    record.phone = (
        _phones(chance, office.phone if office else firm.phone_on(day), contact, day) if chance.hits(0.7) else ""
    )
    where = office.address if office else firm.address_on(day)
    if chance.hits(0.65):
        record.address = _ditto(chance, address(chance, where, _ADDRESS))
        record.postal_code = postal_code(chance, where.town, 0.5) if chance.hits(0.5) else ""
    if contact and chance.hits(0.4):
        record.person_name = person(chance, contact, day, _PERSON, desk.names)
        record.email = contact.posts[-1].email if chance.hits(0.4) else ""
    wear(chance, record, dummy=0.015, typo=0.035, cut=0.012)
    return record


def of_contact(desk: Desk, human: Human, post: Post, day: int) -> Record:
    """A row of somebody's own list of people."""
    chance, record = desk.chance, desk.person_record(NAME, day)
    record.person_name = person(chance, human, day, _PERSON, desk.names)
    record.company_name = _ditto(chance, company(chance, post.firm.name_on(day), _COMPANY)) if chance.hits(0.95) else ""
    record.phone = _phones(chance, post.phone, human, day) if chance.hits(0.6) else ""
    record.mobile = phone(chance, human.mobile_on(day), _PHONE) if chance.hits(0.3) else ""
    record.email = work_mail(chance, human, post, 0.3) if chance.hits(0.55) else ""
    record.title = post.title if chance.hits(0.4) else ""
    record.department = post.department if chance.hits(0.3) else ""
    if chance.hits(0.3):
        record.address = _ditto(chance, address(chance, place_of_work(post, day), _ADDRESS))
    wear(chance, record, dummy=0.015, typo=0.035, cut=0.012)
    return record


def of_consumer(desk: Desk, human: Human, day: int) -> Record:
    """A row of the guests of an event."""
    chance, record = desk.chance, desk.person_record(NAME, day)
    record.person_name = person(chance, human, day, _PERSON, desk.names)
    number = human.home_phone if human.home_phone and chance.hits(0.4) else human.mobile_on(day)
    record.phone = phone(chance, number, _PHONE) if chance.hits(0.9) else ""
    record.email = human.free_mail if chance.hits(0.45) else ""
    where = human.home_on(day)
    if where and chance.hits(0.7):
        record.address = _ditto(chance, address(chance, where, _ADDRESS))
        record.postal_code = postal_code(chance, where.town, 0.5) if chance.hits(0.6) else ""
    record.birthday = birthday(chance, human.born, 0.3) if chance.hits(0.15) else ""
    wear(chance, record, dummy=0.015, typo=0.035, cut=0.012)
    return record


def _ditto(chance: Chance, text: str) -> str:
    return chance.pick(("〃", "同上", "''", "〃")) if chance.hits(DITTO) else text


def _phones(chance: Chance, number: Phone, human: Human | None, day: int) -> str:
    text = phone(chance, number, _PHONE)
    if human and chance.hits(TWO_PHONES):
        text += chance.pick((" / ", "、", "/", "\n", " 携帯")) + phone(chance, human.mobile_on(day), _PHONE)
    return text
