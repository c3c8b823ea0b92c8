"""What the headings of Japanese and English customer sheets mean.

Invariant: a heading is found by its words alone, whatever its width, case, spaces, brackets and dots.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple

from hub.mapping import heading_words
from hub.mapping.heading_notes import without_notes
from hub.mapping.units import counted
from hub.normalize.late import late


class Target(NamedTuple):
    """Where a heading belongs: the part, its field or group, and the transform ("" for the field's own)."""

    part: str
    field: str
    transform: str = ""


_CODE = r"(?:コード|cd|code|番号|ナンバー|no|number|id)$"
_COMPANY_CODE = late(
    rf"^(?:取引先|お?得意先|仕入先|販売先|企業|会社|company|account|partner|vendor)の?{_CODE}|^法人(?:コード|cd|code|no|id)$"
)
_PERSON_CODE = late(rf"^(?:個人|名刺|person|contact)の?{_CODE}")
_CUSTOMER_CODE = late(
    rf"^(?:ご?顧客|お?客様|お?客さま|客先|会員|メンバー|ユーザー?|customer|client|member|user)の?{_CODE}"
)
_ROW_CODE = late(r"^(?:管理(?:コード|cd|番号|no|id)|コード|cd|code|id)$")
_DEAL_CODE = late(rf"^(?:商談|案件|deal|opportunity)の?{_CODE}")
_CONTRACT_CODE = late(rf"^(?:契約|contract)の?{_CODE}")
_COMPANY_PREFIX = late(r"^(?:会社|企業|法人|取引先|得意先|顧客|本社|勤務先|お勤め先|company|account|corporate)(?:の)?")
_CONTACT_PREFIX = late(r"^(?:ご担当者様?|担当者|先方|ご?自宅|個人|本人|contact|person)(?:の)?")
_COMPANY_SUFFIX = late(r"(?:代表|会社|本社|勤務先)$")
_CONTACT_SUFFIX = late(r"(?:直通|担当者|個人|ご?自宅)$")


def heading_key(heading: str) -> str:
    """The words of a heading without width, case, spaces and signs. The long vowel ー stays inside words."""
    text = unicodedata.normalize("NFKC", heading).casefold()
    text = re.sub(r"(?<=数)\([名人]\)", "", without_notes(text))
    return re.sub(r"[^\wー〒]|_", "", text)


def code_of(heading: str) -> str:
    """Whose code a heading is: company | contact | deal | contract | customer | row, or empty for no code.

    A customer is a company or a person, and a row is whatever the sheet lists.
    """
    key = heading_key(heading)
    own = (("company", _COMPANY_CODE), ("contact", _PERSON_CODE), ("deal", _DEAL_CODE), ("contract", _CONTRACT_CODE))
    kinds = (*own, ("customer", _CUSTOMER_CODE), ("row", _ROW_CODE))
    return next((kind for kind, words_of_it in kinds if words_of_it.search(key)), "")


def _lines(table: str) -> Iterable[tuple[str, str, list[str]]]:
    for line in table.strip().replace("\n    ", " ").splitlines():
        field, transform, *words = line.split()
        yield field, "" if transform == "-" else transform, words


def _table(part: str, table: str) -> dict[str, Target]:
    return {heading_key(word): Target(part, field, how) for field, how, words in _lines(table) for word in words}


class Words(NamedTuple):
    """The tables: what is certain by itself, what belongs to the company or to the person, and what others tell."""

    certain: Mapping[str, Target]
    shared: Mapping[str, Target]
    when: frozenset[str]
    reading: frozenset[str]
    of_an_activity: Mapping[str, Target]


@lru_cache(maxsize=1)
def words() -> Words:
    """The tables by heading keys, built once."""
    parts = (
        ("activity", heading_words.ACTIVITY),
        ("contract", heading_words.CONTRACT),
        ("deal", heading_words.DEAL),
        ("employment", heading_words.EMPLOYMENT),
        ("contact", heading_words.CONTACT),
        ("company", heading_words.COMPANY),
    )
    certain: dict[str, Target] = {}
    for part, table in parts:
        certain |= _table(part, table)
    return Words(
        MappingProxyType(certain),
        MappingProxyType(_table("", heading_words.SHARED)),
        frozenset(heading_key(word) for word in heading_words.WHEN.split()),
        frozenset(heading_key(word) for word in heading_words.READING.split()),
        MappingProxyType(_table("activity", heading_words.OF_AN_ACTIVITY)),
    )


def target_of(heading: str, home: str, reached: str) -> Target | None:
    """What a heading means; `home` is the part that addresses and notes belong to, `reached` the one that has the mail.

    None where no table knows it.
    """
    key, known = heading_key(heading), words()
    if key in known.certain:
        return known.certain[key]
    if shared := known.shared.get(key):
        return shared._replace(part=reached if shared.field == "email" else home)
    hints = (
        ("company", _COMPANY_PREFIX),
        ("company", _COMPANY_SUFFIX),
        ("contact", _CONTACT_PREFIX),
        ("contact", _CONTACT_SUFFIX),
    )
    for part, hint in hints:
        rest = hint.sub("", key, count=1)
        if rest != key and (shared := known.shared.get(rest)):
            return shared._replace(part=part)
    return _in_units(heading, home, reached)


def _in_units(heading: str, home: str, reached: str) -> Target | None:
    """What a heading means that gives its amounts a unit, such as 千円: a number under it would be no amount of yen."""
    found = counted(heading)
    target = target_of(found.heading, home, reached) if found else None
    is_amount = target is not None and target.transform == "money"
    return target._replace(transform=found.transform) if found and target and is_amount else None
