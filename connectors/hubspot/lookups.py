"""Finds records by id or by a unique property, at once and not by the lagging index; companies by domain and name.

A look-up says `found`, or `missing` only where the answer leaves no doubt.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import msgspec

from connectors.hubspot.answers import same
from connectors.hubspot.changes import Search
from connectors.hubspot.objects import COMPANIES, CONTACTS, MERGED_IDS, ObjectType
from connectors.hubspot.refusals import REFUSALS, Refusal, own_refusal
from connectors.hubspot.settings import SEARCH_PAGE_MAX, HubSpotSettings
from connectors.hubspot.wishes import Wish
from hub.sdk.http import Http
from hub.sdk.records import Outcome, PushResult
from hub.sdk.response import Response

_EXTRA_EMAILS = "hs_additional_emails"


class _Head(msgspec.Struct, frozen=True):
    id: str
    properties: dict[str, str | None] = {}

    def listed(self, name: str) -> list[str]:
        """The values of a property that holds several."""
        return [each for each in (self.properties.get(name) or "").split(";") if each]


_READ_HEAD = msgspec.json.Decoder(_Head)


class _Found(msgspec.Struct, frozen=True):
    results: list[msgspec.Raw] = []
    errors: list[Refusal] = []
    total: int = 0


Row = tuple[_Head, bytes]
Filter = dict[str, Any]


class _Read(NamedTuple):
    """The records of one answer, and its errors that do not say that a record does not exist."""

    rows: list[Row]
    doubts: list[Refusal]

    def not_shown(self, wish: Wish, asked: str) -> PushResult:
        """What is told of a record that the answer does not show: `missing`, unless an error may be about it."""
        for doubt in self.doubts:
            named = doubt.context.get("ids")
            if not named or asked.casefold() in map(str.casefold, named):
                return wish.result("unknown", doubt.words)
        return wish.result("missing")


class Lookups:
    """Look-ups in one account."""

    def __init__(self, http: Http, search: Search, settings: HubSpotSettings) -> None:
        self._http = http
        self._search = search
        self._settings = settings

    def own_key_of(self, kind: ObjectType) -> str | None:
        """The unique property that the account's people made; the built-in e-mail is none of theirs."""
        key = self._settings.contact_key if kind is CONTACTS else self._settings.company_key
        return None if key == "email" else key

    def keys_of(self, kind: ObjectType) -> tuple[str, ...]:
        """The properties by which records of this type are told apart."""
        if kind is CONTACTS:
            return (self._settings.contact_key,)
        return ("domain", "name") if self._settings.company_key is None else (self._settings.company_key,)

    def find(self, kind: ObjectType, wishes: Sequence[Wish]) -> Iterator[PushResult]:
        """One result for each wish: by its id where it has one, else by its natural key."""
        by_id = [wish for wish in wishes if wish.id]
        by_key = [wish for wish in wishes if not wish.id]
        if by_id:
            yield from _by_id(by_id, self._read(kind, [wish.id for wish in by_id], None))
        keys = self.keys_of(kind)
        yield from (_without_key(wish, keys) for wish in by_key if not _key_values(wish, keys))
        asked = [wish for wish in by_key if _key_values(wish, keys)]
        if asked and len(keys) == 1:
            values = list(dict.fromkeys(wish.properties[keys[0]].strip() for wish in asked))
            yield from _by_key(asked, keys[0], self._read(kind, values, keys[0]))
        elif asked:
            yield from self._companies(asked)

    def _read(self, kind: ObjectType, ids: Sequence[str], id_property: str | None) -> _Read:
        body: dict[str, object] = {
            "inputs": [{"id": each} for each in ids],
            "properties": self._properties(kind),
            "propertiesWithHistory": [],
        }
        if id_property is not None:
            body["idProperty"] = id_property
        path = f"{self._settings.objects_path}/{kind.stream}/batch/read"
        answer = self._http.request("POST", path, json=body, accept=(404,))
        if answer.status == 404:
            refusal = own_refusal(answer)
            return _Read([], [] if refusal.is_not_found else [refusal])
        found = answer.json(_Found)
        return _Read(_rows(answer, found), [error for error in found.errors if not error.is_not_found])

    def _properties(self, kind: ObjectType) -> list[str]:
        return list(dict.fromkeys((*kind.properties, *self._settings.properties, *self.keys_of(kind))))

    def _companies(self, wishes: Sequence[Wish]) -> Iterator[PushResult]:
        """By search, because `domain` is not unique for writes: several hits are a person's choice.

        Where more fit than one answer holds, the wishes are asked for in halves, for one name that hundreds have would
        leave all of them open.
        """
        asked = {name: _spoken(wishes, name) for name in self.keys_of(COMPANIES)}
        rows, total = self._searched([[_one_of(name, values)] for name, values in asked.items() if values])
        if total > len(rows) and len(wishes) > 1:
            middle = len(wishes) // 2
            yield from self._companies(wishes[:middle])
            yield from self._companies(wishes[middle:])
            return
        if total > len(rows) and all(asked.values()):
            rows, total = self._searched(list(_just_the_fitting(asked)))
        for wish in wishes:
            hits = [row for row in rows if _is_company(wish, row[0])]
            if len(hits) == 1 and total == len(rows):
                yield _found(wish, hits[0])
            elif hits or total > len(rows):
                ids = ", ".join(head.id for head, _ in hits) or f"{total} companies"
                yield wish.result("unknown", f"several companies fit ({ids}); merge them, or set `company_key`")
            else:
                yield wish.result("missing")

    def _searched(self, groups: Sequence[Sequence[Filter]]) -> tuple[list[Row], int]:
        """The first companies of any of these groups of filters, and how many there are."""
        ask = {
            "filterGroups": [{"filters": filters} for filters in groups],
            "properties": self._properties(COMPANIES),
            "limit": SEARCH_PAGE_MAX,
        }
        answer = self._search.post(COMPANIES.stream, ask)
        found = answer.json(_Found)
        return _rows(answer, found), found.total

    def whereabouts(self, kind: ObjectType, wish: Wish, nameless: str) -> PushResult:
        """What became of a record that an update's answer left out: merged into another one, gone, or refused.

        `nameless` are the reasons of that answer which name nobody.
        """
        path = f"{self._settings.objects_path}/{kind.stream}/{wish.id}"
        answer = self._http.get(path, params={"properties": kind.modified}, accept=REFUSALS)
        if answer.status in REFUSALS:
            outcome: Outcome = "missing" if answer.status == 404 else "unknown"
            return wish.result(outcome, own_refusal(answer).words)
        held_id = answer.json(_Head).id
        if held_id == wish.id and nameless:
            return wish.result("rejected", nameless)
        if held_id == wish.id:
            return wish.result("unknown", "HubSpot left this record out of its answer without a reason")
        return wish.result("moved", _merged_text(wish.id, held_id), held_id)


def _spoken(wishes: Sequence[Wish], name: str) -> list[str]:
    return sorted({wish.properties[name].strip().lower() for wish in wishes if wish.properties.get(name)})


def _one_of(name: str, values: Sequence[str]) -> Filter:
    return {"propertyName": name, "operator": "IN", "values": values}


def _just_the_fitting(asked: Mapping[str, Sequence[str]]) -> Iterator[list[Filter]]:
    """What `_is_company` takes for one company, and nothing besides: all of its keys, or one where it has no other."""
    yield [_one_of(name, values) for name, values in asked.items()]
    for name, values in asked.items():
        others = [{"propertyName": other, "operator": "NOT_HAS_PROPERTY"} for other in asked if other != name]
        yield [_one_of(name, values), *others]


def _rows(answer: Response, found: _Found) -> list[Row]:
    return [(answer.decode_part(raw, _READ_HEAD), bytes(raw)) for raw in found.results]


def _key_values(wish: Wish, keys: Sequence[str]) -> list[str]:
    return [wish.properties[name] for name in keys if wish.properties.get(name, "").strip()]


def _without_key(wish: Wish, keys: Sequence[str]) -> PushResult:
    return wish.result("missing", f"it has no {' or '.join(keys)}, by which HubSpot could know it")


def _found(wish: Wish, row: Row, message: str = "") -> PushResult:
    head, payload = row
    return PushResult(wish.change.key, "found", head.id, message=message, payload=payload)


def _by_id(wishes: Sequence[Wish], read: _Read) -> Iterator[PushResult]:
    own = {head.id: (head, payload) for head, payload in read.rows}
    taken_in = {lost: (head, payload) for head, payload in read.rows for lost in head.listed(MERGED_IDS)}
    for wish in wishes:
        if wish.id in own:
            yield _found(wish, own[wish.id])
        elif wish.id in taken_in:
            winner = taken_in[wish.id]
            yield _found(wish, winner, _merged_text(wish.id, winner[0].id))
        else:
            yield read.not_shown(wish, wish.id)


def _merged_text(lost_id: str, held_id: str) -> str:
    return f"{lost_id} was merged into {held_id}: link to {held_id}"


def _by_key(wishes: Sequence[Wish], key: str, read: _Read) -> Iterator[PushResult]:
    asked = {wish.properties[key].strip().casefold() for wish in wishes}
    held: dict[str, Row] = {}
    strangers = False
    for row in read.rows:
        values = [row[0].properties.get(key) or "", *(row[0].listed(_EXTRA_EMAILS) if key == "email" else ())]
        known = {value.strip().casefold() for value in values} & asked
        held.update((value, row) for value in known)
        strangers = strangers or not known
    for wish in wishes:
        hit = held.get(wish.properties[key].strip().casefold())
        if hit is not None:
            yield _found(wish, hit)
        elif strangers:
            yield wish.result("unknown", f"HubSpot answered with a record that does not show this {key}")
        else:
            yield read.not_shown(wish, wish.properties[key].strip())


def _is_company(wish: Wish, head: _Head) -> bool:
    """Every part of the natural key that both sides have is the same, and they share one."""
    shared = [
        (wish.properties[name], held)
        for name in ("domain", "name")
        if wish.properties.get(name) and (held := head.properties.get(name))
    ]
    return bool(shared) and all(same(sent, held) for sent, held in shared)
