"""The story, scene by scene: a firm and its staff, a group, a household; and which system noted whom and when."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from random import Random

from benchmarks.identity.columns import Record
from benchmarks.secondworld.careers import STAFF, hire
from benchmarks.secondworld.dice import FIRST_DAY, LAST_DAY, Recent, Wheel, some_day
from benchmarks.secondworld.firm_names import TRADER
from benchmarks.secondworld.firms import Firm
from benchmarks.secondworld.founding import found_firm, found_group
from benchmarks.secondworld.households import give_private_life, household
from benchmarks.secondworld.nobodies import nobody
from benchmarks.secondworld.people import Person
from benchmarks.secondworld.sights import FirmSight, PersonSight, see_at_home, see_at_work, see_firm
from benchmarks.secondworld.systems import card_scanner, ledger, mainframe, sales_crm, spreadsheet, web_form
from benchmarks.secondworld.world import World

Entry = tuple[str, Record]
PersonHabit = Callable[[Random, PersonSight], Record]
CompanyHabit = Callable[[Random, FirmSight, int], Record]

FIRM, GROUP, HOUSEHOLD, NOBODY = "firm", "group", "household", "nobody"
SCENES = Wheel([(FIRM, 62), (GROUP, 2.6), (HOUSEHOLD, 25), (NOBODY, 2.4)])
TIMES_NOTED = Wheel([(1, 46), (2, 28), (3, 13), (4, 6.5), (5, 3.2), (7, 2), (10, 1), (16, 0.3)])
KNOWN_BY_STAFF_ONLY = 0.12  # firms of which there is no record beside the cards of their people
PRIVATE_LIFE = 0.05  # people at work who are customers at home too
SAVED_LATER = 0.15  # records that were saved again later with nothing brought up to date

_AT_WORK: Wheel[PersonHabit] = Wheel(
    (
        (card_scanner.person, 42),
        (web_form.person, 22),
        (sales_crm.person, 20),
        (spreadsheet.person, 9),
        (ledger.person, 4),
        (mainframe.person, 3),
    )
)
_AT_HOME: Wheel[PersonHabit] = Wheel(
    [
        (web_form.person, 42),
        (mainframe.person, 24),
        (spreadsheet.person, 14),
        (ledger.person, 10),
        (sales_crm.person, 10),
    ]
)
_COMPANIES: Wheel[CompanyHabit] = Wheel(
    (
        (ledger.company, 30),
        (sales_crm.company, 24),
        (mainframe.company, 18),
        (spreadsheet.company, 16),
        (web_form.company, 6),
        (card_scanner.company, 6),
    )
)


def entries(seed: int) -> Iterator[Entry]:
    """Records with the entity that each tells of, without an end, those of one scene in a row."""
    world = World.of_seed(seed)
    companies: Recent[Record] = Recent(50)
    while True:
        scene = SCENES.spin(world.rnd)
        if scene == NOBODY:
            yield world.entity_id("n"), nobody(world.rnd, companies)
        elif scene == HOUSEHOLD:
            for person in household(world):
                yield from _person(world, person)
        else:
            yield from _firms(world, found_group(world) if scene == GROUP else [found_firm(world)], companies)


def _firms(world: World, firms: list[Firm], companies: Recent[Record]) -> Iterator[Entry]:
    for firm in firms:
        fellows = [fellow for fellow in firms if fellow is not firm]
        known = not world.chance(KNOWN_BY_STAFF_ONLY)
        for record in _notes_of_firm(world, firm) if known else ():
            companies.remember(world.rnd, record)
            yield firm.entity_id, record
        staff = STAFF.spin(world.rnd) if firm.names.at(0).form != TRADER else world.rnd.choice((0, 0, 1, 1, 2))
        for _ in range(staff or (not known)):
            person = hire(world, firm, fellows)
            if world.chance(PRIVATE_LIFE):
                give_private_life(world, person)
            yield from _person(world, person)


def _notes_of_firm(world: World, firm: Firm) -> Iterator[Record]:
    rnd = world.rnd
    for _ in range(TIMES_NOTED.spin(rnd)):
        day = some_day(rnd, FIRST_DAY, firm.ends)
        yield _COMPANIES.spin(rnd)(rnd, see_firm(rnd, firm, day), _saved(rnd, day))


def _person(world: World, person: Person) -> Iterator[Entry]:
    rnd = world.rnd
    for _ in range(TIMES_NOTED.spin(rnd)):
        at_home = person.homes is not None and (not person.posts or world.chance(0.5))
        sight = _at_home(rnd, person) if at_home else _at_work(rnd, person)
        yield person.entity_id, (_AT_HOME if at_home else _AT_WORK).spin(rnd)(rnd, sight)


def _at_home(rnd: Random, person: Person) -> PersonSight:
    day = some_day(rnd)
    sight = see_at_home(person, day)
    sight.day = _saved(rnd, day)
    return sight


def _at_work(rnd: Random, person: Person) -> PersonSight:
    seen = [post for post in person.posts if post.until >= FIRST_DAY]
    post = rnd.choice(seen)
    day = some_day(rnd, max(post.since, FIRST_DAY), post.until)
    sight = see_at_work(person, post, day)
    sight.day = _saved(rnd, day)
    return sight


def _saved(rnd: Random, day: int) -> int:
    return min(LAST_DAY, day + rnd.randint(30, 1800)) if rnd.random() < SAVED_LATER else day
