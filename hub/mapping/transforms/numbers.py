"""Transforms of numbers, amounts and yes or no, in the notations of Japanese sheets and of JSON."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal, InvalidOperation
from typing import Any

from hub.mapping.problems import TransformError
from hub.mapping.transforms.kind import Transform, as_text, plain_decimal

# 億 and 万 are powers of ten thousand; 千円 in a heading or a cell is a thousand yen.
_SCALES = {sign: Decimal(10**power) for sign, power in {"兆": 12, "億": 8, "万": 4, "千": 3, "百": 2}.items()}
_SCALED = re.compile(r"(?P<number>\d+(?:\.\d+)?)(?P<scale>[兆億万千百]*)")
_AMOUNT = re.compile(r"(?P<sign>[-−▲△]?)(?:¥|JPY|金)?(?P<minus>-?)(?P<body>[\d.,兆億万千百]+)(?:円|JPY)?(?:也|-)?")
_COUNT = re.compile(r"(?P<number>-?\d+)(?:\.0+)?(?:人|名|件|社|回|個|台|月|年|歳|店舗)?")

_YES_WORDS = "true 1 yes y on t はい 有 有り あり 可 ○ ◯ 〇 ✓ 済 同意"
_NO_WORDS = "false 0 no n off f いいえ 無 無し なし 不可 × ✗ x 未 拒否"
YES = frozenset(_YES_WORDS.split())
NO = frozenset(_NO_WORDS.split())


def _compact(value: Any) -> str:
    return unicodedata.normalize("NFKC", as_text(value)).replace(" ", "")


def amount_of(text: str) -> Decimal | None:
    """The amount in an NFKC text without spaces (¥1,200, 120万円, 1億2,000万, ▲500, (500)), or None."""
    in_brackets = text.startswith("(") and text.endswith(")")
    match = _AMOUNT.fullmatch(text[1:-1] if in_brackets else text)
    if match is None:
        return None
    total = _scaled(match["body"].replace(",", ""))
    if total is None:
        return None
    is_negative = in_brackets or bool(match["sign"]) or bool(match["minus"])
    return -total if is_negative else total


def _scaled(body: str) -> Decimal | None:
    total, position = Decimal(0), 0
    for match in _SCALED.finditer(body):
        if match.start() != position:
            return None
        position = match.end()
        value = Decimal(match["number"])
        for scale in match["scale"]:
            value *= _SCALES[scale]
        total += value
    return total if position == len(body) and position else None


def money(value: Any) -> str:
    """An amount as decimal text."""
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return plain_decimal(Decimal(value))
    amount = amount_of(_compact(value))
    if amount is None:
        raise TransformError("is not an amount of money")
    return plain_decimal(amount)


def number(value: Any) -> str:
    """A number as decimal text; a text may have commas in it."""
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return plain_decimal(Decimal(value))
    try:
        return plain_decimal(Decimal(_compact(value).replace(",", "").replace("−", "-")))
    except InvalidOperation as error:
        raise TransformError("is not a number") from error


def number_back(value: Any) -> int | Decimal:
    """Decimal text as JSON's number."""
    try:
        decimal = Decimal(as_text(value))
    except InvalidOperation as error:
        raise TransformError("is not a number") from error
    return int(decimal) if decimal == decimal.to_integral_value() else decimal


def integer(value: Any) -> int:
    """A whole number; a text may have commas and a unit such as 名."""
    if isinstance(value, int):
        return int(value)
    if isinstance(value, Decimal):
        if value != value.to_integral_value():
            raise TransformError("is not a whole number")
        return int(value)
    match = _COUNT.fullmatch(_compact(value).replace(",", ""))
    if match is None:
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
    found = integer(re.sub(r"月末?$", "", _compact(value)))
    if not 1 <= found <= 12:
        raise TransformError("is not a month")
    return found


NUMBERS = (
    Transform("money", money, number_back),
    Transform("number", number, number_back),
    Transform("integer", integer, integer),
    Transform("month", month, integer),
    Transform("boolean", boolean, boolean),
    Transform("not_boolean", not_boolean, not_boolean),
    Transform("yes_no_ja", boolean, yes_no_ja),
)
