"""An address taken apart for comparing: prefecture, city, town, 1-2-3, building and room, whatever the writing.

Invariant: 一丁目2番3号, １－２－３ and 1-2-3 are one block; what cannot be told from the line is "" and never guessed.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from hub.normalize.identity.cities import city_at
from hub.normalize.identity.folding import folded
from hub.normalize.identity.latin_places import is_latin, latin_place
from hub.normalize.identity.placeholders import LONGEST_TEXT, SAYS_NOTHING, says_nothing
from hub.normalize.identity.postal_areas import prefecture_of_postal
from hub.normalize.identity.streets import building_and_room, joined, simple_numbers, street, town_before
from hub.normalize.late import late
from hub.normalize.variants import TO_USUAL


class Place(NamedTuple):
    """What an address says, folded; `block` is such as "1-2-3", `room` such as "305" or "5" of the fifth floor."""

    postal_code: str = ""
    prefecture: str = ""
    city: str = ""
    town: str = ""
    block: str = ""
    building: str = ""
    room: str = ""


_POSTAL = late(r"^(?:[〒〶]|t(?=[0-9]))?\s*([0-9]{3})[-\s]?([0-9]{4})(?![0-9-])\s*|^[〒〶]\s*")
_POSTAL_SIGNS = frozenset("〒0123456789０１２３４５６７８９")
_WRITTEN_POSTAL = late("〒?[ 　]?([0-9０-９]{3}[-－‐−–ー]?[0-9０-９]{4})(?![0-9０-９-])[ 　]?")
_JAPAN = late(r"^(?:日本国?[,、\s]*|japan[,\s]*)(?=[^\s])")
_NO_POSTAL = late(r"(.)\1{6}|1234567|0000[0-9]{3}")

_LETTERS = TO_USUAL | str.maketrans("ケヶヵガノ之，,、。・", "ががががのの     ")
_HAS_UNUSUAL = late(f"[{''.join(map(chr, _LETTERS))}]")
_NO_LETTERS = late(r"[\W_]+")
_DIGITS = late("[0-9]+")
# What comes before the first digit is the same in many addresses.
_BEGINNING = late("([^0-9０-９\n]+)([0-9０-９].*)", re.DOTALL)
_BUILDING_FIRST = late(
    r"^(.{2,40}?)\s+((?:北海道|東京都|京都府|大阪府|[^\s]{2,3}県|[^\s0-9]{2,6}[市区]).*)$", re.DOTALL
)
_BEFORE_PREFECTURE = frozenset("〒〶tj日0123456789")


def place(address: str, postal_code: str = "") -> Place:
    """The parts of an address in one line; the code that stands beside it comes before one within it."""
    code = postal_digits(postal_code) if postal_code else ""
    line = address if len(address) <= LONGEST_TEXT else address[:LONGEST_TEXT]
    if is_latin(line):
        told = latin_place(line, postal_code.strip())
        return Place(code or told.postal_code, "", "", told.town, told.block, "", told.room)
    if line[:1] in _POSTAL_SIGNS:
        before = _WRITTEN_POSTAL.match(line)
        if before is not None:
            line, code = line[before.end() :], code or postal_digits(before[1])
    found = _BEGINNING.fullmatch(line)
    if found is not None:
        beginning = _beginning(found[1])
        simple = simple_numbers(found[2], beginning.number) if beginning else None
        if beginning is not None and simple is not None:
            block, rest = joined(*simple)
            building, room = building_and_room(_in_usual_letters(folded(rest))) if rest else ("", "")
            prefecture = beginning.prefecture or prefecture_of_postal(code)
            return Place(code, prefecture, beginning.city, beginning.town, block, building, room)
    return _taken_apart(line, code)


def _in_usual_letters(folded_text: str) -> str:
    return folded_text.translate(_LETTERS) if _HAS_UNUSUAL.search(folded_text) else folded_text


class _Beginning(NamedTuple):
    prefecture: str
    city: str
    town: str
    number: str


@lru_cache(maxsize=4096)
def _beginning(written: str) -> _Beginning | None:
    line = _in_usual_letters(folded(written))
    if line[:1] in _BEFORE_PREFECTURE:
        return None
    prefecture, city, end = city_at(line)
    if not prefecture and not city:
        return None
    town = town_before(line[end:].strip(), is_in_kyoto=city.startswith("京都市"))
    return _Beginning(prefecture, city, *town) if town else None


def _taken_apart(address: str, code: str) -> Place:
    line = folded(address)
    if not line:
        return Place(code)
    if line[0] in _BEFORE_PREFECTURE:
        line, found = _without_postal(line)
        code = code or found
    line = _in_usual_letters(line)
    prefecture, city, end = city_at(line)
    building_before = ""
    if not prefecture and not city:
        line, building_before = _turned(line)
        prefecture, city, end = city_at(line)
        if says_nothing(_NO_LETTERS.sub("", line), SAYS_NOTHING):
            return Place(code)
    town, block, rest = street(line[end:].strip(), is_in_kyoto=city.startswith("京都市"))
    if building_before:
        rest = f"{rest} {building_before}"
    building, room = building_and_room(rest) if rest else ("", "")
    if not prefecture and (city or block):
        prefecture = prefecture_of_postal(code)
    return Place(code, prefecture, city, town, block, building, room)


def _without_postal(line: str) -> tuple[str, str]:
    line = _JAPAN.sub("", line)
    found = _POSTAL.match(line)
    if found is None:
        return line, ""
    line = line[found.end() :]
    return _JAPAN.sub("", line), postal_digits(f"{found[1]}{found[2]}") if found[1] else ""


def _turned(line: str) -> tuple[str, str]:
    """A line that begins with the building: the address proper, and the building."""
    found = _BUILDING_FIRST.match(line)
    return (found[2], found[1]) if found else (line, "")


def postal_digits(text: str) -> str:
    """The seven digits of a code; "" for none, for another country's and for a stand-in (000-0000)."""
    digits = text.replace("-", "")
    if not (digits.isdecimal() and digits.isascii()):
        digits = "".join(_DIGITS.findall(folded(text[:20])))
    if len(digits) == 6:
        # Excel takes the leading zero off.
        digits = "0" + digits
    return digits if len(digits) == 7 and not _NO_POSTAL.fullmatch(digits) else ""
