"""A sheet kept by hand: short forms, courtesies, notes in cells, ditto marks, two telephones in one, lost zeros."""

from __future__ import annotations

from datetime import date
from random import Random

from benchmarks.identity.columns import COMPANY, PERSON, Record
from benchmarks.secondworld.dice import Wheel
from benchmarks.secondworld.sights import FirmSight, PersonSight
from benchmarks.secondworld.slips import misconverted, misconverted_words, slipped
from benchmarks.secondworld.writing import (
    AddressHabit,
    address,
    day_text,
    firm_name,
    numbering,
    phone,
    plain_characters,
    postal_code,
)

SOURCE = "spreadsheet"
SURNAME_ONLY = 0.07
NAME_ALONE = 0.03  # rows in which nothing but the name (and the company) was filled in
_ADDRESS = AddressHabit(
    numbering(70, 6, 16, 2, 6), prefecture=0.4, building=0.45, lookalike=0.07, gaps=(" ", "　", "\n")
)
_PHONES = Wheel(
    [("hyphen", 66), ("plain", 6), ("lost-zero", 12), ("paren", 5), ("local", 5), ("extension", 2), ("gaps", 2)]
)
_COURTESIES = Wheel([("", 62), ("様", 24), (" 様", 6), ("さん", 5), ("殿", 2), ("先生", 1)])
_NOTES = ("（退職）", "(異動)", "※要確認", "（旧姓あり）", "★", "（故人）", "(新)")
_DITTO = ("〃", "同上", "”")


def company(rnd: Random, firm: FirmSight, day: int) -> Record:
    """A row of a list of firms."""
    record = Record(SOURCE, COMPANY, _day(rnd, day))
    record.company_name = _short(rnd, firm) + (rnd.choice(("御中", " 御中", "様")) if rnd.random() < 0.12 else "")
    if rnd.random() < NAME_ALONE:
        return record
    if rnd.random() < 0.8:
        record.phone = phone(rnd, firm.phone, _PHONES)
    if rnd.random() < 0.72:
        record.address = address(rnd, firm.address, _ADDRESS)
    if rnd.random() < 0.5:
        record.postal_code = postal_code(rnd, firm.address.town.postal_code, 0.85)
    if rnd.random() < 0.3:
        record.email = firm.mailbox
    if firm.domain and rnd.random() < 0.2:
        record.url = firm.domain
    return record


def person(rnd: Random, sight: PersonSight) -> Record:
    """A row of a list of people: of a fair, of New Year's cards, of a salesman."""
    record = Record(SOURCE, PERSON, _day(rnd, sight.day))
    record.person_name = _called(rnd, sight)
    if sight.firm is not None:
        record.company_name = rnd.choice(_DITTO) if rnd.random() < 0.02 else _short(rnd, sight.firm)
        record.department = sight.department if rnd.random() < 0.4 else ""
        record.title = sight.title if rnd.random() < 0.45 else ""
    if rnd.random() < NAME_ALONE:
        return record
    _reach(rnd, record, sight)
    return record


def _reach(rnd: Random, record: Record, sight: PersonSight) -> None:
    record.phone = phone(rnd, sight.phone, _PHONES) if rnd.random() < 0.7 else ""
    mobile = phone(rnd, sight.mobile, _PHONES) if rnd.random() < 0.55 else ""
    if mobile and record.phone and rnd.random() < 0.25:
        record.phone = rnd.choice((" / ", "\n", "、")).join((record.phone, mobile))
    else:
        record.mobile = mobile
    record.email = slipped(rnd, sight.mail, 0.015) if rnd.random() < 0.5 else ""
    private = sight.firm is None
    if sight.address is not None and (
        rnd.random() < (0.85 if private else 0.3) or not (record.phone or mobile or record.email)
    ):
        record.address = address(rnd, sight.address, _ADDRESS)
        record.postal_code = postal_code(rnd, sight.address.town.postal_code, 0.85) if rnd.random() < 0.7 else ""
    if private and rnd.random() < 0.12:
        record.birthday = day_text(sight.born, rnd.choice(("slash", "kanji", "imperial")))


def _called(rnd: Random, sight: PersonSight) -> str:
    name = sight.name
    family, given = plain_characters(name.family.register), name.given
    if rnd.random() < 0.05:
        family, given = misconverted(rnd, name, sight.sex)
    if sight.firm is not None and rnd.random() < SURNAME_ONLY:
        return family + rnd.choice(("様", "さん", "様", ""))
    note = rnd.choice(_NOTES) if rnd.random() < 0.03 else ""
    return family + rnd.choice(("", "　", " ")) + given + _COURTESIES.spin(rnd) + note


def _short(rnd: Random, firm: FirmSight) -> str:
    text = plain_characters(firm_name(rnd, firm.name, 0.18, 0.27))
    if rnd.random() < 0.035:
        text = misconverted_words(rnd, text)
    return text + rnd.choice((" ", "　", "")) + firm.branch if firm.branch and rnd.random() < 0.5 else text


def _day(rnd: Random, day: int) -> str:
    return day_text(date.fromordinal(day).isoformat(), "slash") if rnd.random() < 0.6 else ""
