"""Entries behind which nobody stands: tests, samples, placeholders. Each is an entity of its own."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from random import Random

from benchmarks.identity.columns import COMPANY, PERSON, Record
from benchmarks.secondworld.dice import Recent, some_day
from benchmarks.secondworld.systems import ledger, mainframe, sales_crm, spreadsheet, web_form
from benchmarks.secondworld.writing import day_text

_SOURCES = (web_form.SOURCE, web_form.SOURCE, sales_crm.SOURCE, spreadsheet.SOURCE, mainframe.SOURCE, ledger.SOURCE)
_DAYS = {mainframe.SOURCE: "compact", spreadsheet.SOURCE: "slash"}
_PEOPLE = (
    "テスト 太郎",
    "テスト",
    "test test",
    "てすと",
    "ああああ",
    "aaa",
    "サンプル花子",
    "動作確認",
    "ダミー",
    "山田テスト",
    "あ",
    "123",
)
_COMPANIES = (
    "テスト株式会社",
    "株式会社サンプル",
    "test",
    "〇〇株式会社",
    "ダミー商事",
    "テスト",
    "株式会社テスト（削除可）",
    "サンプル",
    "---",
)
_PLACEHOLDERS = (
    "ご担当者",
    "担当者様",
    "ご担当者様",
    "不明",
    "代表者",
    "名無し",
    "経理ご担当者様",
    "購買ご担当",
    "―",
    "店長様",
)
_MAILS = ("test@example.com", "aaa@aaa.com", "test@test.co.jp", "noreply@example.com", "a@a.jp", "none@none.jp", "")
_PHONES = (
    "000-0000-0000",
    "0000000000",
    "03-0000-0000",
    "090-1234-5678",
    "03-1234-5678",
    "99999999999",
    "なし",
    "-",
    "",
)


def nobody(rnd: Random, companies: Recent[Record]) -> Record:
    """A test entry, or at a true company somebody of whom only "in charge" is known."""
    company = companies.pick(rnd) if rnd.random() < 0.4 else None
    if company is not None:
        held = replace(company, entity_type=PERSON, person_name=rnd.choice(_PLACEHOLDERS))
        return replace(
            held, corporate_number="", invoice_registration_number="", email="" if rnd.random() < 0.6 else held.email
        )
    source = rnd.choice(_SOURCES)
    day = day_text(date.fromordinal(some_day(rnd)).isoformat(), _DAYS.get(source, "iso"))
    record = Record(source, PERSON, day, email=rnd.choice(_MAILS), phone=rnd.choice(_PHONES))
    if rnd.random() < 0.3:
        return replace(record, entity_type=COMPANY, company_name=rnd.choice(_COMPANIES))
    company_name = rnd.choice(_COMPANIES) if rnd.random() < 0.3 else ""
    return replace(record, person_name=rnd.choice(_PEOPLE), company_name=company_name)
