"""Households: one surname, one address, one landline, at times one mailbox; and people who move out or away."""

from __future__ import annotations

from datetime import date

from benchmarks.secondworld.addresses import new_home
from benchmarks.secondworld.atlas import City, city_of_people
from benchmarks.secondworld.dice import LAST_DAY, History, Wheel, some_day
from benchmarks.secondworld.given_names import child_name
from benchmarks.secondworld.people import Person, born_between, marry, name_of, new_person
from benchmarks.secondworld.surnames import surname
from benchmarks.secondworld.world import World

MEMBERS = Wheel([(1, 62), (2, 22), (3, 11), (4, 5)])
ADULT = 16
NAMED_AFTER_PARENT = 0.3


def household(world: World) -> list[Person]:
    """Who of one household is a customer: somebody alone, a couple, parents and children."""
    rnd = world.rnd
    city = city_of_people(rnd)
    home, family = new_home(rnd, city), surname(rnd)
    phone = world.exchange.single(city.area_code) if world.chance(0.5) else ""
    people = [new_person(rnd, world.entity_id("p"), family)]
    for place in range(1, MEMBERS.spin(rnd)):
        head = people[0]
        if place == 1 and world.chance(0.7):
            sex = "m" if head.sex == "f" else "f"
            born = born_between(rnd, head.born.year - 5, head.born.year + 5)
            people.append(new_person(rnd, world.entity_id("p"), family, sex, born))
        elif (child := _child(world, head)) is not None and all(_given(child) != _given(other) for other in people):
            people.append(child)
    for person in people:
        person.homes, person.home_phones = History.of(home), History.of(phone)
        _equip(world, person)
        _move_out(world, person, city)
    if len(people) > 1 and world.chance(0.15):
        people[1].mail = people[0].mail
    return people


def _given(person: Person) -> str:
    return person.names.at(0).given


def _child(world: World, parent: Person) -> Person | None:
    year = parent.born.year + world.rnd.randint(23, 38)
    if year + ADULT > date.fromordinal(LAST_DAY).year:
        return None
    child = new_person(
        world.rnd, world.entity_id("p"), parent.names.at(0).family, born=born_between(world.rnd, year, year)
    )
    if child.sex == parent.sex and world.chance(NAMED_AFTER_PARENT):
        given = child_name(world.rnd, child.sex, year, parent.names.at(0).given)
        child.names = History.of(name_of(parent.names.at(0).family, given))
    return child


def give_private_life(world: World, person: Person) -> None:
    """A home and a mailbox for somebody whom we have met at work."""
    city = city_of_people(world.rnd)
    person.homes = History.of(new_home(world.rnd, city))
    _equip(world, person)


def _equip(world: World, person: Person) -> None:
    rnd = world.rnd
    age = 2020 - person.born.year
    if not person.mobiles.at(0) and world.chance(0.93 if age < 70 else 0.6):
        person.mobiles = History.of(world.exchange.mobile())
        if world.chance(0.05):
            person.mobiles.become(some_day(rnd), world.exchange.mobile())
    if not person.mail and world.chance(0.9 if age < 65 else 0.45):
        person.mail = world.post.free_mailbox(rnd, person)


def _move_out(world: World, person: Person, city: City) -> None:
    rnd = world.rnd
    if person.homes is not None and world.chance(0.14):
        there = city if world.chance(0.6) else city_of_people(rnd)
        day = some_day(rnd)
        person.homes.become(day, new_home(rnd, there))
        if person.home_phones.at(0) and there.area_code != city.area_code:
            person.home_phones.become(day, world.exchange.single(there.area_code) if world.chance(0.5) else "")
    if person.sex == "f" and person.born.year > 1970 and world.chance(0.10):
        marry(rnd, person, surname(rnd))
