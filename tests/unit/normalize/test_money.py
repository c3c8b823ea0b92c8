from __future__ import annotations

from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.normalize.money import decimal_text, money


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("1200", "1200"),
        ("¥1,200", "1200"),
        ("￥１，２００", "1200"),
        ("\\1,200", "1200"),
        ("1,200円", "1200"),
        ("1,200 円", "1200"),
        ("金1,200円也", "1200"),
        ("1,200円(税込)", "1200"),
        ("1,200円（税抜き）", "1200"),
        ("1,200円 税別", "1200"),
        ("JPY 1,200", "1200"),
        ("約120万円", "1200000"),
        ("120万円", "1200000"),
        ("1.5億円", "150000000"),
        ("1億2千万", "120000000"),
        ("1億2,000万円", "120000000"),
        ("２億５０００万", "250000000"),
        ("三百万円", "3000000"),
        ("百二十万", "1200000"),
        ("千円", "1000"),
        ("50千円", "50000"),
        ("10百万円", "10000000"),
        ("3兆円", "3000000000000"),
        ("1200.50", "1200.5"),
        (".5", "0.5"),
        ("▲1,200", "-1200"),
        ("△1,200円", "-1200"),
        ("-¥1,200", "-1200"),
        ("¥-1,200", "-1200"),
        ("−１，２００", "-1200"),
        ("(1,200)", "-1200"),
        ("+1,200", "1200"),
        ("0", "0"),
        ("-0", "0"),
        ("007", "7"),
    ],
)
def test_an_amount_of_yen_is_read(text: str, amount: str) -> None:
    assert money(text) == amount


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "an empty text"),
        ("応相談", "no amount in yen"),
        ("1,20", "no amount in yen"),
        ("1.200,50", "no amount in yen"),
        ("12 34", "no amount in yen"),
        ("1200-1500", "no amount in yen"),
        ("万円", "no amount in yen"),
        ("2千万1億", "out of order"),
        ("1万2億", "out of order"),
        ("$100", "another currency"),
        ("100ドル", "another currency"),
        ("EUR 5", "another currency"),
        ("1e5", "no amount in yen"),
        ("NaN", "no amount in yen"),
    ],
)
def test_what_is_no_amount_of_yen_is_refused_in_words(text: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        money(text)


AMOUNTS = st.decimals(min_value=-(10**15), max_value=10**15, places=2)


@given(AMOUNTS)
def test_decimal_text_is_read_back_exactly(amount: Decimal) -> None:
    text = decimal_text(amount)
    assert Decimal(money(text)) == amount
    assert money(money(text)) == money(text)


@given(st.integers(0, 10**12))
def test_grouped_yen_are_read_as_written(amount: int) -> None:
    assert money(f"¥{amount:,}") == money(f"{amount:,}円") == str(amount)


@given(st.text(max_size=12))
def test_any_text_is_an_amount_or_a_value_error(text: str) -> None:
    with suppress(ValueError):
        assert Decimal(money(text)).is_finite()
