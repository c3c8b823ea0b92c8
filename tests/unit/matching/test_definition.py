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
