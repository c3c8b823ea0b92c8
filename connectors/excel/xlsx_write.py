"""Writes single cells into a workbook at the level of its XML, so that formats, formulas, images and charts survive.

Invariant: every part but the sheet keeps its content (but for the note to recalculate, the ranges of tables, filters
and print areas, and where a link leads that says what its cell says), and so does every row of the sheet that has no
edit and is no sum.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from typing import BinaryIO

from connectors.excel.archive import CHUNK, Archive, Read, readable
from connectors.excel.edits import Edits
from connectors.excel.grid import Row
from connectors.excel.links import following, unlinked
from connectors.excel.ranges import longer_names, longer_rules, longer_sums, longer_table, sums_up
from connectors.excel.rowxml import RowWriter
from connectors.excel.sheetxml import LAST_ROW
from connectors.excel.workbook import BOOK, related, relations_of
from connectors.excel.xlsx_read import XlsxGrid, row_number
from connectors.excel.xmltext import FORBIDDEN
from hub.sdk.errors import PersonNeededError

CELL_TEXT_MAX = 32_767
"""Excel's own limit for the characters of a cell."""

CALCULATION = re.compile(rb"<((?:\w+:)?calcPr)(?![^>]*fullCalcOnLoad)")
DIMENSION = re.compile(rb"(<(?:\w+:)?dimension\s[^>]*?ref=\"[A-Z]+\d+:[A-Z]+)(\d+)\"")


class XlsxWriter:
    """Writes to one sheet of a workbook."""

    def __init__(self, grid: XlsxGrid) -> None:
        self.grid = grid
        self.archive: Archive = grid.book.archive
        if any(name.startswith("_xmlsignatures/") for name in self.archive.names):
            raise PersonNeededError(
                f"{grid.where}: is digitally signed, and a write would break that; remove the signature"
            )

    def refusal(self, row: Row, column: int, text: str) -> str:
        if column in row.formulas:
            return (
                f"({self.grid.place(row.number, column)}) is a formula, which the hub never overwrites; "
                "clear it, or set the field to `write: never`"
            )
        if any(m.covers(row.number, column) and not m.is_head(row.number, column) for m in self.grid.merges):
            return f"({self.grid.place(row.number, column)}) is merged with other cells; unmerge them first"
        if len(text) > CELL_TEXT_MAX:
            return f"has {len(text)} characters; a cell holds {CELL_TEXT_MAX}"
        if found := FORBIDDEN.search(text):
            return f"can't hold the control character U+{ord(found.group()):04X}"
        return ""

    def write(self, edits: Edits, out: BinaryIO) -> None:
        bottom = max(edits.cells)
        if bottom > LAST_ROW:
            raise PersonNeededError(
                f"{self.grid.where}: has no room below row {edits.last_row}; delete the rows below it"
            )
        tables = related(self.archive, self.grid.sheet.part, "table")
        with readable(self.grid.where), zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
            for info in self.archive.zip.infolist():
                with target.open(_same(info), "w", force_zip64=info.file_size > 2**30) as part:
                    for data in self._part(info.filename, edits, tables, bottom):
                        part.write(data)

    def _part(self, name: str, edits: Edits, tables: list[str], bottom: int) -> Iterator[bytes]:
        """The new content of a part."""
        if name == self.grid.sheet.part:
            with self.archive.part(name) as read:
                yield from self._sheet(read, edits, bottom)
        elif name == relations_of(self.grid.sheet.part) and edits.before:
            yield following(self.archive.whole(name).decode(), self.grid.frame.tail, edits).encode()
        elif name in tables and bottom > edits.last_row:
            yield longer_table(self.archive.whole(name).decode(), edits).encode()
        elif name == BOOK:
            book = longer_names(self.archive.whole(name).decode(), self.grid.sheet.name, edits).encode()
            # Not every program keeps a chain of calculations, and a sum may have grown.
            is_stale = "xl/calcChain.xml" in self.archive.names or edits.end > edits.last_row
            yield CALCULATION.sub(rb'<\1 fullCalcOnLoad="1"', book) if is_stale else book
        else:
            with self.archive.part(name) as read:
                while data := read(CHUNK):
                    yield data

    def _sheet(self, read: Read, edits: Edits, bottom: int) -> Iterator[bytes]:
        rules = self.grid.frame.rules
        rows = RowWriter(self.grid.book, rules)
        missing = sorted(number for number in edits.cells if number > edits.last_row)
        number, tail = 0, list[bytes]()
        for is_row, piece in rules.pieces(read):
            if is_row:
                text = piece.decode()
                number = row_number(text, number, self.grid.where)
                while missing and missing[0] < number:
                    yield rows.new(missing[0], edits.cells[missing.pop(0)])
                if number == edits.sample_row:
                    rows.take_sample(text)
                if number in edits.cells:
                    missing = missing[1:] if missing[:1] == [number] else missing
                    piece = rows.edited(number, text, edits.cells[number])
                elif edits.end > edits.last_row and sums_up(number, edits.table):
                    piece = longer_sums(text, edits).encode()
                yield piece
            elif tail or rules.rows_end in piece:
                tail.append(piece)
            else:
                yield DIMENSION.sub(lambda found: b'%s%d"' % (found[1], max(int(found[2]), bottom)), piece, count=1)
        before, end, after = b"".join(tail).partition(rules.rows_end)
        yield before
        yield from (rows.new(new, edits.cells[new]) for new in missing)
        yield end + longer_rules(self._linked(after.decode(), edits), edits).encode()

    def _linked(self, tail: str, edits: Edits) -> str:
        if not any(cells[column] == "" for cells in edits.cells.values() for column in cells):
            return tail
        return unlinked(self.archive.whole(relations_of(self.grid.sheet.part)).decode(), tail, edits)


def _same(info: zipfile.ZipInfo) -> zipfile.ZipInfo:
    fresh = zipfile.ZipInfo(info.filename, info.date_time)
    fresh.compress_type = zipfile.ZIP_STORED if info.compress_type == zipfile.ZIP_STORED else zipfile.ZIP_DEFLATED
    fresh.external_attr, fresh.create_system, fresh.comment = info.external_attr, info.create_system, info.comment
    return fresh
