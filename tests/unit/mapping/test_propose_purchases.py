"""Proposing a mapping of purchases: they make no customers, and are linked to those of another sheet."""

from __future__ import annotations

import pytest

from hub.mapping.compile import CompiledMapping
from hub.mapping.load import compile_text
from hub.mapping.propose import Link, propose
from hub.mapping.purchase_headings import row_keys
from hub.model import CanonicalSchema

PURCHASE = {
    "会員番号": "0001",
    "氏名": "鈴木 花子",
    "購入日": "2024/5/1",
    "商品名": "緑茶 100g",
    "単価": "¥1,200",
    "数量": "3",
    "値引": "100",
    "金額": "3,500円",
    "支払方法": "クレジット",
    "担当": "佐藤",
}


def compiled(headings: list[str], link: Link | None = None) -> CompiledMapping:
    text = propose(headings, [], "excel", "購買", link=link)
    return compile_text(text, "proposed.yaml", CanonicalSchema())


def test_a_list_of_purchases_makes_purchases_and_no_customers() -> None:
    assert compiled(list(PURCHASE)).map(PURCHASE).parts == {
        "purchase": {
            "at": "2024-04-30T15:00:00+00:00",
            "product": "緑茶 100g",
            "price": "1200",
            "quantity": "3",
            "discount": "100",
            "amount": "3500",
            "payment_method": "クレジット",
            "staff": "佐藤",
        }
    }


@pytest.mark.parametrize(
    "headings",
    [
        ["購買日時", "商品", "購買金額"],
        ["会員No.", "お買い上げ日", "品名", "個数", "税込金額"],
        ["注文番号", "ご注文日", "商品名", "数量", "小計", "お客様番号", "お客様名", "電話番号"],
        ["売上日", "得意先CD", "得意先名", "商品CD", "商品名", "数量", "単価", "金額", "原価"],
        ["日付", "会員ID", "メニュー", "単価", "担当スタッフ"],
        ["受注日", "取引先コード", "品名", "数量", "金額"],
        ["Order date", "Customer ID", "Product", "Quantity", "Unit price", "Total"],
    ],
)
def test_lists_of_purchases_are_known_by_their_day_and_what_was_bought(headings: list[str]) -> None:
    assert set(compiled(headings).parts) == {"purchase"}


@pytest.mark.parametrize(
    "headings",
    [
        ["会員番号", "氏名", "最終購入日", "購入回数", "累計購入金額"],
        ["氏名", "住所", "電話番号", "購入日", "商品名", "金額"],
        ["会社名", "案件名", "受注日", "商品", "数量", "金額"],
        ["請求書番号", "請求日", "請求先", "金額"],
        ["企業名", "契約日", "商品", "契約金額"],
        ["日付", "品名", "数量", "単価", "棚番"],
        ["企業名", "業種", "商品", "金額"],
    ],
)
def test_other_lists_are_none_of_purchases(headings: list[str]) -> None:
    assert "purchase" not in compiled(headings).parts


def test_purchases_are_linked_by_the_number_that_tells_the_rows_of_another_sheet() -> None:
    mapping = compiled(list(PURCHASE), Link("会員番号", "会員", "contact"))
    assert mapping.map(PURCHASE).parts["purchase"]["person"] == "会員/0001#contact"
    mapping = compiled(list(PURCHASE), Link("会員番号", "取引先", "company"))
    assert mapping.map(PURCHASE).parts["purchase"]["company"] == "取引先/0001#company"


def test_numbers_that_the_other_sheet_lacks_are_counted() -> None:
    text = propose(list(PURCHASE), [], "excel", "購買", link=Link("会員番号", "会員", "contact", 20, 3))
    assert "見本20件のうち3件は 会員 にない番号です" in text
    assert "custom.会員番号" not in text


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_purchases_alone_say_what_has_to_be_done_for_their_link(lang: str) -> None:
    text = propose(list(PURCHASE), [], "excel", "rows", "ja" if lang == "ja" else "en")
    assert '# person: {ref: "会員#contact", from: 会員番号}' in text
    assert ("同じブックのシートにします" if lang == "ja" else "a sheet of this list's workbook") in text


def test_purchases_without_a_number_of_their_customers_are_told_to_get_one() -> None:
    assert "この一覧にもその列を加えます" in propose(["購入日", "氏名", "商品名", "金額"], [], "excel", "rows")


def test_the_day_of_a_purchase_tells_when() -> None:
    assert compiled(list(PURCHASE)).map(PURCHASE).at == "2024-04-30T15:00:00+00:00"


def test_of_several_amounts_the_one_with_tax_is_meant() -> None:
    text = propose(["購入日", "商品名", "金額（税抜）", "消費税", "税込金額（千円）"], [], "excel", "rows")
    assert 'amount: {from: "税込金額（千円）", with: thousand_yen}' in text


def test_a_cost_says_that_it_is_read_as_that_of_the_whole_quantity() -> None:
    assert "cost: {from: 原価, with: money}   # 数量分の合計" in propose(
        ["購入日", "商品名", "数量", "金額", "原価"], [], "excel", "rows"
    )


@pytest.mark.parametrize(
    ("headings", "first"),
    [
        (["購買番号", "会員番号", "購入日", "商品名", "金額"], ("購買番号",)),
        (["会員番号", "購入日", "商品名", "数量", "金額"], ("会員番号", "購入日", "商品名")),
        (["会員番号", "購入日", "数量", "金額"], ("会員番号", "購入日", "数量", "金額")),
        (["購入日", "商品名", "金額"], ("購入日", "商品名")),
        (["会員番号", "氏名"], None),
    ],
)
def test_what_tells_one_purchase_from_another_is_never_the_customer_alone(
    headings: list[str], first: tuple[str, ...] | None
) -> None:
    assert next(iter(row_keys(headings)), None) == first


def test_of_slips_with_several_lines_the_line_or_the_product_tells_one_from_another() -> None:
    keys = row_keys(["伝票番号", "行番号", "購入日", "商品名", "金額"])
    assert keys[:3] == [("伝票番号",), ("伝票番号", "行番号"), ("伝票番号", "商品名")]
