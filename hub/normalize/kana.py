"""Readings in one script: full-width katakana for storing, and folds for comparing what old systems shrank.

Invariant: kanji and Latin letters pass through unchanged.
"""

from __future__ import annotations

import unicodedata

import jaconv

from hub.normalize.late import late
from hub.normalize.text import plain, tidy

_TO_KATAKANA = {code: code + 0x60 for code in (*range(0x3041, 0x3097), 0x309D, 0x309E)}
_TO_HIRAGANA = {katakana: hiragana for hiragana, katakana in _TO_KATAKANA.items()}
# Banks' half-width kana has no small letters: キャノン arrives as キヤノン.
_SMALL = "ァィゥェォッャュョヮヵヶ"
_LARGE = str.maketrans(_SMALL, "アイウエオツヤユヨワカケ")
_HAS_SMALL = late(f"[{_SMALL}]")
_HAS_HIRAGANA = late("[ぁ-ゖゝゞ]")
TO_LARGE_KATAKANA: dict[int, str] = {
    code: chr(_LARGE.get(katakana, katakana))
    for code, katakana in [*_TO_KATAKANA.items(), *((small, small) for small in _LARGE)]
}
"""Hiragana and small kana to large katakana, in one pass."""
_NO_LETTERS = late(r"[\W_]+")
_KATAKANA_ALREADY = late("[ァ-ヺー・]+(?: [ァ-ヺー・]+)*")
_HALF_KANA_ONLY = late("[\uff61-\uff9f]+(?: [\uff61-\uff9f]+)*")
_KANA_ONLY = late(r"[ぁ-ゖァ-ヺー・ 　]+")


def katakana(text: str) -> str:
    """Hiragana and half-width kana as full-width katakana."""
    if _KATAKANA_ALREADY.fullmatch(text):
        return text
    if _HALF_KANA_ONLY.fullmatch(text):
        return unicodedata.normalize("NFKC", text)
    return tidy(tidy(text).translate(_TO_KATAKANA))


def to_katakana(text: str) -> str:
    """Hiragana as katakana, of a text that is in one width already; all else stays."""
    return text.translate(_TO_KATAKANA) if _HAS_HIRAGANA.search(text) else text


def hiragana(text: str) -> str:
    """Katakana of any width as hiragana; letters that hiragana lacks (ヷ) stay."""
    return tidy(text).translate(_TO_HIRAGANA)


def halfwidth_kana(text: str) -> str:
    """Full-width katakana as half-width, with the sound marks as signs of their own (ガ as ｶﾞ)."""
    return str(jaconv.z2h(katakana(text), kana=True, ascii=True, digit=True))


def large_kana(text: str) -> str:
    """Small kana as large ones, for comparing."""
    return text.translate(_LARGE) if _HAS_SMALL.search(text) else text


def kana_key(text: str) -> str:
    """What a reading is compared by: katakana without spaces, dots and small letters."""
    return large_kana(_NO_LETTERS.sub("", plain(text).casefold().translate(_TO_KATAKANA)))


def is_kana(text: str) -> bool:
    """Whether the text is a reading: nothing but kana, spaces and dots."""
    return _KANA_ONLY.fullmatch(unicodedata.normalize("NFKC", text)) is not None
