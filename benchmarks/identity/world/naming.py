"""How Japanese companies call themselves: after a founder, a place, a good omen, a coined word, or three letters."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from benchmarks.identity.chance import Chance, Weighted, by_rank
from benchmarks.identity.data import company_words as words
from benchmarks.identity.spelling.letters import roman
from benchmarks.identity.world.forms import LegalForm
from benchmarks.identity.world.names import all_names
from benchmarks.identity.world.places import Town, place_word
from benchmarks.identity.world.words import NOTHING, Word, read

_LETTERS = dict(
    zip(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
        [
            "エー",
            "ビー",
            "シー",
            "ディー",
            "イー",
            "エフ",
            "ジー",
            "エイチ",
            "アイ",
            "ジェイ",
            "ケイ",
            "エル",
            "エム",
            "エヌ",
            "オー",
            "ピー",
            "キュー",
            "アール",
            "エス",
            "ティー",
            "ユー",
            "ブイ",
            "ダブリュー",
            "エックス",
            "ワイ",
            "ゼット",
        ],
        strict=True,
    )
)


class _Vocabulary(NamedTuple):
    auspicious: Weighted[Word]
    coined: Weighted[Word]
    trades: Weighted[Word]
    modern: Weighted[Word]
    group: Weighted[Word]
    clinics: Weighted[Word]
    offices: Weighted[Word]
    shops: Weighted[Word]
    shop_heads: Weighted[Word]
    shop_names: Weighted[Word]
    associations: Weighted[Word]


@cache
def _vocabulary() -> _Vocabulary:
    lists = (
        words.AUSPICIOUS,
        words.COINED,
        words.TRADES,
        words.MODERN_TRADES,
        words.GROUP_TRADES,
        words.CLINICS,
        words.OFFICES,
        words.SHOPS,
        words.SHOP_HEADS,
        words.SHOP_NAMES,
        words.ASSOCIATIONS,
    )
    return _Vocabulary(*(by_rank(read(listed), flatness=12) for listed in lists))


_SCHOOLS = read(
    "学園/がくえん/Gakuen 幼稚園/ようちえん/Kindergarten 専門学校/せんもんがっこう/College "
    "高等学校/こうとうがっこう/HighSchool"
)
_CITY_HALLS = read("役所/やくしょ/CityHall 教育委員会/きょういくいいんかい/Education 水道局/すいどうきょく/Waterworks")
_CAUSES = read(
    "ネットワーク/Network の会/のかい/Association サポート/Support 子どもの家/こどものいえ/Kids みらい/みらい/Mirai"
)


def stem(chance: Chance, town: Town) -> Word:
    """What a company is called before its trade."""
    known, kind = _vocabulary(), chance.random()
    if kind < 0.30:
        return all_names().surname(chance)
    if kind < 0.44:
        return place_word(town)
    if kind < 0.54:
        return known.auspicious.draw(chance)
    if kind < 0.66:
        return _joined(chance.pick(_GOOD_HEADS), chance.pick(_GOOD_TAILS))
    if kind < 0.70:
        return known.coined.draw(chance)
    if kind < 0.84:
        return _compound(known.coined.draw(chance), known.coined.draw(chance))
    if kind < 0.93:
        return _made_up(chance)
    spelled = "".join(chance.pick("ABCDEFGHIJKLMNOPRSTUVWYZ") for _ in range(chance.between(2, 4)))
    return Word(spelled, "".join(_LETTERS[letter] for letter in spelled), spelled)


def _compound(first: Word, second: Word) -> Word:
    return Word(first.text + second.text, first.kana + second.kana, first.latin + second.latin.lower())


def _joined(head: Word, tail: Word) -> Word:
    """Two characters read as one word."""
    kana = head.kana + tail.kana
    return Word(head.text + tail.text, kana, roman(kana, "short").capitalize())


def _made_up(chance: Chance) -> Word:
    """A word of a few sounds that is in no dictionary."""
    sounds = [chance.pick(_SYLLABLES) for _ in range(chance.between(3, 4))]
    text = "".join(sound.text for sound in sounds) + chance.pick(("", "", "ス", "ン"))
    return Word(text, text, roman(text).capitalize())


_GOOD_HEADS, _GOOD_TAILS, _SYLLABLES = read(words.GOOD_HEADS), read(words.GOOD_TAILS), read(words.SYLLABLES)
_WELFARE_HEADS, _WELFARE_TAILS = read(words.WELFARE_HEADS), read(words.WELFARE_TAILS)


def name(chance: Chance, form: LegalForm, town: Town, base: Word | None = None) -> Word:
    """The whole name without its legal form."""
    special = _SPECIAL.get(form.code)
    if special and base is None:
        return special(chance, town)
    base = base or stem(chance, town)
    if chance.hits(0.04):
        base = place_word(town) + base
    return base + _trade(chance, base)


def _trade(chance: Chance, base: Word) -> Word:
    known = _vocabulary()
    is_coined = base.text[-1].isascii() or "ァ" <= base.text[-1] <= "ー"
    roll = chance.random()
    if is_coined:
        return NOTHING if roll < 0.30 else (known.modern if roll < 0.84 else known.trades).draw(chance)
    return NOTHING if roll < 0.06 else (known.trades if roll < 0.88 else known.modern).draw(chance)


def group_member(chance: Chance, base: Word, taken: set[str]) -> Word:
    """Another name with the stem of the group."""
    for _ in range(9):
        member = base + _vocabulary().group.draw(chance)
        if member.text not in taken:
            taken.add(member.text)
            return member
    return base + place_word_of(chance)


def place_word_of(chance: Chance) -> Word:
    """A direction or region."""
    return chance.pick(_REGIONS)


_REGIONS = read(
    "東日本/ひがしにほん/East 西日本/にしにほん/West 九州/きゅうしゅう/Kyushu 東北/とうほく/Tohoku "
    "中部/ちゅうぶ/Chubu 関西/かんさい/Kansai"
)


def _clinic(chance: Chance, town: Town) -> Word:
    base = all_names().surname(chance) if chance.hits(0.75) else place_word(town)
    return base + _vocabulary().clinics.draw(chance)


def _tax_office(chance: Chance, _: Town) -> Word:
    return all_names().surname(chance) + _vocabulary().offices.values[0]


def _shop(chance: Chance, _: Town) -> Word:
    known, kind = _vocabulary(), chance.random()
    if kind < 0.40:
        return all_names().surname(chance) + known.shops.draw(chance)
    if kind < 0.62:
        return all_names().surname(chance) + known.offices.draw(chance)
    return known.shop_heads.draw(chance) + (
        known.shop_names.draw(chance) if kind < 0.9 else all_names().surname(chance)
    )


def _association(chance: Chance, town: Town) -> Word:
    return place_word(town) + _vocabulary().associations.draw(chance)


def _welfare(chance: Chance, _: Town) -> Word:
    if chance.hits(0.2):
        return all_names().surname(chance) + read("福祉会/ふくしかい/Welfare")[0]
    return _joined(chance.pick(_WELFARE_HEADS), chance.pick(_WELFARE_TAILS))


def _school(chance: Chance, town: Town) -> Word:
    base = all_names().surname(chance) if chance.hits(0.4) else place_word(town)
    return base + chance.pick(_SCHOOLS)


def _public(chance: Chance, town: Town) -> Word:
    base = place_word(town)
    return Word(f"{base.text}市", f"{base.kana}シ", f"{base.latin} City") + chance.pick(_CITY_HALLS)


def _cause(chance: Chance, town: Town) -> Word:
    return stem(chance, town) + chance.pick(_CAUSES)


_SPECIAL = {
    "medical": _clinic,
    "tax": _tax_office,
    "sole": _shop,
    "association": _association,
    "welfare": _welfare,
    "school": _school,
    "public": _public,
    "npo": _cause,
}
