"""The nouns of a world: firms with offices and events, people with posts. Days are ordinals of the calendar."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from benchmarks.identity.world.forms import LegalForm
from benchmarks.identity.world.numbers import Phone
from benchmarks.identity.world.places import Address
from benchmarks.identity.world.words import Word

FIRST_DAY, TODAY = date(2014, 4, 1).toordinal(), date(2026, 6, 30).toordinal()
NEVER = date(2999, 1, 1).toordinal()


@dataclass(frozen=True, slots=True)
class FirmName:
    """The registered name."""

    form: LegalForm
    in_front: bool
    word: Word


@dataclass(slots=True, eq=False)
class Office:
    """A branch: the same company at another place."""

    name: str
    address: Address
    phone: Phone


@dataclass(slots=True, eq=False)
class Firm:
    """One legal person, or one trader; until `renamed_on` and `moved_on` it had another name and place."""

    entity_id: str
    name: FirmName
    address: Address
    phone: Phone
    number: str
    invoice: str
    domain: str
    mail_style: str
    has_site: bool
    offices: list[Office] = field(default_factory=list)
    parent: Firm | None = None
    earlier_name: FirmName | None = None
    renamed_on: int = 0
    earlier_address: Address | None = None
    earlier_phone: Phone | None = None
    moved_on: int = 0
    ended_on: int = NEVER
    # Whose address the books have instead of the own: the tax accountant's, for small firms.
    accountant: Firm | None = None

    def name_on(self, day: int) -> FirmName:
        return self.earlier_name if self.earlier_name and day < self.renamed_on else self.name

    def address_on(self, day: int) -> Address:
        return self.earlier_address if self.earlier_address and day < self.moved_on else self.address

    def phone_on(self, day: int) -> Phone:
        return self.earlier_phone if self.earlier_phone and day < self.moved_on else self.phone


@dataclass(slots=True, eq=False)
class Post:
    """Work at a firm from a day until another."""

    firm: Firm
    office: Office | None
    department: str
    title: str
    email: str
    phone: Phone
    since: int
    until: int = NEVER


@dataclass(slots=True, eq=False)
class Human:
    """One person; `register_family` is the surname as the family register has it, perhaps in old characters."""

    entity_id: str
    family: Word
    given: Word
    sex: str
    born: int
    register_family: str
    mobile: Phone
    free_mail: str
    posts: list[Post] = field(default_factory=list)
    home: Address | None = None
    home_phone: Phone | None = None
    earlier_home: Address | None = None
    moved_on: int = 0
    earlier_mobile: Phone | None = None
    mobile_since: int = 0
    maiden: Word | None = None
    married_on: int = 0

    def family_on(self, day: int) -> Word:
        return self.maiden if self.maiden and day < self.married_on else self.family

    def mobile_on(self, day: int) -> Phone:
        return self.earlier_mobile if self.earlier_mobile and day < self.mobile_since else self.mobile

    def home_on(self, day: int) -> Address | None:
        return self.earlier_home if self.earlier_home and day < self.moved_on else self.home


@dataclass(slots=True)
class Unit:
    """What is made in one go: firms that hang together with their people, or a household."""

    firms: list[Firm]
    people: list[Human]
