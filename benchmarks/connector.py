"""The connector of the benchmark's own system: a description, and writing a hundred records a request."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from hub.sdk.http import Http, HttpSettings
from hub.sdk.manifest import StreamManifest
from hub.sdk.records import Change, PushResult
from hub.sdk.rest import Paging, Records, RestConnector, RestStream, Since

PAGE_MAX = 500
BATCH_MAX = 100

CONTACTS = RestStream(
    manifest=StreamManifest(
        name="contacts",
        title="Contacts",
        title_ja="連絡先",
        incremental="second",
        oldest_first=True,
        operations=frozenset({"create", "update"}),
        list_page_max=PAGE_MAX,
        write_batch_max=BATCH_MAX,
    ),
    path="contacts",
    records=Records(records_path="results", id_path="id", modified_path="updatedAt", total_path="total"),
    paging=Paging(kind="token", param="after", size_param="limit", next_path="next"),
    since=Since(from_param="updated_since", overlap_s=0),
)


class _Written(msgspec.Struct):
    key: str
    id: str


class _Answer(msgspec.Struct):
    results: list[_Written]


class BenchConnector(RestConnector):
    """Reads and writes one account of the benchmark's system."""

    code = "bench"
    title = "Benchmark"
    title_ja = "計測用"
    Settings = HttpSettings

    def connect(self) -> Http:
        assert isinstance(self.settings, HttpSettings)
        return Http(self.settings, self.context)

    def describe(self) -> Sequence[RestStream]:
        return [CONTACTS]

    def check(self) -> str:
        self.http.get("contacts", params={"limit": 1})
        return "the benchmark's system answers"

    def push(self, stream: str, changes: Sequence[Change]) -> Iterator[PushResult]:
        self.stream(stream)
        inputs = [
            {"key": one.key, "id": one.external_id, "properties": one.payload.get("properties", {})} for one in changes
        ]
        answer = self.http.request("POST", "contacts/batch", json={"inputs": inputs}, writes=True)
        return (PushResult(one.key, "done", one.id) for one in answer.json(_Answer).results)
