"""The unit that a heading gives to the amounts below it: 資本金（千円） counts in thousands of yen.

Invariant: a heading that is nothing but a unit has none.
"""

from __future__ import annotations

import unicodedata
from typing import NamedTuple

from hub.mapping.heading_notes import without_notes
from hub.normalize.late import late

_TAX = r"(?:(?:消費)?税(?:込み?|抜き?|別))?"
_UNIT = late(
    rf"[\s・,、:/]*[(\[〔〈<【]?\s*{_TAX}[・,、/\s]*(?:単位\s*[:は]?\s*)?(?P<unit>千|万|百万|億)円"
    rf"\s*[・,、/\s]*{_TAX}\s*[)\]〕〉>】]?$"
)
_TRANSFORMS = {"千": "thousand_yen", "万": "man_yen", "百万": "million_yen", "億": "oku_yen"}
UNITS = {transform: f"{unit}円" for unit, transform in _TRANSFORMS.items()}
"""The unit of each transform of amounts in one."""


class Counted(NamedTuple):
    """A heading without its unit, and the transform that reads amounts in that unit."""

    heading: str
    transform: str


def counted(heading: str) -> Counted | None:
    """What the heading says beside a unit of many yen; None where it names no such unit."""
    text = without_notes(unicodedata.normalize("NFKC", heading)).strip()
    found = _UNIT.search(text)
    rest = text[: found.start()].strip() if found else ""
    return Counted(rest, _TRANSFORMS[found["unit"]]) if found and rest else None
