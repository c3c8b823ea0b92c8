from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.normalize.persons import join_person_name, person_key, person_spelling, split_person_name
from hub.normalize.surnames import SURNAMES


@pytest.mark.parametrize(
    ("name", "family", "given"),
    [
        ("山田 太郎", "山田", "太郎"),
        ("山田　太郎", "山田", "太郎"),
        ("山田太郎", "山田", "太郎"),
        ("山田　太郎　様", "山田", "太郎"),
        ("鈴木一郎様", "鈴木", "一郎"),
        ("佐々木希", "佐々木", "希"),
        ("長谷川町子", "長谷川", "町子"),
        ("五十嵐淳", "五十嵐", "淳"),
        ("髙橋 惠子", "髙橋", "惠子"),
        ("髙橋惠子", "髙橋", "惠子"),
        ("林太郎", "林", "太郎"),
        ("小林一茶", "小林", "一茶"),
        ("ｽｽﾞｷ ｲﾁﾛｳ", "スズキ", "イチロウ"),
        ("佐藤さくら", "佐藤", "さくら"),
        ("Yamada, Taro", "Yamada", "Taro"),
        ("Taro YAMADA", "YAMADA", "Taro"),
        ("ＹＡＭＡＤＡ　Ｔａｒｏ", "YAMADA", "Taro"),
    ],
)
def test_a_full_name_is_divided(name: str, family: str, given: str) -> None:
    assert split_person_name(name) == (family, given)


@pytest.mark.parametrize(
    "name",
    [
        "中山",
        "林",
        "長谷川",
        "林田豊",
        "Taro Yamada",
        "ジョン・スミス",
        "山田部長",
        "山田さん",
        "やまだたろう",
        "担当者",
        "",
        ",",
    ],
)
def test_a_name_that_says_nothing_of_its_halves_stays_whole(name: str) -> None:
    assert split_person_name(name) is None


@pytest.mark.parametrize(
    "names",
    [
        ("山田太郎", "山田　太郎", "山田 太郎 様", "山田 太郎 殿"),
        ("渡邊 一郎", "渡邉一郎", "渡辺一郎"),
        ("斎藤 学", "齋藤學", "斉藤学"),
        ("髙﨑 薫", "高崎薫"),
        ("Taro Yamada", "YAMADA Taro", "yamada, taro", "Ｔａｒｏ　Ｙａｍａｄａ"),
        ("ヤマダ タロウ", "ﾔﾏﾀﾞﾀﾛｳ", "ヤマダ・タロウ"),
    ],
)
def test_spellings_of_one_person_meet_under_one_key(names: tuple[str, ...]) -> None:
    assert len({person_key(name) for name in names}) == 1


@pytest.mark.parametrize(
    ("one", "other"), [("山田太郎", "山田次郎"), ("山田太郎", "山口太郎"), ("Taro Yamada", "Jiro Yamada")]
)
def test_different_persons_have_different_keys(one: str, other: str) -> None:
    assert person_key(one) != person_key(other)


def test_two_families_that_people_mix_up_are_different_spellings() -> None:
    assert person_spelling("斎藤") != person_spelling("斉藤")
    assert person_spelling("齋藤") == person_spelling("斎藤")
    assert person_spelling("髙橋　一") == person_spelling("高橋一")


@given(st.sampled_from(sorted(name for name in SURNAMES if len(name) > 1)), st.sampled_from(["太郎", "花子", "さくら"]))
def test_a_joined_name_divides_again(family: str, given: str) -> None:
    assert split_person_name(join_person_name(family, given)) == (family, given)


@given(st.text(max_size=12))
def test_a_division_loses_no_letter(name: str) -> None:
    halves = split_person_name(name)
    if halves is not None:
        assert halves.family.strip()
        assert halves.given.strip()
        assert set("".join(halves)) <= set("".join(split for split in (person_spelling(name), *halves)))


@given(st.text("山田髙斎太郎やまーヤ々様ん氏 ", min_size=1, max_size=8).map(str.strip))
def test_the_quick_key_of_a_plain_name_is_that_of_the_long_way(name: str) -> None:
    # A full-width space and an invisible sign lead the long way round.
    assert person_key(name) == person_key(name.replace(" ", "　") + "\u200b")


@given(st.text(max_size=12))
def test_a_key_is_the_key_of_itself(name: str) -> None:
    assert person_key(person_key(name)) == person_key(name)
