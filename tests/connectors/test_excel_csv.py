from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.excel import CONNECTOR, ExcelConnector
from connectors.excel.csv_records import Dialect, records, value_of
from connectors.excel.settings import ExcelSettings
from connectors.excel.twin import write_customer_csv
from hub.sdk.connector import Context
from hub.sdk.errors import PersonNeededError
from hub.sdk.records import Change, Page, PushResult

HEAD = "顧客コード,企業名,電話番号\r\n"


def connector(path: Path, **settings: Any) -> ExcelConnector:
    return CONNECTOR(ExcelSettings(path=str(path), **settings), Context(connection="sheet"))


def made(folder: Path, text: str, encoding: str = "cp932") -> Path:
    path = folder / "c.csv"
    path.write_bytes(text.encode(encoding))
    return path


def pull(path: Path, **settings: Any) -> list[Page]:
    return list(connector(path, **settings).pull("rows", None))


def names(pages: list[Page]) -> list[str]:
    return [msgspec.json.decode(record.payload)["企業名"] for page in pages for record in page.records]


def reasons(pages: list[Page]) -> list[str]:
    return [bad.reason for page in pages for bad in page.bad]


def update(path: Path, external_id: str, payload: dict[str, Any], **settings: Any) -> PushResult:
    [result] = connector(path, **settings).push("rows", [Change("k1", "update", external_id, payload)])
    return result


def create(path: Path, payload: dict[str, Any], **settings: Any) -> PushResult:
    [result] = connector(path, **settings).push("rows", [Change("k1", "create", payload=payload)])
    return result


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_the_encoding_is_found(tmp_path: Path, encoding: str) -> None:
    assert names(pull(made(tmp_path, HEAD + "1,㈱髙島①,03\r\n", encoding))) == ["㈱髙島①"]


def test_a_sheet_saved_by_japanese_excel_is_read(tmp_path: Path) -> None:
    path = write_customer_csv(tmp_path / "c.csv", [{"企業名": "㈱髙島", "担当者氏名": "佐藤"}])
    assert names(pull(path)) == ["㈱髙島"]


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
def test_the_delimiter_is_found(tmp_path: Path, delimiter: str) -> None:
    assert names(pull(made(tmp_path, (HEAD + "1,A,03\r\n").replace(",", delimiter)))) == ["A"]


def test_quoted_fields_hold_delimiters_quotes_and_line_breaks(tmp_path: Path) -> None:
    assert names(pull(made(tmp_path, HEAD + '1,"A, ""B""\n C",03\r\n2,D,04\r\n'))) == ['A, "B"\n C', "D"]


def test_a_quotation_mark_inside_a_bare_field_is_text(tmp_path: Path) -> None:
    assert names(pull(made(tmp_path, HEAD + '1,5" disk,03\r\n2,B,04\r\n'))) == ['5" disk', "B"]


def test_a_ragged_row_is_told_with_its_line(tmp_path: Path) -> None:
    assert reasons(pull(made(tmp_path, HEAD + "1,A,B,03\r\n2,C,04\r\n"))) == [
        "c.csv: line 2: has 4 fields where the header has 3; correct the line"
    ]


def test_a_ragged_row_lets_the_others_through(tmp_path: Path) -> None:
    assert names(pull(made(tmp_path, HEAD + "1,A,B,03\r\n2,C,04\r\n3\r\n"))) == ["C"]


def test_a_ragged_row_makes_the_listing_incomplete(tmp_path: Path) -> None:
    assert not pull(made(tmp_path, HEAD + "1,A,B,03\r\n"))[-1].complete_listing


def test_surplus_delimiters_at_the_end_are_no_harm(tmp_path: Path) -> None:
    assert names(pull(made(tmp_path, HEAD + "1,A,03,,\r\n"))) == ["A"]


def test_an_open_quotation_mark_costs_one_line_only(tmp_path: Path) -> None:
    pages = pull(made(tmp_path, HEAD + '1,"A,03\r\n2,B,04\r\n3,C,05\r\n'))
    assert (names(pages), reasons(pages)) == (
        ["B", "C"],
        ["c.csv: line 2: a quotation mark is opened here and never closed; correct the line"],
    )


def test_text_after_a_closing_quotation_mark_is_told(tmp_path: Path) -> None:
    assert "line 2: field 2 has text after its closing" in reasons(pull(made(tmp_path, HEAD + '1,"A"x,03\r\n')))[0]


def test_a_nul_byte_is_told_with_its_line(tmp_path: Path) -> None:
    filler = "".join(f"{number},B{number},04\r\n" for number in range(2, 500))
    assert "line 500: holds a NUL byte" in reasons(pull(made(tmp_path, HEAD + filler + "1,A\0,03\r\n")))[0]


def test_a_byte_that_is_no_text_costs_one_line_only(tmp_path: Path) -> None:
    path = tmp_path / "c.csv"
    path.write_bytes((HEAD + "1,髙島,03\r\n").encode() + b"2,\xff,04\r\n" + "3,高島,05\r\n".encode())
    pages = pull(path)
    assert (names(pages), "line 3: the byte 0xFF is no utf-8 text" in reasons(pages)[0]) == (["髙島", "高島"], True)


def test_a_csv_has_no_sheets(tmp_path: Path) -> None:
    with pytest.raises(PersonNeededError, match="a CSV file has no sheets; remove `sheet`"):
        pull(made(tmp_path, HEAD), sheet="顧客")


def test_an_update_writes_one_field_and_no_other_byte(tmp_path: Path) -> None:
    path = made(tmp_path, HEAD + '"1", "A",03\n2,㈱髙,04\r\n\r\n3,"C",05')
    update(path, "2", {"電話番号": "06"})
    assert path.read_bytes() == (HEAD + '"1", "A",03\n2,㈱髙,06\r\n\r\n3,"C",05').encode("cp932")


def test_signs_with_two_codes_keep_theirs_in_other_fields(tmp_path: Path) -> None:
    path = tmp_path / "c.csv"
    path.write_bytes(HEAD.encode("cp932") + b'1,"\xed\x40\xfa\x58\xb1",03\r\n')
    update(path, "1", {"電話番号": "06"})
    assert path.read_bytes().endswith(b'1,"\xed\x40\xfa\x58\xb1",06\r\n')


@pytest.mark.parametrize(("field", "written"), [('="0312"', '="0613"'), ('"=""0312"""', '"=""0613"""')])
def test_digits_that_are_kept_as_text_are_read_and_written_so(tmp_path: Path, field: str, written: str) -> None:
    path = made(tmp_path, HEAD + f'="001",A,{field}\r\n')
    assert msgspec.json.decode(pull(path)[0].records[0].payload)["電話番号"] == "0312"
    update(path, "001", {"電話番号": "0613"})
    assert path.read_bytes().decode("cp932") == HEAD + f'="001",A,{written}\r\n'


def test_a_quoted_field_stays_quoted(tmp_path: Path) -> None:
    path = made(tmp_path, HEAD + '1,"A","03"\r\n')
    update(path, "1", {"電話番号": "06"})
    assert path.read_bytes() == (HEAD + '1,"A","06"\r\n').encode("cp932")


def test_a_new_row_is_written_like_the_last_one(tmp_path: Path) -> None:
    path = made(tmp_path, HEAD + '1,"A",03', "utf-8-sig")
    create(path, {"顧客コード": "2", "企業名": "B"})
    assert path.read_bytes() == (HEAD + '1,"A",03\r\n2,"B",\r\n').encode("utf-8-sig")


def test_a_new_row_is_written_above_the_total(tmp_path: Path) -> None:
    path = made(tmp_path, HEAD.replace("電話番号", "金額") + "1,A,1\r\n,合計,1\r\n")
    create(path, {"顧客コード": "2", "企業名": "B"})
    assert path.read_bytes().decode("cp932").splitlines()[1:] == ["1,A,1", "2,B,", ",合計,1"]


def test_a_character_that_cp932_lacks_is_rejected_by_name(tmp_path: Path) -> None:
    path = made(tmp_path, HEAD + "1,高,03\r\n")
    result = update(path, "1", {"企業名": "𠮷野家"})
    assert (result.outcome, "can't hold 𠮷 (U+20BB7): cp932 has no such character" in result.message) == (
        "rejected",
        True,
    )


def test_a_formula_from_elsewhere_is_made_harmless(tmp_path: Path) -> None:
    path = made(tmp_path, HEAD + "1,A,03\r\n")
    update(path, "1", {"企業名": "=cmd|' /C calc'!A0"})
    assert b"1,'=cmd" in path.read_bytes()


def test_a_harmless_formula_reads_as_it_was_meant(tmp_path: Path) -> None:
    path = made(tmp_path, HEAD + "1,A,03\r\n")
    update(path, "1", {"企業名": "@A"})
    assert names(pull(path)) == ["@A"]


def test_a_phone_in_e164_is_no_formula(tmp_path: Path) -> None:
    path = made(tmp_path, HEAD + "1,A,03\r\n")
    update(path, "1", {"電話番号": "+81 3-1234-5678"})
    assert b",+81 3-1234-5678\r\n" in path.read_bytes()


def test_formulas_pass_where_the_settings_want_it(tmp_path: Path) -> None:
    path = made(tmp_path, HEAD + "1,A,03\r\n")
    update(path, "1", {"企業名": "=A"}, neutralise_formulas=False)
    assert b"1,=A,03" in path.read_bytes()


lines = st.lists(st.sampled_from(["a", '"', ",", "\n", "\r\n", "髙", "\0", "'", " "]), max_size=40).map("".join)


@given(lines)
def test_the_raw_bytes_of_all_records_are_the_file(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    path = tmp_path_factory.mktemp("csv") / "c.csv"
    path.write_bytes(text.encode())
    with path.open("rb") as file:
        assert b"".join(record.raw for record in records(file, Dialect("utf-8", ","))) == text.encode()


cells = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=12)


@given(name=cells, phone=cells)
def test_what_is_written_is_read_back_equal(tmp_path_factory: pytest.TempPathFactory, name: str, phone: str) -> None:
    path = made(tmp_path_factory.mktemp("csv"), HEAD + "1,A,03\r\n2,B,髙\r\n", "utf-8")
    result = update(path, "1", {"企業名": name, "電話番号": phone})
    [page] = connector(path).pull("rows", None)
    held = {record.external_id: record.payload for record in page.records}
    assert held["1"] == result.payload == msgspec.json.encode({"顧客コード": "1", "企業名": name, "電話番号": phone})


def test_a_field_without_quotes_is_its_own_value() -> None:
    assert value_of('a"b') == 'a"b'
