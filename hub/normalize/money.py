"""Amounts as decimal text, out of the many ways in which people write yen.

Invariant: the result is `Decimal`'s own plain notation without needless zeros; another currency is never read as yen.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal

from hub.normalize.late import late
from hub.normalize.text import plain

_YEN = late(
    r"^(?:[¥\\]|JPY|約|金(?=[0-9一二三四五六七八九十百千壱弐参]))\s*"
    r"|(?<!\s)\s*+(?:円|yen|JPY)?(?:也)?(?:\((?:税込み?|税抜き?|税別)\)|\s*+(?:税込み?|税抜き?|税別))?$",
    re.IGNORECASE,
)
_OTHER_CURRENCY = late(r"[$€£₩]|\b(?:USD|EUR|GBP|CNY|KRW)\b|ドル|ユーロ|元|ウォン", re.IGNORECASE)
_GROUPED = late(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?|\.[0-9]+")
_USUAL = late(r"[¥\\]?(-?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?) ?円?")
_LONGEST = 200
_UNITS = {"兆": 10**12, "億": 10**8, "万": 10**4}
_SMALL_UNITS = {"千": 1000, "百": 100, "十": 10}
_KANJI_DIGITS = str.maketrans("〇一二三四五六七八九零壱弐参", "01234567890123")
_INNER_SPACE = late(r"(?<![0-9]) +| +(?![0-9])")
# Each run is looked at from its beginning only, or a long text without any unit would take seconds.
_BIG = late(r"((?<![^兆億万])[^兆億万]*+)([兆億万])")
_SMALL = late(r"((?<![0-9.,])[0-9.,]*+)([千百十])")


def money(text: str) -> str:
    """¥1,200 / 1,200円 / 120万円 / 1億2千万 / ▲1,200 / (1,200) as "1200" and so on; else `ValueError` in words."""
    raw = plain(text)
    usual = _USUAL.fullmatch(raw)
    if usual is not None:
        return decimal_text(Decimal(usual[1].replace(",", "")))
    if not raw:
        raise ValueError("an empty text is no amount")
    if len(raw) > _LONGEST:
        raise ValueError(f"an amount has at most {_LONGEST} letters")
    if _OTHER_CURRENCY.search(raw):
        raise ValueError("the amount names another currency than yen; map it with its currency")
    negative, amount = _sign(raw)
    return decimal_text(-_value(amount) if negative else _value(amount))


def _sign(raw: str) -> tuple[bool, str]:
    amount = raw
    if amount.startswith("(") and amount.endswith(")"):
        return True, _bare(amount[1:-1])
    amount = _bare(amount)
    for sign in ("▲", "△", "-", "マイナス"):
        if amount.startswith(sign):
            return True, _bare(amount.removeprefix(sign))
    return False, amount.removeprefix("+")


def _bare(amount: str) -> str:
    before = None
    while amount != before:
        before = amount
        amount = _YEN.sub("", amount).strip()
    return amount


def _value(amount: str) -> Decimal:
    digits = _INNER_SPACE.sub("", amount.translate(_KANJI_DIGITS))
    return _sum(digits, _BIG, _UNITS, _below_ten_thousand, _below_ten_thousand)


def _below_ten_thousand(text: str) -> Decimal:
    return _sum(text, _SMALL, _SMALL_UNITS, _one_if_unsaid, _plain_number)


def _one_if_unsaid(text: str) -> Decimal:
    return _plain_number(text) if text else Decimal(1)


def _sum(
    text: str,
    parts: re.Pattern[str],
    units: Mapping[str, int],
    of_unit: Callable[[str], Decimal],
    of_rest: Callable[[str], Decimal],
) -> Decimal:
    total, end, last_unit = Decimal(0), 0, 10**16
    for part in parts.finditer(text):
        unit = units[part[2]]
        if unit >= last_unit:
            raise ValueError("the units of this amount are out of order; expected such as 1億2千万")
        total += of_unit(part[1]) * unit
        end, last_unit = part.end(), unit
    rest = text[end:]
    return total + of_rest(rest) if rest or not end else total


def _plain_number(text: str) -> Decimal:
    if not _GROUPED.fullmatch(text):
        raise ValueError("this is no amount in yen; expected such as 1,200 or ¥1,200 or 120万円")
    return Decimal(text.replace(",", ""))


def decimal_text(value: Decimal) -> str:
    """A decimal as the documents hold it: no exponent, no needless zeros, no minus zero."""
    text = format(value, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
