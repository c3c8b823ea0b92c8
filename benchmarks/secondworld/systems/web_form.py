"""A form on the web, typed by the customers themselves, mostly on telephones: kana, autofill, every width."""

from __future__ import annotations

from datetime import date
from random import Random

from benchmarks.identity.columns import COMPANY, PERSON, Record
from benchmarks.secondworld.dice import Wheel
from benchmarks.secondworld.kana import full_width, half_width, katakana, roman
from benchmarks.secondworld.sights import FirmSight, PersonSight
from benchmarks.secondworld.slips import misconverted_words, slipped
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

SOURCE = "web_form"
PRIVATE_MAIL_AT_WORK = 0.10
_ADDRESS = AddressHabit(
    numbering(66, 6, 10, 1, 17), prefecture=0.96, building=0.55, wide=0.05, lookalike=0.09, gaps=("", " ", "　")
)
_PHONES = Wheel([("plain", 52), ("hyphen", 36), ("wide", 6), ("world", 3), ("gaps", 1)])
_NAMES = Wheel(
    [
        ("spaced", 40),
        ("wide-spaced", 12),
        ("joined", 32),
        ("swapped", 2.5),
        ("roman", 4),
        ("kana", 3),
        ("twice", 0.7),
        ("trailing", 4),
    ]
)
_NO_COMPANY = ("個人", "なし", "-", "無し", "フリーランス", "会社員", "主婦")


def person(rnd: Random, sight: PersonSight) -> Record:
    """One filled form."""
    record = Record(SOURCE, PERSON, date.fromordinal(sight.day).isoformat())
    _introduce(rnd, record, sight)
    record.email = slipped(rnd, sight.mail, 0.012)
    if sight.firm is not None:
        _employ(rnd, record, sight, sight.firm)
    elif rnd.random() < 0.06:
        record.company_name = rnd.choice(_NO_COMPANY)
    number = sight.mobile if sight.firm is None or rnd.random() < 0.3 else sight.phone
    number = phone(rnd, number or sight.phone, _PHONES) if rnd.random() < 0.86 or not record.email else ""
    record.phone, record.mobile = ("", number) if rnd.random() < 0.25 else (number, "")
    if sight.address is not None and rnd.random() < (0.85 if sight.firm is None else 0.3):
        record.address = address(rnd, sight.address, _ADDRESS)
        record.postal_code = postal_code(rnd, sight.address.town.postal_code, 0.4)
    if sight.firm is None and rnd.random() < 0.4:
        record.birthday = day_text(sight.born, "slash" if rnd.random() < 0.3 else "iso")
    return _in_haste(rnd, record, sight)


def _in_haste(rnd: Random, record: Record, sight: PersonSight) -> Record:
    """What hurried thumbs and a browser's memory do to a filled form."""
    drawn = rnd.random()
    if drawn < 0.015 and record.address and sight.address is not None:
        record.address = sight.address.town.prefecture + sight.address.town.city + record.address
    elif drawn < 0.02 and record.company_name:
        record.company_name, record.person_name = record.person_name, record.company_name
    elif drawn < 0.023:
        record.person_name += rnd.choice(("🌸", "😊", "✨", "♪"))
    elif drawn < 0.03:
        record.person_name = record.person_name.split()[0]
    return record


def company(rnd: Random, firm: FirmSight, day: int) -> Record:
    """A firm asks for material, through its role mailbox."""
    record = Record(SOURCE, COMPANY, date.fromordinal(day).isoformat())
    record.company_name = _loosely(rnd, firm)
    record.email, record.phone = firm.mailbox, phone(rnd, firm.phone, _PHONES)
    if rnd.random() < 0.6:
        record.address = address(rnd, firm.address, _ADDRESS)
        record.postal_code = postal_code(rnd, firm.address.town.postal_code, 0.4)
    if rnd.random() < 0.5:
        record.company_kana = katakana(firm.name.kana)
    if firm.domain and rnd.random() < 0.3:
        record.url = f"https://{firm.domain}"
    return record


def _introduce(rnd: Random, record: Record, sight: PersonSight) -> None:
    name = sight.name
    family = name.family.register if rnd.random() < 0.5 else plain_characters(name.family.register)
    family_kana, given_kana = katakana(name.family.kana), katakana(name.given_kana)
    match _NAMES.spin(rnd):
        case "spaced":
            record.person_name = f"{family} {name.given}"
        case "wide-spaced":
            record.person_name = f"{family}　{name.given}"
        case "swapped":
            record.person_name = f"{name.given} {family}"
        case "twice":
            record.person_name = f"{family} {family}{name.given}"
        case "trailing":
            record.person_name = f" {family}{name.given}　"
        case "kana":
            record.person_name = rnd.choice((f"{family_kana} {given_kana}", f"{name.family.kana}{name.given_kana}"))
        case "roman":
            words = (roman(name.given_kana, long="o"), roman(name.family.kana, long="o"))
            words = words if rnd.random() < 0.6 else (words[1], words[0])
            record.person_name = rnd.choice(
                (" ".join(words), " ".join(words).title(), full_width(" ".join(words).title()))
            )
        case _:
            record.person_name = family + name.given
    if rnd.random() < 0.62:
        kana = rnd.choice(
            (f"{family_kana} {given_kana}", f"{name.family.kana} {name.given_kana}", f"{family_kana}{given_kana}")
        )
        record.person_kana = half_width(kana) if rnd.random() < 0.06 else kana


def _employ(rnd: Random, record: Record, sight: PersonSight, firm: FirmSight) -> None:
    record.company_name = _loosely(rnd, firm) if rnd.random() < 0.9 else ""
    if sight.private_mail and rnd.random() < PRIVATE_MAIL_AT_WORK:
        record.email = sight.private_mail
    if rnd.random() < 0.4:
        record.department = sight.department
    if rnd.random() < 0.25:
        record.title = sight.title
    if rnd.random() < 0.03:
        record.email = full_width(record.email)


def _loosely(rnd: Random, firm: FirmSight) -> str:
    """The employer as people type it in haste."""
    text = firm_name(rnd, firm.name, 0.55, 0.22, gap=0.1)
    drawn = rnd.random()
    if drawn < 0.02:
        return misconverted_words(rnd, text)
    if drawn < 0.06:
        return katakana(firm.name.kana)
    if drawn < 0.09:
        return firm.name.english
    if drawn < 0.12:
        return full_width(text)
    return f"{text} {firm.branch}" if firm.branch and drawn < 0.3 else text
