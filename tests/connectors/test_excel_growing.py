"""What covers the list goes on covering it when rows are appended: filters, print areas, rules and sums."""

from __future__ import annotations

import zipfile
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from connectors.excel import CONNECTOR
from connectors.excel.settings import ExcelSettings
from hub.sdk.connector import Context
from hub.sdk.records import Change
from tests.connectors.test_excel_office import CUSTOMERS, book, cell, create, sheet_of

SUM = (None, None, None, "=SUM(D2:D3)")


def filtered(sheet: Worksheet) -> None:
    sheet.auto_filter.ref = "A1:D3"
    sheet.auto_filter.add_sort_condition("A2:A3")


def names_of(path: Path) -> dict[str, str]:
    """The names that Excel itself gives to cells of the sheet."""
    with zipfile.ZipFile(path) as archive:
        part = archive.read("xl/workbook.xml").decode()
    found = openpyxl.xml.functions.fromstring(part)
    return {
        (name.get("name") or "").removeprefix("_xlnm."): name.text or ""
        for name in found.iter("{http://schemas.openxmlformats.org/spreadsheetml/2006/main}definedName")
    }


@pytest.mark.parametrize("title", ["顧客", "顧客 & '24"])
def test_the_filter_and_the_print_area_take_a_new_row_in(tmp_path: Path, title: str) -> None:
    def edited(sheet: Worksheet) -> None:
        filtered(sheet)
        sheet.print_area = "A1:D3"
        sheet.print_title_rows = "1:1"
        sheet.title = title

    path = book(tmp_path, edit=edited)
    before = names_of(path)
    create(path)
    assert sheet_of(path).auto_filter.ref == "A1:D4"
    longer = {name: text.replace("$D$3", "$D$4") for name, text in before.items()}
    assert (names_of(path), len(before)) == (longer, 3)
    assert (create(path, {"顧客コード": "4"}).outcome, names_of(path)["Print_Area"][-4:]) == ("done", "$D$5")


@pytest.mark.parametrize("area", ["A1:D2", "A1:D9", "F1:G3"])
def test_a_print_area_that_ends_elsewhere_stays(tmp_path: Path, area: str) -> None:
    path = book(tmp_path, edit=lambda sheet: setattr(sheet, "print_area", area))
    before = names_of(path)
    create(path)
    assert names_of(path) == before


def test_an_area_of_another_sheet_stays(tmp_path: Path) -> None:
    path = book(tmp_path)
    made = openpyxl.load_workbook(path)
    made.create_sheet("旧顧客").print_area = "A1:D3"
    made.worksheets[1].sheet_state = "hidden"
    made.save(path)
    create(path)
    assert names_of(path) == {"Print_Area": "'旧顧客'!$A$1:$D$3"}


def test_rules_for_rows_that_were_drawn_in_advance_grow_when_the_list_grows_out_of_them(tmp_path: Path) -> None:
    rule = DataValidation(type="list", formula1='"a,b"', sqref="B2:B4 B9:B20")
    path = book(tmp_path, edit=lambda sheet: sheet.add_data_validation(rule))
    changes = [Change(code, "create", payload={"顧客コード": code, "企業名": "新"}) for code in ("3", "4", "5")]
    list(CONNECTOR(ExcelSettings(path=str(path)), Context(connection="sheet")).push("rows", changes))
    assert str(sheet_of(path).data_validations.dataValidation[0].sqref) == "B2:B6 B9:B20"


@pytest.mark.parametrize(
    ("formula", "longer"),
    [
        ("=SUM(D2:D3)", "=SUM(D2:D4)"),
        ("=SUM(D$1:$D$3)", "=SUM(D$1:$D$4)"),
        ("=SUBTOTAL(9,D2:D3)", "=SUBTOTAL(9,D2:D4)"),
        ('=COUNTIF(D2:D3,">0")&"件"', '=COUNTIF(D2:D4,">0")&"件"'),
        ("=SUM(D2:D4)", "=SUM(D2:D4)"),
        ("=SUM(D2:D2)", "=SUM(D2:D2)"),
        ("=SUM(Z2:Z3)", "=SUM(Z2:Z3)"),
        ("=SUM(別!D2:D3)", "=SUM(別!D2:D3)"),
        ("=D2+D3", "=D2+D3"),
    ],
)
@pytest.mark.parametrize("is_above", [False, True])
def test_a_sum_over_the_list_covers_a_new_row(tmp_path: Path, formula: str, longer: str, *, is_above: bool) -> None:
    def summed(sheet: Worksheet) -> None:
        if is_above:
            sheet.insert_rows(1, 2)
            sheet["A1"], sheet["D1"] = "合計", _moved(formula)
        else:
            sheet["A5"], sheet["D5"] = "合計", formula

    path = book(tmp_path, edit=summed)
    assert create(path).outcome == "done"
    place, wanted = ("D1", _moved(longer)) if is_above else ("D5", longer)
    assert cell(path, place) == wanted


def _moved(formula: str) -> str:
    """The formula for a list that stands two rows further down."""
    for number in (4, 3, 2, 1):
        formula = formula.replace(f"D{number}", f"D{number + 2}").replace(f"D${number}", f"D${number + 2}")
        formula = formula.replace(f"Z{number}", f"Z{number + 2}")
    return formula


def test_a_sum_beside_the_headings_covers_a_new_row(tmp_path: Path) -> None:
    path = book(tmp_path, edit=lambda sheet: sheet.__setitem__("H1", "=SUM(D2:D3)"))
    create(path)
    assert cell(path, "H1") == "=SUM(D2:D4)"


def test_a_workbook_whose_sum_has_grown_is_calculated_when_it_is_opened(tmp_path: Path) -> None:
    path = book(tmp_path, (*CUSTOMERS, (), ("合計", *SUM[1:])))
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(b' fullCalcOnLoad="1"', b"")
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    create(path)
    with zipfile.ZipFile(path) as archive:
        assert b'fullCalcOnLoad="1"' in archive.read("xl/workbook.xml")


def test_a_running_total_that_was_drawn_in_advance_stays_as_it_is(tmp_path: Path) -> None:
    def drawn(sheet: Worksheet) -> None:
        sheet["E1"] = "累計"
        for row in range(2, 9):
            sheet[f"E{row}"] = f"=SUM(D$2:D{row})"

    path = book(tmp_path, edit=drawn)
    assert create(path).outcome == "done"
    assert (cell(path, "A4"), cell(path, "E4"), cell(path, "E5")) == ("3", "=SUM(D$2:D4)", "=SUM(D$2:D5)")
