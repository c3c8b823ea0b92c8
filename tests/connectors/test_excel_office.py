"""Sheets as an office really keeps them: drawn in advance, with formulas, merged cells, totals and remarks."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import msgspec
import openpyxl
import pytest
from openpyxl.formatting.rule import Rule
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.table import Table
from openpyxl.worksheet.worksheet import Worksheet

from connectors.excel import CONNECTOR
from connectors.excel.edits import Edits
from connectors.excel.ranges import longer_rules
from connectors.excel.settings import ExcelSettings
from hub.sdk.connector import Context
from hub.sdk.records import Change, Page, PushResult

HEADINGS = ("顧客コード", "企業名", "メールアドレス", "金額")
CUSTOMERS = (HEADINGS, ("1", "会社1", "a@example.jp", 100), ("2", "会社2", "b@example.jp", 200))
NEW = {"顧客コード": "3", "企業名": "新"}
PART = "xl/worksheets/sheet1.xml"


def book(folder: Path, rows: Sequence[Any] = CUSTOMERS, edit: Callable[[Worksheet], Any] | None = None) -> Path:
    made = openpyxl.Workbook()
    sheet = made.worksheets[0]
    sheet.title = "顧客"
    for row in rows:
        sheet.append(row)
    if edit:
        edit(sheet)
    made.save(folder / "c.xlsx")
    return folder / "c.xlsx"


def calculated(path: Path, result: str) -> Path:
    """The workbook as Excel saves it: each formula with this result."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts[PART] = re.sub(
        rb'(<c r="\w+")(?: s="\d+")?(><f>.*?</f>)<v ?/>', rb'\1 t="str"\2<v>%s</v>' % result.encode(), parts[PART]
    )
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return path


def push(path: Path, change: Change) -> PushResult:
    [result] = CONNECTOR(ExcelSettings(path=str(path)), Context(connection="sheet")).push("rows", [change])
    return result


def create(path: Path, payload: dict[str, Any] = NEW) -> PushResult:
    return push(path, Change("k1", "create", payload=payload))


def update(path: Path, payload: dict[str, Any]) -> PushResult:
    return push(path, Change("k1", "update", "1", payload))


def pull(path: Path) -> Page:
    [page] = CONNECTOR(ExcelSettings(path=str(path)), Context(connection="sheet")).pull("rows", None)
    return page


def held(path: Path) -> dict[str, dict[str, str]]:
    return {record.external_id: msgspec.json.decode(record.payload) for record in pull(path).records}


def sheet_of(path: Path) -> Worksheet:
    return openpyxl.load_workbook(path).worksheets[0]


def cell(path: Path, place: str) -> Any:
    return sheet_of(path)[place].value


def test_a_new_row_overwrites_no_formula_that_waits_for_it(tmp_path: Path) -> None:
    path = book(tmp_path, edit=lambda sheet: sheet.__setitem__("B4", '=IF(A4="","",VLOOKUP(A4,Z:Z,1))'))
    result = create(calculated(path, ""))
    told = "c.xlsx:顧客: 企業名 (B4) is a formula, which the hub never overwrites; clear it, or set"
    assert (result.outcome, cell(path, "A4")) == ("rejected", None)
    assert result.message.startswith(told)


def test_a_new_row_leaves_the_formulas_beside_it_alone(tmp_path: Path) -> None:
    path = book(tmp_path, edit=lambda sheet: sheet.__setitem__("D4", '=IF(A4="","",1)'))
    assert create(calculated(path, ""), {**NEW, "金額": None}).outcome == "done"
    assert (cell(path, "B4"), cell(path, "D4")) == ("新", '=IF(A4="","",1)')


def test_a_new_row_stands_below_the_merged_cells_of_the_last_customer(tmp_path: Path) -> None:
    path = book(tmp_path, edit=lambda sheet: sheet.merge_cells("B3:B5"))
    create(path)
    assert (cell(path, "A6"), held(path)["3"]["企業名"]) == ("3", "新")


def test_a_total_is_no_customer(tmp_path: Path) -> None:
    rows = (
        ("企業名", "電話番号", "金額"),
        ("A", "03", 1),
        ("小　計", None, "1円"),
        ("B", "04", 2),
        ("合計", None, "=B2"),
    )
    path = book(tmp_path, rows)
    assert ([record["企業名"] for record in held(path).values()], pull(path).bad) == (["A", "B"], ())


def test_a_total_below_a_code_leaves_the_listing_complete(tmp_path: Path) -> None:
    assert pull(book(tmp_path, (*CUSTOMERS, (None, "合計", None, 300)))).complete_listing


def test_a_company_whose_name_is_total_is_a_customer(tmp_path: Path) -> None:
    path = book(tmp_path, (("企業名", "電話番号", "金額"), ("Total", "0312345678", 1)))
    assert [record["企業名"] for record in held(path).values()] == ["Total"]


def test_a_new_row_stands_above_the_total(tmp_path: Path) -> None:
    path = book(tmp_path, (*CUSTOMERS, (), ("合計", None, None, 300)))
    create(path)
    assert (cell(path, "A4"), cell(path, "A5")) == ("3", "合計")


def test_a_total_without_a_blank_row_above_it_asks_for_one(tmp_path: Path) -> None:
    path = book(tmp_path, (*CUSTOMERS, ("合計", None, None, 300)))
    told = "c.xlsx:顧客: a total stands below row 3, without a blank row between; insert blank rows between them"
    assert (create(path).message, sheet_of(path).max_row) == (told, 4)


def test_the_totals_of_a_table_are_no_customer_whatever_they_are_called(tmp_path: Path) -> None:
    table = Table(displayName="T", ref="A1:D4", totalsRowCount=1)
    path = book(tmp_path, (*CUSTOMERS, ("集計", None, None, 300)), lambda sheet: sheet.add_table(table))
    assert (sorted(held(path)), create(path).outcome, sheet_of(path).max_row) == (["1", "2"], "rejected", 4)


def test_remarks_groups_and_repeated_headings_are_no_customers(tmp_path: Path) -> None:
    rows = (
        ("企業名", "電話番号"),
        ("関東支店担当",),
        ("A", "03"),
        ("企業名", "電話番号"),
        ("【関西】",),
        ("B", "04"),
        ("※赤字は休眠",),
    )
    path = book(tmp_path, rows, lambda sheet: sheet.merge_cells("A2:B2"))
    assert [record["企業名"] for record in held(path).values()] == ["A", "B"]


def test_a_new_row_stands_above_a_remark_where_there_is_room(tmp_path: Path) -> None:
    path = book(tmp_path, (*CUSTOMERS, (), ("※赤字は休眠",)))
    create(path)
    create(path, {"顧客コード": "4"})
    assert [sheet_of(path).cell(row, 1).value for row in range(4, 7)] == ["3", "※赤字は休眠", "4"]


def test_rows_that_only_count_themselves_are_blank(tmp_path: Path) -> None:
    def numbered(sheet: Worksheet) -> None:
        for row in range(2, 8):
            sheet[f"E{row}"] = "=ROW()-1"

    path = calculated(book(tmp_path, ((*HEADINGS, "No."), *CUSTOMERS[1:]), numbered), "9")
    assert (create(path).outcome, cell(path, "A4"), cell(path, "E4"), pull(path).bad) == ("done", "3", "=ROW()-1", ())


def test_a_legend_right_of_the_list_is_no_part_of_it(tmp_path: Path) -> None:
    path = book(tmp_path, edit=lambda sheet: sheet.__setitem__("G9", "赤は休眠"))
    create(path)
    assert (cell(path, "A4"), pull(path).bad, cell(path, "G9")) == ("3", (), "赤は休眠")


def test_cells_merged_across_one_row_are_written_at_their_head(tmp_path: Path) -> None:
    rows = (("顧客コード", "企業名", None, "備考"), ("1", "A", None, "x"))
    path = book(tmp_path, rows, lambda sheet: [sheet.merge_cells(place) for place in ("B1:C1", "B2:C2")])
    assert (update(path, {"企業名": "新"}).outcome, cell(path, "B2")) == ("done", "新")
    assert "企業名 (2) (C2) is merged with other cells" in update(path, {"企業名 (2)": "新"}).message


def test_a_cell_that_an_array_formula_fills_is_not_overwritten(tmp_path: Path) -> None:
    def spilled(sheet: Worksheet) -> None:
        sheet["B2"] = ArrayFormula("B2:B3", "=UNIQUE(Z:Z)")

    path = book(tmp_path, edit=spilled)
    result = push(path, Change("k1", "update", "2", {"企業名": "新"}))
    assert "企業名 (B3) is a formula, which the hub never overwrites" in result.message


@pytest.mark.parametrize(
    ("text", "link", "new", "followed"),
    [
        ("a@example.jp", "mailto:a@example.jp", "b&c@example.jp", "mailto:b&c@example.jp"),
        (
            "https://a.example.jp",
            "https://a.example.jp/",
            "https://b.example.jp/?x=1&y=2",
            "https://b.example.jp/?x=1&y=2",
        ),
        ("www.example.jp", "http://www.example.jp/", "new.example.jp", "http://new.example.jp"),
        ("a@example.jp", "mailto:sales@example.jp", "b@example.jp", "mailto:sales@example.jp"),
        ("a@example.jp", "mailto:a@example.jp", "退職", "mailto:a@example.jp"),
    ],
)
def test_a_link_that_says_what_its_cell_says_follows_it(
    tmp_path: Path, text: str, link: str, new: str, followed: str
) -> None:
    def linked(sheet: Worksheet) -> None:
        sheet["C2"], sheet["C3"] = text, text
        sheet["C2"].hyperlink = sheet["C3"].hyperlink = link

    path = book(tmp_path, edit=linked)
    update(path, {"メールアドレス": new})
    links = [sheet_of(path)[place].hyperlink for place in ("C2", "C3")]
    assert [found and found.target for found in links] == [followed, link]


@pytest.mark.parametrize(("others", "left"), [([], []), (["C3"], ["C3"])])
def test_the_link_of_an_emptied_cell_goes_with_its_text(tmp_path: Path, others: list[str], left: list[str]) -> None:
    def linked(sheet: Worksheet) -> None:
        for place in ("C2", *others):
            sheet[place].hyperlink = "mailto:a@example.jp"

    path = book(tmp_path, edit=linked)
    update(path, {"メールアドレス": None})
    found = [cell.coordinate for row in sheet_of(path).iter_rows() for cell in row if cell.hyperlink]
    with zipfile.ZipFile(path) as archive:
        parts = b"".join(archive.read(name) for name in archive.namelist())
    assert (found, parts.count(b"mailto:a@example.jp"), b"<hyperlinks" in parts) == (left, len(left), bool(left))


def test_the_link_of_an_emptied_cell_that_said_something_else_stays(tmp_path: Path) -> None:
    path = book(tmp_path, edit=lambda sheet: setattr(sheet["C2"], "hyperlink", "https://example.jp/a"))
    sheet_says = sheet_of(path)["C2"].value
    update(path, {"メールアドレス": None})
    assert (sheet_says, sheet_of(path)["C2"].hyperlink is not None) == ("a@example.jp", True)


def test_a_new_row_is_taken_in_by_what_ends_with_the_last_row_of_the_list(tmp_path: Path) -> None:
    def ruled(sheet: Worksheet) -> None:
        sheet["H1"], sheet["I1"] = "業種", "説明"
        sheet.add_table(Table(displayName="T", ref="A1:D3"))
        sheet.add_table(Table(displayName="U", ref="H1:I3"))
        sheet.add_data_validation(DataValidation(type="list", formula1='"a,b"', sqref="B3 D2:D3 H2:H3"))
        sheet.conditional_formatting.add("B2:D3", Rule(type="expression", formula=["B2=0"]))

    path = book(tmp_path, edit=ruled)
    create(path, {**NEW, "金額": "5"})
    sheet = sheet_of(path)
    assert {table.displayName: table.ref for table in sheet.tables.values()} == {"T": "A1:D4", "U": "H1:I3"}
    assert str(sheet.data_validations.dataValidation[0].sqref) == "B3:B4 D2:D4 H2:H3"
    assert [str(found.sqref) for found in sheet.conditional_formatting] == ["B2:D4"]


def test_a_dropdown_list_of_another_sheet_takes_a_new_row_in_and_a_sparkline_does_not() -> None:
    lists = "<x14:dataValidation type='list'><xm:sqref>D2:D3</xm:sqref></x14:dataValidation>"
    sparks = "<x14:sparkline><xm:sqref>D3</xm:sqref></x14:sparkline>"
    told = longer_rules(lists + sparks, Edits({4: {3: "x"}}, 3))
    assert told == lists.replace("D3", "D4") + sparks
