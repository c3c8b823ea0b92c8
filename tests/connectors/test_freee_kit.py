"""freee keeps what every connector keeps."""

from __future__ import annotations

from typing import Any, ClassVar

from pydantic import SecretStr

from connectors.freee.connector import FreeeConnector
from connectors.freee.twin import FreeeTwin
from hub.sdk.connector import Connector, Context
from hub.sdk.testing.clock import FakeClock
from hub.sdk.testing.reading import ConnectorContract
from hub.sdk.testing.writing import WritableContract
from hub.sdk.twin import Twin
from tests.connectors.test_freee import settings_with


class OnFreee(ConnectorContract):
    """What the three streams share."""

    secrets: ClassVar[tuple[str, ...]] = ("twin-secret", "refresh-0", "refresh-1", "access-1")
    label: ClassVar[str]
    more: ClassVar[dict[str, Any]] = {}
    edit: ClassVar[dict[str, Any]]

    def make_twin(self, clock: FakeClock) -> Twin:
        twin = FreeeTwin(clock.now)
        for number in range(1, 8):
            twin.user_creates(self.stream, {self.label: f"会社{number}", **self.more}, str(number))
        return twin

    def make_connector(self, context: Context) -> Connector:
        return FreeeConnector(settings_with(page_size=2), context)

    def make_stranger(self, context: Context) -> Connector:
        return FreeeConnector(settings_with(client_secret=SecretStr("another")), context)

    def user_edits_one(self, twin: Twin) -> str:
        twin.user_edits(self.stream, "3", self.edit)
        return "3"


class TestPartners(OnFreee, WritableContract):
    stream: ClassVar[str] = "partners"
    label: ClassVar[str] = "name"
    path: ClassVar[str] = "/api/1/partners"
    more: ClassVar[dict[str, Any]] = {"address_attributes": {"zipcode": "100-0005", "prefecture_code": 12}}
    create_path: ClassVar[str] = "/api/1/partners"
    stamped: ClassVar[frozenset[str]] = frozenset({"update_date"})
    edit: ClassVar[dict[str, Any]] = {"phone": "03-9999-0000"}

    def new_record(self, number: int) -> dict[str, Any]:
        return {"name": f"新会社 {number}", "address_attributes": {"prefecture_code": 0, "street_name1": "札幌市1"}}

    def new_values(self) -> dict[str, Any]:
        return {"email": "new@example.com", "address_attributes": {"prefecture_code": 46}}

    def natural_key(self, number: int) -> dict[str, Any]:
        return {"name": f"新会社 {number}"}

    def refused_record(self) -> dict[str, Any]:
        return {"name": "会" * 256}


class TestInvoices(OnFreee):
    stream: ClassVar[str] = "invoices"
    label: ClassVar[str] = "subject"
    path: ClassVar[str] = "/iv/invoices"
    edit: ClassVar[dict[str, Any]] = {"payment_status": "settled"}


class TestDeals(OnFreee):
    stream: ClassVar[str] = "deals"
    label: ClassVar[str] = "ref_number"
    path: ClassVar[str] = "/api/1/deals"
    edit: ClassVar[dict[str, Any]] = {"status": "settled"}
