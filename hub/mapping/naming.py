"""Which headings name a sheet's companies and persons, where the heading alone does not tell.

Invariant: a heading that names a company by itself is always preferred to one that may.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from hub.mapping.grouped import lower, target_of
from hub.mapping.headings import Target, heading_key, words
from hub.model import CanonicalSchema
from hub.normalize.late import late

NAMES = frozenset({("company", "name"), ("contact", "name"), ("contact", "family_name"), ("contact", "given_name")})
_PERSONS = NAMES - {("company", "name")}
_PLACES = frozenset(["事業所名", "事業所", "事業者名", "店舗名", "店名", "施設名", "病院名", "医院名", "学校名"])
_WORK = frozenset(["勤務先", "勤務先名", "勤務先名称", "勤務先会社名", "お勤め先", "お勤め先名", "ご勤務先"])
_STAFF = frozenset(["担当", "担当名", "担当者", "担当者名", "担当者氏名"])
_HALVES = ("ご担当者", "担当者", "先方担当者", "お客様担当者")
_STAFF_CODE = late(r"^(?:営業)?担当者?(?:コード|cd|code|番号|no|id)$")
_AT_WORK = late("^(?:勤務先|お勤め先)")
_NUMBERS = frozenset({"corporate_number", "invoice_number"})


@dataclass(frozen=True)
class Names:
    """What a sheet lists: `home` has its addresses and notes, `reached` its mail; `special` is told by neighbours."""

    home: str
    reached: str
    has_company: bool
    special: Mapping[str, Target]

    def target(self, heading: str) -> Target | None:
        """What a heading of the sheet means."""
        if heading in self.special:
            return self.special[heading]
        found = None if '"' in heading else target_of(heading, self.home, self.reached)
        return (
            found if self.has_company or not found or found.part != "company" else self._of_the_person(heading, found)
        )

    def _of_the_person(self, heading: str, target: Target) -> Target | None:
        """Without a customer company's name there is none, but a person may have the field too, or their workplace."""
        if self.home == "company" or (self.special and _AT_WORK.match(heading_key(heading))):
            return target
        return target._replace(part="contact") if target.field in CanonicalSchema().fields("person") else None


def names_of(headings: Sequence[str]) -> Names:
    """Who is named in a sheet with these headings."""
    halves = _halves(headings)
    staff = {*_own_staff(headings), *_beside_the_customer(headings)} - halves.keys()
    alone = {h: target_of(h, "company", "contact") for h in headings if '"' not in h and h not in staff} | halves
    there = {target[:2] for target in alone.values() if target}
    has_person = any(part == "contact" for part, _ in there & NAMES)
    place = "" if ("company", "name") in there else _first(headings, _PLACES)
    work = _first(headings, _WORK) if has_person and not place and ("company", "name") not in there else ""
    is_of_companies = bool(place) or ("company", "name") in there
    home = "company" if is_of_companies or not has_person else "contact"
    has_own_mail = any(target == ("contact", "email", "email") and not _is_shared(h) for h, target in alone.items())
    special = halves | {heading: Target(home, "owner") for heading in staff}
    special |= {heading: Target("company", "name", "company_name") for heading in (place, work) if heading}
    special |= {h: Target("company", "kana", "kana") for h in headings if place and _is_reading_of(h, place)}
    has_company = is_of_companies or any(field in _NUMBERS for _, field in there)
    return Names(
        home, "contact" if has_person and not (has_own_mail and home == "company") else home, has_company, special
    )


def _own_staff(headings: Sequence[str]) -> Iterator[str]:
    """Who stands behind a code of staff (担当者CD, 担当者名) works here: customers give their people no codes."""
    for before, heading in itertools.pairwise(headings):
        if _STAFF_CODE.search(heading_key(lower(before))) and heading_key(lower(heading)) in _STAFF:
            yield heading


def _beside_the_customer(headings: Sequence[str]) -> Iterator[str]:
    """A bare 担当者 works here where the customer's person has another heading (氏名, 姓, 先方担当者)."""
    keys = {heading: heading_key(heading) for heading in headings}
    named = {key for key in keys.values() if words().certain.get(key, ("", ""))[:2] in _PERSONS}
    if named - _STAFF - {"窓口"} or _halves(headings):
        yield from (heading for heading, key in keys.items() if key in _STAFF)


def _halves(headings: Sequence[str]) -> dict[str, Target]:
    """担当者姓 and 担当者名 are the halves of one name, and 担当者名 alone is the whole of it."""
    by_key = {heading_key(heading): heading for heading in headings}
    found: dict[str, Target] = {}
    for whose in _HALVES:
        if {f"{whose}姓", f"{whose}名"} <= by_key.keys():
            found[by_key[f"{whose}姓"]] = Target("contact", "family_name")
            found[by_key[f"{whose}名"]] = Target("contact", "given_name")
    return found


def _is_reading_of(heading: str, name: str) -> bool:
    return any(heading_key(lower(heading)) == heading_key(lower(name)) + reading for reading in words().reading)


def _first(headings: Sequence[str], meant: frozenset[str]) -> str:
    return next((heading for heading in headings if heading_key(lower(heading)) in meant), "")


def _is_shared(heading: str) -> bool:
    return heading_key(lower(heading)) in words().shared
