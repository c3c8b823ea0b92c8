"""An address as people write it: 一丁目2番3号, １－２－３, without prefecture, the building anywhere."""

from __future__ import annotations

from dataclasses import dataclass

from benchmarks.identity.chance import Chance
from benchmarks.identity.spelling.letters import roman, wide, wide_digits
from benchmarks.identity.world.places import Address, Town

_KANJI_DIGITS = "〇一二三四五六七八九"
_DASHES = "ー－‐–—−"


@dataclass(frozen=True)
class AddressStyle:
    """How often a source leaves a part out or writes it otherwise."""

    no_prefecture: float = 0.1
    no_building: float = 0.2
    no_numbers: float = 0.0
    prefecture_only: float = 0.0
    spaced: float = 0.2
    wide: float = 0.15
    latin: float = 0.0
    ending_first: float = 0.01


def postal_code(chance: Chance, town: Town, tidy: float) -> str:
    """The postal code, mostly 100-0005."""
    code = town.postal_code
    dashed = f"{code[:3]}-{code[3:]}"
    if chance.hits(tidy):
        return dashed
    roll = chance.random()
    if roll < 0.35:
        return code
    if roll < 0.6:
        return f"〒{dashed}"
    if roll < 0.8:
        return wide(dashed)
    if roll < 0.93 and code[0] == "0":  # a spreadsheet took it for a number
        return code.lstrip("0")
    return f"{code[:3]} {code[3:]}"


def address(chance: Chance, place: Address, style: AddressStyle) -> str:
    """The address in one of the ways of the style."""
    town = place.town
    if chance.hits(style.prefecture_only):
        return town.prefecture if chance.hits(0.6) else town.prefecture + town.city
    if chance.hits(style.latin):
        return _latin(place)
    gap = chance.pick((" ", "　")) if chance.hits(style.spaced) else ""
    head = "" if chance.hits(style.no_prefecture) else town.prefecture
    numbers = "" if chance.hits(style.no_numbers) else _numbers(chance, place)
    name = _town(chance, place)
    text = gap.join(part for part in (head, town.city, name + numbers) if part)
    building = "" if chance.hits(style.no_building) else _building(chance, place)
    if building:
        if chance.hits(style.ending_first):
            text = f"{building} {text}"
        else:
            text += chance.pick((" ", "　", " ", "　", "", "（")) + building
            text += "）" if "（" in text else ""
    return wide_digits(text) if chance.hits(style.wide) else text


def _town(chance: Chance, place: Address) -> str:
    town = place.town
    name = town.name
    if town.is_rural and chance.hits(0.4):
        name = f"大字{name}"
    elif not town.has_chome and town.is_rural and chance.hits(0.15):
        name = f"字{name}"
    if place.street and chance.hits(0.45):
        return place.street + name
    return name


def _numbers(chance: Chance, place: Address) -> str:
    chome, banchi, go = place.chome, place.banchi, place.go
    roll = chance.random()
    if not chome:
        if not go:
            return f"{banchi}" if roll < 0.4 else f"{banchi}番地"
        if roll < 0.55:
            return f"{banchi}{_dash(chance)}{go}"
        return f"{banchi}番地{go}" if roll < 0.75 else f"{banchi}番地の{go}" if roll < 0.85 else f"{banchi}番{go}号"
    if roll < 0.42:
        dash = _dash(chance)
        return f"{chome}{dash}{banchi}{dash}{go}"
    if roll < 0.60:
        return f"{chome}丁目{banchi}{_dash(chance)}{go}"
    if roll < 0.74:
        return f"{chome}丁目{banchi}番{go}号"
    if roll < 0.86:
        return f"{_KANJI_DIGITS[chome]}丁目{banchi}番{go}号"
    if roll < 0.92:
        return f"{_KANJI_DIGITS[chome]}丁目{banchi}{_dash(chance)}{go}"
    if roll < 0.97:
        return wide(f"{chome}-{banchi}-{go}")
    return f"{_KANJI_DIGITS[chome]}丁目{_kanji(banchi)}番{_kanji(go)}号"


def _dash(chance: Chance) -> str:
    return "-" if chance.hits(0.75) else chance.pick(_DASHES)


def _kanji(number: int) -> str:
    tens, ones = divmod(number, 10)
    head = "" if not tens else "十" if tens == 1 else f"{_KANJI_DIGITS[tens]}十"
    return head + (_KANJI_DIGITS[ones] if ones or not tens else "")


def _building(chance: Chance, place: Address) -> str:
    if not place.building:
        return ""
    if place.room:
        return place.building + chance.pick(("{}", "{}号室", " {}", "-{}", "　{}号")).format(place.room)
    if not place.floor:
        return place.building
    return place.building + chance.pick(("{}F", " {}F", "{}階", "　{}階", "{}Ｆ")).format(place.floor)


def _latin(place: Address) -> str:
    town = place.town
    numbers = "-".join(str(number) for number in (place.chome, place.banchi, place.go) if number)
    prefecture = _PREFECTURES.get(town.prefecture, "")
    parts = (
        f"{numbers} {roman(town.kana, 'short').capitalize()}",
        roman(town.city_kana, "short").capitalize(),
        prefecture,
    )
    return ", ".join(part for part in parts if part)


_PREFECTURES = {
    "東京都": "Tokyo",
    "大阪府": "Osaka",
    "神奈川県": "Kanagawa",
    "愛知県": "Aichi",
    "福岡県": "Fukuoka",
    "兵庫県": "Hyogo",
    "北海道": "Hokkaido",
    "京都府": "Kyoto",
}
