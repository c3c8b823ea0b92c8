from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.normalize.identity.kana_names import kana_halves
from hub.normalize.identity.persons import PersonParts, person_parts


@pytest.mark.parametrize(
    "names",
    [
        (
            "山田太郎",
            "山田 太郎",
            "山田　太郎",
            "山田太郎様",
            "山田 太郎 殿",
            "山田太郎さん",
            "山田・太郎",
            "山 田 太 郎",
        ),
        (
            "山田太郎",
            "営業部長 山田太郎",
            "代表取締役社長 山田 太郎",
            "山田太郎部長",
            "営業部 山田 太郎 様",
            "取締役 山田太郎",
            "営業部長山田太郎",
            "代表取締役社長山田太郎",
            "山田商事 山田太郎",
            "退職 山田太郎",
            "旧）山田太郎",
            "★山田太郎",
            "山田太郎 2",
            "山田 太郎 御夫妻",
            "山田太郎・花子",
            "山田 太郎・渡辺",
            "山田 太郎 グループ長",
            "山田太郎 経理担当",
            "山田太郎専務取締役→異動",
        ),
        ("山口 孝", "山口　孝社長", "山ロ　孝"),
        ("工藤 一郎", "エ藤 一郎", "工藤一郎⇒退職"),
        (
            "山田太郎",
            "株式会社ヤマダ 山田太郎",
            "㈱ヤマダ　山田 太郎 様",
            "株式会社 ヤマダ 山田太郎",
            "(有)山田商店 山田太郎",
        ),
        (
            "山田太郎",
            "太郎 山田",
            "山田太郎(営業)",
            "山田😀太郎",
            "山田\u200b太郎",
            "山田太郎、鈴木花子",
            "山田太郎 Yamada Taro",
        ),
        ("渡邊 一郎", "渡邉一郎", "渡辺一郎", "渡邊　一郎 先生"),
        ("髙﨑 薫", "高崎薫", "髙崎 薫 様"),
        ("佐々木 希", "佐々木希"),
        ("佐藤 さくら", "佐藤さくら", "さくら 佐藤"),
        ("服部 半蔵", "服部半蔵", "総務部 服部半蔵"),
        ("山田 孝行", "山田孝行", "山田 孝行 行"),
        ("山田 孝行", "山田 孝行様", "山田　孝行殿", "山田 孝行さん", "山田　孝行　様"),
        ("山田 希生", "山田 希生様", "山田希生様", "山田 希生さま"),
        ("林 太郎", "林太郎", "林　太郎様"),
        ("ヤマダ タロウ", "ﾔﾏﾀﾞ ﾀﾛｳ", "やまだ たろう", "ヤマダ・タロウ", "ヤマダタロウ", "ﾔﾏﾀﾞﾀﾛｳ 様", "タロウ ヤマダ"),
        (
            "Taro Yamada",
            "YAMADA Taro",
            "Yamada, Taro",
            "yamada,taro",
            "Dr. Taro Yamada, Ph.D.",
            "Taro Yamada MBA, CPA",
            "Ｔａｒｏ　Ｙａｍａｄａ",
            "Mr. Taro Yamada",
            "Yamada Tarou",
            "TARO YAMADA",
        ),
        ("Naoki Kataoka", "NAOKI KATA0KA", "Na0ki Kataoka", "Kataoka, Naoki"),
        ("吉田 大助", "吉由大助", "吉由 大助 様"),
        ("Kenji Ohno", "ONO Kenji", "Ōno Kenji", "Oono, Kenzi", "kenji ono"),
        ("Shouko Honma", "SHOKO HOMMA", "Syoko Honma"),
    ],
)
def test_spellings_of_one_person_have_the_same_halves(names: tuple[str, ...]) -> None:
    halves = {(parts.whole, parts.family, parts.given) for parts in map(person_parts, names)}
    assert len(halves) == 1
    assert all(next(iter(halves)))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("山田太郎", "山田次郎"),
        ("山田太郎", "山口太郎"),
        ("山田一", "山田二"),
        ("佐藤健", "佐藤健一"),
        ("Taro Yamada", "Jiro Yamada"),
        ("ヤマダ タロウ", "ヤマダ ジロウ"),
        ("キヨコ サトウ", "キョウコ サトウ"),
        ("松田 聖子", "聖田 松子"),
        ("大野 健", "小野 健"),
        ("オオノ ケン", "オノ ケン"),
        ("阿部 太郎", "安部 太郎"),
        ("川合 太郎", "河合 太郎"),
        ("裕子 田中", "優子 田中"),
    ],
)
def test_different_persons_have_different_halves(one: str, other: str) -> None:
    assert person_parts(one).whole != person_parts(other).whole
    assert person_parts(one)[1:3] != person_parts(other)[1:3]


def test_two_families_that_people_mix_up_are_looked_up_together_and_told_apart() -> None:
    one, other = person_parts("斎藤 学"), person_parts("斉藤 学")
    assert one.whole == other.whole
    assert one.family != other.family
    assert person_parts("齋藤学").family == one.family


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("山田 太郎", "Taro Yamada"),
        ("山田 太郎", "ヤマダ タロウ"),
        ("大野 賢二", "Kenji Ohno"),
        ("中島 裕子", "Yuko Nakashima"),
        ("中島 裕子", "NAKAJIMA Hiroko"),
        ("服部 誠", "Makoto Hattori"),
        ("井上 陽子", "Inoue Youko"),
        ("井上 陽子", "Yoko Inoue"),
        ("山本 正司", "Shoji Yamamoto"),
        ("佐藤 さくら", "Sakura Sato"),
        ("長谷川 由美子", "Yumiko HASEGAWA"),
        ("高橋 翔", "Sho Takahashi"),
        ("ワタナベ ジュン", "Jun Watanabe"),
        ("ホンマ ショウコ", "Shoko Homma"),
        ("ホンマ シヨウコ", "Shoko Homma"),
        ("ハツトリ ハンゾウ", "Hanzo Hattori"),
        ("渡部 清", "Kiyoshi Watabe"),
        ("佐々木 奈々", "Nana Sasaki"),
        ("熊坂 由美子", "Yumiko Kumasaka"),
        ("冬林 結衣", "FUYUBAYASHI Yui"),
        ("塩尾かおり", "シオオ カオリ"),
        ("小田川 誠", "Makoto Odagawa"),
        ("森下 美咲", "MisakiMorishita"),
        ("森下 美咲", "MORISHITAMisaki"),
    ],
)
def test_scripts_meet_where_the_kanji_can_be_read_so(one: str, other: str) -> None:
    left, right = person_parts(one), person_parts(other)
    assert set(left.family_romaji) & set(right.family_romaji)
    assert set(left.given_romaji) & set(right.given_romaji)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("山田 太郎", "Jiro Yamada"),
        ("佐藤 清子", "Kyoko Sato"),
        ("キヨコ サトウ", "Kyoko Sato"),
        ("鈴木 花子", "Hana Suzuki"),
    ],
)
def test_scripts_do_not_meet_where_no_reading_agrees(one: str, other: str) -> None:
    assert not set(person_parts(one).given_romaji) & set(person_parts(other).given_romaji)


def test_kana_beside_a_name_say_how_it_is_read() -> None:
    parts = person_parts("中島 裕子", "ナカシマ ユウコ")
    assert (parts.family_kana, parts.given_kana) == ("ナカシマ", "ユウコ")
    assert (parts.family_romaji, parts.given_romaji) == (("nakashima",), ("yuko",))


@pytest.mark.parametrize(
    ("name", "kana", "halves"),
    [
        ("小谷野豊", "コヤノ ユタカ", ("小谷野", "豊")),
        ("勅使河原豊", "テシガワラ ユタカ", ("勅使河原", "豊")),
        ("左右田一", "ソウダ ハジメ", ("左右田", "一")),
        ("山田太郎", "ﾔﾏﾀﾞﾀﾛｳ", ("山田", "太郎")),
        ("山田 太郎", "タロウ ヤマダ", ("山田", "太郎")),
        ("喜屋武 大輔", "キャン ダイスケ", ("喜屋武", "大輔")),
        ("昂福田", "フクダ スバル", ("福田", "昂")),
    ],
)
def test_kana_tell_where_an_undivided_name_divides(name: str, kana: str, halves: tuple[str, str]) -> None:
    parts = person_parts(name, kana)
    assert (parts.family, parts.given) == halves
    assert parts.family_kana
    assert parts.given_kana


def test_kana_alone_are_a_name() -> None:
    assert person_parts("", "ヤマダ タロウ") == person_parts("ヤマダ タロウ")
    assert kana_halves("ﾀﾛｳ ﾔﾏﾀﾞ 様") == ("ヤマダ", "タロウ")


@pytest.mark.parametrize(
    "name", ["佐藤（旧姓 鈴木）花子", "佐藤 花子(鈴木)", "佐藤花子（旧姓：鈴木）", "佐藤 花子【旧 鈴木】"]
)
def test_a_former_name_is_kept_apart(name: str) -> None:
    parts = person_parts(name)
    assert (parts.family, parts.given, parts.former) == ("佐藤", "花子", "鈴木")


@pytest.mark.parametrize(
    ("name", "kana"), [("佐藤", "サトウ"), ("工藤", "クドウ"), ("安藤", "ｱﾝﾄﾞｳ"), ("遠藤様", "えんどう")]
)
def test_the_kana_of_a_family_name_alone_are_all_its_own(name: str, kana: str) -> None:
    parts = person_parts(name, kana)
    assert parts.family_kana
    assert (parts.given_kana, "".join(parts.given_romaji)) == ("", "")


@pytest.mark.parametrize("name", ["山田", "山田様", "山田部長", "山田 先生", "営業部 山田", "Mr. Yamada", "ヤマダ様"])
def test_a_family_name_alone_is_no_given_name(name: str) -> None:
    parts = person_parts(name)
    assert parts.family
    assert not parts.given


@pytest.mark.parametrize(
    "name",
    [
        *(
            "",
            " ",
            "担当者",
            "担当者様",
            "ご担当者様",
            "経理ご担当者 様",
            "御担当者",
            "名前不詳",
            "氏名不明",
            "担当者未定",
            "不明",
            "―",
            "同上",
            "〃",
            "なし",
            "N/A",
            "***",
        ),
        *(
            "テスト",
            "テスト太郎",
            "テスト テスト",
            "test test",
            "Test User",
            "サンプル 太郎",
            "お客様",
            "社長様",
            "関係者各位",
            "名無し",
        ),
        *("株式会社ヤマダ", "㈱ヤマダ", "山田商事株式会社", "\x00\x01", "😀", "〇〇 〇〇", "タントウシャ", "."),
    ],
)
def test_what_names_nobody_has_no_parts(name: str) -> None:
    assert person_parts(name) == PersonParts()


@pytest.mark.parametrize("name", ["阿部 太郎", "小室 太郎(営業)", "室 太郎", "服部部長", "園部 様", "長曽我部 俊介"])
def test_a_family_name_that_ends_as_a_department_is_no_department(name: str) -> None:
    assert person_parts(name).family in {"阿部", "小室", "室", "服部", "園部", "長曽我部"}


@pytest.mark.parametrize("name", ["総務部 佐藤", "審査部 佐藤", "国際営業部 佐藤"])
def test_a_department_before_a_family_name_is_none(name: str) -> None:
    assert person_parts(name).family == "佐藤"


NAME = st.text(alphabet="山田髙斎太郎やまヤマ々 ・", max_size=8)


@given(st.one_of(NAME, st.text(max_size=14)), st.one_of(st.just(""), st.text(alphabet="ヤマダタロウﾔﾏ ー", max_size=8)))
def test_a_person_put_in_again_stays(name: str, kana: str) -> None:
    once = person_parts(name, kana)
    if once.script == "kanji" and once.given:
        again = person_parts(f"{once.family} {once.given}", f"{once.family_kana} {once.given_kana}".strip())
        assert (again.whole, again.given_kana) == (once.whole, once.given_kana) or not again.given


@given(st.sampled_from(["山田 太郎", "ヤマダ", "Taro ", "(株)", "部長 "]), st.text(max_size=20))
def test_no_more_is_read_than_a_name_may_have(start: str, rest: str) -> None:
    assert person_parts(start * 200 + rest) == person_parts(start * 200)


@given(NAME)
def test_width_and_outer_spaces_say_nothing(name: str) -> None:
    wide = "".join(chr(ord(sign) + 0xFEE0) if "!" <= sign <= "~" else sign for sign in name).replace(" ", "　")
    assert person_parts(wide) == person_parts(name)


@pytest.mark.parametrize(("name", "family"), [("東常務", "東"), ("林部長", "林"), ("菊池専務取締役", "菊池")])
def test_a_family_name_with_a_title_is_a_family_name(name: str, family: str) -> None:
    assert (person_parts(name).family, person_parts(name).given) == (family, "")


@pytest.mark.parametrize("kana", ["ナカムラ", "ｱﾝﾄﾞｳ", "おかだ"])
def test_one_word_that_is_a_family_name_is_not_cut_in_two(kana: str) -> None:
    assert len(kana_halves(kana)) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("梅ヶ谷 詩織", "梅ケ谷 詩織"),
        ("ロドリゲス カルロス エドゥアルド", "カルロス・エドゥアルド・ロドリゲス"),
        ("堀江 功 他1名", "堀江 功"),
        ("堀江 功　外二名様", "堀江 功"),
    ],
)
def test_a_small_ke_a_middle_name_and_company_make_no_other_name(one: str, other: str) -> None:
    parts = [person_parts(name) for name in (one, other)]
    assert parts[0].family == parts[1].family != ""
    assert parts[0].given == parts[1].given != ""
    assert parts[0].whole == parts[1].whole
