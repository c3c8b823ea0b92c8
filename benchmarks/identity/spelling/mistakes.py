"""What goes wrong in a field after it was written: typos, cuts, dummies, signs of another width."""

from __future__ import annotations

from benchmarks.identity.chance import Chance
from benchmarks.identity.columns import Record
from benchmarks.identity.spelling.kanji import misread
from benchmarks.identity.spelling.letters import wide

DUMMIES = {
    "company_name": ("不明", "テスト", "―", "なし", "-", "個人", "テスト株式会社", "同上", "〃", "未入力"),
    "person_name": (
        "不明",
        "担当者",
        "ご担当者",
        "ご担当者様",
        "担当者様",
        "テスト",
        "―",
        "同上",
        "〃",
        "テスト太郎",
        "社長",
    ),
    "phone": ("000-0000-0000", "0000000000", "00-0000-0000", "03-0000-0000", "なし", "-", "不明", "同上"),
    "mobile": ("000-0000-0000", "090-0000-0000", "09000000000", "-"),
    "email": (
        "test@example.com",
        "none@none.com",
        "aaa@aaa.com",
        "info@example.com",
        "なし",
        "-",
        "noemail@noemail.com",
    ),
    "address": ("不明", "同上", "〃", "―", "なし", "未入力"),
    "postal_code": ("000-0000", "0000000", "999-9999", "-"),
    "corporate_number": ("0000000000000", "-", "なし"),
}
_FIELDS = (
    "person_name",
    "person_name",
    "company_name",
    "company_name",
    "email",
    "phone",
    "address",
    "mobile",
    "postal_code",
    "corporate_number",
    "invoice_registration_number",
)
_DOMAINS = (
    ("gmail.com", "gmial.com"),
    ("yahoo.co.jp", "yahoo.ne.jp"),
    (".co.jp", ".co,jp"),
    (".co.jp", ".cojp"),
    (".com", ".con"),
    (".jp", ".jo"),
)


def wear(chance: Chance, record: Record, dummy: float, typo: float, cut: float) -> None:
    """At most one mistake in the record, in a field that has a value."""
    roll = chance.random()
    if roll >= dummy + typo + cut:
        return
    field = chance.pick(_FIELDS)
    value: str = getattr(record, field)
    if not value:
        return
    if roll < dummy:
        value = chance.pick(DUMMIES.get(field, ("-",)))
    elif roll < dummy + typo:
        value = mistyped(chance, field, value)
    else:
        value = _cut(chance, field, value)
    setattr(record, field, value)


def mistyped(chance: Chance, field: str, value: str) -> str:
    """One slip of a finger, or of an eye."""
    if field in {"phone", "mobile", "postal_code"}:
        return _wrong_digit(chance, value)
    if field in {"corporate_number", "invoice_registration_number"}:
        return swapped(chance, value)
    if field == "email":
        return _mail_slip(chance, value)
    roll = chance.random()
    if roll < 0.4:
        return misread(value, chance)
    if roll < 0.7:
        return swapped(chance, value)
    place = chance.below(len(value))
    return (
        value[:place] + value[place + 1 :]
        if roll < 0.9 and len(value) > 2
        else value[:place] + value[place] + value[place:]
    )


def swapped(chance: Chance, value: str) -> str:
    """Two neighbours in the wrong order."""
    if len(value) < 3:
        return value
    place = chance.between(1, len(value) - 2)
    return value[:place] + value[place + 1] + value[place] + value[place + 2 :]


def _wrong_digit(chance: Chance, value: str) -> str:
    places = [place for place, letter in enumerate(value) if letter.isdigit()]
    if not places:
        return value
    place = places[-1 - chance.below(min(6, len(places)))]
    return value[:place] + chance.digits(1) + value[place + 1 :]


def _mail_slip(chance: Chance, value: str) -> str:
    roll = chance.random()
    if roll < 0.35:
        for right, wrong in _DOMAINS:
            if right in value:
                return value.replace(right, wrong)
    if roll < 0.5:
        return wide(value)
    if roll < 0.6:
        return value.upper()
    if roll < 0.7:
        return f" {value} "
    local, _, domain = value.partition("@")
    return f"{swapped(chance, local)}@{domain}"


def _cut(chance: Chance, field: str, value: str) -> str:
    """The end is gone, as where a column was too narrow."""
    if field in {"company_name", "address", "person_name"} and len(value) > 4:
        return value[: max(3, len(value) - 1 - chance.below(len(value) // 2))]
    return ""
