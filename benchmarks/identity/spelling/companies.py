"""A company's name as sources write it: the legal form in every spelling and place, or left out."""

from __future__ import annotations

from dataclasses import dataclass

from benchmarks.identity.chance import Chance
from benchmarks.identity.spelling.kanji import everyday_form, old_form
from benchmarks.identity.spelling.letters import bank, katakana, narrow, wide
from benchmarks.identity.world.nouns import FirmName
from benchmarks.identity.world.words import Word

# 株式会社 as its parts are abbreviated to by people who type in a hurry.
_BRACKETS = str.maketrans("()", "（）")


@dataclass(frozen=True)
class CompanyStyle:
    """How often a source has the form shortened, left out, in the wrong place; the name in Latin or in other widths."""

    short: float
    none: float
    misplaced: float = 0.01
    spaced: float = 0.1
    latin: float = 0.0
    narrow_kana: float = 0.0
    wide_latin: float = 0.1
    old_kanji: float = 0.02


def company(chance: Chance, name: FirmName, style: CompanyStyle) -> str:
    """The name in one of the ways of the style."""
    if name.word.latin and chance.hits(style.latin):
        return latin(chance, name)
    text = _body(chance, name.word, style)
    form = name.form
    if not form.text:
        return text
    roll = chance.random()
    if roll < style.none:
        return text
    mark = chance.pick(form.short) if roll < style.none + style.short else form.text
    gap = chance.pick((" ", "　")) if chance.hits(style.spaced) else ""
    in_front = name.in_front != chance.hits(style.misplaced)
    return f"{mark}{gap}{text}" if in_front else f"{text}{gap}{mark}"


def _body(chance: Chance, word: Word, style: CompanyStyle) -> str:
    text = word.text
    if chance.hits(style.narrow_kana):
        text = narrow(text)
    if text.isascii() and chance.hits(style.wide_latin):
        text = wide(text)
    if chance.hits(style.old_kanji):
        text = old_form(text, chance)
    elif chance.hits(0.5):
        text = everyday_form(text)
    return text


def latin(chance: Chance, name: FirmName) -> str:
    """The English name."""
    text = name.word.latin.upper() if chance.hits(0.25) else name.word.latin
    if not name.form.latin or chance.hits(0.15):
        return text
    mark = chance.pick(name.form.latin)
    return f"{text} {mark}" if mark != "NPO" else f"NPO {text}"


def kana(chance: Chance, name: FirmName) -> str:
    """The reading, mostly without the form."""
    text = name.word.kana
    if name.form.kana and chance.hits(0.2):
        text = f"{name.form.kana}{text}" if name.in_front else f"{text}{name.form.kana}"
    return narrow(text) if chance.hits(0.15) else text


def bank_kana(name: FirmName) -> str:
    """The reading as in a bank transfer: ｶ)ﾔﾏﾀﾞ, ﾔﾏﾀﾞ(ｶ, at most thirty signs."""
    text = bank(katakana(name.word.kana))
    mark = name.form.bank
    if mark:
        text = f"{mark}){text}" if name.in_front else f"{text}({mark}"
    return text[:30]
