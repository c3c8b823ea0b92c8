"""Systems tell of changes at the console's address; nobody is believed without a signature."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
import pytest

from hub.console.app import doorbell
from hub.console.webhooks import MOST
from hub.sdk.signature import WebhookRequest
from tests.console.browser import BASE
from tests.console.office import Office
from tests.pipeline.hooked import HookedLab, HookedSystem


@pytest.fixture
def office(store_url: str) -> Iterator[Office]:
    """Its systems have webhooks."""
    found = Office(store_url, HookedLab)
    yield found
    found.close()


def system(office: Office) -> HookedSystem:
    found = office.lab["alpha"]
    assert isinstance(found, HookedSystem)
    return found


def tells(office: Office, body: bytes, *, to: str = "alpha", key: str = "key of alpha") -> int:
    """Somebody posts a body, signed with a key; the status of the answer."""
    path = f"/webhooks/{to}"
    stamp = str(int(office.lab.clock().timestamp()))
    proof = system(office).webhooks.signature.proof(WebhookRequest("POST", BASE + path, {}, body), key, stamp)
    headers = {"x-signature": proof, "x-timestamp": stamp, "content-type": "application/json"}
    return office.browser().ask("POST", path, content=body, headers=headers).status


def test_a_door_for_webhooks_alone_has_nothing_else_behind_it(office: Office) -> None:
    office.app = doorbell(office.house)
    assert tells(office, msgspec.json.encode([system(office).event("1", "a1")])) == 204
    assert len(noticed(office)) == 1
    for path in ("/", "/login", "/api/v1/openapi.json", "/static/console.css"):
        assert office.browser().get(path).status == 404


def noticed(office: Office) -> list[str]:
    with office.lab.database.begin() as tx:
        return [row[0] for row in tx.rows("SELECT event_id FROM notice ORDER BY event_id")]


def test_a_true_notice_is_stored_once_and_wakes_the_schedule(office: Office) -> None:
    body = msgspec.json.encode([system(office).event("1", "a1")])
    assert [tells(office, body), tells(office, body)] == [204, 204]
    assert (len(noticed(office)), office.woken) == (1, 1)


@pytest.mark.parametrize(
    ("to", "key", "status"), [("alpha", "another", 401), ("nobody", "key of alpha", 404), ("beta", "key of alpha", 401)]
)
def test_whoever_does_not_prove_himself_is_refused_and_wakes_nobody(
    office: Office, to: str, key: str, status: int
) -> None:
    body = msgspec.json.encode([system(office).event("1", "a1")])
    assert tells(office, body, to=to, key=key) == status
    assert (noticed(office), office.woken) == ([], 0)


@pytest.mark.parametrize(("body", "status"), [(b"[", 400), (b" " * 5000, 413), (b" " * (MOST + 1), 413)])
def test_what_is_no_notice_is_told_so(office: Office, body: bytes, status: int) -> None:
    assert tells(office, body) == status


def test_a_webhook_is_no_page(office: Office) -> None:
    assert office.browser("admin").get("/webhooks/alpha").status == 405
