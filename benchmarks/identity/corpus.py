"""The records of a world: which sources know whom, how often, and what each then says."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from benchmarks.identity.chance import Chance
from benchmarks.identity.columns import COMPANY, PERSON, Record
from benchmarks.identity.sources import accounting, cards, crm, marketing, sheet
from benchmarks.identity.sources.desk import Desk
from benchmarks.identity.spelling.days import moment
from benchmarks.identity.world.nouns import FIRST_DAY, TODAY, Firm, Human, Post, Unit
from benchmarks.identity.world.world import World

# In the order in which a company takes such systems up; a world with fewer sources has the first ones.
SOURCES = (crm.NAME, cards.NAME, accounting.NAME, marketing.NAME, sheet.NAME)
JUNK = 0.0015

_COMPANY: Mapping[str, tuple[float, Callable[[Desk, Firm, int, Human | None], Record]]] = {
    crm.NAME: (0.52, crm.of_company),
    accounting.NAME: (0.45, accounting.of_company),
    marketing.NAME: (0.06, marketing.of_company),
    sheet.NAME: (0.22, sheet.of_company),
}
_CONTACT: Mapping[str, tuple[float, Callable[[Desk, Human, Post, int], Record]]] = {
    crm.NAME: (0.38, crm.of_contact),
    cards.NAME: (0.50, cards.of_contact),
    marketing.NAME: (0.34, marketing.of_contact),
    sheet.NAME: (0.18, sheet.of_contact),
}
_CONSUMER: Mapping[str, tuple[float, Callable[[Desk, Human, int], Record]]] = {
    crm.NAME: (0.48, crm.of_consumer),
    accounting.NAME: (0.12, accounting.of_consumer),
    marketing.NAME: (0.50, marketing.of_consumer),
    sheet.NAME: (0.20, sheet.of_consumer),
}
# The share of entries that somebody made once more in the same source.
_AGAIN = {crm.NAME: 0.07, cards.NAME: 0.25, accounting.NAME: 0.07, marketing.NAME: 0.12, sheet.NAME: 0.15}

Told = tuple[Record, str]


def tell(world: World, sources: Sequence[str]) -> Iterator[Told]:
    """Records with the entity that each is about, unit after unit, for ever."""
    chance = world.chance
    desk = Desk(chance, world.registry.names)
    junk = 0
    for unit in world.units():
        for told in _of_unit(desk, unit, sources):
            yield told
            if chance.hits(JUNK):
                junk += 1
                yield _junk(chance, chance.pick(sources)), f"j{junk}"


def _of_unit(desk: Desk, unit: Unit, sources: Sequence[str]) -> Iterator[Told]:
    for firm in unit.firms:
        contacts = [human for human in unit.people if human.posts and human.posts[-1].firm is firm]
        yield from _of_firm(desk, firm, contacts, sources)
    for human in unit.people:
        yield from _of_contact(desk, human, sources) if human.posts else _of_consumer(desk, human, sources)


def _times(chance: Chance, source: str, share: float) -> int:
    """How many entries a source has of somebody whom it knows with this probability."""
    if not chance.hits(share):
        return 0
    times = 1
    while chance.hits(_AGAIN[source]) and times < 6:
        times += 1
    return times


def _of_firm(desk: Desk, firm: Firm, contacts: Sequence[Human], sources: Sequence[str]) -> Iterator[Told]:
    chance = desk.chance
    for source in sources:
        if source not in _COMPANY:
            continue
        share, write = _COMPANY[source]
        for _ in range(_times(chance, source, share)):
            day = _day(chance, FIRST_DAY, min(TODAY, firm.ended_on))
            yield write(desk, firm, day, chance.pick(contacts) if contacts else None), firm.entity_id


def _of_contact(desk: Desk, human: Human, sources: Sequence[str]) -> Iterator[Told]:
    chance = desk.chance
    for source in sources:
        if source not in _CONTACT:
            continue
        share, write = _CONTACT[source]
        for _ in range(_times(chance, source, share)):
            post = human.posts[-1] if chance.hits(0.6) else chance.pick(human.posts)
            day = _day(chance, max(post.since, FIRST_DAY), min(post.until, TODAY))
            yield write(desk, human, post, day), human.entity_id


def _of_consumer(desk: Desk, human: Human, sources: Sequence[str]) -> Iterator[Told]:
    chance = desk.chance
    for source in sources:
        if source not in _CONSUMER:
            continue
        share, write = _CONSUMER[source]
        for _ in range(_times(chance, source, share)):
            yield write(desk, human, _day(chance, FIRST_DAY, TODAY)), human.entity_id


def _day(chance: Chance, first: int, last: int) -> int:
    """A day between the two, later ones more often."""
    return first + int(max(0, last - first) * chance.random() ** 0.6)


def _junk(chance: Chance, source: str) -> Record:
    """What somebody typed to try the form; it is about nobody."""
    day = moment(chance, chance.between(FIRST_DAY, TODAY))
    if chance.hits(0.4):
        name = chance.pick(("テスト株式会社", "テスト", "株式会社テスト", "ダミー", "あああ", "不明", "test"))
        return Record(source, COMPANY, day, company_name=name, phone=chance.pick(("03-0000-0000", "000-0000-0000", "")))
    name = chance.pick(
        ("テスト太郎", "テスト", "山田太郎", "てすと てすと", "test test", "ああ ああ", "担当者様", "ご担当者")
    )
    mail = chance.pick(("test@example.com", "test@test.com", "aaa@aaa.com", "a@a.jp", ""))
    return Record(source, PERSON, day, person_name=name, email=mail, phone=chance.pick(("000-0000-0000", "")))
