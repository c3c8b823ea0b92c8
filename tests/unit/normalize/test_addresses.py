from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.normalize.addresses import address_key, join_address, split_address
from hub.normalize.prefectures import PREFECTURES, prefecture, prefecture_by_code, prefecture_named
from hub.normalize.streets import kanji_number
from hub.normalize.text import tidy


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        ("東京都千代田区丸の内1-1-1 パレスビル5F", ("", "東京都", "千代田区", "丸の内1-1-1", "パレスビル5F")),
        ("〒100-0005 東京都千代田区丸の内一丁目2番3号", ("100-0005", "東京都", "千代田区", "丸の内一丁目2番3号", "")),
        ("1000005東京都千代田区丸の内１－２－３", ("100-0005", "東京都", "千代田区", "丸の内1-2-3", "")),
        (
            "神奈川県横浜市西区みなとみらい2-2-1ランドマークタワー20階",
            ("", "神奈川県", "横浜市西区", "みなとみらい2-2-1", "ランドマークタワー20階"),
        ),
        ("北海道札幌市中央区北1条西2丁目3-4", ("", "北海道", "札幌市中央区", "北1条西2丁目3-4", "")),
        (
            "北海道札幌市中央区北五条西四丁目3番地 JRタワー",
            ("", "北海道", "札幌市中央区", "北五条西四丁目3番地", "JRタワー"),
        ),
        ("東京都千代田区三番町6-2", ("", "東京都", "千代田区", "三番町6-2", "")),
        ("東京都千代田区一番町", ("", "東京都", "千代田区", "一番町", "")),
        ("東京都港区六本木6-10-1", ("", "東京都", "港区", "六本木6-10-1", "")),
        ("千葉県市川市市川1-2-3", ("", "千葉県", "市川市", "市川1-2-3", "")),
        ("三重県四日市市諏訪町1-5", ("", "三重県", "四日市市", "諏訪町1-5", "")),
        ("広島県廿日市市下平良1-11-1", ("", "広島県", "廿日市市", "下平良1-11-1", "")),
        ("石川県野々市市三納1-1", ("", "石川県", "野々市市", "三納1-1", "")),
        ("新潟県十日町市千歳町3-3", ("", "新潟県", "十日町市", "千歳町3-3", "")),
        ("東京都町田市森野2-2-22", ("", "東京都", "町田市", "森野2-2-22", "")),
        ("東京都東村山市本町1-2-3", ("", "東京都", "東村山市", "本町1-2-3", "")),
        ("福島県郡山市朝日一丁目23-7", ("", "福島県", "郡山市", "朝日一丁目23-7", "")),
        ("奈良県高市郡高取町観覚寺990-1", ("", "奈良県", "高市郡高取町", "観覚寺990-1", "")),
        ("北海道余市郡余市町朝日町26", ("", "北海道", "余市郡余市町", "朝日町26", "")),
        ("東京都八丈町大賀郷2551-2", ("", "東京都", "八丈町", "大賀郷2551-2", "")),
        ("長野県軽井沢町大字長倉2381", ("", "長野県", "軽井沢町", "大字長倉2381", "")),
        ("東京都府中市宮西町2-24", ("", "東京都", "府中市", "宮西町2-24", "")),
        ("大阪府堺市堺区南瓦町3-1", ("", "大阪府", "堺市堺区", "南瓦町3-1", "")),
        ("名古屋市中区三の丸3-1-2", ("", "", "名古屋市中区", "三の丸3-1-2", "")),
        (
            "京都府京都市下京区四条通烏丸東入ル長刀鉾町8",
            ("", "京都府", "京都市下京区", "四条通烏丸東入ル長刀鉾町8", ""),
        ),
        ("東京都中央区八重洲2-1-5F", ("", "東京都", "中央区", "八重洲2-1", "5F")),
        ("東京都大田区蒲田五丁目13番14号 3F", ("", "東京都", "大田区", "蒲田五丁目13番14号", "3F")),
        ("東京都新宿区西新宿2-8-1-501", ("", "東京都", "新宿区", "西新宿2-8-1-501", "")),
        ("東京都", ("", "東京都", "", "", "")),
        ("", ("", "", "", "", "")),
        ("1600 Amphitheatre Parkway, Mountain View", ("", "", "", "1600 Amphitheatre Parkway, Mountain View", "")),
    ],
)
def test_a_line_is_taken_apart(line: str, parts: tuple[str, ...]) -> None:
    assert split_address(line) == parts


@pytest.mark.parametrize(
    "lines",
    [
        (
            "東京都千代田区丸の内一丁目2番3号",
            "東京都千代田区丸ノ内１－２－３",
            "〒100-0005 東京都千代田区丸の内1-2-3 ビル",
        ),
        ("東京都千代田区霞ヶ関1の2の3", "東京都千代田区霞が関1丁目2番地3", "東京都千代田区霞ケ関一丁目二番三号"),
        ("北海道札幌市中央区北一条西二丁目3-4", "北海道札幌市中央区北1条西2-3-4"),
        ("青森県八戸市大字内丸一丁目1番1号", "青森県八戸市内丸1-1-1"),
        ("東京都千代田区三番町6番地2", "東京都千代田区三番町6-2"),
        ("大阪府大阪市北区梅田3丁目1番3号", "大阪府大阪市北区梅田３－１－３"),
    ],
)
def test_spellings_of_one_place_meet_under_one_key(lines: tuple[str, ...]) -> None:
    assert len({address_key(line) for line in lines}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("東京都港区芝1-2-3", "東京都港区芝1-23"),
        ("東京都港区芝1-2-3", "東京都港区芝浦1-2-3"),
        ("東京都千代田区三番町6-2", "東京都千代田区3-6-2"),
    ],
)
def test_different_places_have_different_keys(one: str, other: str) -> None:
    assert address_key(one) != address_key(other)


@given(
    st.sampled_from([prefecture.name for prefecture in PREFECTURES]),
    st.sampled_from(["中央区", "高山市", "瑞穂町", "西多摩郡檜原村"]),
    st.sampled_from(["本町1-2-3", "栄二丁目3番4号", "北3条西4丁目", ""]),
    st.sampled_from(["第一ビル3F", ""]),
)
def test_joined_parts_are_taken_apart_the_same_way(pref: str, city: str, street: str, building: str) -> None:
    parts = split_address(f"{pref}{city}{street} {building}")
    assert split_address(join_address(parts)) == parts
    assert (parts.prefecture, parts.city, parts.street) == (pref, city, street) or not street


@given(
    st.one_of(
        st.text(max_size=30), st.text(alphabet="東京都府市区町村郡条丁目番号地の一二十123-FＡ ビル階〒", max_size=24)
    )
)
def test_no_letter_of_a_line_is_lost(line: str) -> None:
    assert _letters("".join(split_address(line))) == _letters(tidy(line))


def _letters(text: str) -> list[str]:
    return sorted(set(text) - set(" \n〒〶-,"))


@pytest.mark.parametrize("text", ["東京都", "東京", "Tokyo", "tokyo-to", "TOKYO", "Tōkyō", "13", "１３", "東京都 "])
def test_a_prefecture_is_known_by_all_its_names(text: str) -> None:
    assert prefecture(text) == "東京都"


def test_codes_are_those_of_jis() -> None:
    assert [prefecture_by_code(code).name for code in (1, 13, 26, 27, 47)] == [
        "北海道",
        "東京都",
        "京都府",
        "大阪府",
        "沖縄県",
    ]
    assert (prefecture_named("京都") or PREFECTURES[0]).code == 26
    assert prefecture("01") == prefecture("1") == prefecture("hokkaido") == "北海道"


@pytest.mark.parametrize("code", [0, 48, -1])
def test_a_code_that_no_prefecture_has_is_refused(code: int) -> None:
    with pytest.raises(ValueError, match="codes are 1 to 47"):
        prefecture_by_code(code)


def test_what_is_no_prefecture_stays() -> None:
    assert prefecture("Ｃａｌｉｆｏｒｎｉａ") == "California"


@pytest.mark.parametrize(
    ("text", "number"), [("一", 1), ("十", 10), ("二十四", 24), ("一〇", 10), ("百二", 102), ("三百", 300)]
)
def test_numbers_of_blocks_are_read_from_kanji(text: str, number: int) -> None:
    assert kanji_number(text) == number
