"""The consonants by which an English name and its katakana meet: マイクロソフト and Microsoft are both mkrsft.

Invariant: it only ever proposes: names of nothing in common share a skeleton now and then.
"""

from __future__ import annotations

import re

from hub.normalize.late import late

_SHORTEST = 3
_RULES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        ("tech", "tek"),
        ("[ts]ion|cian|tian", "son"),
        ("ture", "ta"),
        ("^kn|gn(?=s?$)", "n"),
        ("^wr", "r"),
        ("wh", "hw"),
        ("qu|q|ck|ch(?=[rl])", "k"),
        ("tch|ch", "t"),
        ("dg(?=e)|g(?=[eiy])", "j"),
        ("gh(?=t|s|$)", ""),
        ("ph", "f"),
        ("th|sh", "s"),
        ("ds(?=$)", "s"),
        ("c(?=[eiy])", "s"),
        ("c", "k"),
        ("^x", "s"),
        ("x", "ks"),
        ("^u(?=ni|s)", "yu"),
        ("(?<=[aeiou])r(?![aeiouy])|(?<=[aeiou])[hw](?![aeiouy])", ""),
        ("l", "r"),
    )
)
_OF_LATIN: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        ("(?:(s)h|(c)h|(j)|([knhrgbp]))iy(?=[auo])", r"\1\2\3\4"),
        (r"([^aeiou])\1+", r"\1"),
        ("m(?=[pb])", "n"),
        ("sh|z|j", "s"),
        ("ch|ts", "t"),
        ("v", "b"),
        ("(?<=[^aeiou])y|y(?![aeiou])", ""),
    )
)
_ROWS = """
k カキクケコ s サシスセソザジズゼゾヂヅ t タチツテト n ナニヌネノン h ハヒヘホ f フ m マミムメモ y ヤユヨ r ラリルレロ
w ワ g ガギグゲゴ d ダデド b バビブベボヴ p パピプペポ
"""
_SILENT = dict.fromkeys(map(ord, "アイウエオァィゥェォャュョッー"))
_CONSONANTS: dict[int, str | None] = {
    **{ord(kana): sound for sound, row in re.findall("([a-z]) ([ァ-ヶ]+)", _ROWS) for kana in row},
    **_SILENT,
}
# A large kana may be the small one that banks do not write; where one word ends as the next begins, English writes two
# letters that are folded to one.
_NOT_HEARD = late(
    "(?<=[キシチニヒリギジビピフ])[ヤユヨ]|ン(?=[ナニヌネノ])|ツ(?=[カキクケコサシスセソタチツテトパピプペポ])"
    "|[クグ](?=[カ-ゴ])|[スズ](?=[サ-ゾ])|[トド](?=[タダテデトド])|ル(?=[ラ-ロ])|ム(?=[マ-モ])|[プブ](?=[バ-ポ])"
)
_VOWELS = late("[aeiou]+")
_KATAKANA = late("[ァ-ヶー]+")
_FIGURES = late("[0-9]+")
_RUNS = late("([a-z]+)|([ァ-ヶー]+)")


def skeleton(name: str) -> str:
    """The consonants of a folded name in kana or Latin letters, with its figures; "" where they are too few to say
    anything.
    """
    if _KATAKANA.fullmatch(name):
        written = _japanese(name)
    else:
        sounds = [_english(found[1]) if found[1] else _japanese(found[2]) for found in _RUNS.finditer(name)]
        written = "".join(sounds)
    if written and name[0] in _FIRST_VOWELS and written[0] != "y":
        # That a name begins with a vowel is heard as well.
        written = "a" + written
    # テスト1 is not テスト2, however alike they sound.
    return written + "".join(_FIGURES.findall(name)) if len(written) >= _SHORTEST else ""


_FIRST_VOWELS = frozenset("アイウエオaeiou")


def _japanese(katakana: str) -> str:
    return _NOT_HEARD.sub("", katakana).translate(_CONSONANTS)


def _english(word: str) -> str:
    for pattern, replacement in _RULES:
        word = pattern.sub(replacement, word)
    for pattern, replacement in _OF_LATIN:
        word = pattern.sub(replacement, word)
    return _VOWELS.sub("", word)
