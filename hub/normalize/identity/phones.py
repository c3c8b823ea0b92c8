"""Telephone numbers as the digits that are dialled in Japan, every number of a cell, with what kind of line it is.

Invariant: no numbering plan is asked, so that a number costs microseconds; what no line can have is left out.
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from hub.normalize.identity.folding import in_one_width
from hub.normalize.late import late

Line = Literal["fixed", "mobile", "ip", "free", "shared", "local", "foreign"]


class PhoneNumber(NamedTuple):
    """`digits` begin with 0; those of a "local" number lack the area code, those of a "foreign" one begin with +."""

    digits: str
    line: Line
    extension: str = ""


_LONGEST_CELL = 200
_MOST_NUMBERS = 5
_PLAIN: dict[int, int | None] = {
    **{code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), 0xFF0B)},
    **dict.fromkeys(map(ord, "-－‐−–―ー()（） 　")),
}
_EXTENSION = late(r"(?:内線番号|内線|(?<![0-9])内|ext(?:ension|n)?|(?<=[0-9\s])x|#)[\s.:=]*([0-9]{1,6})", re.IGNORECASE)
_TRUNK = late(r"(\+|00|010[\s-]?)([0-9]{1,3})[\s-]*\(0\)")
_ABROAD = late(r"^(?:\+|010(?=[1-9][0-9]{8,})|00(?=[1-9][0-9]{8,}))")
_LISTED = late(r"[/、,;|\n]|又は|または|及び|\bor\b|・")
_NUMBER = late(r"[+(]{0,2}[0-9][0-9().\s-]{4,24}[0-9]")
_WHOLE = late(r"(?<![0-9-])(?:\+81[\s-]?|\(?0)[0-9]{1,4}[)\s-]{0,2}\(?[0-9]{1,4}[)\s-]{1,2}[0-9]{3,4}(?![0-9])")
_SCANNED = late(r"(?<=[0-9-])[oOlI|](?=[0-9-]|$)|^[oO](?=[0-9])")
_SIGNS = late("[^0-9]+")
_POINT_ZERO = late(r"\.0+$")
_MOBILE, _SHARED = frozenset({"070", "080", "090", "060"}), frozenset({"0570", "0990", "0180"})
# Every number that a form makes up has one sign, or signs in a row, in its middle, or begins with many zeros.
_MADE_UP_MIDDLES = frozenset((*(sign * 4 for sign in "0123456789"), *("0123456789"[at : at + 4] for at in range(1, 7))))
_SUSPECT = late("0000|1234|1111|2222|3333|4444|5555|6666|7777|8888|9999")
_DUMMY = late(
    r"0*(.)\1+|0?123456789[0-9]?|0[0-9]{1,4}(?:0{7,8}|1234567|12345678|(.)\2{7})|.*(?:0{7}|9{8}|1{8})|0[3-9]?0?12345678|0{4,}.*"
)


def phone_numbers(text: str) -> tuple[PhoneNumber, ...]:
    """Each number of a cell once, the first one first; () where nobody can be reached."""
    digits = text.replace("-", "")
    if not digits.isdecimal():
        digits = text.translate(_PLAIN)
    if digits[:3] == "+81":
        digits = "0" + digits[3:].removeprefix("0")
    if digits.isdecimal() and digits.isascii() and 9 <= len(digits) <= (11 if digits[0] == "0" else 10):
        number = _number(digits, "")
        return (number,) if number else ()
    return _of_cell(text)


def _of_cell(text: str) -> tuple[PhoneNumber, ...]:
    written = _SCANNED.sub(_digit, _POINT_ZERO.sub("", in_one_width(text[:_LONGEST_CELL])))
    written = _TRUNK.sub(r"\1\2", written)
    found: dict[str, PhoneNumber] = {}
    for part in _parts(written)[:_MOST_NUMBERS]:
        inside = _EXTENSION.search(part)
        number = _dialled(part[: inside.start()] if inside else part, inside[1] if inside else "")
        if number is not None:
            found.setdefault(number.digits, number)
    whole = [number for number in found.values() if number.line != "local"]
    # 03-1234-5678/9 lists the last digit of a second line, which is no number by itself.
    return tuple(whole) or tuple(found.values())


def _digit(found: re.Match[str]) -> str:
    return "0" if found[0] in "oO" else "1"


def _parts(written: str) -> list[str]:
    """The cell cut where a list says so, or where one whole number follows another."""
    parts = [part for part in _LISTED.split(written) if part.strip()]
    if len(parts) == 1:
        starts = [match.start() for match in _WHOLE.finditer(written)]
        if len(starts) > 1:
            return [written[start:end] for start, end in zip(starts, [*starts[1:], None], strict=True)]
    return parts


def _dialled(part: str, extension: str) -> PhoneNumber | None:
    found = _NUMBER.search(part)
    if found is None:
        return None
    written = found[0].lstrip("(")
    digits = _SIGNS.sub("", written)
    abroad = _ABROAD.match(written if written[0] == "+" else digits)
    if abroad is not None:
        digits = digits[abroad.end() - (written[0] == "+") :]
    if digits.startswith("81") and (abroad is not None or len(digits) in (11, 12)):
        digits = "0" + digits[2:].removeprefix("0")
    elif abroad is not None:
        return PhoneNumber("+" + digits, "foreign", extension) if 8 <= len(digits) <= 15 else None
    return _number(digits, extension)


def _number(digits: str, extension: str) -> PhoneNumber | None:
    if digits[0] != "0" and (len(digits) == 9 or (len(digits) == 10 and digits[:2] in ("70", "80", "90", "50", "20"))):
        # Excel takes the leading zero off.
        digits = "0" + digits
    if _is_made_up(digits):
        return None
    line = _line(digits)
    return PhoneNumber(digits, line, extension) if line else None


def _is_made_up(digits: str) -> bool:
    """Whether digits are such as people and programs fill a form with: 0000000000, 0312345678."""
    if 9 <= len(digits) <= 11 and digits[5:9] not in _MADE_UP_MIDDLES and digits[:4] != "0000":
        return False
    return _SUSPECT.search(digits) is not None and _DUMMY.fullmatch(digits) is not None


def _line(digits: str) -> Line | None:
    size = len(digits)
    if digits[0] != "0":
        return "local" if 6 <= size <= 8 else None
    if size == 10:
        head = digits[:4]
        return "free" if head == "0120" else "shared" if head in _SHARED else "fixed" if digits[1] != "0" else None
    if size != 11:
        return None
    head = digits[:3]
    return "free" if digits[:4] == "0800" else "mobile" if head in _MOBILE else "ip" if head == "050" else None
