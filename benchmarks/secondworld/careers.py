"""Hires people: posts with mailboxes and telephones, promotions, transfers, new employers, two posts, marriages."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from benchmarks.secondworld.dice import FIRST_DAY, LAST_DAY, History, Wheel, falling, some_day
from benchmarks.secondworld.firm_names import TRADER
from benchmarks.secondworld.firms import Firm, Site
from benchmarks.secondworld.mail import work_mailbox
from benchmarks.secondworld.people import Person, Post, marry, new_person
from benchmarks.secondworld.phones import MOBILE_BLOCK, mobile_number
from benchmarks.secondworld.surnames import Surname, surname
from benchmarks.secondworld.tables import first_words, sections
from benchmarks.secondworld.world import World

NEW_EMPLOYER = 0.13
SETTLED = 400  # days at a new post before anybody leaves it
TWO_POSTS = 0.02
OTHER_POST = 0.22  # promoted or transferred while we look
STAFF = Wheel([(0, 36), (1, 33), (2, 14), (3, 7), (4, 4), (6, 2), (9, 1.5), (14, 1), (25, 0.4), (50, 0.15)])
OWN_MAILBOX = 0.22  # people at work who at times give a mailbox of their own
_DEPARTMENTS = falling(first_words("firmwords", "department"), 0.5)
_TITLES = Wheel((title, float(weight)) for title, weight in sections("firmwords")["title"])


def hire(world: World, firm: Firm, fellows: Sequence[Firm] = ()) -> Person:
    """Somebody who works at the firm for some of our years; `fellows` are the firms of its group."""
    rnd = world.rnd
    person = new_person(rnd, world.entity_id("p"), _owners_family(world, firm))
    if world.chance(OWN_MAILBOX):
        person.mail = world.post.free_mailbox(rnd, person)
    since = rnd.randint(FIRST_DAY - 2000, FIRST_DAY) if world.chance(0.55) else some_day(rnd)
    since = min(since, firm.ends - 300)
    _serve(world, person, firm, since, LAST_DAY)
    if firm.ends < LAST_DAY and fellows:
        _leave(person, firm.ends)
        _serve(world, person, fellows[0], firm.ends + 1, LAST_DAY)
    elif world.chance(NEW_EMPLOYER):
        _change_employer(world, person, fellows)
    elif world.chance(TWO_POSTS) and fellows:
        _serve(world, person, rnd.choice(fellows), since, LAST_DAY)
    if person.sex == "f" and person.born.year > 1965 and world.chance(0.07):
        marry(rnd, person, surname(rnd))
    return person


def _owners_family(world: World, firm: Firm) -> Surname | None:
    """The name over the door: a trader's own, and that of some at a family's company."""
    name = firm.names.at(FIRST_DAY)
    return name.family if world.chance(0.85 if name.form == TRADER else 0.12) else None


def _serve(world: World, person: Person, firm: Firm, since: int, until: int) -> None:
    """One employer: a post, and another one later for some."""
    rnd = world.rnd
    name, domain = person.names.at(since), firm.domains.at(max(since, FIRST_DAY))
    site = firm.site_on(rnd, until)
    mail = work_mailbox(rnd, firm, name, domain) if domain and world.chance(0.93) else ""
    post = Post(
        firm, site, since, until, *_role(rnd, firm), mail, _direct(rnd, site, since), _mobile(world, person, firm)
    )
    person.posts.append(post)
    day = some_day(rnd, max(since, FIRST_DAY) + 100, until - 100)
    changed = firm.domains.at(LAST_DAY)
    if since < day < until and changed and changed != domain and mail:
        mail = work_mailbox(rnd, firm, name, changed)
        _follow(person, post, firm.domains.entries[-1][0], site, mail, (post.department, post.title))
    elif since < day < until and world.chance(OTHER_POST):
        _follow(person, post, day, firm.site_on(rnd, until), mail, _role(rnd, firm))


def _follow(person: Person, post: Post, day: int, site: Site, mail: str, role: tuple[str, str]) -> None:
    """The next post at the same firm; the direct line stays where the desk stays, the mobile telephone goes along."""
    if not post.since < day <= post.until:
        return
    direct = post.direct if site is post.site else ""
    person.posts.append(Post(post.firm, site, day, post.until, *role, mail, direct, post.mobile))
    post.until = day - 1


def _change_employer(world: World, person: Person, fellows: Sequence[Firm]) -> None:
    rnd = world.rnd
    begun = max(person.posts[-1].since, FIRST_DAY)
    if begun + SETTLED > LAST_DAY:
        return
    day = some_day(rnd, begun + 200, LAST_DAY - 100)
    old = person.posts[-1].firm
    firm = rnd.choice(fellows) if fellows and world.chance(0.3) else world.firms.pick(rnd)
    if firm is None or firm is old or firm.ends < LAST_DAY or firm.names.at(day).form == TRADER:
        return
    _leave(person, day)
    _serve(world, person, firm, day + rnd.randint(1, 60), LAST_DAY)


def _leave(person: Person, day: int) -> None:
    person.posts = [post for post in person.posts if post.since < day]
    for post in person.posts:
        post.until = min(post.until, day)


def _role(rnd: Random, firm: Firm) -> tuple[str, str]:
    if firm.names.at(LAST_DAY).form == TRADER:
        return "", rnd.choice(("代表", "店主", "オーナー", "", "所長"))
    department = _DEPARTMENTS.spin(rnd) if rnd.random() < 0.75 else ""
    title = _TITLES.spin(rnd) if rnd.random() < 0.7 else ""
    return ("" if title.startswith("代表") else department), title


def _direct(rnd: Random, site: Site, day: int) -> str:
    return site.line(day, rnd.randint(1, 9)) if rnd.random() < 0.28 else ""


def _mobile(world: World, person: Person, firm: Firm) -> str:
    """A telephone of the firm's contract, the person's own, which stays through all posts, or none on the card."""
    drawn = world.rnd.random()
    if drawn > 0.62:
        return ""
    if drawn > 0.42:
        if not person.mobiles.at(0):
            person.mobiles = History.of(world.exchange.mobile())
        return person.mobiles.at(0)
    if firm.mobiles_used == MOBILE_BLOCK:
        firm.mobile_block, firm.mobiles_used = world.exchange.mobile_block(), 0
    firm.mobiles_used += 1
    return mobile_number(firm.mobile_block, firm.mobiles_used - 1)
