"""The CRM: typed by sales people, the tidiest; knows companies, contacts and consumers, and some 法人番号."""

from __future__ import annotations

from benchmarks.identity.columns import Record
from benchmarks.identity.sources.desk import Desk, place_of_work, url, work_mail
from benchmarks.identity.spelling.addresses import AddressStyle, address, postal_code
from benchmarks.identity.spelling.companies import CompanyStyle, company, kana
from benchmarks.identity.spelling.days import birthday
from benchmarks.identity.spelling.mistakes import wear
from benchmarks.identity.spelling.persons import PersonStyle, person
from benchmarks.identity.spelling.persons import kana as person_kana
from benchmarks.identity.spelling.phones import PhoneStyle, phone
from benchmarks.identity.world.nouns import Firm, Human, Post

NAME = "crm"
_COMPANY = CompanyStyle(short=0.16, none=0.06, spaced=0.06, latin=0.01)
_PERSON = PersonStyle(spaced=0.85, latin=0.01)
_PHONE = PhoneStyle(tidy=0.82, extension=0.03)
_ADDRESS = AddressStyle(no_prefecture=0.08, no_building=0.2)


def of_company(desk: Desk, firm: Firm, day: int, contact: Human | None) -> Record:
    """A company."""
    chance, record = desk.chance, desk.company_record(NAME, day)
    office = chance.pick(firm.offices) if firm.offices and chance.hits(0.25) else None
    record.company_name = company(chance, firm.name_on(day), _COMPANY)
    if office:
        record.company_name += chance.pick((" ", "　", "")) + office.name
    if chance.hits(0.3):
        record.company_kana = kana(chance, firm.name_on(day))
    if chance.hits(0.88):
        record.phone = phone(chance, office.phone if office else firm.phone_on(day), _PHONE)
    where = office.address if office else firm.address_on(day)
    if chance.hits(0.9):
        record.address = address(chance, where, _ADDRESS)
        record.postal_code = postal_code(chance, where.town, 0.85) if chance.hits(0.9) else ""
    if chance.hits(0.35):
        record.corporate_number = desk.number(firm, 0.015)
    if chance.hits(0.15):
        record.invoice_registration_number = desk.invoice(firm, 0.1)
    if chance.hits(0.6):
        record.url = url(chance, firm)
    if chance.hits(0.25) and firm.domain:
        record.email = f"info@{firm.domain}"
    if contact and chance.hits(0.15):
        record.person_name = person(chance, contact, day, _PERSON, desk.names)
    wear(chance, record, dummy=0.004, typo=0.02, cut=0.004)
    return record


def of_contact(desk: Desk, human: Human, post: Post, day: int) -> Record:
    """Somebody at a company."""
    chance, record = desk.chance, desk.person_record(NAME, day)
    record.person_name = person(chance, human, day, _PERSON, desk.names)
    if chance.hits(0.45):
        record.person_kana = person_kana(chance, human, day, desk.names)
    record.company_name = company(chance, post.firm.name_on(day), _COMPANY)
    if chance.hits(0.85):
        record.email = work_mail(chance, human, post, 0.15)
    if chance.hits(0.75):
        record.phone = phone(chance, post.phone, _PHONE)
    if chance.hits(0.45):
        record.mobile = phone(chance, human.mobile_on(day), _PHONE)
    if chance.hits(0.5):
        where = place_of_work(post, day)
        record.address = address(chance, where, _ADDRESS)
        record.postal_code = postal_code(chance, where.town, 0.85)
    record.department = post.department if chance.hits(0.75) else ""
    record.title = post.title if chance.hits(0.75) else ""
    if chance.hits(0.06):
        record.corporate_number = desk.number(post.firm, 0.015)
    wear(chance, record, dummy=0.004, typo=0.02, cut=0.004)
    return record


def of_consumer(desk: Desk, human: Human, day: int) -> Record:
    """A member: with birthday and address."""
    chance, record = desk.chance, desk.person_record(NAME, day)
    record.person_name = person(chance, human, day, _PERSON, desk.names)
    if chance.hits(0.7):
        record.person_kana = person_kana(chance, human, day, desk.names)
    record.email = human.free_mail if chance.hits(0.75) else ""
    if chance.hits(0.75):
        record.mobile = phone(chance, human.mobile_on(day), _PHONE)
    if human.home_phone and chance.hits(0.6):
        record.phone = phone(chance, human.home_phone, _PHONE)
    where = human.home_on(day)
    if where and chance.hits(0.85):
        record.address = address(chance, where, _ADDRESS)
        record.postal_code = postal_code(chance, where.town, 0.85)
    if chance.hits(0.65):
        record.birthday = birthday(chance, human.born, 0.9)
    wear(chance, record, dummy=0.004, typo=0.02, cut=0.004)
    return record
