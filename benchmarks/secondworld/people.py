"""People as they are: the name and its changes, posts, homes, telephones, mailboxes."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from random import Random

from benchmarks.secondworld.addresses import Address
from benchmarks.secondworld.dice import FIRST_DAY, LAST_DAY, History
from benchmarks.secondworld.firms import Firm, Site
from benchmarks.secondworld.given_names import Given, given_name
from benchmarks.secondworld.surnames import Surname, surname


@dataclass(frozen=True, slots=True)
class Name:
    """A full name with its sound in hiragana."""

    family: Surname
    given: str
    given_kana: str


@dataclass(slots=True)
class Post:
    """What somebody does at a firm, from one day until another."""

    firm: Firm
    site: Site
    since: int
    until: int
    department: str
    title: str
    mail: str
    direct: str = ""
    mobile: str = ""


@dataclass(slots=True)
class Person:
    """One human being, whatever the employer or the surname."""

    entity_id: str
    sex: str
    born: date
    names: History[Name]
    posts: list[Post] = field(default_factory=list)
    homes: History[Address] | None = None
    home_phones: History[str] = field(default_factory=lambda: History.of(""))
    mobiles: History[str] = field(default_factory=lambda: History.of(""))
    mail: str = ""


def born_between(rnd: Random, first: int, last: int) -> date:
    """A birthday; the bell of two draws puts most people in the middle."""
    year = first + int((last - first + 1) * (rnd.random() + rnd.random()) / 2)
    return date.fromordinal(date(year, 1, 1).toordinal() + rnd.randrange(365))


def new_person(
    rnd: Random, entity_id: str, family: Surname | None = None, sex: str = "", born: date | None = None
) -> Person:
    """Somebody, with the surname, sex or birthday that the family asks for."""
    sex = sex or ("f" if rnd.random() < 0.42 else "m")
    born = born or born_between(rnd, 1948, 2003)
    given = given_name(rnd, sex, born.year)
    return Person(entity_id, sex, born, History.of(name_of(family or surname(rnd), given)))


def name_of(family: Surname, given: Given) -> Name:
    """The family's name and the given one."""
    return Name(family, given[0], given[1])


def marry(rnd: Random, person: Person, family: Surname) -> None:
    """Takes the other's surname on some day of our years."""
    name = person.names.entries[-1][1]
    person.names.become(rnd.randint(FIRST_DAY, LAST_DAY), Name(family, name.given, name.given_kana))
