"""Addresses as facts: the town, the numbers, the building; and new ones for homes and offices."""

from __future__ import annotations

from dataclasses import dataclass, replace
from random import Random

from benchmarks.secondworld.atlas import City, Town, short_place
from benchmarks.secondworld.dice import falling
from benchmarks.secondworld.tables import first_words

_CHOME = falling(range(1, 9), 0.9)
_BLOCK = falling(range(1, 41), 0.55)
_HOUSE = falling(range(1, 31), 0.6)
_FLOOR = falling((2, 3, 1, 4, 5, 6, 7, 8, 9, 10, 12, 15, 21), 0.7)


@dataclass(frozen=True, slots=True)
class Address:
    """One place. `numbers` are 丁目, 番, 号 (0: none); `street` is Kyoto's way by crossings."""

    town: Town
    numbers: tuple[int, int, int]
    building: str = ""
    floor: int = 0
    room: str = ""
    street: str = ""

    @property
    def in_village(self) -> bool:
        return not self.numbers[0] and self.town.city.endswith(("町", "村"))


def _ground(rnd: Random, city: City) -> Address:
    town = rnd.choice(city.towns)
    if town.has_chome:
        house = _HOUSE.spin(rnd) if rnd.random() < 0.93 else 0
        return Address(town, (_CHOME.spin(rnd), _BLOCK.spin(rnd), house))
    numbers = (0, rnd.randint(1, 40) if town.city.endswith("区") else rnd.randint(1, 2400), 0)
    if rnd.random() < 0.55:
        numbers = (0, numbers[1], rnd.randint(1, 25))
    return Address(town, numbers, street=_street(rnd) if _by_crossings(town) else "")


def _by_crossings(town: Town) -> bool:
    return town.city in {"京都市中京区", "京都市下京区", "京都市上京区"}


def _street(rnd: Random) -> str:
    way = rnd.choice(("上る", "下る", "東入", "西入"))
    return rnd.choice(first_words("places", "kyoto")) + rnd.choice(first_words("places", "kyoto-cross")) + way


def new_home(rnd: Random, city: City) -> Address:
    """A house, or a flat in a building with a name."""
    place = _ground(rnd, city)
    flats = 0.55 if place.town.has_chome else 0.25
    if rnd.random() > flats:
        return place
    first, last = rnd.choice(first_words("places", "home-building")), rnd.choice(first_words("places", "home-suffix"))
    middle = rnd.choice(("", place.town.name, short_place(place.town.city), ""))
    room = f"{rnd.randint(1, 9)}{rnd.randint(1, 12):02d}"
    return replace(place, building=first + middle + last, room=room)


def new_office(rnd: Random, city: City, owner: str) -> Address:
    """A house of its own, or a floor in a building called after its owner or its town."""
    place = _ground(rnd, city)
    storeys = 0.7 if place.town.has_chome else 0.25
    if rnd.random() > storeys:
        return place
    called = rnd.choice((owner, place.town.name, place.town.name, short_place(place.town.city)))
    building = (called or place.town.name) + rnd.choice(first_words("places", "office-building"))
    return replace(place, building=building, floor=_FLOOR.spin(rnd))


def another_floor(rnd: Random, place: Address) -> Address:
    """An office of somebody else in the same building."""
    return replace(place, floor=_FLOOR.spin(rnd))
