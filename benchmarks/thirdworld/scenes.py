"""Scenes of business and daily life; each gives its entities, and of each entity the records that the desks keep."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from benchmarks.identity.columns import COMPANY, PERSON, Record
from benchmarks.thirdworld import desks, firms, people, places, vocabulary
from benchmarks.thirdworld.chance import Chance
from benchmarks.thirdworld.desks import Post
from benchmarks.thirdworld.firms import Firm, Site
from benchmarks.thirdworld.people import Human
from benchmarks.thirdworld.reach import landline, mobile_number, private_mailbox

Entity = list[Record]
Scene = Callable[[Chance], list[Entity]]
_COMPANY_DESKS = (desks.wholesale_master, desks.client_ledger, desks.member_roster)


def old_customer(chance: Chance) -> list[Entity]:
    """A shop that the wholesaler has served for decades: entered twice, under its owner, moved, closed."""
    owner = people.human(chance, born=(1932, 1985))
    shop = firms.old_shop(chance, owner)
    records = [desks.wholesale_master(chance, shop, shop.main, under_owner=chance.often(0.12))]
    if chance.often(0.25):
        place = places.shop(chance, shop.main.place.prefecture)
        phone = shop.main.phone if chance.often(0.7) else landline(chance, place.area_code())
        records.append(desks.wholesale_master(chance, shop, Site("", place, phone)))
    while chance.often(0.38):
        records.append(chance.pick(_COMPANY_DESKS)(chance, shop, shop.main))
    entities = [records]
    if chance.often(0.15):
        entities.append(_customer(chance, owner, shop.main.phone))
    return entities


def inbound(chance: Chance) -> list[Entity]:
    """A firm whose people ask for the same trial one after another."""
    firm = firms.company(chance, modern=0.55)
    staff = [_at_work(chance, firm, boss=not rank and chance.often(0.3)) for rank in range(_headcount(chance))]
    return [_noted(chance, firm, 0.5), *(_met(chance, person, [job], lead=0.75) for person, job in staff)]


def invoices(chance: Chance) -> list[Entity]:
    """A supplier in the accountants' books, by head office and by the branch that sends the invoice."""
    firm = firms.company(chance, modern=0.2, branches=0.4)
    records = [desks.client_ledger(chance, firm, firm.main)]
    while chance.often(0.45):
        site = firm.main if chance.often(0.6) else chance.pick(firm.sites)
        records.append(chance.pick(_COMPANY_DESKS)(chance, firm, site))
    return [records]


def fair(chance: Chance) -> list[Entity]:
    """Badges of two firms' people; one of them changes sides, another holds a second post at the group's firm."""
    one, other = firms.company(chance, branches=0.4), firms.company(chance)
    if chance.often(0.2):
        other = firms.sister(chance, one)
    entities = [_noted(chance, one, 0.4), _noted(chance, other, 0.4)]
    for _ in range(_headcount(chance) + 1):
        firm = one if chance.often(0.6) else other
        person, job = _at_work(chance, firm)
        posts = [job]
        if chance.often(0.14):
            posts.append(desks.post(chance, person, other if firm is one else one))
        elif chance.often(0.2):
            posts.append(replace(desks.post(chance, person, firm), mailbox=job.mailbox))
        entities.append(_met(chance, person, posts, lead=0.25))
    return entities


def household(chance: Chance) -> list[Entity]:
    """A family at one address: parents, children, gifts to the grandparents, marriages and moves."""
    family, house = people.surname(chance), places.home(chance)
    phone = landline(chance, house.area_code()) if chance.often(0.45) else ""
    size = chance.weigh({1: 52, 2: 28, 3: 13, 4: 7})
    members = [people.human(chance, family=family, house=house, born=(1945, 1985))]
    while len(members) < size:
        years = (1945, 1985) if len(members) == 1 else (1990, 2006)
        another = people.human(chance, family=family, house=house, born=years)
        if another.given[0] not in {member.given[0] for member in members}:
            members.append(another)
    if chance.often(0.15):
        members[-1].mailbox = members[0].mailbox
    if chance.often(0.15):
        elders = people.human(chance, family=family, born=(1930, 1955))
        members.append(elders)
    return [_customer(chance, person, phone if person.house is house else "") for person in members]


def _customer(chance: Chance, person: Human, phone: str) -> Entity:
    gift = person.born.year < 1955 and chance.often(0.4)
    records = []
    earlier = places.home(chance)
    changed_mail = private_mailbox(chance, person.surname[1], person.given[1], person.born.year)
    for _ in range(chance.times()):
        seen = person
        if chance.often(0.12):
            seen = replace(person, house=earlier)
        if chance.often(0.08):
            seen = replace(seen, mailbox=changed_mail)
        if chance.often(0.03):
            seen = replace(seen, mobile=mobile_number(chance))
        former, line = seen is not person and chance.often(0.5), phone if seen.house is person.house else ""
        if not former and not gift and chance.often(0.38):
            records.append(desks.club_card(chance, seen, landline=line))
            continue
        records.append(desks.mail_order(chance, seen, former=former, gift=gift, landline=line))
    return records


def franchise(chance: Chance) -> list[Entity]:
    """One sign over many doors: shops of the house itself and of companies or traders that run one or several."""
    brand = chance.pick(vocabulary.BRANDS)[0]
    house = firms.company(chance, modern=0.5, branches=0.0)
    operators = [house, *(firms.company(chance, modern=0.3, branches=0.0) for _ in range(chance.between(1, 5)))]
    entities = []
    for firm in operators:
        firm.brand = brand
        for _ in range(chance.weigh({1: 60, 2: 22, 3: 12, 4: 6})):
            place = places.shop(chance)
            label = f"{place.town[:4]}店"
            firm.sites.append(Site(label, place, landline(chance, place.area_code())))
        records = [desks.store_list(chance, firm, site, operator=0.8) for site in firm.sites[1:]]
        if chance.often(0.3):
            records.append(desks.client_ledger(chance, firm, firm.main))
        if chance.often(0.25):
            records.append(desks.store_list(chance, firm, firm.sites[-1]))
        entities.append(records)
    return entities


def public_body(chance: Chance) -> list[Entity]:
    """A town hall, hospital, school or temple with its departments, and officials who are moved every third year."""
    body = firms.institution(chance)
    entities = [_noted(chance, body, 1.0)]
    for _ in range(chance.between(0, 3)):
        person, job = _at_work(chance, body)
        moved = replace(desks.post(chance, person, body), mailbox=job.mailbox)
        entities.append(_met(chance, person, [job, moved], lead=0.3))
    return entities


def house_abroad(chance: Chance) -> list[Entity]:
    """A foreign group's Japanese arm and its people, who have cards with an English side."""
    firm = firms.foreign_branch(chance)
    staff = [_at_work(chance, firm) for _ in range(chance.between(1, 3))]
    return [_noted(chance, firm, 0.9), *(_met(chance, person, [job], lead=0.4) for person, job in staff)]


def trader(chance: Chance) -> list[Entity]:
    """Somebody in business alone: the 屋号 as a company, the human being as a lead and a customer."""
    person = people.human(chance, born=(1955, 2000))
    business = firms.founded(chance, firms.trader_name(chance, person), firms.NONE, person.house)
    business.owner, business.registered_for_tax = person, chance.often(0.7)
    business.main.phone, business.mailbox = person.mobile, person.mailbox
    entities = [_noted(chance, business, 1.0)]
    job = Post(business, business.main, "", "", chance.pick(("代表", "")), "", person.mailbox)
    if chance.often(0.6):
        entities.append(
            [*_met(chance, person, [job], lead=0.7), *_customer(chance, person, "")][: chance.between(1, 4)]
        )
    return entities


def group(chance: Chance) -> list[Entity]:
    """A parent and the firms that carry its name, at times in one house with one switchboard."""
    parent = firms.company(chance, modern=0.3)
    sisters = [firms.sister(chance, parent) for _ in range(chance.between(1, 3))]
    return [_noted(chance, firm, 1.0) for firm in (parent, *sisters)]


def nobody(chance: Chance) -> list[Entity]:
    """Entries that stand for no one: tests of the form, placeholders, samples."""
    desk, kind = chance.pick((("inbound_leads", PERSON), ("mail_order", PERSON), ("wholesale_master", COMPANY)))
    record = Record(desk, kind, chance.typed_since(2010))
    if kind == COMPANY:
        record.company_name = chance.pick(
            ("諸口", "現金売上", "店頭一般", "テスト株式会社", "使用不可", "ダミー得意先", "社内販売")
        )
        record.phone = chance.pick(("", "0000000000", "0312345678"))
        return [[record]]
    record.person_name = chance.pick(
        ("テスト 太郎", "てすと", "test test", "山田 太郎", "ご担当者様", "ああああ", "匿名", "名無し", "サンプル 花子")
    )
    record.company_name = chance.pick(("", "テスト", "株式会社テスト", "サンプル株式会社", "aaa"))
    record.email = chance.pick(
        ("test@test.com", "test@example.com", "aaa@aaa.com", "", f"test{chance.digits(3)}@gmail.com")
    )
    record.phone = chance.pick(("", "000-0000-0000", "090-1234-5678", "0312345678", "11111111111"))
    return [[record]]


def _headcount(chance: Chance) -> int:
    return chance.weigh({1: 45, 2: 28, 3: 15, 4: 8, 7: 4})


def _at_work(chance: Chance, firm: Firm, *, boss: bool = False) -> tuple[Human, Post]:
    person = people.human(chance, born=(1955, 2002))
    return person, desks.post(chance, person, firm, boss=boss)


def _met(chance: Chance, person: Human, posts: list[Post], *, lead: float) -> Entity:
    jobs = [posts[0], *(chance.pick(posts) for _ in range(chance.times() - 1))]
    if len(posts) > 1:
        jobs.append(posts[1])
    return [(desks.inbound_lead if chance.often(lead) else desks.event_badge)(chance, person, job) for job in jobs]


def _noted(chance: Chance, firm: Firm, share: float) -> Entity:
    """The records of a company as such; none where the desks know its people only."""
    if not chance.often(share):
        return []
    sites = (firm.main if chance.often(0.7) else chance.pick(firm.sites) for _ in range(chance.times()))
    return [chance.pick(_COMPANY_DESKS)(chance, firm, site) for site in sites]


SCENES: dict[Scene, float] = {
    old_customer: 17, inbound: 17, invoices: 13, fair: 8, household: 33, franchise: 1.5, public_body: 5,
    house_abroad: 2.5, trader: 6, group: 2, nobody: 1,
}  # fmt: skip
