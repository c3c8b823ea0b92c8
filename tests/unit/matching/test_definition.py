"""What the shipped definitions say of two records, factor by factor."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from hub.matching.definition import DEFINITIONS
from hub.matching.evidence_model import Level
from hub.matching.features import FEATURES, features

Said = Mapping[str, str]


def told(entity: str, one: Said, other: Said) -> dict[str, Level]:
    """By factor the level that holds of two records, whichever comes first."""
    left, right = (dict(zip(FEATURES, features(said), strict=True)) for said in (one, other))
    levels = {}
    for factor in DEFINITIONS[entity].plain_factors():
        place = factor.level(left, right)
        assert place == factor.level(right, left)
        if place >= 0:
            levels[factor.name] = factor.levels[place]
    return levels


TWIN = {"birthday": "2012-11-02", "mobile": "090-3371-2288", "email": "mama@gmail.com", "address": "裾野市佐野1059"}


@pytest.mark.parametrize(("one", "other"), [("戸塚 蓮", "戸塚 凛"), ("戸塚 翔太", "戸塚 大輝")])
def test_twins_whom_one_parent_answers_for_are_two(one: str, other: str) -> None:
    name = told("person", {**TWIN, "person_name": one}, {**TWIN, "person_name": other})["name"]
    assert (name.words, name.wall) == ("two_given_names_of_one_birthday", True)


def test_twins_who_share_a_sign_and_a_house_are_two() -> None:
    home = {"birthday": "2001-07-14", "phone": "0277-52-1180", "address": "桐生市相生町2-588"}
    name = told("person", {**home, "person_name": "柴崎 美咲"}, {**home, "person_name": "柴崎 美香"})["name"]
    assert name.words == "two_given_names_of_one_birthday"


@pytest.mark.parametrize(("one", "other"), [("鷲見 明日香", "鷲見 明日加"), ("戸塚 蓮", "戸塚 れん")])
def test_a_slip_in_the_given_name_of_one_birthday_makes_no_twin(one: str, other: str) -> None:
    name = told("person", {**TWIN, "person_name": one}, {**TWIN, "person_name": other})["name"]
    assert not name.wall


def test_who_is_written_in_signs_that_nobody_reads_is_one_in_a_mailbox_called_so() -> None:
    card = {"birthday": "1963-02-08", "email": "masaaki2894@gmail.com"}
    read = {**card, "person_name": "梅塚 正明", "person_kana": "ウメツカマサアキ"}
    name = told("person", read, {**card, "person_name": "梅塚 将旭"})["name"]
    assert not name.wall


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"person_name": "高橋 圭"}, {"person_name": "高橋 恵", "person_kana": "タカハシ ケイ"}),
        ({"person_name": "海老原 直樹"}, {"person_name": "海老原 直哉"}),
        (
            {"person_name": "伊東 淳", "person_kana": "イトウ ジュン"},
            {"person_name": "伊藤 潤", "person_kana": "イトウ ジュン"},
        ),
    ],
)
def test_colleagues_whose_names_sound_alike_are_told_apart_by_their_mailboxes(one: Said, other: Said) -> None:
    firm = {"company_name": "株式会社マリンブルー", "phone": "0463-21-1180"}
    levels = told("person", {**firm, **one, "email": "ichi@mb.co.jp"}, {**firm, **other, "email": "niban@mb.co.jp"})
    assert levels["name"].words not in {"same_reading", "same_sound_in_other_signs_at_one_company"}


def test_who_is_written_in_other_signs_of_one_sound_in_one_mailbox_is_one() -> None:
    card = {"company_name": "株式会社マリンブルー", "email": "k.takahashi@mb.co.jp"}
    levels = told("person", {**card, "person_name": "高橋 圭"}, {**card, "person_name": "高橋 恵"})
    assert levels["name"].words == "same_sound_in_other_signs_at_one_company"


ROW = {"phone": "03-3519-1180", "address": "東京都千代田区霞が関3-2-5", "email": "info@row.co.jp"}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("合同会社ソーラーファーム1号", "合同会社ソーラーファーム2号"),
        ("グリーンキャピタルⅡ投資事業有限責任組合", "グリーンキャピタルⅢ投資事業有限責任組合"),
        ("宇和島第一交通株式会社", "宇和島第二交通株式会社"),
        ("東日本ホシザワ厨機株式会社", "西日本ホシザワ厨機株式会社"),
        ("101ビル管理株式会社", "102ビル管理株式会社"),
    ],
)
def test_firms_of_a_row_that_a_number_or_a_bearing_tells_apart_are_several(one: str, other: str) -> None:
    name = told("company", {**ROW, "company_name": one}, {**ROW, "company_name": other})["name"]
    assert (name.words, name.wall) == ("names_of_a_row", True)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("株式会社第一興産運輸", "株式会社第1興産運輸"),
        ("株式会社大東精工機器", "株式会社大東製工機器"),
        ("株式会社第二興産運輸", "株式会社第興産運輸"),
    ],
)
def test_a_slip_beside_a_number_or_a_bearing_makes_no_row(one: str, other: str) -> None:
    assert not told("company", {**ROW, "company_name": one}, {**ROW, "company_name": other})["name"].wall


def test_one_corporate_number_outweighs_another_number_in_the_name() -> None:
    firm = {**ROW, "corporate_number": "7000012050002", "company_name": "宇和島第一交通株式会社"}
    assert not told("company", firm, {**firm, "company_name": "宇和島第二交通株式会社"})["name"].wall


ROOM = {"address": "大阪府大阪市北区梅田3-1-3 ノースゲートビル15F", "phone": "06-6343-1180", "mobile": "090-6661-1180"}
OTHER_ROOM = {
    "address": "大阪府大阪市北区梅田3-1-3 ノースゲートビル11F",
    "phone": "06-6212-7718",
    "mobile": "080-2221-9987",
}


@pytest.mark.parametrize(("entity", "column"), [("company", "company_name"), ("person", "person_name")])
def test_another_room_of_a_building_with_another_telephone_is_another_place(entity: str, column: str) -> None:
    place = told(entity, {**ROOM, column: "山本 久美子"}, {**OTHER_ROOM, column: "山本 久美子"})["place"]
    assert place.words == "same_building_other_room"


@pytest.mark.parametrize("same", ["phone", "mobile"])
def test_another_room_with_one_telephone_is_where_they_moved_or_how_they_wrote(same: str) -> None:
    moved = {**OTHER_ROOM, same: ROOM[same]}
    place = told("person", {**ROOM, "person_name": "山本 久美子"}, {**moved, "person_name": "山本 久美子"})["place"]
    assert place.words == "same_address"


HERE = {"phone": "045-785-0808", "address": "神奈川県横浜市神奈川区桐畑2-11-26"}


def test_firms_of_one_stem_and_two_trades_at_one_telephone_are_a_group_and_no_firm_with_its_sign() -> None:
    name = told("company", {**HERE, "company_name": "志正木材"}, {**HERE, "company_name": "株式会社志正自動車"})["name"]
    assert name.words == "different_names"


def test_a_sign_over_a_door_may_be_of_the_firm_behind_it_though_neither_tells_its_form() -> None:
    name = told("company", {**HERE, "company_name": "武蔵商事"}, {**HERE, "company_name": "車検の速太郎 桐畑西店"})[
        "name"
    ]
    assert name.words == "sign_and_firm_at_one_telephone_and_place"


def test_two_shops_of_one_firm_under_one_sign_speak_for_one_firm() -> None:
    one = {"company_name": "青田技研㈱ ほかほか亭津丸店", "address": "福岡県福津市津丸1564"}
    other = {"company_name": "ほかほか亭川路店（青田技研）", "address": "長野県飯田市川路10"}
    assert told("company", one, other)["branch"].words == "shops_of_one_firm_under_one_sign"
    stranger = {"company_name": "ほかほか亭川路店", "address": "長野県飯田市川路10"}
    assert told("company", one, stranger)["branch"].words != "shops_of_one_firm_under_one_sign"


def test_a_shop_and_its_head_by_whose_name_it_is_called_are_one() -> None:
    shop = {**HERE, "company_name": "光文具店", "person_name": "本田 浩"}
    assert told("company", shop, {**HERE, "company_name": "本田浩"})["name"].words == "named_after_its_owner"
