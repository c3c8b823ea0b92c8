"""An export of an old mainframe: capitals, half-width kana, columns too narrow, few characters, emperors' years."""

from __future__ import annotations

from datetime import date
from random import Random

from benchmarks.identity.columns import COMPANY, PERSON, Record
from benchmarks.secondworld.dice import Wheel
from benchmarks.secondworld.firm_names import FirmName
from benchmarks.secondworld.kana import bank_kana, full_width, half_width
from benchmarks.secondworld.sights import FirmSight, PersonSight
from benchmarks.secondworld.slips import cut
from benchmarks.secondworld.writing import (
    AddressHabit,
    address,
    day_text,
    firm_name,
    numbering,
    phone,
    plain_characters,
    without_register,
)

SOURCE = "mainframe"
NAME_WIDTH, KANA_WIDTH, ADDRESS_WIDTH = 20, 25, 30
GETA = "〓"  # printed in place of a character that the code page lacks
_ADDRESS = AddressHabit(numbering(8, 14, 8, 2, 68), prefecture=0.55, building=0.5, wide=1.0, gaps=("　",))
_PHONES = Wheel([("plain", 60), ("hyphen", 36), ("local", 4)])
_OUTSIDE = str.maketrans(dict.fromkeys("髙﨑𠮷桒⻆德邉", GETA))


def company(rnd: Random, firm: FirmSight, day: int) -> Record:
    """A customer's master record of the eighties, moved along ever since."""
    record = Record(SOURCE, COMPANY, _day(day))
    name = firm.name.core.translate(_OUTSIDE) if rnd.random() < 0.2 else plain_characters(firm.name.core)
    record.company_name = cut(full_width(_spelled(rnd, firm, name)), NAME_WIDTH)
    record.company_kana = cut(_kana(rnd, firm.name, firm.branch), KANA_WIDTH)
    _settle(rnd, record, firm)
    return record


def person(rnd: Random, sight: PersonSight) -> Record:
    """A private customer, or the clerk in charge at a firm."""
    record = Record(SOURCE, PERSON, _day(sight.day))
    family = sight.name.family.register
    family = family.translate(_OUTSIDE) if rnd.random() < 0.2 else plain_characters(family)
    record.person_name = "" if rnd.random() < 0.12 else f"{family}　{sight.name.given}"
    record.person_kana = cut(half_width(f"{sight.name.family.kana} {sight.name.given_kana}"), KANA_WIDTH)
    if sight.firm is not None:
        core = plain_characters(sight.firm.name.core)
        record.company_name = cut(full_width(_spelled(rnd, sight.firm, core)), NAME_WIDTH)
        record.company_kana = cut(_kana(rnd, sight.firm.name, ""), KANA_WIDTH)
        _settle(rnd, record, sight.firm)
    elif sight.address is not None:
        record.address = cut(address(rnd, sight.address, _ADDRESS), ADDRESS_WIDTH)
        record.postal_code = sight.address.town.postal_code
        record.phone = phone(rnd, sight.phone or sight.mobile, _PHONES)
        record.birthday = (
            day_text(sight.born, rnd.choice(("compact", "compact", "imperial"))) if rnd.random() < 0.55 else ""
        )
    return record


def _settle(rnd: Random, record: Record, firm: FirmSight) -> None:
    record.address = cut(address(rnd, firm.address, _ADDRESS), ADDRESS_WIDTH)
    record.postal_code = firm.address.town.postal_code
    record.phone = phone(rnd, firm.phone, _PHONES) if rnd.random() < 0.9 else ""


def _spelled(rnd: Random, firm: FirmSight, core: str) -> str:
    name = without_register(firm.name)
    whole = firm_name(rnd, name, 0.25, 0.2, gap=0.0).replace(name.core, core)
    return f"{whole}　{firm.branch}" if firm.branch and rnd.random() < 0.7 else whole


def _kana(rnd: Random, name: FirmName, branch: str) -> str:
    """ﾔﾏﾀﾞ ｼﾖｳｼﾞ; some clerks put ｶﾌﾞ in front."""
    kana = bank_kana(name.kana) if rnd.random() < 0.6 else half_width(name.kana)
    if name.form == "株式会社" and rnd.random() < 0.3:
        kana = f"ｶﾌﾞ {kana}" if name.front else f"{kana} ｶﾌﾞ"
    return f"{kana} ｼﾃﾝ" if branch.endswith("支店") and rnd.random() < 0.2 else kana


def _day(day: int) -> str:
    return day_text(date.fromordinal(day).isoformat(), "compact")
