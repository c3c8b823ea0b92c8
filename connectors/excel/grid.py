"""A grid is rows of text as a person sees them, whatever file they came from; it says which cells it could not read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple, Protocol

WHOLE_ROW = -1
"""The column under which a trouble of a whole row is told."""

NO_TROUBLES: Mapping[int, str] = MappingProxyType({})


class Row(NamedTuple):
    """One row; `number` is the sheet's row or the file's line, counted from 1; columns are counted from 0."""

    number: int
    texts: Sequence[str]
    troubles: Mapping[int, str] = NO_TROUBLES
    formulas: tuple[int, ...] = ()
    raw: bytes = b""
    """The row's bytes in the file, where it has any of its own."""
    sums_up: bool = False
    """Whether a formula of it is the sum or mean of a column of the rows above it."""

    @property
    def is_blank(self) -> bool:
        """Whether nobody wrote anything here."""
        return not self.troubles and not any(text and not text.isspace() for text in self.texts)

    def text(self, column: int) -> str:
        """The text of a cell; cells beyond the end are blank."""
        return self.texts[column] if column < len(self.texts) else ""


class Merge(NamedTuple):
    """A block of merged cells, both ends included; rows from 1, columns from 0."""

    top: int
    left: int
    bottom: int
    right: int

    def is_head(self, row: int, column: int) -> bool:
        """Whether the cell alone shows the block's text, in one row."""
        return self.top == self.bottom == row and self.left == column

    def covers(self, row: int, column: int) -> bool:
        """Whether the cell is part of the block."""
        return self.top <= row <= self.bottom and self.left <= column <= self.right


class Grid(Protocol):
    """What a file format has to offer to be read as a table."""

    where: str
    """The file and sheet, for messages: `customers.xlsx:顧客`."""
    has_fixed_width: bool
    """Whether a row must have as many cells as the header: CSV leaves out none, a sheet leaves out blank ones."""

    @property
    def merges(self) -> Sequence[Merge]:
        """The merged blocks."""

    @property
    def totals(self) -> Sequence[Merge]:
        """The rows of totals that Excel tables declare, each as wide as its table."""

    takes_rows_between: bool
    """Whether a new row can go between two: in a sheet, formulas and pictures elsewhere count on the row's number."""

    def rows(self) -> Iterator[Row]:
        """All rows from the top; may be called again."""

    def place(self, row: int, column: int) -> str:
        """How a person finds a cell: `D7`, or `line 7, column 4`."""


def column_letters(column: int) -> str:
    """The letters of a column: 0 is A, 27 is AB."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


@lru_cache(maxsize=4096)
def column_number(letters: str) -> int:
    """The column that letters name: A is 0."""
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return column - 1


def as_blocks(found: Iterable[tuple[str, str, str, str]]) -> list[Merge]:
    """Blocks of cells from the letters and numbers of their corners."""
    return [
        Merge(int(top), column_number(left), int(bottom), column_number(right)) for left, top, right, bottom in found
    ]


def unfold_down(rows: Iterator[Row], merges: Sequence[Merge]) -> Iterator[Row]:
    """Give each row of a vertically merged block the block's text: a company merged over its three contacts."""
    starts: dict[int, list[Merge]] = {}
    for merge in merges:
        if merge.bottom > merge.top:
            starts.setdefault(merge.top, []).append(merge)
    if not starts:
        yield from rows
        return
    carried: list[tuple[Merge, str]] = []
    for row in rows:
        carried = [item for item in carried if item[0].bottom >= row.number]
        yield _filled(row, carried) if carried and not row.is_blank else row
        carried += [(merge, row.text(merge.left)) for merge in starts.get(row.number, ())]


def _filled(row: Row, carried: Sequence[tuple[Merge, str]]) -> Row:
    texts = list(row.texts)
    for merge, text in carried:
        texts.extend([""] * (merge.left + 1 - len(texts)))
        texts[merge.left] = text
    return row._replace(texts=texts)
