"""Reads one .xls workbook in a process of its own, and writes what it holds to its output as JSON.

calamine believes the lengths that a damaged file claims, and where it asks for more memory than there is, it ends the
whole process; so that process is this one and not the hub. Nothing but calamine and the standard library is imported.
"""

from __future__ import annotations

import datetime as dt
import json
import sys
from pathlib import Path
from typing import Any

import python_calamine as calamine

MOST_CELLS = 5_000_000
MOST_MEMORY = 2 << 30
PASSWORD, DAMAGED, TOO_LARGE = 3, 4, 5


def main() -> int:
    """Read the file named by the argument; the exit code says what was wrong with it."""
    _bound_memory()
    try:
        book = _opened(sys.argv[1])
        sheets = [_sheet(book, known) for known in book.sheets_metadata]
    except calamine.PasswordError:
        return PASSWORD
    except OverflowError:
        return TOO_LARGE
    except BaseException:  # noqa: BLE001 - a panic of Rust code is no Exception
        return DAMAGED
    json.dump(sheets, sys.stdout)
    return 0


def _bound_memory() -> None:
    try:
        import resource  # Windows has none
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))


def _opened(path: str) -> calamine.CalamineWorkbook:
    """By its path where the name ends with .xls: a password is only told where the format need not be guessed."""
    if path.lower().endswith(".xls"):
        return calamine.CalamineWorkbook.from_path(path)
    with Path(path).open("rb") as file:
        return calamine.CalamineWorkbook.from_filelike(file)


def _sheet(book: calamine.CalamineWorkbook, known: Any) -> dict[str, Any]:
    sheet = book.get_sheet_by_name(known.name)
    if sheet.total_height * sheet.total_width > MOST_CELLS:
        raise OverflowError
    rows = sheet.to_python(skip_empty_area=False) if sheet.start is not None else []
    return {
        "name": known.name,
        "is_visible": known.visible == calamine.SheetVisibleEnum.Visible,
        "merges": [[*start, *end] for start, end in sheet.merged_cell_ranges or ()],
        "rows": [[_plain(value) for value in row] for row in rows],
    }


def _plain(value: Any) -> str | float | bool:
    """Days and times as text, the rest as JSON has it."""
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat("T", "seconds")
    if isinstance(value, dt.time):
        return value.isoformat("seconds" if value.second else "minutes")
    if isinstance(value, dt.date):
        return value.isoformat()
    return value if isinstance(value, str | bool | int | float) else str(value)


if __name__ == "__main__":
    sys.exit(main())
