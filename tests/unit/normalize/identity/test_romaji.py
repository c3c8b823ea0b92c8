from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.normalize.identity.folding import folded, in_one_width
from hub.normalize.identity.given_names import given_readings, is_given_name, may_be_read
from hub.normalize.identity.name_tables import surname_tables
from hub.normalize.identity.romaji import kana_key_of, kana_keys_of, kana_romaji, kana_syllables, romaji_key
from hub.normalize.text import fold


@pytest.mark.parametrize(
    ("kana", "spellings"),
    [
        ("オオノ", ("Ohno", "Ono", "Oono", "Ōno", "OHNO")),
        ("サトウ", ("Sato", "Satoh", "Satou", "SATŌ")),
        ("ショウコ", ("Shoko", "Syoko", "Shouko", "Syouko", "Shohko")),
        ("ジュン", ("Jun", "Zyun", "Jyun")),
        ("ツチヤ", ("Tsuchiya", "Tutiya")),
        ("フジイ", ("Fujii", "Hujii", "Huzii")),
        ("ホンマ", ("Homma", "Honma")),
        ("ナンバ", ("Namba", "Nanba")),
        ("シンイチ", ("Shinichi", "Shin'ichi", "Shin-ichi", "Sinichi")),
        ("マツウラ", ("Matsuura", "Matsura")),
        ("ハットリ", ("Hattori",)),
        ("マッチ", ("Matchi", "Macchi")),
        ("リョウ", ("Ryo", "Ryou", "Ryoh")),
        ("ユウキ", ("Yuki", "Yuuki", "Yūki")),
        ("ヅカ", ("zuka", "duka")),
        ("イノウエ", ("Inoue",)),
    ],
)
def test_romanizations_of_one_reading_meet(kana: str, spellings: tuple[str, ...]) -> None:
    assert {kana_romaji(kana), *map(romaji_key, spellings)} == {kana_romaji(kana)}


@pytest.mark.parametrize(
    ("bank", "kana"),
    [
        ("シヨウコ", "ショウコ"),
        ("キヨウコ", "キョウコ"),
        ("ジユン", "ジュン"),
        ("リユウ", "リュウ"),
        ("ギヨウダ", "ギョウダ"),
    ],
)
def test_the_large_kana_of_banks_are_read_as_the_small_ones_they_mean(bank: str, kana: str) -> None:
    assert kana_romaji(bank) == kana_romaji(kana)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("キヨコ", "キョウコ"),
        ("トシヤ", "トシャ"),
        ("リヨ", "リョウ"),
        ("ヨシユキ", "ヨシュキ"),
        ("イイダ", "イダ"),
        ("チヨ", "チョ"),
    ],
)
def test_other_readings_stay_apart(one: str, other: str) -> None:
    assert kana_romaji(one) != kana_romaji(other)


@given(st.one_of(st.text(max_size=12), st.text(alphabet="aeioukstnhmyrwgzdbpfjcl'-", max_size=12)))
def test_a_romanization_is_the_key_of_itself(latin: str) -> None:
    assert romaji_key(romaji_key(latin)) == romaji_key(latin)


@given(st.text(alphabet=[chr(code) for code in range(ord("ァ"), ord("ヴ"))] + ["ー"], max_size=8))
def test_the_key_of_kana_is_a_key(kana: str) -> None:
    assert romaji_key(kana_romaji(kana)) == kana_romaji(kana)
    assert kana_romaji(kana).isalpha() or not kana_romaji(kana)


def test_family_names_are_known_with_their_readings() -> None:
    tables = surname_tables()
    assert {"nakajima", "nakashima"} <= set(tables.readings["中島"])
    assert tables.readings["渡辺"][0] == "watanabe"
    assert "ハツトリ" in tables.kana


def test_given_names_are_read_by_their_characters() -> None:
    assert "hiroko" in given_readings("裕子")
    assert "yuko" in given_readings("裕子")
    assert given_readings("さくら") == ("sakura",)
    assert given_readings("奈々")[0] == "nana"
    assert may_be_read("太郎", "タロウ")
    assert not may_be_read("太郎", "ジロウ")
    assert is_given_name("翔太")
    assert not is_given_name("株式")


@given(st.text(max_size=20))
def test_what_was_folded_stays(text: str) -> None:
    assert folded(folded(text)) == folded(text)
    assert in_one_width(in_one_width(text)) == in_one_width(text)


@given(
    st.lists(
        st.sampled_from([*"ァアガヷーｱぁがー－‐―-〜ＡａＺ１1 　㈱①髙(（丁亜\n\t", "ｶﾞ", "ﾊﾟ", "ｰ"]), max_size=12
    ).map("".join)
)
def test_folding_is_that_of_comparisons(text: str) -> None:
    assert folded(text) == " ".join(fold(text).split())


@given(st.lists(st.text("アイウオキシチツナニヒフンマユョャッー", max_size=5), min_size=1, max_size=5))
def test_keys_of_several_readings_are_those_of_each(readings: list[str]) -> None:
    spelled = [kana_syllables(reading) for reading in readings]
    assert kana_keys_of(spelled) == [kana_key_of(one) for one in spelled]
