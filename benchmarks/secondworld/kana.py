"""Japanese sounds in the scripts that systems use: katakana, half-width kana, a bank's capitals, Roman letters."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from benchmarks.secondworld.tables import sections

_KATAKANA = {code: chr(code + 0x60) for code in range(0x3041, 0x3097)}
_HIRAGANA = {ord(kata): chr(hira) for hira, kata in _KATAKANA.items()}


def _half_width_table() -> dict[int, str]:
    plain = {unicodedata.normalize("NFKC", chr(code)): chr(code) for code in range(0xFF61, 0xFF9E)}
    marks = {"\u3099": "ﾞ", "\u309a": "ﾟ"}
    table = {ord(full): half for full, half in plain.items()}
    for code in range(0x30A1, 0x30FB):
        base, *rest = list(unicodedata.normalize("NFD", chr(code)))
        if base in plain and all(mark in marks for mark in rest):
            table[code] = plain[base] + "".join(marks[mark] for mark in rest)
    return table | {0x3000: " "} | {0xFF01 + place: chr(0x21 + place) for place in range(94)}


_HALF = _half_width_table()
_WIDE = {0x20: "\u3000"} | {0x21 + place: chr(0xFF01 + place) for place in range(94)}
_BANK = str.maketrans("ｧｨｩｪｫｬｭｮｯｰ", "ｱｲｳｴｵﾔﾕﾖﾂ-")  # transfers between banks know no small kana

_VOWELS = "aiueo"
_ROWS = {row.strip("-"): kana for row, kana in sections("sounds")["row"]}
_LOANS = {line[0]: line[1] for line in sections("sounds")["loan"]}
_HEPBURN = {"si": "shi", "ti": "chi", "tu": "tsu", "hu": "fu", "zi": "ji", "di": "ji", "du": "zu"}
_HEPBURN_BLENDS = {"sy": "sh", "ty": "ch", "zy": "j", "dy": "j"}


def _syllables(hepburn: bool) -> dict[str, str]:
    table = {kana: row + _VOWELS[place] for row, line in _ROWS.items() for place, kana in enumerate(line)}
    for row, line in _ROWS.items():
        start = _HEPBURN_BLENDS.get(f"{row}y", f"{row}y") if hepburn else f"{row}y"
        table |= {line[1] + small: start + vowel for small, vowel in zip("ゃゅょ", "auo", strict=True) if row}
    if hepburn:
        table = {kana: _HEPBURN.get(sound, sound) if len(kana) == 1 else sound for kana, sound in table.items()}
    return table | _LOANS


_TABLES = {True: _syllables(hepburn=True), False: _syllables(hepburn=False)}
_SMALL_VOWELS = dict(zip("ぁぃぅぇぉゃゅょ", "aiueoauo", strict=True))


@lru_cache(maxsize=20_000)
def roman(hiragana: str, hepburn: bool = True, long: str = "ou") -> str:
    """Roman letters by sound; `long` is what stands for a long o: "ou", "o" or "oh"."""
    table, out, place = _TABLES[hepburn], "", 0
    double = False
    while place < len(hiragana):
        width = 2 if hiragana[place : place + 2] in table else 1
        kana = hiragana[place : place + width]
        place += width
        if kana == "っ":
            double = True
            continue
        sound = table.get(kana) or _SMALL_VOWELS.get(kana, "")
        out += ("t" if sound.startswith("ch") else sound[:1]) + sound if double else sound
        double = False
    if long == "ou":
        return out
    return out.replace("ou", long).replace("oo", long).replace("uu", "u")


def katakana(hiragana: str) -> str:
    """ヤマダ of やまだ."""
    return hiragana.translate(_KATAKANA)


def hiragana(katakana_text: str) -> str:
    """やまだ of ヤマダ."""
    return katakana_text.translate(_HIRAGANA)


def half_width(text: str) -> str:
    """ﾔﾏﾀﾞ of やまだ, and ASCII for its full-width forms."""
    return katakana(text).translate(_HALF)


def full_width(text: str) -> str:
    """Full-width forms of ASCII."""
    return text.translate(_WIDE)


def bank_kana(text: str) -> str:
    """Half-width capitals without small kana, as they stand in a bank's transfer."""
    return half_width(text).translate(_BANK).upper()
