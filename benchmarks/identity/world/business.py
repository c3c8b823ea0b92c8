"""Firms: alone, in groups that share a name, merged into one another, in one building, under one telephone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import TypeVar

from benchmarks.identity.chance import Chance
from benchmarks.identity.world import mail, naming
from benchmarks.identity.world.forms import FORMS, KABUSHIKI, LegalForm
from benchmarks.identity.world.names import Names
from benchmarks.identity.world.nouns import FIRST_DAY, TODAY, Firm, FirmName, Office
from benchmarks.identity.world.numbers import corporate_number, landline
from benchmarks.identity.world.places import Address, Places, neighbour, place_word
from benchmarks.identity.world.words import Word

# The rates of what makes companies hard to tell apart.
GROUP, MERGER, SHARED_BUILDING, RENAMED, MOVED, ACCOUNTANT = 0.022, 0.004, 0.22, 0.025, 0.06, 0.25
_KEPT = 4000
T = TypeVar("T")


@dataclass
class Registry:
    """Founds firms, and sees to it that no two get one number or one domain unless the world wants it so."""

    chance: Chance
    names: Names
    places: Places
    recent: list[Firm] = field(default_factory=list)
    _ids: Iterator[int] = field(default_factory=lambda: count(1))
    _numbers: set[str] = field(default_factory=set)
    _domains: set[str] = field(default_factory=set)
    _buildings: list[Address] = field(default_factory=list)
    _accountants: list[Firm] = field(default_factory=list)

    def firms(self) -> list[Firm]:
        """One firm, or several that hang together."""
        kind = self.chance.random()
        if kind < GROUP:
            return self._group()
        if kind < GROUP + MERGER:
            return self._merger()
        return [self.found()]

    def found(self, form: LegalForm | None = None, *, base: Word | None = None, address: Address | None = None) -> Firm:
        """A new firm with all its facts and events."""
        chance = self.chance
        form = form or FORMS.draw(chance)
        address = address or self._address()
        firm = self._firm(form, address, naming.name(chance, form, address.town, base))
        self._events(firm)
        self._branches(firm)
        if form.code == "tax":
            _keep(chance, self._accountants, firm)
        elif self._accountants and chance.hits(ACCOUNTANT if form.is_sole else ACCOUNTANT / 8):
            firm.accountant = chance.pick(self._accountants)
        _keep(chance, self.recent, firm)
        return firm

    def _firm(self, form: LegalForm, address: Address, word: Word) -> Firm:
        chance = self.chance
        number = self._number()
        return Firm(
            entity_id=f"c{next(self._ids)}",
            name=FirmName(form, chance.hits(form.front), word),
            address=address,
            phone=landline(chance, address.town.area_code),
            number="" if form.is_sole else number,
            invoice=f"T{number}" if chance.hits(0.35 if form.is_sole else 0.88) else "",
            domain=self._domain(word, form),
            mail_style=mail.STYLES.draw(chance),
            has_site=chance.hits(0.35 if form.is_sole else 0.8),
        )

    def _number(self) -> str:
        number = corporate_number(self.chance)
        while number in self._numbers:
            number = corporate_number(self.chance)
        self._numbers.add(number)
        return number

    def _domain(self, word: Word, form: LegalForm) -> str:
        if form.is_sole and self.chance.hits(0.6):
            return ""
        found = mail.domain(self.chance, word, form.code)
        while found in self._domains:
            base, _, ending = found.partition(".")
            found = f"{base}-{self.chance.pick(_MORE)}{self.chance.pick(('', self.chance.digits(1)))}.{ending}"
        self._domains.add(found)
        return found

    def _address(self) -> Address:
        chance = self.chance
        if chance.hits(SHARED_BUILDING * min(1.0, len(self._buildings) / 200)):
            return neighbour(chance, chance.pick(self._buildings))
        address = self.places.office(chance, self.names.surname(chance))
        if address.building:
            _keep(chance, self._buildings, address)
        return address

    def _events(self, firm: Firm) -> None:
        chance = self.chance
        if chance.hits(RENAMED):
            form = firm.name.form
            base = None if chance.hits(0.6) else firm.name.word
            if form.code == "yugen" and chance.hits(0.5):  # 有限会社 that became 株式会社 under the same name
                firm.earlier_name, firm.name = firm.name, FirmName(KABUSHIKI, firm.name.in_front, firm.name.word)
            else:
                word = naming.name(chance, form, firm.address.town, base)
                firm.earlier_name = FirmName(form, firm.name.in_front, word)
            firm.renamed_on = chance.between(FIRST_DAY, TODAY)
        if chance.hits(MOVED):
            firm.earlier_address = self._address()
            firm.moved_on = chance.between(FIRST_DAY, TODAY)
            if firm.earlier_address.town.area_code != firm.phone.area or chance.hits(0.3):
                firm.earlier_phone = landline(chance, firm.earlier_address.town.area_code)

    def _branches(self, firm: Firm) -> None:
        chance = self.chance
        if firm.name.form.is_sole or not chance.hits(0.10):
            return
        for _ in range(1 + int(chance.paretovariate(1.6)) if chance.hits(0.4) else 1):
            address = self._address()
            name = place_word(address.town).text + chance.pick(
                ("支店", "支店", "営業所", "営業所", "支社", "工場", "出張所", "事業所")
            )
            firm.offices.append(Office(name, address, landline(chance, address.town.area_code)))
            if len(firm.offices) >= 12:
                break

    def _group(self) -> list[Firm]:
        """Firms with one stem; some share a house, a telephone or a domain with the parent."""
        chance = self.chance
        parent_address = self._address()
        base = naming.stem(chance, parent_address.town)
        taken: set[str] = set()
        parent = self._firm(KABUSHIKI, parent_address, naming.group_member(chance, base, taken))
        firms = [parent]
        for _ in range(chance.between(1, 4)):
            address = neighbour(chance, parent_address) if chance.hits(0.4) else self._address()
            child = self._firm(KABUSHIKI, address, naming.group_member(chance, base, taken))
            child.parent = parent
            if address.building == parent_address.building and chance.hits(0.6):
                child.phone = parent.phone
            if parent.domain and chance.hits(0.5):
                child.domain, child.mail_style = parent.domain, parent.mail_style
            self._branches(child)
            firms.append(child)
        return firms

    def _merger(self) -> list[Firm]:
        """Two firms of which one goes on; the place of the other becomes a branch."""
        kept, gone = self.found(KABUSHIKI), self.found(KABUSHIKI)
        gone.ended_on = self.chance.between(FIRST_DAY, TODAY)
        gone.parent = kept
        name = f"{gone.name.word.text}事業部" if self.chance.hits(0.5) else f"{place_word(gone.address.town).text}支店"
        kept.offices.append(Office(name, gone.address, gone.phone))
        return [kept, gone]


_MORE = ["tokyo", "osaka", "group", "hd", "net", "office", "co", "web", "jp", "kk"]


def _keep(chance: Chance, kept: list[T], one: T) -> None:
    """Remember up to some thousands, the latest more likely."""
    if len(kept) < _KEPT:
        kept.append(one)
    else:
        kept[chance.below(_KEPT)] = one
