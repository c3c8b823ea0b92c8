"""What hostile input has found before stays found."""

from __future__ import annotations

import gzip
import struct
import subprocess
import sys
import tracemalloc
import zipfile
from contextlib import suppress
from decimal import Decimal
from pathlib import Path

import httpx
import msgspec
import pytest

from connectors.excel import CONNECTOR
from connectors.excel.archive import DamagedFileError, readable
from connectors.excel.settings import ExcelSettings
from connectors.freee.answers import words
from hub.mapping.problems import TransformError
from hub.mapping.transforms import TRANSFORMS
from hub.normalize.addresses import address_key
from hub.normalize.money import money
from hub.normalize.names import company_key
from hub.normalize.phones import phone_key
from hub.sdk.connector import Context
from hub.sdk.errors import BrokenContractError, ConnectorError, PersonNeededError, RetryLaterError
from hub.sdk.pages import MOST_RECORDS, PageReader
from hub.sdk.records import Page
from hub.sdk.response import MOST_VALUES
from hub.sdk.testing import FakeClock
from hub.sdk.throttle import LimitHeaders
from hub.sync.payloads import decode_payload
from tests.connectors import test_excel_xls as xls
from tests.hostile.http_answers import PAGE, READER, RECORDS, answer, chunked, framed
from tests.unit.sdk.wire import SpokenNetwork, SpokenStream, http_of, http_over

TOO_LATE_DATES = ("Wed, 01 May 99999999999 00:00:00 GMT", "1 Apr 6 9:9999999900")


def page(body: bytes, **headers: str) -> httpx.Response:
    return httpx.Response(200, content=body, headers=headers)


@pytest.mark.parametrize("date", [*TOO_LATE_DATES, "Tue, 01 Apr 2098 09:00:00 GMT"])
def test_a_date_that_cannot_be_is_not_believed(date: str) -> None:
    clock = FakeClock()
    http, _ = http_of(page(b"{}", date=date), clock=clock)
    assert http.get("/x").received_at == clock.now()


@pytest.mark.parametrize("date", TOO_LATE_DATES)
def test_a_wait_until_a_date_that_no_calendar_has_is_no_wait(date: str) -> None:
    http, _ = http_of(httpx.Response(429, headers={"retry-after": date}), page(b"{}"))
    assert http.get("/x").status == 200


@pytest.mark.parametrize("reset", ["inf", "1e300", "nan"])
def test_a_limit_that_is_never_reset_holds_the_account_for_an_hour_at_most(reset: str) -> None:
    headers = {"x-ratelimit-remaining": "0", "x-ratelimit-reset": reset}
    http, _ = http_of(page(b"{}", **headers), limit_headers=LimitHeaders())
    assert http.get("/x").status == 200
    assert LimitHeaders().pause_s(httpx.Headers(headers), FakeClock().now()) <= 3600


@pytest.mark.parametrize(
    "body",
    [
        b'{"results":' + b"[" * 100_000,
        b'{"results":[{"id":"1","x":' + b"[" * 5000 + b"]" * 5000 + b"}]}",
        b'{"results":[{"id":"\xff"}]}',
        b'{"results":[' + b"0," * MOST_VALUES + b"0,0]}",
        b'{"results":[' + b"{}," * MOST_RECORDS + b"{}]}",
    ],
    ids=["depth", "depth in a record", "no UTF-8", "too many values", "too many records"],
)
def test_a_page_that_cannot_be_read_is_one_clear_error_or_a_bad_record(body: bytes) -> None:
    http, _ = http_of(page(body))
    answer = http.get("/x")
    with suppress(ConnectorError):
        assert len(PageReader().read(answer).bad) == 1


@pytest.mark.parametrize(
    "payload", [b'{"a":"\xff"}', b'{"a":' + b"[" * 5000 + b"]" * 5000 + b"}", b'{"a":1e9999999999999999999999}']
)
def test_a_payload_that_cannot_be_decoded_raises_one_error(payload: bytes) -> None:
    with pytest.raises(msgspec.DecodeError):
        decode_payload(payload)


@pytest.mark.parametrize("name", ["number", "money", "integer", "text"])
@pytest.mark.parametrize("value", [Decimal("1e999999999"), Decimal("-1E-999999999"), "9" * 5000])
def test_a_number_beyond_all_measure_is_refused_before_it_is_written_out(name: str, value: object) -> None:
    if name in TRANSFORMS and not (name in {"text", "number", "money"} and isinstance(value, str)):
        with pytest.raises(TransformError):
            TRANSFORMS[name].forward(value)


def test_a_gzip_body_of_several_members_is_whole() -> None:
    packed = gzip.compress(PAGE[:100]) + gzip.compress(PAGE[100:]) + b"\0" * 20
    http, _ = http_of(page(packed, **{"content-encoding": "gzip"}))
    assert http.get("/x").body == PAGE


FRAMES = {"with its length": framed(PAGE), "chunked": chunked(PAGE), "until the end": answer(PAGE)}


@pytest.mark.parametrize("frame", FRAMES)
def test_a_page_cut_at_any_byte_is_asked_for_again_or_refused_and_never_shorter(frame: str) -> None:
    whole = FRAMES[frame]
    clock = FakeClock()
    for at in range(len(whole)):
        network = SpokenNetwork(
            lambda at=at: SpokenStream([whole[:at]] if at else [], clock),  # type: ignore[misc]
            lambda: SpokenStream([whole], clock),
        )
        http = http_over(network, clock)
        try:
            ids = [record.external_id for record in READER.read(http.get("/x")).records]
        except RetryLaterError:
            ids = [record["id"] for record in RECORDS]
        http.close()
        assert ids == [record["id"] for record in RECORDS], f"cut at byte {at}"


def old_workbook(folder: Path, rows: list[list[object]]) -> Path:
    path = folder / "c.xls"
    path.write_bytes(xls.compound(xls.workbook({"顧客": rows})))
    return path


def pages(path: Path) -> list[Page]:
    now = FakeClock().now
    return list(CONNECTOR(ExcelSettings(path=str(path), key=("コード",)), Context("sheet", now=now)).pull("rows", None))


def with_a_cell_at(path: Path, row: int, column: int) -> None:
    """Say of the last cell that it stands there."""
    data = path.read_bytes()
    at = data.rfind(xls.cell(1, 0, "C1")[:8]) + 4
    path.write_bytes(data[:at] + struct.pack("<HH", row, column) + data[at + 4 :])


def test_an_xls_that_claims_more_memory_than_there_is_ends_no_hub(tmp_path: Path) -> None:
    path = old_workbook(tmp_path, [["コード"], ["C1"]])
    with_a_cell_at(path, 65535, 65535)
    with pytest.raises(PersonNeededError, match="damaged"):
        pages(path)


def test_an_xls_whose_reader_dies_is_told_as_damaged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = old_workbook(tmp_path, [["コード"], ["C1"]])
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with pytest.raises(PersonNeededError, match="damaged"):
        pages(path)


def test_an_xls_whose_reader_hangs_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def hang(*_: object, **__: object) -> None:
        raise subprocess.TimeoutExpired("calamine", 1)

    path = old_workbook(tmp_path, [["コード"], ["C1"]])
    monkeypatch.setattr(subprocess, "run", hang)
    with pytest.raises(PersonNeededError, match="damaged"):
        pages(path)


@pytest.mark.long
def test_an_xls_with_a_cell_in_its_last_corner_takes_no_memory(tmp_path: Path) -> None:
    path = old_workbook(tmp_path, [["コード"], ["C1"]])
    with_a_cell_at(path, 65535, 255)
    with pytest.raises(PersonNeededError, match="spans more than"):
        pages(path)


@pytest.mark.long
def test_the_blanks_of_a_wide_and_long_xls_take_no_memory(tmp_path: Path) -> None:
    path = old_workbook(tmp_path, [["コード"], ["C1"]])
    with_a_cell_at(path, 60_000, 80)
    tracemalloc.start()
    try:
        found = pages(path)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    # What stands far to the right of the list is no part of it.
    told = [(len(each.records), len(each.bad)) for each in found]
    assert (told, peak < 20 << 20) == ([(0, 0)], True)


def test_the_evidence_of_a_large_answer_is_its_beginning() -> None:
    http, _ = http_of(page(b"x" * (2 << 20)), settings={"max_body_mb": 1})
    with pytest.raises(BrokenContractError) as caught:
        http.get("/x")
    assert len(caught.value.evidence) <= 2000


def test_every_line_of_marks_that_are_never_closed_is_told(tmp_path: Path) -> None:
    """Thirty thousand lines, each of which seems to go on in the next."""
    path = tmp_path / "c.csv"
    path.write_bytes("コード,会社名\r\n".encode() + b'5","Z","x\n' * 30_000)
    assert sum(len(found.records) + len(found.bad) for found in pages(path)) == 30_000


def test_a_refusal_of_another_shape_is_told_without_its_words() -> None:
    asked = httpx.Response(400, json={"errors": [{"messages": 1}, 2], "message": "no"})
    http, _ = http_of(asked)
    assert "no" in words(http.get("/x", accept=(400,)))


@pytest.mark.parametrize("sign", ";,( ")
def test_a_hundred_thousand_signs_behind_a_number_are_read_over_in_no_time(sign: str) -> None:
    """Looked at from each sign in turn, they would take minutes."""
    assert phone_key("03-1234-5678" + sign * 100_000) == "0312345678"


@pytest.mark.parametrize("sign", "一十")
def test_an_address_of_a_hundred_thousand_numbers_is_read_in_no_time(sign: str) -> None:
    assert address_key("東京都千代田区" + sign * 100_000).startswith("東京都千代田区")


def test_an_amount_of_a_hundred_thousand_signs_is_refused_in_no_time() -> None:
    with pytest.raises(ValueError, match="amount"):
        money("約" + ";" * 100_000)


@pytest.mark.parametrize("unit", ["㈱a", "ｶ)", "株式会社 ", "inc "])
def test_a_name_of_thousands_of_legal_forms_has_a_key(unit: str) -> None:
    assert company_key(unit * 3000) == company_key(unit * 4000)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("company_name", "," * 500_000 + "電話"),
        ("company_name", "\n" * 500_000 + "a"),
        ("contract_text", "（" * 500_000 + "円"),
        ("email", "<" + "\n" * 500_000),
        ("money", " " * 500_000 + "!"),
        ("phone", "T" + "\n" * 500_000),
        ("phones", "山田 " + "\n" * 500_000 + "@"),
        ("prefecture", "a" + "- " * 250_000),
    ],
)
def test_a_long_run_of_one_sign_is_read_in_one_go(name: str, text: str) -> None:
    # One look from each of its signs would take hours, so this test needs no clock.
    with suppress(TransformError):
        TRANSFORMS[name].forward(text)


def test_the_bytes_of_a_broken_workbook_are_quoted_in_no_error() -> None:
    quoting = zipfile.BadZipFile("File name in directory 'xl/styles.xml' and header " + repr("山田".encode() * 900))
    with pytest.raises(DamagedFileError) as raised, readable("customers.xlsx"):
        raise quoting
    assert "b'" not in str(raised.value)
    assert len(str(raised.value)) < 400
