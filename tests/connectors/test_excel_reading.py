from __future__ import annotations

import datetime as dt
import os
import re
import shutil
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec
import openpyxl
import pytest

from connectors.excel import CONNECTOR, ExcelConnector
from connectors.excel.keys import choose_key
from connectors.excel.settings import ExcelSettings
from connectors.excel.twin import CUSTOMER_HEADINGS, SheetTwin, write_customer_sheet
from hub.log.privacy import masked
from hub.sdk.connector import Context
from hub.sdk.errors import PersonNeededError, RetryLaterError
from hub.sdk.records import Change, Page

YESTERDAY = time.time() - 86_400
HEADINGS = ["顧客コード", "企業名", "電話番号", "契約日"]
CUSTOMER = {
    "企業名": "㈱髙橋商店",
    "電話番号": "03-1234-5678",
    "担当者氏名": "髙橋 一郎",
    "メールアドレス": "t@example.jp",
    "契約日": "2024-05-01",
}


def connector(path: Path, **settings: Any) -> ExcelConnector:
    return CONNECTOR(ExcelSettings(path=str(path), **settings), Context(connection="sheet"))


def pull(path: Path, **settings: Any) -> list[Page]:
    return list(connector(path, **settings).pull("rows", None))


def payloads(pages: list[Page]) -> list[dict[str, str]]:
    return [msgspec.json.decode(record.payload) for page in pages for record in page.records]


def reasons(pages: list[Page]) -> list[str]:
    return [bad.reason for page in pages for bad in page.bad]


def book(path: Path, rows: Sequence[Any], *merges: str, title: str = "顧客") -> Path:
    made = openpyxl.Workbook()
    sheet = made.worksheets[0]
    sheet.title = title
    for row in rows:
        sheet.append(row)
    for merge in merges:
        sheet.merge_cells(merge)
    made.save(path)
    return path


def test_the_customer_sheet_is_read_under_its_headings(tmp_path: Path) -> None:
    path = write_customer_sheet(tmp_path / "c.xlsx", [CUSTOMER])
    assert payloads(pull(path)) == [dict.fromkeys(CUSTOMER_HEADINGS, "") | CUSTOMER]


def test_a_whole_listing_is_complete(tmp_path: Path) -> None:
    pages = pull(write_customer_sheet(tmp_path / "c.xlsx", [CUSTOMER, CUSTOMER | {"企業名": "B"}]), page_rows=1)
    assert [page.complete_listing for page in pages] == [False, True]


def test_the_cursor_comes_with_the_last_page_only(tmp_path: Path) -> None:
    pages = pull(write_customer_sheet(tmp_path / "c.xlsx", [CUSTOMER, CUSTOMER | {"企業名": "B"}]), page_rows=1)
    assert [page.cursor is None for page in pages] == [True, False]


def test_an_unchanged_file_gives_no_records(tmp_path: Path) -> None:
    path = write_customer_sheet(tmp_path / "c.xlsx", [CUSTOMER])
    os.utime(path, (YESTERDAY, YESTERDAY))
    reader = connector(path)
    [page] = reader.pull("rows", None)
    [again] = reader.pull("rows", page.cursor)
    assert (again.records, again.complete_listing) == ([], False)


def test_an_old_file_that_is_put_back_with_its_old_time_is_listed_again(tmp_path: Path) -> None:
    path, old = write_customer_sheet(tmp_path / "c.xlsx", [CUSTOMER]), tmp_path / "kept.xlsx"
    os.utime(path, (YESTERDAY, YESTERDAY))
    reader = connector(path)
    [page] = reader.pull("rows", None)
    shutil.copy2(path, old)
    SheetTwin(path).user_edits(0, {"業種": "小売"})
    shutil.copy2(old, path)
    [again] = reader.pull("rows", page.cursor)
    assert [record.external_id for record in again.records] == [record.external_id for record in page.records]


def test_an_edited_file_is_listed_again(tmp_path: Path) -> None:
    path = write_customer_sheet(tmp_path / "c.xlsx", [CUSTOMER])
    reader = connector(path)
    [page] = reader.pull("rows", None)
    SheetTwin(path).user_edits(0, {"業種": "小売"})
    [after] = reader.pull("rows", page.cursor)
    assert (after.records[0].external_id, after.complete_listing) == (page.records[0].external_id, True)


def test_other_settings_list_an_unchanged_file_again(tmp_path: Path) -> None:
    path = write_customer_sheet(tmp_path / "c.xlsx", [CUSTOMER])
    [page] = connector(path).pull("rows", None)
    [again] = connector(path, key=["企業名"]).pull("rows", page.cursor)
    assert [record.external_id for record in again.records] == ["㈱髙橋商店"]


def test_sorting_the_sheet_changes_no_record(tmp_path: Path) -> None:
    path = write_customer_sheet(tmp_path / "c.xlsx", [CUSTOMER | {"企業名": name} for name in "CAB"])
    before = {(record.external_id, record.version) for page in pull(path) for record in page.records}
    SheetTwin(path).user_sorts("企業名")
    assert {(record.external_id, record.version) for page in pull(path) for record in page.records} == before


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        (dt.date(2024, 5, 1), "yyyy/m/d", "2024-05-01"),
        (dt.date(2024, 5, 1), '[$-411]ggge"年"m"月"d"日"', "2024-05-01"),
        (dt.datetime.fromisoformat("2024-05-01T09:30"), "yyyy/m/d h:mm", "2024-05-01T09:30:00"),
        (dt.time(9, 30), "h:mm", "09:30"),
        (312345678, "General", "312345678"),
        (1200.0, "#,##0", "1200"),
        (0.1, "General", "0.1"),
        (-5, "General", "-5"),
        (7, "0000", "0007"),
        (600001, "000\\-0000", "060-0001"),
        (True, "General", "TRUE"),
        ("0312345678", "@", "0312345678"),
        ("一行目\n二行目", "General", "一行目\n二行目"),
    ],
)
def test_a_cell_reads_as_a_person_sees_it(tmp_path: Path, value: object, number_format: str, text: str) -> None:
    made = openpyxl.Workbook()
    sheet = made.worksheets[0]
    sheet.append(["顧客コード", "企業名", "値"])
    sheet.append(["1", "A", value])
    sheet["C2"].number_format = number_format
    made.save(tmp_path / "c.xlsx")
    assert payloads(pull(tmp_path / "c.xlsx"))[0]["値"] == text


def test_a_header_below_a_title_and_notes_is_found(tmp_path: Path) -> None:
    rows = [["顧客一覧表"], ["2024年5月 更新", None, "担当: 佐藤"], [], HEADINGS, ["1", "A", "03", ""]]
    assert list(payloads(pull(book(tmp_path / "c.xlsx", rows)))[0]) == HEADINGS


def test_unknown_headings_are_found_above_their_data(tmp_path: Path) -> None:
    rows = [["甲", "乙", "丙"], ["a1", "b@c.d", 3], ["a2", "e@f.g", 4]]
    assert payloads(pull(book(tmp_path / "c.xlsx", rows), key="甲"))[0] == {"甲": "a1", "乙": "b@c.d", "丙": "3"}


def test_the_header_row_can_be_named(tmp_path: Path) -> None:
    rows = [["会社名", "電話番号"], ["x1", "x2"], ["1", "2"]]
    assert payloads(pull(book(tmp_path / "c.xlsx", rows), header_row=2, key="x1")) == [{"x1": "1", "x2": "2"}]


def test_merged_header_cells_are_unfolded(tmp_path: Path) -> None:
    rows = [["顧客コード", "担当者", None], [None, "氏名", "電話"], ["1", "佐藤", "03"]]
    path = book(tmp_path / "c.xlsx", rows, "A1:A2", "B1:C1")
    assert payloads(pull(path)) == [{"顧客コード": "1", "担当者/氏名": "佐藤", "担当者/電話": "03"}]


def test_a_merged_title_is_no_heading(tmp_path: Path) -> None:
    rows = [["顧客管理表", None, None, None], HEADINGS, ["1", "A", "03", ""]]
    assert list(payloads(pull(book(tmp_path / "c.xlsx", rows, "A1:D1")))[0]) == HEADINGS


def test_a_company_merged_over_its_contacts_is_read_for_each(tmp_path: Path) -> None:
    rows = [["企業名", "担当者氏名"], ["A社", "佐藤"], [None, "鈴木"], ["B社", "田中"]]
    found = payloads(pull(book(tmp_path / "c.xlsx", rows, "A2:A3")))
    assert [row["企業名"] for row in found] == ["A社", "A社", "B社"]


def test_equal_headings_get_a_suffix(tmp_path: Path) -> None:
    path = book(tmp_path / "c.xlsx", [["顧客コード", "電話番号", "電話番号"], ["1", "03", "090"]])
    assert payloads(pull(path)) == [{"顧客コード": "1", "電話番号": "03", "電話番号 (2)": "090"}]


def test_a_suffixed_heading_is_told(tmp_path: Path) -> None:
    said: list[dict[str, Any]] = []
    path = book(tmp_path / "c.xlsx", [["顧客コード", "電話番号", "電話番号"], ["1", "03", "090"]])
    context = Context(connection="sheet", log=lambda event, **data: said.append({"event": event, **data}))
    list(CONNECTOR(ExcelSettings(path=str(path)), context).pull("rows", None))
    assert said == [{"event": "headings_renamed", "sheet": "c.xlsx:顧客", "headings": ["電話番号 (2)"]}]


def test_a_line_break_in_a_heading_is_no_part_of_it(tmp_path: Path) -> None:
    path = book(tmp_path / "c.xlsx", [["顧客コード", "部署・\n役職名"], ["1", "営業部"]])
    assert payloads(pull(path)) == [{"顧客コード": "1", "部署・役職名": "営業部"}]


def test_a_column_without_a_heading_is_called_by_its_letter(tmp_path: Path) -> None:
    path = book(tmp_path / "c.xlsx", [["顧客コード", None, "企業名"], ["1", "x", "A"]])
    assert payloads(pull(path)) == [{"顧客コード": "1", "列B": "x", "企業名": "A"}]


def test_blank_rows_are_skipped(tmp_path: Path) -> None:
    path = book(tmp_path / "c.xlsx", [HEADINGS, ["1", "A"], [], ["　", None], ["2", "B"]])
    assert [row["企業名"] for row in payloads(pull(path))] == ["A", "B"]


def test_ignored_headings_are_not_read(tmp_path: Path) -> None:
    path = book(tmp_path / "c.xlsx", [HEADINGS, ["1", "A", "=1+1", ""]])
    assert payloads(pull(path, ignore=["電話番号"])) == [{"顧客コード": "1", "企業名": "A", "契約日": ""}]


def test_a_formula_without_a_result_is_a_bad_record(tmp_path: Path) -> None:
    path = book(tmp_path / "c.xlsx", [HEADINGS, ["1", "A", "=1+1", ""], ["2", "B", "", ""]])
    pages = pull(path)
    assert reasons(pages) == [
        (
            "c.xlsx:顧客: C2: the cell is a formula without a stored result; "
            "open the file in Excel and save it, so that Excel calculates"
        )
    ]


def test_a_bad_row_lets_the_others_through(tmp_path: Path) -> None:
    path = book(tmp_path / "c.xlsx", [HEADINGS, ["1", "A", "=1+1", ""], ["2", "B", "", ""]])
    assert [row["企業名"] for row in payloads(pull(path))] == ["B"]


def test_a_bad_row_with_an_id_leaves_the_listing_complete(tmp_path: Path) -> None:
    [page] = pull(book(tmp_path / "c.xlsx", [HEADINGS, ["1", "A", "=1+1", ""]]))
    assert (page.bad[0].external_id, page.complete_listing) == ("1", True)


def test_an_error_cell_is_a_bad_record(tmp_path: Path) -> None:
    path = book(tmp_path / "c.xlsx", [HEADINGS, ["1", "A", "#N/A", ""]])
    assert reasons(pull(path)) == [
        "c.xlsx:顧客: C2: the cell shows the error #N/A; correct the formula or clear the cell"
    ]


def test_two_rows_with_one_key_are_told_with_both_rows(tmp_path: Path) -> None:
    path = book(tmp_path / "c.xlsx", [HEADINGS, ["1", "A"], ["1", "B"]])
    assert reasons(pull(path)) == [
        "c.xlsx:顧客: A3: the same 顧客コード as row 2; correct one of them, or name more headings with `key`"
    ]


def test_a_row_without_its_key_makes_the_listing_incomplete(tmp_path: Path) -> None:
    [page] = pull(book(tmp_path / "c.xlsx", [HEADINGS, [None, "A"]]))
    assert (page.bad[0].external_id, page.complete_listing) == (None, False)


def test_several_key_headings_make_one_id(tmp_path: Path) -> None:
    [page] = pull(book(tmp_path / "c.xlsx", [HEADINGS, ["1|2", "A"]]), key=["顧客コード", "企業名"])
    assert page.records[0].external_id == "1\\|2|A"


def test_each_of_several_sheets_may_have_a_key_of_its_own(tmp_path: Path) -> None:
    path = tmp_path / "shop.xlsx"
    file = openpyxl.Workbook()
    for name, rows in {"会員": [["会員番号"], ["M1"]], "購買": [["会員番号", "日"], ["M1", "5"], ["M1", "6"]]}.items():
        sheet = file.create_sheet(name)
        for row in rows:
            sheet.append(row)
    del file["Sheet"]
    file.save(path)
    made = connector(path, sheet=["会員", "購買"], key={"会員": "会員番号", "購買": ["会員番号", "日"]})

    found = {
        name: [record.external_id for page in made.pull(name, None) for record in page.records]
        for name in made.streams()
    }
    assert found == {"会員": ["M1"], "購買": ["M1|5", "M1|6"]}
    assert made.streams()["購買"].required == (("会員番号"), ("日"))


def test_each_of_several_sheets_may_have_a_row_of_headings_of_its_own(tmp_path: Path) -> None:
    path = tmp_path / "shop.xlsx"
    file = openpyxl.Workbook()
    for name, rows in {"会員": [["x1"], ["x2"], ["M1"]], "購買": [["購入日"], ["5"]]}.items():
        sheet = file.create_sheet(name)
        for row in rows:
            sheet.append(row)
    del file["Sheet"]
    file.save(path)
    made = connector(path, sheet=["会員", "購買"], key={"会員": "x2", "購買": "購入日"}, header_row={"会員": 2})

    found = {name: [r.external_id for page in made.pull(name, None) for r in page.records] for name in made.streams()}
    assert found == {"会員": ["M1"], "購買": ["5"]}


def test_a_stream_of_a_sheet_whose_name_has_other_signs_is_called_without_them(tmp_path: Path) -> None:
    made = connector(tmp_path / "c.xlsx", sheet=["会員 (新)", "会員_(新)", "購買"])
    assert list(made.streams()) == ["会員__新_", "会員__新_-2", "購買"]


def test_a_key_of_a_sheet_that_is_not_read_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="names the sheet '会貝', which 'sheet' does not"):
        connector(tmp_path / "c.xlsx", sheet=["会員"], key={"会貝": "会員番号"})


def test_a_key_that_is_no_heading_names_the_headings(tmp_path: Path) -> None:
    with pytest.raises(PersonNeededError, match="`key` names 会員番号, but the headings are '顧客コード, 企業名"):
        pull(book(tmp_path / "c.xlsx", [HEADINGS, ["1", "A"]]), key="会員番号")


@pytest.mark.parametrize(
    ("headings", "key"),
    [
        (["得意先CD", "商号", "TEL"], ["得意先CD"]),
        (["基本情報/取引先No.", "基本情報/商号"], ["基本情報/取引先No."]),
        (["TEL", "屋号"], ["屋号"]),
        (["姓", "名", "TEL"], ["姓", "名"]),
        (["会員氏名", "TEL"], ["会員氏名"]),
        pytest.param(["得意先CD", "企業名", "TEL"], ["企業名"], id="what had a key keeps it"),
    ],
)
def test_a_sheet_without_the_usual_headings_is_identified_by_others(headings: list[str], key: list[str]) -> None:
    assert list(choose_key(dict(enumerate(headings)), (), "x").headings) == key


def test_a_derived_key_does_not_show_the_person(tmp_path: Path) -> None:
    [page] = pull(write_customer_sheet(tmp_path / "c.xlsx", [CUSTOMER]))
    assert len(page.records[0].external_id) == 32


def test_two_sheets_with_data_ask_for_one(tmp_path: Path) -> None:
    made = openpyxl.load_workbook(book(tmp_path / "c.xlsx", [HEADINGS, ["1", "A"]]))
    made.create_sheet("休眠").append(["企業名"])
    made.create_sheet("空")
    made.save(tmp_path / "c.xlsx")
    with pytest.raises(PersonNeededError, match=r"several sheets hold data \(顧客, 休眠\); name one with `sheet`"):
        pull(tmp_path / "c.xlsx")


def test_a_hidden_sheet_does_not_count(tmp_path: Path) -> None:
    made = openpyxl.load_workbook(book(tmp_path / "c.xlsx", [HEADINGS, ["1", "A"]]))
    made.create_sheet("マスタ").append(["選択肢"])
    made["マスタ"].sheet_state = "hidden"
    made.save(tmp_path / "c.xlsx")
    assert len(payloads(pull(tmp_path / "c.xlsx"))) == 1


@pytest.mark.parametrize("sheet", ["休眠", "2", 2])
def test_a_sheet_is_named_or_counted(tmp_path: Path, sheet: str | int) -> None:
    made = openpyxl.load_workbook(book(tmp_path / "c.xlsx", [HEADINGS, ["1", "A"]]))
    for row in (HEADINGS, ["2", "B"]):
        made["休眠" if "休眠" in made.sheetnames else made.create_sheet("休眠").title].append(row)
    made.save(tmp_path / "c.xlsx")
    assert payloads(pull(tmp_path / "c.xlsx", sheet=sheet))[0]["企業名"] == "B"


def test_an_unknown_sheet_names_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(PersonNeededError, match="there is no sheet 顧問; the sheets are 顧客"):
        pull(book(tmp_path / "c.xlsx", [HEADINGS, ["1", "A"]]), sheet="顧問")


def test_several_sheets_are_several_streams(tmp_path: Path) -> None:
    made = openpyxl.load_workbook(book(tmp_path / "c.xlsx", [HEADINGS, ["1", "A"]]))
    made.create_sheet("休眠")
    made.save(tmp_path / "c.xlsx")
    assert list(connector(tmp_path / "c.xlsx", sheet=("顧客", "休眠"), key="顧客コード").streams()) == ["顧客", "休眠"]


def test_of_several_matching_files_the_one_changed_last_is_read(tmp_path: Path) -> None:
    for day, name in enumerate(["old", "new", "~$open"]):
        path = book(tmp_path / f"{name}.xlsx", [HEADINGS, ["1", name]])

        os.utime(path, (day, day))
    assert payloads(pull(tmp_path / "*.xlsx"))[0]["企業名"] == "new"


def test_a_file_that_vanished_is_waited_for(tmp_path: Path) -> None:
    path = write_customer_sheet(tmp_path / "c.xlsx", [CUSTOMER])
    [page] = connector(path).pull("rows", None)
    path.unlink()
    with pytest.raises(RetryLaterError, match="the file is gone since the last pull"):
        list(connector(path).pull("rows", page.cursor))


def test_a_file_saved_while_it_is_read_is_read_again(tmp_path: Path) -> None:
    path = write_customer_sheet(tmp_path / "c.xlsx", [CUSTOMER | {"企業名": name} for name in "ABC"])
    pages = connector(path, page_rows=1).pull("rows", None)
    next(pages)
    path.write_bytes(write_customer_sheet(tmp_path / "d.xlsx", [CUSTOMER]).read_bytes())
    with pytest.raises((RetryLaterError, PersonNeededError)):
        list(pages)


def test_the_manifest_names_the_key(tmp_path: Path) -> None:
    path = book(tmp_path / "c.xlsx", [["No.", "取引先コード", "企業名"], ["1", "A", "x"]])
    assert connector(path).streams()["rows"].natural_key == ("取引先コード",)


def test_a_heading_with_a_dot_is_quoted_as_a_path(tmp_path: Path) -> None:
    assert connector(tmp_path / "c.xlsx", key="No.").streams()["rows"].natural_key == ('"No."',)


def test_a_key_that_no_path_leads_to_is_left_out_of_the_manifest(tmp_path: Path) -> None:
    found = connector(tmp_path / "c.xlsx", key=['会員"番号"', "企業名"]).streams()["rows"]
    assert (found.natural_key, found.required) == ((), ())


def test_the_manifest_is_told_without_the_file(tmp_path: Path) -> None:
    assert connector(tmp_path / "none.xlsx").streams()["rows"].natural_key == ()


def test_check_says_what_was_found(tmp_path: Path) -> None:
    path = book(tmp_path / "c.xlsx", [HEADINGS, ["1", "A"]])
    assert connector(path).check() == "c.xlsx:顧客: header in row 1, 4 columns, rows identified by 顧客コード"


def test_a_share_that_drops_off_is_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def dropped(path: Path, **_: object) -> os.stat_result:
        raise OSError(5, "Input/output error", str(path))

    path = write_customer_sheet(tmp_path / "c.xlsx", [CUSTOMER])
    [page] = connector(path).pull("rows", None)
    monkeypatch.setattr(Path, "stat", dropped)
    with pytest.raises(RetryLaterError, match="Input/output error"):
        list(connector(path).pull("rows", page.cursor))


def test_the_lock_of_a_dead_writer_is_no_obstacle(tmp_path: Path) -> None:
    path = book(tmp_path / "c.xlsx", [HEADINGS, ["1", "A"]])
    (tmp_path / ".c.xlsx.hub-lock").touch()
    (tmp_path / ".c.xlsx.hub-new").write_bytes(b"half")
    [result] = connector(path).push("rows", [Change("k1", "update", "1", {"企業名": "B"})])
    assert (result.outcome, payloads(pull(path))[0]["企業名"]) == ("done", "B")


def test_a_backup_is_no_match_of_a_pattern(tmp_path: Path) -> None:
    book(tmp_path / "c.xlsx", [HEADINGS, ["1", "A"]])
    book(tmp_path / "b.xlsx", [HEADINGS, ["1", "B"]]).rename(tmp_path / "c.xlsx.bak")
    assert payloads(pull(tmp_path / "c.*"))[0]["企業名"] == "A"


def test_several_headings_of_a_key_in_one_text_are_told_to_be_a_list(tmp_path: Path) -> None:
    with pytest.raises(PersonNeededError, match=r"write them as a list: key: \[顧客コード, 企業名\]"):
        pull(book(tmp_path / "c.xlsx", [HEADINGS, ["1", "A"]]), key="顧客コード、企業名")


@pytest.mark.parametrize("key", [{}, {"key": "メールアドレス"}])
def test_the_log_never_shows_the_first_customer_of_a_file_that_lost_its_headings(
    tmp_path: Path, key: dict[str, str]
) -> None:
    path = tmp_path / "list.csv"
    path.write_text("加納屋 ツバメ,1990-08-03,O'Hara\n加納屋 カラス,1991-08-03,b\n", encoding="utf-8")
    with pytest.raises(PersonNeededError, match="加納屋 ツバメ, 1990-08-03, O’Hara") as failure:
        pull(path, **key)
    assert not {"加納屋", "1990"} & set(re.findall("加納屋|1990", masked(str(failure.value))))
