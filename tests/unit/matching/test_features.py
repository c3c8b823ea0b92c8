"""Spellings of one fact are one feature; what says nothing is none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.matching.features import COLUMNS, FEATURES, features


def of(**said: str) -> dict[str, str]:
    return {name: value for name, value in zip(FEATURES, features(said), strict=True) if value}


@pytest.mark.parametrize(
    ("column", "spellings", "feature"),
    [
        ("company_name", ("㈱大和電機", "株式会社　大和電機 御中", "(株)大和電機", "大和電機"), "company"),
        ("person_name", ("髙橋　美咲", "高橋美咲様", "高橋 美咲"), "whole"),
        ("person_name", ("Misaki Takahashi", "TAKAHASHI Misaki", "タカハシ　ミサキ"), "sound"),
        ("email", ("Misaki@Yamato.co.jp", "ｍｉｓａｋｉ@yamato.co.jp"), "email"),
        ("phone", ("03-3333-1111", "０３（３３３３）１１１１", "+81-3-3333-1111", "333331111"), "phone"),
        ("address", ("東京都台東区雷門2丁目17番1号", "台東区雷門２－１７－１"), "place"),
        ("birthday", ("1980-05-01", "昭和55年5月1日", "1980/5/1"), "birthday"),
    ],
)
def test_spellings_of_one_fact_meet(column: str, spellings: tuple[str, ...], feature: str) -> None:
    (found,) = {of(**{column: spelling}).get(feature) for spelling in spellings}
    assert found


def test_a_mobile_in_the_field_of_phones_is_a_mobile() -> None:
    assert of(phone="03-3333-1111 / 090-1234-5678") == of(phone="03-3333-1111", mobile="090-1234-5678")


@pytest.mark.parametrize("between", [" / ", "、", "\n", " "])
def test_every_line_of_a_cell_counts(between: str) -> None:
    assert of(phone=f"03-3333-1111{between}03-3333-2222")["phones"] == "0333331111 0333332222"


@pytest.mark.parametrize(
    ("kana", "latin"),
    [
        ("シーエムサービス", "CMサービス"),
        ("エス・ケイ・サービス", "SKサービス"),
        ("エスケー商事", "SK商事"),
        ("ビージーテック", "BGテック"),
        ("エル・エム・ジー企画", "LMG企画"),
    ],
)
def test_initials_spelled_in_kana_may_be_read_as_their_letters(kana: str, latin: str) -> None:
    one, other = (of(company_name=name)["company_sounds"].split(" ") for name in (kana, latin))
    assert set(one) & set(other)


@pytest.mark.parametrize(
    ("name", "tongue"),
    [
        ("Thomas Clark", "foreign"),
        ("Wang Min", "foreign"),
        ("Kim Minsoo", "foreign"),
        ("Syoko Ohno", "japanese"),
        ("Jun Homma", "japanese"),
        ("鈴木 次郎", "japanese"),
        ("スズキ ジロウ", "japanese"),
        ("王 敏", None),
        ("トーマス・クラーク", None),
    ],
)
def test_a_name_tells_whether_it_is_a_japanese_one(name: str, tongue: str | None) -> None:
    assert of(person_name=name).get("tongue") == tongue


@pytest.mark.parametrize(
    ("name", "facility"),
    [
        ("医療法人社団山田会 上野クリニック", "上野クリニツク"),
        ("医療法人山田会上野眼科", "上野眼科"),
        ("学校法人山田学園 やまだ幼稚園", "ヤマダ幼稚園"),
        ("医療法人山田会 本部", None),
        ("株式会社山田会 上野クリニック", None),
    ],
)
def test_a_facility_of_a_foundation_is_told_from_a_branch(name: str, facility: str | None) -> None:
    assert of(company_name=name).get("facility") == facility


@pytest.mark.parametrize(
    ("mailbox", "owner"),
    [
        ("hanako.yamada12", "another"),
        ("taro.yamada12", "self"),
        ("taro1980", "self"),
        ("yamadah1980", "another"),
        ("yamadat1980", None),
        ("yamada-family", None),
        ("blue-cat", None),
    ],
)
def test_a_mailbox_may_tell_whose_it_is(mailbox: str, owner: str | None) -> None:
    found = of(person_name="山田 太朗", person_kana="ヤマダ タロウ", email=f"{mailbox}@gmail.com")
    assert found.get("owner") == owner


def test_a_mailbox_of_a_department_is_nobodys() -> None:
    found = of(email="keiri@yamato.co.jp")
    assert (found.get("email"), found["desk"], found["site"]) == (None, "keiri@yamato.co.jp", "yamato.co.jp")


def test_a_number_of_a_corporation_counts_from_either_column() -> None:
    assert of(corporate_number="7000012050002") == of(invoice_registration_number="T7000012050002")


@given(st.dictionaries(st.sampled_from(COLUMNS), st.text(max_size=40)))
def test_whatever_a_record_says_has_its_features(said: dict[str, str]) -> None:
    assert all(isinstance(value, str) for value in features(said))
    assert len(features(said)) == len(FEATURES)


@given(
    st.text(max_size=40), st.text("ァアヤマダ山田高橋 　aYz", max_size=20), st.text("ァアヤマダ高橋 　ｱxY", max_size=20)
)
def test_words_of_a_feature_stand_one_space_apart(company: str, name: str, kana: str) -> None:
    told = of(company_name=company, company_kana=kana, person_name=name, person_kana=kana)
    words = [told.get(feature, "") for feature in ("company_sounds", "sounds", "family_sounds", "given_sounds")]
    assert words == [" ".join(text.split()) for text in words]


def test_a_line_and_an_address_tell_the_prefecture_and_a_mobile_telephone_does_not() -> None:
    place = FEATURES.index("regions")
    assert features({"phone": "092-123-4560"})[place] == "福岡県"
    assert (
        features({"address": "大阪市北区梅田1-2-3", "postal_code": "530-0001", "mobile": "090-2345-6789"})[place]
        == "大阪府"
    )
    assert features({"mobile": "090-2345-6789"})[place] == ""


def test_a_mailbox_of_a_free_provider_may_be_called_after_the_firm() -> None:
    place = FEATURES.index("owner")
    shop = {"company_name": "株式会社ニュープロダクツ", "person_name": "森明美", "email": "newproducts76114@gmail.com"}
    own = {"company_name": "山田商店", "person_name": "山田太一", "email": "yamada1980@gmail.com"}
    assert (features(shop)[place], features(own)[place]) == ("firm", "")


def test_the_mailbox_of_whoever_sits_there_is_nobodys() -> None:
    record = {"person_name": "ご担当者様", "email": "taiyo@gmail.com"}
    facts = dict(zip(FEATURES, features(record), strict=True))
    assert (facts["email"], facts["desk"]) == ("", "taiyo@gmail.com")


@pytest.mark.parametrize(
    ("column", "spellings", "feature"),
    [
        ("identity_number", ("0012345", "12345", "１２３４５", "00-12345"), "identity"),
        ("person_name", ("smith, john", "John Smith"), "sound"),
        ("address", ("1-2-3 Marunouchi, Chiyoda-ku, Tokyo", "4F, 1-2-3 Marunouchi, Tokyo"), "place"),
    ],
)
def test_spellings_in_latin_letters_and_digits_meet(column: str, spellings: tuple[str, ...], feature: str) -> None:
    (found,) = {of(**{column: spelling}).get(feature) for spelling in spellings}
    assert found


@pytest.mark.parametrize("number", ["", "123", "0000000", "999999", "不明"])
def test_a_number_that_many_may_have_identifies_nobody(number: str) -> None:
    assert "identity" not in of(identity_number=number)


def test_halves_in_latin_letters_are_the_same_signs_in_either_order() -> None:
    assert of(person_name="holly, white")["signs"] == of(person_name="white, holly")["signs"]


def test_both_sides_of_a_card_tell_one_code_and_one_house() -> None:
    japanese = of(address="〒141-0031 東京都品川区西五反田5-26-6")
    english = of(address="14F 5-26-6 Nishi-Gotanda, Shinagawa-ku, Tokyo 141-0031, Japan")
    assert japanese["spot"] == english["spot"]
    assert "city" not in english


def test_a_house_number_without_a_town_is_no_place() -> None:
    assert "place" not in of(address="1-2-3")


def test_a_shop_is_known_with_and_without_the_firm_that_runs_it() -> None:
    alone = of(company_name="車検のスピード館　本村店")
    run = of(company_name="㈱ファセルア(車検のスピード館 本村店)")
    assert alone["shop"] == run["shop"] == of(company_name="車検のスピード館 本村店（㈱ファセルア）")["shop"]
    assert run["company"] == of(company_name="株式会社ファセルア")["company"]
    assert "shop" not in of(company_name="㈱大和電機 東京支店")


def test_the_human_being_behind_a_trade_name_is_told_from_it() -> None:
    found = of(company_name="山内米穀店　山内康夫")
    assert (found["company"], found["owner_name"]) == (of(company_name="山内米穀店")["company"], "山内康夫")
    assert of(company_name="山内康夫")["owner_name"] == "山内康夫"


def test_a_trade_is_the_same_word_in_both_languages() -> None:
    assert of(company_name="Yamada Foods")["trades"] == of(company_name="山田食品")["trades"] == "foods"
