"""What follows the municipality in an address: town, numbers, building and room, whatever the writing.

Invariant: 一丁目2番3号, １－２－３ and 1-2-3 are the numbers 1, 2 and 3; a fourth number is a room.
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from hub.normalize.kana import large_kana
from hub.normalize.late import late
from hub.normalize.streets import kanji_number


class Street(NamedTuple):
    """A town, its numbers such as "1-2-3", and the folded text after them."""

    town: str
    block: str
    rest: str


_OAZA = late(r"大字|(?<=[^\s])字(?=[^\s0-9])|^字")
_STREETS_OF_KYOTO = late(
    r"^.*(?:上[るル]|下[るル]|上がる|下がる|東入[るルり]?|西入[るルり]?|入[るル])[\s]*(?=[^\s0-9])"
)

_KANJI = "〇一二三四五六七八九十百"
_KANJI_BLOCK = late(
    rf"(?<![{_KANJI}])[{_KANJI}]{{1,6}}(?![{_KANJI}])(?=丁目|番町|番地|番|号|地割|条[東西南北通0-9一二三四五六七八九十]|条$|線|-|の[{_KANJI}0-9])"
    rf"|(?<=[-0-9号番目])[{_KANJI}]{{1,6}}(?![{_KANJI}])(?=$|[\s-])"
)
_HAS_KANJI_NUMBER = late(f"[{_KANJI}]")
# Each sign of a town can be read in one way only, or a long line would be tried in as many ways as it has signs.
_GRID = "[0-9]+(?:条|線|番町)"
_LINK = r"(?:丁目|番地の?|番丁|番|号|地割|丁|[-~─━.]|の|/)"
_BLOCK = late(
    rf"^(?P<town>(?:{_GRID}|[^0-9\s]|\s(?![0-9]|[^\s]*(?:ビル|マンション|ハイツ|コーポ)))*?)\s?(?:第(?=[0-9]))?"
    rf"(?P<block>(?<![0-9])[0-9]+(?!f|階|号室|[0-9]|番町|条|線)(?:\s?{_LINK}\s?[0-9]+(?!f|階|号室|[0-9]))*)\s?(?P<end>番地の?|丁目|番|号|地割|丁)?(?P<rest>.*)$",
    re.DOTALL,
)
_DIGITS = late("[0-9]+")
_MOST_NUMBERS = 3
_ROOM = late(
    r"(?:(?<=[^0-9a-z])|(?<![^\s])|(?<=[a-z])(?=b?[0-9]+(?:階|f|号)))(b)?([0-9]{1,4}(?:-[0-9]{1,3})?)\s?(?:号室|号|階|floor|f|室)?[\s-]?[a-z]?(?:号室|室)?$"
)
_FLOOR = late(r"(b?[0-9]{1,3})(?:階|f)(?![a-z])")
_JOINED_TO_DIGITS = frozenset("第-の北東西南条線番丁b")
_BUILDING_WORD = late("ビル|マンション|ハイツ|コーポ|[a-z]")
_HAS_BUILDING = late("ビルヂング|ビルデ[ィイ]ング|building|bldg")
_LAST_OF_ROOMS = frozenset("0123456789号室階abcdefghijklmnopqrstuvwxyz")
_LEADING_ZEROS = late("(?<![0-9])0+(?=[0-9])")
_BUILDING_BETWEEN = late(
    r"(?P<town>[^0-9\s(]+)[\s(]+(?P<building>[^()]*?(?:ビル|マンション|ハイツ|コーポ|タワー|荘|メゾン|ハウス|プラザ|会館)[^\s()]*)[\s)]+"
    r"(?P<numbers>[0-9]+(?![0-9]*(?:f|階)).*)"
)
_HAS_DIGIT = late("[0-9]")
_NO_LETTERS = late(r"[\W_]+")

# The whole of what most addresses have after their town; what is anything more is looked at by `street`.
_D, _DASH = "[0-9０-９]", "[-－‐‑‒–—―−ーｰ─━~〜～のノ]"
_SIMPLE = late(
    f"({_D}{{1,5}})(?:(?:丁目|番地の?|番|{_DASH})({_D}{{1,5}}))?(?:(?:番地の?|番|{_DASH})({_D}{{1,5}}))?"
    f"(?:{_DASH}({_D}{{1,4}})(?:号室|号|$))?(?:番地|番|号|丁目)?"
    f"(?!{_D}|[ 　]*{_DASH}|[/／.．]|番|丁|条|線|地割|町|階|[fFｆＦ]|号|[ 　][0-9０-９のノ]|第{_D})(.*)",
    re.DOTALL,
)
# Letters in which neither a number nor a building nor a 字 can hide, and which have one shape.
_PLAIN_TOWN = late(f"(?:(?![{_KANJI}字])[一-鿿々]|[あいうえおか-ぢつ-もやゆよ-ろわをん])+")
_FIRST_NUMBER = late("(?P<town>[^0-9]*?) ?(?P<number>[0-9]+)(?:丁目|番地の?|番|-|の)")


def street(line: str, *, is_in_kyoto: bool) -> Street:
    """Town and numbers of the folded text after the municipality."""
    line = _readable(line, is_in_kyoto)
    between = _BUILDING_BETWEEN.fullmatch(line)
    if between is not None:
        line = f"{between['town']}{between['numbers']} {between['building']}"
    found = _BLOCK.match(line)
    if found is None:
        town, _, building = line.partition(" ")
        return Street(_town(town), "", building)
    return _of_numbers(_town(found["town"]), _DIGITS.findall(found["block"]), found["rest"])


def town_before(line: str, *, is_in_kyoto: bool) -> tuple[str, str] | None:
    """The town and its 丁目, of a text that ends where the digits begin; None where only the whole line can tell."""
    if not is_in_kyoto and _PLAIN_TOWN.fullmatch(line) and line[-1] not in _JOINED_TO_DIGITS:
        return line, ""
    line = _readable(line, is_in_kyoto)
    if line[-1:] in _JOINED_TO_DIGITS or _BUILDING_WORD.search(line):
        return None
    if not _DIGITS.search(line):
        return _town(line), ""
    found = _FIRST_NUMBER.fullmatch(line)
    return (_town(found["town"]), found["number"]) if found else None


def simple_numbers(rest: str, first: str) -> tuple[list[str], str] | None:
    """The numbers with which the rest of a line begins, and what follows; None where they are not simple."""
    found = _SIMPLE.fullmatch(rest)
    if found is None:
        return None
    one, two, three, room, more = found.groups()
    numbers = list(filter(None, (first, one, two, three, room)))
    if not "".join(numbers).isascii():
        numbers = [unicodedata.normalize("NFKC", number) for number in numbers]
    return None if len(numbers) > _MOST_NUMBERS + 1 else (numbers, more)


def joined(numbers: list[str], more: str) -> tuple[str, str]:
    """A block of three numbers; a fourth one is a room: 1-2-3-405."""
    if len(numbers) <= _MOST_NUMBERS:
        block = "-".join(numbers)
        return _LEADING_ZEROS.sub("", block) if block[:1] == "0" or "-0" in block else block, more
    return "-".join(numbers[:_MOST_NUMBERS]), f"{more.strip()} {'-'.join(numbers[_MOST_NUMBERS:])}"


def _readable(line: str, is_in_kyoto: bool) -> str:
    if is_in_kyoto:
        line = _STREETS_OF_KYOTO.sub("", line)
    return _KANJI_BLOCK.sub(_number, line) if _HAS_KANJI_NUMBER.search(line) else line


def _of_numbers(town: str, numbers: list[str], more: str) -> Street:
    return Street(town, *joined(numbers, more))


def _number(found: re.Match[str]) -> str:
    return str(kanji_number(found[0]))


def _town(written: str) -> str:
    if "字" in written:
        written = _OAZA.sub("", written)
    return large_kana(written if written.isalnum() else _NO_LETTERS.sub("", written))


def building_and_room(rest: str) -> tuple[str, str]:
    """A building's name and the number of a room or floor, of the folded text after the numbers."""
    text = rest.strip(" -()")
    if "地" in text:
        text = text.replace("地下", "b")
    found = _ROOM.search(text) if text[-1:] in _LAST_OF_ROOMS else None
    name = text[: found.start()] if found else text
    room = f"{found[1] or ''}{found[2]}" if found else ""
    if not name:
        return "", room
    if _HAS_DIGIT.search(name):
        floor = _FLOOR.search(name)
        if floor is not None:
            name, room = _FLOOR.sub("", name), room or floor[1]
    if not name.isalnum():
        name = _NO_LETTERS.sub("", name)
    if _HAS_BUILDING.search(name):
        name = _HAS_BUILDING.sub("ビル", name)
    return large_kana(name), room
