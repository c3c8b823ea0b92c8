from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from hub.normalize.identity.companies import CompanyParts, company_parts
from hub.normalize.identity.company_words import kana_sound, sound_key
from hub.normalize.identity.placeholders import LONGEST_TEXT, NO_COMPANY
from hub.normalize.identity.romaji import kana_romaji
from hub.normalize.legal_forms import WHOLE


@pytest.mark.parametrize(
    "names",
    [
        # Legal forms in every place and spelling.
        (
            "株式会社山田商事",
            "㈱山田商事",
            "（株）山田商事",
            "(株) 山田商事",
            "山田商事㍿",
            "山田商事 株式會社",
            "株)山田商事",
        ),
        (
            "山田商事",
            "山田商事(株",
            "株 式 会 社 山田商事",
            "【株】山田商事",
            "カ)山田商事",
            "山田商事㈱ 御中",
            "山田商事 様",
        ),
        ("有限会社やまだ", "㈲ヤマダ", "ヤマダ（有）", "ﾔﾏﾀﾞ(ﾕ", "ユ）ヤマダ", "やまだ有限會社"),
        ("ABC合同会社", "ＡＢＣ　LLC", "abc G.K.", "(同)ABC", "Godo Kaisha ABC"),
        (
            "Yamada Co., Ltd.",
            "YAMADA CO.,LTD",
            "yamada K.K.",
            "Yamada, Inc.",
            "Yamada Corporation",
            "Kabushiki Kaisha Yamada",
        ),
        (
            "山田商事",
            "山田商事Co.,Ltd.",
            "山田商事ＫＫ",
            "山田商事Inc",
            "山田商事-Co. Ltd. Inc.",
            "LLC山田商事",
            "山田商事Co.,Ltd.大阪支店",
        ),
        ("医療法人社団山田会", "医療法人山田会", "(医)山田会", "医療法人（社団）山田会", "（医社）山田会"),
        ("一般社団法人山田協会", "（一社）山田協会", "公益社団法人山田協会", "㈳山田協会"),
        ("特定非営利活動法人やまだ", "NPO法人やまだ", "ＮＰＯ法人 ヤマダ", "認定NPO法人やまだ"),
        ("山田農業協同組合", "JA山田", "ＪＡ山田"),
        (
            "株式会社㈱山田商事",
            "山田商事",
            "（株）山田商事株式会社",
            "山田商事㈱東京支店営業部",
            "山田商事東京支店営業一課",
        ),
        # Branches and departments.
        (
            "山田商事株式会社",
            "山田商事株式会社 東京支店",
            "山田商事㈱東京支店",
            "山田商事東京支店",
            "山田商事 本社",
            "山田商事大阪北営業所",
        ),
        ("ヤマダ電機", "ヤマダ電機 池袋店", "㈱ヤマダ電機池袋店", "ヤマダ電機（株）営業部", "東京支店 ㈱ヤマダ電機"),
        ("山田製作所", "山田製作所千葉工場", "山田製作所（大阪支店）", "山田製作所第二営業所", "山田製作所総務部"),
        ("医療法人山田会", "医療法人山田会 山田病院", "医療法人社団山田会山田クリニック"),
        # Shapes of letters.
        ("髙島屋", "高島屋", "髙嶋屋"),
        ("齋藤商会", "斎藤商会", "斉藤商会"),
        ("國際電氣", "国際電気"),
        ("キヤノン", "キャノン", "ｷﾔﾉﾝ", "きゃのん"),
        ("サービス山田", "サ－ビス山田", "ｻｰﾋﾞｽ山田", "サ一ビス山田", "サ―ビス山田"),
        ("コンピューター山田", "コンピュータ山田"),
        ("エルヴィス", "エルビス"),
        ("セブン-イレブン", "セブン‐イレブン", "セブンイレブン", "セブン・イレブン 新宿店"),
        ("ＡＢＣ・デザイン株式会社", "ABC デザイン", "abcデザイン"),
        ("Yamada & Sons", "YAMADA＆SONS", "Yamada and Sons"),
        ("ヤマダホールディングス", "ヤマダHD", "㈱ヤマダ　ホールディングス"),
        ("エヌ・ティ・ティ・データ", "NTTデータ", "ｴﾇﾃｨﾃｨ ﾃﾞｰﾀ"),
        ("山田\u200b商事", "山田\x0b商事", "山田商事😀", "山田商事\ufe0f"),
        ("ソフトバンク（旧ヤフー）", "ソフトバンク"),
    ],
)
def test_spellings_of_one_company_have_one_core(names: tuple[str, ...]) -> None:
    assert len({company_parts(name).core for name in names}) == 1
    assert company_parts(names[0]).core


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("株式会社山田", "株式会社山口"),
        ("山田商事", "山田商会"),
        ("山田商事", "山田商事ホールディングス"),
        ("アサヒビール", "アサヒビル"),
        ("ABC", "ABD"),
        ("東京支店", "大阪支店"),
        ("中村本店", "中村"),
        ("野村総合研究所", "野村"),
        ("山田工業所", "山田工業"),
        ("コメダ珈琲店", "コメダ珈琲"),
        ("山田センター", "山田"),
        ("東日本山田", "西日本山田"),
        ("第一山田", "第二山田"),
        ("サトー", "サトウ"),
        ("山田一", "山田二"),
        ("三井物産", "三菱物産"),
    ],
)
def test_different_companies_have_different_cores(one: str, other: str) -> None:
    assert company_parts(one).core != company_parts(other).core


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("山田商事株式会社", "ｶ)ﾔﾏﾀﾞｼﾖｳｼﾞ"),
        ("山田商事株式会社", "Yamada Shoji Co., Ltd."),
        ("㈱斎藤工務店", "サイトウコウムテン"),
        ("中島運輸", "ナカシマウンユ"),
        ("中島運輸", "Nakajima Unyu"),
        ("日本電気", "ﾆﾂﾎﾟﾝﾃﾞﾝｷ(ｶ"),
        ("日本電気", "ニホンデンキ"),
        ("大野製作所", "Ohno Seisakusho"),
        ("京都印刷", "キヨウトインサツ"),
        ("ソニー", "SONY"),
        ("トヨタ", "TOYOTA"),
        ("ヤマハ", "Yamaha Corporation"),
        ("キヤノン", "Kyanon"),
        ("三和建設", "Sanwa Kensetsu"),
        ("赤松商店", "ｱｶﾏﾂｼﾖｳﾃﾝ"),
        ("赤松商店", "Akamatsu Shoten"),
        ("協立産業", "キヨウリツサンギヨウ"),
        ("新日本電機", "シンニホンデンキ"),
        ("東大阪工業", "ヒガシオオサカコウギヨウ"),
        ("小松製作所", "コマツセイサクジョ"),
        ("西宝電設", "ｾｲﾎｳﾃﾞﾝｾﾂ"),
        ("栄邦製作所", "エイホウセイサクショ"),
        ("双啓", "ソウケイ"),
        ("新北製作所", "シンホクセイサクジヨ"),
        ("新北製作所", "シンキタセイサクシヨ"),
    ],
)
def test_names_meet_by_their_reading(one: str, other: str) -> None:
    assert set(company_parts(one).readings) & set(company_parts(other).readings)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("山田商事", "ヤマモトシヨウジ"),
        ("三和建設", "Sanei Kensetsu"),
        ("不明な漢字譁", "フメイ"),
        ("ソニー", "SANYO"),
        ("西宝電設", "トウホウデンセツ"),
    ],
)
def test_names_of_other_readings_do_not_meet(one: str, other: str) -> None:
    assert not set(company_parts(one).readings) & set(company_parts(other).readings)


@pytest.mark.parametrize(
    ("kana", "english"),
    [
        ("マイクロソフト", "Microsoft"),
        ("キャノン", "Canon Inc."),
        ("グーグル", "Google"),
        ("アマゾン", "Amazon"),
        ("セールスフォース", "Salesforce"),
        ("パートナーズ", "Partners"),
        ("ヤマダテクノロジー", "Yamada Technology"),
        ("ビジネスサービス", "Business Service"),
        ("グリーンデザイン", "Green Design"),
        ("ネットワークソリューションズ", "Network Solutions"),
        ("コンサルティング", "Consulting"),
        ("ブリヂストン", "Bridgestone"),
        ("サントリー", "Suntory"),
        ("ユニクロ", "UNIQLO"),
        ("ゼロックス", "Xerox"),
        ("オリンパス", "Olympus"),
        ("フューチャーワークス", "Future Works"),
        ("アクセスコンピュータ", "Access Computer"),
    ],
)
def test_english_names_meet_their_katakana(kana: str, english: str) -> None:
    assert company_parts(kana).skeleton == company_parts(english).skeleton != ""


def test_names_that_differ_by_a_figure_do_not_sound_alike() -> None:
    assert company_parts("株式会社テスト1").skeleton != company_parts("株式会社テスト2").skeleton
    assert company_parts("アルファ21").skeleton == company_parts("ALPHA 21").skeleton != ""


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("㈱山田", "株式会社"),
        ("有限会社山田", "有限会社"),
        ("Yamada LLC", "合同会社"),
        ("Yamada Co., Ltd.", ""),
        ("Yamada Inc.", ""),
        ("山田LLC", "合同会社"),
        ("山田K.K.", "株式会社"),
        ("お茶co", ""),
        ("(一社)山田", "社団法人"),
        ("医療法人財団山田会", "医療法人"),
        ("ｲ)ﾔﾏﾀﾞｶｲ", "医療法人"),
        ("山田", ""),
    ],
)
def test_a_form_is_told_where_it_is_sure(name: str, form: str) -> None:
    assert company_parts(name).legal_form == form


@pytest.mark.parametrize(
    ("name", "side"),
    [
        ("株式会社ヤマダ", "front"),
        ("㈱ヤマダ 東京支店", "front"),
        ("東京支店 ㈱ヤマダ", "front"),
        ("ｶ)ﾔﾏﾀﾞ", "front"),
        ("ヤマダ株式会社", "back"),
        ("ヤマダ（株）東京支店", "back"),
        ("ﾔﾏﾀﾞ(ｶ", "back"),
        ("Yamada K.K.", "back"),
        ("Yamada Inc.", ""),
        ("ヤマダ", ""),
    ],
)
def test_the_side_of_a_form_is_told(name: str, side: str) -> None:
    assert company_parts(name).side == side


@pytest.mark.parametrize(
    ("name", "branch"),
    [
        ("山田商事東京支店", "東京支店"),
        ("山田商事㈱ 大阪営業所 営業部", "大阪営業所営業部"),
        ("ヤマダ梅田支店", "梅田支店"),
        ("(株)山田 本社", "本社"),
        ("ﾔﾏﾀﾞ(ｶ)ﾄｳｷﾖｳｼﾃﾝ", "トウキヨウシテン"),
        ("山田商事㈱　東京　支店", "東京支店"),
        ("山田商事 第一 工場", "第一工場"),
        ("山田商事", ""),
    ],
)
def test_a_branch_is_kept_apart(name: str, branch: str) -> None:
    assert company_parts(name).branch == branch


@pytest.mark.parametrize(
    "name",
    [
        "",
        " ",
        "―",
        "〃",
        "同上",
        "不明",
        "個人",
        "自営業",
        "なし",
        "株式会社",
        "株式会社テスト",
        "テスト",
        "N/A",
        "***",
        "\x00\x01",
        "😀",
    ],
)
def test_what_names_no_company_has_no_parts(name: str) -> None:
    assert company_parts(name) == CompanyParts()


@pytest.mark.parametrize(
    ("name", "script"), [("山田ヤマダ", "kanji"), ("ヤマダ", "kana"), ("ABC", "latin"), ("ABCデザイン", "kana")]
)
def test_the_script_of_a_name_is_told(name: str, script: str) -> None:
    assert company_parts(name).script == script


BARE = st.text(alphabet="山田高橋商事ヤマダやまabz", min_size=1, max_size=8)


@given(BARE, st.sampled_from(sorted(spelling for spelling in WHOLE if len(spelling) > 2)), st.booleans())
def test_a_core_is_the_same_whatever_the_form_and_its_place(bare: str, spelling: str, is_front: bool) -> None:
    # aa alone is what somebody typed to get on; with a legal form it may be registered.
    assume(company_parts(bare).core)
    assert company_parts(f"{spelling}{bare}" if is_front else f"{bare}{spelling}").core == company_parts(bare).core


@given(
    st.one_of(st.text(max_size=20), st.text(alphabet="株式会社有限(カ)支店東京部 ヤマダーヴ・abCo.,ltd", max_size=16))
)
def test_a_core_is_the_core_of_itself(name: str) -> None:
    core = company_parts(name).core
    # 個人 is a company only where its legal form says so.
    assert company_parts(core).core == core or core in NO_COMPANY


@given(st.text(alphabet="ｶ)ﾔﾏﾀﾞヤマダ山田 ㈱東京支店", min_size=1, max_size=12), st.text(max_size=30))
def test_no_more_is_read_than_a_name_may_have(start: str, rest: str) -> None:
    name = start * LONGEST_TEXT
    assert company_parts(name + rest) == company_parts(name)


# Without ウ, ン and vowels alone, of which a romanization can't tell where they belong.
LARGE_KANA = "カキクコサシスセタチツテトナニヒフヘホマミムヤユヨラリルレロワガギジヂビピプデドブ"


@given(st.text(alphabet=LARGE_KANA, max_size=10))
def test_the_short_way_to_a_sound_is_the_long_one(kana: str) -> None:
    assert kana_sound(kana) == sound_key(kana_romaji(kana))


@pytest.mark.parametrize(
    ("name", "core", "form", "branch"),
    [
        ("海宝飯田店（㈱増山工業）", "増山工業", "株式会社", "海宝飯田店"),
        ("海宝飯田店（増山工業(株）", "増山工業", "株式会社", "海宝飯田店"),
        ("海宝飯田店（カ）増山工業）", "増山工業", "株式会社", "海宝飯田店"),
        ("㈱増山工業（海宝飯田店）", "増山工業", "株式会社", "海宝飯田店"),
        ("株式会社増山工業 海宝寿司 飯田店", "増山工業", "株式会社", "海宝寿司飯田店"),
        ("恵興木材 海宝寿司 飯田店", "恵興木材", "", "海宝寿司飯田店"),
        ("海宝寿司飯田店（恵興技研）", "恵興技研", "", "海宝寿司飯田店"),
        ("海宝寿司飯田店（駅前）", "海宝寿司", "", "飯田店"),
        ("㈲恵興 海宝寿司 飯田店", "恵興", "有限会社", "海宝寿司飯田店"),
        ("(株)増山工業 海宝寿司本町西店", "増山工業", "株式会社", "海宝寿司本町西店"),
        ("株式会社 増山 酒店", "増山酒店", "株式会社", ""),
        ("学校法人大和大学附属病院薬剤部", "大和大学附属病院", "学校法人", "薬剤部"),
        ("大和大学附属病院 第一内科", "大和大学附属病院", "", "第一内科"),
        ("大和歯科大学", "大和歯科大学", "", ""),
        ("大和商事(株)東京支店", "大和商事", "株式会社", "東京支店"),
        ("×大和商事（株）(閉店)", "大和商事", "株式会社", ""),
        ("一社)大和協会", "大和協会", "社団法人", ""),
        ("LLC ヤマト", "ヤマト", "合同会社", ""),
        ("(学)青葉学院 事務局", "青葉学院", "学校法人", "事務局"),
        ("㈲協栄自動車　ラーメンゑびす", "協栄自動車", "有限会社", "ラーメンゑびす"),
        ("NPO地域支援福寿", "地域支援福寿", "特定非営利活動法人", ""),
        ("社福若葉福祉会※与信注意", "若葉福祉会", "社会福祉法人", ""),
        ("千代田区農業協同組合", "千代田区農業協同組合", "農業協同組合", ""),
        ("千代田区役所", "千代田区", "", ""),
        ("埼玉県庁", "埼玉県", "", ""),
        ("大和商事（株）(新規)", "大和商事", "株式会社", ""),
        ("株式会社大和商事 代表取締役 大和一郎", "大和商事", "株式会社", ""),
        ("大和商事(株)　代表取締役社長　大和　一郎", "大和商事", "株式会社", ""),
        ("大和商店 代表 大和一郎", "大和商店", "", ""),
        ("代表印房", "代表印房", "", ""),
        ("大和商事カ）", "大和商事", "株式会社", ""),
        ("大和商事 ｶ)", "大和商事", "株式会社", ""),
        ("大和商事カ）(閉店)", "大和商事", "株式会社", ""),
        ("大和商事ユ）大阪支店", "大和商事", "有限会社", "大阪支店"),
        ("ﾔﾏﾄｼﾖｳｼﾞｶ)", "ヤマトシヨウジ", "株式会社", ""),
        ("大和商店（ヤマカ）", "大和商店", "", ""),
        ("株式会社大和商事【新規】", "大和商事", "株式会社", ""),
        ("株式会社大和商事 大阪支店[休眠]", "大和商事", "株式会社", "大阪支店"),
        ("大和商事㈱(取引停止)東京支店", "大和商事", "株式会社", "東京支店"),
        ("学校法人大和学園 大和幼稚園☆", "大和学園", "学校法人", "大和幼稚園"),
    ],
)
def test_a_firm_is_told_from_its_shops_signs_and_marks(name: str, core: str, form: str, branch: str) -> None:
    parts = company_parts(name)
    assert (parts.core, parts.legal_form, parts.branch) == (core, form, branch)


@pytest.mark.parametrize(
    ("name", "core", "branch"),
    [
        ("北海道倉庫株式会社札幌支店", "北海道倉庫", "札幌支店"),
        ("杉野本店㈱ 東京営業所", "杉野本店", "東京営業所"),
        ("東京研究所（株）大阪工場", "東京研究所", "大阪工場"),
        ("大和製作所㈱管理部", "大和製作所", "管理部"),
        ("東京工場 ㈱大和製作所", "大和製作所", "東京工場"),
        ("東京営業所 ㈱大和倉庫", "大和倉庫", "東京営業所"),
        ("本社 ㈱大和商事営業部", "大和商事", "営業部本社"),
    ],
)
def test_of_two_sides_of_a_form_the_branch_is_told_from_a_name_that_ends_as_branches_do(
    name: str, core: str, branch: str
) -> None:
    parts = company_parts(name)
    assert (parts.core, parts.branch) == (core, branch)


@pytest.mark.parametrize(
    ("name", "core", "branch"),
    [
        ("Next Link 大阪支店", "nextlink", "大阪支店"),
        ("Next Link大阪店", "nextlink", "大阪店"),
        ("㈱NEXT LINK 大阪 支店", "nextlink", "大阪支店"),
        ("Next Link Co., Ltd. 大阪支店", "nextlink", "大阪支店"),
        ("㈱Next Link 海宝寿司 飯田店", "nextlink", "海宝寿司飯田店"),
        ("ミライ アドバイザーズ大阪支店", "ミライアドバイザーズ", "大阪支店"),
    ],
)
def test_the_second_word_of_a_name_is_no_part_of_its_branch(name: str, core: str, branch: str) -> None:
    parts = company_parts(name)
    assert (parts.core, parts.branch) == (core, branch)


@pytest.mark.parametrize(
    "name", ["諸口", "現金売上", "社内販売", "店頭一般", "ダミー得意先", "その他", "その他得意先", "削除予定", "練習用"]
)
def test_an_account_for_the_unnamed_is_no_company(name: str) -> None:
    assert company_parts(name).core == ""


@pytest.mark.parametrize(
    ("name", "core", "owner"),
    [
        ("山内米穀店 山内康夫", "山内米穀店", "山内康夫"),
        ("香織電気工事店　迫香織", "香織電気工事店", "迫香織"),
        ("プラスコンサルティング　岸颯太", "プラスコンサルテイング", "岸颯太"),
        ("つばさ花店 森　翔太", "ツバサ花店", "森翔太"),
        ("つばさ花店 山田　健", "ツバサ花店", "山田健"),
    ],
)
def test_a_trader_is_told_from_the_name_behind_which_he_stands(name: str, core: str, owner: str) -> None:
    parts = company_parts(name)
    assert (parts.core, parts.owner) == (core, owner)


@pytest.mark.parametrize("name", ["中村屋 小川町", "ヤマダ電機 高橋工業", "渡辺　浩", "鈴木 山田商店", "居酒屋 海太郎"])
def test_not_every_second_word_is_an_owner(name: str) -> None:
    assert company_parts(name).owner == ""


@given(st.sampled_from(sorted(WHOLE)), st.sampled_from(["山田", "北日本商会", "ヤマダ", "abc"]))
def test_a_form_is_found_in_every_spelling_before_and_behind_a_name(spelling: str, name: str) -> None:
    assume(len(spelling) > 1)
    bare = company_parts(name).core
    assert [company_parts(written).core for written in (f"{spelling}{name}", f"{name}{spelling}")] == [bare, bare]


@pytest.mark.parametrize(
    ("name", "reading"),
    [
        ("佐藤商事", "satoshoji"),
        ("東佐藤商事", "higashisatoshoji"),
        ("西東京佐藤工業", "nishitokyosatokogyo"),
        ("佐藤田中鈴木商事", "satotanakasuzukishoji"),
    ],
)
def test_a_name_of_two_or_more_words_is_read_by_the_fewest(name: str, reading: str) -> None:
    assert reading in company_parts(name).readings


@pytest.mark.parametrize(
    ("said", "core", "form", "branch"),
    [
        ("JA長門", "長門", "農業協同組合", ""),
        ("長門農協", "長門", "農業協同組合", ""),
        ("三河農協 豊橋支店", "三河", "農業協同組合", "豊橋支店"),
        ("JF伊予", "伊予", "漁業協同組合", ""),
        ("伊予漁協", "伊予", "漁業協同組合", ""),
        ("JFE商事", "jfe商事", "", ""),
        ("株式会社農協観光", "農協観光", "株式会社", ""),
        ("林社労士事務所", "林社会保険労務士事務所", "", ""),
    ],
)
def test_a_cooperative_is_known_by_what_people_call_it(said: str, core: str, form: str, branch: str) -> None:
    parts = company_parts(said)
    assert (parts.core, parts.legal_form, parts.branch) == (core, form, branch)
