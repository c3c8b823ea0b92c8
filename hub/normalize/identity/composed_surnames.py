"""How a family name that no table has may be read, by how its letters are read in the names that the table has.

Invariant: what is found is likely and never sure: 熊坂 is くまさか as 熊田 and 赤坂 are, and may be another.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache
from itertools import product
from typing import NamedTuple

from hub.normalize.identity.surnames import surname_readings
from hub.normalize.late import late
from hub.normalize.variants import same_letters

_MOST_READINGS = 6
_MOST_OF_A_LETTER = 3
_ROUNDS = 3
"""After so many no name of the table is cut elsewhere."""
_PLAIN, _VOICED = "かきくけこさしすせそたちつてとはひふへほ", "がぎぐげござじずぜぞだぢづでどばびぶべぼ"
_TO_PLAIN, _TO_VOICED = str.maketrans(_VOICED, _PLAIN), str.maketrans(_PLAIN, _VOICED)
_NO_BEGINNING = frozenset("ゃゅょぁぃぅぇぉっんー")

_IN_RARER_NAMES = """
冬ふゆ 雪ゆき 霧きり 嵐あらし 虹にじ 霞かすみ 暁あかつき 曙あけぼの 夕ゆう 紅べに 藍あい 銀ぎん 鉄てつ 珠たま
宝たから 鏡かがみ 剣つるぎ 弓ゆみ 楯たて 盾たて 鎧よろい 兜かぶと 槍やり 鑓やり 鉾ほこ 帆ほ 櫓やぐら 碇いかり 網あみ
釣つり 渚なぎさ 潮しお 浪なみ 港みなと 湖みずうみ 淀よど 堰せき 峠とうげ 岳たけ 丘おか 埼さき 洞ほら 畔くろ 畦あぜ
畝うね 麦むぎ 稗ひえ 黍きび 豆まめ 芋いも 蕗ふき 薊あざみ 葦あし 蘆あし 蒲がま 薮やぶ 蓬よもぎ 蔦つた 蕪かぶ 幹みき
槙まき 柊ひいらぎ 楓かえで 樺かば 橡とち 栃とち 楢なら 楡にれ 檀まゆみ 朴ほお 杏あんず 桃もも 葵あおい 椚くぬぎ
榛はり 樅もみ 欅けやき 杜もり 葛くず 茅かや 萱かや 霜しも 釜かま 鍬くわ 鋤すき 杵きね 桶おけ 樽たる 椀わん 箸はし
篭かご 箱はこ 笛ふえ 鼓つづみ 琴こと 鐘かね 扇おうぎ 傘かさ 蓑みの 簑みの 帯おび 絹きぬ 縄なわ 綱つな 枡ます 柄え
杭くい 雉きじ 鷹たか 鴨かも 鷺さぎ 雀すずめ 鳩はと 鶯うぐいす 燕つばめ 雁かり 鴫しぎ 鴻こう 烏からす 鮎あゆ 鯉こい
鯨くじら 鯛たい 鱒ます 蟹かに 蛍ほたる 蟻あり 猫ねこ 狼おおかみ 狸たぬき 兎うさぎ 虎とら 竜たつ 蛇へび 堂どう 塔とう
社やしろ 祢ね 庵いおり 柵さく 窓まど 柱はしら 梁はり 瓦かわら 床ゆか 蔵くら 庫くら 輝かがやき 音おと 夢ゆめ 心こころ
王おう 殿との 将まさ 軍いくさ 髪かみ 額ぬか 耳みみ 肩かた 胸むね 腹はら 腰こし 指ゆび 砥と 硯すずり 墨すみ 炭すみ
灰はい 焼やき 温ぬく 冷ひや 氷こおり 厚あつ 強つよ 善よし 曲まがり 雫しずく 苅かり 刈かり 巽たつみ 硲はざま 峡かい
岬みさき 峪さこ 埴はに 濠ほり
"""
_LETTER_READ = late("([^\\sぁ-ん])([ぁ-んー]+)")

Cut = tuple[str, str, str, str]
"""Both letters of a name, and how each is read."""


class _Letters(NamedTuple):
    """For each letter how it is read at the beginning of a name and behind another letter, the usual reading first."""

    first: Mapping[str, list[str]]
    last: Mapping[str, list[str]]


@lru_cache(maxsize=4096)
def composed_readings(name: str) -> tuple[str, ...]:
    """The likeliest readings in hiragana of a name in one shape of letters; () where a letter is in no known name."""
    letters = _letters()
    if len(name) == 1:
        return tuple(letters.first.get(name, ())[:1])
    if len(name) != 2:
        return _of_three(name) if len(name) == 3 else ()
    return _likeliest(letters.first.get(name[0], ()), letters.last.get(name[1], ()))


def _of_three(name: str) -> tuple[str, ...]:
    """A known name with a letter before or behind it: 大久保田, 小田川."""
    letters, known = _letters(), _known()
    return _likeliest(known.get(name[:2], ()), letters.last.get(name[2], ())) or _likeliest(
        letters.first.get(name[0], ()), known.get(name[1:], ())
    )


def _likeliest(first: Iterable[str], last: Iterable[str]) -> tuple[str, ...]:
    ranked = sorted(product(enumerate(first), enumerate(last)), key=lambda pair: pair[0][0] + pair[1][0])
    return tuple(dict.fromkeys(one + other for (_, one), (_, other) in ranked))[:_MOST_READINGS]


@cache
def _known() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, readings in surname_readings().items():
        found.setdefault(same_letters(name), []).extend(readings)
    return found


@cache
def _letters() -> _Letters:
    cuts = list(_cuts())
    first, last = Counter((cut[0], cut[2]) for cut in cuts), Counter((cut[1], cut[3]) for cut in cuts)
    alone = [(name, reading) for name, readings in _known().items() if len(name) == 1 for reading in readings]
    alone += [(same_letters(letter), reading) for letter, reading in _LETTER_READ.findall(_IN_RARER_NAMES)]
    beginnings = _ranked(first + Counter(alone))
    endings = _ranked(last + Counter((letter, reading) for letter, reading in alone))
    return _Letters(
        beginnings | {one: _spoken(some, _TO_PLAIN) for one, some in endings.items() if one not in beginnings},
        endings | {one: [*some, *_spoken(some, _TO_VOICED)] for one, some in beginnings.items() if one not in endings},
    )


def _spoken(readings: Iterable[str], signs: Mapping[int, int]) -> list[str]:
    """Readings with their first sound voiced, or plain."""
    return list(dict.fromkeys(reading[:1].translate(signs) + reading[1:] for reading in readings))


def _ranked(counts: Mapping[tuple[str, str], int]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for letter, reading in sorted(counts, key=lambda pair: (-counts[pair], pair)):
        found.setdefault(letter, []).append(reading)
    return {letter: readings[:_MOST_OF_A_LETTER] for letter, readings in found.items()}


def _cuts() -> Iterator[Cut]:
    """Each name of two letters cut where both are read as they are in most other names."""
    names = [(name, reading) for name, some in _known().items() if len(name) == 2 for reading in some]
    ways = [list(_ways(name, reading)) for name, reading in names]
    first: Mapping[tuple[str, str], float] = {}
    last: Mapping[tuple[str, str], float] = {}
    chosen: list[Cut] = []
    for _ in range(_ROUNDS):
        weights = [[(first.get(way[::2], 1) * last.get(way[1::2], 1), way) for way in some] for some in ways if some]
        chosen = [max(some)[1] for some in weights]
        first, last = _shares(weights, 0), _shares(weights, 1)
    yield from chosen


def _ways(name: str, reading: str) -> Iterator[Cut]:
    for cut in range(1, len(reading)):
        if reading[cut] not in _NO_BEGINNING:
            yield name[0], name[1], reading[:cut], reading[cut:]


def _shares(weights: Iterable[list[tuple[float, Cut]]], side: int) -> dict[tuple[str, str], float]:
    """How much of all names speaks for a reading of a letter on one side."""
    found: Counter[tuple[str, str]] = Counter()
    shares: dict[tuple[str, str], float] = {}
    for some in weights:
        total = sum(weight for weight, _ in some)
        for weight, way in some:
            found[way[side], way[side + 2]] += 1
            shares[way[side], way[side + 2]] = shares.get((way[side], way[side + 2]), 0.0) + weight / total
    return shares
