"""The unit that a heading gives to the amounts below it: 資本金（千円） counts in thousands of yen.

Invariant: a heading that is nothing but a unit has none.
"""

from __future__ import annotations

import unicodedata
from typing import NamedTuple

from hub.normalize.late import late

_UNIT = late(
    r"[\s・,、:/]*[(\[〔〈<【]?\s*(?:税込み?|税抜き?|税別)?[・,、/\s]*(?:単位[:は]?\s*)?(?P<unit>千|万|百万|億)円\s*[)\]〕〉>】]?$"
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
    text = unicodedata.normalize("NFKC", heading)
    found = _UNIT.search(text)
    rest = text[: found.start()].strip() if found else ""
    return Counted(rest, _TRANSFORMS[found["unit"]]) if found and rest else None
