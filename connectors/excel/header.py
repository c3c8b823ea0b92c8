"""The header is the row that looks like headings: short different words, some of them known, with data below.

Invariant: every column gets exactly one heading, and no two columns the same one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import NamedTuple

from connectors.excel.forms import passed_over
from connectors.excel.grid import Grid, Merge, Row, column_letters
from hub.sdk.errors import PersonNeededError

ROWS_SCANNED = 30
LONGEST_HEADING = 40
KNOWN = re.compile(
    "会社|企業|法人|氏名|名前|名称|担当|電話|携帯|tel|fax|メール|mail|住所|所在地|郵便|コード|code|番号|部署|部門|役職|業種|業界|"
    "金額|価格|日付|年月日|[^0-9]日$|ステータス|状況|備考|メモ|履歴|区分|url|ホームページ|company|name|phone|address|"
    "status|^id$|^no\\.?$|アクション|契約|商談|訪問|資本|代表|フリガナ|かな$|カナ$|性別|誕生|生年"
)
ENOUGH = 0.75
"""The first row that reaches this part of the best score is the header: data rows can look like headings too."""


class Header(NamedTuple):
    """Where the headings stand (rows from 1), and the heading of each column."""

    first: int
    last: int
    headings: dict[int, str]
    renamed: tuple[str, ...]
    """Headings that got a suffix because an earlier column has the same."""
    words: tuple[frozenset[str], ...]
    """The words that stand over each column."""
    top: tuple[Mapping[int, str], ...]
    """The rows down to the header's last, a title above it too: the texts of their cells that are filled, by column."""
    width: int
    """How many columns the header's rows have, blank ones at their end too."""


def find_header(grid: Grid, fixed: int | None) -> Header:
    """The header of a grid; `fixed` is the row that the settings name."""
    rows = list(islice(grid.rows(), ROWS_SCANNED if fixed is None else fixed + ROWS_SCANNED))
    rows = [row for row in rows if fixed is None or row.number <= fixed + ROWS_SCANNED]
    best = _fixed(rows, fixed, grid.where) if fixed else _best(rows, grid.where)
    first, last = _grown(best, rows, grid.merges)
    block = [_unfolded(row, grid.merges) for row in rows if first <= row.number <= last]
    headings, renamed = _named(block, grid.where)
    width = max(len(row.texts) for row in block)
    words = tuple(frozenset(_parts(block, column)) for column in range(width))
    top = tuple(_filled(row) for row in rows if row.number <= last and not row.is_blank)
    return Header(first, last, headings, renamed, words, top, width)


def _filled(row: Row) -> Mapping[int, str]:
    return {column: text.strip() for column, text in enumerate(row.texts) if text.strip()}


def _fixed(rows: Sequence[Row], fixed: int, where: str) -> Row:
    for row in rows:
        if row.number == fixed and not row.is_blank:
            return row
    raise PersonNeededError(f"{where}: row {fixed} is blank, but `header_row` names it; correct `header_row`")


def _best(rows: Sequence[Row], where: str) -> Row:
    filled = [row for row in rows if not row.is_blank]
    scores = [_score(row, filled[index + 1 : index + 2]) for index, row in enumerate(filled)]
    top = max(scores, default=0.0)
    if top <= 0:
        raise PersonNeededError(
            f"{where}: no header row among the first {ROWS_SCANNED} rows; name it with `header_row`, counted from 1"
        )
    best = next(row for row, score in zip(filled, scores, strict=True) if score >= ENOUGH * top)
    return passed_over(best, filled)


def _score(row: Row, below: Sequence[Row]) -> float:
    texts = {tidy(text) for text in row.texts if text.strip()}
    score = 0.0
    for text in texts:
        if KNOWN.search(text.lower()) and len(text) <= LONGEST_HEADING:
            score += 3
        elif re.search(r"\d|@|://", text) or len(text) > LONGEST_HEADING:
            score -= 1
        else:
            score += 1
    for following in below:
        score += 0.5 * min(len(texts), sum(1 for text in following.texts if text.strip()))
    return score


def tidy(text: str) -> str:
    """A heading without the line breaks that only make a column narrow."""
    return unicodedata.normalize("NFC", re.sub(r"\s*[\r\n]+\s*", "", text).strip())


def _grown(best: Row, rows: Sequence[Row], merges: Sequence[Merge]) -> tuple[int, int]:
    """The header's rows: upwards over groups of columns, downwards to the end of cells merged with it."""
    first = last = best.number
    columns = [column for column, text in enumerate(best.texts) if text.strip()]
    for row in reversed([row for row in rows if row.number < best.number]):
        groups = [m for m in merges if m.top <= row.number <= m.bottom and m.right > m.left]
        is_title = any(m.left <= columns[0] and m.right >= columns[-1] for m in groups)
        reaches_down = any(m.top <= row.number and first <= m.bottom for m in merges)
        if row.number != first - 1 or is_title or not (groups or reaches_down):
            break
        first = row.number
    for merge in merges:
        if first <= merge.top <= last and merge.bottom > last and merge.bottom - merge.top < ROWS_SCANNED:
            last = merge.bottom
    return first, last


def _unfolded(row: Row, merges: Sequence[Merge]) -> Row:
    """The row with the text of each merged block in all columns of the block's first row."""
    texts = list(row.texts)
    for merge in merges:
        if merge.top == row.number and merge.right > merge.left:
            width = min(merge.right + 1, len(texts) + 100)
            texts.extend([""] * (width - len(texts)))
            texts[merge.left : width] = [row.text(merge.left)] * (width - merge.left)
    return row._replace(texts=texts)


def _named(block: Sequence[Row], where: str) -> tuple[dict[int, str], tuple[str, ...]]:
    width = max((len(row.texts) for row in block), default=0)
    joined = {column: "/".join(_parts(block, column)) for column in range(width)}
    filled = [column for column, text in joined.items() if text]
    if not filled:
        raise PersonNeededError(f"{where}: the header row holds no text; name the right one with `header_row`")
    headings: dict[int, str] = {}
    renamed: list[str] = []
    taken = set(joined.values())
    # Each repeated heading goes on counting where it was: thousands of them are no reason to begin anew each time.
    others: dict[str, Iterator[str]] = {}
    for column in range(filled[0], filled[-1] + 1):
        heading = wished = joined[column] or f"列{column_letters(column)}"
        if wished in others:
            heading = next(name for name in others[wished] if name not in taken)
            renamed.append(heading)
        else:
            others[wished] = _suffixed(wished)
        taken.add(heading)
        headings[column] = heading
    return headings, tuple(renamed)


def _parts(block: Sequence[Row], column: int) -> Iterator[str]:
    before = ""
    for row in block:
        text = tidy(row.text(column))
        if text and text != before:
            yield text
            before = text


def _suffixed(heading: str) -> Iterator[str]:
    number = 2
    while True:
        yield f"{heading} ({number})"
        number += 1
