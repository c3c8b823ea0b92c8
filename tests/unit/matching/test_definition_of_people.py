"""What the shipped definition says of people whose names are told in part, in another script, or changed."""

from __future__ import annotations

import pytest

from tests.unit.matching.test_definition import Said, told

FIRM = {"company_name": "株式会社鷹栖製菓", "phone": "0166-87-2210"}


def _level(factor: str, one: Said, other: Said) -> str:
    level = told("person", one, other).get(factor)
    return level.words if level else ""


@pytest.mark.parametrize("name", ["雉瀬様", "雉瀬"])
def test_a_family_name_that_no_table_has_is_known_beside_the_whole_name(name: str) -> None:
    found = _level("name", {**FIRM, "person_name": name}, {**FIRM, "person_name": "雉瀬 隼人"})
    assert found == "family_name_at_one_company"


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        ("T. Muraoka", "村岡 匠", "family_name_at_one_company"),
        ("Muraoka T.", "Takumi Muraoka", "family_name_at_one_company"),
        ("S. Muraoka", "Takumi Muraoka", "other_initial"),
    ],
)
def test_an_initial_is_no_given_name_and_tells_another_one(one: str, other: str, level: str) -> None:
    assert _level("name", {**FIRM, "person_name": one}, {**FIRM, "person_name": other}) == level


@pytest.mark.parametrize("name", ["桑畑（旧姓：鷲見） 恵理", "桑畑恵理 旧姓鷲見", "桑畑 恵理(旧姓 鷲見)"])
def test_a_family_name_before_marriage_is_known(name: str) -> None:
    assert _level("name", {"person_name": name}, {"person_name": "鷲見 恵理"}) == "family_name_before_marriage"
    assert _level("name", {"person_name": name}, {"person_name": "鷲見 真央"}) != "family_name_before_marriage"


@pytest.mark.parametrize(
    ("one", "other"),
    [("金 民秀", "キム ミンス"), ("Kim Minseok", "キム ミンソク"), ("Thomas Clark", "トーマス クラーク")],
)
def test_a_foreign_name_in_another_script_is_not_taken_for_another_name(one: str, other: str) -> None:
    found = _level("name", {"person_name": one}, {"person_name": other})
    assert found in {"foreign_name_in_another_script", "may_be_read_alike", "same_reading"}


@pytest.mark.parametrize(("one", "other"), [("Thomas Clark", "トーマス・クラーク"), ("Kim Minseok", "キム ミンソク")])
def test_a_mailbox_that_is_called_after_one_of_two_scripts_is_nobody_elses(one: str, other: str) -> None:
    box = {"email": f"{one.lower().replace(' ', '.')}@clark-works.jp"}
    assert _level("email", {**box, "person_name": one}, {**box, "person_name": other}) == "same_mailbox"


def test_the_mailbox_of_a_desk_is_nobodys_other_mailbox() -> None:
    desk = {**FIRM, "email": "eigyo@takasu-seika.co.jp"}
    own = {**FIRM, "email": "t.muraoka@takasu-seika.co.jp"}
    assert _level("email", {**desk, "person_name": "村岡 匠"}, {**desk, "person_name": "MURAOKA Takumi"}) == ""
    assert _level("email", {**desk, "person_name": "村岡 匠"}, {**own, "person_name": "村岡 匠"}) == ""


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        ("t-kikuchi@tenoko.jp", "r-kikuchi@tenoko.jp", "other_mailbox_of_the_domain"),
        ("t-kikuchi@tenoko.jp", "t-kikuch@tenoko.jp", "mailbox_one_letter_apart"),
    ],
)
def test_a_slip_in_a_mailbox_is_not_in_its_first_letter(one: str, other: str, level: str) -> None:
    found = _level("email", {"person_name": "菊地 隆", "email": one}, {"person_name": "菊地 陸", "email": other})
    assert found == level


def test_two_spellings_of_one_sound_in_one_mailbox_are_one_person() -> None:
    box = {"email": "korosakura6877@gmail.com"}
    found = _level("name", {**box, "person_name": "椎村 大輔"}, {**box, "person_name": "椎村 大助"})
    assert found == "same_sound_in_other_signs_in_one_reach"


@pytest.mark.parametrize(
    ("company", "address"),
    [
        ("株式会社南邦食品", "a.b@nanhofoods.co.jp"),
        ("梶谷商店株式会社", "tsuchiya@kajitanishoten.co.jp"),
        ("エコロジスティクス", "info@eco-logistics-net.jp"),
    ],
)
def test_a_domain_tells_the_company_of_who_does_not_name_it(company: str, address: str) -> None:
    card = {"person_name": "村岡 匠", "company_name": company}
    assert _level("company", card, {"person_name": "村岡 匠", "email": address}) == "company_told_by_the_domain"
    assert _level("company", card, {"person_name": "村岡 匠", "email": "a@takasu-seika.co.jp"}) == ""


@pytest.mark.parametrize(
    ("one", "other"), [("南邦食品", "Nanho Foods Inc."), ("協成酒造㈱", "Kyosei Brewery Co., Ltd.")]
)
def test_a_company_is_known_by_stem_and_trade_in_another_language(one: str, other: str) -> None:
    assert _level("company", {"company_name": one}, {"company_name": other}) == "company_in_another_language"
    assert _level("company", {"company_name": one}, {"company_name": "Nanho Logistics"}) == "company_in_another_script"
    firms = told("company", {"company_name": one}, {"company_name": other})
    assert firms["name"].words == "same_name_in_another_language"


def test_a_clinic_and_the_foundation_that_runs_it_are_one() -> None:
    clinic = {"company_name": "雉瀬クリニック", "phone": "045-222-1111"}
    found = told("company", clinic, {**clinic, "company_name": "医療法人社団 健康会 雉瀬クリニック"})["name"]
    assert found.words == "is_run_by_the_other"


PRIVATE = {"email": "wmw369@outlook.jp"}


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        ("西田 年子", "池田 年子", "other_family_name_in_one_reach"),
        ("HOSHI Mayumi", "藤井 麻由美", "other_family_name_in_one_reach"),
        ("松本 美久", "松本 慎之介", "other_given_name"),
    ],
)
def test_who_has_married_keeps_her_given_name_and_her_reach(one: str, other: str, level: str) -> None:
    assert _level("name", {**PRIVATE, "person_name": one}, {**PRIVATE, "person_name": other}) == level


def test_two_colleagues_of_one_given_name_and_mailbox_who_have_a_mobile_each_are_two() -> None:
    one = {**PRIVATE, "person_name": "奥山 剛", "mobile": "070-1882-2680"}
    other = {**PRIVATE, "person_name": "井上 剛", "mobile": "070-1882-2681"}
    assert _level("name", one, other) == "other_family_name"


def test_a_given_name_alone_is_no_other_name() -> None:
    whole = {"person_name": "渡辺 将人", "email": "masato86@outlook.jp"}
    assert _level("name", {**whole, "person_name": "将人"}, whole) == "only_the_given_name_in_one_reach"
    assert _level("name", {"person_name": "将人"}, {"person_name": "渡辺 将人"}) == "may_be_the_given_name"


def test_a_family_name_of_three_letters_is_no_shorter_one_with_a_given_name() -> None:
    found = _level("name", {**FIRM, "person_name": "生田目"}, {**FIRM, "person_name": "生田目 とおる"})
    assert found == "family_name_at_one_company"


def test_a_latin_name_with_sounds_that_japan_has_not_is_a_foreign_one() -> None:
    box = {"email": "choi.sunghoon@yachiyo-foods.jp"}
    found = _level("name", {**box, "person_name": "崔 成勲"}, {**box, "person_name": "CHOI Sunghoon"})
    assert found == "foreign_name_in_another_script"
