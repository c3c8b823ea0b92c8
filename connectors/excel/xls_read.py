"""A sheet of an old .xls workbook as a grid, read by calamine; such files are read and never written.

Invariant: whatever the file claims to hold, the hub's own process gives no memory for it before it was read elsewhere.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import msgspec

from connectors.excel import xls_child
from connectors.excel.grid import Merge, Row, column_letters
from connectors.excel.numbers_seen import to_text
from connectors.excel.workbook import SheetPart
from hub.sdk.errors import PersonNeededError

LONGEST_S = 300.0


class _Sheet(msgspec.Struct, frozen=True):
    """A sheet as the other process tells it; merges as top, left, bottom, right from 0."""

    name: str
    is_visible: bool
    merges: list[tuple[int, int, int, int]]
    rows: list[list[str | bool | int | float]]


class XlsBook:
    """An .xls workbook in memory."""

    def __init__(self, file: BinaryIO, where: str) -> None:
        self.where = where
        told = _read_elsewhere(file.name, where)
        self._sheets = {sheet.name: sheet for sheet in told}
        self.sheets = tuple(SheetPart(sheet.name, sheet.name, sheet.is_visible) for sheet in told)

    def grid(self, sheet: SheetPart) -> XlsGrid:
        """One sheet."""
        return XlsGrid(self._sheets[sheet.name], f"{self.where}:{sheet.name}")


class XlsGrid:
    """One sheet of an .xls workbook; formulas give their stored results, and error cells are blank."""

    has_fixed_width = False

    def __init__(self, sheet: _Sheet, where: str) -> None:
        self.where = where
        self._sheet = sheet
        self.merges = tuple(Merge(top + 1, left, bottom + 1, right) for top, left, bottom, right in sheet.merges)

    def place(self, row: int, column: int) -> str:
        return f"{column_letters(column)}{row}"

    def rows(self) -> Iterator[Row]:
        for index, values in enumerate(self._sheet.rows):
            yield Row(index + 1, [_text(value) for value in values])


def _text(value: str | int | float | bool) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    return to_text(repr(value))


def _read_elsewhere(path: str, where: str) -> list[_Sheet]:
    # -P: the child's folder holds modules of ours that must not be taken for others.
    command = [sys.executable, "-P", xls_child.__file__, str(Path(path).resolve())]
    try:
        done = subprocess.run(command, capture_output=True, timeout=LONGEST_S, check=False)  # noqa: S603 - our own file # nosec B603
    except subprocess.TimeoutExpired as failure:
        raise _damaged(where) from failure
    if done.returncode == xls_child.PASSWORD:
        raise encrypted(where)
    if done.returncode == xls_child.TOO_LARGE:
        raise PersonNeededError(
            f"{where}: a sheet spans more than {xls_child.MOST_CELLS:,} cells; delete the empty rows and columns at "
            "its end, or save it as .xlsx"
        )
    if done.returncode:
        raise _damaged(where)
    try:
        return msgspec.json.decode(done.stdout, type=list[_Sheet])
    except msgspec.DecodeError as failure:
        raise _damaged(where) from failure


def _damaged(where: str) -> PersonNeededError:
    return PersonNeededError(f"{where}: the .xls file is damaged; open it in Excel and save it as .xlsx")


def encrypted(where: str) -> PersonNeededError:
    """The error for a workbook that asks for a password."""
    return PersonNeededError(f"{where}: is protected by a password; save a copy without one and point `path` at it")
