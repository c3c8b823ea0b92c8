"""A person's name as sources write it: spaces, order, script, courtesy, and wrong characters of the same sound."""

from __future__ import annotations

from dataclasses import dataclass

from benchmarks.identity.chance import Chance
from benchmarks.identity.spelling.kanji import everyday_form
from benchmarks.identity.spelling.letters import hiragana, narrow, roman
from benchmarks.identity.world.names import Names
from benchmarks.identity.world.nouns import Human
from benchmarks.identity.world.words import Word


@dataclass(frozen=True)
class PersonStyle:
    """How often a source writes so; what is left is kanji, family before given."""

    spaced: float = 0.7
    latin: float = 0.0
    in_kana: float = 0.0
    swapped: float = 0.005
    family_only: float = 0.01
    courtesy: float = 0.0
    other_kanji: float = 0.012
    register: float = 0.5


def person(chance: Chance, human: Human, day: int, style: PersonStyle, names: Names) -> str:
    """The name in one of the ways of the style."""
    family, given = human.family_on(day), human.given
    if chance.hits(style.latin):
        return _latin(chance, family, given)
    if chance.hits(style.in_kana):
        return f"{family.kana} {given.kana}" if chance.hits(0.7) else narrow(f"{family.kana} {given.kana}")
    first, last = given.text, family.text
    if family is human.family:
        last = human.register_family if chance.hits(style.register) else everyday_form(human.register_family)
    if chance.hits(style.other_kanji):
        first = _same_sound(chance, given, names)
    if chance.hits(style.family_only):
        text = last
    elif chance.hits(style.swapped):
        text = f"{first} {last}"
    else:
        text = last + (_gap(chance) if chance.hits(style.spaced) else "") + first
    return text + chance.pick(("様", " 様", "　様", "さま", "殿", "さん")) if chance.hits(style.courtesy) else text


def _gap(chance: Chance) -> str:
    return " " if chance.hits(0.6) else "　"


def _same_sound(chance: Chance, given: Word, names: Names) -> str:
    """The wrong choice of the input method: 健一 for 賢一."""
    others = names.same_sound.get(given.kana)
    return chance.pick(others) if others else given.text


def _latin(chance: Chance, family: Word, given: Word) -> str:
    style = "short" if chance.hits(0.6) else "full" if chance.hits(0.8) else "kunrei"
    last, first = roman(family.kana, style), roman(given.kana, style)
    roll = chance.random()
    if roll < 0.45:
        return f"{first.capitalize()} {last.capitalize()}"
    if roll < 0.65:
        return f"{last.capitalize()} {first.capitalize()}"
    if roll < 0.8:
        return f"{last.upper()} {first.capitalize()}"
    return f"{first} {last}" if roll < 0.9 else f"{first.upper()} {last.upper()}"


def kana(chance: Chance, human: Human, day: int, names: Names) -> str:
    """The reading; who types it for somebody else sometimes guesses wrong."""
    family, given = human.family_on(day).kana, human.given.kana
    if chance.hits(0.015):
        given = chance.pick(names.readings.get(human.given.text, (given,)))
    gap = " " if chance.hits(0.5) else chance.pick(("　", ""))
    roll = chance.random()
    text = f"{family}{gap}{given}"
    return text if roll < 0.75 else narrow(text) if roll < 0.9 else hiragana(text)
