"""The MA tool: filled by web forms, so with Roman names, free mailboxes and missing companies."""

from __future__ import annotations

from benchmarks.identity.columns import Record
from benchmarks.identity.sources.desk import Desk, place_of_work, url, work_mail
from benchmarks.identity.spelling.addresses import AddressStyle, address
from benchmarks.identity.spelling.companies import CompanyStyle, company
from benchmarks.identity.spelling.days import birthday
from benchmarks.identity.spelling.mistakes import wear
from benchmarks.identity.spelling.persons import PersonStyle, kana, person
from benchmarks.identity.spelling.phones import PhoneStyle, phone
from benchmarks.identity.world.nouns import Firm, Human, Post

NAME = "ma"
FREE_MAIL = 0.16
_COMPANY = CompanyStyle(short=0.12, none=0.3, spaced=0.03, latin=0.06, misplaced=0.03)
_PERSON = PersonStyle(spaced=0.9, latin=0.22, in_kana=0.03, swapped=0.02, family_only=0.03, register=0.1)
_PHONE = PhoneStyle(tidy=0.35, local_only=0.01)
_ADDRESS = AddressStyle(no_prefecture=0.05, no_building=0.35, prefecture_only=0.5, latin=0.02)


def of_company(desk: Desk, firm: Firm, day: int, _: Human | None) -> Record:
    """A company as the tool guessed it from a domain."""
    chance, record = desk.chance, desk.company_record(NAME, day)
    record.company_name = company(chance, firm.name_on(day), _COMPANY)
    record.url = url(chance, firm) or (firm.domain and f"{firm.domain}")
    if chance.hits(0.3):
        record.phone = phone(chance, firm.phone_on(day), _PHONE)
    record.address = address(chance, firm.address_on(day), _ADDRESS) if chance.hits(0.5) else ""
    wear(chance, record, dummy=0.008, typo=0.02, cut=0.004)
    return record


def of_contact(desk: Desk, human: Human, post: Post, day: int) -> Record:
    """Somebody who asked for a leaflet."""
    chance, record = desk.chance, desk.person_record(NAME, day)
    record.person_name = person(chance, human, day, _PERSON, desk.names)
    is_private = chance.hits(FREE_MAIL)
    record.email = human.free_mail if is_private else work_mail(chance, human, post, 0.2)
    if chance.hits(0.2):
        record.person_kana = kana(chance, human, day, desk.names)
    if chance.hits(0.3 if is_private else 0.7):
        record.company_name = company(chance, post.firm.name_on(day), _COMPANY)
    if chance.hits(0.4):
        record.phone = phone(chance, post.phone if chance.hits(0.7) else human.mobile_on(day), _PHONE)
    record.department = post.department if chance.hits(0.4) else ""
    record.title = post.title if chance.hits(0.4) else ""
    record.address = address(chance, place_of_work(post, day), _ADDRESS) if chance.hits(0.25) else ""
    wear(chance, record, dummy=0.012, typo=0.03, cut=0.004)
    return record


def of_consumer(desk: Desk, human: Human, day: int) -> Record:
    """A reader of the newsletter."""
    chance, record = desk.chance, desk.person_record(NAME, day)
    record.person_name = person(chance, human, day, _PERSON, desk.names) if chance.hits(0.92) else ""
    record.email = human.free_mail
    if chance.hits(0.25):
        record.person_kana = kana(chance, human, day, desk.names)
    record.mobile = phone(chance, human.mobile_on(day), _PHONE) if chance.hits(0.55) else ""
    record.birthday = birthday(chance, human.born, 0.8) if chance.hits(0.5) else ""
    where = human.home_on(day)
    record.address = address(chance, where, _ADDRESS) if where and chance.hits(0.4) else ""
    wear(chance, record, dummy=0.012, typo=0.03, cut=0.004)
    return record
