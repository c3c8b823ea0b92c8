from __future__ import annotations

import typing
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.model.fields import Kind
from hub.normalize.compare import comparable, same

KINDS = typing.get_args(Kind)

SAME: list[tuple[str, Any, Any]] = [
    ("text", "ＡＢＣ　ビル", "ABC ビル"),
    ("text", "a\r\nb", "a\nb"),
    ("company_name", "㈱山田", "株式会社　山田"),
    ("person_name", "髙橋　一郎", "高橋一郎"),
    ("kana", "やまだ たろう", "ﾔﾏﾀﾞﾀﾛｳ"),
    ("phone", "03-1234-5678", "+81312345678"),
    ("phone", "03-1234-5678 内線12", "+81312345678;ext=12"),
    ("email", "Taro@X.JP", "taro@x.jp"),
    ("url", "http://www.x.jp/", "https://x.jp"),
    ("postal_code", "〒1000005", "100-0005"),
    ("prefecture", "東京", "東京都"),
    ("street", "北一条西4丁目4番", "北1条西４－４"),
    ("street", "札幌市　中央区", "札幌市中央区"),
    ("code", "Ａ－００１", "A-001"),
    ("corporate_number", "7000-0120-50002", "7000012050002"),
    ("invoice_number", "Ｔ7000012050002", "T7000012050002"),
    ("datetime", "2024-05-01T09:00:00+09:00", "2024-05-01T00:00:00Z"),
    ("money", "1200", "1200.00"),
    ("number", "1.5", "1.50"),
    ("money", "ａ円", "a円"),
    ("datetime", "ｓｏｏｎ", "soon"),
    ("text_list", "Ａ", "A"),
    ("text_list", ["Ａ", "b"], ["b", "A"]),
    (
        "lines",
        [{"name": "A", "price": "1"}, {"name": "B"}],
        [{"name": "B", "price": None}, {"name": "Ａ", "price": "1.0"}],
    ),
    (
        "addresses",
        [{"postal_code": "1000005", "prefecture": "東京", "street": "丸の内一丁目2番3号"}],
        [{"postal_code": "100-0005", "prefecture": "東京都", "street": "丸の内1-2-3"}],
    ),
]
DIFFERENT: list[tuple[str, Any, Any]] = [
    ("text", "abc", "ABC"),
    ("company_name", "㈱山田", "山田㈱"),
    ("company_name", "㈱山田", "山田"),
    ("person_name", "斎藤", "斉藤"),
    ("phone", "03-1234-5678 内線12", "03-1234-5678"),
    ("phone", "なし", ""),
    ("street", "丸の内1-2-3", "丸の内1-2-3-405"),
    ("text", "1-2", "1の2"),
    ("code", "001", "1"),
    ("code", "a", "A"),
    ("date", "2024-05-01", "2024-05-02"),
    ("money", "1200", "-1200"),
    ("money", "NaN", "1"),
    ("boolean", True, False),
    ("datetime", "2024-05-01T00:00:00", "2024-05-01T00:00:00Z"),
    ("lines", ["x"], [{"name": "x"}]),
    ("integer", 1, 2),
    ("choice", "male", "Male"),
    ("ref", "company/1", "company/11"),
    ("text_list", ["A"], ["A", "B"]),
    ("lines", [{"name": "A"}], [{"name": "A"}, {"name": "A"}]),
    ("text", "x", None),
]


@pytest.mark.parametrize(("kind", "one", "other"), SAME)
def test_a_difference_in_writing_is_none(kind: str, one: Any, other: Any) -> None:
    assert same(kind, one, other)


@pytest.mark.parametrize(("kind", "one", "other"), DIFFERENT)
def test_a_difference_in_meaning_stays(kind: str, one: Any, other: Any) -> None:
    assert not same(kind, one, other)


def test_nothing_is_the_same_as_nothing() -> None:
    assert same("text", None, None)
    assert comparable("text", None) is None


JSON: st.SearchStrategy[Any] = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), st.text(max_size=8)),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=4), inner, max_size=3)),
    max_leaves=6,
)


@given(st.sampled_from(KINDS), JSON)
def test_every_json_value_of_every_kind_is_comparable(kind: str, value: Any) -> None:
    assert hash(comparable(kind, value)) == hash(comparable(kind, value))
    assert same(kind, value, value)


@given(st.sampled_from(KINDS), JSON, JSON)
def test_sameness_is_equality_of_what_is_comparable(kind: str, one: Any, other: Any) -> None:
    assert same(kind, one, other) == same(kind, other, one)
    if one is not None and other is not None:
        assert same(kind, one, other) == (comparable(kind, one) == comparable(kind, other))


@given(st.lists(st.text(max_size=4), max_size=5), st.randoms())
def test_the_order_of_a_list_says_nothing(items: list[str], random: Any) -> None:
    assert same("text_list", items, random.sample(items, len(items)))


writings = st.sampled_from(
    ["北1条西4-4", "北一条西4丁目4番", "北1条西４の４", "北1条西4", "北1条西4丁目", "北1条西4番地", "四谷4", "四谷 4番"]
)


@given(writings, writings, writings)
def test_writings_of_streets_fall_into_classes(one: str, other: str, third: str) -> None:
    if same("street", one, other) and same("street", other, third):
        assert same("street", one, third)
