"""What tells apart the names of a row: their numbers and bearings, as of 第一交通 and 第二交通, 東日本 and 西日本.

Invariant: one number has one shape, whether it stands in kanji, in digits or in Roman ones.
"""

from __future__ import annotations

from hub.normalize.late import late

_ROMAN = {
    roman: str(number) for number, roman in enumerate(["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x"], 1)
}
_KANJI = {kanji: str(number) for number, kanji in enumerate("〇一二三四五六七八九十")}
_BEARINGS = "東西南北上下大小"
# A letter within a Latin word is no Roman number.
_SIGN = late(f"[0-9]+|[{''.join(_KANJI)}{_BEARINGS}]|(?<![a-z])(?:viii|vii|iii|iv|vi|ix|ii|[ivx])(?![a-z])")


def ordinals(core: str) -> str:
    """The numbers and bearings of a core of a name (`companies.company_core`) as words; "" for none."""
    return " ".join(_ROMAN.get(sign) or _KANJI.get(sign, sign) for sign in _SIGN.findall(core))
