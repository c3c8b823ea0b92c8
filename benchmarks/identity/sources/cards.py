"""Business cards: scanned, so with wrong characters; full titles and addresses, no official numbers, old cards too."""

from __future__ import annotations

from benchmarks.identity.columns import Record
from benchmarks.identity.sources.desk import Desk, place_of_work, url
from benchmarks.identity.spelling.addresses import AddressStyle, address, postal_code
from benchmarks.identity.spelling.companies import CompanyStyle, company, latin
from benchmarks.identity.spelling.kanji import misread
from benchmarks.identity.spelling.persons import PersonStyle, kana, person
from benchmarks.identity.spelling.phones import PhoneStyle, phone
from benchmarks.identity.world.nouns import Human, Post

NAME = "cards"
MISREAD = 0.07
_COMPANY = CompanyStyle(short=0.03, none=0.02, spaced=0.15, narrow_kana=0.08, old_kanji=0.03)
_PERSON = PersonStyle(spaced=0.75, other_kanji=0.002, register=0.95, swapped=0.002, family_only=0.003)
_PHONE = PhoneStyle(tidy=0.7)
_ADDRESS = AddressStyle(no_prefecture=0.18, no_building=0.05, spaced=0.15, ending_first=0.01)
_SCANNED = ("person_name", "company_name", "email", "phone", "address", "department", "title", "mobile")


def of_contact(desk: Desk, human: Human, post: Post, day: int) -> Record:
    """A card, Japanese side or, of one in forty, English."""
    chance, record = desk.chance, desk.person_record(NAME, day)
    name = post.firm.name_on(day)
    is_english = chance.hits(0.025)
    record.company_name = latin(chance, name) if is_english else company(chance, name, _COMPANY)
    if post.office and not is_english and chance.hits(0.6):
        record.company_name += chance.pick((" ", "　")) + post.office.name
    record.person_name = person(chance, human, day, _ENGLISH if is_english else _PERSON, desk.names)
    if chance.hits(0.15):
        record.person_kana = kana(chance, human, day, desk.names)
    record.department, record.title = post.department, post.title
    record.email = post.email if chance.hits(0.92) else ""
    record.phone = phone(chance, post.phone, _PHONE) if chance.hits(0.95) else ""
    record.mobile = phone(chance, human.mobile_on(day), _PHONE) if chance.hits(0.5) else ""
    where = place_of_work(post, day)
    record.address = address(chance, where, _ENGLISH_ADDRESS if is_english else _ADDRESS)
    record.postal_code = postal_code(chance, where.town, 0.75) if chance.hits(0.95) else ""
    record.url = url(chance, post.firm) if chance.hits(0.65) else ""
    if chance.hits(MISREAD):
        field = chance.pick(_SCANNED)
        setattr(record, field, misread(getattr(record, field), chance))
    return record


_ENGLISH = PersonStyle(latin=1)
_ENGLISH_ADDRESS = AddressStyle(latin=1)
