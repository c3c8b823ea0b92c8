"""Scripts and widths: kana to kana, kana to Roman letters, full width to half and back."""

from __future__ import annotations

from functools import lru_cache

_HIRAGANA = "".join(chr(code) for code in range(0x3041, 0x3097))
_KATAKANA = "".join(chr(ord(letter) + 0x60) for letter in _HIRAGANA)
_TO_KATAKANA = str.maketrans(_HIRAGANA, _KATAKANA)
_TO_HIRAGANA = str.maketrans(_KATAKANA, _HIRAGANA)
_TO_WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}
_TO_WIDE_DIGITS = {code: code + 0xFEE0 for code in range(0x30, 0x3A)}

_PLAIN = (
    "ァアィイゥウェエォオカキクケコサシスセソタチッツテトナニヌネノハヒフヘホマミムメモ"
    "ャヤュユョヨラリルレロワヲンー。「」、・"
)
_HALF = "ｧｱｨｲｩｳｪｴｫｵｶｷｸｹｺｻｼｽｾｿﾀﾁｯﾂﾃﾄﾅﾆﾇﾈﾉﾊﾋﾌﾍﾎﾏﾐﾑﾒﾓｬﾔｭﾕｮﾖﾗﾘﾙﾚﾛﾜｦﾝｰ｡｢｣､･"
_VOICED = dict(zip("ガギグゲゴザジズゼゾダヂヅデドバビブベボヴ", "ｶｷｸｹｺｻｼｽｾｿﾀﾁﾂﾃﾄﾊﾋﾌﾍﾎｳ", strict=True))
_PUFFED = dict(zip("パピプペポ", "ﾊﾋﾌﾍﾎ", strict=True))
_TO_NARROW: dict[int, str] = {
    **{ord(plain): half for plain, half in zip(_PLAIN, _HALF, strict=True)},
    **{ord(plain): f"{half}ﾞ" for plain, half in _VOICED.items()},
    **{ord(plain): f"{half}ﾟ" for plain, half in _PUFFED.items()},
    ord("　"): " ",
}
# Banks write no small kana and no long-vowel sign of their own.
_TO_BANK = str.maketrans("ｧｨｩｪｫｬｭｮｯｰ･", "ｱｲｳｴｵﾔﾕﾖﾂ-.")

_SOUNDS = """
ア a イ i ウ u エ e オ o カ ka キ ki ク ku ケ ke コ ko サ sa シ shi ス su セ se ソ so タ ta チ chi ツ tsu テ te ト to
ナ na ニ ni ヌ nu ネ ne ノ no ハ ha ヒ hi フ fu ヘ he ホ ho マ ma ミ mi ム mu メ me モ mo ヤ ya ユ yu ヨ yo
ラ ra リ ri ル ru レ re ロ ro ワ wa ヲ o ン n ガ ga ギ gi グ gu ゲ ge ゴ go ザ za ジ ji ズ zu ゼ ze ゾ zo
ダ da ヂ ji ヅ zu デ de ド do バ ba ビ bi ブ bu ベ be ボ bo パ pa ピ pi プ pu ペ pe ポ po ヴ vu
ァ a ィ i ゥ u ェ e ォ o
"""
_SIGNS = _SOUNDS.split()
_ROMAN = dict(zip(_SIGNS[::2], _SIGNS[1::2], strict=True))
_SMALL_Y = {"ャ": "a", "ュ": "u", "ョ": "o"}
_KUNREI = (
    ("shi", "si"),
    ("chi", "ti"),
    ("tsu", "tu"),
    ("fu", "hu"),
    ("ji", "zi"),
    ("sh", "sy"),
    ("ch", "ty"),
    ("j", "zy"),
)


def katakana(text: str) -> str:
    """Katakana of hiragana."""
    return text.translate(_TO_KATAKANA)


def hiragana(text: str) -> str:
    """Hiragana of katakana."""
    return text.translate(_TO_HIRAGANA)


def narrow(text: str) -> str:
    """Half-width katakana of full-width katakana."""
    return text.translate(_TO_NARROW)


def bank(text: str) -> str:
    """Katakana as a bank transfer has it."""
    return narrow(text).translate(_TO_BANK)


def wide(text: str) -> str:
    """Full-width letters, digits and signs of ASCII."""
    return text.translate(_TO_WIDE)


def wide_digits(text: str) -> str:
    """Full-width digits of ASCII."""
    return text.translate(_TO_WIDE_DIGITS)


@lru_cache(maxsize=100_000)
def roman(kana: str, style: str = "full") -> str:
    """Lower-case Roman letters: `full` keeps long vowels (satou), `short` drops them, `kunrei` has si, tu, hu."""
    found: list[str] = []
    doubled = False
    for letter in katakana(kana):
        if letter == "ッ":
            doubled = True
            continue
        if letter in _SMALL_Y and found:
            stem = found[-1][:-1]
            found[-1] = stem + ("" if stem.endswith(("sh", "ch", "j")) else "y") + _SMALL_Y[letter]
            continue
        if letter in "ァィゥェォ" and found and found[-1][-1:] in "ueiao":
            found[-1] = (found[-1][:-1] or found[-1]) + _ROMAN[letter]
            continue
        sound = _ROMAN.get(letter, "" if letter == "ー" else letter)
        if doubled and sound:
            sound = ("t" if sound.startswith("ch") else sound[0]) + sound
            doubled = False
        found.append(sound)
    text = "".join(found)
    if style == "short":
        return text.replace("ou", "o").replace("oo", "o").replace("uu", "u")
    if style == "kunrei":
        for hepburn, kunrei in _KUNREI:
            text = text.replace(hepburn, kunrei)
    return text
