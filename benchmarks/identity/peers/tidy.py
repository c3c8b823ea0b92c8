"""What a diligent user of a general matcher would do to Japanese records before matching; only the standard library.

Width, case, legal forms, courtesies, dummies, digits of telephones, house numbers with one dash. No readings and no old
kanji: those are what a matcher for Japanese is for.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from functools import lru_cache
from pathlib import Path

TIDY_COLUMNS = (
    "record_id",
    "entity_type",
    "company",
    "company_kana",
    "person",
    "person_kana",
    "email",
    "domain",
    "phone",
    "mobile",
    "postal_code",
    "address",
    "number",
    "birthday",
)
_FORMS = re.compile(
    r"株式会社|有限会社|合同会社|合資会社|医療法人(?:社団)?|一般社団法人|社団法人|特定非営利活動法人|npo法人"
    r"|社会福祉法人|学校法人|税理士法人|協同組合|\((?:株|有|同|合|資|医|医社|特非|一社|福|社福|学|税|協)\)|\[株\]|株\)"
    r"|co\., ?ltd\.?|k\.k\.|y\.k\.|g\.k\.|inc\.|llc|ltd\.|corporation"
)
_COURTESY = re.compile(r"(?:御中|様|さま|殿|さん)$")
_DUMMY = re.compile(r"^(?:不明|テスト.*|test.*|ー|-|なし|個人|同上|〃|''|未入力|ご?担当者様?|社長|0+)$")
_DASHES = re.compile(r"[‐–—−ー－]")
_PREFECTURE = re.compile(r"^(?:東京都|北海道|京都府|大阪府|.{2,3}?県)")
_KANJI_CHOME = re.compile(r"([一二三四五六七八九])丁目")
_NUMBERS = re.compile(r"丁目|番地の|番地|番(?=\d)|号室|号|番")


@lru_cache(maxsize=200_000)
def _folded(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).strip().lower()
    return "" if _DUMMY.match(folded) else folded


def _company(text: str) -> str:
    return re.sub(r"\s+", "", _COURTESY.sub("", _FORMS.sub("", _folded(text))))


def _kana(text: str) -> str:
    folded = re.sub(r"^\w{1,3}\)|\(\w{1,3}$|\s+", "", _folded(text))
    return "".join(chr(ord(letter) + 0x60) if "ぁ" <= letter <= "ゖ" else letter for letter in folded)


def _person(text: str) -> str:
    return re.sub(r"\s+", "", _COURTESY.sub("", _folded(text)))


def _phone(text: str) -> str:
    """The digits of the first number in the cell."""
    first = re.split(r"[/、\n]|携帯|\(?内|ext", _folded(text))[0]
    digits = re.sub(r"\D", "", first)
    if digits.startswith("81"):
        digits = "0" + digits[2:]
    elif digits and digits[0] != "0" and len(digits) in {9, 10}:
        digits = "0" + digits
    return digits if len(set(digits)) > 2 and len(digits) > 5 else ""


def _email(text: str) -> str:
    folded = _folded(text)
    return (
        folded if "@" in folded and not folded.endswith(("example.com", "none.com", "aaa.com", "noemail.com")) else ""
    )


def _address(text: str) -> str:
    folded = _KANJI_CHOME.sub(lambda found: f"{'一二三四五六七八九'.index(found[1]) + 1}丁目", _folded(text))
    numbers = _NUMBERS.sub("-", _DASHES.sub("-", _PREFECTURE.sub("", folded)))
    return re.sub(r"-+(?=$|\D)|\s+", "", numbers)


def _digits(text: str, length: int) -> str:
    digits = re.sub(r"\D", "", _folded(text))
    return digits if len(digits) == length and len(set(digits)) > 2 else ""


def _birthday(text: str) -> str:
    parts = re.findall(r"\d+", _folded(text))
    is_western = len(parts) == 3 and len(parts[0]) == 4
    return f"{parts[0]}-{parts[1]:0>2}-{parts[2]:0>2}" if is_western else ""


_FREE = re.compile(r"gmail|yahoo|icloud|docomo|ezweb|softbank|outlook|hotmail|nifty|ybb|ocn\.|biglobe")


def _domain(row: dict[str, str]) -> str:
    host = re.sub(r"^https?://|^www\.|/.*$", "", _folded(row["url"]))
    host = re.sub(r"^www\.", "", host) or _email(row["email"]).partition("@")[2]
    return "" if _FREE.search(host) else host


def tidied(row: dict[str, str]) -> tuple[str, ...]:
    """A record in the columns that the peers get."""
    return (
        row["record_id"],
        row["entity_type"],
        _company(row["company_name"]),
        _kana(row["company_kana"]),
        _person(row["person_name"]),
        _kana(row["person_kana"]),
        _email(row["email"]),
        _domain(row),
        _phone(row["phone"]),
        _phone(row["mobile"]) or row.get("identity_number", ""),
        _digits(row["postal_code"], 7),
        _address(row["address"]),
        _digits(row["corporate_number"], 13) or _digits(row["invoice_registration_number"], 13),
        _birthday(row["birthday"]),
    )


def tidy(source: Path, target: Path) -> Path:
    """Write the tidied records."""
    with source.open(encoding="utf-8", newline="") as read, target.open("w", encoding="utf-8", newline="") as written:
        rows = csv.writer(written)
        rows.writerow(TIDY_COLUMNS)
        rows.writerows(map(tidied, csv.DictReader(read)))
    return target
