"""The grammar of a worksheet's rows and cells, as patterns over checked XML; reading and writing share it.

Invariant: the pieces that a pattern cuts, joined again, are the text byte for byte.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from connectors.excel.archive import Read
from connectors.excel.grid import Merge, as_blocks, column_number
from connectors.excel.xmltext import cut, plain

LAST_COLUMN = 16_383
LAST_ROW = 1_048_576


class Cell(NamedTuple):
    """A cell as written: where it stands in its row's text, its style's number, its type and its inner XML."""

    column: int
    start: int
    end: int
    style: int
    kind: str
    body: str

    @property
    def is_formula(self) -> bool:
        """Whether the cell computes its value."""
        return "<f" in self.body or ":f" in self.body


class Grammar:
    """Patterns for one namespace prefix; most workbooks use none."""

    def __init__(self, prefix: str) -> None:
        self.tag = p = f"{prefix}:" if prefix else ""
        self.rows_end = f"</{p}sheetData>".encode()
        self.row = f"{p}row".encode()
        self.row_tag = re.compile(rf"<{p}row(?P<attributes>(?:\s[^>]*?)?)(?P<close>/?)>")
        inner = rf"[^<]*(?:<(?!/{p}c>)[^<]*)*"
        # Lookaheads, because the order of attributes is free.
        self.cell = re.compile(
            rf"""<{p}c(?=[\s/>])(?:(?=[^>]*?\sr=["']([A-Z]+))|)(?:(?=[^>]*?\ss=["'](\d+))|)(?:(?=[^>]*?\st=["'](\w+))|)"""
            rf"[^>]*?(?:/>|>({inner})</{p}c>)"
        )
        # Nearly all cells are written in this order and hold one value: three times as fast to find.
        self.cell_start = f"<{p}c "
        self.usual_cell = re.compile(
            rf"""<{p}c(?: r="([A-Z]+)\d+")?(?: s="(\d+)")?(?: t="(\w+)")?(?:/>|>"""
            rf"(?:<{p}v>([^<]*)</{p}v>|<{p}is><{p}t[^>]*>([^<]*)</{p}t></{p}is>|({inner}))</{p}c>)"
        )
        self.value = re.compile(rf"<{p}v(?:\s[^>]*?)?>([^<]*)</{p}v>")
        self.text = re.compile(rf"<{p}t(?:\s[^>]*?)?>([^<]*)</{p}t>")
        self.reading = re.compile(rf"<{p}rPh[\s>].*?</{p}rPh>", re.DOTALL)
        self.string = f"{p}si".encode()
        self.strings_end = f"</{p}sst>".encode()
        self.merge = re.compile(rf"""<{p}mergeCell\s[^>]*?ref=["']([A-Z]+)(\d+):([A-Z]+)(\d+)["']""")
        self.array = re.compile(
            rf"""<{p}f(?=\s[^>]*?\bt=["'](?:array|dataTable)["'])[^>]*?\sref=["']([A-Z]{{1,3}})(\d{{1,7}}):([A-Z]{{1,3}})(\d{{1,7}})["']"""
        )
        self.sum = re.compile(
            rf"<{p}f(?:\s[^>]*)?>(?:SUM|SUBTOTAL|AGGREGATE|AVERAGE)\((?:\d{{1,3}},){{0,2}}"
            r"\$?([A-Z]{1,3})\$?\d{1,7}:\$?([A-Z]{1,3})\$?(\d{1,7})\)</"
        )
        self.column = re.compile(rf"<{p}col\s([^>]*)>")

    def cells(self, row: str) -> Iterator[Cell]:
        """The cells of a row's text, left to right; a cell without a reference stands right of the one before."""
        column = -1
        for match in self.cell.finditer(row):
            letters, style, kind, body = match.groups()
            column = column_number(letters) if letters else column + 1
            if column <= LAST_COLUMN:
                yield Cell(column, match.start(), match.end(), int(style or 0), kind or "n", body or "")

    def sums_up(self, row: int, body: str) -> bool:
        """Whether a cell of this row says nothing but the sum of a column of the rows above it."""
        found = self.sum.search(body)
        return found is not None and found[1] == found[2] and int(found[3]) < row

    def arrays(self, text: str) -> list[Merge]:
        """The blocks of cells that one formula of a row fills."""
        return as_blocks(self.array.findall(text)) if "ref=" in text else []

    def rich_text(self, body: str) -> str:
        """All text of a string item; the furigana that Excel keeps beside kanji is not part of it."""
        if "rPh" in body:
            body = self.reading.sub("", body)
        found = self.text.findall(body)
        return plain(found[0]) if len(found) == 1 else plain("".join(found))

    def pieces(self, read: Read) -> Iterator[tuple[bool, bytes]]:
        """A sheet cut into rows (True) and the rest."""
        return cut(read, self.row, self.rows_end)


@lru_cache(maxsize=8)
def grammar(prefix: str) -> Grammar:
    """The patterns for a prefix, compiled once."""
    return Grammar(prefix)


ATTRIBUTE = re.compile(r"""([\w:]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")


def attributes(text: str) -> dict[str, str]:
    """The attributes inside a tag, in order."""
    return {name: double or single for name, double, single in ATTRIBUTE.findall(text)}
