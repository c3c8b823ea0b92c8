"""A sheet of an old .xls workbook as a grid, read by calamine; such files are read and never written.

Invariant: whatever the file claims to hold, the hub's own process gives no memory for it, but for one row at a time.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import weakref
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import msgspec

from connectors.excel import xls_child
from connectors.excel.grid import Merge, Row, column_letters
from connectors.excel.numbers_seen import to_text
from connectors.excel.workbook import SheetPart
from hub.sdk.errors import PersonNeededError, RetryLaterError

LONGEST_S = 300.0


class _Sheet(msgspec.Struct, frozen=True):
    """A sheet as the other process tells it, and how many rows follow; merges as top, left, bottom, right from 0."""

    name: str
    is_visible: bool
    merges: list[tuple[int, int, int, int]]
    rows: int


_sheet_of = msgspec.json.Decoder(_Sheet).decode
_row_of = msgspec.json.Decoder(list[str | bool | int | float]).decode


class _Lines:
    """The lines of a temporary file, which is closed when nobody reads it any more."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        weakref.finalize(self, file.close)

    def at(self, place: int) -> tuple[bytes, int]:
        """The line that begins there, and where the next one does."""
        self._file.seek(place)
        return self._file.readline(), self._file.tell()


class XlsBook:
    """An .xls workbook, whose rows wait in a temporary file."""

    def __init__(self, file: BinaryIO, where: str) -> None:
        self.where = where
        self._lines = _read_elsewhere(file.name, where)
        self._sheets = dict(self._found())
        self.sheets = tuple(SheetPart(name, name, sheet.is_visible) for name, (sheet, _) in self._sheets.items())

    def grid(self, sheet: SheetPart) -> XlsGrid:
        """One sheet."""
        told, begins = self._sheets[sheet.name]
        return XlsGrid(told, self._lines, begins, f"{self.where}:{sheet.name}")

    def _found(self) -> Iterator[tuple[str, tuple[_Sheet, int]]]:
        """Each sheet and where its rows begin."""
        line, at = self._lines.at(0)
        while line:
            sheet = _sheet_of(line)
            yield sheet.name, (sheet, at)
            for _ in range(sheet.rows):
                _, at = self._lines.at(at)
            line, at = self._lines.at(at)


class XlsGrid:
    """One sheet of an .xls workbook; formulas give their stored results, and error cells are blank."""

    has_fixed_width = False
    takes_rows_between = False
    totals: tuple[Merge, ...] = ()

    def __init__(self, sheet: _Sheet, lines: _Lines, begins: int, where: str) -> None:
        self.where = where
        self._sheet, self._lines, self._begins = sheet, lines, begins
        self.merges = tuple(Merge(top + 1, left, bottom + 1, right) for top, left, bottom, right in sheet.merges)

    def place(self, row: int, column: int) -> str:
        return f"{column_letters(column)}{row}"

    def rows(self) -> Iterator[Row]:
        at = self._begins
        for index in range(self._sheet.rows):
            line, at = self._lines.at(at)
            yield Row(index + 1, [_text(value) for value in _row_of(line)])


def _text(value: str | int | float | bool) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    return to_text(repr(value))


def _read_elsewhere(path: str, where: str) -> _Lines:
    # -P: the child's folder holds modules of ours that must not be taken for others.
    command = [sys.executable, "-P", xls_child.__file__, str(Path(path).resolve())]
    file = tempfile.TemporaryFile()  # noqa: SIM115 - open as long as its lines are read
    told = _Lines(file)
    try:
        done = subprocess.run(command, stdout=file, stderr=subprocess.DEVNULL, timeout=LONGEST_S, check=False)  # noqa: S603 - our own file # nosec B603
    except subprocess.TimeoutExpired as failure:
        raise _damaged(where) from failure
    if done.returncode == xls_child.PASSWORD:
        raise encrypted(where)
    if done.returncode == xls_child.TOO_LARGE:
        raise PersonNeededError(
            f"{where}: a sheet spans more than {xls_child.MOST_CELLS:,} cells; delete the empty rows and columns at "
            "its end, or save it as .xlsx"
        )
    if done.returncode == xls_child.NO_ROOM:
        raise RetryLaterError(f"{where}: there is no room left in {tempfile.gettempdir()} to read it; make some")
    if done.returncode:
        raise _damaged(where)
    return told


def _damaged(where: str) -> PersonNeededError:
    return PersonNeededError(f"{where}: the .xls file is damaged; open it in Excel and save it as .xlsx")


def encrypted(where: str) -> PersonNeededError:
    """The error for a workbook that asks for a password."""
    return PersonNeededError(f"{where}: is protected by a password; save a copy without one and point `path` at it")
