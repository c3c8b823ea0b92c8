"""Pseudonyms keep what matching needs: equality, kind and shape; and nothing of who it is."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from hub.normalize.compare import same
from hub.normalize.emails import email_domain, is_email
from hub.normalize.kana import kana_key
from hub.normalize.numbers import is_corporate_number
from hub.steward.pseudonyms import Pseudonyms

HIDDEN = Pseudonyms("a key")
OTHERWISE = Pseudonyms("another key")
words = st.text("山田佐藤アイウあいうabcXYZ０１２345ａｂｃ ・", min_size=1, max_size=12)


@given(words, words)
def test_equal_values_stay_equal_and_others_stay_apart(one: str, other: str) -> None:
    assert (HIDDEN.text(one) == HIDDEN.text(other)) == (one == other)


@given(words)
def test_another_key_gives_other_pseudonyms_of_the_same_length(text: str) -> None:
    assert len(HIDDEN.text(text)) == len(OTHERWISE.text(text)) == len(text)


@given(st.text("アイウエオカキク", min_size=1))
def test_kana_in_two_scripts_stay_one_reading(text: str) -> None:
    hiragana = "".join(chr(ord(letter) - 0x60) for letter in text)
    assert kana_key(HIDDEN.text(hiragana)) == kana_key(HIDDEN.text(text))


def test_a_name_is_not_to_be_read_any_more() -> None:
    hidden = HIDDEN.value("company_name", "株式会社山田商事")
    assert hidden.startswith("株式会社")
    assert not set("山田商事") & set(hidden)


@pytest.mark.parametrize(("number", "is_right"), [("7000012050002", True), ("9010001032003", False)])
def test_a_number_keeps_whether_its_check_digit_is_right(number: str, is_right: bool) -> None:
    hidden = HIDDEN.value("corporate_number", number)
    assert (is_corporate_number(hidden), hidden == number) == (is_right, False)


def test_a_mailbox_stays_one_and_says_what_kind_it_is() -> None:
    own, role, free = (
        HIDDEN.value("email", text) for text in ("taro@yamada.co.jp", "info@yamada.co.jp", "taro@gmail.com")
    )
    assert is_email(own)
    assert own.endswith(".co.jp")
    assert role.startswith("info@")
    assert free.endswith("@gmail.com")
    assert email_domain(own) == email_domain(role)
    assert "yamada" not in own


def test_a_phone_keeps_its_country_and_kind() -> None:
    hidden = HIDDEN.value("phone", "+819012345678")
    assert hidden.startswith("+819")
    assert hidden != "+819012345678"


def test_days_move_together() -> None:
    born, later = (HIDDEN.value("date", day) for day in ("1980-05-01", "1980-05-03"))
    assert born != "1980-05-01"
    assert later > born


def test_what_names_nobody_stays() -> None:
    assert [HIDDEN.value("choice", "A"), HIDDEN.value("money", "1000"), HIDDEN.value("boolean", False)] == [
        "A",
        "1000",
        False,
    ]


def test_the_shapes_of_one_letter_stay_one_letter() -> None:
    assert HIDDEN.text("髙橋") == HIDDEN.text("高橋")


streets = st.text("四丁目番地号の条西北一4２12-－ 丸内谷アa室", min_size=1, max_size=10)


@given(streets, streets)
@example("北一条西4丁目4番", "北1条西４－４")
@example("四谷1-2", "四谷1-2 3")
def test_writings_of_one_street_stay_one_street(one: str, other: str) -> None:
    hidden = HIDDEN.value("street", one), HIDDEN.value("street", other)
    assert same("street", *hidden) == same("street", one, other)


def test_a_street_is_not_to_be_read_any_more_in_a_list_of_addresses_either() -> None:
    hidden = HIDDEN.value("addresses", {"prefecture": "東京都", "street": "丸の内1-2-3"})
    assert hidden["prefecture"] == "東京都"
    assert hidden["street"] == HIDDEN.value("street", "丸の内一丁目2番3号")
    assert set("丸内").isdisjoint(hidden["street"])
