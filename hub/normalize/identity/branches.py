"""A company's branch or department told from its name: 山田商事東京支店 is 山田商事 and 東京支店.

Invariant: something of the name is always left, and name and branch together hold every letter.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from functools import cache

from hub.normalize.identity.municipalities import municipalities
from hub.normalize.late import late
from hub.normalize.prefectures import PREFECTURES

_SITES = (
    "支店|支社|営業所|出張所|支所|支局|駐在所|支部|事業所|サービスステーション"
    "|シテン|シシャ|シシヤ|エイギョウショ|エイギヨウシヨ|シュッチョウジョ|シユツチヨウジヨ|ジギョウショ|ジギヨウシヨ"
)
_DEPARTMENTS = (
    "本社|本社ビル|本社営業部|本社工場|ホンシャ|ホンシヤ|営業本部|営業部|事業本部|事業部|本部|統括部|総務部|経理部|人事部|財務部|開発部|企画部|購買部|資材部|製造部|技術部|管理部|法務部|広報部|業務部"
    "|工事部|情報システム部|システム部|販売部|設計部|総務課|経理課|営業課|エイギョウブ|エイギヨウブ"
)
_HEADS = "本店|本館|ホンテン"
_LIKELY = (
    "店|工場|製作所|センター|オフィス|研究所|研究室|倉庫|ショールーム|スタジオ|事務所|館|校|室|課|係|部|ビル|営業"
    "|コウジョウ|コウジヨウ|branch|office"
)
_ENDINGS: dict[str, str] = {
    **dict.fromkeys(_LIKELY.split("|"), "likely"),
    **dict.fromkeys(_HEADS.split("|"), "head"),
    **dict.fromkeys(_DEPARTMENTS.split("|"), "department"),
    **dict.fromkeys(_SITES.split("|"), "site"),
}
_DEPARTMENT = late("[一-鿿]{1,4}(?<!楽)(?:部|課)")
LAST_LETTERS = frozenset(word[-1] for word in (*_ENDINGS, "事務局", "診療科"))
"""The letters on which branches end: a name that ends on another one has none."""
_FIGURES, _NEARER_WORDS = (
    "一二三四五六七八九十0123456789",
    "中央|駅前|統括|総合|広域|物流|流通|配送|法人|支社|支店|営業所",
)
_NEARER = late(f"(?:第?[{_FIGURES}]{{1,2}}|[東西南北]|{_NEARER_WORDS})$")
_LAST_OF_NEARER = frozenset((*_FIGURES, *"東西南北", *(word[-1] for word in _NEARER_WORDS.split("|"))))
_TRADE = late(
    "^.+(?:商事|商会|商店|産業|工業|興業|興産|建設|建材|製作所|製造|電機|電気|電工|電子|運輸|運送|物産|物流|通商|食品|印刷|不動産|化学|化成|薬品|製薬|機械"
    "|機工|精機|金属|鉄工|鋼業|工務店|設備|設計|自動車|銀行|信用金庫|証券|保険|生命|放送|新聞|通信|システム|サービス|ソリューションズ?|ホールディングス"
    "|ソフト|ラボ|エステート|テック|ロジスティクス|エンジニアリング|プランニング|デザイン|トレーディング|メディア|ワークス|プロダクツ"
    "|グループ|センター|リース|ホーム|ハウス|フーズ|百貨店|組合|協会|会|社|堂|屋|園|組|館)(?=.)"
)
_BUSINESS_PLACES = """
関東 関西 東北 北陸 信越 甲信越 北信越 東海 中部 近畿 中国 四国 九州 沖縄 首都圏 東日本 西日本 南九州 北九州 北関東
南関東 山陰 山陽 京浜 京葉 阪神 湘南 多摩 三多摩 城南 城北 城東 城西 筑豊 筑後 道央 道東 道北 道南 県央 県北 県南 本町
駅前 中央 丸の内 大手町 銀座 日本橋 新橋 虎ノ門 赤坂 六本木 霞が関 八重洲 神田 秋葉原 上野 浅草 新宿 渋谷 池袋 恵比寿
五反田 品川 大崎 蒲田 目黒 中野 吉祥寺 立川 八王子 錦糸町 北千住 町田 新横浜 横浜駅前 みなとみらい 関内 川崎 大宮 浦和
船橋 梅田 難波 なんば 心斎橋 天王寺 淀屋橋 本町 堂島 中之島 新大阪 江坂 千里 三宮 神戸 烏丸 四条 河原町 名駅
名古屋駅前 栄 伏見 金山 天神 博多 小倉 すすきの 大通 仙台駅前 青葉 紙屋町 八丁堀 成田 羽田 空港 成田空港 羽田空港
関西空港 海外 国際 営業 東京中央 本郷 麹町 築地 深川 城山 トウキヨウ トウキョウ オオサカ ナゴヤ フクオカ サッポロ
サツポロ センダイ ヒロシマ ヨコハマ キヨウト キョウト コウベ サイタマ チバ
"""
_LONGEST_PLACE = 6
_OF_AN_INSTITUTE = late("(?<=.病院|.大学)(?!.*(?:病院|大学))[一-鿿]{1,5}[部課科室係]$")
_OF_ONE_KIND, _WORD_OF_ONE_KIND = late("[!-~]{2}|[ァ-ヶー]{2}"), late("[!-~]{2,}|[ァ-ヶー]{3,}")
_ONLY_KANJI = late("[一-鿿]{2}$")
_KANJI_AT_END = late(f"(?<=[a-z0-9ァ-ヶー]{{2}})[一-鿿]{{1,{_LONGEST_PLACE}}}$")
_WORKS = frozenset(["工場", "倉庫", "オフィス", "ショールーム"])
# Of the words that many a name ends on, these end no registered one.
_NEVER_REGISTERED = frozenset(["店", "工場"])


def split_branch(name: str) -> tuple[str, str]:
    """The name and its branch, "" where it has none; both as they came."""
    if name[-1:] not in LAST_LETTERS:
        return name, ""
    head, _, last = name.replace("/", " ").rpartition(" ")
    if head:
        rest, _, place = head.rpartition(" ")
        if rest and last in _ENDINGS and _is_place(_without_nearer(place)):
            # 東京 支店 is one branch.
            head, last = rest, f"{place} {last}"
        elif not is_branch(last):
            return name, ""
        elif _OF_ONE_KIND.fullmatch(head[-1] + last[0]) and (cut := _after_a_word(last)):
            # Omega Kids目黒支店: the second word is the name's.
            return name[: len(head) + 1 + cut], last[cut:]
        core, branch = split_branch(name[: len(head)])
        return core, f"{branch} {last}".lstrip()
    return _attached(name)


def is_branch(word: str) -> bool:
    """Whether a word that stands apart from a name is a branch or a department and no part of the name."""
    ending = _longest_end(word, _ENDINGS, _sizes())
    if not ending:
        return word == "事務局"
    if _ENDINGS[ending] != "likely" or _DEPARTMENT.fullmatch(word):
        return True
    body = _without_nearer(word[: -len(ending)])
    return _place_length(body) > 0 or (body == "" and len(ending) < len(word))


def is_rather_branch(word: str, other: str) -> bool:
    """Whether of two sides of a legal form this is the branch, as in 東京支店 ㈱山田 and not in 東京倉庫㈱札幌支店."""
    if not is_branch(word):
        return False
    ending, others = (_longest_end(one, _ENDINGS, _sizes()) for one in (word, other))
    may_be_name = _ENDINGS.get(ending) in {"likely", "head"} and len(ending) < len(word)
    is_none = _ENDINGS.get(others, "likely") == "likely" and others not in _NEVER_REGISTERED
    return not may_be_name or is_none or not is_branch(other)


def _is_place(body: str) -> bool:
    return not body or _place_length(body) == len(body)


def _attached(name: str) -> tuple[str, str]:
    ward = _OF_AN_INSTITUTE.search(name)
    if ward is not None:
        return name[: ward.start()], ward[0]
    ending = _longest_end(name, _ENDINGS, _sizes())
    cut = _cut(name[: -len(ending)], _ENDINGS[ending], ending) if ending else 0
    return (name[:cut], name[cut:]) if cut > 1 else (name, "")


def _cut(body: str, kind: str, word: str) -> int:
    """Where the branch begins, by the word that ends it; 0 where that word belongs to the name."""
    nearer = _without_nearer(body)
    place = _place_length(nearer)
    if place:
        return len(nearer) - place
    if kind == "likely":
        return _after_trade(body) if word in _WORKS else 0
    if kind == "head" and not _TRADE.match(body + "。"):
        return 0
    return len(nearer) if kind != "site" else _guessed_cut(nearer) or (len(nearer) if nearer != body else 0)


def _without_nearer(body: str) -> str:
    for _ in range(2):
        if body[-1:] not in _LAST_OF_NEARER:
            break
        shorter = _NEARER.sub("", body)
        if shorter == body:
            break
        body = shorter
    return body


def _after_a_word(branch: str) -> int:
    """Where behind a word of a name a branch at a known place begins; 0 where it is no more than the branch."""
    ending = _longest_end(branch, _ENDINGS, _sizes())
    nearer = _without_nearer(branch[: -len(ending)])
    place = _place_length(nearer)
    word = nearer[: len(nearer) - place] if place else ""
    return len(word) if _WORD_OF_ONE_KIND.fullmatch(word) else 0


def _place_length(body: str) -> int:
    """How many letters at the end name a place."""
    return len(_longest_end(body, _places(), _place_sizes()))


def _longest_end(text: str, words: Container[str], sizes: Mapping[str, Sequence[int]]) -> str:
    """The longest of these words on which the text ends, by the sizes that words of each last letter have."""
    for size in sizes.get(text[-1:], ()):
        if text[-size:] in words and size <= len(text):
            return text[-size:]
    return ""


def _guessed_cut(body: str) -> int:
    """Where an unknown place begins: after a word of trade, where kanji begin, or two kanji from the end."""
    if _after_trade(body + "。") == len(body):
        return len(body)
    cut = _after_trade(body)
    if cut:
        return cut
    kanji = _KANJI_AT_END.search(body)
    if kanji is not None:
        return kanji.start()
    return len(body) - 2 if _ONLY_KANJI.search(body) and len(body) > 3 else 0


def _after_trade(body: str) -> int:
    """Where the last word of trade ends, if no more follows it than the name of a place; 0 otherwise."""
    trade = _TRADE.match(body)
    return trade.end() if trade is not None and len(body) - trade.end() <= _LONGEST_PLACE else 0


def _sizes_of(words: Iterable[str]) -> dict[str, list[int]]:
    """By their last letter the sizes of the words, the largest first."""
    found: dict[str, set[int]] = {}
    for word in words:
        found.setdefault(word[-1], set()).add(len(word))
    return {letter: sorted(sizes, reverse=True) for letter, sizes in found.items()}


@cache
def _sizes() -> dict[str, list[int]]:
    return _sizes_of(_ENDINGS)


@cache
def _place_sizes() -> dict[str, list[int]]:
    return _sizes_of(place for place in _places() if len(place) <= _LONGEST_PLACE)


@cache
def _places() -> frozenset[str]:
    cities = {name for names in municipalities().values() for name in names if name[-1] == "市"}
    towns = {name.rpartition("郡")[2] for names in municipalities().values() for name in names if "郡" in name[1:-1]}
    prefectures = {spelling for one in PREFECTURES for spelling in (one.name, one.short)}
    stems = {name[:-1] for name in cities | towns if len(name) > 2}
    designated = {name.partition("市")[0] for names in municipalities().values() for name in names if name[-1] == "区"}
    named = {name.rpartition("市")[2] for names in municipalities().values() for name in names if name[-1] == "区"}
    wards = named | {name[:-1] for name in named if len(name) > 3}
    return frozenset(cities | towns | stems | prefectures | designated | wards | set(_BUSINESS_PLACES.split()))
