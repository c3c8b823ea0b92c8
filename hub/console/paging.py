"""Pages of long lists, by the address."""

from __future__ import annotations

from math import ceil
from typing import NamedTuple

SIZE = 50
# A page that nobody turns to by hand; the store would count up to it all the same.
_LAST = 100_000


class Pages(NamedTuple):
    """Where a reader is in a list."""

    page: int
    last: int


def asked(text: str) -> int:
    """The page of an address; the first where it is none."""
    return min(max(int(text), 1), _LAST) if text.isascii() and text.isdecimal() and len(text) < 9 else 1


def number_of(text: str) -> int | None:
    """A number of an address that no database refuses; None where it is none."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 18 else None


def pages(page: int, total: int, size: int = SIZE) -> Pages:
    """The page among all that there are."""
    last = max(1, ceil(total / size))
    return Pages(min(page, last), last)
