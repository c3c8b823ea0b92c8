"""A customer sheet as a company would have it, and the people who edit it by hand: for the demo and the tests.

Invariant: people edit through openpyxl, which shares no code with the connector, so both can't agree on a mistake.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

CUSTOMER_HEADINGS = (
    "企業名",
    "業種",
    "所在地",
    "電話番号",
    "企業URL",
    "担当者氏名",
    "部署・役職名",
    "メールアドレス",
    "商談開始日",
    "契約日",
    "契約内容・金額",
    "商談ステータス",
    "訪問履歴",
    "次回アクション",
)
DAYS = ("商談開始日", "契約日", "次回アクション日")
TITLE = "顧客管理表"

Record = Mapping[str, str]


def write_customer_sheet(path: Path, rows: Iterable[Record], headings: Sequence[str] = CUSTOMER_HEADINGS) -> Path:
    """A workbook with a title, a coloured header in row 3 and one row for each customer; days are real dates."""
    book = openpyxl.Workbook()
    sheet = _only_sheet(book)
    sheet.title = "顧客一覧"
    sheet["A1"] = TITLE
    sheet["A1"].font = Font(bold=True, size=14)
    sheet.append([])
    sheet.append(list(headings))
    for column, cell in enumerate(sheet[3], start=1):
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor="DDEBF7")
        sheet.column_dimensions[get_column_letter(column)].width = 18
    for row in rows:
        sheet.append([_typed(heading, row.get(heading, "")) for heading in headings])
        for column, heading in enumerate(headings, start=1):
            if heading in DAYS:
                sheet.cell(sheet.max_row, column).number_format = "yyyy/m/d"
    sheet.freeze_panes = "A4"
    book.save(path)
    return path


def write_customer_csv(
    path: Path, rows: Iterable[Record], headings: Sequence[str] = CUSTOMER_HEADINGS, encoding: str = "cp932"
) -> Path:
    """The same as CSV, as Japanese Excel saves it: CP932 with CRLF."""
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.DictWriter(file, headings, restval="", lineterminator="\r\n")
        writer.writeheader()
        writer.writerows(rows)
    return path


class SheetTwin:
    """A workbook that `write_customer_sheet` made, and what people do to it. Rows count from 0, below the header."""

    def __init__(self, path: Path, header_row: int = 3) -> None:
        self.path = path
        self.header_row = header_row

    def rows(self) -> list[dict[str, str]]:
        """What people read in the sheet, blank cells as empty text."""
        sheet = _only_sheet(openpyxl.load_workbook(self.path))
        headings = self._headings(sheet)
        below = sheet.iter_rows(min_row=self.header_row + 1, values_only=True)
        return [
            {heading: _shown(value) for heading, value in zip(headings, values, strict=False)}
            for values in below
            if any(value is not None for value in values)
        ]

    def user_edits(self, index: int, fields: Record) -> None:
        """Somebody types into cells of a row."""
        self._edit(lambda sheet: self._type(sheet, self.header_row + 1 + index, fields))

    def user_adds(self, row: Record) -> None:
        """Somebody types a new row below the last."""
        self._edit(lambda sheet: self._type(sheet, sheet.max_row + 1, row))

    def user_deletes(self, index: int) -> None:
        """Somebody deletes a row; those below move up."""
        self._edit(lambda sheet: sheet.delete_rows(self.header_row + 1 + index))

    def user_sorts(self, heading: str) -> None:
        """Somebody sorts the rows by a column."""
        ordered = sorted(self.rows(), key=lambda row: row[heading])
        for index, row in enumerate(ordered):
            self.user_edits(index, row)

    def _edit(self, edit: Callable[[Worksheet], None]) -> None:
        book = openpyxl.load_workbook(self.path)
        edit(_only_sheet(book))
        book.save(self.path)

    def _type(self, sheet: Worksheet, number: int, fields: Record) -> None:
        headings = self._headings(sheet)
        for heading, text in fields.items():
            sheet.cell(number, headings.index(heading) + 1).value = _typed(heading, text)

    def _headings(self, sheet: Worksheet) -> list[str]:
        return [str(cell.value or "") for cell in sheet[self.header_row]]


def _only_sheet(book: openpyxl.Workbook) -> Worksheet:
    sheet = book.worksheets[0]
    if not isinstance(sheet, Worksheet):
        raise TypeError("the first sheet is a chart")
    return sheet


def _typed(heading: str, text: str) -> date | str | None:
    if text and heading in DAYS:
        return date.fromisoformat(text)
    return text or None


def _shown(value: Any) -> str:
    if value is None:
        return ""
    return str(value.date()) if hasattr(value, "date") else str(value)
