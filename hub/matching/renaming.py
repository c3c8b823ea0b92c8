"""Whether a name was corrected, or another company or person named: who types cannot be asked which."""

from __future__ import annotations

from itertools import product

from rapidfuzz.distance import Levenshtein

from hub.normalize.identity.companies import CompanyParts, company_parts
from hub.normalize.identity.persons import PersonParts, person_parts

_CORRECTED_MIN = 0.75
"""One letter of four: 東海建説 is 東海建設 with a slip of the pen, 東海運輸 is another firm."""
_LIKE_MIN = 0.5
"""One letter of two: 太朗 is 太郎 with a slip of the pen, 花子 is somebody else."""
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


def may_be_one_person(one: str, other: str) -> bool:
    """Whether one name of a person may be the other one: written better, in another script, in full, or after a
    marriage, which leaves the given name. A name that stands for nobody says nothing, and may be anybody's.
    """
    left, right = person_parts(one), person_parts(other)
    if not left.whole or not right.whole or left.whole == right.whole:
        return True
    if left.given and right.given:
        return _one_given(left, right)
    if left.family and right.family:
        return _one_family(left, right)
    return left.whole in right.whole or right.whole in left.whole or _are_like(left.whole, right.whole)


def _one_given(left: PersonParts, right: PersonParts) -> bool:
    if left.script != right.script:
        return _share(left.given_romaji, right.given_romaji) or _one_family(left, right)
    return _are_like(left.given, right.given)


def _one_family(left: PersonParts, right: PersonParts) -> bool:
    names = {left.family, left.former} & {right.family, right.former} - {""}
    return bool(names) or _share(left.family_romaji, right.family_romaji)


def _share(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    return not ({*one} - {""}).isdisjoint(other)


def _are_like(one: str, other: str) -> bool:
    return Levenshtein.normalized_similarity(one, other) >= _LIKE_MIN


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
