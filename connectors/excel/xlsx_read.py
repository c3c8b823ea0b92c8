"""A worksheet of an .xlsx or .xlsm as a grid: checked once from end to end, then streamed row by row.

Invariant: no row is given before the whole sheet was seen to be well-formed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from connectors.excel.grid import NO_TROUBLES, Merge, Row, as_blocks, column_letters, column_number
from connectors.excel.numbers_seen import to_text
from connectors.excel.sheetxml import LAST_COLUMN, Cell, Grammar, grammar
from connectors.excel.workbook import SheetPart, Workbook, related
from connectors.excel.xmltext import elements, opened, plain
from hub.sdk.errors import PersonNeededError

NO_RESULT = "is a formula without a stored result; open the file in Excel and save it, so that Excel calculates"
SEEN_FLAG = {"1": "TRUE", "0": "FALSE"}
NUMBERS = ("", "n")
AREA = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7}):\$?([A-Z]{1,3})\$?(\d{1,7})")
_INDEX = re.compile(r"[0-9]{1,9}")
ROW_NUMBER = re.compile(r"""\sr=["'](\d+)["']""")


class Frame(NamedTuple):
    """What lies around a sheet's rows, as text."""

    head: str
    tail: str
    rules: Grammar


class XlsxGrid:
    """One sheet of a workbook."""

    has_fixed_width = False
    takes_rows_between = False

    def __init__(self, book: Workbook, sheet: SheetPart) -> None:
        self.book = book
        self.sheet = sheet
        self.where = f"{book.archive.where}:{sheet.name}"

    @cached_property
    def frame(self) -> Frame:
        """The parts before and after the rows; reading it checks the whole sheet."""
        head: bytes = b""
        tail: list[bytes] = []
        with self.book.archive.part(self.sheet.part) as read:
            prefix, whole = opened(read, self.where)
            rules = grammar(prefix)
            for is_row, piece in rules.pieces(whole):
                if not is_row and (tail or rules.rows_end in piece):
                    tail.append(piece)
                elif not is_row:
                    head = head or piece
        return Frame(head.decode(), b"".join(tail).decode(), rules)

    @cached_property
    def merges(self) -> tuple[Merge, ...]:
        """The merged blocks of the sheet."""
        return tuple(as_blocks(self.frame.rules.merge.findall(self.frame.tail)))

    @cached_property
    def totals(self) -> tuple[Merge, ...]:
        """The totals of the sheet's tables."""
        return tuple(
            block._replace(top=block.bottom)
            for part in related(self.book.archive, self.sheet.part, "table")
            for element in elements(self.book.archive.whole(part) or b"<none/>", self.where)
            if element.name == "table" and element.attributes.get("totalsRowCount", "0") != "0"
            for block in as_blocks(AREA.findall(element.attributes.get("ref", "")))
        )

    def place(self, row: int, column: int) -> str:
        return f"{column_letters(column)}{row}"

    def rows(self) -> Iterator[Row]:
        rules = self.frame.rules
        number, arrays = 0, list[Merge]()
        with self.book.archive.part(self.sheet.part) as read:
            for is_row, piece in rules.pieces(read):
                if is_row:
                    text = piece.decode()
                    number = row_number(text, number, self.where)
                    row = self._row(number, text, rules)
                    arrays = [array for array in arrays if array.bottom >= number]
                    arrays += rules.arrays(text) if row.formulas else []
                    yield _with_arrays(row, arrays) if arrays else row

    def _row(self, number: int, text: str, rules: Grammar) -> Row:
        usual = rules.usual_cell.findall(text)
        if len(usual) != text.count(rules.cell_start):
            return self._unusual_row(number, text, rules)
        texts: list[str] = []
        for letters, style, kind, value, inline, rest in usual:
            gap = (column_number(letters) if letters else len(texts)) - len(texts)
            if rest or gap < 0 or gap > LAST_COLUMN:
                return self._unusual_row(number, text, rules)
            if gap:
                texts.extend([""] * gap)
            if value and kind in NUMBERS:
                texts.append(to_text(value, self.book.look(int(style or 0)), self.book.from_1904))
            elif value and kind == "s" and _INDEX.fullmatch(value) and int(value) < len(self.book.texts):
                texts.append(self.book.texts[int(value)])
            elif inline and kind == "inlineStr":
                texts.append(plain(inline))
            elif value or inline:
                return self._unusual_row(number, text, rules)
            else:
                texts.append("")
        return Row(number, texts)

    def _unusual_row(self, number: int, text: str, rules: Grammar) -> Row:
        """A row with formulas, errors, rich text or an unusual order of attributes."""
        texts: list[str] = []
        troubles: dict[int, str] = {}
        formulas: list[int] = []
        sums_up = False
        for cell in rules.cells(text):
            if cell.column < len(texts):
                raise PersonNeededError(
                    f"{self.where}: row {number} has cells out of order; save the file again in Excel"
                )
            texts.extend([""] * (cell.column - len(texts)))
            shown, trouble = self.seen(cell, rules)
            texts.append(shown)
            if trouble:
                troubles[cell.column] = trouble
            if cell.is_formula:
                formulas.append(cell.column)
                sums_up = sums_up or rules.sums_up(number, cell.body)
        return Row(number, texts, troubles or NO_TROUBLES, tuple(formulas), sums_up=sums_up)

    def seen(self, cell: Cell, rules: Grammar) -> tuple[str, str]:
        """What a person sees in a cell, and why it can't be read (or empty)."""
        body = cell.body
        if not body:
            return "", ""
        if cell.kind == "inlineStr":
            return rules.rich_text(body), ""
        found = rules.value.search(body)
        value = found.group(1) if found else ""
        if cell.kind == "str":
            return plain(value), ""
        if value == "":
            return "", NO_RESULT if cell.is_formula else ""
        if cell.kind == "n":
            return to_text(value, self.book.look(cell.style), self.book.from_1904), ""
        return self._typed(cell.kind, value)

    def _typed(self, kind: str, value: str) -> tuple[str, str]:
        if kind == "s":
            index = int(value) if _INDEX.fullmatch(value) else -1
            if 0 <= index < len(self.book.texts):
                return self.book.texts[index], ""
            return "", "points to a text that the workbook does not hold; open the file in Excel and save it again"
        if kind == "b":
            return SEEN_FLAG.get(value, value), ""
        if kind == "d":
            return value.removesuffix("Z").removesuffix("T00:00:00"), ""
        if kind == "e":
            return "", f"shows the error {plain(value)}; correct the formula or clear the cell"
        return plain(value), ""


def _with_arrays(row: Row, arrays: Sequence[Merge]) -> Row:
    """The row with the cells that a formula above fills told as formulas: a text in one of them breaks it."""
    filled = {
        c for array in arrays if array.top <= row.number <= array.bottom for c in range(array.left, array.right + 1)
    }
    return row._replace(formulas=tuple(sorted(filled.union(row.formulas)))) if filled else row


def row_number(text: str, before: int, where: str) -> int:
    """The number of a row's text; one without stands below the one before."""
    found = ROW_NUMBER.search(text, 0, text.index(">"))
    number = int(found.group(1)) if found else before + 1
    if number <= before:
        raise PersonNeededError(f"{where}: row {number} comes after row {before}; save the file again in Excel")
    return number
