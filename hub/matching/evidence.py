"""Evidence against: why two records that share a key are still not the same."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from hub.matching.cluster import Member, Wall
from hub.normalize.kana import is_kana
from hub.normalize.names import split_legal_form
from hub.normalize.persons import person_key

Doc = Mapping[str, Any]
_Check = Callable[[Doc, Doc], str | None]


def wall_between(entity: str) -> Wall:
    """The walls of an entity; a wall tells its reason."""
    check = _WALLS.get(entity)
    if check is None:
        return lambda one, other: None

    def wall(one: Member, other: Member) -> str | None:
        return check(one.doc, other.doc)

    return wall


def _companies(one: Doc, other: Doc) -> str | None:
    if _differ(one, other, "corporate_number"):
        return "different corporate numbers"
    forms = _legal_form(one), _legal_form(other)
    if None not in forms and forms[0] != forms[1] and not _agree(one, other, "corporate_number"):
        return "different legal forms"
    return None


def _legal_form(doc: Doc) -> str | None:
    return doc.get("legal_form") or (split_legal_form(doc["name"]).legal_form if doc.get("name") else None)


def _persons(one: Doc, other: Doc) -> str | None:
    if _differ(one, other, "birthday"):
        return "different birthdays"
    names = [person_key(doc["name"]) if doc.get("name") else "" for doc in (one, other)]
    if all(names) and names[0] != names[1] and _script(names[0]) == _script(names[1]):
        return "different names"
    return None


def _script(name: str) -> str:
    """Romaji against kanji or kana is another script, and no evidence at all."""
    return "latin" if name.isascii() else "kana" if is_kana(name) else "kanji"


def _differ(one: Doc, other: Doc, field: str) -> bool:
    return field in one and field in other and one[field] != other[field]


def _agree(one: Doc, other: Doc, field: str) -> bool:
    return field in one and one.get(field) == other.get(field)


_WALLS: dict[str, _Check] = {"company": _companies, "person": _persons}
