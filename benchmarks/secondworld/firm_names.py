"""Registered names of companies: the legal form and its place, the name, its sound, its English."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from random import Random

from benchmarks.secondworld.dice import Wheel, falling
from benchmarks.secondworld.kana import hiragana, katakana, roman
from benchmarks.secondworld.surnames import Surname, surname
from benchmarks.secondworld.tables import Lines, sections

TRADER = ""  # somebody with a shop and without a company


@dataclass(frozen=True, slots=True)
class FirmName:
    """`core` is the name without its form; `front` tells whether the form stands before it (前株)."""

    form: str
    front: bool
    core: str
    kana: str
    english: str
    stem: str
    family: Surname | None = None  # whose name it bears


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a name: its spelling, its sound, its Roman letters."""

    text: str
    kana: str
    latin: str
    family: Surname | None = None

    def __add__(self, other: Part) -> Part:
        latin = f"{self.latin} {other.latin}".strip()
        return Part(self.text + other.text, self.kana + other.kana, latin, self.family or other.family)


FORMS = Wheel([("株式会社", 62), ("有限会社", 16), ("合同会社", 5), (TRADER, 9)])
_FRONT = {"株式会社": 0.62, "有限会社": 0.68, "合同会社": 0.7}
_SPOKEN = {line[0]: line[1] for line in sections("firmwords")["letter"]}
_LETTERS = tuple(_SPOKEN)
_KIND_FIRST = ("美容室", "居酒屋", "カフェ", "整骨院")


@cache
def _words(section: str, power: float = 0.5) -> Wheel[Part]:
    return falling([_part(line) for line in _lines(section)], power)


@cache
def _lines(section: str) -> Lines:
    return sections("firmwords")[section]


def _part(line: tuple[str, ...]) -> Part:
    if line[1].isascii():  # a word in katakana: its second part is the English that it came from
        return Part(line[0], hiragana(line[0]), line[1])
    return Part(line[0], line[1], line[2] if len(line) > 2 else roman(line[1], long="o"))


def trade(rnd: Random) -> Part:
    """What a company does, at times two things."""
    first = _words("trade").spin(rnd)
    return first + _words("trade").spin(rnd) if rnd.random() < 0.01 else first


def _family(rnd: Random) -> Part:
    name = surname(rnd)
    return Part(name.register if rnd.random() < 0.5 else name.plain, name.kana, roman(name.kana, long="o"), name)


def _letters(rnd: Random) -> Part:
    text = "".join(rnd.choice(_LETTERS) for _ in range(rnd.choice((2, 3, 3, 4))))
    return Part(text, "".join(_SPOKEN[letter] for letter in text), text.lower())


def _brand(rnd: Random) -> Part:
    """A word made of two foreign ones, in katakana or in Roman letters."""
    whole = _words("kana-first", 0.35).spin(rnd) + _words("kana-second", 0.35).spin(rnd)
    if rnd.random() < 0.22:
        written = whole.latin.replace(" ", "")
        style = rnd.random()
        text = written.upper() if style < 0.4 else whole.latin.title().replace(" ", "" if style < 0.8 else " ")
        return Part(text, whole.kana, whole.latin)
    if rnd.random() < 0.12:
        text = whole.text[: -len(_tail(whole))] + "・" + _tail(whole) if len(whole.text) > 7 else whole.text
        return Part(text, whole.kana, whole.latin)
    return whole


def _tail(whole: Part) -> str:
    return next((line[0] for line in _lines("kana-second") if whole.text.endswith(line[0])), whole.text[-3:])


def _plain(rnd: Random) -> Part:
    drawn = rnd.random()
    if drawn < 0.34:
        return _family(rnd) + trade(rnd)
    if drawn < 0.60:
        return _words("abstract").spin(rnd) + trade(rnd)
    if drawn < 0.88:
        return _brand(rnd)
    if drawn < 0.93:
        return _words("hiragana", 0.2).spin(rnd) + (trade(rnd) if rnd.random() < 0.5 else Part("", "", ""))
    if drawn < 0.97:
        return _letters(rnd) + (trade(rnd) if rnd.random() < 0.7 else Part("", "", ""))
    return Part("日本", "にっぽん", "nippon") + _words("kana-first", 0.2).spin(rnd) + _words("kana-second").spin(rnd)


def _shop(rnd: Random) -> Part:
    kind = _words("shop", 0.4).spin(rnd)
    if rnd.random() < 0.6:
        return kind + _family(rnd) if kind.text == "居酒屋" else _family(rnd) + kind
    name = _words("hiragana" if rnd.random() < 0.5 else "kana-first", 0.4).spin(rnd)
    return kind + name if kind.text in _KIND_FIRST else name + kind


def _charity(rnd: Random) -> FirmName:
    form = rnd.choice(("医療法人", "医療法人社団", "社会福祉法人", "学校法人", "一般社団法人", "特定非営利活動法人"))
    name = (
        _family(rnd) if rnd.random() < 0.3 else _words(rnd.choice(("abstract", "abstract", "hiragana")), 0.2).spin(rnd)
    )
    ending = {
        "社会福祉法人": Part("会", "かい", "kai"),
        "学校法人": Part("学園", "がくえん", "gakuen"),
        "一般社団法人": Part("協会", "きょうかい", "association"),
        "特定非営利活動法人": Part("の会", "のかい", "nokai"),
    }.get(form, Part("会", "かい", "kai"))
    return _named(form, True, name + ending)


def _named(form: str, front: bool, part: Part) -> FirmName:
    english = " ".join(word.capitalize() for word in part.latin.split())
    return FirmName(form, front, part.text, part.kana, english, part.latin, part.family)


def new_name(rnd: Random) -> FirmName:
    """A name out of nothing."""
    if rnd.random() < 0.07:
        return _charity(rnd)
    form = FORMS.spin(rnd)
    if form == TRADER:
        return _named(form, True, _shop(rnd))
    return _named(form, rnd.random() < _FRONT[form], _plain(rnd))


def arm_of(rnd: Random, stem: FirmName) -> FirmName:
    """Another firm of the group: the stem that all share and what this one does."""
    arm = _words("group-arm", 0.2).spin(rnd) if rnd.random() < 0.7 else trade(rnd)
    return _named("株式会社", rnd.random() < 0.5, Part(stem.core, stem.kana, stem.stem, stem.family) + arm)


def group_stem(rnd: Random) -> FirmName:
    """What a group's firms are all called after."""
    part = _family(rnd) if rnd.random() < 0.35 else _words("abstract").spin(rnd)
    if rnd.random() < 0.25:
        part = _words("kana-first").spin(rnd) + _words("kana-second").spin(rnd)
    return _named("株式会社", True, part)


def renamed(rnd: Random, old: FirmName) -> FirmName:
    """有限会社 that became 株式会社, the form moved, or a modern name that keeps its sound or nothing of it."""
    if old.form == "有限会社" and rnd.random() < 0.6:
        return replace(old, form="株式会社")
    if rnd.random() < 0.25:
        return replace(old, core=katakana(old.kana))
    if rnd.random() < 0.4 and not old.core[:2].isascii():
        short = _named(old.form, old.front, Part(old.core[:2], old.kana[:4], old.stem.split()[0]))
        return arm_of(rnd, short)
    return _named(old.form, old.front, _plain(rnd))
