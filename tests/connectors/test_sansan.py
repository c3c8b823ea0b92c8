"""Sansan's connector against its twin: the contract, and what is Sansan's own."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, ClassVar

import msgspec
import pytest
from pydantic import SecretStr, ValidationError

from connectors.sansan import CONNECTOR
from connectors.sansan.connector import SansanConnector, SansanSettings
from connectors.sansan.twin import KEY, SansanTwin
from hub.mapping import CompiledMapping, compile_mapping
from hub.mapping.examples import run_examples
from hub.mapping.load import load_mapping_file
from hub.model import CanonicalSchema
from hub.sdk.connector import Connector, Context
from hub.sdk.errors import BrokenContractError, PersonNeededError
from hub.sdk.testing import Bench, ConnectorContract, FakeClock
from hub.sdk.testing.bench import ids_of, last_cursor, payloads_of, pull
from hub.sdk.twin import Twin, serve

CARDS = 23
WRONG_KEY = "f" * 32


def settings(**changes: Any) -> SansanSettings:
    usual = {"api_key": SecretStr(KEY), "base_url": "https://sansan.test/v6.0", "page_size": 5}
    return SansanSettings.model_validate(usual | changes)


def twin_of(clock: FakeClock, cards: int = CARDS) -> SansanTwin:
    twin = SansanTwin(clock.now)
    for number in range(cards):
        clock.advance(40)
        twin.user_creates("bizCards", card(number))
    clock.advance(3600)
    return twin


def card(number: int) -> Mapping[str, Any]:
    return {
        "lastName": "高橋",
        "firstName": f"一{number}",
        "companyName": "㈱サンプル商事",
        "email": f"takahashi{number}@example.co.jp",
        "exchangeDate": "2025-11-03",
    }


class TestBizCards(ConnectorContract):
    stream: ClassVar[str] = "bizCards"
    path: ClassVar[str] = "/v6.0/bizCards"
    secrets: ClassVar[tuple[str, ...]] = (KEY, WRONG_KEY)

    def make_twin(self, clock: FakeClock) -> Twin:
        return twin_of(clock)

    def make_connector(self, context: Context) -> Connector:
        return CONNECTOR(settings(), context)

    def make_stranger(self, context: Context) -> Connector:
        return CONNECTOR(settings(api_key=SecretStr(WRONG_KEY)), context)

    def user_edits_one(self, twin: Twin) -> str:
        one = next(iter(twin.tables["bizCards"]))
        twin.user_edits("bizCards", one, {"title": "部長"})
        return one


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def bench(clock: FakeClock) -> Bench:
    return Bench(clock, twin_of(clock))


def connector(bench: Bench, **changes: Any) -> SansanConnector:
    return SansanConnector(settings(**changes), bench.context())


def test_both_ends_of_the_window_are_sent_with_their_zone(bench: Bench) -> None:
    asked_at = bench.clock.now()
    pull(connector(bench), "bizCards")
    params = bench.twin.requests[0].params
    assert params["updatedFrom"] == "2000-01-01T00:00:00+09:00"
    assert datetime.fromisoformat(params["updatedTo"]) == asked_at


def test_all_pages_of_a_pull_ask_for_the_same_window(bench: Bench) -> None:
    pull(connector(bench), "bizCards")
    assert len({(asked.params["updatedFrom"], asked.params["updatedTo"]) for asked in bench.twin.requests}) == 1


def test_a_pull_takes_the_fewest_pages(bench: Bench) -> None:
    pull(connector(bench), "bizCards")
    assert len(bench.twin.requests) == -(-CARDS // 5)


def test_pages_are_as_large_as_the_api_allows_by_default(bench: Bench) -> None:
    pull(connector(bench, page_size=None), "bizCards")
    assert bench.twin.requests[0].params["limit"] == "300"


def test_a_page_size_above_the_maximum_is_refused_in_the_settings() -> None:
    with pytest.raises(ValidationError, match="300"):
        settings(page_size=301)


def test_one_request_a_second_is_the_default_pace(bench: Bench) -> None:
    pull(connector(bench), "bizCards")
    assert bench.clock.waits == pytest.approx([1.0] * (len(bench.twin.requests) - 1))


def test_another_pace_is_a_setting(bench: Bench) -> None:
    pull(connector(bench, rates=({"requests": 10, "per_s": 1},)), "bizCards")
    assert bench.clock.waits == []


def test_old_cards_of_a_person_are_read_too(bench: Bench) -> None:
    first, second = list(bench.twin.tables["bizCards"])[:2]
    bench.twin.user_edits("bizCards", second, {"personId": bench.twin.tables["bizCards"][first]["personId"]})
    bench.clock.advance(60)
    assert {first, second} <= set(ids_of(pull(connector(bench), "bizCards")))


def test_only_ones_own_cards_are_read_where_the_settings_say_so(bench: Bench) -> None:
    one = next(iter(bench.twin.tables["bizCards"]))
    bench.twin.user_edits("bizCards", one, {"owner": {"id": "U2", "name": "他", "email": "o@example.co.jp"}})
    bench.clock.advance(60)
    assert one not in ids_of(pull(connector(bench, range="me"), "bizCards"))


def test_the_time_of_the_update_is_read_as_utc(bench: Bench) -> None:
    [first, *_] = pull(connector(bench), "bizCards")[0].records
    assert first.modified_at == datetime(2026, 4, 1, 9, 0, 40, tzinfo=UTC)


def test_a_card_updated_while_pages_are_read_comes_with_the_next_pull(bench: Bench) -> None:
    pages = connector(bench).pull("bizCards", None)
    first = next(pages)
    changed = first.records[0].external_id
    bench.clock.advance(3600)
    bench.twin.user_edits("bizCards", changed, {"title": "課長"})
    bench.clock.advance(3600)
    before = [first, *pages]
    bench.clock.advance(60)
    after = payloads_of(pull(connector(bench), "bizCards", last_cursor(before)))
    assert "課長" in after[changed].decode()


def test_a_lapsed_page_token_starts_the_window_again(bench: Bench) -> None:
    first = next(connector(bench).pull("bizCards", None))
    bench.twin.fail_next(status=400, body=b'{"error":[{"code":"invalid_parameter"}]}')
    again = pull(connector(bench), "bizCards", first.cursor)
    assert set(ids_of(again)) == set(bench.twin.tables["bizCards"])


def test_a_clock_that_runs_ahead_loses_no_card(bench: Bench) -> None:
    ahead = FakeClock(datetime(2026, 4, 3, tzinfo=UTC))
    context = dataclasses.replace(bench.context(), now=ahead.now)
    before = pull(SansanConnector(settings(), context), "bizCards")
    bench.clock.advance(60)
    added = bench.twin.user_creates("bizCards", card(99))
    assert added in ids_of(pull(SansanConnector(settings(), context), "bizCards", last_cursor(before)))


def test_a_card_without_an_id_is_set_aside_and_the_rest_is_read(bench: Bench) -> None:
    one = next(iter(bench.twin.tables["bizCards"]))
    bench.twin.tables["bizCards"][one]["id"] = ""
    pages = pull(connector(bench), "bizCards")
    assert [bad.reason.partition(";")[0] for page in pages for bad in page.bad] == ["the record has no id at `id`"]
    assert len(ids_of(pages)) == CARDS - 1


def test_over_a_real_socket_the_same_cards_come(bench: Bench) -> None:
    with serve(bench.twin) as served:
        context = dataclasses.replace(bench.context(), transport=None)
        over_wire = SansanConnector(settings(base_url=f"{served.base_url}/v6.0"), context)
        ids = ids_of(pull(over_wire, "bizCards"))
        over_wire.close()
    assert sorted(ids) == sorted(bench.twin.tables["bizCards"])


def test_an_unknown_stream_names_those_that_exist(bench: Bench) -> None:
    with pytest.raises(PersonNeededError, match="bizCards"):
        pull(connector(bench), "persons")


def test_check_asks_once_for_one_card(bench: Bench) -> None:
    connector(bench).check()
    assert [asked.params["limit"] for asked in bench.twin.requests] == ["1"]


def test_check_refuses_an_answer_that_is_not_sansans(bench: Bench) -> None:
    bench.twin.fail_next(status=200, body=b'{"cards": []}')
    with pytest.raises(BrokenContractError):
        connector(bench).check()


@pytest.fixture(scope="module")
def mapping() -> CompiledMapping:
    path = Path(__file__).resolve().parents[2] / "mappings" / "sansan.bizCards.yaml"
    schema = CanonicalSchema()
    return compile_mapping(load_mapping_file(path, schema), schema)


def test_the_examples_of_the_mapping_hold(mapping: CompiledMapping) -> None:
    assert run_examples(mapping) == []


def test_a_card_of_the_twin_becomes_a_person_at_a_company(bench: Bench, mapping: CompiledMapping) -> None:
    [first, *_] = pull(connector(bench), "bizCards")[0].records
    parts = mapping.map(msgspec.json.decode(first.payload)).parts
    assert set(parts) == {"person", "company", "employment"}
    assert parts["person"]["name"] == "高橋 一0"
