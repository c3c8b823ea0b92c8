"""Sheets as an office really keeps them: drawn in advance, with formulas, merged cells, totals and remarks."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import msgspec
import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from connectors.excel import CONNECTOR
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
