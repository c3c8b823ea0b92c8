"""Given names by the year of birth, with the spellings of one sound and the sounds of one spelling."""

from __future__ import annotations

from functools import cache
from random import Random

from japanese_personal_name_dataset import load_dataset

from benchmarks.secondworld.dice import Wheel, falling
from benchmarks.secondworld.tables import sections

SELDOM = 0.3  # how many bear a name that is on no list of favourites
ERAS = (1940, 1960, 1975, 1990)
Given = tuple[str, str]


@cache
def _favourites(sex: str, era: int) -> Wheel[tuple[str, Wheel[str]]]:
    lines = sections("given")[f"{sex} {era}"]
    return falling([(line[0], falling(line[1:], 0.9)) for line in lines], 0.25)


@cache
def _all_names(sex: str) -> list[tuple[str, list[str]]]:
    men, women = load_dataset("opti")
    names = men if sex == "m" else women
    return [(sound, list(entry["kanji"])) for sound, entry in names.items() if entry["kanji"]]


@cache
def _ambiguous() -> dict[str, Wheel[str]]:
    return {line[0]: falling(line[1:], 1.3) for line in sections("given")["ambiguous"]}


def era_of(year: int, rnd: Random) -> int:
    """The fashion that the parents followed, at times an older or a newer one."""
    place = sum(year >= start for start in ERAS) - 1
    if rnd.random() < 0.15:
        place += rnd.choice((-1, 1))
    return ERAS[max(0, min(place, len(ERAS) - 1))]


def given_name(rnd: Random, sex: str, year: int) -> Given:
    """A spelling and its sound."""
    if rnd.random() < SELDOM:
        sound, spellings = rnd.choice(_all_names(sex))
        return rnd.choice(spellings), sound
    sound, wheel = _favourites(sex, era_of(year, rnd)).spin(rnd)
    spelling = wheel.spin(rnd)
    others = _ambiguous().get(spelling)
    return spelling, others.spin(rnd) if others and rnd.random() < 0.4 else sound


@cache
def sounds_alike(sex: str) -> dict[str, tuple[str, ...]]:
    """The spellings that an input method offers for a sound."""
    found: dict[str, tuple[str, ...]] = {}
    for era in ERAS:
        for line in sections("given")[f"{sex} {era}"]:
            found[line[0]] = tuple(dict.fromkeys(found.get(line[0], ()) + line[1:]))
    return found


def child_name(rnd: Random, sex: str, year: int, parent: str) -> Given:
    """A name that takes over a character of the parent's, where one is found soon; else any."""
    for _ in range(12):
        name = given_name(rnd, sex, year)
        if name[0] != parent and set(name[0]) & set(parent):
            return name
    return given_name(rnd, sex, year)
