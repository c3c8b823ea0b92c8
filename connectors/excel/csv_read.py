"""A CSV file as a grid: streamed line by line; a row that can't be read is told with its line and the rest goes on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from connectors.excel.csv_records import Dialect, Record, records, value_of
from connectors.excel.grid import WHOLE_ROW, Merge, Row

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")

KEPT_AS_TEXT = re.compile(r'="([^"]*)"')
"""`="0312345678"`, by which programs keep a spreadsheet from dropping the zero; it shows what is between the marks."""


def is_formula_like(text: str) -> bool:
    """Whether a spreadsheet that opens the CSV would run the text; digits and signs alone can do no harm."""
    return text.startswith(FORMULA_STARTS) and not set(text) <= set("+-0123456789 .,()/")


class CsvGrid:
    """A CSV file."""

    has_fixed_width = True
    takes_rows_between = True
    totals: tuple[Merge, ...] = ()
    merges: tuple[Merge, ...] = ()

    def __init__(self, file: BinaryIO, where: str, dialect: Dialect, neutralise_formulas: bool) -> None:
        self.file = file
        self.where = where
        self.dialect = dialect
        self.neutralise_formulas = neutralise_formulas

    def place(self, row: int, column: int) -> str:
        return f"line {row}, field {column + 1}"

    def rows(self) -> Iterator[Row]:
        for record in records(self.file, self.dialect):
            yield self.row(record)

    def row(self, record: Record) -> Row:
        """The texts of a record."""
        if record.fields is None:
            return Row(record.line, [], {WHOLE_ROW: record.trouble}, raw=record.raw)
        return Row(record.line, [self.seen(field) for field in record.fields], raw=record.raw)

    def seen(self, field: str) -> str:
        """The text of a written field, without the apostrophe that kept a spreadsheet from running it."""
        text = value_of(field)
        if self.neutralise_formulas and text.startswith("'") and is_formula_like(text.lstrip("'")):
            return text[1:]
        kept = KEPT_AS_TEXT.fullmatch(text)
        return kept[1] if kept else text
