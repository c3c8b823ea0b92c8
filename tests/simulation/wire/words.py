"""The customers of a world, and what a value says whatever system it stands in; shares nothing with the hub."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

COMPANIES = ("株式会社青空商店", "みどり商会株式会社", "さくら工業株式会社", "株式会社大和運輸")
# None is of those that forms are shown with (山田 太郎): such a name says nothing, and a mobile number may part two.
FAMILIES = ("山口", "佐藤", "鈴木", "高橋")
_KANJI = str.maketrans("0123456789", "丸一二三四五六七八九")


@dataclass(frozen=True)
class Field:
    """Where the golden records keep what people type: `unit` is what survives at once, `fields` what makes it."""

    entity: str
    unit: str
    fields: tuple[str, ...]


FIELDS = {
    "phone": Field("company", "phone", ("phone",)),
    "building": Field("company", "address", ("building",)),
    "business": Field("company", "business", ("business",)),
    "name": Field("person", "person_name", ("name",)),
    "mobile": Field("person", "mobile", ("mobile",)),
    "may_mail": Field("person", "contact_email", ("contact_email",)),
    "title": Field("employment", "post", ("title",)),
}
# These say nothing of their own where they are empty, for the rest of their unit stays.
NEVER_EMPTIED = frozenset({"name", "building"})


def mailbox(customer: int) -> str:
    return f"p{customer}@c{customer}.example.jp"


def domain(customer: int) -> str:
    return f"c{customer}.example.jp"


def postal_code(customer: int) -> str:
    return f"100-000{customer + 1}"


def customer_of(text: str) -> int:
    """Whose mailbox or company name it is."""
    return COMPANIES.index(text) if text in COMPANIES else int(text[1 : text.index("@")])


def value(field: str, number: int) -> str:
    """A value that nobody has typed before, as people type it."""
    return {
        "phone": f"03-3211-{1000 + number}",
        "mobile": f"090-3211-{1000 + number}",
        "building": f"第{number}ビル",
        "business": f"事業 {number}",
        "name": f"次{str(number).translate(_KANJI)}",
        "title": f"役職{number}",
        "may_mail": "false" if number % 2 else "true",
    }[field]


def says(field: str, text: object) -> str | None:
    """What a value says; None where it says nothing."""
    plain = unicodedata.normalize("NFKC", str(text)).strip() if text is not None else ""
    if not plain:
        return None
    if field in ("phone", "mobile"):
        digits = "".join(sign for sign in plain if sign.isdigit())
        return "0" + digits[2:] if digits.startswith("81") else digits
    return "".join(plain.split()) if field == "name" else plain


def golden_says(field: str, doc: Mapping[str, Any]) -> str | None:
    """What a golden record, or the values of a claim, say of a field."""
    found = doc.get(FIELDS[field].fields[0])
    if field == "may_mail":
        return None if found is None else "true" if found else "false"
    return says(field, found)
