from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.normalize.identity.birthdays import birthday_key
from hub.normalize.identity.numbers import StateNumbers, corporate_digits, state_numbers
from hub.normalize.identity.placeholders import is_placeholder
from hub.normalize.identity.places import postal_digits
from hub.normalize.numbers import check_digit

CORPORATE = "7000012050002"


@pytest.mark.parametrize(
    "text",
    [
        *(
            CORPORATE,
            "７００００１２０５０００２",
            "7000-0120-50002",
            "7 0000 1205 0002",
            "T7000012050002",
            "Ｔ７００００１２０５０００２",
        ),
        *(
            "法人番号：7000012050002",
            "法人番号 7000012050002 ",
            "7000012050002\n",
            "0000-12-050002",
            "会社法人等番号 0000-12-050002",
        ),
    ],
)
def test_a_corporate_number_is_read_in_every_writing(text: str) -> None:
    assert corporate_digits(text) == CORPORATE


@pytest.mark.parametrize(
    "text",
    [
        "",
        "不明",
        "7000012050003",
        "700001205000",
        "70000120500021",
        "0000000000000",
        "1111111111111",
        "7.00001E+12",
        "T",
        "―",
    ],
)
def test_a_number_that_fails_its_check_identifies_nobody(text: str) -> None:
    assert corporate_digits(text) == ""


def test_a_traders_number_is_kept_apart_from_a_corporations() -> None:
    assert state_numbers(f"T{CORPORATE}") == StateNumbers(corporate=CORPORATE)
    assert state_numbers("登録番号：T1-2345-6789-0123") == StateNumbers(trader="T1234567890123")
    assert state_numbers("T0000000000000") == state_numbers("なし") == StateNumbers()


@given(st.text(alphabet="0123456789", min_size=12, max_size=12).filter(lambda digits: len(set(digits)) > 2))
def test_every_number_with_its_check_digit_is_one(twelve: str) -> None:
    digits = f"{check_digit(twelve)}{twelve}"
    assert corporate_digits(digits) == state_numbers("T" + digits).corporate == ("" if digits[0] == "0" else digits)


@given(st.text(alphabet="0123456789T- ０１", max_size=20))
def test_a_number_put_in_again_stays(text: str) -> None:
    assert corporate_digits(corporate_digits(text)) == corporate_digits(text)
    numbers = state_numbers(text)
    assert state_numbers(numbers.trader or f"T{numbers.corporate}") == numbers


@pytest.mark.parametrize(
    "text",
    [
        *(
            "1980-05-01",
            "1980/05/01",
            "1980/5/1",
            "19800501",
            "1980年5月1日",
            "昭和55年5月1日",
            "S55.5.1",
            "１９８０年５月１日",
        ),
        *(
            "1980-05-01 00:00:00",
            "1980.5.1",
            "昭和五十五年五月一日".replace("五十五", "55").replace("五", "5").replace("一", "1"),
        ),
    ],
)
def test_a_birthday_is_read_in_every_writing(text: str) -> None:
    assert birthday_key(text) == "1980-05-01"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "不明",
        "1900-01-01",
        "1900/1/1",
        "1899-12-30",
        "1970-01-01",
        "0001-01-01",
        "9999-12-31",
        "1980-02-30",
        "80/5/1",
        "5月1日",
    ],
)
def test_a_day_that_programs_write_for_none_is_no_birthday(text: str) -> None:
    assert birthday_key(text) == ""


@pytest.mark.parametrize("text", ["100-0005", "1000005", "〒100-0005", "１００－０００５", "100 0005", "〒 1000005"])
def test_a_postal_code_is_seven_digits(text: str) -> None:
    assert postal_digits(text) == "1000005"


def test_a_postal_code_that_lost_its_zero_gets_it_back() -> None:
    assert postal_digits("600001") == "0600001"


@pytest.mark.parametrize("text", ["", "000-0000", "0000000", "999-9999", "123-4567", "SW1A 1AA", "10001", "不明"])
def test_what_is_no_postal_code_is_none(text: str) -> None:
    assert postal_digits(text) == ""


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "-",
        "ー",
        "―",
        "〃",
        "々",
        "同上",
        "不明",
        "なし",
        "無し",
        "未定",
        "テスト",
        "N/A",
        "null",
        "***",
        "○○○",
        "???",
        "0000",
    ],
)
def test_what_says_nothing_is_a_placeholder(text: str) -> None:
    assert is_placeholder(text)


@pytest.mark.parametrize("text", ["山田", "無印", "テスト工業", "1", "ナシオ", "不明堂"])
def test_what_says_something_is_no_placeholder(text: str) -> None:
    assert not is_placeholder(text)
