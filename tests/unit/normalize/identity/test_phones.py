from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.normalize.identity.phones import PhoneNumber, phone_numbers


@pytest.mark.parametrize(
    "text",
    [
        *(
            "03-3456-7890",
            "0334567890",
            "０３－３４５６－７８９０",
            "03(3456)7890",
            "(03)3456-7890",
            "03 3456 7890",
            "03.3456.7890",
        ),
        *(
            "+81-3-3456-7890",
            "+81334567890",
            "+81 (0)3-3456-7890",
            "0081-3-3456-7890",
            "81-3-3456-7890",
            "010-81-3-3456-7890",
        ),
        *(
            "334567890",
            "334567890.0",
            "TEL 03-3456-7890",
            "電話：03-3456-7890（代）",
            "（代表）０３－３４５６－７８９０",
            "℡03-3456-7890",
        ),
        *(
            "03-3456-7890 内線123",
            "03-3456-7890(内123)",
            "03-3456-7890 ext. 12",
            "03-3456-7890/1",
            "03‐3456‐7890",
            "03ー3456ー7890",
        ),
        *(
            "O3-3456-7890",
            "03-3456-789O",
            "03-3456-7890\u200b",
            " 03-3456-7890\n",
            "tel:+81-3-3456-7890",
            "03−3456−7890",
            "03–3456–7890",
        ),
    ],
)
def test_a_number_has_the_same_digits_in_every_writing(text: str) -> None:
    assert phone_numbers(text)[0][:2] == ("0334567890", "fixed")


@pytest.mark.parametrize(
    "text",
    [
        *(
            "03-3456-7890/090-3333-4441",
            "03-3456-7890 090-3333-4441",
            "03-3456-7890、090-3333-4441",
            "03-3456-7890\n090-3333-4441",
        ),
        *(
            "TEL 03-3456-7890 携帯 090-3333-4441",
            "03-3456-7890（代）/ 090 3333 4441",
            "0334567890 / 09033334441",
            "03-3456-7890・+819033334441",
        ),
    ],
)
def test_each_number_of_a_cell_is_read(text: str) -> None:
    assert [number.digits for number in phone_numbers(text)] == ["0334567890", "09033334441"]


@pytest.mark.parametrize(
    ("text", "digits", "line"),
    [
        ("090-3333-4441", "09033334441", "mobile"),
        ("9033334441", "09033334441", "mobile"),
        ("080 3333 4441", "08033334441", "mobile"),
        ("070-3333-4441", "07033334441", "mobile"),
        ("050-3333-4441", "05033334441", "ip"),
        ("0120-333-441", "0120333441", "free"),
        ("0800-333-4441", "08003334441", "free"),
        ("0570-033-441", "0570033441", "shared"),
        ("3456-7890", "34567890", "local"),
        ("45-6789", "456789", "local"),
        ("+1 212 555 0187", "+12125550187", "foreign"),
        ("0086-10-6552-9988", "+861065529988", "foreign"),
        ("0466-33-4441", "0466334441", "fixed"),
        ("098-933-4441", "0989334441", "fixed"),
    ],
)
def test_the_kind_of_line_is_told(text: str, digits: str, line: str) -> None:
    assert phone_numbers(text) == (PhoneNumber(digits, line),)  # type: ignore[arg-type]


def test_an_extension_stands_beside_its_number() -> None:
    assert phone_numbers("03-3456-7890 内線123") == (PhoneNumber("0334567890", "fixed", "123"),)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "なし",
            "不明",
            "―",
            "同上",
            "000-0000-0000",
            "00000000000",
            "03-0000-0000",
            "0",
            "0000000000",
            "090-0000-0000",
        ),
        *(
            "090-1234-5678",
            "03-1234-5678",
            "0312345678",
            "111-1111-1111",
            "999-9999-9999",
            "0123456789",
            "1234567890",
            "12345",
        ),
        *("03-1111-1111", "080-9999-9999", "03-3456", "x", "03-34567-8901234"),
    ],
)
def test_what_nobody_can_be_reached_at_is_no_number(text: str) -> None:
    assert phone_numbers(text) == ()


@pytest.mark.parametrize(
    ("one", "other"),
    [("03-3456-7890", "03-3456-7891"), ("03-3456-7890", "06-3456-7890"), ("045-345-6789", "04-5345-6780")],
)
def test_different_lines_have_different_digits(one: str, other: str) -> None:
    assert phone_numbers(one)[0].digits != phone_numbers(other)[0].digits


@given(st.text(alphabet="0123456789０１-ー+() /、内線TEL\n", max_size=40))
def test_digits_put_in_again_stay(text: str) -> None:
    for number in phone_numbers(text):
        assert [again.digits for again in phone_numbers(number.digits)] == [number.digits]


@given(st.text(max_size=60))
def test_digits_are_of_dialling_length(text: str) -> None:
    for number in phone_numbers(text):
        assert 6 <= len(number.digits.removeprefix("+")) <= 15
        assert number.digits.removeprefix("+").isascii()


def test_no_more_numbers_are_read_than_a_cell_may_have() -> None:
    cell = "/".join(f"03-3456-{number:04}" for number in range(1, 2000))
    assert len(phone_numbers(cell)) == 5
    assert phone_numbers("0" * 10_000) == phone_numbers("(" * 10_000) == ()


_SERIES = "1234567890"


@given(st.sampled_from(["03", "06", "090", "045"]), st.sampled_from([*(sign * 8 for sign in _SERIES), "12345678"]))
def test_numbers_that_fill_a_form_reach_nobody(area: str, signs: str) -> None:
    assert phone_numbers(f"{area}{signs}") == ()


@given(st.text("0123456789", min_size=7, max_size=7))
def test_a_number_with_unlike_signs_in_its_middle_is_somebodys(signs: str) -> None:
    unlike = "3917"
    assert len(phone_numbers(f"03{signs[:3]}{unlike}{signs[3]}")) == 1
