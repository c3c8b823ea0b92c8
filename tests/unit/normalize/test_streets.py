"""Writings of one street are one, and no number, room or name is ever lost by that."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from hub.normalize.addresses import street_key
from hub.normalize.streets import MEANINGFUL, street_spelling
from hub.normalize.text import plain

ONE_STREET = [
    # 札幌 and the rest of 北海道
    (
        *("北一条西4-4", "北一条西4丁目4番", "北1条西４－４", "北１条西四丁目４番地", "北一条西 4 丁目 4 番"),
        *("北１条西４丁目－４", "北一条西4丁目ー4", "北1条西4の4", "北一条西四ノ四", "北1条西4─4", "北一条西4丁目4番 "),
    ),
    ("南三条東二丁目20番地", "南3条東2-20"),
    ("琴似一条一丁目1番1号", "琴似1条1-1-1", "琴似１条１丁目１－１"),
    ("八軒五条西一丁目2番3号", "八軒5条西1-2-3"),
    ("一条西1丁目2番", "1条西1-2"),
    ("西二条南十丁目5番地", "西2条南10-5"),
    ("東三線北十二号", "東3線北12号", "東３線北１２"),
    # 東京
    (
        *("丸の内1-2-3", "丸の内１－２－３", "丸の内一丁目2番3号", "丸の内1丁目2−3", "丸の内1丁目2番地3"),
        *("丸の内一丁目二番三号", "丸の内 1丁目 2番 3号", "丸の内1の2の3", "丸の内1‐2‑3", "丸の内１丁目２番地の３"),
    ),
    ("霞が関二十丁目1-1", "霞が関20丁目1番1号"),
    ("麻布十番1-5-3", "麻布十番一丁目5番3号", "麻布十番 1-5-3"),
    ("三番町6-2", "三番町6番地2", "三番町六番地の二", "三番町 6番2号", "三番町六番二号"),
    ("四谷1-22-5", "四谷一丁目22番5号"),
    ("八丁堀2-1", "八丁堀二丁目1番", "八丁堀 ２丁目１"),
    ("三田2丁目3番4号405", "三田2-3-4-405"),
    ("西新宿2-8-1 見本ビル10F", "西新宿二丁目8番1号 見本ビル 10F", "西新宿２－８－１見本ビル１０Ｆ"),
    # 京都
    ("四条通烏丸東入ル長刀鉾町8", "四条通烏丸東入ル長刀鉾町８番地", "四条通烏丸 東入ル 長刀鉾町八番地"),
    ("二条通寺町西入丁子屋町690番地の1", "二条通寺町西入丁子屋町690-1"),
    ("東九条西山王町1番地", "東九条西山王町1"),
    ("西七条南東野町10-2", "西七条南東野町１０番２"),
    # 沖縄
    ("泉崎1丁目2番2号", "泉崎1-2-2", "泉崎一丁目二番二号"),
    ("字安里388番地の1", "字安里388-1", "字安里388番地1", "字安里三百八十八番地一"),
    # elsewhere
    ("大町東1丁2番3号", "大町東1-2-3", "大町東1丁目2-3"),
    ("十三東一丁目4番5号", "十三東1-4-5"),
    ("中野第三地割25番地1", "中野第3地割25-1"),
    ("七番丁19番地", "七番丁19"),
    ("Minato 1-2-3 Tower", "Ｍｉｎａｔｏ　１－２－３　Ｔｏｗｅｒ"),
]


@pytest.mark.parametrize("writings", ONE_STREET)
def test_writings_of_one_street_say_the_same(writings: tuple[str, ...]) -> None:
    assert len({street_spelling(writing) for writing in writings}) == 1
    assert len({street_key(writing) for writing in writings}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("1-2-3", "1-2-3-405"),
        ("1-2-3", "1-2-3 405"),
        ("1-2-3 405", "1-2-3405"),
        ("1丁目2番3号", "1丁目2番3号室"),
        ("丸の内1-2-3", "丸の内1-2-3 見本ビル"),
        ("丸の内1-2-3", "丸の内1-23"),
        ("丸の内1-2-3", "丸の内1-2"),
        ("丸の内一丁目二三", "丸の内一丁目二-三"),
        ("丸の内一丁目二三", "丸の内一丁目二 三"),
        ("芝1-2-3", "芝浦1-2-3"),
        ("北1条西4-4", "北1条東4-4"),
        ("北1条西4丁目", "北1条西4番地"),
        ("三番町6-2", "3-6-2"),
        ("三番町2", "3-町2"),
        ("八丁堀2", "8-堀2"),
        ("4番地", "4番地先"),
        ("2号館", "2館"),
        ("A棟2", "B棟2"),
        ("a-1", "A-1"),
        ("一の宮町1", "1-宮町1"),
        ("霞が関1-1", "霞ヶ関1-1"),
        ("大字中野1", "中野1"),
        ("中野第一二十地割1", "中野第二十地割1"),
    ],
)
def test_another_number_room_building_or_name_is_another_street(one: str, other: str) -> None:
    assert street_spelling(one) != street_spelling(other)


@pytest.mark.parametrize(
    "name",
    [
        *(
            "四谷",
            "三田",
            "一番町",
            "八丁堀",
            "二条",
            "三番町",
            "七番丁",
            "麻布十番",
            "四条通",
            "三条大橋東",
            "二条城前",
        ),
        *("三の宮", "一ツ橋", "十三", "九段", "五反田", "六本木", "千日前", "二十四軒", "大字三番", "二番館", "八丁"),
    ],
)
def test_a_name_stays_as_it_is(name: str) -> None:
    assert street_spelling(name) == name
    assert street_spelling(f"{name}2-1") == f"{name}2-1"


@pytest.mark.parametrize("written", ["芝1-2-3 405", "芝1丁目2番3号 405", "芝一丁目2番3-405"])
def test_a_key_joins_no_two_numbers_to_one(written: str) -> None:
    assert street_key(written) == "芝1-2-3-405"


ADDRESSED = "0123４５-－‐ーの ノ丁目番地号室棟条西北一二三十百第町F"
lines = st.one_of(st.text(ADDRESSED, max_size=16), st.text(max_size=12))


@given(lines)
@example("4番 番")
@example("1の" * 12)
@example("一の二の三")
def test_a_spelling_is_a_writing_of_what_it_spells(line: str) -> None:
    assert street_spelling(street_spelling(line)) == street_spelling(line)


@given(lines)
@example("1-2-3 405")
@example("2番 3")
def test_every_number_stays_in_its_place_and_apart(line: str) -> None:
    typed, kept = _numbers(plain(line)), _numbers(street_spelling(line))
    rest = iter(kept)
    assert all(number in rest for number in typed)
    assert kept == typed or set("〇一二三四五六七八九十百") & set(plain(line))


@given(lines)
def test_every_letter_of_a_name_stays(line: str) -> None:
    assert _letters(street_spelling(line)) == _letters(plain(line))


numbers = st.lists(st.integers(1, 120), min_size=2, max_size=4)
hyphens = st.sampled_from("-－‐−ーのノ")


@given(numbers, numbers, st.lists(hyphens, min_size=3, max_size=3), st.booleans(), st.booleans())
def test_two_writings_are_one_exactly_when_their_numbers_are(
    one: list[int], other: list[int], between: list[str], in_kanji: bool, spaced: bool
) -> None:
    hyphenated = "".join(f"{number}{sign}" for number, sign in zip(one, [*between, ""], strict=False))
    hyphenated = hyphenated if len(one) == 4 else hyphenated[:-1]
    words = "".join(
        f"{_number(n, in_kanji=in_kanji)}{w}" for n, w in zip(other, ("丁目", "番", "号の", ""), strict=False)
    )
    written = words.removesuffix("の")
    assert (street_spelling(f"本町{hyphenated}") == street_spelling(f"本町{' ' * spaced}{written}")) == (one == other)


def _numbers(line: str) -> list[str]:
    return re.findall("[0-9]+", line)


def _letters(line: str) -> list[str]:
    return [sign for sign in line if not re.match(r"[0-9\s─━ー之-]", sign) and sign not in MEANINGFUL]


def _number(number: int, *, in_kanji: bool) -> str:
    if not in_kanji:
        return str(number)
    hundreds, tens, ones = number // 100, number // 10 % 10, number % 10
    signs = "〇一二三四五六七八九"
    return f"{'百' * hundreds}{signs[tens][: tens > 1]}{'十' * (tens > 0)}{signs[ones][: ones > 0]}"
