from __future__ import annotations

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.normalize.phones import national_phone, phone, phone_key, phone_spelling, phones


@pytest.mark.parametrize(
    "text",
    [
        "03-1234-5678",
        "０３（１２３４）５６７８",
        "03 1234 5678",
        "0312345678",
        "312345678",
        "03ー1234ー5678",
        "03－1234－5678",
        "+81-3-1234-5678",
        "+81 (0)3-1234-5678",
        "0081-3-1234-5678",
        "010-81-3-1234-5678",
        "TEL:03-1234-5678",
        "ＴＥＬ　０３－１２３４－５６７８",
        "電話番号：03-1234-5678",
        "03-1234-5678(代)",
        "03-1234-5678 (代表)",
        "代表 03-1234-5678",
    ],
)
def test_every_spelling_of_a_number_becomes_one(text: str) -> None:
    assert phone(text) == "+81312345678"
    assert phone_key(text) == "0312345678"


@pytest.mark.parametrize(
    ("text", "e164"),
    [
        ("090-1234-5678", "+819012345678"),
        ("9012345678", "+819012345678"),
        ("0120-123-456", "+81120123456"),
        ("050-3123-4567", "+815031234567"),
        ("+1 415 555 2671", "+14155552671"),
        ("03-1234-5678 内線123", "+81312345678;ext=123"),
        ("03-1234-5678（内線 123）", "+81312345678;ext=123"),
        ("03-1234-5678 ext.12", "+81312345678;ext=12"),
        ("03-1234-5678 x9", "+81312345678;ext=9"),
    ],
)
def test_numbers_are_written_in_e164_with_their_extension(text: str, e164: str) -> None:
    assert phone(text) == e164


@pytest.mark.parametrize(
    ("text", "kept"), [("なし", "なし"), ("１１０", "110"), ("99-99", "99-99"), ("03-1234", "03-1234"), ("", "")]
)
def test_a_number_that_nobody_can_call_stays_as_it_was_written(text: str, kept: str) -> None:
    assert phone(text) == kept


@pytest.mark.parametrize(
    ("cell", "numbers"),
    [
        ("03-1234-5678 / 090-1234-5678", ["+81312345678", "+819012345678"]),
        ("03-1234-5678\n090-1234-5678", ["+81312345678", "+819012345678"]),
        ("03-1234-5678、080-1111-2222", ["+81312345678", "+818011112222"]),
        ("03-1234-5678 または 090-1234-5678", ["+81312345678", "+819012345678"]),
        ("TEL:03-1234-5678/FAX:03-1234-5679", ["+81312345678", "+81312345679"]),
        ("03-1234-5678, ext 5", ["+81312345678;ext=5"]),
        ("03-1234-5678/03-1234-5678", ["+81312345678"]),
        ("03-1234-5678/9", ["03-1234-5678/9"]),
        ("03-1234-5678", ["+81312345678"]),
    ],
)
def test_all_numbers_of_a_cell_are_read(cell: str, numbers: list[str]) -> None:
    assert phones(cell) == numbers


@pytest.mark.parametrize(
    ("number", "national"),
    [
        ("+81312345678", "03-1234-5678"),
        ("+81312345678;ext=12", "03-1234-5678 内線12"),
        ("+819012345678", "090-1234-5678"),
        ("+14155552671", "+1 415-555-2671"),
        ("なし", "なし"),
    ],
)
def test_a_number_can_be_written_as_it_is_dialled(number: str, national: str) -> None:
    assert national_phone(number) == national
    assert phone(national) == number


def test_an_extension_is_a_difference_but_not_of_the_key() -> None:
    assert phone_spelling("03-1234-5678 内線1") != phone_spelling("03-1234-5678 内線2")
    assert phone_key("03-1234-5678 内線1") == phone_key("+81312345678;ext=2")


def test_words_with_few_digits_are_compared_as_words() -> None:
    assert phone_spelling("3階受付") != phone_spelling("3")


@given(st.from_regex(r"(0|\+81)[1-9][0-9]{7,10}", fullmatch=True))
def test_the_quick_answer_for_plain_numbers_is_that_of_the_numbering_plan(text: str) -> None:
    try:
        number = phonenumbers.parse(text, "JP")
    except phonenumbers.NumberParseException:
        assert phone(text) == text
        return
    valid = phonenumbers.is_valid_number(number)
    assert phone(text) == (phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164) if valid else text)


@given(st.from_regex(r"\+81[1-9][0-9]{7,9}", fullmatch=True))
def test_hyphens_stand_where_the_numbering_plan_has_them(text: str) -> None:
    try:
        number = phonenumbers.parse(text, "JP")
    except phonenumbers.NumberParseException:
        assert national_phone(text) == text
        return
    spelled = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL)
    assert national_phone(text) == (spelled if phonenumbers.is_valid_number(number) else text)


@given(
    st.from_regex(r"[1-9][0-9]{4,5}", fullmatch=True), st.lists(st.from_regex(r"[0-9]{4}", fullmatch=True), min_size=2)
)
def test_the_last_four_digits_tell_neither_kind_nor_area(leading: str, last: list[str]) -> None:
    for number in (phonenumbers.PhoneNumber(81, int(leading + four)) for four in last):
        text = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
        spelled = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL)
        assert national_phone(text) == (spelled if phonenumbers.is_valid_number(number) else text)


WIDE = str.maketrans("0123456789-+", "０１２３４５６７８９－＋")


@given(st.from_regex(r"(0|\+81)[1-9][0-9]{0,3}-[0-9]{1,4}-[0-9]{3,4}", fullmatch=True))
def test_the_width_of_a_number_makes_no_difference(text: str) -> None:
    assert phone(text.translate(WIDE)) == phone(text)
    assert national_phone(text.translate(WIDE)) == national_phone(text)
    assert phone_key(text.translate(WIDE)) == phone_key(text)


ANY = st.one_of(st.text(max_size=16), st.text(alphabet="0123456789+-() 内線x;ext=/", max_size=20))


@given(ANY)
def test_a_number_in_its_canonical_form_stays(text: str) -> None:
    assert phone(phone(text)) == phone(text)


@given(st.from_regex(r"0[1-9]0?-[0-9]{3,4}-[0-9]{4}( 内線[0-9]{1,4})?", fullmatch=True))
def test_what_is_stored_compares_as_what_was_received(text: str) -> None:
    assert phone_spelling(phone(text)) == phone_spelling(text)
    assert phone_key(phone(text)) == phone_key(text)
