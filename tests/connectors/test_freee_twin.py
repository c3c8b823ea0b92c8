"""The twin refuses what freee refuses, and keeps its books as freee does."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from typing import Any

import httpx
import pytest

from connectors.freee.twin import FreeeTwin
from connectors.freee.twin.memory import recall, remember
from hub.sdk.testing.clock import FakeClock

JST_BEFORE_MIDNIGHT = datetime(2024, 5, 10, 23, 59, tzinfo=timezone(timedelta(hours=9)))
PARTNERS = "/api/1/partners"


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock(JST_BEFORE_MIDNIGHT)


@pytest.fixture
def twin(clock: FakeClock) -> FreeeTwin:
    twin = FreeeTwin(clock.now, daily_limit=5)
    twin.seed(partners=[{"id": 5, "name": "山田商店", "name_kana": "ヤマダショウテン"}])
    return twin


@pytest.fixture
def client(twin: FreeeTwin) -> Iterator[httpx.Client]:
    with httpx.Client(transport=twin.as_transport(), base_url="http://freee.test") as client:
        client.headers["Authorization"] = f"Bearer {refreshed(client, 'refresh-0').json()['access_token']}"
        yield client


def refreshed(client: httpx.Client, token: str, secret: str = "twin-secret") -> httpx.Response:
    form = {"grant_type": "refresh_token", "client_id": "twin-client", "client_secret": secret, "refresh_token": token}
    return client.post("/public_api/token", data=form)


def put(client: httpx.Client, **fields: Any) -> httpx.Response:
    return client.put(f"{PARTNERS}/5", json={"company_id": 1, "name": "山田商店", **fields})


def names(client: httpx.Client, **params: str) -> list[str]:
    answer = client.get(PARTNERS, params={"company_id": "1", **params})
    return [partner["name"] for partner in answer.json()["partners"]]


def test_a_refresh_token_is_good_once(client: httpx.Client) -> None:
    assert refreshed(client, "refresh-0").json()["error"] == "invalid_grant"


def test_each_refresh_gives_the_next_refresh_token(client: httpx.Client) -> None:
    assert refreshed(client, "refresh-1").json()["refresh_token"] == "refresh-2"


def test_a_refresh_token_lapses_after_ninety_days(client: httpx.Client, clock: FakeClock) -> None:
    clock.advance(90 * 86_400)
    assert refreshed(client, "refresh-1").status_code == 401


def test_a_revoked_app_gets_no_token(client: httpx.Client, twin: FreeeTwin) -> None:
    twin.tokens.revoke()
    assert refreshed(client, "refresh-1").status_code == 401


def test_another_secret_gets_no_token(client: httpx.Client) -> None:
    assert refreshed(client, "refresh-1", secret="guess").json()["error"] == "invalid_client"


def test_an_access_token_lapses_after_six_hours(client: httpx.Client, clock: FakeClock) -> None:
    clock.advance(6 * 3600)
    assert client.get(PARTNERS, params={"company_id": "1"}).status_code == 401


def test_the_calls_of_a_day_are_limited(client: httpx.Client) -> None:
    statuses = [client.get(PARTNERS, params={"company_id": "1"}).status_code for _ in range(6)]
    assert statuses == [200] * 5 + [403]


def test_the_calls_are_counted_anew_at_midnight_in_japan(client: httpx.Client, clock: FakeClock) -> None:
    for _ in range(6):
        client.get(PARTNERS, params={"company_id": "1"})
    clock.advance(60)
    assert client.get(PARTNERS, params={"company_id": "1"}).status_code == 200


def test_a_punishment_ends_after_ten_minutes(client: httpx.Client, twin: FreeeTwin, clock: FakeClock) -> None:
    twin.punish_burst()
    first = client.get(PARTNERS, params={"company_id": "1"}).status_code
    clock.advance(600)
    assert (first, client.get(PARTNERS, params={"company_id": "1"}).status_code) == (403, 200)


def test_a_company_must_be_named(client: httpx.Client) -> None:
    assert client.get(PARTNERS).status_code == 400


def test_another_company_is_refused(client: httpx.Client) -> None:
    assert client.get(PARTNERS, params={"company_id": "2"}).json()["code"] == "company_not_found"


@pytest.mark.parametrize("limit", ["0", "3001"])
def test_a_page_has_its_limits(client: httpx.Client, limit: str) -> None:
    assert client.get(PARTNERS, params={"company_id": "1", "limit": limit}).status_code == 400


@pytest.mark.parametrize(
    "fields",
    [
        {"name": ""},
        {"name": None},
        {"name": "あ" * 256},
        {"phone": 312345678},
        {"default_title": "殿"},
        {"available": "false"},
        {"country_code": "US"},
        {"org_code": 3},
        {"transfer_fee_handling_side": "both"},
        {"qualified_invoice_issuer": 1},
        {"invoice_registration_number": "T0123456789012"},
        {"address_attributes": "東京都"},
        {"address_attributes": {"zipcode": "100-00050"}},
        {"address_attributes": {"prefecture_code": 47}},
        {"code": "C-1"},
    ],
    ids=str,
)
def test_a_value_that_the_contract_forbids_is_refused(client: httpx.Client, fields: dict[str, Any]) -> None:
    assert put(client, **fields).status_code == 400


def test_a_refusal_changes_nothing(client: httpx.Client, twin: FreeeTwin) -> None:
    put(client, email="a@example.com", org_code=3)
    assert twin.tables["partners"]["5"]["email"] is None


def test_fields_that_freee_does_not_know_are_passed_over(client: httpx.Client) -> None:
    assert "colour" not in put(client, colour="red").json()["partner"]


def test_a_registration_number_gets_its_letter(client: httpx.Client) -> None:
    number = put(client, invoice_registration_number="1234567890123").json()["partner"]["invoice_registration_number"]
    assert number == "T1234567890123"


def test_a_write_that_changes_nothing_keeps_the_day(client: httpx.Client, clock: FakeClock) -> None:
    clock.advance(86_400)
    client.headers["Authorization"] = f"Bearer {refreshed(client, 'refresh-1').json()['access_token']}"
    assert put(client).json()["partner"]["update_date"] == "2024-05-10"


def test_a_change_after_midnight_in_japan_has_the_new_day(client: httpx.Client, clock: FakeClock) -> None:
    clock.advance(60)
    assert put(client, phone="1").json()["partner"]["update_date"] == "2024-05-11"


def test_the_words_of_a_search_must_all_be_there(client: httpx.Client, twin: FreeeTwin) -> None:
    twin.seed(partners=[{"name": "山田 花店"}])
    assert names(client, keyword="山田　花") == ["山田 花店"]


def test_a_search_reads_kana_too(client: httpx.Client) -> None:
    assert names(client, keyword="ヤマダ") == ["山田商店"]


def test_the_days_of_a_list_are_inclusive(client: httpx.Client) -> None:
    assert names(client, start_update_date="2024-05-10", end_update_date="2024-05-10") == ["山田商店"]


def test_an_archived_partner_is_shown_but_not_listed(client: httpx.Client, twin: FreeeTwin) -> None:
    twin.user_archives("5")
    shown = client.get(f"{PARTNERS}/5", params={"company_id": "1"}).status_code
    assert (names(client), shown) == ([], 200)


def test_a_name_in_the_archive_is_still_taken(client: httpx.Client, twin: FreeeTwin) -> None:
    twin.user_archives("5")
    assert client.post(PARTNERS, json={"company_id": 1, "name": "山田商店"}).status_code == 400


def test_an_archived_partner_cannot_be_deleted(client: httpx.Client, twin: FreeeTwin) -> None:
    twin.user_archives("5")
    assert client.delete(f"{PARTNERS}/5", params={"company_id": "1"}).status_code == 400


def test_a_partner_out_of_the_archive_is_listed_as_changed(
    client: httpx.Client, twin: FreeeTwin, clock: FakeClock
) -> None:
    twin.user_archives("5")
    clock.advance(60)
    twin.user_unarchives("5")
    assert names(client, start_update_date="2024-05-11") == ["山田商店"]


def test_upsert_needs_the_use_of_codes(client: httpx.Client) -> None:
    body = {"company_id": 1, "code": "C-1", "partner": {"name": "甲"}}
    assert client.put(f"{PARTNERS}/upsert_by_code", json=body).status_code == 400


def test_a_new_partner_takes_no_code_where_codes_are_off(client: httpx.Client) -> None:
    assert client.post(PARTNERS, json={"company_id": 1, "name": "甲", "code": "C-1"}).status_code == 400


def test_a_twin_that_recalls_another_goes_on_where_it_was(
    client: httpx.Client, twin: FreeeTwin, clock: FakeClock
) -> None:
    put(client, phone="03-1111-2222")
    twin.user_archives(twin.user_creates("partners", {"name": "甲"}))
    again = FreeeTwin(clock.now)
    recall(again, remember(twin))
    with httpx.Client(transport=again.as_transport(), base_url="http://freee.test", headers=client.headers) as other:
        assert (names(other), refreshed(other, "refresh-1").status_code) == (["山田商店"], 200)


def test_what_is_recalled_can_be_remembered_again(twin: FreeeTwin, clock: FakeClock) -> None:
    again = FreeeTwin(clock.now)
    recall(again, remember(twin))
    assert remember(again) == remember(twin)
