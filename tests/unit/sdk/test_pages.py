from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.sdk.errors import BrokenContractError, OutcomeUnknownError
from hub.sdk.pages import PageReader, as_utc
from hub.sdk.response import Response

NOW = datetime(2026, 4, 1, tzinfo=UTC)


def answer(body: bytes | Any) -> Response:
    text = body if isinstance(body, bytes) else json.dumps(body, ensure_ascii=False).encode()
    return Response(200, httpx.Headers(), text, "GET /things", NOW)


def test_a_payload_is_byte_for_byte_what_was_sent() -> None:
    page = PageReader().read(answer(b'{"results":[ {"id": 1,  "n":1.50e1, "k":"\\u9ad9"} ]}'))
    assert page.records[0].payload == b'{"id": 1,  "n":1.50e1, "k":"\\u9ad9"}'


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(max_size=9), inner, max_size=5),
    max_leaves=12,
)


@given(st.lists(st.dictionaries(st.text(max_size=9), values, max_size=5), max_size=6))
def test_every_record_comes_through_whatever_else_it_holds(records: list[dict[str, Any]]) -> None:
    sent = [{**record, "id": str(number)} for number, record in enumerate(records)]
    page = PageReader().read(answer({"results": sent}))
    assert [json.loads(record.payload) for record in page.records] == sent
    assert [record.external_id for record in page.records] == [record["id"] for record in sent]


@pytest.mark.parametrize(("given_id", "external_id"), [("abc", "abc"), (7, "7"), (2**70, str(2**70)), ("０１", "０１")])
def test_an_id_is_text_whatever_it_was(given_id: object, external_id: str) -> None:
    assert PageReader().read(answer({"results": [{"id": given_id}]})).records[0].external_id == external_id


@pytest.mark.parametrize("record", [{}, {"id": None}, {"id": ""}, {"id": True}, {"id": 1.5}, {"id": []}, 7, None, "x"])
def test_a_record_without_an_id_is_bad_and_the_rest_goes_on(record: object) -> None:
    page = PageReader().read(answer({"results": [record, {"id": 2}]}))
    assert [one.external_id for one in page.records] == ["2"]
    assert json.loads(page.bad[0].payload) == record


def test_the_reason_names_the_place_of_the_missing_id() -> None:
    page = PageReader(id_path="$id.value").read(answer({"results": [{"$id": {}}]}))
    assert page.bad[0].reason == (
        "the record has no id at `$id.value`; "
        "have it mended in its system, and read the stream anew with `hub sync --reread`"
    )


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("2024-05-01T09:00:00Z", datetime(2024, 5, 1, 9, tzinfo=UTC)),
        ("2024-05-01T09:00:00.123Z", datetime(2024, 5, 1, 9, 0, 0, 123000, tzinfo=UTC)),
        ("2024-05-01T09:00:00+09:00", datetime(2024, 5, 1, 0, tzinfo=UTC)),
        ("2024-05-01T09:00:00+0900", datetime(2024, 5, 1, 0, tzinfo=UTC)),
        ("2024-05-01", datetime(2024, 4, 30, 15, tzinfo=UTC)),
        ("2024-05-01 09:00:00", datetime(2024, 5, 1, 0, tzinfo=UTC)),
    ],
)
def test_times_are_read_as_utc(text: str, at: datetime) -> None:
    read = as_utc(text, ZoneInfo("Asia/Tokyo"))
    assert (read, read.tzinfo) == (at, UTC)


@pytest.mark.parametrize("value", [1714554000123, "1714554000123"])
def test_times_may_be_milliseconds(value: object) -> None:
    reader = PageReader(modified_path="at", modified_as="epoch_ms")
    [record] = reader.read(answer({"results": [{"id": 1, "at": value}]})).records
    assert record.modified_at == datetime(2024, 5, 1, 9, 0, 0, 123000, tzinfo=UTC)


@pytest.mark.parametrize("value", [None, ""])
def test_a_record_without_a_time_is_still_a_record(value: object) -> None:
    [record] = PageReader(modified_path="at").read(answer({"results": [{"id": 1, "at": value}]})).records
    assert record.modified_at is None


@pytest.mark.parametrize("value", ["令和6年5月1日", "2024-13-01", 5, [], {"a": 1}])
def test_a_time_that_cannot_be_read_makes_a_bad_record(value: object) -> None:
    page = PageReader(modified_path="at").read(answer({"results": [{"id": 1, "at": value}, {"id": 2}]}))
    assert (len(page.bad), len(page.records)) == (1, 1)


def test_a_time_beyond_all_calendars_makes_a_bad_record() -> None:
    reader = PageReader(modified_path="at", modified_as="epoch_ms")
    assert len(reader.read(answer({"results": [{"id": 1, "at": 10**30}]})).bad) == 1


def test_a_flag_marks_a_tombstone() -> None:
    reader = PageReader(deleted_path="archived")
    page = reader.read(answer({"results": [{"id": 1, "archived": True}, {"id": 2, "archived": False}, {"id": 3}]}))
    assert [record.deleted for record in page.records] == [True, False, False]


def test_any_value_may_mean_deleted() -> None:
    reader = PageReader(deleted_path="status.name", deleted_when="gone")
    page = reader.read(answer({"results": [{"id": 1, "status": {"name": "gone"}}, {"id": 2, "status": None}]}))
    assert [record.deleted for record in page.records] == [True, False]


def test_a_version_is_text() -> None:
    reader = PageReader(version_path="$revision.value")
    page = reader.read(answer({"results": [{"id": 1, "$revision": {"value": 5}}, {"id": 2}]}))
    assert [record.version for record in page.records] == ["5", None]


def test_a_key_that_holds_a_dot_is_given_as_steps() -> None:
    reader = PageReader(id_path=("a.b", "c"))
    assert reader.read(answer({"results": [{"a.b": {"c": "x"}}]})).records[0].external_id == "x"


@pytest.mark.parametrize(
    ("document", "following"),
    [
        ({"results": [], "paging": {"next": {"after": "20"}}}, "20"),
        ({"results": [], "paging": {"next": {"after": 20}}}, "20"),
        ({"results": [], "paging": {"next": None}}, None),
        ({"results": [], "paging": None}, None),
        ({"results": []}, None),
    ],
)
def test_the_next_page_is_found_on_its_path(document: object, following: str | None) -> None:
    assert PageReader(next_path="paging.next.after").read(answer(document)).next == following


def test_a_flag_may_end_the_paging() -> None:
    reader = PageReader(records_path="data", next_path="token", more_path="hasMore")
    assert reader.read(answer({"data": [], "token": "t", "hasMore": False})).next is None


def test_the_total_is_told() -> None:
    reader = PageReader(records_path="deals", total_path="meta.total_count")
    assert reader.read(answer({"deals": [], "meta": {"total_count": 7}})).total == 7


def test_a_list_without_an_envelope_is_a_page_too() -> None:
    assert PageReader(records_path="").read(answer([{"id": 1}])).records[0].payload == b'{"id": 1}'


@pytest.mark.parametrize("body", [b"{}", b'{"results":null}', b'{"results":{}}', b"[]", b"7", b'{"results":[NaN]}'])
def test_what_is_no_page_is_a_broken_contract(body: bytes) -> None:
    with pytest.raises(BrokenContractError):
        PageReader().read(answer(body))


def test_the_evidence_of_a_broken_page_is_kept() -> None:
    with pytest.raises(BrokenContractError, match="results") as caught:
        PageReader().read(answer(b'{"errors":[]}'))
    assert caught.value.evidence == b'{"errors":[]}'


@given(st.integers(1, 60))
def test_a_page_cut_anywhere_is_never_taken_for_a_whole_one(kept: int) -> None:
    body = b'{"results":[{"id":1,"name":"a"},{"id":2,"name":"b"}],"next":"x"}'
    with pytest.raises((OutcomeUnknownError, BrokenContractError)):
        PageReader(next_path="next").read(answer(body[:kept]))


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b'{"results":[{"id":1,"n":NaN}]}', "NaN is no number in JSON"),
        (b'{"results":[],"next":"\xff"}', "not UTF-8"),
        (b'{"results":[{"id":1,"a":' + b"[" * 100_000 + b"]" * 100_000 + b"}]}", "nested too deeply"),
    ],
)
def test_a_page_that_is_no_json_is_refused_in_words(body: bytes, words: str) -> None:
    with pytest.raises(BrokenContractError, match=words):
        PageReader(next_path="next").read(answer(body))


def test_an_id_that_no_database_could_keep_makes_a_bad_record() -> None:
    page = PageReader().read(answer(rb'{"results":[{"id":"a\u0000"},{"id":"b"}]}'))
    assert [record.external_id for record in page.records] == ["b"]
    assert "NUL" in page.bad[0].reason
