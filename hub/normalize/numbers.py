"""The numbers by which the state knows a business: 法人番号 and the T-number of qualified invoices.

Source: 法人番号の指定等に関する省令 (check digit) and the National Tax Agency's rules for 登録番号. A corporation's
T-number is "T" and its 法人番号; a sole trader's is "T" and 13 other digits, of which no check digit is published.
"""

from __future__ import annotations

from hub.normalize.late import late
from hub.normalize.text import plain

_SIGNS = late(r"[\W_]+")
_LABEL = late(r"^(?:法人番号|登録番号|適格請求書発行事業者(?:登録番号)?|インボイス(?:登録)?番号|[:：]|\s)+")
_DIGITS = late(r"[0-9]{13}")


def check_digit(twelve_digits: str) -> int:
    """The first of the 13 digits, by the other twelve: weights 1 and 2 in turn from the right, nine's complement."""
    weighted = (int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(twelve_digits)))
    return 9 - sum(weighted) % 9


def is_corporate_number(digits: str) -> bool:
    """Whether 13 ASCII digits carry their check digit."""
    return _DIGITS.fullmatch(digits) is not None and int(digits[0]) == check_digit(digits[1:])


def corporate_number(text: str) -> str:
    """The 13 digits. Raises `ValueError` in words where they are fewer, more, or fail their check digit."""
    digits = _bare(text)
    if not _DIGITS.fullmatch(digits):
        raise ValueError(f"a 法人番号 has 13 digits, this has {_size(digits)}")
    if not is_corporate_number(digits):
        raise ValueError("the check digit of this 法人番号 is wrong: one of its digits was mistyped")
    return digits


def invoice_number(text: str) -> str:
    """ "T" and 13 digits. Raises `ValueError` in words; a check digit is not asked, since sole traders have none."""
    digits = _bare(text).removeprefix("T").removeprefix("t")
    if not _DIGITS.fullmatch(digits):
        raise ValueError(f'an invoice number is "T" and 13 digits, this has {_size(digits)}')
    return "T" + digits


def corporate_number_of(invoice: str) -> str | None:
    """The 法人番号 within a T-number; None for a sole trader's."""
    digits = invoice[1:]
    return digits if invoice[:1] == "T" and is_corporate_number(digits) else None


def number_key(text: str) -> str:
    """What two spellings of such a number have in common; no spelling is refused."""
    return _SIGNS.sub("", _bare(text).upper())


def _bare(text: str) -> str:
    return _SIGNS.sub("", _LABEL.sub("", plain(text)))


def _size(digits: str) -> str:
    return f"{len(digits)} digits" if digits.isdigit() else f"{len(digits)} characters, not all of them digits"
