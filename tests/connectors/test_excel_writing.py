from __future__ import annotations

import datetime as dt
import glob
import os
import shutil
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.worksheet.table import Table
from openpyxl.worksheet.worksheet import Worksheet

from connectors.excel import CONNECTOR, ExcelConnector
from connectors.excel.replacing import only_writer
from connectors.excel.settings import ExcelSettings
from connectors.excel.twin import SheetTwin
from connectors.excel.xmltext import FORBIDDEN
from hub.sdk.connector import Context
from hub.sdk.errors import PersonNeededError, RetryLaterError
from hub.sdk.records import Change, PushResult

HEADINGS = ["顧客コード", "企業名", "契約日", "金額", "会員番号", "備考"]


def connector(path: Path, **settings: Any) -> ExcelConnector:
    named = ExcelSettings(path=str(path), **{"sheet": "1"} | settings)
    return CONNECTOR(named, Context(connection="sheet"))


def push(path: Path, *changes: Change, **settings: Any) -> list[PushResult]:
    return list(connector(path, **settings).push("rows", changes))


def update(path: Path, payload: dict[str, Any], external_id: str = "1", **settings: Any) -> PushResult:
    return push(path, Change("k1", "update", external_id, payload), **settings)[0]


def first_sheet(path: Path) -> Worksheet:
    sheet = openpyxl.load_workbook(path).worksheets[0]
    assert isinstance(sheet, Worksheet)
    return sheet


@pytest.fixture
def path(tmp_path: Path) -> Path:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    assert isinstance(sheet, Worksheet)
    sheet.title = "顧客"
    sheet.append(HEADINGS)
    for code in ("1", "2"):
        sheet.append([code, f"会社{code}", dt.date(2024, 5, 1), 1200, 7, None])
        sheet.cell(sheet.max_row, 3).number_format = "yyyy/m/d"
        sheet.cell(sheet.max_row, 5).number_format = "0000"
    sheet["B2"].font = Font(bold=True)
    sheet["B3"].comment = Comment("重要", "佐藤")
    sheet["H1"] = "=SUM(D2:D3)"
    sheet.column_dimensions["B"].width = 33
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=4, min_row=1, max_row=3))
    sheet.add_chart(chart, "J2")
    book.create_sheet("集計")["A1"] = "触らない"
    book.save(tmp_path / "c.xlsx")
    return tmp_path / "c.xlsx"


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def cells(path: Path) -> dict[str, Any]:
    return {cell.coordinate: cell.value for row in first_sheet(path).iter_rows() for cell in row}


def test_an_update_writes_its_cell(path: Path) -> None:
    update(path, {"企業名": "㈱髙島①"})
    assert first_sheet(path)["B2"].value == "㈱髙島①"


def test_an_update_touches_no_other_cell(path: Path) -> None:
    before = cells(path)
    update(path, {"企業名": "新"})
    assert cells(path) == before | {"B2": "新"}


def test_an_update_touches_no_other_part(path: Path) -> None:
    before = parts(path)
    update(path, {"企業名": "新"})
    changed = {name for name, data in parts(path).items() if before.get(name) != data}
    assert (changed, parts(path).keys()) == ({"xl/worksheets/sheet1.xml"}, before.keys())


def test_a_written_cell_keeps_its_format(path: Path) -> None:
    update(path, {"企業名": "新"})
    assert first_sheet(path)["B2"].font.bold


def test_an_emptied_cell_keeps_its_format(path: Path) -> None:
    update(path, {"企業名": None})
    assert (first_sheet(path)["B2"].value, first_sheet(path)["B2"].font.bold) == (None, True)


@pytest.mark.parametrize(
    ("heading", "text", "cell", "stored"),
    [
        ("契約日", "2025-01-31", "C2", dt.datetime.fromisoformat("2025-01-31")),
        ("契約日", "未定", "C2", "未定"),
        ("金額", "1500.5", "D2", 1500.5),
        ("金額", "0312345678", "D2", "0312345678"),
        ("金額", "1,500", "D2", "1,500"),
        ("会員番号", "0042", "E2", 42),
        ("会員番号", "42", "E2", "42"),
        ("備考", "42", "F2", "42"),
        ("企業名", "=1+1", "B2", "=1+1"),
    ],
)
def test_a_number_stays_a_number_only_if_it_shows_the_text(
    path: Path, heading: str, text: str, cell: str, stored: object
) -> None:
    update(path, {heading: text})
    assert first_sheet(path)[cell].value == stored


@pytest.mark.parametrize(
    ("value", "stored"), [(0.00001, 0.00001), (12345.678, 12345.678), (1.5e16, "15000000000000000")]
)
def test_an_amount_is_written_without_an_exponent(path: Path, value: float, stored: object) -> None:
    result = update(path, {"金額": value})
    assert (first_sheet(path)["D2"].value, b"e-" in (result.payload or b"")) == (stored, False)


def test_a_formula_from_elsewhere_is_stored_as_text(path: Path) -> None:
    update(path, {"企業名": "=HYPERLINK(1)"})
    assert b'<c r="B2" s="1" t="inlineStr">' in parts(path)["xl/worksheets/sheet1.xml"]


def test_the_result_tells_the_row_as_it_is_read_afterwards(path: Path) -> None:
    result = update(path, {"企業名": "新", "契約日": "2025-01-31", "会員番号": "0042"})
    [page] = connector(path).pull("rows", None)
    assert (page.records[0].payload, page.records[0].version) == (result.payload, result.version)


def test_a_row_that_somebody_edited_is_not_written(path: Path) -> None:
    [page] = connector(path).pull("rows", None)
    SheetTwin(path, header_row=1).user_edits(0, {"備考": "急ぎ"})
    [result] = push(path, Change("k1", "update", "1", {"企業名": "新"}, page.records[0].version))
    assert (result.outcome, first_sheet(path)["B2"].value) == ("moved", "会社1")
    assert result.message == "c.xlsx:顧客: somebody edited row 2 since it was read; it is planned again"


def test_an_edit_of_another_row_is_no_obstacle(path: Path) -> None:
    [page] = connector(path).pull("rows", None)
    SheetTwin(path, header_row=1).user_edits(1, {"備考": "急ぎ"})
    [result] = push(path, Change("k1", "update", "1", {"企業名": "新"}, page.records[0].version))
    assert result.outcome == "done"


def test_a_row_is_found_after_it_was_moved(path: Path) -> None:
    SheetTwin(path, header_row=1).user_deletes(0)
    update(path, {"企業名": "新"}, external_id="2")
    assert first_sheet(path)["B2"].value == "新"


def test_an_update_that_changes_nothing_leaves_the_file_alone(path: Path) -> None:
    before = path.stat().st_mtime_ns
    result = update(path, {"企業名": "会社1"})
    assert (result.outcome, path.stat().st_mtime_ns) == ("done", before)


def test_a_new_row_stands_below_the_last_one(path: Path) -> None:
    push(path, Change("k1", "create", payload={"顧客コード": "3", "企業名": "新", "契約日": "2025-01-31", "金額": "5"}))
    assert [cell.value for cell in first_sheet(path)[4]][:4] == ["3", "新", dt.datetime.fromisoformat("2025-01-31"), 5]


def test_a_new_row_looks_like_the_last_one(path: Path) -> None:
    push(path, Change("k1", "create", payload={"顧客コード": "3"}))
    assert first_sheet(path)["C4"].number_format == "yyyy/m/d"


def test_new_rows_fill_the_blank_rows_that_are_drawn_already(path: Path) -> None:
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    assert isinstance(sheet, Worksheet)
    for number in range(4, 20):
        sheet.cell(number, 2).font = Font(italic=True)
    book.save(path)
    push(path, Change("k1", "create", payload={"顧客コード": "3", "企業名": "新"}))
    assert (first_sheet(path)["B4"].value, first_sheet(path)["B4"].font.italic) == ("新", True)


def test_a_table_takes_a_new_row_in(path: Path) -> None:
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    assert isinstance(sheet, Worksheet)
    sheet.add_table(Table(displayName="T", ref="A1:F3"))
    book.save(path)
    push(path, Change("k1", "create", payload={"顧客コード": "3"}))
    assert (first_sheet(path).tables["T"].ref, first_sheet(path).dimensions) == ("A1:F4", "A1:H4")


def test_a_new_row_with_a_known_key_is_rejected(path: Path) -> None:
    [result] = push(path, Change("k1", "create", payload={"顧客コード": "1"}))
    assert (result.outcome, result.message) == ("rejected", "c.xlsx:顧客: row 2 has this key already")


def test_a_new_row_without_its_key_is_rejected(path: Path) -> None:
    [result] = push(path, Change("k1", "create", payload={"企業名": "A"}))
    assert (result.outcome, result.message) == ("rejected", "c.xlsx:顧客: a new row needs 顧客コード")


def test_two_new_rows_with_one_key_in_a_batch_make_one_row(path: Path) -> None:
    same = [Change(key, "create", payload={"顧客コード": "3"}) for key in ("k1", "k2")]
    assert [result.outcome for result in push(path, *same)] == ["done", "rejected"]


def test_an_unknown_column_is_rejected_with_the_known_ones(path: Path) -> None:
    result = update(path, {"業種": "小売"})
    assert "there is no column 業種; the headings are 顧客コード, 企業名" in result.message


def test_a_formula_is_never_overwritten(path: Path) -> None:
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    assert isinstance(sheet, Worksheet)
    sheet["F2"] = "=D2*2"
    book.save(path)
    assert "備考 (F2) is a formula, which the hub never overwrites" in update(path, {"備考": "x"}).message


def test_a_merged_cell_is_not_written(path: Path) -> None:
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    assert isinstance(sheet, Worksheet)
    sheet.merge_cells("B2:B3")
    book.save(path)
    assert "企業名 (B2) is merged with other cells" in update(path, {"企業名": "x"}).message


def test_a_control_character_is_rejected(path: Path) -> None:
    assert "備考 can't hold the control character U+0007" in update(path, {"備考": "\a"}).message


def test_a_list_is_rejected(path: Path) -> None:
    assert "備考 can't hold a list" in update(path, {"備考": ["a"]}).message


def test_a_batch_is_one_write(path: Path) -> None:
    changes = [Change(code, "update", code, {"備考": "x"}) for code in ("1", "2")]
    results = push(path, *changes)
    assert ([result.outcome for result in results], cells(path)["F2"], cells(path)["F3"]) == (
        ["done", "done"],
        "x",
        "x",
    )


def test_a_rejected_change_lets_the_others_through(path: Path) -> None:
    results = push(path, Change("k1", "update", "1", {"x": "y"}), Change("k2", "update", "2", {"備考": "x"}))
    assert ([result.outcome for result in results], cells(path)["F3"]) == (["rejected", "done"], "x")


def test_a_missing_row_says_so(path: Path) -> None:
    assert update(path, {"備考": "x"}, external_id="9").outcome == "missing"


def test_a_look_up_finds_by_the_key(path: Path) -> None:
    [result] = push(path, Change("k1", "lookup", payload={"顧客コード": "2"}))
    assert (result.outcome, result.external_id) == ("found", "2")


def test_a_written_key_gives_the_row_its_new_id(path: Path) -> None:
    assert update(path, {"顧客コード": "9"}).external_id == "9"


def test_a_written_key_that_another_row_has_is_rejected(path: Path) -> None:
    result = update(path, {"顧客コード": "2"})
    told = "c.xlsx:顧客: row 2: its key would be that of row 3; correct one of the two, or delete it"
    assert (result.outcome, result.message, cells(path)["A2"]) == ("rejected", told, "1")


def test_two_keys_that_are_to_be_exchanged_make_no_row_twice(path: Path) -> None:
    exchanged = (Change("k1", "update", "1", {"顧客コード": "2"}), Change("k2", "update", "2", {"顧客コード": "1"}))
    assert [result.outcome for result in push(path, *exchanged)] == ["rejected", "rejected"]
    assert (cells(path)["A2"], cells(path)["A3"]) == ("1", "2")


def test_a_key_that_another_row_has_given_up_is_free(path: Path) -> None:
    moved = (Change("k1", "update", "2", {"顧客コード": "3"}), Change("k2", "update", "1", {"顧客コード": "2"}))
    assert [result.external_id for result in push(path, *moved)] == ["3", "2"]


def test_a_key_is_not_emptied(path: Path) -> None:
    result = update(path, {"顧客コード": None})
    told = "c.xlsx:顧客: row 2: the row would have no 顧客コード, which identifies it; fill it in"
    assert (result.outcome, result.message) == ("rejected", told)


def test_the_first_original_is_kept_beside_it(path: Path) -> None:
    original = path.read_bytes()
    update(path, {"備考": "x"})
    update(path, {"備考": "y"})
    assert path.with_name("c.xlsx.bak").read_bytes() == original


def test_no_copy_is_kept_where_the_settings_say_so(path: Path) -> None:
    update(path, {"備考": "x"}, backup=False)
    assert not path.with_name("c.xlsx.bak").exists()


@pytest.mark.parametrize("name", ["c.xlsx", "c[1].xlsx", "c-*.xlsx"])
def test_the_files_beside_a_sheet_that_hold_its_rows_are_told(tmp_path: Path, name: str) -> None:
    found = {"c.xlsx": "c.xlsx", "c[1].xlsx": "c[1].xlsx", "c-*.xlsx": "c-2026.xlsx"}[name]
    beside = [tmp_path / f"{found}.bak", tmp_path / f".{found}.hub-old", tmp_path / f".{found}.hub-new"]
    for file in (*beside, tmp_path / found, tmp_path / "other.xlsx.bak"):
        file.touch()
    told = connector(tmp_path / name).streams()["rows"].copies
    assert sorted(file for pattern in told for file in glob.glob(pattern)) == sorted(map(str, beside))  # noqa: PTH207


def test_nothing_else_is_left_in_the_folder(path: Path) -> None:
    update(path, {"備考": "x"})
    assert {file.name for file in path.parent.iterdir()} == {"c.xlsx", "c.xlsx.bak", ".c.xlsx.hub-lock"}


def test_a_link_stays_a_link(path: Path, tmp_path: Path) -> None:
    link = tmp_path / "link.xlsx"
    link.symlink_to(path)
    update(link, {"備考": "x"})
    assert (link.is_symlink(), first_sheet(path)["F2"].value) == (True, "x")


def test_a_second_writer_is_sent_away(path: Path) -> None:
    with only_writer(path), pytest.raises(RetryLaterError, match="another hub is writing"):
        update(path, {"備考": "x"})


@pytest.mark.parametrize("mark", ["~$c.xlsx", ".~lock.c.xlsx#"])
def test_a_sheet_that_somebody_has_open_is_not_written(path: Path, mark: str) -> None:
    path.with_name(mark).touch()
    with pytest.raises(RetryLaterError, match="somebody has it open; close it"):
        update(path, {"備考": "x"})


@pytest.mark.parametrize(
    ("by", "told"),
    [
        (lambda path: path.write_bytes(b"PK saved"), "somebody saved it in the meantime"),
        (lambda path: path.with_name("~$c.xlsx").touch(), "somebody has it open"),
    ],
)
def test_who_saves_or_opens_it_while_the_backup_is_made_keeps_the_file(
    path: Path, monkeypatch: pytest.MonkeyPatch, by: Callable[[Path], Any], told: str
) -> None:
    copy, before = shutil.copy2, path.read_bytes()
    monkeypatch.setattr(shutil, "copy2", lambda source, target: (copy(source, target), by(path)))
    with pytest.raises(RetryLaterError, match=told):
        update(path, {"備考": "x"})
    assert path.read_bytes() in (b"PK saved", before)
    assert not path.with_name("c.xlsx.bak").exists()


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() != 0, reason="only root gives a file away")
def test_a_written_file_belongs_to_whom_it_belonged(path: Path) -> None:
    os.chown(path, 1234, 2345)
    path.chmod(0o664)
    update(path, {"備考": "x"})
    assert (path.stat().st_uid, path.stat().st_gid, path.stat().st_mode & 0o777) == (1234, 2345, 0o664)


def test_a_file_that_nobody_may_write_is_not_replaced(path: Path) -> None:
    path.chmod(0o444)
    before = path.read_bytes()
    with pytest.raises(RetryLaterError, match="the file is read-only; allow the hub to write it"):
        update(path, {"備考": "x"})
    assert path.read_bytes() == before


def test_a_read_only_sheet_is_not_written(path: Path) -> None:
    with pytest.raises(PersonNeededError, match="`read_only` is set"):
        update(path, {"備考": "x"}, read_only=True)


def test_a_signed_workbook_is_not_written(path: Path) -> None:
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("_xmlsignatures/sig1.xml", "<s/>")
    with pytest.raises(PersonNeededError, match="digitally signed"):
        update(path, {"備考": "x"})


texts = st.text(max_size=30).filter(lambda text: not FORBIDDEN.search(text))
row = st.fixed_dictionaries(dict.fromkeys(HEADINGS[1:], texts))


@given(row, row)
def test_what_is_written_is_read_back_equal(
    tmp_path_factory: pytest.TempPathFactory, edited: dict[str, str], added: dict[str, str]
) -> None:
    path = small(tmp_path_factory.mktemp("x") / "c.xlsx")
    push(path, Change("k1", "update", "1", edited), Change("k2", "create", payload={"顧客コード": "3"} | added))
    [page] = connector(path).pull("rows", None)
    held = {record.external_id: msgspec.json.decode(record.payload) for record in page.records}
    assert (held["1"], held["3"]) == ({"顧客コード": "1"} | edited, {"顧客コード": "3"} | added)


@given(row)
def test_untouched_rows_are_unchanged(tmp_path_factory: pytest.TempPathFactory, edited: dict[str, str]) -> None:
    path = small(tmp_path_factory.mktemp("x") / "c.xlsx")
    before = parts(path)["xl/worksheets/sheet1.xml"]
    update(path, edited)
    after = parts(path)["xl/worksheets/sheet1.xml"]
    assert (after[: after.index(b'<row r="2"')], after[after.index(b'<row r="3"') :]) == (
        before[: before.index(b'<row r="2"')],
        before[before.index(b'<row r="3"') :],
    )


def small(path: Path) -> Path:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    assert isinstance(sheet, Worksheet)
    for values in (HEADINGS, ["1", "A", dt.date(2024, 5, 1), 5, True], ["2", "B", "x", 1.5]):
        sheet.append(values)
    book.save(path)
    return path
