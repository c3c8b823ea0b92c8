"""Transforms of numbers, amounts and yes or no, in the notations of Japanese sheets and of JSON."""

from __future__ import annotations

import unicodedata
from decimal import Decimal, InvalidOperation
from typing import Any

from hub.mapping.problems import TransformError
from hub.mapping.transforms.kind import MOST_DIGITS, Transform, Way, as_text, in_words, measured, plain_decimal
from hub.normalize import money as yen
from hub.normalize import numbers as state_numbers
from hub.normalize.late import late
from hub.normalize.remembered import remembered

_COUNT = late(r"(?P<number>-?\d+)(?:\.0+)?(?:人|名|件|社|回|個|台|月|年|歳|店舗)?")
_UNITS = {"thousand_yen": 10**3, "man_yen": 10**4, "million_yen": 10**6, "oku_yen": 10**8}
_UNIT_OF_ITS_OWN = late("[十百千万億兆]")
_BARE_YEN = late("円|yen|jpy")
_MONTH = late(r"月末?$")

_YES_WORDS = (
    "true 1 yes y on t ok はい 有 有り あり 可 ○ ◯ 〇 ✓ 済 同意 同意する 希望 希望する 許可 許可する 購読中 上場"
)
_NO_WORDS = (
    "false 0 no n off f ng いいえ 無 無し なし 不可 × ✗ x 未 拒否 同意しない 希望しない 不要 許可しない 不許可 "
    "配信停止 非上場 未上場"
)
YES = frozenset(_YES_WORDS.split())
NO = frozenset(_NO_WORDS.split())


def _compact(value: Any) -> str:
    return unicodedata.normalize("NFKC", as_text(value)).replace(" ", "")


def _is_number(value: Any) -> bool:
    return isinstance(value, int | Decimal) and not isinstance(value, bool)


_amount = remembered(8192)(in_words(yen.money))


def money(value: Any) -> str:
    """An amount as decimal text: 1200, "1,200円", "120万円"."""
    if _is_number(value):
        return plain_decimal(Decimal(value))
    text = as_text(value)
    if text.isascii() and text.isdigit() and not text.startswith("0"):
        return text
    return str(_amount(text)) if text else ""


def _money_in(factor: int) -> Way:
    def read(value: Any) -> str:
        text = "" if _is_number(value) else _compact(value).lower()
        if not _is_number(value) and not text:
            return ""
        if _UNIT_OF_ITS_OWN.search(text):
            return money(value)
        if _BARE_YEN.search(text):
            raise TransformError("says 円 under a heading that counts in more; write the number alone")
        return plain_decimal(Decimal(money(value)) * factor)

    return read


def _money_back(factor: int) -> Way:
    return lambda value: number_back(Decimal(str(number_back(value))) / factor)


def number(value: Any) -> str:
    """A number as decimal text; a text may have commas in it."""
    if _is_number(value):
        return plain_decimal(Decimal(value))
    try:
        return plain_decimal(Decimal(_compact(value).replace(",", "").replace("−", "-")))
    except InvalidOperation as error:
        raise TransformError("is not a number") from error


def number_back(value: Any) -> int | Decimal:
    """Decimal text as JSON's number."""
    try:
        decimal = measured(Decimal(as_text(value)))
    except InvalidOperation as error:
        raise TransformError("is not a number") from error
    return int(decimal) if decimal == decimal.to_integral_value() else decimal


def integer(value: Any) -> int:
    """A whole number; a text may have commas and a unit such as 名."""
    if isinstance(value, int):
        return int(value)
    if isinstance(value, Decimal):
        if measured(value) != value.to_integral_value():
            raise TransformError("is not a whole number")
        return int(value)
    match = _COUNT.fullmatch(_compact(value).replace(",", ""))
    if match is None or len(match["number"]) > MOST_DIGITS:
        raise TransformError("is not a whole number")
    return int(match["number"])


def boolean(value: Any) -> bool:
    """Yes or no."""
    if isinstance(value, bool):
        return value
    word = _compact(value).lower()
    if word in YES:
        return True
    if word in NO:
        return False
    raise TransformError("is neither yes nor no")


def not_boolean(value: Any) -> bool:
    """The opposite: `opted out` becomes `may be contacted`."""
    return not boolean(value)


def yes_no_ja(value: Any) -> str:
    """はい or いいえ."""
    return "はい" if boolean(value) else "いいえ"


def month(value: Any) -> int:
    """The month in 3, 3月 or 3月末."""
    found = integer(_MONTH.sub("", _compact(value)))
    if not 1 <= found <= 12:
        raise TransformError("is not a month")
    return found


NUMBERS = (
    Transform("money", money, number_back),
    *(Transform(name, _money_in(factor), _money_back(factor)) for name, factor in _UNITS.items()),
    Transform("number", number, number_back),
    Transform("integer", integer, integer),
    Transform("month", month, integer),
    Transform("boolean", boolean, boolean),
    Transform("not_boolean", not_boolean, not_boolean),
    Transform("yes_no_ja", boolean, yes_no_ja),
    Transform.from_text("corporate_number", in_words(state_numbers.corporate_number), as_text),
    Transform.from_text("invoice_number", in_words(state_numbers.invoice_number), as_text),
)
