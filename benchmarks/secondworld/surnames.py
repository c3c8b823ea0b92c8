"""Surnames as often as people bear them, the register's characters, and readings that the characters do not tell."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from random import Random

from japanese_personal_name_dataset import load_dataset

from benchmarks.secondworld.dice import Wheel, falling
from benchmarks.secondworld.tables import sections

SELDOM = 0.14  # how many bear a surname beyond the list of the two thousand commonest


@dataclass(frozen=True, slots=True)
class Surname:
    """`plain` is what a clerk types, `register` what the family register says."""

    plain: str
    register: str
    kana: str


@cache
def _common() -> Wheel[tuple[str, str]]:
    names = load_dataset("opti", include_last_names=True)[2]
    return Wheel(((kanji, entry["reading"]), entry["count"]) for kanji, entry in names.items())


@cache
def _register() -> dict[str, list[tuple[str, int]]]:
    found: dict[str, list[tuple[str, int]]] = {}
    for plain, register, percent in sections("surnames")["register"]:
        found.setdefault(plain, []).append((register, int(percent)))
    return found


@cache
def _readings() -> dict[str, Wheel[str]]:
    return {line[0]: falling(line[1:], 1.5) for line in sections("surnames")["readings"]}


def _seldom(rnd: Random) -> tuple[str, str]:
    first, second = (rnd.choice(sections("surnames")[half]) for half in ("rare-first", "rare-second"))
    return first[0] + second[0], first[1] + second[1]


def surname(rnd: Random) -> Surname:
    """One family's name."""
    plain, kana = _seldom(rnd) if rnd.random() < SELDOM else _common().spin(rnd)
    if plain in _readings():
        kana = _readings()[plain].spin(rnd)
    drawn = rnd.random() * 100
    for register, percent in _register().get(plain, ()):
        if drawn < percent:
            return Surname(plain, register, kana)
        drawn -= percent
    return Surname(plain, plain, kana)


@cache
def homophones() -> dict[str, tuple[str, ...]]:
    """The surnames, the commonest first, that an input method offers for a sound."""
    found: dict[str, list[str]] = {}
    for kanji, kana in _common().items:
        found.setdefault(kana, []).append(kanji)
    return {kana: tuple(names[:4]) for kana, names in found.items() if len(names) > 1}
