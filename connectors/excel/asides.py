"""Rows below a header that are no records: totals, remarks, names of groups, and headings repeated for printing.

Invariant: a row that says more of somebody than a name and amounts is never one of them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from enum import Enum

from connectors.excel.grid import Grid, Row
from connectors.excel.header import Header, tidy
from connectors.excel.keys import Key

TOTAL = re.compile(
    r"(?:総合|[総小合累中])?計(?:金?額|[件人社]数)?(?:\(.*\)|\d[\d,]*[円件社名人個]?)?|総[額数]|(?:総|延べ)?[件人社]数|平均[値額]?"
    r"|(?:sub|grand)?total"
)
AROUND = "【】[]<>《》≪≫〈〉()■□●◆◇*:"
AMOUNT = re.compile(r"-?[¥\\$]?(?:0|[1-9][\d,]*)(?:\.\d+)?[円%件社名人個]?")
REMARK = re.compile(r"[※■□●◆◇▼▽★☆].*|【[^】]*】|以上。?|以下余白")
STARTS = frozenset("総小合累中計延件人社平tsgTSG※■□●◆◇▼▽★☆【以[［<＜《≪〈(（*＊")


class Kind(Enum):
    """What a row is to the list."""

    RECORD = 0
    BLANK = 1
    TOTAL = 2
    REMARK = 3


class Asides:
    """Tells the rows of one table."""

    def __init__(self, grid: Grid, header: Header, key: Key) -> None:
        self._key = key.columns
        self._words, self._top = header.words, header.top
        first, last = min(header.headings), max(header.headings)
        self._totals = {m.top for m in grid.totals if all(m.left <= column <= m.right for column in key.columns)}
        self._bands = {m.top for m in grid.merges if m.left <= first < last <= m.right and m.top == m.bottom}
        self._printed = frozenset(text for filled in header.top for text in filled.values()).union(*header.words)

    def kind(self, row: Row) -> Kind:
        """What a row is; one that only holds formulas, and no key, waits for somebody to write in it."""
        first = next((text for text in row.texts if text and not text.isspace()), "").strip()
        if row.number in self._totals:
            return Kind.TOTAL
        if row.number in self._bands and first:
            return Kind.REMARK
        if first and not row.formulas and first[0] not in STARTS and first not in self._printed:
            return Kind.RECORD  # as nearly all are
        filled = {column: text.strip() for column, text in enumerate(row.texts) if text and not text.isspace()}
        if row.sums_up and self._is_total(row, filled, first):
            return Kind.TOTAL
        if not (filled or row.troubles) or self._waits(row, filled):
            return Kind.BLANK
        return self._by_words(row, filled, first)

    def _waits(self, row: Row, filled: Collection[int]) -> bool:
        has_key = any(column in filled or column in row.troubles for column in self._key)
        return bool(row.formulas) and not has_key and {*filled, *row.troubles} <= set(row.formulas)

    def _is_printed_again(self, filled: dict[int, str]) -> bool:
        """Whether a row says nothing but what the headings of its columns say, or what a row above them does."""
        width = len(self._words)
        is_heading = all(column < width and tidy(text) in self._words[column] for column, text in filled.items())
        return (is_heading and len(filled) > 1) or filled in self._top

    def _by_words(self, row: Row, filled: dict[int, str], first: str) -> Kind:
        if len(filled) == 1 and not row.troubles and REMARK.fullmatch(first):
            return Kind.REMARK
        if self._is_printed_again(filled):
            return Kind.REMARK
        word = "".join(unicodedata.normalize("NFKC", first).casefold().split())
        is_named = TOTAL.fullmatch(word) or TOTAL.fullmatch(word.strip(AROUND))
        return Kind.TOTAL if is_named and self._is_total(row, filled, first) else Kind.RECORD

    def _is_total(self, row: Row, filled: dict[int, str], first: str) -> bool:
        """Whether a row says nothing but amounts beside its first word, and no number stands there for a key."""
        typed = {column: text for column, text in filled.items() if column not in row.formulas}
        if any(typed.get(column, first) != first or _is_amount(typed.get(column, "")) for column in self._key):
            return False
        return all(_is_amount(text) for text in typed.values() if text != first)


def _is_amount(text: str) -> bool:
    return AMOUNT.fullmatch(unicodedata.normalize("NFKC", text)) is not None
