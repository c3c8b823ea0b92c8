"""Kana in every width, and the several ways in which Japanese spell them in Latin letters."""

from __future__ import annotations

import unicodedata
from functools import cache

_ROWS = {
    "": "あいうえお", "k": "かきくけこ", "s": "さしすせそ", "t": "たちつてと", "n": "なにぬねの", "h": "はひふへほ",
    "m": "まみむめも", "r": "らりるれろ", "g": "がぎぐげご", "z": "ざじずぜぞ", "d": "だぢづでど", "b": "ばびぶべぼ",
    "p": "ぱぴぷぺぽ",
}  # fmt: skip
_KUNREI = {kana: row + vowel for row, kanas in _ROWS.items() for kana, vowel in zip(kanas, "aiueo", strict=True)} | {
    "や": "ya", "ゆ": "yu", "よ": "yo", "わ": "wa", "を": "o", "ん": "n", "ゔ": "v", "ぢ": "zi", "づ": "zu",
    "ぁ": "a", "ぃ": "i", "ぅ": "u", "ぇ": "e", "ぉ": "o",
}  # fmt: skip
_HEPBURN = {"si": "shi", "ti": "chi", "tu": "tsu", "hu": "fu", "zi": "ji", "sy": "sh", "ty": "ch", "zy": "j"}
_SMALL = str.maketrans("ァィゥェォッャュョヮ", "アイウエオツヤユヨワ")
_LONG = {"ou": "o", "oo": "o", "uu": "u"}
_HALF = {unicodedata.normalize("NFKC", chr(code)): chr(code) for code in range(0xFF61, 0xFF9E)}
_MARKS = {"\u3099": "ﾞ", "\u309a": "ﾟ"}


def katakana(text: str) -> str:
    """Hiragana as katakana; other signs stay."""
    return "".join(chr(ord(sign) + 0x60) if "ぁ" <= sign <= "ゖ" else sign for sign in text)


def hiragana(text: str) -> str:
    """Katakana as hiragana; other signs stay."""
    return "".join(chr(ord(sign) - 0x60) if "ァ" <= sign <= "ヶ" else sign for sign in text)


def half_width(text: str) -> str:
    """Half-width katakana, its voicing marks as signs of their own."""
    apart = unicodedata.normalize("NFD", katakana(text)).replace("\u3000", " ")
    return "".join(_MARKS.get(sign) or _HALF.get(sign, sign) for sign in apart)


def without_small(text: str) -> str:
    """The bank's and the old host's kana, which know no small letters (ショウ as シヨウ)."""
    return katakana(text).translate(_SMALL)


@cache
def roman(text: str, style: str = "hepburn") -> str:
    """Styles: hepburn (Ono), kunrei (Siro), typed (Oono, as the keyboard wants it), oh (Ohno)."""
    spelled = _kunrei(hiragana(text))
    if style != "kunrei":
        for old, new in _HEPBURN.items():
            spelled = spelled.replace(old, new)
    if style in {"hepburn", "kunrei"}:
        for old, new in _LONG.items():
            spelled = spelled.replace(old, new)
    return spelled.replace("ou", "oh").replace("oo", "oh") if style == "oh" else spelled


def _kunrei(text: str) -> str:
    spelled, doubled = "", False
    for sign in text:
        if sign == "っ":
            doubled = True
        elif sign == "ー":
            spelled += spelled[-1:]
        elif sign in "ゃゅょ":
            spelled = spelled[:-1] + "y" + {"ゃ": "a", "ゅ": "u", "ょ": "o"}[sign]
        elif sign in "ぁぃぅぇぉ":
            spelled = spelled[:-1] + _KUNREI[sign]
        else:
            latin = _KUNREI.get(sign, sign)
            spelled += latin[:1] + latin if doubled else latin
            doubled = False
    return spelled
