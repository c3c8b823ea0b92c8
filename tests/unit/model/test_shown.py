"""Values as people read them."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

import pytest

from hub.model.shown import duration_text, moment_text, money_text, record_text, short, value_text, values_text

TOKYO = ZoneInfo("Asia/Tokyo")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "—"),
        ([], "—"),
        (True, "true"),
        (0, "0"),
        (["a", "b"], "a / b"),
        ({"product": "保守", "price": None}, "保守"),
        ("一行\n二行", "一行 二行"),
    ],
)
def test_a_value_fits_into_one_line(value: Any, text: str) -> None:
    assert value_text(value) == text


def test_a_full_name_stands_for_its_halves() -> None:
    assert values_text({"name": "山田 太郎", "family_name": "山田", "given_name": "太郎"}) == "山田 太郎"


def test_halves_without_a_full_name_are_told() -> None:
    assert values_text({"family_name": "山田", "given_name": "太郎"}) == "山田 太郎"


def test_nothing_is_a_dash() -> None:
    assert values_text({}) == "—"


def test_a_moment_is_told_in_the_zone() -> None:
    assert moment_text("2026-04-01T00:30:00+00:00", TOKYO) == "2026-04-01 09:30"


@pytest.mark.parametrize("at", ["2026-04-01", "someday"])
def test_a_day_and_what_is_no_moment_stay_as_they_are(at: str) -> None:
    assert moment_text(at, TOKYO) == at


@pytest.mark.parametrize(("seconds", "text"), [(0, "0s"), (59, "59s"), (180, "3m"), (7500, "2h 5m")])
def test_a_wait_is_told_in_the_unit_that_fits(seconds: float, text: str) -> None:
    assert duration_text(seconds) == text


def test_a_long_text_is_cut() -> None:
    assert short("あ" * 70, 10) == "あ" * 9 + "…"


def test_a_long_id_is_cut_and_its_part_is_kept() -> None:
    assert record_text("sheet/rows/e689b811d07c68fd76b7#company") == "sheet/rows/e689b811…#company"


def test_a_person_is_no_record() -> None:
    assert record_text("yamada") == "yamada"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("店/購買/0001|2025/4/1|緑茶#purchase", "店/購買/0001|202…#purchase"),
        ("店/会員/鈴木花子さんの控え#contact", "店/会員/鈴木花子さんの控…#contact"),
        ("sheet/rows/a#1#company", "sheet/rows/a#1#company"),
    ],
)
def test_an_id_is_cut_whatever_signs_it_has(name: str, text: str) -> None:
    assert record_text(name) == text


@pytest.mark.parametrize(
    ("amount", "told"),
    [("1200000", "1,200,000"), ("-5500.50", "-5,500.50"), ("999", "999"), ("", ""), ("about 5", "about 5")],
)
def test_an_amount_is_told_in_thousands(amount: str, told: str) -> None:
    assert money_text(amount) == told
