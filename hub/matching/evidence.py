"""Evidence against: why two records that share a key are still not the same."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from hub.matching.cluster import Member, Wall
from hub.normalize.dates import parse_moment
from hub.normalize.kana import is_kana
from hub.normalize.names import split_legal_form
from hub.normalize.persons import person_key

Doc = Mapping[str, Any]

_COPIES_DIFFER = timedelta(minutes=10)


def wall_between(entity: str) -> Wall:
    """The walls of an entity; a wall tells its reason."""
    return _WALLS.get(entity, lambda one, other: None)


def _companies(left: Member, right: Member) -> str | None:
    one, other = left.doc, right.doc
    if _differ(one, other, "corporate_number"):
        return "different corporate numbers"
    if all(one.get(field) == other.get(field) for field in ("name", "legal_form")):
        return None
    forms = _legal_form(one), _legal_form(other)
    if None not in forms and forms[0] != forms[1] and not _agree(one, other, "corporate_number"):
        return "different legal forms"
    return None


def _legal_form(doc: Doc) -> str | None:
    return doc.get("legal_form") or (split_legal_form(doc["name"]).legal_form if doc.get("name") else None)


def _persons(left: Member, right: Member) -> str | None:
    one, other = left.doc, right.doc
    if _differ(one, other, "birthday"):
        return "different birthdays"
    names = [doc.get("name", "") for doc in (one, other)]
    differ = (
        names[0] != names[1]
        and all(names)
        and person_key(names[0]) != person_key(names[1])
        and _script(names[0]) == _script(names[1])
    )
    return "different names" if differ and not was_renamed(left, right) else None


def _activities(left: Member, right: Member) -> str | None:
    """Some programs put one Message-ID under all their mails; copies of one differ by what a server's clock is off."""
    one, other = left.doc.get("at"), right.doc.get("at")
    if one is None or other is None or one == other:
        return None
    return "different times" if abs(parse_moment(one) - parse_moment(other)) > _COPIES_DIFFER else None


def was_renamed(left: Member, right: Member) -> bool:
    """Whether somebody has corrected a name: two records of one person stay one while half of it agrees; a whole new
    name is a new person. Who was one only because of the order in which records came has corrected nothing.
    """
    if left.golden_id is None or left.golden_id != right.golden_id or not (left.is_renamed or right.is_renamed):
        return False
    return any(_agree(left.doc, right.doc, field) for field in ("family_name", "given_name"))


def _script(name: str) -> str:
    """Romaji against kanji or kana is another script, and no evidence at all; nor is a name with lost letters."""
    if "?" in name or "�" in name or "〓" in name:
        return f"damaged {name}"
    key = person_key(name)
    return "latin" if key.isascii() else "kana" if is_kana(key) else "kanji"


def _differ(one: Doc, other: Doc, field: str) -> bool:
    return field in one and field in other and one[field] != other[field]


def _agree(one: Doc, other: Doc, field: str) -> bool:
    return field in one and one.get(field) == other.get(field)


_WALLS: dict[str, Wall] = {"company": _companies, "person": _persons, "activity": _activities}
