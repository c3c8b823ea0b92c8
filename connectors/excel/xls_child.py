"""Reads one .xls workbook in a process of its own, and writes what it holds to its output: a line of JSON for each
sheet, which tells how many lines follow, and a line for each of its rows, without the blanks at their ends.

calamine believes the lengths that a damaged file claims, and where it asks for more memory than there is, it ends the
whole process; so that process is this one and not the hub. Nothing but calamine and the standard library is imported.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import python_calamine as calamine

MOST_CELLS = 5_000_000
MOST_MEMORY = 2 << 30
MOST_BYTES = 500_000_000
"""Of the output; a full .xls has about a tenth of it."""
PASSWORD, DAMAGED, TOO_LARGE, NO_ROOM = 3, 4, 5, 6


def main() -> int:
    """Read the file named by the argument; the exit code says what was wrong with it."""
    _bound_memory()
    try:
        book = _opened(sys.argv[1])
        for line in _within_bounds(book):
            if not _is_written(line + "\n"):
                return NO_ROOM
    except calamine.PasswordError:
        return PASSWORD
    except OverflowError:
        return TOO_LARGE
    except BaseException:  # noqa: BLE001 - a panic of Rust code is no Exception
        return DAMAGED
    return 0 if _is_written("") else NO_ROOM


def _is_written(text: str) -> bool:
    """Whether there was room; empty text writes all that waits."""
    try:
        sys.stdout.write(text)
        if not text:
            sys.stdout.flush()
    except OSError:
        return False
    return True


def _within_bounds(book: calamine.CalamineWorkbook) -> Iterator[str]:
    size = 0
    for known in book.sheets_metadata:
        for line in _lines(book, known):
            size += len(line)
            if size > MOST_BYTES:
                raise OverflowError
            yield line


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


def _lines(book: calamine.CalamineWorkbook, known: Any) -> Iterator[str]:
    sheet = book.get_sheet_by_name(known.name)
    if sheet.total_height * sheet.total_width > MOST_CELLS:
        raise OverflowError
    rows = sheet.to_python(skip_empty_area=False) if sheet.start is not None else []
    is_visible = known.visible == calamine.SheetVisibleEnum.Visible
    merges = [[*start, *end] for start, end in sheet.merged_cell_ranges or ()]
    yield json.dumps({"name": known.name, "is_visible": is_visible, "merges": merges, "rows": len(rows)})
    for row in rows:
        width = next((at for at in range(len(row), 0, -1) if row[at - 1] != ""), 0)
        yield json.dumps([_plain(value) for value in row[:width]])


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
    # An exit would write once more what there was no room for, and tell of that alone.
    os._exit(main())
