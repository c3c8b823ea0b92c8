from __future__ import annotations

import contextlib
import datetime as dt
import io
import os
import struct
import zipfile
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.excel import CONNECTOR, ExcelConnector
from connectors.excel.settings import ExcelSettings
from hub.sdk.connector import Context
from hub.sdk.errors import ConnectorError, PersonNeededError, RetryLaterError
from hub.sdk.records import Change
from tests.laws import lawful

LONG_AGO = 1_000_000_000
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def connector(path: Path, **settings: Any) -> ExcelConnector:
    now = dt.datetime(2026, 4, 1, tzinfo=dt.UTC)
    return CONNECTOR(ExcelSettings(path=str(path), **settings), Context(connection="sheet", now=lambda: now))


def made(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    os.utime(path, (LONG_AGO, LONG_AGO))
    return path


def refusal(path: Path, **settings: Any) -> str:
    with pytest.raises(PersonNeededError) as caught:
        list(connector(path, **settings).pull("rows", None))
    return str(caught.value)


@cache
def workbook(rows: int = 2) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for values in [["顧客コード", "企業名"], *([str(number), "A"] for number in range(rows))]:
        sheet.append(values)
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def repacked(data: bytes, name: str, edit: Any) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for part in source.namelist():
            content = source.read(part)
            target.writestr(part, edit(content) if part == name else content)
    return out.getvalue()


SHEET = "xl/worksheets/sheet1.xml"


def test_an_encrypted_workbook_asks_for_a_copy_without_password(tmp_path: Path) -> None:
    data = OLE + b"\0" * 504 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 512
    assert refusal(made(tmp_path, "c.xlsx", data)) == (
        "c.xlsx: is protected by a password; save a copy without one and point `path` at it"
    )


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    data = repacked(workbook(), SHEET, lambda _: b"0" * 50_000_000)
    assert "unpacks to more than 200 times its size, as a zip bomb does" in refusal(made(tmp_path, "c.xlsx", data))


def test_a_workbook_that_unpacks_to_too_much_is_refused(tmp_path: Path) -> None:
    data = repacked(workbook(), SHEET, lambda _: os.urandom(3_000_000))
    assert "more than max_unpacked_mb 2" in refusal(made(tmp_path, "c.xlsx", data), max_unpacked_mb=2)


def test_a_zip_that_lies_about_its_sizes_is_refused(tmp_path: Path) -> None:
    data = bytearray(repacked(workbook(), SHEET, lambda _: b" " * 30_000_000))
    declared = struct.pack("<L", 30_000_000)
    while (at := data.find(declared)) >= 0:
        data[at : at + 4] = struct.pack("<L", 1000)
    assert "c.xlsx" in refusal(made(tmp_path, "c.xlsx", bytes(data)))


def test_a_file_that_is_too_large_is_not_opened(tmp_path: Path) -> None:
    assert "more than max_file_mb 1" in refusal(made(tmp_path, "c.csv", b"a,b\n" * 500_000), max_file_mb=1)


def test_a_text_that_is_called_xlsx_is_refused(tmp_path: Path) -> None:
    assert "is no Excel workbook, whatever its name says" in refusal(made(tmp_path, "c.xlsx", b"hello,world\n"))


def test_a_zip_that_is_no_workbook_is_refused(tmp_path: Path) -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("word/document.xml", "<d/>")
    assert "is a zip file but no Excel workbook" in refusal(made(tmp_path, "c.xlsx", data.getvalue()))


def test_a_web_page_that_is_called_xls_is_refused(tmp_path: Path) -> None:
    assert "is a web page, whatever its name says" in refusal(made(tmp_path, "c.xls", b"<html><table></table></html>"))


def test_a_broken_xls_is_refused(tmp_path: Path) -> None:
    assert "the .xls file is damaged" in refusal(made(tmp_path, "c.xls", OLE + b"\1" * 2000))


@pytest.mark.parametrize("data", [b"", b"\r\n\r\n", b"\xef\xbb\xbf"])
def test_an_empty_file_is_no_empty_listing(tmp_path: Path, data: bytes) -> None:
    assert "c.csv: " in refusal(made(tmp_path, "c.csv", data))


def test_an_empty_workbook_is_no_empty_listing(tmp_path: Path) -> None:
    data = io.BytesIO()
    openpyxl.Workbook().save(data)
    assert "c.xlsx:Sheet: no header row among the first 30 rows" in refusal(made(tmp_path, "c.xlsx", data.getvalue()))


def test_a_text_in_utf16_is_refused(tmp_path: Path) -> None:
    data = "企業名,電話\r\n".encode("utf-16")
    assert "is UTF-16 text; save it as 'CSV UTF-8'" in refusal(made(tmp_path, "c.csv", data))


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    assert "holds NUL bytes" in refusal(made(tmp_path, "c.csv", b"\x01\x00\x02\x00"))


def test_a_text_in_no_known_encoding_is_refused(tmp_path: Path) -> None:
    assert "is neither UTF-8 nor CP932" in refusal(made(tmp_path, "c.csv", b"\xff\xfd\xa0,\x80\n" * 5))


def test_a_missing_file_is_told_with_its_path(tmp_path: Path) -> None:
    assert "there is no such file; correct `path`" in refusal(tmp_path / "none.xlsx")


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    assert "is a folder; name a file or a pattern" in refusal(tmp_path)


def test_a_pattern_that_matches_nothing_is_told(tmp_path: Path) -> None:
    assert "no file matches; put one there or correct `path`" in refusal(tmp_path / "*.xlsx")


@pytest.mark.parametrize("insertion", [b"<!-- x -->", b"<![CDATA[x]]>"])
def test_xml_that_excel_never_writes_is_refused(tmp_path: Path, insertion: bytes) -> None:
    data = repacked(workbook(), SHEET, lambda xml: xml.replace(b"<sheetData>", insertion + b"<sheetData>"))
    assert "which Excel never writes; open it in Excel" in refusal(made(tmp_path, "c.xlsx", data))


def test_entities_of_a_document_type_are_never_expanded(tmp_path: Path) -> None:
    laughs = b'<!DOCTYPE w [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
    data = repacked(workbook(), SHEET, lambda xml: laughs + xml)
    assert "holds a document type, which Excel never writes" in refusal(made(tmp_path, "c.xlsx", data))


def test_a_cut_sheet_is_refused(tmp_path: Path) -> None:
    data = repacked(workbook(), SHEET, lambda xml: xml[:-40])
    assert "c.xlsx:Sheet: the XML is broken" in refusal(made(tmp_path, "c.xlsx", data))


def test_a_cut_workbook_is_refused(tmp_path: Path) -> None:
    assert "c.xlsx: the workbook is damaged or was cut off" in refusal(made(tmp_path, "c.xlsx", workbook()[:-100]))


def test_a_cut_workbook_that_was_saved_just_now_is_waited_for(tmp_path: Path) -> None:
    path = made(tmp_path, "c.xlsx", workbook()[:-100])
    just_now = dt.datetime.fromtimestamp(LONG_AGO + 1, dt.UTC)
    reader = CONNECTOR(ExcelSettings(path=str(path)), Context(connection="sheet", now=lambda: just_now))
    with pytest.raises(RetryLaterError, match="saved just now, perhaps not to its end"):
        list(reader.pull("rows", None))


def test_a_cell_far_to_the_right_takes_no_memory(tmp_path: Path) -> None:
    data = repacked(workbook(), SHEET, lambda xml: xml.replace(b'r="B3"', b'r="ZZZZZZ3"'))
    [page] = connector(made(tmp_path, "c.xlsx", data)).pull("rows", None)
    assert len(page.records) == 2


def test_a_cursor_that_is_not_ours_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PersonNeededError, match="is not one of the excel connector"):
        list(connector(made(tmp_path, "c.xlsx", workbook())).pull("rows", "page 2"))


def outcome(path: Path) -> None:
    """Reading and writing gives records or one of the connector's own errors, whatever the bytes are."""
    for act in (
        lambda: list(connector(path).pull("rows", None)),
        lambda: connector(path).check(),
        lambda: list(connector(path).push("rows", [Change("k", "update", "1", {"企業名": "B"})])),
    ):
        with contextlib.suppress(ConnectorError):
            act()


spots = st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 255)), min_size=1, max_size=6)


def hit(data: bytes, where: list[tuple[int, int]]) -> bytes:
    damaged = bytearray(data)
    for at, value in where:
        damaged[at % len(damaged)] = value
    return bytes(damaged)


@lawful(60)
@given(spots)
def test_damaged_bytes_of_a_workbook_give_a_clear_error(
    tmp_path_factory: pytest.TempPathFactory, where: list[tuple[int, int]]
) -> None:
    outcome(made(tmp_path_factory.mktemp("f"), "c.xlsx", hit(workbook(), where)))


@lawful(60)
@given(st.sampled_from([SHEET, "xl/workbook.xml", "xl/styles.xml", "xl/_rels/workbook.xml.rels"]), spots)
def test_damaged_parts_of_a_workbook_give_a_clear_error(
    tmp_path_factory: pytest.TempPathFactory, name: str, where: list[tuple[int, int]]
) -> None:
    data = repacked(workbook(), name, lambda part: hit(part, where))
    outcome(made(tmp_path_factory.mktemp("f"), "c.xlsx", data))


@lawful(60)
@given(
    st.sampled_from([b"", OLE, b"PK\x03\x04", "顧客コード,企業名\r\n".encode(), b"\xef\xbb\xbf"]),
    st.binary(max_size=300),
)
def test_any_bytes_give_a_clear_error(tmp_path_factory: pytest.TempPathFactory, start: bytes, rest: bytes) -> None:
    outcome(made(tmp_path_factory.mktemp("f"), "c.csv", start + rest))


tokens = st.lists(
    st.sampled_from(["顧客コード,企業名", "\r\n", "\n", "\r", '"', ",", "1", "\0", "=", "髙"]), max_size=30
)


@lawful(60)
@given(tokens, st.sampled_from(["utf-8", "cp932", "utf-16"]))
def test_any_text_gives_a_clear_error(
    tmp_path_factory: pytest.TempPathFactory, parts: list[str], encoding: str
) -> None:
    outcome(made(tmp_path_factory.mktemp("f"), "c.csv", "".join(parts).encode(encoding)))
