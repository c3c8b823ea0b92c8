"""An address in Latin letters taken apart: the numbers of the house, the word that follows them, a floor and a code.

Invariant: nothing is read as a city, for chiyoda-ku and 千代田区 would differ; both sides of a card have one code and
one house number.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from hub.normalize.late import late


class LatinPlace(NamedTuple):
    """`town` is the word after the numbers, a street or a quarter, in small letters alone."""

    postal_code: str = ""
    town: str = ""
    block: str = ""
    room: str = ""


_WORD = late("[A-Za-z]{3}")
_HOUSE = late(r"(?<![\w/.-])(?P<block>[0-9]+(?:-[0-9]+){0,3})[\s,]+(?P<town>[A-Za-z][A-Za-z'-]{2,})")
_CODE_OF_JAPAN = late(r"(?<![\w-])([0-9]{3})-([0-9]{4})(?![\w-])")
_FLOOR = late(r"(?<![\w-])(B?[0-9]{1,3})F(?![\w-])", re.IGNORECASE)
_CODE_ABROAD = late("[0-9]{4,6}")
_LEADING_ZEROS = late("(?<![0-9])0+(?=[0-9])")
_MOST_NUMBERS = 3


def is_latin(line: str) -> bool:
    """Whether an address is written in Latin letters alone, with a word among them."""
    return line.isascii() and _WORD.search(line) is not None


def latin_place(line: str, beside: str) -> LatinPlace:
    """The parts of a line; `beside` is the code that stands in a column of its own, any country's."""
    found = _CODE_OF_JAPAN.search(line)
    code = "".join(found.groups()) if found else beside if _CODE_ABROAD.fullmatch(beside) else ""
    house = _HOUSE.search(_CODE_OF_JAPAN.sub("", line))
    floor = _FLOOR.search(line)
    room = floor[1].lower() if floor else ""
    if house is None:
        return LatinPlace(code, room=room)
    numbers = _LEADING_ZEROS.sub("", house["block"]).split("-")
    town = house["town"].replace("-", "").replace("'", "").lower()
    return LatinPlace(code, town, "-".join(numbers[:_MOST_NUMBERS]), room or "".join(numbers[_MOST_NUMBERS:]))
