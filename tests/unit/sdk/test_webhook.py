"""A webhook proves who sent it before anything of it is read, and what is read of it are a few ids."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, SecretStr, ValidationError

from connectors.hubspot.webhooks import WEBHOOKS as HUBSPOT
from hub.sdk.signature import Signature, WebhookRequest
from hub.sdk.webhook import MOST_CHARACTERS, Notice, UnreadableNoticeError, Webhooks

NOW = datetime(2026, 4, 1, 9, 0, tzinfo=UTC)
BODY = b'[{"eventId": 1}]'
TOKEN = Signature(kind="shared_token", header="X-Token")
OF_BODY = Signature(kind="hmac", header="Webhook-Signature", prefix="sha256=")
STAMPED = HUBSPOT.signature
EVENT = {
    "eventId": 100,
    "subscriptionId": 25,
    "portalId": 33,
    "occurredAt": 1775034000000,
    "subscriptionType": "contact.propertyChange",
    "attemptNumber": 0,
    "objectId": 123,
    "propertyName": "email",
    "propertyValue": "yamada@example.jp",
}


def _request(signature: Signature, secret: str = "secret", at: datetime = NOW) -> WebhookRequest:
    bare = WebhookRequest("POST", "https://hub.example.jp/hooks/crm", {}, BODY)
    stamp = str(int(at.timestamp() * (1000 if signature.timestamp_unit == "ms" else 1)))
    headers = {signature.header.lower(): signature.proof(bare, secret, stamp)}
    return replace(bare, headers=headers | ({signature.timestamp_header: stamp} if signature.timestamp_header else {}))


def test_the_proof_of_a_known_request_is_the_known_one() -> None:
    # HMAC-SHA256, key "Jefe": RFC 4231, test case 2.
    request = WebhookRequest("POST", "", {}, b"what do ya want for nothing?")
    proof = "sha256=5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
    assert OF_BODY.flaw(replace(request, headers={"Webhook-Signature": proof}), "Jefe", NOW) is None


def test_hubspot_signs_method_address_body_and_time() -> None:
    # openssl dgst -sha256 -hmac secret -binary | base64, over the four parts one after the other
    headers = {
        "X-HubSpot-Signature-v3": "aoEMcyID9VmQ8zhZTOe4k4EQ1tOO8n3h8Hz8Mhb3a6o=",
        "X-HubSpot-Request-Timestamp": "1775034000000",
    }
    request = WebhookRequest("POST", "https://hub.example.jp/hooks/crm", headers, BODY)
    assert STAMPED.flaw(request, "secret", datetime.fromtimestamp(1775034000, UTC)) is None


@pytest.mark.parametrize("signature", [TOKEN, OF_BODY, STAMPED])
def test_only_the_one_who_knows_the_secret_is_believed(signature: Signature) -> None:
    assert signature.flaw(_request(signature), "secret", NOW) is None
    assert signature.flaw(_request(signature, "another"), "secret", NOW) == "forged"
    assert signature.flaw(replace(_request(signature), headers={}), "secret", NOW) == "unsigned"


@given(at=st.integers(0, len(BODY) - 1), by=st.integers(1, 255))
def test_no_byte_of_a_signed_body_can_be_changed(at: int, by: int) -> None:
    for signature in (OF_BODY, STAMPED):
        changed = BODY[:at] + bytes([BODY[at] ^ by]) + BODY[at + 1 :]
        assert signature.flaw(replace(_request(signature), body=changed), "secret", NOW) == "forged"


@given(shown=st.text())
def test_whatever_a_header_shows_it_is_refused_without_an_error(shown: str) -> None:
    request = _request(STAMPED)
    for name in request.headers:
        assert STAMPED.flaw(replace(request, headers={**request.headers, name: shown}), "secret", NOW) is not None


@pytest.mark.parametrize(
    ("seconds", "flaw"), [(-300, None), (-301, "stale"), (300, None), (301, "stale"), (-86_400 * 365, "stale")]
)
def test_a_recorded_request_is_good_for_five_minutes(seconds: int, flaw: str | None) -> None:
    assert STAMPED.flaw(_request(STAMPED, at=NOW + timedelta(seconds=seconds)), "secret", NOW) == flaw


@pytest.mark.parametrize("stamp", ["", "soon", "-1", "1e9", "９", "9" * 400])
def test_a_signed_time_that_is_none_is_no_time_of_ours(stamp: str) -> None:
    bare = WebhookRequest("POST", "", {}, BODY)
    headers = {STAMPED.header: STAMPED.proof(bare, "secret", stamp), "x-hubspot-request-timestamp": stamp}
    assert STAMPED.flaw(replace(bare, headers=headers), "secret", NOW) == "stale"


@pytest.mark.parametrize(
    "declared",
    [
        {"signed": ("method", "uri")},
        {"signed": ("body", "timestamp")},
        {"timestamp_header": "X-Timestamp"},
    ],
)
def test_a_scheme_that_leaves_a_gap_can_not_be_declared(declared: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Signature(kind="hmac", header="X-Signature", **declared)


class _Settings(BaseModel):
    webhook_secret: SecretStr | None = None
    client_secret: SecretStr | None = None


def test_the_secret_is_the_first_that_is_set_and_an_empty_one_is_none() -> None:
    of_app, own = SecretStr("of the app"), SecretStr("own")
    assert HUBSPOT.secret(_Settings(client_secret=of_app)) == "of the app"
    assert HUBSPOT.secret(_Settings(client_secret=of_app, webhook_secret=own)) == "own"
    assert HUBSPOT.secret(_Settings(webhook_secret=SecretStr(""))) is None


def _read(*events: Any) -> tuple[list[Notice], int]:
    return HUBSPOT.read(msgspec.json.encode(events))


def test_of_an_event_its_ids_and_its_time_are_read_and_no_value() -> None:
    (notice,), _ = _read(EVENT)
    told = datetime(2026, 4, 1, 9, 0, tzinfo=UTC)
    assert notice == Notice("25:100:1775034000000:123", "contacts", "123", "contact.propertyChange", told)


def test_an_event_that_is_sent_again_has_the_same_name() -> None:
    (first,), _ = _read(EVENT)
    (again,), _ = _read({**EVENT, "attemptNumber": 3})
    assert again.event_id == first.event_id


def test_two_events_of_one_number_about_two_records_are_two() -> None:
    found, _ = _read(EVENT, {**EVENT, "objectId": 124})
    assert len({notice.event_id for notice in found}) == 2


def test_a_merge_is_about_the_record_that_stays() -> None:
    merge = {key: value for key, value in EVENT.items() if key != "objectId"}
    (notice,), _ = _read({**merge, "subscriptionType": "company.merge", "primaryObjectId": 7, "mergedObjectIds": [8]})
    assert (notice.stream, notice.external_id) == ("companies", "7")


def test_events_of_other_records_are_passed_over_and_counted() -> None:
    found, passed_over = _read({**EVENT, "subscriptionType": "deal.creation"}, EVENT)
    assert (len(found), passed_over) == (1, 1)


@pytest.mark.parametrize(
    "event",
    [
        None,
        [],
        {},
        {**EVENT, "objectId": None},
        {**EVENT, "objectId": "x" * (MOST_CHARACTERS + 1)},
        {**EVENT, "objectId": "a\0b"},
        {**EVENT, "objectId": True},
        {**EVENT, "eventId": 1.5},
        {**EVENT, "occurredAt": "soon"},
        {**EVENT, "occurredAt": 1 << 62},
        {**EVENT, "subscriptionType": {"of": "another shape"}},
    ],
)
def test_an_event_of_another_shape_is_refused(event: Any) -> None:
    with pytest.raises(UnreadableNoticeError, match=r"an event has no"):
        _read(event)


def test_more_events_than_anybody_sends_at_once_are_refused() -> None:
    with pytest.raises(UnreadableNoticeError, match="more than 1,000 events"):
        _read(*[EVENT] * 1001)


def test_one_event_may_stand_alone_or_in_a_list_below() -> None:
    alone = Webhooks.model_validate({**HUBSPOT.model_dump(), "events_path": "events"})
    assert alone.read(msgspec.json.encode({"events": EVENT})) == alone.read(msgspec.json.encode({"events": [EVENT]}))


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(sorted(EVENT)) | st.text(), inner),
)


@given(body=st.binary() | _JSON.map(msgspec.json.encode) | st.integers(1, 10**6).map(lambda n: b"[" * n))
def test_whatever_a_body_holds_it_is_read_or_refused_in_words(body: bytes) -> None:
    try:
        found, _ = HUBSPOT.read(body)
    except UnreadableNoticeError:
        return
    assert all(len(one.external_id) <= MOST_CHARACTERS and one.external_id.isprintable() for one in found)


@given(
    parts=st.fixed_dictionaries(
        dict.fromkeys(("eventId", "objectId", "occurredAt", "subscriptionId"), _JSON),
        optional={"more": _JSON},
    )
)
def test_whatever_an_event_holds_its_notice_fits_into_every_database(parts: dict[str, Any]) -> None:
    try:
        (notice,), _ = _read({**EVENT, **parts})
    except UnreadableNoticeError:
        return
    assert notice.event_id.isprintable()
    assert len(notice.event_id) <= 4 * (MOST_CHARACTERS + 1)
