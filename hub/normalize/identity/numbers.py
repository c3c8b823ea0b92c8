"""The numbers of the state as they identify: a 法人番号 that passes its check, and the T-number of a sole trader apart.

Invariant: a number that fails its check identifies nobody.
"""

from __future__ import annotations

from typing import NamedTuple

from hub.normalize.identity.folding import in_one_width
from hub.normalize.late import late
from hub.normalize.numbers import check_digit

_LONGEST_CELL = 60
_DIGITS = late(r"[0-9]{13}")
_THIRTEEN = late(r"(?<![0-9])[0-9]{13}(?![0-9])")
# The register writes a company's twelve digits in three groups; the 法人番号 is its check digit before them.
_REGISTER = late(r"(?<![0-9])([0-9]{4})-([0-9]{2})-([0-9]{6})(?![0-9])")
_BETWEEN_DIGITS = late(r"(?<=[0-9])[\s,.-]+(?=[0-9])")
_SIGNS = late("[0-9A-Z]+")
_SHORTEST = 4
_WEIGHTS = (1, 2) * 6


class StateNumbers(NamedTuple):
    """A corporation's 13 digits, or a sole trader's "T" and 13 digits; "" where there is none."""

    corporate: str = ""
    trader: str = ""


def corporate_digits(text: str) -> str:
    """The 13 digits of a 法人番号, also out of a T-number or a number of the register; "" where the check fails."""
    digits = text if _DIGITS.fullmatch(text) and text.isascii() else _found(text)
    return digits if _is_valid(digits) else ""


def state_numbers(text: str) -> StateNumbers:
    """What a T-number says: a corporation's holds its 法人番号, a sole trader's is a number of its own."""
    body = text[1:] if text[:1] == "T" else ""
    digits = body if _DIGITS.fullmatch(body) and body.isascii() else _found(text)
    if not digits or len(set(digits)) < 3:
        return StateNumbers()
    return StateNumbers(corporate=digits) if _is_valid(digits) else StateNumbers(trader="T" + digits)


def identity_key(text: str) -> str:
    """A number that one issuer gives to people (会員番号, a social security number), by its Latin letters and digits.

    "" for one too short to tell anybody, or of a single sign. A spreadsheet takes leading zeros off.
    """
    signs = "".join(_SIGNS.findall(in_one_width(text[:_LONGEST_CELL]).upper())).lstrip("0")
    return signs if len(signs) >= _SHORTEST and len(set(signs)) > 1 else ""


def _is_valid(digits: str) -> bool:
    # Written out for speed: it is asked for every record.
    if len(digits) != 13 or digits[0] == "0" or len(set(digits)) < 3:
        return False
    even = sum(map(int, digits[1::2]))
    odd = sum(map(int, digits[2::2]))
    return 9 - (2 * even + odd) % 9 == int(digits[0])


def _found(text: str) -> str:
    if len(text) < 13:
        return ""
    written = in_one_width(text[:_LONGEST_CELL])
    register = _REGISTER.search(written)
    if register is not None:
        twelve = "".join(register.groups())
        return f"{check_digit(twelve)}{twelve}"
    found = _THIRTEEN.search(_BETWEEN_DIGITS.sub("", written))
    return found[0] if found else ""
