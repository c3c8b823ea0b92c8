"""`hub init` of lists of purchases: a row is a purchase of a customer of another sheet, and makes none itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.e2e.test_cli_init_books import book, connection, folder
from tests.unit.cli.conftest import Types, office, types

__all__ = ["folder", "office", "types"]

MEMBERS = [["会員番号", "氏名", "メール"], ["0001", "鈴木 花子", "hanako@example.jp"], ["0002", "田中 一郎", ""]]
HEADINGS = ["購入日", "会員番号", "氏名", "商品名", "単価", "数量", "値引", "金額", "支払方法", "担当"]
PURCHASES = [
    HEADINGS,
    ["2025/4/1", "0001", "鈴木 花子", "緑茶", "1,000", "2", "", "2,000", "現金", "佐藤"],
    ["2025/4/1", "0001", "鈴木 花子", "湯呑", "3,000", "1", "500", "2,500", "現金", "佐藤"],
    ["2025/5/1", "0002", "田中 一郎", "緑茶", "1,000", "1", "", "1,000", "カード", "佐藤"],
]


def test_purchases_are_linked_to_the_members_of_another_sheet_of_their_book(folder: Path, types: Types) -> None:
    source = book(folder / "店.xlsx", {"購買": PURCHASES, "会員": MEMBERS})
    told = types("--lang", "ja", "init", source.name)
    assert "店.xlsx:購買 は購買の一覧なので" in told.out
    assert connection(folder).settings["key"] == {"購買": ["会員番号", "購入日", "商品名"]}
    assert types("check", "--connect").code == 0
    assert types("sync", "--json").document["golden"] == {"person": 2, "purchase": 3}
    figures = types("explain", "店/会員/0001", "--json").document["records"][0]["figures"]
    assert (figures["purchases"], figures["cumulative_sales"]) == (2, "4500")


def test_a_company_s_purchases_are_linked_to_it(folder: Path, types: Types) -> None:
    customers = [["得意先CD", "会社名"], ["C1", "株式会社山田商事"], ["C2", "佐藤工業㈱"]]
    sold = [["売上日", "得意先コード", "商品名", "数量", "金額"], ["2025/4/1", "C1", "緑茶", "2", "2,000"]]
    types("init", book(folder / "店.xlsx", {"得意先": customers, "売上": sold}).name)
    assert types("sync", "--json").document["golden"] == {"company": 2, "purchase": 1}
    figures = types("explain", "店/得意先/C1", "--json").document["records"][0]["figures"]
    assert figures["cumulative_sales"] == "2000"


def test_purchases_are_linked_to_the_sheet_that_has_their_numbers(folder: Path, types: Types) -> None:
    old = [MEMBERS[0], ["9001", "昔 太郎", ""]]
    source = book(folder / "店.xlsx", {"旧会員": old, "会員": MEMBERS, "購買": PURCHASES})
    types("init", source.name)
    assert 'person: {ref: "会員#contact", from: 会員番号}' in (folder / "mappings/excel.店.購買.yaml").read_text(
        "utf-8"
    )


def test_purchases_of_unknown_members_are_told_where_the_mapping_is_read(folder: Path, types: Types) -> None:
    guest = ["2025/6/1", "0777", "", "緑茶", "1,000", "1", "", "1,000", "現金", "佐藤"]
    types("--lang", "ja", "init", book(folder / "店.xlsx", {"会員": MEMBERS, "購買": [*PURCHASES, guest]}).name)
    text = (folder / "mappings/excel.店.購買.yaml").read_text("utf-8")
    assert "見本4件のうち1件は 会員 にない番号です" in text


def test_another_kind_of_number_is_not_taken_for_the_members(folder: Path, types: Types) -> None:
    customers = [["顧客コード", "会社名"], ["C1", "株式会社山田商事"], ["C2", "佐藤工業㈱"]]
    types("init", book(folder / "店.xlsx", {"顧客": customers, "購買": PURCHASES}).name)
    assert "\n      company: {ref" not in (folder / "mappings/excel.店.購買.yaml").read_text("utf-8")
    assert types("sync", "--json").document["golden"] == {"company": 2, "purchase": 3}


def test_purchases_alone_make_no_person_and_say_how_they_are_linked(folder: Path, types: Types) -> None:
    told = types("--lang", "ja", "init", book(folder / "購買.xlsx", {"購買": PURCHASES}).name)
    assert "顧客に結び付けるには" in told.out
    assert "同じブックのシートにします" in (folder / "mappings/excel.購買.yaml").read_text("utf-8")
    assert types("check").code == 0
    assert types("sync", "--json").document["golden"] == {"purchase": 3}


@pytest.mark.parametrize(
    ("headings", "rows", "key"),
    [
        (
            ["伝票番号", "日付", "会員ID", "品名", "数量", "金額"],
            [["S1", "2025/4/1", "1", "茶", "1", "10"]],
            ["伝票番号"],
        ),
        (
            ["伝票番号", "行", "日付", "会員ID", "品名", "数量", "金額"],
            [["S1", "1", "2025/4/1", "1", "茶", "1", "10"], ["S1", "2", "2025/4/1", "1", "茶", "1", "10"]],
            ["伝票番号", "行"],
        ),
        (
            ["購入日", "商品名", "数量", "金額"],
            [["2025/4/1", "茶", "1", "10"], ["2025/4/1", "茶", "2", "20"]],
            ["購入日", "商品名", "数量", "金額"],
        ),
        (
            ["購入日", "会員番号", "商品名", "金額"],
            [["2025/4/1", "", "茶", "10"], ["2025/4/1", "1", "湯呑", "20"]],
            ["購入日", "商品名", "金額"],
        ),
    ],
)
def test_the_rows_of_purchases_are_told_by_what_the_sheet_has(
    folder: Path, types: Types, headings: list[str], rows: list[list[str]], key: list[str]
) -> None:
    document = types("init", book(folder / "店.xlsx", {"購買": [headings, *rows]}).name, "--json").document
    assert document["sheets"][0]["good"] == len(rows)
    assert connection(folder).settings["key"] == key
    assert types("sync", "--json").document["golden"] == {"purchase": len(rows)}


def test_a_csv_file_of_purchases_makes_purchases_too(folder: Path, types: Types) -> None:
    (folder / "購買.csv").write_text("\n".join(",".join(f'"{cell}"' for cell in row) for row in PURCHASES), "cp932")
    types("init", "購買.csv")
    assert types("sync", "--json").document["golden"] == {"purchase": 3}
