"""Writes one partner at a time and says what became of it, in freee's own words where it refuses.

Invariant: a create is one POST and never freee's upsert, which would overwrite what a person entered a minute before;
names and codes are unique, so a POST sent again is refused instead of doubled.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from connectors.freee.answers import STATUSES_WE_READ, refusal
from connectors.freee.blanks import CannotBeEmptiedError, body_of_a_create, body_of_an_update
from connectors.freee.settings import FreeeSettings
from connectors.freee.short_pages import is_last
from hub.sdk.errors import OutcomeUnknownError, RetryLaterError
from hub.sdk.http import Http
from hub.sdk.records import Change, Outcome, PushResult
from hub.sdk.response import Response

PATH = "/api/1/partners"


class _Partner(msgspec.Struct):
    id: int
    name: str
    code: str | None = None


class _One(msgspec.Struct):
    partner: msgspec.Raw


class _Many(msgspec.Struct):
    partners: list[msgspec.Raw]


_READ_PARTNER = msgspec.json.Decoder(_Partner)


class PartnerWriter:
    """Carries out changes on the partners of one company."""

    def __init__(self, http: Http, settings: FreeeSettings) -> None:
        self._http = http
        self._settings = settings
        self._company = {"company_id": settings.company_id}

    def carry_out(self, change: Change) -> PushResult:
        """One change, one result; raises only what concerns every change (limits, access, an answer not understood)."""
        try:
            return self._operations(change)
        except OutcomeUnknownError as error:
            return PushResult(change.key, "unknown", change.external_id, message=str(error))
        except CannotBeEmptiedError as error:
            return PushResult(change.key, "rejected", change.external_id, message=str(error))

    def _operations(self, change: Change) -> PushResult:
        if change.operation == "create":
            return self._create(change)
        if change.operation == "lookup":
            return self._look_up(change)
        if change.external_id is None:
            message = f"the {change.operation} names no partner; its external_id is missing"
            return PushResult(change.key, "rejected", message=message)
        if change.operation == "delete":
            return self._delete(change, change.external_id)
        fields = {"available": False} if change.operation == "archive" else change.payload
        return self._update(change, change.external_id, fields)

    def _create(self, change: Change) -> PushResult:
        body = {**body_of_a_create(change.payload), **self._company}
        result = _result(change, self._http.request("POST", PATH, json=body, writes=True, accept=STATUSES_WE_READ))
        return self._in_the_way(change, result) if result.outcome == "rejected" else result

    def _in_the_way(self, change: Change, refused: PushResult) -> PushResult:
        """The refusal, with the partner who has the name or code already: freee tells that there is one, not which."""
        try:
            there = self._look_up(change)
        except RetryLaterError:
            return refused  # the limit stops the next change, and this one has its answer
        return refused if there.outcome != "found" else msgspec.structs.replace(there, message=refused.message)

    def _update(self, change: Change, external_id: str, fields: Mapping[str, Any]) -> PushResult:
        """freee wants the name in every update, also where it stays, so it is read first where the change lacks it."""
        body = {**body_of_an_update(fields), **self._company}
        path = f"{PATH}/{external_id}"
        if "name" not in body:
            current = self._http.get(path, params=self._company, accept=STATUSES_WE_READ)
            if current.status in STATUSES_WE_READ:
                return _result(change, current)
            body["name"] = current.decode_part(current.json(_One).partner, _READ_PARTNER).name
        return _result(change, self._http.request("PUT", path, json=body, writes=True, accept=STATUSES_WE_READ))

    def _delete(self, change: Change, external_id: str) -> PushResult:
        path = f"{PATH}/{external_id}"
        answer = self._http.request("DELETE", path, params=self._company, writes=True, accept=STATUSES_WE_READ)
        return _result(change, answer)

    def _look_up(self, change: Change) -> PushResult:
        if change.external_id is not None:
            path = f"{PATH}/{change.external_id}"
            return _result(change, self._http.get(path, params=self._company, accept=STATUSES_WE_READ), "found")
        keys = [(field, change.payload[field]) for field in ("code", "name") if change.payload.get(field)]
        if not keys:
            return PushResult(change.key, "rejected", message="a look-up needs the partner's code or name")
        for field, value in keys:
            for raw, partner in self._search(str(value)):
                if getattr(partner, field) == str(value).strip():
                    return PushResult(change.key, "found", str(partner.id), payload=bytes(raw))
        return PushResult(change.key, "missing")

    def _search(self, keyword: str) -> Iterator[tuple[msgspec.Raw, _Partner]]:
        """Whatever mentions the keyword; freee compares parts of several fields, so the caller compares again."""
        limit, offset = self._settings.partners_per_page, 0
        while True:
            params = {**self._company, "keyword": keyword, "offset": offset, "limit": limit}
            answer = self._http.get(PATH, params=params)
            found = answer.json(_Many).partners
            yield from ((raw, answer.decode_part(raw, _READ_PARTNER)) for raw in found)
            if is_last(len(found), limit):
                return
            offset += len(found)


def _result(change: Change, answer: Response, success: Outcome = "done") -> PushResult:
    if answer.status == 404:
        return PushResult(change.key, "missing", change.external_id, message=refusal(answer))
    if answer.status == 400:
        return PushResult(change.key, "rejected", change.external_id, message=refusal(answer))
    if answer.status == 204:
        return PushResult(change.key, success, change.external_id)
    raw = answer.json(_One).partner
    return PushResult(change.key, success, str(answer.decode_part(raw, _READ_PARTNER).id), payload=bytes(raw))
