"""Writes single fields and new records into a CSV file; every other byte of it stays as it is.

Invariant: a field is quoted where it was quoted before or must be, in the file's own encoding and line ends.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import BinaryIO

from connectors.excel.csv_read import KEPT_AS_TEXT, CsvGrid, is_formula_like
from connectors.excel.csv_records import Record, records, value_of
from connectors.excel.edits import Edits
from connectors.excel.grid import Row

CELL_TEXT_MAX = 32_767
CELL_LINES_MAX = 100


class CsvWriter:
    """Writes to one CSV file."""

    def __init__(self, grid: CsvGrid, file: BinaryIO) -> None:
        self.grid = grid
        self.file = file
        self.dialect = grid.dialect

    def refusal(self, row: Row, column: int, text: str) -> str:
        if "\0" in text:
            return "can't hold a NUL character"
        if len(text) > CELL_TEXT_MAX or text.count("\n") > CELL_LINES_MAX:
            return f"is longer than {CELL_TEXT_MAX} characters or {CELL_LINES_MAX} lines, which spreadsheets cut off"
        try:
            text.encode(self.dialect.encoding)
        except UnicodeEncodeError as failure:
            sign = text[failure.start]
            shown = f"{sign} (U+{ord(sign):04X})" if sign.isprintable() else f"U+{ord(sign):04X}"
            return f"can't hold {shown}: {self.dialect.encoding} has no such character; save the file as CSV UTF-8"
        return ""

    def write(self, edits: Edits, out: BinaryIO) -> None:
        out.write(self.dialect.mark)
        new = [cells for number, cells in sorted(edits.cells.items()) if number > edits.last_row]
        sample: Record | None = None
        for record in records(self.file, self.dialect):
            cells = edits.cells.get(record.line)
            out.write(self._edited(record, cells) if cells and record.line <= edits.last_row else record.raw)
            sample = record if record.fields and any(record.fields) else sample
            if record.line == edits.last_row and sample and new:
                end = _line_end(sample.raw) or b"\r\n"
                out.write(b"" if _line_end(record.raw) else end)
                out.writelines(self._new(sample, cells) + end for cells in new)

    def _edited(self, record: Record, cells: Mapping[int, str]) -> bytes:
        fields = list(record.fields or ())
        written = self._as_written(record)
        written += [b""] * (max(cells) + 1 - len(fields))
        fields += [""] * (max(cells) + 1 - len(fields))
        for column, text in cells.items():
            written[column] = self._field(text, fields[column]).encode(self.dialect.encoding)
        return self.dialect.delimiter.encode().join(written) + _line_end(record.raw)

    def _as_written(self, record: Record) -> list[bytes]:
        """The bytes of each field: CP932 has two codes for signs such as ㈱, and encoding knows one of them only."""
        start, found = 0, []
        for field in record.fields or ():
            end = start + len(field.encode(self.dialect.encoding))
            found.append(record.raw[start:end])
            start = end + len(self.dialect.delimiter)
        return found

    def _new(self, sample: Record, cells: Mapping[int, str]) -> bytes:
        """A record as wide as the last one, quoted as it is."""
        before = sample.fields or []
        width = max(len(before), max(cells, default=0) + 1)
        above = before + [""] * (width - len(before))
        return self._line([self._field(cells.get(column, ""), above[column]) for column in range(width)])

    def _line(self, fields: list[str]) -> bytes:
        return self.dialect.delimiter.join(fields).encode(self.dialect.encoding)

    def _field(self, text: str, before: str) -> str:
        """The field for a text, written as the one before it or above it."""
        if text and '"' not in text and KEPT_AS_TEXT.fullmatch(value_of(before)):
            text = f'="{text}"'
            if before.startswith("=") and not any(sign in text for sign in (self.dialect.delimiter, "\n", "\r")):
                return text
        elif self.grid.neutralise_formulas and is_formula_like(text.lstrip("'")):
            text = "'" + text
        must = any(sign in text for sign in (self.dialect.delimiter, '"', "\n", "\r"))
        return '"' + text.replace('"', '""') + '"' if must or before.startswith('"') else text


def _line_end(raw: bytes) -> bytes:
    return b"\r\n" if raw.endswith(b"\r\n") else b"\n" if raw.endswith(b"\n") else b""
