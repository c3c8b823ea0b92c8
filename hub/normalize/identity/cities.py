"""The municipality with which an address begins, found also where prefecture or county is left out.

Invariant: a municipality is named without its county; a prefecture that an address leaves out is told only where one
prefecture alone has a municipality of the name.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from hub.normalize.identity.municipalities import municipalities
from hub.normalize.kana import large_kana
from hub.normalize.late import late
from hub.normalize.variants import same_letters

_KA = str.maketrans({**dict.fromkeys("ケヶヵガ", "が"), **dict.fromkeys("ノ之", "の")})
_SHORT = late("[都府県]$")
# Municipalities that were renamed without a change of their places.
# Cities that are wholly in one of today; 浦和市 and 大宮市 became several wards.
_OLD = """
清水市 静岡市清水区 与野市 さいたま市中央区 岩槻市 さいたま市岩槻区 上福岡市 ふじみ野市 保谷市 西東京市
田無市 西東京市 秋川市 あきる野市 水海道市 常総市 下館市 筑西市 岩井市 坂東市 佐原市 香取市 八日市場市 匝瑳市
今市市 日光市 黒磯市 那須塩原市 原町市 南相馬市 古川市 大崎市 水沢市 奥州市 江刺市 奥州市 大曲市 大仙市
本荘市 由利本荘市 新津市 新潟市秋葉区 松任市 白山市 新湊市 射水市 武生市 越前市 更埴市 千曲市 尾西市 一宮市
新南陽市 周南市 徳山市 周南市 平田市 出雲市 川之江市 四国中央市 伊予三島市 四国中央市 北条市 松山市 東予市 西条市
甘木市 朝倉市 前原市 糸島市 本渡市 天草市 牛深市 天草市 国分市 霧島市 川内市 薩摩川内市 名瀬市 奄美市
具志川市 うるま市 平良市 宮古島市
"""
_RENAMED = {
    **dict(zip(_OLD.split()[::2], _OLD.split()[1::2], strict=True)),
    "篠山市": "丹波篠山市",
    "那珂川町": "那珂川市",
    "富谷町": "富谷市",
    "長久手町": "長久手市",
    "白岡町": "白岡市",
    "大網白里町": "大網白里市",
}
_WARDS_OF_HAMAMATSU = {"中区": "中央区", "東区": "中央区", "西区": "中央区", "南区": "中央区", "浜北区": "浜名区"}
_UNKNOWN_CITY = late(
    "[^\\s0-9市区]{1,6}?市(?:[^\\s0-9市町村]{1,4}区)?|[^\\s0-9区市町村]{1,4}区|(?:[^\\s0-9市郡区町村]{1,5}郡)?[^\\s0-9市郡区町村]{1,5}[町村]"
)


def city_at(line: str) -> tuple[str, str, int]:
    """Prefecture, municipality and where they end, of a line in folded letters; "" for what cannot be told."""
    prefecture, end = _prefecture(line)
    start = end
    while line[start : start + 1] == " ":
        start += 1
    found = _known(line, start, prefecture)
    if found is not None:
        return found
    if not prefecture:
        return "", "", 0
    unknown = _UNKNOWN_CITY.match(line, start)
    if unknown is None:
        return prefecture, "", end
    return prefecture, unknown[0].rpartition("郡")[2], unknown.end()


def _known(line: str, start: int, prefecture: str) -> tuple[str, str, int] | None:
    named, sizes = _table()
    for size in sizes.get(line[start : start + 2], ()):
        found = named.get(line[start : start + size])
        if found is None:
            continue
        city, among, only = found
        if not prefecture:
            return only, city, start + size
        if prefecture in among:
            return prefecture, city, start + size
    return None


def _prefecture(line: str) -> tuple[str, int]:
    full, short = _prefectures()
    for length in (3, 4):
        if line[:length] in full:
            return line[:length], length
    for length in (2, 3):
        # 東京 千代田区 and 千葉県 without its 県; 千葉市 is a city.
        named = short.get(line[:length])
        if (
            named
            and line[length : length + 1] not in "市区町村郡"
            and _known(line, length + (line[length : length + 1] == " "), named)
        ):
            return named, length
    return "", 0


@cache
def _prefectures() -> tuple[frozenset[str], dict[str, str]]:
    names = list(municipalities())
    return frozenset(names), {_SHORT.sub("", name): name for name in names}


def _without_county(name: str) -> str:
    town = name[1:].partition("郡")[2]
    return town if town and name[-1] in "町村" else name


class _Municipality(NamedTuple):
    """`prefecture` is "" where several have one of the name: 府中市 is in two, 中央区 in ten cities."""

    name: str
    prefectures: frozenset[str]
    prefecture: str


@cache
def _table() -> tuple[dict[str, _Municipality], dict[str, list[int]]]:
    """All municipalities by each spelling; and by their first two letters the sizes of the spellings, longest first."""
    found: dict[str, tuple[str, set[str]]] = {}
    for prefecture, names in municipalities().items():
        for name in names:
            folded = same_letters(name).translate(_KA)
            city = large_kana(_without_county(folded))
            for spelling in {folded, folded if folded[-1] not in "町村" else city}:
                found.setdefault(spelling, (city, set()))[1].add(prefecture)
            if folded[-1] == "区" and "市" in folded:
                whole, _, ward = folded.partition("市")
                found.setdefault(f"{whole}市", (f"{whole}市", set()))[1].add(prefecture)
                # A ward whose city is left out keeps its own name where several cities have one.
                city, prefectures = found.setdefault(ward, (city, set()))
                found[ward] = (ward if prefectures else city), prefectures | {prefecture}
    for old, new in _RENAMED.items():
        if old not in found:
            found[old] = new, found[new][1]
    for old, new in _WARDS_OF_HAMAMATSU.items():
        found[f"浜松市{old}"] = f"浜松市{new}", {"静岡県"}
    sizes: dict[str, set[int]] = {}
    for spelling in found:
        sizes.setdefault(spelling[:2], set()).add(len(spelling))
    named = {
        spelling: _Municipality(city, frozenset(among), next(iter(among)) if len(among) == 1 else "")
        for spelling, (city, among) in found.items()
    }
    return named, {beginning: sorted(some, reverse=True) for beginning, some in sizes.items()}
