"""The tax agency's list of T-numbers, as its site gives it for download: when each of them ended.

Source of the order of the columns: the agency's description of the resources of its site for qualified invoice
issuers; its CSV files are UTF-8, without headings.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from hub.normalize.identity.numbers import state_numbers
from hub.steward.errors import StewardError

_NUMBER, _ENDS, _LATEST = "登録番号", ("取消年月日", "失効年月日"), "最新履歴"
_AGENCYS = (
    *("一連番号", _NUMBER, "事業者処理区分", "訂正区分", "人格区分", "国内外区分", _LATEST),
    *("登録年月日", "更新年月日", *_ENDS),
)
"""The first columns of the agency's files; names and addresses follow, which nobody needs here."""


def read_register(paths: Sequence[Path]) -> dict[str, date]:
    """The day from which each T-number no longer counts, from CSV files: the agency's own, or ones with headings.

    Raises `StewardError` where one has not the columns that it needs.
    """
    ended: dict[str, date] = {}
    for path in paths:
        try:
            ended |= dict(_ended(path))
        except (OSError, UnicodeDecodeError, csv.Error, ValueError):
            raise StewardError("no_register", file=str(path)) from None
    return ended


def with_t(text: str) -> str:
    """A T-number, or the one that follows from a 法人番号; empty for anything else."""
    numbers = state_numbers(text)
    return f"T{numbers.corporate}" if numbers.corporate else numbers.trader


def _ended(path: Path) -> Iterator[tuple[str, date]]:
    for row in _rows(path):
        number, days = with_t(row.get(_NUMBER, "")), [text for name in _ENDS if (text := row.get(name, ""))]
        if number and days and row.get(_LATEST) != "0":
            yield number, min(date.fromisoformat(text.replace("/", "-")) for text in days)


def _rows(path: Path) -> Iterator[Mapping[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.reader(file)
        first = next(rows, [])
        is_agencys = len(first) >= len(_AGENCYS) and with_t(first[1]) != ""
        columns = _AGENCYS if is_agencys else first
        if _NUMBER not in columns or not set(_ENDS) & set(columns):
            raise StewardError("no_register", file=str(path))
        if is_agencys:
            yield dict(zip(columns, first, strict=False))
        yield from (dict(zip(columns, row, strict=False)) for row in rows)
