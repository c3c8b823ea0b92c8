"""Carries changes out against described endpoints, one request each; what may have arrived is never sent again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import quote

import msgspec

from hub.sdk.bad_json import UNREADABLE
from hub.sdk.description import LookUp, RestStream, WriteEndpoint
from hub.sdk.errors import EVIDENCE_MAX, BrokenContractError, OutcomeUnknownError
from hub.sdk.http import Http
from hub.sdk.pages import RecordReader
from hub.sdk.records import Change, PushResult, RawRecord
from hub.sdk.response import Response

_REFUSALS = frozenset({400, 404, 405, 409, 410, 412, 413, 415, 422})
_WORDS = ("message", "messages", "detail", "error_description", "error", "errors", "title", "reason")


class RestPush:
    """One stream's way of writing."""

    def __init__(self, http: Http, stream: RestStream) -> None:
        self._http = http
        self._stream = stream
        shape = stream.records
        self._reader = RecordReader(id_path=shape.id_path, version_path=shape.version_path)

    def carry_out(self, change: Change) -> PushResult:
        """What became of one change."""
        if change.operation == "lookup":
            return self._looked_up(change)
        endpoint = self._stream.writes.get(change.operation)
        if endpoint is None:
            name = self._stream.manifest.name
            return PushResult(change.key, "rejected", message=f"`{name}` cannot {change.operation} here")
        try:
            return self._written(change, endpoint)
        except OutcomeUnknownError as exc:
            return PushResult(change.key, "unknown", change.external_id, message=str(exc))

    def _written(self, change: Change, endpoint: WriteEndpoint) -> PushResult:
        body: Any = {endpoint.wrap: change.payload} if endpoint.wrap else change.payload
        response = self._http.request(
            endpoint.method,
            _filled(endpoint.path, change),
            json=None if endpoint.method == "DELETE" else body,
            headers=_version_header(change, endpoint),
            writes=True,
            accept=_REFUSALS,
        )
        if response.status in _REFUSALS:
            return _refused(change, response)
        return self._done(change, endpoint, response)

    def _done(self, change: Change, endpoint: WriteEndpoint, response: Response) -> PushResult:
        """The answer to a write that went well; one that cannot be read leaves the outcome open, for it was written."""
        if not response.body:
            if change.external_id is None:
                return PushResult(change.key, "unknown", message=f"{response.asked}: the answer names no record")
            return PushResult(change.key, "done", change.external_id)
        try:
            record = self._reader.read_one(_raw_at(response, endpoint.record_path))
        except BrokenContractError as exc:
            return PushResult(change.key, "unknown", change.external_id, message=str(exc), evidence=exc.evidence)
        if isinstance(record, RawRecord):
            return PushResult(change.key, "done", record.external_id, record.version, payload=record.payload)
        if change.external_id is None:
            why = f"{response.asked}: {record.reason}"
            return PushResult(change.key, "unknown", message=why, evidence=response.body[:EVIDENCE_MAX])
        return PushResult(change.key, "done", change.external_id)

    def _looked_up(self, change: Change) -> PushResult:
        way = self._stream.look_up or LookUp()
        if change.external_id is not None and way.by_id is not None:
            response = self._http.get(_filled(way.by_id, change), accept=(404, 410))
            if response.status in {404, 410}:
                return PushResult(change.key, "missing")
            found = bytes(_raw_at(response, way.record_path))
            return PushResult(change.key, "found", change.external_id, payload=found)
        if way.path is None:
            return PushResult(change.key, "rejected", message=f"`{self._stream.manifest.name}` has no look-up")
        asked = {param: _at(change.payload, path) for param, path in way.params.items()}
        response = self._http.get(way.path, params={**self._stream.params, **asked})
        return self._matching(change, self._stream.reader.read(response).records)

    def _matching(self, change: Change, records: Iterable[RawRecord]) -> PushResult:
        """A search may find more than was asked for: only equal values of the whole natural key count."""
        for record in records:
            document = msgspec.json.decode(record.payload)
            if all(_at(document, path) == _at(change.payload, path) for path in self._stream.manifest.natural_key):
                return PushResult(change.key, "found", record.external_id, record.version, payload=record.payload)
        return PushResult(change.key, "missing")


def _version_header(change: Change, endpoint: WriteEndpoint) -> dict[str, str]:
    if endpoint.version_header is None or change.expected_version is None:
        return {}
    return {endpoint.version_header: change.expected_version}


def _filled(path: str, change: Change) -> str:
    return path.replace("{external_id}", quote(change.external_id or "", safe=""))


def _refused(change: Change, response: Response) -> PushResult:
    reason = f"{response.status}: {words_of(response)}"
    if response.status in {404, 410} and change.external_id is not None:
        return PushResult(change.key, "missing", change.external_id, message=reason)
    if response.status == 412 or (response.status == 409 and change.expected_version is not None):
        return PushResult(change.key, "moved", change.external_id, message=reason)
    return PushResult(change.key, "rejected", change.external_id, message=reason)


def words_of(response: Response) -> str:
    """The vendor's reason as text: whatever its error document says in words, or the start of the answer."""
    try:
        found = list(_words(msgspec.json.decode(response.body)))
    except UNREADABLE:
        found = []
    return "; ".join(dict.fromkeys(found))[:1000] or response.body[:200].decode("utf-8", "replace")


def _words(document: object) -> Iterable[str]:
    if isinstance(document, str):
        yield document
    elif isinstance(document, list):
        for one in document:
            yield from _words(one)
    elif isinstance(document, Mapping):
        for key in _WORDS:
            yield from _words(document.get(key))


def _raw_at(response: Response, path: str) -> msgspec.Raw:
    """The JSON text of the object at `path` of an answer."""
    raw = msgspec.Raw(response.body)
    for key in path.split(".") if path else ():
        try:
            raw = msgspec.json.decode(raw, type=dict[str, msgspec.Raw])[key]
        except (*UNREADABLE, KeyError) as exc:
            raise response.broken(f"has no record at `{path}`") from exc
    return raw


def _at(document: Any, path: str) -> Any:
    for key in path.split("."):
        document = document.get(key) if isinstance(document, Mapping) else None
    return document
