"""Sansan's twin refuses what the vendor refuses."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import httpx
import pytest

from connectors.sansan.twin import KEY, SansanTwin
from hub.sdk.testing import FakeClock

WINDOW = {"updatedFrom": "2026-01-01T00:00:00+09:00", "updatedTo": "2027-01-01T00:00:00+09:00", "range": "all"}


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def twin(clock: FakeClock) -> SansanTwin:
    made = SansanTwin(clock.now)
    for number in range(5):
        made.user_creates("bizCards", {"lastName": f"姓{number}"})
    clock.advance(10)
    return made


def ask(twin: SansanTwin, key: str = KEY, path: str = "bizCards", **params: Any) -> httpx.Response:
    with httpx.Client(transport=twin.as_transport(), base_url="https://sansan.test/v6.0/") as client:
        return client.get(path, params=params, headers={"x-sansan-api-key": key})


def test_a_wrong_key_is_refused(twin: SansanTwin) -> None:
    assert ask(twin, key="x").status_code == 401


@pytest.mark.parametrize("missing", ["updatedFrom", "updatedTo"])
def test_both_ends_of_the_window_are_needed(twin: SansanTwin, missing: str) -> None:
    answer = ask(twin, **{name: value for name, value in WINDOW.items() if name != missing})
    assert (answer.status_code, missing in answer.text) == (400, True)


@pytest.mark.parametrize("at", ["2026-01-01T00:00:00", "yesterday", "2026-01-01T00:00:00 09:00"])
def test_a_time_without_a_zone_or_with_an_unescaped_plus_is_refused(twin: SansanTwin, at: str) -> None:
    assert ask(twin, **{**WINDOW, "updatedFrom": at}).status_code == 400


def test_a_window_that_ends_before_it_begins_is_refused(twin: SansanTwin) -> None:
    assert ask(twin, **{**WINDOW, "updatedTo": WINDOW["updatedFrom"]}).status_code == 400


@pytest.mark.parametrize("limit", ["0", "301", "many", "-1"])
def test_a_limit_outside_1_to_300_is_refused(twin: SansanTwin, limit: str) -> None:
    assert ask(twin, **WINDOW, limit=limit).status_code == 400


def test_a_token_that_it_did_not_give_is_refused(twin: SansanTwin) -> None:
    assert ask(twin, **WINDOW, nextPageToken="bm90aGluZw==").status_code == 400


def test_pages_follow_each_other_and_the_last_has_no_token(twin: SansanTwin) -> None:
    first = ask(twin, **WINDOW, limit=3).json()
    second = ask(twin, **WINDOW, limit=3, nextPageToken=first["nextPageToken"]).json()
    assert [card["lastName"] for card in first["data"] + second["data"]] == [f"姓{number}" for number in range(5)]
    assert (second["hasMore"], "nextPageToken" in second) == (False, False)


def test_tags_come_only_when_asked_for(twin: SansanTwin) -> None:
    assert "tags" not in ask(twin, **WINDOW).json()["data"][0]
    assert ask(twin, **WINDOW, includeTags="true").json()["data"][0]["tags"] == []


def test_without_being_asked_only_the_newest_card_of_a_person_comes(twin: SansanTwin) -> None:
    for one in twin.tables["bizCards"]:
        twin.user_edits("bizCards", one, {"personId": "P1"})
    assert len(ask(twin, **WINDOW).json()["data"]) == 1
    assert len(ask(twin, **WINDOW, includePastBizCards="true").json()["data"]) == 5


def test_a_card_that_is_still_being_read_by_people_is_not_listed(twin: SansanTwin) -> None:
    twin.user_creates("bizCards", {"lastName": "未", "entryStatus": "processing"})
    assert len(ask(twin, **WINDOW).json()["data"]) == 5


def test_a_lagging_index_hides_what_is_new(twin: SansanTwin, clock: FakeClock) -> None:
    twin.index_lag = timedelta(seconds=30)
    assert ask(twin, **WINDOW).json()["data"] == []
    clock.advance(30)
    assert len(ask(twin, **WINDOW).json()["data"]) == 5


def test_one_card_is_read_by_its_id(twin: SansanTwin) -> None:
    one = next(iter(twin.tables["bizCards"]))
    assert ask(twin, path=f"bizCards/{one}").json()["id"] == one
    assert ask(twin, path="bizCards/none").status_code == 404


def test_a_card_has_no_fields_that_the_api_has_not(twin: SansanTwin) -> None:
    with pytest.raises(ValueError, match="companyTel"):
        twin.user_creates("bizCards", {"companyTel": "03"})
