"""Finds the file that the settings mean, sees by its first bytes what it is, and opens its sheets as grids.

Invariant: a missing, empty or locked file is an error and never an empty listing.
"""

from __future__ import annotations

import glob
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from connectors.excel.archive import Archive
from connectors.excel.csv_dialect import find_dialect
from connectors.excel.csv_read import CsvGrid
from connectors.excel.grid import Grid
from connectors.excel.settings import MEGABYTE, ExcelSettings
from connectors.excel.workbook import SheetPart, open_workbook
from connectors.excel.xls_read import XlsBook, encrypted
from connectors.excel.xlsx_read import XlsxGrid
from hub.sdk.errors import ChoiceNeededError, PersonNeededError, RetryLaterError

ZIP = b"PK"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
LOCKED_WAIT_S = 60.0


@contextmanager
def disk_errors(settings: ExcelSettings) -> Iterator[None]:
    """A share that drops off or a file that goes between two looks is waited for."""
    try:
        yield
    except OSError as failure:
        raise RetryLaterError(
            f"{settings.path}: could not be read ({failure.strerror}); see that the folder can be reached",
            LOCKED_WAIT_S,
        ) from failure


def find_file(settings: ExcelSettings) -> Path:
    """The file that `path` names; of several that a pattern matches, the one changed last."""
    path = Path(settings.path).expanduser()
    if path.is_file() or not glob.has_magic(settings.path):
        return path
    found = [Path(name) for name in glob.glob(str(path)) if _is_list(Path(name).name)]  # noqa: PTH207
    files = [(file.stat().st_mtime_ns, file.name, file) for file in found if file.is_file()]
    if not files:
        raise PersonNeededError(f"{settings.path}: no file matches; put one there or correct `path`")
    return max(files)[2]


def _is_list(name: str) -> bool:
    """Whether a match can be a customer list: no lock of Excel's, no hidden file and no backup of ours."""
    return not name.startswith((".", "~$")) and not name.endswith(".bak")


@contextmanager
def opened_file(path: Path, was_there: bool) -> Iterator[BinaryIO]:
    """The file for reading; one that `was_there` and is gone may be just being saved, so it is tried again."""
    try:
        file = path.open("rb")
    except FileNotFoundError as failure:
        if was_there:
            raise RetryLaterError(
                f"{path.name}: the file is gone since the last pull; put it back", LOCKED_WAIT_S
            ) from failure
        raise PersonNeededError(f"{path}: there is no such file; correct `path`") from failure
    except IsADirectoryError as failure:
        raise PersonNeededError(f"{path}: is a folder; name a file or a pattern such as *.xlsx in `path`") from failure
    except PermissionError as failure:
        raise RetryLaterError(
            f"{path.name}: the file is locked or may not be read; close it in Excel or allow the hub to read it",
            LOCKED_WAIT_S,
        ) from failure
    except OSError as failure:
        raise RetryLaterError(f"{path.name}: could not be opened ({failure.strerror})", LOCKED_WAIT_S) from failure
    with file:
        yield file


def open_grid(file: BinaryIO, name: str, settings: ExcelSettings, sheet: str | int | None) -> Grid:
    """The sheet of an open file as a grid; `sheet` is a name or a number from 1, or None for the only one with data."""
    size = file.seek(0, 2)
    file.seek(0)
    start = file.read(len(OLE))
    if size > settings.max_file_bytes:
        raise PersonNeededError(f"{name}: is {size // MEGABYTE} MB, more than max_file_mb {settings.max_file_mb}")
    if start.startswith(ZIP):
        book = open_workbook(Archive(file, name, settings))
        grids = [XlsxGrid(book, part) for part in book.sheets]
        return grids[_chosen(name, book.sheets, grids, sheet)]
    if start == OLE:
        return _open_xls(file, name, sheet)
    if name.lower().endswith((".xlsx", ".xlsm")):
        raise PersonNeededError(
            f"{name}: is no Excel workbook, whatever its name says; open it in Excel and save it again"
        )
    if sheet not in (None, 1, "1"):
        raise PersonNeededError(f"{name}: a CSV file has no sheets; remove `sheet`")
    return CsvGrid(file, name, find_dialect(file, name, settings), settings.neutralise_formulas)


def _open_xls(file: BinaryIO, name: str, sheet: str | int | None) -> Grid:
    file.seek(0)
    if ENCRYPTED in file.read():
        raise encrypted(name)
    file.seek(0)
    book = XlsBook(file, name)
    grids = [book.grid(part) for part in book.sheets]
    return grids[_chosen(name, book.sheets, grids, sheet)]


def _chosen(name: str, sheets: Sequence[SheetPart], grids: Sequence[Grid], wanted: str | int | None) -> int:
    """Which sheet is meant."""
    names = [sheet.name for sheet in sheets]
    if wanted is None:
        return _only_one(name, sheets, grids)
    if str(wanted) in names:
        return names.index(str(wanted))
    number = int(wanted) if str(wanted).isdecimal() else 0
    if 1 <= number <= len(names):
        return number - 1
    raise PersonNeededError(f"{name}: there is no sheet {wanted}; the sheets are {', '.join(names)}; correct `sheet`")


def _only_one(name: str, sheets: Sequence[SheetPart], grids: Sequence[Grid]) -> int:
    seen = [index for index, sheet in enumerate(sheets) if sheet.is_visible] or list(range(len(sheets)))
    if len(seen) > 1:
        seen = [index for index in seen if any(not row.is_blank for row in grids[index].rows())]
    if not seen:
        raise PersonNeededError(f"{name}: no sheet holds any data; put the customer list back or correct `path`")
    if len(seen) > 1:
        names = [sheets[index].name for index in seen]
        raise ChoiceNeededError(
            f"{name}: several sheets hold data ({', '.join(names)}); name one with `sheet` (`hub init --sheet`)",
            "sheet",
            names,
        )
    return seen[0]
