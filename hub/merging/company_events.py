"""What happened to a company, out of the states that were known of it: 社名変更, 組織変更, 移転, 代表者の交代.

Invariant: another spelling of the same value is no event, nor is a value where there was none, nor what a record says
that only came to the company with it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Any, Literal

from hub.normalize.addresses import AddressParts, parts_key
from hub.normalize.names import company_key, split_legal_form
from hub.normalize.persons import person_key

Kind = Literal["renamed", "reorganised", "moved", "new_representative"]
_Told = tuple[str, str]
"""A value as it is shown, and what its spellings have in common; "" where it says nothing."""


@dataclass(frozen=True)
class State:
    """A company as it was known from `at` on; `sources` told of each of its fields."""

    version: int
    at: str
    doc: Mapping[str, Any]
    sources: Mapping[str, int | None]


@dataclass(frozen=True)
class CompanyEvent:
    """One change, with both values as they were known, and the version of the golden record that brought it."""

    kind: Kind
    at: str
    before: str
    after: str
    version: int


def company_events(states: Sequence[State], edited: Set[tuple[int, str]] = frozenset()) -> list[CompanyEvent]:
    """The events between states that follow each other, oldest first; `edited` are the fields that somebody changed in
    a source since it was first seen: (source, field).
    """
    found: list[CompanyEvent] = []
    last: dict[Kind, _Told] = {}
    known: set[int | None] = set()
    for state in states:
        for kind, (field, tell) in _TELLERS.items():
            text, key = tell(state.doc)
            before = last.get(kind)
            source = state.sources.get(field)
            if before and key and before[1] != key and (source in known or (source, field) in edited):
                found.append(CompanyEvent(kind, state.at, before[0], text, state.version))
            if key:
                last[kind] = (text, key)
        known.update(state.sources.values())
    return found


def _name(doc: Mapping[str, Any]) -> _Told:
    name = doc.get("name") or ""
    return name, company_key(name)


def _legal_form(doc: Mapping[str, Any]) -> _Told:
    form = doc.get("legal_form") or split_legal_form(doc.get("name") or "").legal_form or ""
    return form, form


def _address(doc: Mapping[str, Any]) -> _Told:
    values = {field: doc.get(field) or "" for field in AddressParts._fields}
    parts = AddressParts(**values)
    # Only a whole address tells a move: a city that a street is added to is the same place.
    return "".join(parts[1:]), parts_key(parts) if parts.city and parts.street else ""


def _representative(doc: Mapping[str, Any]) -> _Told:
    name = doc.get("representative") or ""
    return name, person_key(name)


_TELLERS: Mapping[Kind, tuple[str, Callable[[Mapping[str, Any]], _Told]]] = {
    "renamed": ("name", _name),
    "reorganised": ("legal_form", _legal_form),
    "moved": ("street", _address),
    "new_representative": ("representative", _representative),
}
