from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.normalize.identity.cities import city_at
from hub.normalize.identity.municipalities import municipalities
from hub.normalize.identity.places import Place, place


def _site(line: str) -> tuple[str, ...]:
    parts = place(line)
    return parts.prefecture, parts.city, parts.town, parts.block


@pytest.mark.parametrize(
    "lines",
    [
        (
            *(
                "東京都千代田区丸の内一丁目2番3号",
                "東京都千代田区丸ノ内１－２－３",
                "〒100-0005 東京都千代田区丸の内1-2-3 パレスビル",
            ),
            *(
                "1000005東京都千代田区丸の内1の2の3",
                "千代田区丸の内1-2-3",
                "東京千代田区丸の内1丁目2-3",
                "東京都 千代田区 丸の内 1-2-3",
            ),
            *(
                "東京都千代田区丸之内一丁目二番三号",
                "東京都千代田区丸の内1ー2ー3",
                "東京都千代田区丸の内１丁目２番地３",
                "日本、東京都千代田区丸の内1-2-3",
            ),
            *(
                "パレスビル5F 東京都千代田区丸の内1-2-3",
                "東京都千代田区丸の内1-2-3-501",
                "東京都千代田区丸の内1‐2‐3",
                "東京都千代田区丸の内1−2−3",
                "東京都千代田区丸の内1ｰ2ｰ3",
                "東京都 千代田区 丸の内 1 - 2 - 3",
                "東京都千代田区丸の内１　－２－　３",
                "東京都千代田区丸の内１—２—３",
                "東京都千代田区丸の内1‑2‒3",
                "東京都千代田区丸の内1─2━3",
                "東京都千代田区丸の内1~2〜3",
                "東京都千代田区丸の内１～２～３",
                "東京都千代田区丸の内1.2.3",
                "東京都千代田区丸の内一丁目2ｰ3",
                "東京都千代田区丸の内1－２-３",
                "東京都千代田区丸の内１ノ２ノ３",
                "東京都千代田区丸の内01-02-03",
                "東京都千代田区丸の内 パレスビル 1-2-3",
            ),
            *(
                "東京都千代田区丸の内1-2-3\nパレスビル",
                "東京都千代田区丸の内一-二-三",
                "〒１００－０００５　東京都千代田区丸の内１－２－３",
            ),
        ),
        (
            "東京都千代田区霞ヶ関1の2の3",
            "東京都千代田区霞が関1丁目2番地3",
            "千代田区霞ケ関一丁目二番三号",
            "東京都千代田区霞カ関1-2-3".replace("カ", "ヵ"),
        ),
        ("北海道札幌市中央区北一条西二丁目3-4", "札幌市中央区北1条西2-3-4", "北海道札幌市中央区北１条西２丁目３番地４"),
        ("青森県八戸市大字内丸一丁目1番1号", "八戸市内丸1-1-1", "青森県八戸市内丸１丁目１－１"),
        ("長野県北佐久郡軽井沢町大字長倉字横吹2381-1", "軽井沢町長倉横吹2381番地1", "長野県軽井沢町長倉横吹2381の1"),
        (
            "京都府京都市下京区四条通烏丸東入ル長刀鉾町8",
            "京都市下京区長刀鉾町8番地",
            "京都市下京区四条通烏丸東入長刀鉾町8",
        ),
        (
            "京都市中京区烏丸通御池上る二条殿町538",
            "京都府京都市中京区二条殿町538番地",
            "京都市中京区烏丸通御池上ル二条殿町538",
        ),
        ("東京都千代田区三番町6番地2", "東京都千代田区3番町6-2", "千代田区三番町6-2"),
        ("茨城県龍ケ崎市3710番地", "竜ヶ崎市3710", "龍ヶ崎市3710"),
        ("大阪府大阪市北区梅田3丁目1番3号", "大阪市北区梅田３－１－３", "大阪府大阪市北区梅田三丁目一番三号"),
        ("岩手県盛岡市みたけ第12地割34-5", "盛岡市みたけ12地割34番地5", "盛岡市みたけ12-34-5"),
        ("静岡県浜松市中区砂山町1-2", "静岡県浜松市中央区砂山町1-2"),
        ("兵庫県篠山市北新町41", "兵庫県丹波篠山市北新町41番地"),
        ("埼玉県与野市本町東1-2-3", "さいたま市中央区本町東1-2-3"),
        ("静岡県清水市入江1-2-3", "静岡県静岡市清水区入江１丁目２−３"),
        ("沖縄県具志川市江洲5", "うるま市江洲5番地"),
        ("広島県廿日市市下平良1-11-1", "廿日市市下平良1丁目11番1号"),
        ("三重県四日市市諏訪町1-5", "四日市市諏訪町1番5号"),
        ("東京都西多摩郡檜原村467-1", "檜原村467番地1", "東京都檜原村467-1"),
        ("愛媛県松山市一番町四丁目4-2", "松山市一番町4-4-2"),
    ],
)
def test_spellings_of_one_place_have_the_same_parts(lines: tuple[str, ...]) -> None:
    assert len({_site(line) for line in lines}) == 1
    assert _site(lines[0])[0]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("東京都港区芝1-2-3", "東京都港区芝1-23"),
        ("東京都港区芝1-2-3", "東京都港区芝12-3"),
        ("東京都港区芝1-2-3", "東京都港区芝浦1-2-3"),
        ("東京都港区芝1-2-3", "愛知県名古屋市港区芝1-2-3"),
        ("東京都千代田区三番町6-2", "東京都千代田区3-6-2"),
        ("東京都府中市宮西町2-24", "広島県府中市宮西町2-24"),
        ("京都市上京区亀屋町1", "京都市中京区亀屋町1"),
        ("札幌市中央区北1条西2丁目3", "札幌市中央区北1条東2丁目3"),
        ("大阪市中央区本町1-1-1", "千葉市中央区本町1-1-1"),
        ("長野県長野市大字鶴賀1", "長野県長野市大字南長野1"),
    ],
)
def test_different_places_have_different_parts(one: str, other: str) -> None:
    assert _site(one) != _site(other)


@pytest.mark.parametrize(
    ("line", "building", "room"),
    [
        ("東京都新宿区西新宿2-8-1 コーポ山田 501号室", "コーポ山田", "501"),
        ("東京都新宿区西新宿2-8-1コーポ山田501", "コーポ山田", "501"),
        ("東京都新宿区西新宿2-8-1-501", "", "501"),
        ("東京都新宿区西新宿2-8-1 501", "", "501"),
        ("東京都新宿区西新宿2-8-1 パレスビルディング5F", "パレスビル", "5"),
        ("東京都新宿区西新宿2-8-1 パレスビルヂング 5階", "パレスビル", "5"),
        ("東京都新宿区西新宿2-8-1パレスビルB1F", "パレスビル", "b1"),
        ("東京都新宿区西新宿2-8-1 パレスビル地下1階", "パレスビル", "b1"),
        ("東京都新宿区西新宿2-8-5F", "", "5"),
        ("東京都新宿区西新宿2-8-1-501号室", "", "501"),
        ("東京都新宿区西新宿 パレスビル5F 2-8-1", "パレスビル", "5"),
        ("東京都新宿区西新宿（パレスビル5F）2-8-1", "パレスビル", "5"),
        ("東京都新宿区西新宿2-8-1（パレスビル5F）", "パレスビル", "5"),
        ("東京都新宿区西新宿2-8-1 5F パレスビル", "パレスビル", "5"),
        ("東京都新宿区西新宿2-8-1 パレスビル5階501号室", "パレスビル", "501"),
        ("東京都新宿区西新宿2丁目8番1号第2ビル3階", "第2ビル", "3"),
        ("東京都新宿区西新宿2-8-1 新宿パークタワー", "新宿パークタワー", ""),
        ("東京都新宿区西新宿2-8-1", "", ""),
    ],
)
def test_building_and_room_are_kept_apart(line: str, building: str, room: str) -> None:
    parts = place(line)
    assert (parts.building, parts.room) == (building, room)
    assert parts.block in {"2-8-1", "2-8"}


@pytest.mark.parametrize(
    ("line", "prefecture", "city"),
    [
        ("府中市宮西町2-24", "", "府中市"),
        ("中央区日本橋1-2-3", "", "中央区"),
        ("西淀川区御幣島1-1", "大阪府", "大阪市西淀川区"),
        ("千葉市中央区中央1-2-3", "千葉県", "千葉市中央区"),
        ("千葉県浦和市常盤6-4-4", "千葉県", "浦和市"),
        ("東京都霞ヶ関1-1", "東京都", ""),
        ("1600 Amphitheatre Parkway, Mountain View", "", ""),
    ],
)
def test_what_a_line_leaves_out_is_told_only_where_it_is_sure(line: str, prefecture: str, city: str) -> None:
    assert place(line)[1:3] == (prefecture, city)


def test_a_code_beside_the_line_comes_before_one_within_it() -> None:
    assert place("〒100-0005 東京都千代田区", "").postal_code == "1000005"
    assert place("〒100-0005 東京都千代田区", "100-0001").postal_code == "1000001"
    assert place("", "１００－０００１") == Place("1000001")


@pytest.mark.parametrize(
    ("line", "code", "prefecture"),
    [
        ("府中市宮西町2-24", "183-0022", "東京都"),
        ("府中市府川町315", "726-8601", "広島県"),
        ("中央区日本橋1-2-3", "103-0027", "東京都"),
        ("丸の内1-2-3", "100-0005", "東京都"),
        ("府中市宮西町2-24", "", ""),
        ("府中市宮西町2-24", "018-0001", ""),
        ("大阪府堺市堺区南瓦町3-1", "100-0005", "大阪府"),
    ],
)
def test_a_postal_code_tells_the_prefecture_that_a_line_leaves_out(line: str, code: str, prefecture: str) -> None:
    assert place(line, code).prefecture == prefecture


@pytest.mark.parametrize("line", ["", " ", "不明", "同上", "〃", "―", "なし", "テスト", "***", "\x00"])
def test_what_says_nothing_of_a_place_has_no_parts(line: str) -> None:
    assert place(line) == Place()


def test_every_municipality_is_found_with_and_without_its_prefecture() -> None:
    for prefecture, names in municipalities().items():
        for name in names:
            parts = place(f"{prefecture}{name}本町1-2-3")
            assert (parts.prefecture, parts.town, parts.block) == (prefecture, "本町", "1-2-3"), name
            alone = place(f"{name}本町1-2-3")
            assert alone.city == parts.city, name
            assert alone.prefecture in {prefecture, ""}, name


def test_a_county_that_is_left_out_changes_nothing() -> None:
    for prefecture, names in municipalities().items():
        for name in names:
            county, sign, town = name[1:].partition("郡")
            if sign and town[-1:] in {"町", "村"} and town not in {"市", ""}:
                assert city_at(f"{prefecture}{town}")[:2] == city_at(f"{prefecture}{name}")[:2], f"{county}{town}"


@given(
    st.sampled_from([(prefecture, name) for prefecture, names in municipalities().items() for name in names]),
    st.sampled_from(["本町", "緑ヶ丘", "大字上野", "栄", "三番町", "八丁堀", "一ツ橋"]),
    st.lists(st.integers(1, 99), min_size=1, max_size=3),
)
def test_a_block_is_the_same_in_every_writing(city: tuple[str, str], town: str, numbers: list[int]) -> None:
    words = ["丁目", "番", "号"] if len(numbers) == 3 else ["番地", ""]
    dashed = "-".join(map(str, numbers))
    written = "".join(f"{number}{word}" for number, word in zip(numbers, words, strict=False))
    start = "".join(city) + town
    wide = dashed.translate({code: code + 0xFEE0 for code in range(0x21, 0x7F)})
    assert _site(start + dashed) == _site(start + written) == _site(start + wide)
    assert place(start + dashed).block == dashed


@given(st.text(alphabet="東京都府市区町村郡条丁目番号地の一二十123-FＡ ビル階〒北西上る入ル字", max_size=24))
def test_a_place_put_in_again_stays(line: str) -> None:
    once = place(line)
    if once.prefecture and once.city and once.town and once.block and not once.city.startswith("京都市"):
        again = place(f"{once.prefecture}{once.city}{once.town}{once.block}")
        assert again[1:3] == once[1:3]
        assert again.block == once.block or once.town[-1:] in "0123456789"


@given(
    st.sampled_from(
        ["東京都千代田区", "1-", "ビル", "一丁目", " ", "〒", "上る", "字", "北1条", "1条西", "第1", "京都市中京区上る"]
    ),
    st.text(max_size=20),
)
def test_no_more_is_read_than_an_address_may_have(start: str, rest: str) -> None:
    assert place(start * 400 + rest) == place(start * 400)
