"""The HubSpot connector keeps what every connector must keep."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, ClassVar

import httpx
import msgspec

from connectors.hubspot import HubSpot
from connectors.hubspot.settings import HubSpotSettings
from connectors.hubspot.twin import HubSpotTwin
from hub.sdk.connector import Connector, Context
from hub.sdk.records import Change, Page, PushResult, RawRecord
from hub.sdk.testing import FakeClock, WritableContract
from hub.sdk.twin import Twin

TOKEN = "pat-jp1-secret-0001"
CONTACTS_PATH = "/crm/v3/objects/contacts"


def settings_with(**chosen: Any) -> HubSpotSettings:
    return HubSpotSettings(**{"base_url": "http://hubspot.test", "access_token": TOKEN, **chosen})


@dataclass
class World:
    """One account, a clock that only the test moves, and connectors to it."""

    clock: FakeClock = field(default_factory=FakeClock)
    transport: httpx.BaseTransport | None = None

    def __post_init__(self) -> None:
        self.twin = HubSpotTwin(self.clock.now, access_token=TOKEN)

    def context(self) -> Context:
        return Context(
            "world",
            now=self.clock.now,
            wait=self.clock.wait,
            monotonic=self.clock.monotonic,
            transport=self.transport or self.twin.as_transport(),
        )

    def connector(self, **chosen: Any) -> HubSpot:
        return HubSpot(settings_with(**chosen), self.context())

    def pull(self, stream: str = "contacts", cursor: str | None = None, **chosen: Any) -> tuple[list[Page], str]:
        pages = list(self.connector(**chosen).pull(stream, cursor))
        assert pages[-1].cursor is not None
        return pages, pages[-1].cursor

    def push(self, *changes: Change, stream: str = "contacts", **chosen: Any) -> list[PushResult]:
        results = list(self.connector(**chosen).push(stream, changes))
        order = [change.key for change in changes]
        return sorted(results, key=lambda result: order.index(result.key))

    def asked(self, ending: str = "") -> int:
        return sum(1 for asked in self.twin.requests if asked.path.endswith(ending))

    def held(self, record_id: str | None, stream: str = "contacts") -> dict[str, str]:
        return self.twin.records(stream)[record_id or ""]


def records(pages: list[Page]) -> list[RawRecord]:
    return [record for page in pages for record in page.records]


def live_ids(pages: list[Page]) -> list[str]:
    return [record.external_id for record in records(pages) if not record.deleted]


def gone_ids(pages: list[Page]) -> list[str]:
    return [record.external_id for record in records(pages) if record.deleted]


def person(number: int, **more: str) -> dict[str, str]:
    return {"email": f"p{number}@example.com", "lastname": "山田", "firstname": f"太郎{number}", **more}


def create(key: str, **properties: object) -> Change:
    return Change(key, "create", payload={"properties": properties})


def update(key: str, record_id: str, **properties: object) -> Change:
    return Change(key, "update", record_id, {"properties": properties})


def lookup(key: str, **properties: object) -> Change:
    return Change(key, "lookup", payload={"properties": properties})


class _Kit(WritableContract):
    secrets: ClassVar[tuple[str, ...]] = (TOKEN,)

    def make_twin(self, clock: FakeClock) -> Twin:
        twin = HubSpotTwin(clock.now, access_token=TOKEN)
        twin.seed(
            contacts=[person(number) for number in range(7)],
            companies=[{"name": f"株式会社{number}", "domain": f"c{number}.example.com"} for number in range(7)],
        )
        return twin

    def make_connector(self, context: Context) -> Connector:
        # The rounds that go far back are tested with the reading.
        return HubSpot(settings_with(page_size=2, late_index_s=365 * 86_400), context)

    def make_stranger(self, context: Context) -> Connector:
        return HubSpot(settings_with(access_token="pat-of-somebody-else"), context)

    def all_ids(self, twin: Twin) -> set[str]:
        assert isinstance(twin, HubSpotTwin)
        return set(twin.records(self.stream))

    def held(self, twin: Twin, external_id: str) -> dict[str, Any]:
        assert isinstance(twin, HubSpotTwin)
        return {"properties": dict(twin.records(self.stream)[external_id])}


class TestContactsKeepTheContract(_Kit):
    stream = "contacts"
    path = CONTACTS_PATH
    create_path = f"{CONTACTS_PATH}/batch/create"

    def user_edits_one(self, twin: Twin) -> str:
        twin.user_edits("contacts", "103", {"jobtitle": "部長"})
        return "103"

    def new_record(self, number: int) -> dict[str, Any]:
        return {"properties": {"email": f"new{number}@example.com", "lastname": f"新規{number}"}}

    def new_values(self) -> dict[str, Any]:
        return {"properties": {"jobtitle": "課長", "phone": "+81312345678"}}

    def natural_key(self, number: int) -> dict[str, Any]:
        return {"properties": {"email": f"NEW{number}@example.com"}}

    def refused_record(self) -> dict[str, Any]:
        return {"properties": {"email": "no address at all", "lastname": "新規"}}


class TestCompaniesKeepTheContract(_Kit):
    stream = "companies"
    path = "/crm/v3/objects/companies"
    create_path = "/crm/v3/objects/companies/batch/create"

    def user_edits_one(self, twin: Twin) -> str:
        twin.user_edits("companies", "50000003", {"city": "横浜市"})
        return "50000003"

    def new_record(self, number: int) -> dict[str, Any]:
        return {"properties": {"name": f"新規商事{number}", "domain": f"new{number}.example.com"}}

    def new_values(self) -> dict[str, Any]:
        return {"properties": {"phone": "+81312345678"}}

    def natural_key(self, number: int) -> dict[str, Any]:
        return {"properties": {"name": f"新規商事{number}", "domain": f"new{number}.example.com"}}

    def refused_record(self) -> dict[str, Any]:
        return {"properties": {"name": "新規", "numberofemployees": "たくさん"}}


def properties_of(record: RawRecord) -> dict[str, Any]:
    document: dict[str, Any] = msgspec.json.decode(record.payload)
    properties: dict[str, Any] = document["properties"]
    return properties


def test_a_record_has_a_page_where_the_account_is_known() -> None:
    world = World()
    known = {name: one.record_url for name, one in world.connector(portal_id=42).streams().items()}
    assert known == {
        "contacts": "https://app.hubspot.com/contacts/42/record/0-1/{id}",
        "companies": "https://app.hubspot.com/contacts/42/record/0-2/{id}",
    }
    assert {one.record_url for one in world.connector().streams().values()} == {""}
