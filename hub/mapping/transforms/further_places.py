"""A transform of several addresses in one cell, a line each or parted by `;`, some of them called (大阪支店：…).

Invariant: what is written back reads the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from hub.mapping.problems import TransformError
from hub.mapping.transforms.kind import Transform, as_text
from hub.mapping.transforms.places import address, address_back
from hub.normalize.late import late
from hub.normalize.text import tidy

_BETWEEN = late(r"[\n\r;；]+")
_NAMED = late(r"^(?:【([^】]{1,20})】|\(([^)]{1,20})\)|([^:〒]{1,20}):)\s*(.+)$")
_NUMBERED = late(r"[0-9]-[0-9]")
_NO_NAME = late(r"^(?:TEL|FAX|電話|℡|携帯|Mail|E-?mail|https?)", re.IGNORECASE)
_IS_PARTED = late(r"[;；\n\r]")
_NO_SIGN_OF_A_NAME = late(r"[:：;；\s]+")
_PLACED = frozenset({"postal_code", "prefecture", "city"})
_TRIES = 5

Address = dict[str, str]


def addresses(value: Any) -> list[Address]:
    """All addresses of a cell, or of a list of cells, each once: 本社：〒100-0005 東京都千代田区…, or without a name.

    Of a cell whose addresses begin with their place, a line without one goes on with the line before.
    """
    cells = value if isinstance(value, list) else [value]
    found = _read(as_text(cell) for cell in cells if cell is not None)
    for _ in range(_TRIES):
        again = _read([addresses_back(found)])
        if again == found:
            return found
        found = again
    raise TransformError("cannot be taken apart into addresses; write one a line")


def _read(cells: Iterable[str]) -> list[Address]:
    found: list[Address] = []
    for cell in cells:
        lines = [line for piece in _BETWEEN.split(cell) if (line := tidy(piece).strip())]
        found += [one for line in _whole(lines) if (one := _one(line)) and set(one) != {"label"}]
    return [one for place, one in enumerate(found) if one not in found[:place]]


def _whole(lines: list[str]) -> list[str]:
    """The lines, each with those that go on with it: a postal code stands over its address, and a building below."""
    starts = [_starts(line) for line in lines]
    whole: list[str] = []
    for line, is_start in zip(lines, starts, strict=True):
        goes_on = bool(whole) and ((any(starts) and not is_start) or set(_one(whole[-1])) == {"postal_code"})
        whole = [*whole[:-1], f"{whole[-1]} {line}"] if goes_on else [*whole, line]
    return whole


def _starts(line: str) -> bool:
    return bool({"label", *_PLACED} & set(_one(line)))


def _one(line: str) -> Address:
    named = None if _NO_NAME.match(line) else _NAMED.match(line)
    label = next((name.strip() for name in named.groups()[:3] if name), "") if named else ""
    if named and label and not _NUMBERED.search(label) and not _PLACED & set(address(label)):
        return {"label": label, **address(named[4])}
    return address(line)


def addresses_back(value: Any) -> str:
    """An address a line, with its name before it."""
    if not isinstance(value, list):
        raise TransformError("is no list")
    return "\n".join(_line(one) for one in value)


def _line(one: Any) -> str:
    if not isinstance(one, Mapping):
        raise TransformError("is a list of something else than addresses")
    text = address_back(one)
    if _IS_PARTED.search(text):
        raise TransformError("has an address with ; or a line break in it, which part addresses in one cell")
    label = _NO_SIGN_OF_A_NAME.sub(" ", as_text(one["label"])).strip() if one.get("label") else ""
    return f"{label}：{text}" if label else text


FURTHER_PLACES = (Transform("addresses", addresses, addresses_back),)
