"""The objects API of the twin: search, list, read and the batches of contacts and companies.

What it shows of a record are the properties that were asked for, never more.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from connectors.hubspot.twin import batches
from connectors.hubspot.twin.pairs import Pairs
from connectors.hubspot.twin.refusals import RefusedError
from connectors.hubspot.twin.rows import Row, iso
from connectors.hubspot.twin.search import search
from connectors.hubspot.twin.store import ObjectStore
from hub.sdk.twin import TwinRequest, TwinResponse, reply

_LIST_MAX = 100
_LIST_DEFAULT = 10

Handler = Callable[..., TwinResponse]
Route = Callable[[str, str, Handler], None]


@dataclass
class Switches:
    """Where the documents and the recorded answers of the real API differ, or nobody knows.

    `echoes_traces`: results of a batch carry the trace id of their input (recorded answers don't). `accepts_traces`:
    each input of a batch succeeds or fails alone (documented for creates). `shows_null`: a property without a value
    is null (as in the real answers) and not left out (as the contract has it). `numbers_pairs`: the ids of
    associated records are numbers (as in HubSpot's guides and older contracts) and no texts (as in the newer contract).
    """

    echoes_traces: bool = False
    accepts_traces: bool = True
    shows_null: bool = True
    numbers_pairs: bool = False


class ObjectsApi:
    """Handlers, all under one path."""

    def __init__(
        self, stores: Mapping[str, ObjectStore], pairs: Pairs, switches: Switches, now_ms: Callable[[], int]
    ) -> None:
        self._stores = stores
        self._pairs = pairs
        self._switches = switches
        self._now_ms = now_ms

    def offer(self, route: Route, path: str) -> None:
        """Put the handlers at their addresses."""
        for action, handler in {
            "search": self._search,
            "batch/create": self._create,
            "batch/update": self._update,
            "batch/upsert": self._upsert,
            "batch/read": self._read,
            "batch/archive": self._archive,
            "merge": self._merge,
        }.items():
            route("POST", f"{path}/{{stream}}/{action}", refusing(handler))
        route("GET", f"{path}/{{stream}}", refusing(self._list))
        route("GET", f"{path}/{{stream}}/{{object_id}}", refusing(self._get))

    def _store(self, stream: str) -> ObjectStore:
        if stream not in self._stores:
            raise RefusedError(400, f"Unable to infer object type from: {stream}")
        return self._stores[stream]

    def _search(self, request: TwinRequest, stream: str) -> TwinResponse:
        store = self._store(stream)
        total, rows, after = search(store.searched(), store.kind, request.json or {})
        return reply({"total": total, **self._shown_page(store, rows, after, (request.json or {}).get("properties"))})

    def _list(self, request: TwinRequest, stream: str) -> TwinResponse:
        store = self._store(stream)
        limit = int(request.params.get("limit", _LIST_DEFAULT))
        if not 0 < limit <= _LIST_MAX:
            raise RefusedError(400, f"limit must be between 1 and {_LIST_MAX}")
        ids = store.bin() if request.params.get("archived") == "true" else store.searched().ids
        start = bisect_left(ids, int(request.params.get("after", 0)))
        shown, rest = ids[start : start + limit], ids[start + limit : start + limit + 1]
        names = request.params.get("properties", "").split(",")
        after = str(rest[0]) if rest else None
        rows = [row for row_id in shown if (row := store.rows.get(row_id)) is not None]
        return reply(self._shown_page(store, rows, after, names))

    def _shown_page(self, store: ObjectStore, rows: list[Row], after: str | None, names: Any) -> dict[str, Any]:
        page: dict[str, Any] = {"results": [self._shown(store, row, names) for row in rows]}
        if after is not None:
            page["paging"] = {"next": {"after": after}}
        return page

    def _shown(self, store: ObjectStore, row: Row, names: Any) -> msgspec.Raw:
        asked = tuple(each for each in names or () if each) or store.kind.default
        if self._switches.shows_null:
            return msgspec.Raw(row.encoded(store.kind, asked))
        document = row.document(store.kind, asked)
        document["properties"] = {name: value for name, value in document["properties"].items() if value is not None}
        return msgspec.Raw(msgspec.json.encode(document))

    def _get(self, request: TwinRequest, stream: str, object_id: str) -> TwinResponse:
        store = self._store(stream)
        row = store.find(object_id, request.params.get("idProperty"))
        if row is None or (row.archived_ms is not None) != (request.params.get("archived") == "true"):
            raise RefusedError(404, "resource not found")
        return reply(self._shown(store, row, request.params.get("properties", "").split(",")))

    def _inputs(self, request: TwinRequest) -> list[dict[str, Any]]:
        inputs: list[dict[str, Any]] = request.json["inputs"]
        if len(inputs) > batches.BATCH_MAX:
            raise RefusedError(400, f"The maximum batch size is {batches.BATCH_MAX}, got {len(inputs)}")
        if self._switches.accepts_traces:
            return inputs
        return [{key: value for key, value in each.items() if key != "objectWriteTraceId"} for each in inputs]

    def _create(self, request: TwinRequest, stream: str) -> TwinResponse:
        store, inputs = self._store(stream), self._inputs(request)
        done, errors = batches.create(store, inputs, self._links_of)
        return self._settled(store, inputs, done, errors, status=201)

    def _links_of(self, asked: dict[str, Any]) -> Callable[[Row], Row]:
        wanted = [(self._stores["companies"].find(each["to"]["id"]), each) for each in asked.get("associations") or ()]
        for company, each in wanted:
            if company is None or company.archived_ms is not None:
                raise RefusedError(400, f"The object {each['to']['id']} does not exist", code="INVALID_OBJECT_ID")

        def link(contact: Row) -> Row:
            for company, each in wanted:
                if company is not None:
                    self._pairs.link(contact, company, {int(one["associationTypeId"]) for one in each["types"]})
            return self._pairs.contacts.rows.get(contact.id, contact)

        return link

    def _update(self, request: TwinRequest, stream: str) -> TwinResponse:
        store, inputs = self._store(stream), self._inputs(request)
        return self._settled(store, inputs, *batches.update(store, inputs))

    def _upsert(self, request: TwinRequest, stream: str) -> TwinResponse:
        store, inputs = self._store(stream), self._inputs(request)
        return self._settled(store, inputs, *batches.upsert(store, inputs))

    def _settled(
        self,
        store: ObjectStore,
        inputs: list[dict[str, Any]],
        done: batches.Done,
        errors: batches.Errors,
        status: int = 200,
    ) -> TwinResponse:
        """The answer to a write: of each row only the properties that were sent, the way the real one answers."""
        names = tuple({name: None for each in inputs for name in each["properties"]})
        results = []
        for row, besides in done:
            shown = msgspec.json.decode(self._shown(store, row, names))
            trace = self._trace_of(inputs, row) if self._switches.echoes_traces else {}
            results.append({**shown, **besides, **trace})
        return answered(self._now_ms(), results, errors, status)

    def _trace_of(self, inputs: list[dict[str, Any]], row: Row) -> dict[str, str]:
        for each in inputs:
            sent = {name: value for name, value in each["properties"].items() if value and name != "email"}
            if each.get("id") == str(row.id) or ("id" not in each and sent.items() <= row.properties.items()):
                return {"objectWriteTraceId": each["objectWriteTraceId"]}
        return {}

    def _read(self, request: TwinRequest, stream: str) -> TwinResponse:
        store, asked = self._store(stream), request.json
        self._inputs(request)
        done, errors = batches.read(store, asked, archived=request.params.get("archived") == "true")
        shown = [msgspec.json.decode(self._shown(store, row, asked["properties"])) for row, _ in done]
        return answered(self._now_ms(), shown, errors)

    def _archive(self, request: TwinRequest, stream: str) -> TwinResponse:
        batches.archive(self._store(stream), self._inputs(request))
        return reply(status=204)

    def _merge(self, request: TwinRequest, stream: str) -> TwinResponse:
        store, asked = self._store(stream), request.json
        winner, loser = store.find(asked["primaryObjectId"]), store.find(asked["objectIdToMerge"])
        if winner is None or loser is None or winner.id == loser.id:
            raise RefusedError(400, "one of the objects to merge does not exist")
        return reply(self._shown(store, store.merge(winner, loser), ()))


def answered(now_ms: int, results: list[Any], errors: batches.Errors, status: int = 200) -> TwinResponse:
    """The answer to a batch: 207 where anything was refused."""
    at = iso(now_ms)
    answer = {"status": "COMPLETE", "results": results, "startedAt": at, "completedAt": at}
    if errors:
        return reply({**answer, "numErrors": len(errors), "errors": errors}, 207)
    return reply(answer, status)


def refusing(handler: Handler) -> Handler:
    """Answers with HubSpot's error body where the handler refuses."""

    def answer(request: TwinRequest, **parts: str) -> TwinResponse:
        try:
            return handler(request, **parts)
        except RefusedError as refused:
            return reply(refused.whole(), refused.status)

    return answer
