"""Founds firms: their names, numbers, offices and mail, their branches, groups, moves, renamings and mergers."""

from __future__ import annotations

from dataclasses import replace

from benchmarks.secondworld.addresses import Address, another_floor, new_office
from benchmarks.secondworld.atlas import City, city_of_firms, short_place
from benchmarks.secondworld.dice import FIRST_DAY, LAST_DAY, History, Wheel, some_day
from benchmarks.secondworld.firm_names import TRADER, FirmName, arm_of, group_stem, new_name, renamed
from benchmarks.secondworld.firms import Firm, Site, corporate_number
from benchmarks.secondworld.mail import FREE, PATTERNS, ROLES
from benchmarks.secondworld.world import World

RENAMED = ("株式会社", "有限会社", "合同会社")
SAME_NAME = 0.035  # how often a firm bears the name of another one, in another town
SAME_HOUSE = 0.10  # how often it sits in the building of another one
SAME_PHONE = 0.012  # how often a rented office answers for it on the number of another one
BRANCHES = Wheel([(0, 82), (1, 8), (2, 4), (3, 2), (5, 2), (8, 1), (14, 0.5)])
_LABELS = Wheel([("支店", 45), ("営業所", 32), ("工場", 10), ("事業所", 6), ("出張所", 3), ("支社", 8)])


def found_firm(world: World, name: FirmName | None = None, city: City | None = None) -> Firm:
    """A firm with everything it has, and what the years do to it."""
    rnd = world.rnd
    name = name or _name(world)
    city, office = _office(world, city, name)
    firm = Firm(world.entity_id("c"), History.of(name), [Site("", History.of(office), History.of(_line(world, city)))])
    if name.form != TRADER:
        firm.corporate_number = corporate_number(rnd, name.form, world.serials.take())
        firm.invoice_number = f"T{firm.corporate_number}" if world.chance(0.82) else ""
        firm.sites += [_branch(world) for _ in range(BRANCHES.spin(rnd))]
    elif world.chance(0.35):
        firm.invoice_number = f"T{corporate_number(rnd, 'trader', world.serials.take())}"
    _connect(world, firm, name)
    _age(world, firm, city)
    world.firms.remember(rnd, firm)
    return firm


def _name(world: World) -> FirmName:
    other = world.firms.pick(world.rnd) if world.chance(SAME_NAME) else None
    if other is None:
        return new_name(world.rnd)
    name = other.names.entries[0][1]
    return replace(name, front=not name.front) if world.chance(0.3) else name


def _office(world: World, city: City | None, name: FirmName) -> tuple[City, Address]:
    shared = world.offices.pick(world.rnd) if city is None and world.chance(SAME_HOUSE) else None
    if shared is not None:
        return shared[0], another_floor(world.rnd, shared[1])
    city = city or city_of_firms(world.rnd)
    office = new_office(world.rnd, city, _on_the_door(name))
    if office.building:
        world.offices.remember(world.rnd, (city, office))
    return city, office


def _on_the_door(name: FirmName) -> str:
    """What a house is called after that belongs to the firm."""
    return name.family.plain if name.family else name.core if len(name.core) < 6 else ""


def _line(world: World, city: City) -> tuple[str, int]:
    other = world.firms.pick(world.rnd) if world.chance(SAME_PHONE) else None
    return other.sites[0].blocks.at(FIRST_DAY) if other else world.exchange.block(city.area_code)


def _branch(world: World) -> Site:
    city = city_of_firms(world.rnd)
    place = new_office(world.rnd, city, "")
    label = short_place(place.town.city) + _LABELS.spin(world.rnd)
    closed = some_day(world.rnd) if world.chance(0.12) else LAST_DAY
    return Site(label, History.of(place), History.of(world.exchange.block(city.area_code)), closed)


def _connect(world: World, firm: Firm, name: FirmName) -> None:
    """Its domain or its provider's mailbox, the pattern of its mailboxes, its contract for mobile telephones."""
    rnd = world.rnd
    firm.mail_pattern = PATTERNS.spin(rnd)
    if world.chance(0.35 if name.form == TRADER else 0.78):
        firm.domains = History.of(world.post.domain(rnd, name))
        firm.mailbox = f"{ROLES.spin(rnd)}@{firm.domains.at(0)}" if world.chance(0.8) else ""
    elif world.chance(0.7):
        stem = name.stem.replace(" ", "")[:14] or "shop"
        firm.mailbox = f"{stem}{rnd.randint(1, 99999)}@{FREE.spin(rnd)}"
    firm.mobile_block = world.exchange.mobile_block()
    firm.free_dial = world.exchange.free_dial() if world.chance(0.06) else ""


def _age(world: World, firm: Firm, city: City) -> None:
    rnd = world.rnd
    if world.chance(0.10):
        there = city if world.chance(0.7) else city_of_firms(rnd)
        head = firm.sites[0]
        day = some_day(rnd)
        head.address.become(day, new_office(rnd, there, _on_the_door(firm.names.at(0))))
        if there.area_code != city.area_code:
            head.blocks.become(day, world.exchange.block(there.area_code))
    if firm.names.at(0).form in RENAMED and world.chance(0.05):
        day = some_day(rnd)
        name = renamed(rnd, firm.names.at(0))
        firm.names.become(day, name)
        if firm.domains.at(0) and world.chance(0.45):
            firm.domains.become(day, world.post.domain(rnd, name))


def found_group(world: World) -> list[Firm]:
    """Two to six firms that share a stem, and at times a house, a telephone, a domain; one may swallow another."""
    rnd = world.rnd
    stem = group_stem(rnd)
    city = city_of_firms(rnd)
    names = {stem.core: stem} if world.chance(0.6) else {}
    size = rnd.choice((2, 2, 3, 3, 4, 6))
    while len(names) < size:
        arm = arm_of(rnd, stem)
        names.setdefault(arm.core, arm)
    firms = [found_firm(world, name, city if world.chance(0.6) else None) for name in names.values()]
    parent = firms[0]
    for firm in firms[1:]:
        _share(world, parent, firm)
    if world.chance(0.2):
        firms[-1].ends = rnd.randint(FIRST_DAY + 1500, LAST_DAY - 200)
    return firms


def _share(world: World, parent: Firm, firm: Firm) -> None:
    if parent.domains.at(0) and world.chance(0.4):
        firm.domains, firm.mail_pattern, firm.mailboxes = parent.domains, parent.mail_pattern, parent.mailboxes
        firm.mailbox = parent.mailbox if world.chance(0.5) else ""
    if world.chance(0.35):
        firm.sites[0].address = parent.sites[0].address
    if world.chance(0.2):
        firm.sites[0].blocks = parent.sites[0].blocks
