"""What stands above a list and looks like its headings: a line of labels with their values, a small table of a form.

Invariant: the row that looked like headings is given up only for one below it that consists of the usual headings.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from connectors.excel.grid import Row
from connectors.excel.keys import CODES, COMPANY

USUAL = re.compile(
    r"(?:no\.?|id|コード|url|区分|ランク|備考|メモ|金額|契約日|登録日|更新日|生年月日|性別|業種|業界|資本金|従業員数)"
    r"|(?:ご?(?:顧客|担当者?|連絡先)|お?客様|お?得意先|会社|企業|法人|取引先|仕入先|勤務先|会員|代表者?|自宅)?の?"
    r"(?:(?:氏|会社)?名(?:前|称)?|氏名|コード|番号|cd|id|no\.?|フリガナ|ふりがな|カナ|かな|住所|所在地|郵便番号|〒|都道府県"
    r"|市区町村|(?:携帯)?電話(?:番号)?|携帯(?:番号)?|tel|fax(?:番号)?|e?-?メール(?:アドレス)?|e?-?mail|担当者?|部署名?|部門|所属|役職名?)"
    r"|(?:company|customer|contact|account|person)?(?:name|code|id)|phone(?:number)?|(?:mail)?address|title|department|zip|notes?"
)
VALUE = re.compile(
    r"\d{2,4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?(?:T[\d:]+)?|(?:明治|大正|昭和|平成|令和|[mtshr])(?:\d{1,2}|元)[年.]\d{1,2}[月.]\d{1,2}日?"
    r"|\+?\d[\d()-]{8,}\d|[^\s@]+@[^\s@]+|https?://\S+",
    re.IGNORECASE,
)


NAME = re.compile("氏名|名前|フルネーム")
LABEL = re.compile(r"[^\d:]+:.")
LINES_MAX = 10
"""A form has no more lines than this; what stands between two headings further apart is a list."""


def passed_over(best: Row, rows: Sequence[Row]) -> Row:
    """The row of headings where `best`, of these rows, belongs to a form above it; else `best`."""
    below = [row for row in rows if row.number > best.number]
    for between, row in enumerate(below):
        if _is_head(row) and _words(row) != _words(best):
            is_form = (_is_line(best) and between < LINES_MAX) or (between == 1 and not _names_customers(best))
            return passed_over(row, below) if is_form else best
    return best


def _words(row: Row) -> list[str]:
    return ["".join(unicodedata.normalize("NFKC", text).casefold().split()) for text in row.texts if text.strip()]


def _is_head(row: Row) -> bool:
    words = _words(row)
    usual = sum(USUAL.fullmatch(word) is not None for word in words)
    return usual > 1 and usual * 2 >= len(words) and not _is_line(row)


def _names_customers(row: Row) -> bool:
    return any(word in CODES or COMPANY.search(word) or NAME.search(word) for word in _words(row))


def _is_line(row: Row) -> bool:
    """Whether a row has labels with their values beside them: they take turns, or a value is unmistakable."""
    words = _words(row)
    values = [place for place, word in enumerate(words) if VALUE.fullmatch(word)]
    is_paired = bool(values) and all(place and place - 1 not in values for place in values)
    labels = [USUAL.fullmatch(word) is not None for word in words]
    takes_turns = len(words) > 2 and len(words) % 2 == 0 and labels == [True, False] * (len(words) // 2)
    return is_paired or takes_turns or any(LABEL.match(word) for word in words)
