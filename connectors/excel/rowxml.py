"""A row's XML with some of its cells replaced, and new rows that look like the last one.

Invariant: every other cell of the row is kept; a number stays a number only if it shows exactly the new text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from connectors.excel.grid import column_letters
from connectors.excel.numbers_seen import Look, to_number
from connectors.excel.sheetxml import Cell, Grammar, attributes
from connectors.excel.workbook import Workbook
from connectors.excel.xmltext import escape

NOT_INHERITED = {"r", "spans", "hidden", "collapsed"}
STORED_FLAG = {"TRUE": "1", "FALSE": "0"}
SPANS = re.compile(r"\sspans=[\"'][^\"']*[\"']")


class RowWriter:
    """Writes rows of one sheet."""

    def __init__(self, book: Workbook, rules: Grammar) -> None:
        self.book = book
        self.rules = rules
        self._sample: dict[int, Cell] = {}
        self._sample_attributes: dict[str, str] = {}

    def take_sample(self, row: str) -> None:
        """Remember the row that new rows shall look like."""
        self._sample = {cell.column: cell for cell in self.rules.cells(row)}
        tag = self.rules.row_tag.match(row)
        found = attributes(tag["attributes"]) if tag else {}
        self._sample_attributes = {name: text for name, text in found.items() if name not in NOT_INHERITED}

    def edited(self, number: int, row: str, cells: Mapping[int, str]) -> bytes:
        """The row with some cells written; cells that it does not have yet are put in their place."""
        row = self._opened(row)
        found = {cell.column: cell for cell in self.rules.cells(row)}
        close = row.rindex("</")
        for column, text in sorted(cells.items(), reverse=True):
            cell = found.get(column)
            if cell:
                row = row[: cell.start] + self._cell(number, column, text, cell.style, cell) + row[cell.end :]
            else:
                start = min((other.start for other in found.values() if other.column > column), default=close)
                style = self._sample[column].style if column in self._sample else 0
                row = row[:start] + self._cell(number, column, text, style, None) + row[start:]
        if cells.keys() - found.keys():
            tag_end = row.index(">")
            row = SPANS.sub("", row[:tag_end]) + row[tag_end:]
        return row.encode()

    def new(self, number: int, cells: Mapping[int, str]) -> bytes:
        """A row that is not there yet, with the sample's styles."""
        shared = "".join(f' {name}="{text}"' for name, text in self._sample_attributes.items())
        columns = sorted(self._sample.keys() | cells.keys())
        written = "".join(
            self._cell(number, c, cells.get(c, ""), self._sample[c].style if c in self._sample else 0, None)
            for c in columns
        )
        return f'<{self.rules.tag}row r="{number}"{shared}>{written}</{self.rules.tag}row>'.encode()

    def _opened(self, row: str) -> str:
        tag = self.rules.row_tag.match(row)
        if tag and tag["close"]:
            return f"<{self.rules.tag}row{tag['attributes'].rstrip()}></{self.rules.tag}row>"
        return row

    def _cell(self, number: int, column: int, text: str, style: int, before: Cell | None) -> str:
        p = self.rules.tag
        style_is = f' s="{style}"' if style else ""
        start = f'<{p}c r="{column_letters(column)}{number}"{style_is}'
        if text == "":
            return f"{start}/>"
        model = before if before and before.body else self._sample.get(column)
        kind, stored = self._stored(text, self.book.look(style), model)
        if kind == "inlineStr":
            return f'{start} t="inlineStr"><{p}is><{p}t xml:space="preserve">{escape(text)}</{p}t></{p}is></{p}c>'
        return f"{start}{kind}><{p}v>{stored}</{p}v></{p}c>"

    def _stored(self, text: str, look: Look, model: Cell | None) -> tuple[str, str]:
        """How a text is stored: as a number or flag where the cell (or the one above) has one that shows it exactly."""
        if model and model.kind == "b" and text in STORED_FLAG:
            return ' t="b"', STORED_FLAG[text]
        holds_number = model is not None and model.kind == "n" and "v>" in model.body
        if holds_number or look.kind not in ("general", "text"):
            number = to_number(text, look, self.book.from_1904)
            if number is not None:
                return "", number
        return "inlineStr", ""
