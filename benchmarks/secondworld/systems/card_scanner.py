"""Scanned business cards: complete and official, with the slips of a scanner; old cards stay as they were."""

from __future__ import annotations

from datetime import date
from random import Random

from benchmarks.identity.columns import COMPANY, PERSON, Record
from benchmarks.secondworld.dice import Wheel
from benchmarks.secondworld.kana import katakana, roman
from benchmarks.secondworld.sights import FirmSight, PersonSight
from benchmarks.secondworld.slips import misread
from benchmarks.secondworld.writing import AddressHabit, address, english_firm, firm_name, numbering, phone, postal_code

SOURCE = "card_scan"
ENGLISH_SIDE = 0.035
MISREAD = 0.13
POSTAL_CODE_IN_ADDRESS = 0.04
_ADDRESS = AddressHabit(numbering(60, 22, 10, 4, 4), prefecture=0.8, building=0.97, lookalike=0.05)
_PHONES = Wheel([("hyphen", 78), ("paren", 8), ("world", 4), ("gaps", 4), ("labelled", 3), ("extension", 1)])
_FIELDS = ("company_name", "person_name", "email", "phone", "address", "mobile", "department")


def person(rnd: Random, sight: PersonSight) -> Record:
    """One card of somebody at work."""
    firm = sight.firm
    assert firm is not None, "only people at work hand out cards"
    record = _front(rnd, firm)
    record.entity_type, record.updated_at = PERSON, date.fromordinal(sight.day).isoformat()
    name = sight.name
    record.person_name = name.family.register + rnd.choice((" ", " ", "　", "")) + name.given
    if rnd.random() < 0.04:
        record.person_name = rnd.choice(("", " ")).join((name.family.register, " ", *name.given)).strip()
    record.department, record.title = sight.department, sight.title
    if firm.branch and rnd.random() < 0.5:
        record.company_name, record.department = (
            firm_name(rnd, firm.name, 0.97, 0.0),
            f"{firm.branch} {sight.department}".strip(),
        )
    record.email, record.mobile = sight.mail, phone(rnd, sight.mobile, _PHONES)
    record.phone = phone(rnd, sight.phone, _PHONES)
    if rnd.random() < 0.12:
        record.person_kana = katakana(f"{name.family.kana} {name.given_kana}")
    if rnd.random() < ENGLISH_SIDE:
        _turn_over(rnd, record, sight)
    return _scanned(rnd, record)


def company(rnd: Random, firm: FirmSight, day: int) -> Record:
    """The company as the scanner's own list of companies has it."""
    record = _front(rnd, firm)
    record.entity_type, record.updated_at = COMPANY, date.fromordinal(day).isoformat()
    record.phone = phone(rnd, firm.phone, _PHONES)
    record.email = firm.mailbox if rnd.random() < 0.3 else ""
    return _scanned(rnd, record)


def _front(rnd: Random, firm: FirmSight) -> Record:
    record = Record(SOURCE, COMPANY)
    record.company_name = firm_name(rnd, firm.name, 0.96, 0.01)
    if firm.branch and rnd.random() < 0.7:
        record.company_name += rnd.choice((" ", "　", "")) + firm.branch
    record.address = address(rnd, firm.address, _ADDRESS)
    record.postal_code = postal_code(rnd, firm.address.town.postal_code, 0.98)
    if rnd.random() < POSTAL_CODE_IN_ADDRESS:
        record.address, record.postal_code = f"〒{record.postal_code.strip('〒')} {record.address}", ""
    if firm.domain and rnd.random() < 0.7:
        record.url = rnd.choice(("https://www.{}/", "http://www.{}", "www.{}", "https://{}/")).format(firm.domain)
    return record


def _turn_over(rnd: Random, record: Record, sight: PersonSight) -> None:
    """The English side was scanned."""
    assert sight.firm is not None
    family, given = roman(sight.name.family.kana, long="o").title(), roman(sight.name.given_kana, long="o").title()
    record.person_name = rnd.choice((f"{given} {family}", f"{given} {family.upper()}", f"{family} {given}"))
    record.company_name, record.person_kana = english_firm(rnd, sight.firm.name), ""
    record.department = record.title = record.address = ""


def _scanned(rnd: Random, record: Record) -> Record:
    if rnd.random() < MISREAD:
        field = rnd.choice(_FIELDS)
        setattr(record, field, misread(rnd, getattr(record, field)))
    return record
