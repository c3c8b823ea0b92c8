"""What stands above a list, and again on each printed page: forms, titles and headings of two rows."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from connectors.excel import CONNECTOR
from connectors.excel.settings import ExcelSettings
from hub.sdk.connector import Context
from tests.connectors.test_excel_office import book, create, held, pull, sheet_of

BOTH_MERGED = ("A1:A2", "B1:B2", "C1:D1", "A4:A5", "B4:B5", "C4:D4")
UPPER, LOWER = (None, None, "担当者", None), ("顧客コード", "会社名", "氏名", "電話番号")
ONE, TWO = ("1", "会社1", "山田", "03-1"), ("2", "会社2", "鈴木", "03-2")


@pytest.mark.parametrize(
    ("heading", "merged"),
    [
        ([("顧客コード", "会社名", "担当者", None), (None, None, "氏名", "電話\n番号")], BOTH_MERGED),
        ([UPPER, LOWER], ("C1:D1", "C4:D4")),
        ([UPPER, LOWER], ()),
        ([("顧客一覧表",), LOWER], ()),
        ([("顧客一覧表", None, "営業部"), LOWER], ()),
    ],
)
def test_what_is_printed_again_on_each_page_is_no_customer(
    tmp_path: Path, heading: list[Sequence[str | None]], merged: Sequence[str]
) -> None:
    path = book(tmp_path, [*heading, ONE, *heading, TWO], lambda sheet: [sheet.merge_cells(place) for place in merged])
    page = pull(path)
    assert ([record.external_id for record in page.records], page.bad) == (["1", "2"], ())


def test_a_customer_who_is_called_like_a_heading_is_one(tmp_path: Path) -> None:
    path = book(tmp_path, (("企業名", "電話番号", "金額"), ("企業名", "0312345678", 1)))
    assert [record["企業名"] for record in held(path).values()] == ["企業名"]


TITLE = ("取引先管理台帳",)
FORMS = [
    [("作成日", "2024/5/1", None, "担当", "山田 太郎"), ("部署", "営業部", None, "電話番号", "03-1111-2222")],
    [("会社名", "当社株式会社", "電話番号", "03-1111-2222", "メール", "a@example.jp", "担当者", "山田")],
    [("会社名", "当社", "担当者", "山田", "部署", "営業部")],
    [("作成日：2024/5/1", None, "会社名：当社", "担当者：山田", "電話番号：03-1111-2222")],
    [("作成日", "担当", "部署", "電話番号"), ("2024/5/1", "山田", "営業", "03-1111-2222")],
    [("作成日", "担当者", "部署", "電話番号"), (), ("2024/5/1", "山田", "営業", "03-1111-2222"), ()],
    [("作成", "確認", "承認"), ("山田", None, None)],
]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("headings", [("顧客名", "電話番号"), ("コード", "名称", "備考")])
def test_a_form_above_the_list_is_not_its_headings_and_stays_as_it_is(
    tmp_path: Path, form: list[Sequence[str | None]], headings: Sequence[str]
) -> None:
    path = book(tmp_path, [TITLE, *form, headings, ("1", "会社1"), ("2", "会社2")])
    assert next(iter(held(path).values())) == dict(zip(headings, ("1", "会社1", ""), strict=False))
    create(path, dict(zip(headings, ("3", "会社3"), strict=False)))
    there = [[found.value for found in row if found.value] for row in sheet_of(path).iter_rows()]
    assert there[: len(form) + 1] == [[text for text in row if text] for row in (TITLE, *form)]
    assert there[-1] == ["3", "会社3"]


@pytest.mark.parametrize(
    "rows",
    [
        [("氏名", "電話番号", "2024/5/1"), ("山田 太郎", "03-1", "○"), ("佐藤", "03-2", "×")],
        [("会社名", "電話番号"), ("会社1", "03-1"), (), ("会員コード", "氏名"), ("1", "山田"), ("2", "佐藤")],
        [("会社名：", "電話番号："), ("会社1", "03-1"), (), ("会員コード", "氏名"), ("1", "山田")],
        [("顧客コード", "会社名", "担当者", "連絡先"), (None, None, "氏名", "電話番号"), ("1", "会社1", "山田", "03")],
    ],
)
def test_headings_stay_headings_whatever_stands_below_them(tmp_path: Path, rows: list[Sequence[str | None]]) -> None:
    path = book(tmp_path, rows)
    found = CONNECTOR(ExcelSettings(path=str(path)), Context(connection="sheet")).check()
    assert "header in row 1, " in found
