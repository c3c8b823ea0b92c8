"""The twin behaves as HubSpot does where the connector depends on it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.hubspot.twin import HubSpotTwin, recall, remember
from hub.sdk.testing import FakeClock
from tests.connectors.test_hubspot import person
from tests.laws import lawful

OBJECTS = "/crm/v3/objects"


class Account:
    """A twin and a plain client to it."""

    def __init__(self) -> None:
        self.clock = FakeClock()
        self.twin = HubSpotTwin(self.clock.now)
        self.client = httpx.Client(transport=self.twin.as_transport(), base_url="http://hubspot.test")

    def search(self, stream: str = "contacts", **ask: Any) -> httpx.Response:
        return self.client.post(f"{OBJECTS}/{stream}/search", json=ask)

    def found(self, *filters: tuple[str, str, str], **ask: Any) -> list[str]:
        named = [{"propertyName": name, "operator": operator, "value": value} for name, operator, value in filters]
        answer = self.search(filterGroups=[{"filters": named}], **ask).json()
        return [each["id"] for each in answer["results"]]


@pytest.fixture
def account() -> Account:
    return Account()


def test_no_query_gives_more_than_10000_results(account: Account) -> None:
    account.twin.seed_lazily("contacts", 10_050, lambda number: {"email": f"p{number}@example.com"})
    assert account.search(limit=200, after="9800").json()["total"] == 10_050
    assert account.search(limit=200, after="9801").status_code == 400


def test_a_page_of_more_than_200_is_refused(account: Account) -> None:
    assert account.search(limit=201).json()["category"] == "VALIDATION_ERROR"


def test_only_one_sort_is_taken(account: Account) -> None:
    assert account.search(sorts=["lastmodifieddate", "hs_object_id"]).status_code == 400


@pytest.mark.parametrize("sort", ["-lastmodifieddate", {"propertyName": "lastmodifieddate", "direction": "DESCENDING"}])
def test_a_sort_by_time_may_fall(account: Account, sort: object) -> None:
    ids = account.twin.seed(contacts=[person(n) for n in range(3)])["contacts"]
    account.clock.advance(1)
    account.twin.user_edits("contacts", ids[1], {"city": "大阪市"})
    assert account.found(sorts=[sort])[0] == ids[1]


def test_filters_compare_text_without_case(account: Account) -> None:
    ids = account.twin.seed(contacts=[person(n) for n in range(3)])["contacts"]
    assert account.found(("email", "EQ", "P1@EXAMPLE.COM")) == [ids[1]]


@pytest.mark.parametrize(
    ("operator", "expected"),
    [("HAS_PROPERTY", ["102"]), ("NOT_HAS_PROPERTY", ["101"]), ("NEQ", ["101"]), ("EQ", ["102"])],
)
def test_filters_by_operator(account: Account, operator: str, expected: list[str]) -> None:
    account.twin.seed(contacts=[person(1), person(2, city="大阪市")])
    assert account.found(("city", operator, "大阪市")) == expected


def test_an_operator_that_the_twin_does_not_know_is_refused(account: Account) -> None:
    filters = [{"propertyName": "city", "operator": "CONTAINS_TOKEN", "value": "大阪"}]
    assert account.search(filterGroups=[{"filters": filters}]).status_code == 400


def test_groups_by_time_come_in_the_order_of_time(account: Account) -> None:
    account.twin.seed(contacts=[person(n) for n in range(3)])
    for one in ("102", "101"):
        account.clock.advance(1)
        account.twin.user_edits("contacts", one, {"city": "大阪市"})
    groups = [{"filters": [{"propertyName": "hs_object_id", "operator": "EQ", "value": one}]} for one in ("101", "102")]
    found = account.search(filterGroups=groups, sorts=["lastmodifieddate"]).json()["results"]
    assert [each["id"] for each in found] == ["102", "101"]


def test_any_property_may_sort(account: Account) -> None:
    account.twin.seed(contacts=[person(1, city="b"), person(2, city="a")])
    assert account.found(sorts=["city"]) == ["102", "101"]


def test_an_unknown_type_of_object_is_refused(account: Account) -> None:
    assert account.search("deals").status_code == 400


def test_an_upsert_without_trace_ids_is_all_or_nothing(account: Account) -> None:
    inputs = [{"idProperty": "email", "id": f"{n}@example.com", "properties": {"city": "x"}} for n in range(2)]
    bad = {"idProperty": "email", "id": "2@example.com", "properties": {"nickname": "x"}}
    url = f"{OBJECTS}/contacts/batch/upsert"
    assert account.client.post(url, json={"inputs": [*inputs, bad]}).status_code == 400
    assert account.client.post(url, json={"inputs": inputs}).json()["results"][0]["new"] is True


def test_a_token_needs_a_refresh_token(account: Account) -> None:
    assert account.client.post("/oauth/v1/token", data={"grant_type": "password"}).status_code == 400


def test_groups_are_joined_by_or(account: Account) -> None:
    ids = account.twin.seed(contacts=[person(n) for n in range(3)])["contacts"]
    groups = [{"filters": [{"propertyName": "email", "operator": "EQ", "value": f"p{n}@example.com"}]} for n in (2, 0)]
    assert [each["id"] for each in account.search(filterGroups=groups).json()["results"]] == [ids[0], ids[2]]


def test_a_search_sees_a_write_only_after_the_lag(account: Account) -> None:
    account.twin.index_lag = timedelta(seconds=30)
    account.twin.user_creates("contacts", person(1))
    early = account.found()
    account.clock.advance(30)
    assert (early, account.found()) == ([], ["101"])


def test_a_property_without_a_value_is_null(account: Account) -> None:
    account.twin.seed(contacts=[person(1)])
    [shown] = account.search(properties=["phone", "no_such_property"]).json()["results"]
    assert shown["properties"]["phone"] is None
    assert "no_such_property" not in shown["properties"]


@pytest.mark.parametrize("name", ["associatedcompanyid", "hs_email_optout", "lastmodifieddate"])
def test_read_only_properties_cannot_be_written(account: Account, name: str) -> None:
    account.twin.seed(contacts=[person(1)])
    body = {"inputs": [{"id": "101", "properties": {name: "1"}}]}
    answer = account.client.post(f"{OBJECTS}/contacts/batch/update", json=body).json()
    assert answer["errors"][0]["code"] == "READ_ONLY_VALUE"


def test_without_trace_ids_a_batch_is_all_or_nothing(account: Account) -> None:
    body = {"inputs": [{"properties": person(1)}, {"properties": {"email": "nothing"}}]}
    assert account.client.post(f"{OBJECTS}/contacts/batch/create", json=body).status_code == 400
    assert account.twin.records("contacts") == {}


def test_more_than_100_inputs_are_refused(account: Account) -> None:
    body = {"inputs": [{"properties": person(n)} for n in range(101)]}
    assert account.client.post(f"{OBJECTS}/contacts/batch/create", json=body).status_code == 400


def test_the_loser_of_a_merge_answers_with_the_winner(account: Account) -> None:
    account.twin.seed(contacts=[person(1), person(2)])
    account.twin.user_merges("contacts", "101", "102")
    assert account.client.get(f"{OBJECTS}/contacts/102").json()["id"] == "101"
    assert account.found() == ["101"]


def test_the_bin_lists_what_is_archived_and_nothing_else_does(account: Account) -> None:
    account.twin.seed(contacts=[person(1), person(2)])
    account.twin.user_deletes("contacts", "101")
    listed = [
        [each["id"] for each in account.client.get(f"{OBJECTS}/contacts", params=asked).json()["results"]]
        for asked in ({"archived": "true"}, {})
    ]
    assert listed == [["101"], ["102"]]


def test_an_email_is_free_again_when_its_contact_is_archived(account: Account) -> None:
    account.twin.seed(contacts=[person(1)])
    account.twin.user_deletes("contacts", "101")
    body = {"inputs": [{"properties": person(1)}]}
    assert account.client.post(f"{OBJECTS}/contacts/batch/create", json=body).status_code == 201


def test_a_twin_that_recalls_answers_like_the_one_that_was_remembered(account: Account) -> None:
    account.twin.stores["contacts"].define("hub_key", unique=True)
    account.twin.seed(contacts=[person(n, hub_key=f"C-{n}") for n in range(4)], companies=[{"name": "甲"}])
    account.twin.user_links("101", "50000001")
    account.twin.user_deletes("contacts", "102")
    account.twin.user_merges("contacts", "103", "104")
    other = Account()
    recall(other.twin, remember(account.twin))
    assert other.twin.records("contacts") == account.twin.records("contacts")
    for each in (account, other):
        assert each.client.get(f"{OBJECTS}/contacts/104").json()["id"] == "103"
        assert each.client.get(f"{OBJECTS}/contacts", params={"archived": "true"}).json()["results"][0]["id"] == "102"
        assert each.twin.user_creates("contacts", {"hub_key": "C-9"}) == "105"
        assert (each.found(), each.twin.pairs.of_contact(101)) == (["101", "103", "105"], {50000001: {1, 279}})


def test_too_many_searches_name_the_policy(account: Account) -> None:
    account.twin.gate.enforce(searches_per_s=2)
    answers = [account.search() for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[2].json()["policyName"] == "SECONDLY"


@lawful(25)
@given(
    times=st.lists(st.integers(0, 5), min_size=1, max_size=12),
    since=st.integers(0, 6),
    after=st.integers(100, 113),
    by_time=st.booleans(),
)
def test_the_index_finds_what_a_look_at_every_record_finds(
    times: list[int], since: int, after: int, by_time: bool
) -> None:
    account = Account()
    account.twin.seed(contacts=[person(n) for n in range(len(times))])
    for number, second in sorted(enumerate(times), key=lambda pair: pair[1]):
        account.clock.advance(max(second - account.clock.monotonic(), 0))
        account.twin.user_edits("contacts", str(101 + number), {"city": "大阪市"})
    start_ms = int(FakeClock().now().timestamp() * 1000)
    fitting = [(second, 101 + n) for n, second in enumerate(times) if second >= since and 101 + n > after]
    expected = [str(one) for _, one in (sorted(fitting) if by_time else fitting)]
    found = account.found(
        ("lastmodifieddate", "GTE", str(start_ms + since * 1000)),
        ("hs_object_id", "GT", str(after)),
        sorts=["lastmodifieddate" if by_time else "hs_object_id"],
        limit=200,
    )
    assert found == expected
