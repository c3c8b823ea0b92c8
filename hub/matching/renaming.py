"""Whether a company's name was corrected, or another company named: a person who types cannot be asked which."""

from __future__ import annotations

from itertools import product

from rapidfuzz.distance import Levenshtein

from hub.normalize.identity.companies import CompanyParts, company_parts

_CORRECTED_MIN = 0.75
"""One letter of four: 東海建説 is 東海建設 with a slip of the pen, 東海運輸 is another firm."""
_HEARD = 4
"""So many letters of a reading tell a name: abe is many."""


def may_be_corrected(one: str, other: str) -> bool:
    """Whether one name may be the other one, written otherwise or better: in full, in another script, or without its
    slip. A name that stands for no company says nothing, and may be any.
    """
    if one == other:
        return True
    left, right = company_parts(one), company_parts(other)
    if not left.core or not right.core:
        return True
    return _holds(left, right) or _sounds_alike(left, right) or _differ_by_a_slip(left.core, right.core)


def _holds(one: CompanyParts, other: CompanyParts) -> bool:
    names = product(filter(None, (one.core, one.former)), filter(None, (other.core, other.former)))
    return any(left in right or right in left for left, right in names)


def _sounds_alike(one: CompanyParts, other: CompanyParts) -> bool:
    """Translated, or as its people call it: TOYOTA and トヨタ自動車."""
    if one.skeleton and one.skeleton == other.skeleton:
        return True
    readings = product(one.readings, other.readings)
    return any(
        left[:size] == right[:size] for left, right in readings if (size := min(len(left), len(right))) >= _HEARD
    )


def _differ_by_a_slip(one: str, other: str) -> bool:
    return Levenshtein.normalized_similarity(one, other) >= _CORRECTED_MIN
