"""Rows that sum up the list, whatever they are called, are no customers."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.connectors.test_excel_office import CUSTOMERS, book, cell, create, held


@pytest.mark.parametrize("label", [None, "総額", "ご請求総額", "【合計】", "合計：", "計 2件", "平均"])
def test_a_row_that_sums_up_the_list_is_no_customer_whatever_it_is_called(tmp_path: Path, label: str | None) -> None:
    path = book(tmp_path, (*CUSTOMERS, (label, None, None, "=SUM(D2:D3)")))
    assert (sorted(held(path)), create(path).outcome, cell(path, "A4")) == (["1", "2"], "rejected", label)


@pytest.mark.parametrize(
    "total", [("【合計】", None, None, 300), ("合計：", None, None, 300), ("計 2件",), ("平均", None, None, 150)]
)
def test_a_total_is_known_by_its_words(tmp_path: Path, total: Sequence[Any]) -> None:
    assert sorted(held(book(tmp_path, (*CUSTOMERS, total)))) == ["1", "2"]


def test_a_customer_with_a_formula_over_rows_above_is_one(tmp_path: Path) -> None:
    path = book(tmp_path, (*CUSTOMERS, ("3", "本社", "c@example.jp", "=SUM(D2:D3)")))
    assert create(path, {"顧客コード": "4"}).outcome == "done"
    assert cell(path, "A5") == "4"


def test_rows_that_number_themselves_by_counting_those_above_wait_for_a_customer(tmp_path: Path) -> None:
    rows = (
        *((*row, number) for row, number in zip(CUSTOMERS, ("No.", 1, 2), strict=True)),
        (*[None] * 4, "=COUNTA(A$1:A3)"),
    )
    path = book(tmp_path, rows)
    assert (create(path).outcome, cell(path, "A4"), cell(path, "E4")) == ("done", "3", "=COUNTA(A$1:A3)")
