"""Kana and Latin letters brought to one romanization, in which 大野 is ono whether it came as オオノ, Ohno or Ōno.

Invariant: a key is the key of itself. Long and short vowels meet (優子 and 裕子, but also 小野 and 大野), so that equal
keys are less than equal readings.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from hub.normalize.kana import to_katakana
from hub.normalize.late import late

_ROWS = """
アaイiウuエeオo カkaキkiクkuケkeコko サsaシshiスsuセseソso タtaチchiツtsuテteトto ナnaニniヌnuネneノno
ハhaヒhiフfuヘheホho マmaミmiムmuメmeモmo ヤyaユyuヨyo ラraリriルruレreロro ワwaヲoンn
ガgaギgiグguゲgeゴgo ザzaジjiズzuゼzeゾzo ダdaヂjiヅzuデdeドdo バbaビbiブbuベbeボbo パpaピpiプpuペpeポpo ヴvuヰiヱe
"""
# What small letters do to the syllable before them is told by capitals, which are resolved afterwards.
_SMALL = {"ャ": "Ya", "ュ": "Yu", "ョ": "Yo", "ァ": "Xa", "ィ": "Xi", "ゥ": "Xu", "ェ": "Xe", "ォ": "Xo", "ヮ": "wa"}
_SYLLABLES = {
    **{ord(kana): latin for kana, latin in re.findall("([ァ-ヺ])([a-z]+)", _ROWS)},
    **{ord(kana): latin for kana, latin in _SMALL.items()},
    ord("ッ"): "Q",
    ord("ー"): "",
    ord("ヵ"): "ka",
    ord("ヶ"): "ke",
}
_GLIDE = late("(?:(sh|ch|j)i|([kgnhbpmr])i|([stfvd])[eu])Y")
_SMALL_VOWEL = late("(?:(ts|[fvdt])[ueo]|(sh|ch|j)[ie]|(?<![a-z])u|(?<=[aiueon])u)X")
_DOUBLED = late("Q+([a-z])")
# Banks write no small letters: before ウ, and in シユン, a large one was meant as a small one; not so in トシヤ.
_BANK_GLIDES = late("(?<=[キシチニヒミリギジビピ])[ユヨ](?=ウ)|(?<=[シジ])ユ(?=ン)")
_SMALL_OF = {"ヤ": "ャ", "ユ": "ュ", "ヨ": "ョ"}

_NO_LETTERS = late("[^a-z]+")
_LONG_BY_H = late("oh(?![aiueoy])")
_LONG = late("o[ou]+|uu+|ee+")
_N = late("m(?=[bpm])")
_KUNREI = late("[sztj]y|si|t[iu]|(?<![sc])hu|zi|d[iu]|tch|wo|dz|cy")
_TO_FOLD = late("|".join(rule.pattern for rule in (_KUNREI, _LONG_BY_H, _LONG, _N)))
_UNUSUAL = late(f"{_KUNREI.pattern}|{_N.pattern}|{_LONG_BY_H.pattern}|[^a-z]")
_UNUSUAL_WORDS = late(f"{_KUNREI.pattern}|{_N.pattern}|{_LONG_BY_H.pattern}|[^a-z ]")
_HEPBURN = {
    "sy": "sh",
    "zy": "j",
    "ty": "ch",
    "jy": "j",
    "cy": "ch",
    "si": "shi",
    "ti": "chi",
    "tu": "tsu",
    "hu": "fu",
    "zi": "ji",
    "di": "ji",
    "du": "zu",
    "tch": "cch",
    "wo": "o",
    "dz": "z",
}


@lru_cache(maxsize=4096)
def kana_romaji(kana: str) -> str:
    """The key of a reading in kana; what is no kana goes."""
    katakana = to_katakana(kana)
    if "ウ" in katakana or "ン" in katakana:
        katakana = _BANK_GLIDES.sub(_small, katakana)
    return kana_key_of(kana_syllables(katakana))


def kana_key_of(syllables: str) -> str:
    """The key of what `kana_syllables` spelled; where all is spelled as usual, only long vowels are left to fold."""
    if not syllables.isalpha() or _UNUSUAL.search(syllables):
        return romaji_key(syllables)
    return _LONG.sub(_first, syllables)


def kana_keys_of(spelled: list[str]) -> list[str]:
    """As `kana_key_of`, of one or more at a time."""
    together = " ".join(spelled)
    if _UNUSUAL_WORDS.search(together):
        return list(map(kana_key_of, spelled))
    return _LONG.sub(_first, together).split(" ")


def _small(found: re.Match[str]) -> str:
    return _SMALL_OF[found[0]]


def _first(found: re.Match[str]) -> str:
    return found[0][0]


def kana_syllables(katakana: str) -> str:
    """Katakana as they are spelled in Hepburn's way, long vowels left out and nothing folded."""
    latin = katakana.translate(_SYLLABLES)
    if latin.islower():
        return latin
    latin = _GLIDE.sub(lambda found: found[1] or f"{found[2] or found[3]}y", latin)
    latin = _SMALL_VOWEL.sub(lambda found: found[1] or found[2] or "w", latin)
    return _DOUBLED.sub(r"\1\1", latin).replace("Y", "y").replace("X", "").replace("Q", "")


@lru_cache(maxsize=4096)
def romaji_key(latin: str) -> str:
    """The key of a Japanese word in Latin letters, Hepburn or Kunrei, with or without its long vowels."""
    if not latin.isascii():
        latin = unicodedata.normalize("NFKD", latin)
    key = _NO_LETTERS.sub("", latin.lower())
    while _TO_FOLD.search(key):
        key = _KUNREI.sub(_hepburn, key)
        key = _N.sub("n", _LONG.sub(_first, _LONG_BY_H.sub("o", key)))
    return key


def _hepburn(found: re.Match[str]) -> str:
    return _HEPBURN[found[0]]
