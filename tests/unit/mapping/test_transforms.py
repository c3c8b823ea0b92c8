"""Every transform: what it reads, what it refuses, and the law of its way back."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from hub.mapping.problems import TransformError
from hub.mapping.transforms import TRANSFORMS
from hub.mapping.transforms.kind import Transform
from hub.normalize.dates import parse_day, parse_moment

ZONE = ZoneInfo("Asia/Tokyo")

MARUNOUCHI = {"prefecture": "東京都", "city": "千代田区", "street": "丸の内1-1-1"}
UMEDA = {"prefecture": "大阪府", "city": "大阪市北区", "street": "梅田2"}


def transform(name: str) -> Transform:
    return TRANSFORMS[name].in_zone(ZONE)


@pytest.mark.parametrize(
    ("name", "given_", "expected"),
    [
        ("text", 12, "12"),
        ("text", Decimal("1.50"), "1.5"),
        ("text", True, "true"),
        ("thousand_yen", "10,000", "10000000"),
        ("thousand_yen", 10000, "10000000"),
        ("thousand_yen", Decimal("1.5"), "1500"),
        ("thousand_yen", "▲1,200", "-1200000"),
        ("thousand_yen", "¥1,200", "1200000"),
        ("thousand_yen", "500千円", "500000"),
        ("thousand_yen", "1億円", "100000000"),
        ("man_yen", "500", "5000000"),
        ("million_yen", "12.5", "12500000"),
        ("oku_yen", "1.2", "120000000"),
        ("strip", " a　", "a"),
        ("width", "ＡＢＣ　１２", "ABC 12"),
        ("digits", "〒１００-0005", "1000005"),
        ("lower", "ABC", "abc"),
        ("upper", "abc", "ABC"),
        ("kana", "ﾔﾏﾀﾞ", "ヤマダ"),
        ("kana", "やまだ", "ヤマダ"),
        ("hiragana", "ヤマダ", "やまだ"),
        ("text_list", "a、b, a\nc", ["a", "b", "c"]),
        ("semicolons", "a;b", ["a", "b"]),
        ("tags", ["a", None, "b、c"], ["a", "b、c"]),
        ("join_lines", ["a", "b"], "a\nb"),
        ("company_name", "㈱山田商店", "株式会社山田商店"),
        ("company_name", "山田商店（株） 御中", "山田商店株式会社"),
        ("company_name", "Yamada K.K.", "Yamada K.K."),
        ("legal_form", "㈱山田商店", "株式会社"),
        ("legal_form", "山田商店", ""),
        ("person_name", "山田　太郎 様", {"name": "山田 太郎", "family_name": "山田", "given_name": "太郎"}),
        ("person_name", "桜木花道丸", {"name": "桜木花道丸"}),
        ("address_line", "〒 〒", {}),
        ("address", "〒100-0005 〒丸の内", {"postal_code": "100-0005", "street": "丸の内"}),
        ("person_kana", "ﾔﾏﾀﾞ ﾀﾛｳ", {"kana": "ヤマダ タロウ", "family_kana": "ヤマダ", "given_kana": "タロウ"}),
        ("person_kana", "ヤマダタロウ", {"kana": "ヤマダタロウ"}),
        ("department_title", "営業部 部長", {"department": "営業部", "title": "部長"}),
        ("department_title", "営業部・部長", {"department": "営業部", "title": "部長"}),
        ("department_title", "営業部/課長", {"department": "営業部", "title": "課長"}),
        ("department_title", "営業部部長", {"department": "営業部", "title": "部長"}),
        ("department_title", "営業部長", {"title": "営業部長"}),
        ("department_title", "取締役 営業部長", {"title": "取締役 営業部長"}),
        (
            "department_title",
            "カスタマー・サクセス部 マネージャー",
            {"department": "カスタマー・サクセス部", "title": "マネージャー"},
        ),
        ("department_title", "情報システム部", {"department": "情報システム部"}),
        ("contract_text", "保守契約 120万円", {"products": ["保守契約"], "amount": "1200000"}),
        ("contract_text", "保守契約120万円(税込)", {"products": ["保守契約"], "amount": "1200000"}),
        ("contract_text", "A、B ¥1,200", {"products": ["A", "B"], "amount": "1200"}),
        ("contract_text", "120万円", {"amount": "1200000"}),
        ("contract_text", "Office 365", {"products": ["Office 365"]}),
        ("phone", "03-1234-5678 内線12", "+81312345678;ext=12"),
        ("phone", "なし", "なし"),
        ("first_phone", "03-1234-5678 / 090-1234-5678", "+81312345678"),
        ("phones", "03-1234-5678 / 090-1234-5678", ["+81312345678", "+819012345678"]),
        ("email", "Taro <Taro@Example.com>", "taro@example.com"),
        ("emails", "a@example.com; B@example.com", ["a@example.com", "b@example.com"]),
        ("url", "Example.com/", "https://example.com"),
        ("domain", "https://www.example.co.jp/a", "example.co.jp"),
        ("domain", "taro@example.co.jp", "example.co.jp"),
        ("postal_code", "〒1000005", "100-0005"),
        ("prefecture", "Tokyo", "東京都"),
        ("prefecture_from_zero", 0, "北海道"),
        ("prefecture_from_zero", -1, ""),
        ("prefecture_from_jis", "13", "東京都"),
        ("prefecture_from_jis", 0, ""),
        (
            "address_line",
            "東京都千代田区丸の内1-1-1",
            {"prefecture": "東京都", "city": "千代田区", "street": "丸の内1-1-1"},
        ),
        ("city_street", "千代田区丸の内1-1-1 見本ビル", {"city": "千代田区", "street": "丸の内1-1-1 見本ビル"}),
        ("addresses", "東京都千代田区丸の内1-1-1", [MARUNOUCHI]),
        ("addresses", "東京都千代田区丸の内1-1-1\n大阪府大阪市北区梅田2", [MARUNOUCHI, UMEDA]),
        ("addresses", "東京都千代田区丸の内1-1-1；大阪府大阪市北区梅田2;", [MARUNOUCHI, UMEDA]),
        ("addresses", ["東京都千代田区丸の内1-1-1", None, "大阪府大阪市北区梅田2"], [MARUNOUCHI, UMEDA]),
        ("addresses", "東京都千代田区丸の内1-1-1\n東京都千代田区丸の内１-１-１", [MARUNOUCHI]),
        (
            "addresses",
            "本社：東京都千代田区丸の内1-1-1\n【梅田】大阪府大阪市北区梅田2",
            [{"label": "本社", **MARUNOUCHI}, {"label": "梅田", **UMEDA}],
        ),
        ("addresses", "（第2工場）大阪府大阪市北区梅田2", [{"label": "第2工場", **UMEDA}]),
        (
            "addresses",
            "〒100-0005\n東京都千代田区丸の内1-1-1\n見本ビル10F",
            [{"postal_code": "100-0005", **MARUNOUCHI, "building": "見本ビル10F"}],
        ),
        ("addresses", "東京都千代田区丸の内1-1-1\nTEL：03-1234-5678", [{**MARUNOUCHI, "building": "TEL:03-1234-5678"}]),
        ("addresses", "丸の内1-1-1\n梅田2", [{"street": "丸の内1-1-1"}, {"street": "梅田2"}]),
        ("date", "令和6年5月1日", "2024-05-01"),
        ("date", "2024/5/1", "2024-05-01"),
        ("date", "2024-05-01T23:30:00Z", "2024-05-02"),
        ("era_date", "R6.5.1", "2024-05-01"),
        ("datetime", "2024/5/1 9:00", "2024-05-01T00:00:00+00:00"),
        ("datetime", "2024-05-01", "2024-04-30T15:00:00+00:00"),
        ("datetime", "2024-05-01T09:00:00+02:00", "2024-05-01T07:00:00+00:00"),
        ("epoch_ms", 1714521600000, "2024-05-01T00:00:00+00:00"),
        ("year", "昭和45年", "1970-01-01"),
        ("year", "1998年", "1998-01-01"),
        ("money", "120万円", "1200000"),
        ("money", 1200, "1200"),
        ("money", Decimal("12.50"), "12.5"),
        ("number", "1,200.5", "1200.5"),
        ("integer", "1,200名", 1200),
        ("integer", Decimal(12), 12),
        ("month", "3月末", 3),
        ("boolean", "○", True),
        ("boolean", "いいえ", False),
        ("boolean", "上場", True),
        ("boolean", "非上場", False),
        ("boolean", "希望する", True),
        ("boolean", "希望しない", False),
        ("boolean", "許可しない", False),
        ("boolean", "ＮＧ", False),
        ("boolean", 0, False),
        ("not_boolean", "true", False),
        ("corporate_number", "7000012050002", "7000012050002"),
        ("invoice_number", "t7000012050002", "T7000012050002"),
    ],
)
def test_a_transform_reads(name: str, given_: Any, expected: Any) -> None:
    assert transform(name).forward(given_) == expected


@pytest.mark.parametrize(
    ("name", "doc", "expected"),
    [
        ("half_kana", "ヤマダ", "ﾔﾏﾀﾞ"),
        ("text_list", ["a", "b"], "a、b"),
        ("semicolons", ["a", "b"], "a;b"),
        ("person_name", {"family_name": "山田", "given_name": "太郎"}, "山田 太郎"),
        ("department_title", {"department": "営業部", "title": "部長"}, "営業部 部長"),
        ("contract_text", {"products": ["A", "B"], "amount": "1200000"}, "A、B 1,200,000円"),
        ("phone", "+81312345678;ext=12", "03-1234-5678 内線12"),
        ("phone_e164", "+81312345678", "+81312345678"),
        ("postal_digits", "100-0005", "1000005"),
        ("prefecture_from_zero", "東京都", 12),
        ("prefecture_from_jis", "東京都", 13),
        (
            "address",
            {"postal_code": "100-0005", "prefecture": "東京都", "city": "千代田区"},
            "〒100-0005 東京都千代田区",
        ),
        (
            "addresses",
            [{"label": "本社", **MARUNOUCHI}, {"postal_code": "530-0001", **UMEDA}],
            "本社：東京都千代田区丸の内1-1-1\n〒530-0001 大阪府大阪市北区梅田2",
        ),
        ("addresses", [{"label": "本社:1", **MARUNOUCHI}], "本社 1：東京都千代田区丸の内1-1-1"),
        ("era_date", "2019-05-01", "令和元年5月1日"),
        ("date_slash", "2024-05-01", "2024/05/01"),
        ("epoch_ms", "2024-05-01T00:00:00+00:00", 1714521600000),
        ("year", "1998-01-01", 1998),
        ("money", "1200", 1200),
        ("thousand_yen", "10000000", 10000),
        ("million_yen", "12345678", Decimal("12.345678")),
        ("money", "12.5", Decimal("12.5")),
        ("yes_no_ja", True, "はい"),
        ("not_boolean", True, False),
    ],
)
def test_a_transform_goes_back(name: str, doc: Any, expected: Any) -> None:
    way = transform(name).inverse
    assert way is not None
    assert way(doc) == expected


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("money", "たくさん"),
        ("thousand_yen", "1,200円"),
        ("man_yen", "たくさん"),
        ("money", "$12"),
        ("integer", "約100"),
        ("integer", Decimal("1.5")),
        ("number", "x"),
        ("boolean", "maybe"),
        ("month", "13月"),
        ("date", "2024/13/45"),
        ("date", "平成40年1月1日"),
        ("datetime", "yesterday"),
        ("year", "98"),
        ("epoch_ms", 10**20),
        ("prefecture_from_zero", 47),
        ("prefecture_from_jis", 48),
        ("corporate_number", "1234567890123"),
        ("invoice_number", "T1"),
        ("list", "x"),
    ],
)
def test_a_transform_refuses_without_showing_the_value(name: str, value: Any) -> None:
    with pytest.raises(TransformError) as caught:
        transform(name).forward(value)
    assert str(value) not in str(caught.value) or len(str(value)) < 3


SHAPES = {
    "epoch_ms": st.integers(0, 4 * 10**12),
    "integer": st.integers() | st.integers(0, 10**6).map(lambda n: f"{n:,}名"),
    "month": st.integers(1, 12),
    "money": st.decimals(-(10**9), 10**9, places=2) | st.integers(1, 10**6).map(lambda n: f"{n}万円"),
    "number": st.decimals(-(10**9), 10**9, places=4),
    "boolean": st.booleans() | st.sampled_from(["はい", "いいえ", "1", "0"]),
    "date": st.dates().map(str) | st.dates().map(lambda day: f"{day.year:04}/{day.month}/{day.day}"),
    "datetime": st.datetimes().map(lambda moment: moment.isoformat(" ", "seconds")),
    "year": st.integers(1000, 9999),
    "prefecture_from_zero": st.integers(0, 46),
    "prefecture_from_jis": st.integers(1, 47),
    "corporate_number": st.just("7000012050002"),
    "invoice_number": st.integers(10**12, 10**13 - 1).map(lambda n: f"T{n}"),
    "tags": st.lists(st.text(max_size=8), max_size=4),
    "addresses": st.lists(
        st.tuples(
            st.sampled_from(["", "本社：", "【第2工場】", "(支店)", "TEL:", "〒100-0005", "〒 "]),
            st.text(st.sampled_from("東京都千代田区大阪市丸の内1-1-号ビル10F：:【】() 〒　"), max_size=16),
        ).map("".join),
        max_size=5,
    ).flatmap(lambda lines: st.sampled_from(["\n", ";", "；", "\r\n"]).map(lambda sign: sign.join(lines))),
    "list": st.lists(st.dictionaries(st.text(max_size=3), st.text(max_size=3)), max_size=3),
}
LIKE = {"date_slash": "date", "era_date": "date", "not_boolean": "boolean", "yes_no_ja": "boolean"}
LIKE |= dict.fromkeys(("thousand_yen", "man_yen", "million_yen", "oku_yen"), "money")
JAPANESE = st.text(
    st.sampled_from("山田太郎営業部長課第一京東都千代区丸の内ヤマダﾔﾏﾀﾞ株会社㈱()（）・/ 　0123-１２〒円万,、;@.aA"),
    max_size=24,
)
WITH_A_WAY_BACK = sorted(name for name, one in TRANSFORMS.items() if one.inverse is not None)


@given(st.data())
@pytest.mark.parametrize("name", WITH_A_WAY_BACK)
def test_what_went_back_and_comes_again_is_the_same(name: str, data: st.DataObject) -> None:
    one = transform(name)
    assert one.inverse is not None
    value = data.draw(SHAPES.get(LIKE.get(name, name), JAPANESE))
    try:
        said = one.forward(value)
    except TransformError:
        assume(False)
    assume(said not in ("", {}, [], None))
    try:
        back = one.inverse(said)
    except (TransformError, ValueError):
        assume(False)
    assert one.forward(back) == said


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=10), st.lists, max_leaves=4))
@pytest.mark.parametrize("name", sorted(TRANSFORMS))
def test_any_value_is_read_or_refused_in_words(name: str, value: Any) -> None:
    assume(value is not None)
    try:
        transform(name).forward(value)
    except TransformError as error:
        assert str(error)  # noqa: PT017 - that it has words is the point


def test_every_transform_stands_in_the_reference() -> None:
    text = (Path(__file__).resolve().parents[3] / "docs" / "reference" / "mapping.md").read_text(encoding="utf-8")
    assert [name for name in TRANSFORMS if f"`{name}`" not in text] == []


DAYS = st.from_regex(r"[0-9２]{4}[-/.][01][0-9][-/.][0-3][0-9]", fullmatch=True)
CLOCKS = st.from_regex(r"[T ]?[0-2][0-9]:[0-6][0-9]:[0-6][0-9](\.000|\.123)?(Z|\+00:00|\+09:00)?", fullmatch=True)


def read_or_none(way: Any, *given_: Any) -> Any:
    try:
        return way(*given_)
    except ValueError:
        return None


@given(DAYS)
def test_the_quick_answer_for_plain_days_is_that_of_the_long_way(text: str) -> None:
    day = read_or_none(parse_day, text, ZONE)
    assert read_or_none(transform("date").forward, text) == (day and day.isoformat())


@given(DAYS, CLOCKS)
@example("000２-01-01", "T00:00:00Z")
def test_the_quick_answer_for_plain_moments_is_that_of_the_long_way(day: str, clock: str) -> None:
    moment = read_or_none(parse_moment, day + clock, ZONE)
    assert read_or_none(transform("datetime").forward, day + clock) == (moment and moment.isoformat())
