"""Human beings: surnames by population, given names by generation, marriages, nicknames, and how forms spell them."""

from __future__ import annotations

from bisect import bisect
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import accumulate

from japanese_personal_name_dataset import load_dataset

from benchmarks.thirdworld import kana
from benchmarks.thirdworld.chance import Chance
from benchmarks.thirdworld.places import Place, home
from benchmarks.thirdworld.reach import mobile_number, private_mailbox
from benchmarks.thirdworld.vocabulary import MEN, MISREAD, MISTYPED, TWINS, WOMEN

Name = tuple[str, str]


@dataclass(slots=True)
class Human:
    """One person, as the family register has them."""

    surname: Name
    given: Name
    female: bool
    born: date
    house: Place
    mobile: str
    mailbox: str
    former: Name | None = None
    register: str = ""

    def name(self, former: bool = False) -> tuple[str, str, str, str]:
        surname = self.former if former and self.former else self.surname
        return surname[0], self.given[0], surname[1], self.given[1]


@cache
def _surnames() -> tuple[list[Name], list[int]]:
    surnames = load_dataset("opti", include_last_names=True)[2]
    pairs = [(name, entry["reading"]) for name, entry in surnames.items()]
    return pairs, list(accumulate(entry["count"] for entry in surnames.values()))


@cache
def _seldom_given() -> tuple[list[Name], list[Name]]:
    men, women, *_ = load_dataset("opti", include_last_names=True)
    both = ([(kanji, reading) for reading, entry in sex.items() for kanji in entry["kanji"]] for sex in (men, women))
    return next(both), next(both)


def surname(chance: Chance) -> Name:
    """A surname by population, one in eight from the seldom ones."""
    names, counts = _surnames()
    if chance.often(0.12):
        return chance.pick(names[500:])
    return names[bisect(counts, chance.random() * counts[-1])]


def _given(chance: Chance, female: bool, born: date) -> Name:
    if chance.often(0.3):
        return chance.pick(_seldom_given()[female])
    generation = (born.year > 1957) + (born.year > 1982)
    kanji, reading = chance.pick((WOMEN if female else MEN)[generation])
    return kanji, reading


def human(
    chance: Chance, *, family: Name | None = None, house: Place | None = None, born: tuple[int, int] = (1940, 2004)
) -> Human:
    """A person, alone or of a family and house."""
    day, female = chance.day(*born), chance.often(0.45)
    last, first = family or surname(chance), _given(chance, female, day)
    married = female and day.year < 1998 and chance.often(0.25)
    person = Human(last, first, female, day, house or home(chance), mobile_number(chance), "")
    person.mailbox = private_mailbox(chance, last[1], first[1], day.year)
    person.former = surname(chance) if married else None
    person.register = _old_characters(chance, last[0])
    return person


def _old_characters(chance: Chance, text: str) -> str:
    return "".join(TWINS[sign] if sign in TWINS and chance.often(0.3) else sign for sign in text)


def mistyped(chance: Chance, text: str) -> str:
    """A wrong conversion of the keyboard, where the text has a character that lends itself to one."""
    spots = [spot for spot, sign in enumerate(text) if sign in MISTYPED]
    if not spots:
        return text
    spot = chance.pick(spots)
    return text[:spot] + MISTYPED[text[spot]] + text[spot + 1 :]


def by_hand(chance: Chance, person: Human, *, former: bool = False, care: float = 0.9) -> Name:
    """A person's name and furigana as a form's fields get them."""
    last, first, last_kana, first_kana = person.name(former)
    if not former and chance.often(0.5 * care):
        last = person.register
    if not chance.often(care):
        last, first, last_kana, first_kana = _careless(chance, last, first, last_kana, first_kana)
    gap = chance.weigh({" ": 45, "　": 30, "": 25})
    return f"{last}{gap}{first}".strip(), furigana(chance, last_kana, first_kana)


def _careless(chance: Chance, last: str, first: str, last_kana: str, first_kana: str) -> tuple[str, str, str, str]:
    slip = chance.weigh({"swap": 12, "kana": 14, "roman": 12, "surname": 10, "reading": 22, "typo": 24, "nick": 6})
    if slip == "swap":
        return first, last, first_kana, last_kana
    if slip == "kana":
        return kana.katakana(last_kana), kana.katakana(first_kana), last_kana, first_kana
    if slip == "roman":
        return kana.roman(first_kana).title(), kana.roman(last_kana).title(), last_kana, first_kana
    if slip == "surname":
        return last, "", last_kana, ""
    if slip == "reading":
        return last, first, last_kana, MISREAD.get(first, first_kana)
    if slip == "typo":
        return last, mistyped(chance, first), last_kana, first_kana
    return last, first_kana if len(first) > 1 else first, last_kana, first_kana


def furigana(chance: Chance, last: str, first: str) -> str:
    """The reading in full-width, half-width or hiragana."""
    gap = chance.weigh({" ": 45, "　": 30, "": 25})
    text = f"{last}{gap}{first}".strip()
    width = chance.weigh({"full": 62, "half": 12, "hira": 26})
    if width == "hira":
        return text
    return kana.half_width(text) if width == "half" else kana.katakana(text)


def in_roman(chance: Chance, person: Human) -> str:
    """The English side of a card: Taro ONO, Ohno Taro."""
    style = chance.weigh({"hepburn": 60, "oh": 15, "typed": 15, "kunrei": 10})
    last, first = kana.roman(person.surname[1], style), kana.roman(person.given[1], style)
    forms = (f"{first.title()} {last.title()}", f"{first.title()} {last.upper()}", f"{last.upper()} {first.title()}")
    return chance.pick(forms)
