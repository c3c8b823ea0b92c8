"""When two lines of an address say the same: its numbers in one writing, whatever stands between them.

Invariant: every number stays, in its place and apart from the next one, and so does every letter of a name. Nothing is
forgiven but width, spaces beside Japanese letters, hyphens, the words of blocks and kanji for the numbers of blocks.
"""

from __future__ import annotations

import re

from hub.normalize.late import late
from hub.normalize.remembered import remembered
from hub.normalize.text import plain

_ONES = "一二三四五六七八九"
KANJI_NUMBER = f"〇{_ONES}十百"
"""The kanji of which the numbers of blocks are made."""
_WELL_FORMED = rf"(?:[{_ONES}]?百(?:[{_ONES}]?十)?[{_ONES}]?|[{_ONES}]?十[{_ONES}]?|[〇{_ONES}]{{1,5}})"
# Of 第二一番地 and 千二番地 nobody can tell where the name ends.
_KANJI = rf"(?<![0-9{KANJI_NUMBER}千万第]){_WELL_FORMED}(?![0-9{KANJI_NUMBER}千万])"
_DIGITS = r"(?<![0-9])[0-9]++"
_HYPHEN = "[-ー─━]"
_OF = "[のノ之]"
_ENDS = r"(?=\s|$|[()])"
_NUMBER = rf"(?:{_DIGITS}|{_KANJI})"
# 麻布十番, 八丁堀, 三番町 and 一の宮 are names: a number in kanji comes first only before what can be nothing else.
_FIRST = (
    rf"(?:{_DIGITS}|{_KANJI}(?=\s?丁目|\s?番地|\s?号{_ENDS}|\s?{_HYPHEN}\s?[0-9{KANJI_NUMBER}]"
    rf"|\s?{_OF}\s?[0-9{KANJI_NUMBER}]|番{_NUMBER}号{_ENDS}))"
)
# After 番 and a space stands a room as often as a 号; 堺 writes 2丁 for 2丁目.
_BETWEEN = (
    rf"(?:\s?丁目\s?{_OF}?\s?{_HYPHEN}?\s?|\s?(?:番地|番|号){_OF}?{_HYPHEN}?|\s?番地?\s(?={_NUMBER}\s?号{_ENDS})"
    rf"|\s?{_OF}\s?|\s?{_HYPHEN}\s?|(?<=[0-9])丁(?=[0-9]))"
)
_BLOCK = late(
    rf"(?=[0-9{KANJI_NUMBER}])(?P<first>{_FIRST})(?P<further>(?:{_BETWEEN}{_NUMBER}){{0,9}})"
    rf"(?:(?P<tail>\s?(?:番地|番|号){_ENDS})|(?P<word>(?=\s?(?:丁目|番地)))|(?<=[0-9])|{_ENDS})"
)
# The grid of Hokkaido (北一条西, 東三線) and the 第三地割 of Iwate; 二条 and 東九条西山王町 are names.
_GRID = late(
    rf"{_KANJI}(?=条(?:[東西南北](?:\s|$|[0-9]|{_KANJI}(?:丁目|番|[の-]))|\s?{_NUMBER}丁目))"
    rf"|(?<=[東西南北]){_KANJI}(?=線)|(?<=第){_WELL_FORMED}(?=地割)"
)
MEANINGFUL = f"丁目番地号のノ之条線割第東西南北千万{KANJI_NUMBER}"
"""The letters by which numbers of blocks are told from names."""
_RUNS = late(f"[0-9]+|[{KANJI_NUMBER}]+")
_POSITIONS = str.maketrans(f"〇{_ONES}", "0123456789")
_LETTER = f"(?![{KANJI_NUMBER}])[ぁ-ヿ々〆一-鿿()]"
_OF_GRID = late("[条線割]")
# Without these a text stays as it is: what it then has of numbers are digits with a hyphen between.
_MAY_CHANGE = late(f"[^!-~ぁ-ゖァ-ヺー・一-鿿々〆]|[{KANJI_NUMBER}丁番号条線割]|[{_OF[1:-1]}ー][0-9]")
_IDLE_SPACE = late(rf"(?<={_LETTER})\s|\s(?={_LETTER})")


@remembered(8192)
def street_spelling(text: str) -> str:
    """What two writings of one street have in common: 北一条西4丁目4番 and 北1条西４－４ are both 北1条西4-4."""
    before, spelled = text, _spelled(text)
    while spelled != before and _MAY_CHANGE.search(spelled):
        before, spelled = spelled, _spelled(spelled)
    return spelled


def _spelled(text: str) -> str:
    text = " ".join(plain(text).split())
    if _OF_GRID.search(text):
        text = _GRID.sub(lambda found: _digits(found[0]), text)
    text = _BLOCK.sub(_block, text)
    return _IDLE_SPACE.sub("", text) if " " in text else text


def _block(found: re.Match[str]) -> str:
    is_name = not found["further"] and found["tail"] is None and found["word"] is None
    return found[0] if is_name else "-".join(map(_digits, _RUNS.findall(found["first"] + found["further"])))


def _digits(number: str) -> str:
    if number.isascii():
        return number
    return number.translate(_POSITIONS) if set(number).isdisjoint("十百") else str(kanji_number(number))


def kanji_number(text: str) -> int:
    """二十四 as 24, 一〇 as 10, 百二 as 102: numbers below a thousand, as blocks have them."""
    if not set(text) & set("十百"):
        return int("".join(str(KANJI_NUMBER.index(sign)) for sign in text))
    total = digit = 0
    for sign in text:
        value = KANJI_NUMBER.index(sign)
        if sign in "十百":
            total += (digit or 1) * (10 if sign == "十" else 100)
            digit = 0
        else:
            digit = value
    return total + digit
