"""Carries out changes on a file: each is judged against the row as it is now, and all that pass are written at once.

Invariant: a result is only given after its write is durable; where nothing passes, the file is not touched.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from connectors.excel.csv_read import CsvGrid
from connectors.excel.csv_write import CsvWriter
from connectors.excel.edits import Writer
from connectors.excel.grid import Grid
from connectors.excel.judge import Judge
from connectors.excel.replacing import only_writer, replace
from connectors.excel.settings import ExcelSettings
from connectors.excel.source import open_grid, opened_file
from connectors.excel.table import Table
from connectors.excel.xlsx_read import XlsxGrid
from connectors.excel.xlsx_write import XlsxWriter
from hub.sdk.errors import PersonNeededError
from hub.sdk.records import Change, PushResult


def push_changes(
    path: Path, settings: ExcelSettings, sheet: str | int | None, changes: Sequence[Change]
) -> Iterator[PushResult]:
    """Judge, write and tell; one result for each change."""
    if all(change.operation == "lookup" for change in changes):
        with opened_file(path, was_there=True) as file:
            judge = Judge(Table(open_grid(file, path.name, settings, sheet), settings, sheet), None, changes)
            yield from judge.results()
        return
    with only_writer(path), opened_file(path, was_there=True) as file:
        seen = os.fstat(file.fileno())
        grid = open_grid(file, path.name, settings, sheet)
        writer = writer_for(grid, file)
        judge = Judge(Table(grid, settings, sheet), writer, changes)
        results = judge.results()
        edits = judge.edits()
        if edits.cells:
            replace(path, lambda out: writer.write(edits, out), seen, settings.backup)
    yield from results


def writer_for(grid: Grid, file: BinaryIO) -> Writer:
    """The writer for a grid's format."""
    if isinstance(grid, XlsxGrid):
        return XlsxWriter(grid)
    if isinstance(grid, CsvGrid):
        return CsvWriter(grid, file)
    raise PersonNeededError(f"{grid.where}: an .xls file can only be read; save it as .xlsx to have it written")
