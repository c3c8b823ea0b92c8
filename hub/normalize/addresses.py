"""A Japanese address in one line taken apart, put together again, and the key under which its spellings meet.

Invariant: joining the parts gives every letter of the line back; what cannot be told apart stays in the street.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from hub.normalize.kana import large_kana
from hub.normalize.late import late
from hub.normalize.prefectures import leading_prefecture
from hub.normalize.remembered import remembered
from hub.normalize.streets import KANJI_NUMBER, kanji_number, street_spelling
from hub.normalize.text import fold, tidy
from hub.normalize.variants import same_letters


class AddressParts(NamedTuple):
    """The five parts of an address; "" where the line says nothing about one."""

    postal_code: str = ""
    prefecture: str = ""
    city: str = ""
    street: str = ""
    building: str = ""


_POSTAL = late(r"^(?:[〒〶]\s*)*([0-9]{3})-?([0-9]{4})(?![0-9-])\s*(?:[〒〶]\s*)*|^(?:[〒〶]\s*)+")

# Names in which 市, 町, 村, 郡 or 区 is not the end of the municipality.
_TRICKY_CITIES = (
    "市川市|市原市|四日市市|廿日市市|野々市市|八日市市|八日市場市|郡山市|郡上市|大和郡山市|蒲郡市|小郡市|大町市|十日町市|町田市|村上市|村山市|東村山市|武蔵村山市"
    "|羽村市|田村市|大村市|余市郡余市町|高市郡(?:高取町|明日香村)|佐波郡玉村町|杵島郡大町町|今市市|東市来町|市来町|市川三郷町"
)
_DESIGNATED = (
    "札幌|仙台|さいたま|千葉|横浜|川崎|相模原|新潟|静岡|浜松|名古屋|京都|大阪|堺|神戸|岡山|広島|北九州|福岡|熊本"
)
_CITY = late(
    rf"(?:{_TRICKY_CITIES})"
    rf"|(?:{_DESIGNATED})市\s?[^\s0-9市町村]{{1,5}}?区"
    r"|[^\s0-9市郡区町村]{1,6}郡\s?[^\s0-9町村]{1,6}[町村]"
    r"|[^\s0-9市区]{1,6}?市"
    r"|[^\s0-9区市町村]{1,4}区"
)
# The islands of 東京都 have towns without a 郡, and many people leave the 郡 out.
_TOWN = late(r"[^\s0-9市郡区町村]{1,5}[町村]")
_JAPANESE = late(r"[ぁ-ヿ一-鿿]")

# A whole run of them: to look at thousands from each in turn would take seconds, and no block has such a number.
_KANJI_RUN = rf"(?<![{KANJI_NUMBER}])[{KANJI_NUMBER}]{{1,9}}+(?![{KANJI_NUMBER}])"
# 三番町 and 四条通 are names; 三番 and 北四条西 are numbers.
_NUMBER = rf"(?:[0-9]+|{_KANJI_RUN}(?=丁目|番(?!町)|号|条[東西南北]|-))"
_LINK = r"(?:丁目?|番地の?|番|号|条|線|-|の|ノ|東|西|南|北)"
_STREET = late(rf"^(?P<street>.*?{_NUMBER}(?:\s?{_LINK}\s?(?:甲|乙|丙)?(?:{_NUMBER})?)*)(?P<rest>.*)$", re.DOTALL)
_ROOM_TAIL = late(r"^(?P<street>.*[0-9号])[-\s](?P<building>[0-9]+(?:F|階|号室).*)$", re.IGNORECASE)


@remembered(16384)
def split_address(text: str) -> AddressParts:
    """The line in its parts, each in one width. A foreign address is all street."""
    line = tidy(text).replace("\n", " ")
    postal = _POSTAL.match(line)
    code = f"{postal[1]}-{postal[2]}" if postal and postal[1] else ""
    line = line[postal.end() :] if postal else line
    prefecture = leading_prefecture(line)
    line = line[len(prefecture) :].lstrip()
    city = _city(line, prefecture)
    street, building = _street_and_building(line[len(city) :].lstrip())
    return AddressParts(code, prefecture, city.replace(" ", ""), street, building)


def _city(line: str, prefecture: str) -> str:
    found = _CITY.match(line) or (_TOWN.match(line) if prefecture else None)
    return found[0] if found else ""


def _street_and_building(rest: str) -> tuple[str, str]:
    """Where the street ends; divided again as it would be joined, so that a written address is read back the same."""
    street, building = _divided(rest)
    while building:
        joined = f"{street} {building}"
        if _divided(joined) == (street, building):
            return street, building
        shorter = _divided(joined)
        if len(shorter[1]) >= len(building):
            return joined, ""
        street, building = shorter
    return street, building


def _divided(rest: str) -> tuple[str, str]:
    if not _JAPANESE.search(rest) and re.search("[A-Za-z]{4}", rest):
        return rest, ""
    found = _STREET.match(rest)
    if found is None:
        street, _, building = rest.partition(" ")
        return street, building
    street, building = found["street"], found["rest"]
    room = _ROOM_TAIL.match(street + building) if re.match(r"F|階|号室", building, re.IGNORECASE) else None
    if room is not None:
        return room["street"].rstrip(), room["building"]
    return street.rstrip(), building.strip(" ,")


def join_address(parts: AddressParts) -> str:
    """The address in one line, as it is written on an envelope but without the postal code."""
    line = f"{parts.prefecture}{parts.city}{parts.street}"
    return f"{line} {parts.building}".strip()


_IS_SAID = late(r"大?字(?=[^\s0-9])|[\s,、。]+")
_APART = late(r"(?<=[0-9])[\s,、。]+(?=[0-9])")
_KA = late("[ケヶヵがガ]")
_NO = late("[ノ之]")
_KANJI_BLOCK = late(rf"{_KANJI_RUN}(?=丁目|番(?!町)|号|条[東西南北]|-|$)")
_BLOCK_WORDS = late(r"(?<=[0-9])(?:丁目|番地の?|番|号室|号|-|の|丁)(?=[0-9])")
_LAST_WORD = late(r"(?<=[0-9])(?:丁目|番地|番|号)(?![0-9町])")


@remembered(16384)
def street_key(street: str) -> str:
    """Town and number in one key, wider than `street_spelling`: 大字 and the size of a ヶ tell nothing here either."""
    text = _IS_SAID.sub("", _APART.sub("-", same_letters(fold(street_spelling(street)))))
    text = _NO.sub("の", _KA.sub("が", text))
    text = _KANJI_BLOCK.sub(lambda found: str(kanji_number(found[0])), text)
    return large_kana(_LAST_WORD.sub("", _BLOCK_WORDS.sub("-", text)).strip("-"))


def address_key(text: str) -> str:
    """What addresses are looked up by: prefecture, city, town and number, without postal code and building."""
    parts = split_address(text)
    return parts_key(parts)


def parts_key(parts: AddressParts) -> str:
    """As `address_key`, of an address that is in parts already."""
    city = large_kana(_KA.sub("が", same_letters(fold(parts.city)))).replace(" ", "")
    return f"{fold(parts.prefecture)}{city}{street_key(parts.street)}"
