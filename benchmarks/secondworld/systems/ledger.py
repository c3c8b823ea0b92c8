"""The accounting software: payers under their bank's kana, invoice numbers, addresses for letters, few mailboxes."""

from __future__ import annotations

from datetime import date
from random import Random

from benchmarks.identity.columns import COMPANY, PERSON, Record
from benchmarks.secondworld.dice import Wheel
from benchmarks.secondworld.kana import bank_kana
from benchmarks.secondworld.sights import FirmSight, PersonSight
from benchmarks.secondworld.slips import cut, misconverted_words, slipped
from benchmarks.secondworld.writing import (
    AddressHabit,
    address,
    firm_name,
    numbering,
    phone,
    plain_characters,
    postal_code,
    without_register,
)

SOURCE = "ledger"
INVOICES_SINCE = date(2023, 10, 1).toordinal()  # since then an invoice names the number of its issuer
INVOICE_NUMBER, NUMBER_ADDED_LATER = 0.85, 0.35
_ADDRESS = AddressHabit(numbering(50, 12, 8, 2, 28), prefecture=0.75, building=0.62, gaps=(" ", "　"))
_PHONES = Wheel([("hyphen", 82), ("plain", 13), ("wide", 3), ("local", 2)])
_BANK_FORMS = {
    "株式会社": "ｶ", "有限会社": "ﾕ", "合同会社": "ﾄﾞ", "医療法人": "ｲ", "医療法人社団": "ｲ",
    "社会福祉法人": "ﾌｸ", "学校法人": "ｶﾞｸ", "一般社団法人": "ｼﾔ", "特定非営利活動法人": "ﾄｸﾋ",
}  # fmt: skip


def company(rnd: Random, firm: FirmSight, day: int) -> Record:
    """A customer or supplier with its number."""
    record = Record(SOURCE, COMPANY, date.fromordinal(day).isoformat())
    name = without_register(firm.name) if rnd.random() < 0.5 else firm.name
    record.company_name = firm_name(rnd, name, 0.62, 0.05)
    if rnd.random() < 0.03:
        record.company_name = misconverted_words(rnd, record.company_name)
    if firm.branch and rnd.random() < 0.6:
        record.company_name += rnd.choice((" ", "　")) + firm.branch
    if rnd.random() < 0.72:
        record.company_kana = _payer(firm)
    if rnd.random() < (INVOICE_NUMBER if day >= INVOICES_SINCE else NUMBER_ADDED_LATER):
        record.invoice_registration_number = firm.invoice_number
    if rnd.random() < 0.12:
        record.corporate_number = firm.corporate_number
    if rnd.random() < 0.86:
        record.address = address(rnd, firm.address, _ADDRESS)
        record.postal_code = postal_code(rnd, firm.address.town.postal_code, 0.85)
    if rnd.random() < 0.66:
        record.phone = phone(rnd, firm.phone, _PHONES)
    if rnd.random() < 0.16:
        record.email = firm.mailbox
    record.phone = slipped(rnd, record.phone, 0.006)
    return record


def person(rnd: Random, sight: PersonSight) -> Record:
    """A private payer, or the one at a firm who gets the invoices."""
    record = Record(SOURCE, PERSON, date.fromordinal(sight.day).isoformat())
    name = sight.name
    record.person_name = plain_characters(name.family.register) + rnd.choice(("", "　", " ")) + name.given
    if rnd.random() < 0.6:
        record.person_kana = bank_kana(f"{name.family.kana} {name.given_kana}")
    if sight.firm is not None:
        record.company_name = firm_name(rnd, sight.firm.name, 0.6, 0.1)
        record.department = sight.department
    if sight.address is not None and rnd.random() < 0.92:
        record.address = address(rnd, sight.address, _ADDRESS)
        record.postal_code = postal_code(rnd, sight.address.town.postal_code, 0.85)
    record.phone = phone(rnd, sight.phone or sight.mobile, _PHONES) if rnd.random() < 0.75 else ""
    record.email = sight.mail if rnd.random() < 0.4 else ""
    return record


def _payer(firm: FirmSight) -> str:
    """ｶ)ﾔﾏﾀﾞ or ﾔﾏﾀﾞ(ｶ, at most thirty characters as in a transfer."""
    kana, form = bank_kana(firm.name.kana), _BANK_FORMS.get(firm.name.form)
    if form is None:
        return cut(kana, 30)
    return cut(f"{form}){kana}" if firm.name.front else f"{kana}({form}", 30)
