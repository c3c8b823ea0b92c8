"""The salespeople's CRM: tidy fields, typed by busy people, some numbers looked up, some contacts copied wrongly."""

from __future__ import annotations

from datetime import date
from random import Random

from benchmarks.identity.columns import COMPANY, PERSON, Record
from benchmarks.secondworld.dice import Wheel
from benchmarks.secondworld.kana import katakana
from benchmarks.secondworld.sights import FirmSight, PersonSight
from benchmarks.secondworld.slips import misconverted, misconverted_words, slipped
from benchmarks.secondworld.writing import (
    AddressHabit,
    address,
    firm_name,
    numbering,
    phone,
    plain_characters,
    postal_code,
)

SOURCE = "sales_crm"
MISCONVERTED = 0.035
FORMER_NAMED = 0.2  # renamed firms whose old name stands behind the new one
SWAPPED = 0.006
_ADDRESS = AddressHabit(numbering(72, 8, 12, 3, 5), prefecture=0.92, building=0.82)
_PHONES = Wheel([("hyphen", 88), ("plain", 7), ("world", 2), ("wide", 1), ("extension", 2)])


def company(rnd: Random, firm: FirmSight, day: int) -> Record:
    """An account."""
    record = Record(SOURCE, COMPANY, date.fromordinal(day).isoformat())
    record.company_name = _account(rnd, firm)
    if rnd.random() < 0.3:
        record.company_kana = katakana(firm.name.kana)
    if rnd.random() < 0.27:
        record.corporate_number = slipped(rnd, firm.corporate_number, 0.005)
    if rnd.random() < 0.88:
        record.phone = slipped(rnd, phone(rnd, firm.phone, _PHONES), 0.01)
    if rnd.random() < 0.86:
        record.address = address(rnd, firm.address, _ADDRESS)
        record.postal_code = postal_code(rnd, firm.address.town.postal_code) if rnd.random() < 0.9 else ""
    if firm.domain and rnd.random() < 0.55:
        record.url = rnd.choice(("https://{}/", "https://www.{}/", "http://{}", "https://www.{}/company/")).format(
            firm.domain
        )
    record.email = firm.mailbox if rnd.random() < 0.25 else ""
    return record


def person(rnd: Random, sight: PersonSight) -> Record:
    """A contact, or a lead without a firm."""
    record = Record(SOURCE, PERSON, date.fromordinal(sight.day).isoformat())
    name = sight.name
    family, given = name.family.register, name.given
    if rnd.random() < 0.45:
        family = plain_characters(family)
    if rnd.random() < MISCONVERTED:
        family, given = misconverted(rnd, name, sight.sex)
    if rnd.random() < SWAPPED:
        family, given = given, family
    record.person_name = family + rnd.choice((" ", "　", " ", "")) + given
    if rnd.random() < 0.25:
        record.person_kana = katakana(f"{name.family.kana} {name.given_kana}")
    if sight.firm is not None:
        record.company_name = _account(rnd, sight.firm)
        record.department = sight.department if rnd.random() < 0.7 else ""
        record.title = sight.title if rnd.random() < 0.75 else ""
    _contact(rnd, record, sight)
    return record


def _contact(rnd: Random, record: Record, sight: PersonSight) -> None:
    record.email = slipped(rnd, sight.mail, 0.006) if rnd.random() < 0.78 else ""
    if sight.firm is not None and sight.firm.mailbox and rnd.random() < 0.015:
        record.email = sight.firm.mailbox
    record.phone = slipped(rnd, phone(rnd, sight.phone, _PHONES), 0.01) if rnd.random() < 0.75 else ""
    record.mobile = phone(rnd, sight.mobile, _PHONES) if rnd.random() < 0.5 else ""
    if sight.address is not None and (rnd.random() < 0.55 or not (record.email or record.phone or record.mobile)):
        record.address = address(rnd, sight.address, _ADDRESS)
        record.postal_code = postal_code(rnd, sight.address.town.postal_code) if rnd.random() < 0.85 else ""


def _account(rnd: Random, firm: FirmSight) -> str:
    text = firm_name(rnd, firm.name, 0.8, 0.08)
    if rnd.random() < MISCONVERTED / 2:
        text = misconverted_words(rnd, text)
    if firm.former and rnd.random() < FORMER_NAMED:
        text += rnd.choice(("（旧{}）", "（旧：{}）", "(旧社名 {})")).format(firm.former)
    return f"{text} {firm.branch}" if firm.branch and rnd.random() < 0.55 else text
