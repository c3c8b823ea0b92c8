"""Initials by which a company is called, spelled in kana as their letters are named: エヌティティ is NTT.

Invariant: three letters in a row are initials, two may be a word as well (アイビー).
"""

from __future__ import annotations

from hub.normalize.late import late

_LETTER_NAMES = {
    "エー": "a",
    "エイ": "a",
    "ビー": "b",
    "シー": "c",
    "デイー": "d",
    "イー": "e",
    "エフ": "f",
    "ジー": "g",
    "エイチ": "h",
    "エツチ": "h",
    "アイ": "i",
    "ジエー": "j",
    "ジエイ": "j",
    "ケー": "k",
    "ケイ": "k",
    "エル": "l",
    "エム": "m",
    "エヌ": "n",
    "オー": "o",
    "ピー": "p",
    "キユー": "q",
    "アール": "r",
    "エス": "s",
    "テイー": "t",
    "テイ": "t",
    "ユー": "u",
    "ブイ": "v",
    "ダブリユー": "w",
    "エツクス": "x",
    "ワイ": "y",
    "ゼツト": "z",
}
FIRST_OF_LETTERS = frozenset(name[0] for name in _LETTER_NAMES)
"""The kana with which the name of a letter begins."""
_LETTER = "|".join(sorted(_LETTER_NAMES, key=len, reverse=True))
INITIALS = late(f"^(?:{_LETTER}){{3,}}")
# Before kanji a core has lost its last long vowel.
_CUT = {name[:-1]: letter for name, letter in _LETTER_NAMES.items() if name[-1] == "ー"}
_TWO_INITIALS = late(f"({_LETTER})(?:({_LETTER})(?=..)|({'|'.join(_CUT)})(?=[一-鿿]{{2}}))")
_ONE_LETTER = late(_LETTER)


def in_latin_letters(name: str) -> str:
    """A name in large katakana, three or more initials at its beginning in Latin letters."""
    spelled = INITIALS.match(name)
    return name if spelled is None else _latin(spelled[0]) + name[spelled.end() :]


def two_in_latin_letters(name: str) -> str:
    """The same of a name that may begin with two initials, シーエムサービス; "" of any other."""
    spelled = _TWO_INITIALS.match(name)
    if spelled is None:
        return ""
    first, second, cut = spelled.groups()
    return _LETTER_NAMES[first] + (_LETTER_NAMES[second] if second else _CUT[cut]) + name[spelled.end() :]


def _latin(spelled: str) -> str:
    return _ONE_LETTER.sub(lambda found: _LETTER_NAMES[found[0]], spelled)
