"""A sheet of an old .xls workbook as a grid, read by calamine; such files are read and never written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import BinaryIO, TypeVar

import python_calamine as calamine

from connectors.excel.grid import Merge, Row, column_letters
from connectors.excel.numbers_seen import to_text
from connectors.excel.workbook import SheetPart
from hub.sdk.errors import PersonNeededError

T = TypeVar("T")
Value = int | float | str | bool | dt.time | dt.date | dt.datetime | dt.timedelta


class XlsBook:
    """An .xls workbook in memory."""

    def __init__(self, file: BinaryIO, where: str) -> None:
        self.where = where
        self._book = _guarded(lambda: _opened(file), where)
        self.sheets = tuple(
            SheetPart(sheet.name, sheet.name, sheet.visible == calamine.SheetVisibleEnum.Visible)
            for sheet in self._book.sheets_metadata
        )

    def grid(self, sheet: SheetPart) -> XlsGrid:
        """One sheet."""
        found = _guarded(lambda: self._book.get_sheet_by_name(sheet.name), self.where)
        return XlsGrid(found, f"{self.where}:{sheet.name}")


def _opened(file: BinaryIO) -> calamine.CalamineWorkbook:
    """By its path where the name ends with .xls: a password is only told where the format need not be guessed."""
    if file.name.lower().endswith(".xls"):
        return calamine.CalamineWorkbook.from_path(file.name)
    return calamine.CalamineWorkbook.from_filelike(file)


class XlsGrid:
    """One sheet of an .xls workbook; formulas give their stored results, and error cells are blank."""

    has_fixed_width = False

    def __init__(self, sheet: calamine.CalamineSheet, where: str) -> None:
        self.where = where
        self._sheet = sheet
        self.merges = tuple(
            Merge(top + 1, left, bottom + 1, right) for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()
        )

    def place(self, row: int, column: int) -> str:
        return f"{column_letters(column)}{row}"

    def rows(self) -> Iterator[Row]:
        if self._sheet.start is None:
            return
        for index, values in enumerate(_guarded(lambda: self._sheet.to_python(skip_empty_area=False), self.where)):
            yield Row(index + 1, [_text(value) for value in values])


def _text(value: Value) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return to_text(repr(value))
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat("T", "seconds")
    if isinstance(value, dt.time):
        return value.isoformat("seconds" if value.second else "minutes")
    return value.isoformat() if isinstance(value, dt.date) else str(value)


def _guarded(act: Callable[[], T], where: str) -> T:
    """Run calamine; a panic of its Rust code arrives as a BaseException, and means the same to us: a damaged file."""
    try:
        return act()
    except calamine.PasswordError as failure:
        raise encrypted(where) from failure
    except BaseException as failure:
        if isinstance(failure, Exception) or type(failure).__name__ == "PanicException":
            raise PersonNeededError(
                f"{where}: the .xls file is damaged; open it in Excel and save it as .xlsx"
            ) from failure
        raise


def encrypted(where: str) -> PersonNeededError:
    """The error for a workbook that asks for a password."""
    return PersonNeededError(f"{where}: is protected by a password; save a copy without one and point `path` at it")
