from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.normalize.numbers import (
    check_digit,
    corporate_number,
    corporate_number_of,
    invoice_number,
    is_corporate_number,
    number_key,
)

# The National Tax Agency's own number.
NTA = "7000012050002"


@pytest.mark.parametrize(
    "text", [NTA, "７０００－０１２０－５０００２", "7000012050002 ", "法人番号：7000012050002", "7 0000 1205 0002"]
)
def test_a_corporate_number_is_read_in_any_spelling(text: str) -> None:
    assert corporate_number(text) == NTA


@pytest.mark.parametrize("text", ["700001205000", "T7000012050002", "", "なし"])
def test_what_has_not_13_digits_is_no_corporate_number(text: str) -> None:
    with pytest.raises(ValueError, match="a 法人番号 has 13 digits, this has"):
        corporate_number(text)


def test_a_mistyped_digit_is_noticed() -> None:
    with pytest.raises(ValueError, match="check digit of this 法人番号 is wrong"):
        corporate_number("7000012050003")


@pytest.mark.parametrize(
    "text", ["T" + NTA, "Ｔ－７００００１２０５０００２", NTA, "登録番号:T7000012050002", "t7000012050002"]
)
def test_an_invoice_number_is_read_in_any_spelling(text: str) -> None:
    assert invoice_number(text) == "T" + NTA


def test_a_sole_traders_number_needs_no_check_digit() -> None:
    assert invoice_number("T1234567890123") == "T1234567890123"
    assert corporate_number_of("T1234567890123") is None
    assert corporate_number_of("T" + NTA) == NTA


def test_an_invoice_number_of_another_length_is_refused() -> None:
    with pytest.raises(ValueError, match='"T" and 13 digits, this has 3 digits'):
        invoice_number("T123")


TWELVE = st.text(alphabet="0123456789", min_size=12, max_size=12)


@given(TWELVE)
def test_exactly_one_first_digit_makes_twelve_others_valid(digits: str) -> None:
    valid = [first for first in "0123456789" if is_corporate_number(first + digits)]
    assert valid == [str(check_digit(digits))]
    assert check_digit(digits) in range(1, 10)


@given(TWELVE, st.integers(0, 11), st.sampled_from("0123456789"))
def test_a_wrong_digit_is_noticed_unless_it_swaps_0_and_9(digits: str, place: int, digit: str) -> None:
    number = f"{check_digit(digits)}{digits}"
    wrong = number[: place + 1] + digit + number[place + 2 :]
    if {number[place + 1], digit} not in ({"0", "9"}, {digit}):
        assert not is_corporate_number(wrong)


@given(st.text(max_size=20))
def test_a_key_is_the_key_of_itself(text: str) -> None:
    assert number_key(number_key(text)) == number_key(text)
