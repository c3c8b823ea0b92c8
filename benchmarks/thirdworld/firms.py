"""Legal persons, traders and public bodies: what the register calls them, where they sit, how to reach them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from benchmarks.thirdworld import kana, places, vocabulary
from benchmarks.thirdworld.chance import Chance
from benchmarks.thirdworld.people import Human, Name, surname
from benchmarks.thirdworld.places import Place
from benchmarks.thirdworld.reach import beside, free_dial, landline, provider_mailbox

STOCK, LIMITED, LLC, NONE = "株式会社", "有限会社", "合同会社", ""


@dataclass(slots=True)
class Site:
    """One door of a firm: its main office, a branch, a shop, a department of a public body."""

    label: str
    place: Place
    phone: str


@dataclass(slots=True)
class Firm:
    """One company entity, with everything about it that stays when hands and desks change."""

    form: str
    front: bool
    stem: str
    reading: str
    english: str
    sites: list[Site]
    number: str
    domain: str = ""
    mailbox: str = ""
    pattern: int = 0
    owner: Human | None = None
    brand: str = ""
    former: str = ""
    registered_for_tax: bool = True
    root: Name = ("", "")
    tags: list[str] = field(default_factory=list)

    @property
    def main(self) -> Site:
        return self.sites[0]

    def official(self) -> str:
        return f"{self.form}{self.stem}" if self.front else f"{self.stem}{self.form}"

    def tax_number(self) -> str:
        return f"T{self.number}" if self.registered_for_tax else ""

    def corporate_number(self) -> str:
        """A trader has a number for the consumption tax only."""
        return self.number if self.form or self.tags else ""


def number(chance: Chance) -> str:
    """Thirteen digits with the register's check digit in front."""
    body = chance.digits(12)
    total = sum(int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(body)))
    return f"{9 - total % 9}{body}"


class Named(NamedTuple):
    """A name with its reading, its Latin form, and the root that a group's other firms share."""

    stem: str
    reading: str
    english: str
    root: Name = ("", "")


def trading_name(chance: Chance) -> Named:
    """A name of the old kind: a family, a region or two lucky characters, and mostly the trade."""
    trade, trade_kana, english = chance.pick(vocabulary.TRADES)
    english = english.replace("_", " ")
    root = chance.weigh({"family": 44, "place": 10, "lucky": 46})
    if root == "family":
        stem, reading = surname(chance)
    elif root == "place":
        stem, reading = chance.pick(vocabulary.PLACES)
    else:
        (one, one_kana), (two, two_kana) = chance.sample(vocabulary.LUCKY, 2)
        stem, reading = one + two, one_kana + two_kana
    if chance.often(0.15):
        return Named(stem, reading, kana.roman(reading).title(), (stem, reading))
    latin = f"{kana.roman(reading).title()} {english}"
    return Named(stem + trade, reading + trade_kana, latin, (stem, reading))


def modern_name(chance: Chance) -> Named:
    """Katakana and Latin names; a Latin name is read in katakana."""
    ending, ending_latin = chance.pick(vocabulary.ENDINGS)
    if chance.often(0.35):
        stem, latin = chance.pick(vocabulary.KATAKANA)
        if chance.often(0.4):
            more, more_latin = chance.pick(vocabulary.KATAKANA)
            stem, latin = stem + more, f"{latin} {more_latin}"
    else:
        stem, latin = _coined(chance)
        if chance.often(0.5):
            ending, ending_latin = "", ""
    reading = stem + ending
    english = f"{latin} {ending_latin}".strip()
    written = chance.weigh({reading: 70, english: 20, english.replace(" ", ""): 10})
    return Named(written, reading, english, (stem, stem))


def _coined(chance: Chance) -> tuple[str, str]:
    parts = [*chance.sample(vocabulary.COINED, chance.between(2, 3)), chance.pick(vocabulary.COINED_ENDS)]
    return "".join(part[0] for part in parts), "".join(part[1] for part in parts).title()


def trader_name(chance: Chance, person: Human) -> Named:
    """A 屋号: an office or studio under one's own name, or a word somebody liked."""
    kind, kind_kana = chance.pick(vocabulary.STUDIOS)
    root = chance.weigh({"own": 45, "given": 10, "liked": 45})
    if root == "liked":
        return modern_name(chance)
    stem, reading = person.surname if root == "own" else person.given
    return Named(stem + kind, reading + kind_kana, kana.roman(reading).title(), (stem, reading))


def _domain(chance: Chance, english: str, ending: str = "") -> str:
    label = "".join(sign for sign in english.lower() if sign.isalnum() and sign.isascii())
    if len(label) > 16 and chance.often(0.6):
        label = label[: chance.between(8, 12)]
    if chance.often(0.2):
        label = f"{label}{chance.pick(('-jp', '-net', '1', '-group', '-s'))}"
    domain = label + (ending or chance.weigh({".co.jp": 62, ".com": 18, ".jp": 16, ".net": 4}))
    return domain if chance.first_time(domain) else _domain(chance, f"{label}{chance.digits(2)}", ending)


def founded(chance: Chance, name: Named, form: str, place: Place, front: bool | None = None) -> Firm:
    """A firm with one door and one telephone."""
    phone = landline(chance, place.area_code())
    firm = Firm(form, chance.often(0.6) if front is None else front, *name[:3], [], number(chance))
    firm.sites.append(Site("", place, phone))
    firm.pattern, firm.root = chance.between(0, 5), name.root
    return firm


def company(chance: Chance, *, modern: float = 0.35, branches: float = 0.25) -> Firm:
    """A firm with a domain and perhaps branches and a former name."""
    new = chance.often(modern)
    name = modern_name(chance) if new else trading_name(chance)
    form = chance.weigh({STOCK: 78, LLC: 22 if new else 2, LIMITED: 2 if new else 20})
    firm = founded(chance, name, form, places.office(chance), True if new else None)
    firm.domain = _domain(chance, name.english)
    firm.mailbox = f"{chance.pick(('info', 'contact', 'office', 'soumu', 'keiri'))}@{firm.domain}"
    if chance.often(0.04):
        firm.main.phone = free_dial(chance)
    if chance.often(0.05):
        firm.former = (modern_name if chance.often(0.5) else trading_name)(chance).stem
    while chance.often(branches) and len(firm.sites) < 6:
        _open_branch(chance, firm)
    return firm


def _open_branch(chance: Chance, firm: Firm) -> None:
    place = places.office(chance, 0.3)
    kind = chance.pick(("支店", "営業所", "支社", "工場", "出張所"))
    label = f"{place.city.split('市')[0].split('郡')[-1][:3]}{kind}"
    firm.sites.append(Site(label, place, landline(chance, place.area_code())))


def old_shop(chance: Chance, owner: Human) -> Firm:
    """The shop of a family, with a legal form or as the owner's own business."""
    trade, trade_kana = chance.pick(vocabulary.SHOPS)
    last, last_kana = owner.surname
    if chance.often(0.25):
        last, last_kana = chance.pick(vocabulary.GENTLE)
    name = Named(last + trade, last_kana + trade_kana, kana.roman(last_kana).title())
    place = owner.house if chance.often(0.6) else places.shop(chance, owner.house.prefecture)
    firm = founded(chance, name, chance.weigh({NONE: 60, LIMITED: 26, STOCK: 14}), place)
    firm.owner, firm.registered_for_tax = owner, chance.often(0.6)
    if chance.often(0.4):
        firm.mailbox = provider_mailbox(chance, kana.roman(last_kana))
    return firm


def sister(chance: Chance, parent: Firm) -> Firm:
    """Another firm of a group: the stem in common, at times the house, the telephone and the domain."""
    trade, trade_kana, english = chance.pick(vocabulary.TRADES)
    core, core_kana = parent.root
    if core + trade == parent.stem or not chance.first_time(f"{trade} of {parent.number}"):
        return sister(chance, parent)
    latin = f"{parent.english.split()[0]} {english}".replace("_", " ")
    name = Named(core + trade, core_kana + trade_kana, latin, parent.root)
    together = chance.often(0.55)
    firm = founded(chance, name, STOCK, parent.main.place if together else places.office(chance), parent.front)
    if together:
        firm.main.phone = parent.main.phone if chance.often(0.4) else beside(chance, parent.main.phone)
    firm.domain = parent.domain if chance.often(0.6) else _domain(chance, firm.english)
    firm.mailbox = f"{chance.pick(('info', 'contact', kana.roman(trade_kana)))}@{firm.domain}"
    return firm


def foreign_branch(chance: Chance) -> Firm:
    """The Japanese arm of a house abroad: a 株式会社 or 合同会社 of its own, or a branch in the register."""
    stem, latin = chance.pick(vocabulary.FOREIGN) if chance.often(0.3) else _coined(chance)
    trade, trade_latin = chance.pick(vocabulary.FOREIGN_TRADES)
    if not chance.first_time(stem + trade):
        return foreign_branch(chance)
    tail, tail_latin = chance.pick((("・ジャパン", " Japan"), ("ジャパン", " Japan"), ("日本", " Japan"), ("", "")))
    dot = chance.pick(("・", ""))
    english = f"{latin} {trade_latin}{tail_latin}".replace("_", " ")
    name = Named(
        f"{stem}{dot}{trade}{tail}", f"{stem}{trade}{tail}".replace("日本", "ニホン").replace("・", ""), english
    )
    form = chance.weigh({STOCK: 55, LLC: 35, NONE: 10})
    firm = founded(chance, name, form, places.office(chance, 0.95), True)
    firm.domain = _domain(chance, f"{latin}{trade_latin[:3]}", chance.pick((".com", ".co.jp", ".jp")))
    firm.tags.append("foreign")
    return firm


def institution(chance: Chance) -> Firm:
    """A body without 株式会社: town hall, hospital, school, welfare house, shrine or temple, association."""
    place = places.shop(chance)
    town = place.city.split("郡")[-1]
    (gentle, gentle_kana), (saint, saint_kana) = chance.pick(vocabulary.GENTLE), chance.pick(vocabulary.SAINTS)
    pattern, reading, form, ending, labels = chance.pick(vocabulary.BODIES)
    hall = "役所" if town[-1] in "市区" else "役場"
    words = {
        "town": town,
        "short": town[:2],
        "hall": hall,
        "gentle": gentle,
        "saint": saint,
        "rank": chance.pick("一二三四五"),
    }
    stem = pattern.format(**words)
    if not chance.first_time(f"{place.prefecture}{place.city}{stem}"):
        return institution(chance)
    spoken = reading.format(gentle=gentle_kana, saint=saint_kana)
    firm = founded(chance, Named(stem, spoken, ""), form, place, True)
    firm.tags.append("public")
    if ending:
        firm.domain = f"{kana.roman(gentle_kana)}{chance.digits(3)}{ending}"
        firm.mailbox = f"{chance.pick(('info', 'somu', 'jimu'))}@{firm.domain}"
    departments = labels.split()
    for department in chance.sample(departments, min(len(departments), chance.between(0, 3))):
        firm.sites.append(Site(department, place, beside(chance, firm.main.phone)))
    return firm
