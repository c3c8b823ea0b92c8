"""What people and forms write where they have nothing to say: such a value belongs to nobody and tells nothing.

Invariant: a text without any letter or digit is a placeholder too.
"""

from __future__ import annotations

from hub.normalize.identity.folding import folded
from hub.normalize.late import late

LONGEST_TEXT = 300
"""Letters of a field that are read; what follows them in a longer one is no name and no address."""

_WORDS = """
不明 不詳 未定 未登録 未入力 未設定 未記入 未記載 未確認 未回答 なし 無し 無 ナシ 特になし ソノ他 該当なし 該当無し
同上 同左 同じ 上記同様 々 仝 確認中 調査中 要確認 要調査 非公開 非公表 匿名 匿名希望 名無し 名無しさん ななし 空欄
空白 削除 削除済 削除済み 削除予定 使用不可 使用しない 使用禁止 重複 仮 仮登録 その他 テスト てすと テストデータ
テスト用 テスト登録 試験 サンプル さんぷる ダミー だみー ダミーデータ 例 記入例 ほげ ほげほげ ああ あああ ああああ
あいうえお アアア アアアア xx xxx xxxx xxxxx aa aaa aaaa aaaaa asdf qwerty zzz zzzz test tests testtest testing
tester testdata sample dummy demo hoge hogehoge foo foobar n/a na none null nil nan unknown undefined noname
anonymous blank empty tbd tba tbc 氏名不明 氏名不詳 名前不明 名前不詳 姓名不明 姓名不詳 名前未登録 氏名未登録
notapplicable notavailable deleted donotuse true false 0 00 000 0000 00000 000000
"""
SAYS_NOTHING = frozenset(_WORDS.split())
_PERSON_WORDS = """
担当 担当者 ご担当 ご担当者 御担当 御担当者 各位 関係者各位 関係者 経理担当 経理担当者 経理ご担当者 営業担当
営業担当者 総務担当 総務担当者 人事担当者 購買担当者 採用担当 採用担当者 責任者 受付 窓口 代表 代表者 社長 経理 総務
人事 営業 事務 事務局 お客 お客さま 顧客 一般 個人 本人 氏名 名前 お名前 姓 名 山田テスト テスト太郎 試験太郎 見本太郎
例示太郎 名字名前 姓名 苗字名前 性名 yourname firstname lastname firstnamelastname fullname nonamenoname customer user
guest 店頭客 現金客 練習用 練習 レンシュウ テントウ テントウキャク 学生
担当不明 担当者不明 担当未定 担当者未定 担当者不在
テストタロウ テストハナコ タントウシャ タントウシヤ ゴタントウシャ ゴタントウシヤ フメイ トウロクナシ
"""
NOBODY = SAYS_NOTHING | frozenset(_PERSON_WORDS.split())
_COMPANY_WORDS = """
個人 個人事業 個人事業主 個人宅 個人客 一般 一般客 一般個人 自営 自営業 フリー フリーランス 無職 主婦 専業主婦 学生
会社員 会社 会社名 貴社 御社 弊社 当社 自社 自宅 社名 法人 法人名 取引先 得意先 新規 退職 退職済 テスト会社
テスト株式会社 株式会社テスト サンプル株式会社 株式会社サンプル 株式会社 有限会社 合同会社 private individual
諸口 雑口 小口 練習用 練習 ダミー会社 サンプル会社 テストガイシャ テストガイシヤ テストカイシヤ ダミーガイシヤ
ショクチ シヨクチ ゲンキンウリアゲ ソノタ 社販 一見客 不特定 不特定多数
freelance personal self selfemployed company yourcompany testcompany mycompany companyname
"""
_TRIAL_COMPANIES = frozenset(
    trial + trade
    for trial in ("テスト", "サンプル", "ダミー", "見本")
    for trade in ("商事", "商会", "商店", "産業", "工業", "企業", "物産", "カンパニー")
)
# What books call all those whom they do not name, and accounts that stand for no customer.
_UNNAMED = frozenset(
    f"{kind}{what}"
    for kind in (
        "現金",
        "店頭",
        "社内",
        "社員",
        "一般",
        "窓口",
        "ネット",
        "通信",
        "カード",
        "個人",
        "小口",
        "不特定",
        "ダミー",
        "ソノ他",
        "仮",
        "諸",
    )
    for what in (
        "",
        "売上",
        "売り",
        "売上げ",
        "販売",
        "取引",
        "一般",
        "客",
        "顧客",
        "得意先",
        "取引先",
        "コード",
        "口座",
    )
)
NO_COMPANY = SAYS_NOTHING | _UNNAMED | _TRIAL_COMPANIES | frozenset(_COMPANY_WORDS.split())
NO_REGISTERED_NAME = _TRIAL_COMPANIES | frozenset(
    [
        "テスト",
        "サンプル",
        "ダミー",
        "テスト会社",
        "サンプル会社",
        "ダミー会社",
        "test",
        "sample",
        "dummy",
        "不明",
        "未定",
    ]
)
"""What is no company even with a legal form; 株式会社ABC and 株式会社その他 may well be registered."""

_TEST = late("テスト|てすと|test|サンプル|ダミー|dummy|sample")
_TESTERS = frozenset(
    ["太郎", "花子", "一郎", "次郎", "タロウ", "ハナコ", "taro", "hanako", "ユーザー", "ユーザ", "user", "者"]
)
_COURTESY = late(r"(?:様|さま|殿|御中|さん|先生)+$")
_NO_LETTERS = late(r"[\W_]+")
_DITTO = frozenset("〇々ー0")


def is_placeholder(text: str) -> bool:
    """Whether the text stands for no value, in whatever kind of field: 不明, なし, 同上, 〃, ―, テスト, n/a."""
    return says_nothing(_NO_LETTERS.sub("", _COURTESY.sub("", folded(text[:LONGEST_TEXT]))), SAYS_NOTHING)


def says_nothing(letters: str, words: frozenset[str]) -> bool:
    """As `is_placeholder`, of folded letters without signs and by the words of a kind of field."""
    return not letters or letters in words or (letters[0] in _DITTO and _DITTO.issuperset(letters))


def is_tester(letters: str) -> bool:
    """Whether a name is one that somebody tried a form with: テスト太郎, test 2."""
    rest = _TEST.sub("", letters)
    return rest != letters and (not rest or rest.isdecimal() or rest in _TESTERS)
