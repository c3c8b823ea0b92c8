"""The words of a person's name told from what stands around them on cards and in books: titles, courtesies, companies.

Invariant: no word is made up; where everything is a title, its first word is kept.
"""

from __future__ import annotations

import re

from hub.normalize.identity.forms import split_form
from hub.normalize.identity.given_names import is_given_name
from hub.normalize.identity.kanji_names import by_surname
from hub.normalize.identity.name_tables import surname_tables
from hub.normalize.late import late
from hub.normalize.variants import same_letters

_RANKS = (
    "社長|会長|理事長|理事|院長|園長|校長|学長|所長|店長|支店長|支社長|工場長|部長|課長|係長|次長|室長|局長|班長|館長|組合長|主任|主査|主事|主幹"
    "|グループ長|グループリーダー|チームリーダー|窓口|担当|[経総営購人]..?担当|専務|常務|監査役|顧問|相談役|執行役員|役員|参事|技師長|師長|編集長|本部長|事業部長|営業部長|総務部長|経理部長|営業課長|総務課長"
    "|マネージャー|マネジャー|リーダー|ディレクター|チーフ|スーパーバイザー"
)
_LATIN_RANKS = "ceo|coo|cto|cfo|president|director|manager|mr|mrs|ms|miss|dr|prof|sir"
_PROFESSIONS = (
    "博士|医師|弁護士|税理士|公認会計士|司法書士|社会保険労務士|社労士|行政書士|弁理士|薬剤師|一級建築士|建築士"
)
_TITLE = (
    "代表取締役.*|取締役(?:会長|社長|副社長)?(?:兼.*)?|代表(?:社員|理事|者)?"
    rf"|(?:副|前|元|名誉)?(?:{_RANKS}|{_LATIN_RANKS})\.?(?:代理|補佐|心得)?|{_PROFESSIONS}"
)
_COURTESIES = "様方|様|さま|サマ|殿|どの|御中|さん|サン|氏|ちゃん|先生"
# Given names end in these as well: 孝行.
_COURTESIES_APART = "君|くん|方|行|宛|ご?夫妻|御夫妻|ご?一家"
_NOTES = "退職|退職者|退職済|退社|退社済|休職|異動|出向|旧|故|元|重要"
_NOTE = late(f"^(?:{_NOTES})[)\\s:]+")
_DEPARTMENTS = ".{2,14}(?:部|課|室|係|支店|支社|営業所|本社|グループ|センター|部長|課長|係長|次長|店長|所長|支店長)"
_WORK = (
    "営業|総務|経理|人事|製造|技術|企画|開発|管理|業務|購買|資材|設計|工事|法務|広報|販売|制作|編集|生産|品質|物流|財務|事業"
    "|調達|研究|広告|宣伝|情報|施工|保守|運営|統括|推進|本"
)
_MAY_BE_FAMILY = late(f"(?!.*(?:{_WORK})部)[一-鿿]{{2,4}}部")
_IS_TITLE = late(f"[0-9]+|{_NOTES}|{_TITLE}|{_COURTESIES}|{_COURTESIES_APART}|{_DEPARTMENTS}", re.IGNORECASE)
_TAIL = late(
    f"(?<=[^ ]) ?(?:{_COURTESIES})$|(?:(?<=[^ ]{{2}})|(?<=[^ ] [^ ])|(?<=^[^ ])) ?(?:{_TITLE})$"
    f"|(?<=[^ ]) (?:{_COURTESIES_APART})$",
    re.IGNORECASE,
)
_BRACKETS = late(r"\s*[(\[〔【<「](?P<inside>[^()\[\]〔〕【】<>「」]*)[)\]〕】>」]?\s*")
_NOTED = late("[※＊→⇒].*|[ 、](?:他|外|ほか) ?[0-9一二三四五六七八九十]+(?:名|人)様?$", re.DOTALL)
_BORN = late(r"(?<=.)[\s、,]*旧姓[\s:：]*([^\s()]{1,4})$")
# T.Yamada is two words.
SEPARATORS = late(r"(?:[\s・･=＝/_|]|(?<=\b[A-Za-z])\.)+")
NO_LETTERS = late(r"[^\w\s,]|_")
_FORM_SIGNS = late(r"株|会社|法人|\([有同]\)|組合|co\.|inc|ltd|corp|k\.k", re.IGNORECASE)
_LONE_FORM = late(r"\(?[株有同]\)?|.{2,8}(?:会社|法人)")


def name_words(text: str) -> list[str]:
    """The words that may be names: without titles, courtesies and signs."""
    text = without_courtesy(_NOTE.sub("", text.strip(" ・･-")))
    words = [word for word in (NO_LETTERS.sub("", part) for part in SEPARATORS.split(text)) if word]
    kept = [word for word in words if not _is_title(word)]
    if len(words) == len(kept) + 1 == 2 and _is_rather_family(*words):
        return words
    return kept or words[:1]


def _is_rather_family(first: str, last: str) -> bool:
    """Whether 長曽我部 before 俊介 is a family that no table has: nobody gives a department and a given name alone."""
    if not _MAY_BE_FAMILY.fullmatch(first) or not is_given_name(last):
        return False
    shape = same_letters(last)
    return shape not in surname_tables().readings and by_surname(shape) is None


def _is_title(word: str) -> bool:
    # 阿部 and 小室 are people.
    return _IS_TITLE.fullmatch(word) is not None and same_letters(word) not in surname_tables().readings


def without_company(text: str) -> str:
    """What is left of a text when the name of a company in it goes with its legal form."""
    if not _FORM_SIGNS.search(text):
        return text
    words = text.split(" ")
    for place, word in enumerate(words):
        split = split_form(word)
        if split.form is not None:
            return " ".join(words[place + 1 :] or words[:place])
        if _LONE_FORM.fullmatch(word):
            # The form stands apart: the name of the company is the word after it, or before it.
            return " ".join(words[place + 2 :] or words[: max(place - 1, 0)])
    return text


def without_courtesy(text: str) -> str:
    """A name without the courtesies and titles behind it."""
    shorter = _TAIL.sub("", text)
    while shorter != text:
        text, shorter = shorter, _TAIL.sub("", shorter)
    return text


def without_remark(text: str) -> tuple[str, str]:
    """A name without what stands in brackets, and what that is; 他1名 and notes behind a ※ or an arrow go, too."""
    text = _NOTED.sub("", text) or text
    found = _BRACKETS.search(text)
    if found is None and (born := _BORN.search(text)):
        return text[: born.start()], f"旧姓{born[1]}"
    return (_BRACKETS.sub(" ", text), found["inside"].strip()) if found else (text, "")
