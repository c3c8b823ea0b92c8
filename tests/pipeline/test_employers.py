"""Jobs change and firms' telephones with them, in any system and any order: every contact tells what was typed last."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import count
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.merging.claims import read_marks
from hub.sync.world import PushPolicy
from tests.laws import lawful
from tests.pipeline.lab import Lab
from tests.pipeline.test_mentions import CONTACTS, names
from tests.pipeline.test_properties import laboratory

FIRMS = ("株式会社山田製作所", "東海建設株式会社", "大阪物産", "合同会社ヒカリ")
PEOPLE = (("佐藤", "太郎"), ("鈴木", "花子"), ("高橋", "次郎"), ("田中", "三郎"))
WRITTEN = ("alpha", "beta")
# After people stop, so many runs may still write: what is written in one is moved in the next.
RUNS_TO_REST = 2


@dataclass(frozen=True)
class Typed:
    """In one person's record of one system: another employer, or a new telephone number of the employer."""

    system: str
    person: int
    firm: int | None = None


persons = st.integers(0, len(PEOPLE) - 1)
typings = st.one_of(
    st.builds(Typed, st.sampled_from(WRITTEN), persons, firm=st.integers(0, len(FIRMS) - 1)),
    st.builds(Typed, st.sampled_from(WRITTEN), persons),
)


@dataclass(frozen=True)
class Life:
    """Where each person works at first, in which system they are entered, who has a card besides, and the days."""

    begins: list[tuple[int, str]]
    cards: set[int]
    days: list[list[Typed]]


lives = st.builds(
    Life,
    begins=st.lists(
        st.tuples(st.integers(0, len(FIRMS) - 1), st.sampled_from(WRITTEN)), min_size=len(PEOPLE), max_size=len(PEOPLE)
    ),
    cards=st.sets(persons, max_size=2),
    days=st.lists(st.lists(typings, max_size=4), min_size=1, max_size=5),
)


def firm_fields(firm: int) -> dict[str, str]:
    return {"firm": FIRMS[firm], "tel": f"03-1111-{firm}000", "postal": f"100-000{firm}"}


class Town:
    """The oracle: where people work and what their firms' numbers are, by the newest word about each."""

    def __init__(self, lab: Lab) -> None:
        self.lab = lab
        self.works_at: dict[int, str] = {}
        self.tel_of: dict[str, str] = {}
        self.numbers = count(1000)

    def is_entered(self, person: int, firm: int, system: str, *, has_card: bool) -> None:
        family, given = PEOPLE[person]
        whole = {"family": family, "given": given, "email": f"p{person}@example.jp", **firm_fields(firm)}
        for name in [system, "cards"] if has_card else [system]:
            self.lab[name].user_creates(f"{name}-p{person}", **whole)
        self.works_at[person], self.tel_of[FIRMS[firm]] = FIRMS[firm], whole["tel"]

    def day(self, typings: list[Typed]) -> None:
        """The hub sees of each record what stands there in the evening, dated when it was last typed in."""
        before = {name: {i: dict(said) for i, said in self.lab[name].records.items()} for name in WRITTEN}
        for typed in typings:
            record_id = self.record_of(typed.system, typed.person)
            said = firm_fields(typed.firm) if typed.firm is not None else {"tel": f"06-2222-{next(self.numbers)}"}
            self.lab[typed.system].user_edits(record_id, **said)
        told = [
            (self.lab[name].changed_at[record_id], said, before[name][record_id])
            for name in WRITTEN
            for record_id, said in self.lab[name].records.items()
        ]
        for _, said, was in sorted(told, key=lambda one: one[0]):
            if said["firm"] != was["firm"]:
                self.works_at[int(said["email"][1])] = said["firm"]
            if said != was:
                self.tel_of[said["firm"]] = said["tel"]

    def record_of(self, system: str, person: int) -> str:
        (found,) = [i for i, said in self.lab[system].records.items() if said["email"] == f"p{person}@example.jp"]
        return found

    def shown(self, system: str, person: int) -> dict[str, Any]:
        said = self.lab[system].records[self.record_of(system, person)]
        return {"firm": said["firm"], "tel": said["tel"]}

    def is_given_up(self, system: str, person: int) -> bool:
        """What was written twice and changed twice is left to people (see `hub.sync.differ`)."""
        sql = (
            "SELECT s.marks FROM source_record s JOIN raw_record r ON r.id = s.raw_id JOIN stream t "
            "ON t.id = r.stream_id WHERE t.connection = ? AND r.external_id = ? AND s.part = 'company'"
        )
        with self.lab.database.begin() as tx:
            (row,) = tx.rows(sql, system, self.record_of(system, person))
        return any(mark.bounced > 1 for mark in read_marks(row[0]).values())

    def expected(self, person: int) -> dict[str, Any]:
        return {"firm": self.works_at[person], "tel": self.tel_of[self.works_at[person]]}


@contextmanager
def town_of(life: Life) -> Iterator[Town]:
    with laboratory(names=(*WRITTEN, "cards"), mapping=CONTACTS) as lab:
        cards = lab.world.connections["cards"]
        read_only = replace(cards, streams={"people": replace(cards.streams["people"], push=PushPolicy())})
        lab.world = replace(lab.world, connections={**lab.world.connections, "cards": read_only})
        town = Town(lab)
        for person, (firm, system) in enumerate(life.begins):
            town.is_entered(person, firm, system, has_card=person in life.cards)
        yield town


@pytest.mark.long
@lawful(30)
@given(lives)
def test_every_contact_tells_the_newest_employer_and_its_newest_number(life: Life) -> None:
    with town_of(life) as town:
        for _ in range(RUNS_TO_REST + 1):
            town.lab.sync()
        for typings in life.days:
            town.day(typings)
            town.lab.sync()
            for _ in range(RUNS_TO_REST):
                town.lab.sync()
            rested = town.lab.written()
            town.lab.sync()
            assert town.lab.written() == rested, "writes stop"
            for person in range(len(PEOPLE)):
                for system in WRITTEN:
                    if not town.is_given_up(system, person):
                        assert town.shown(system, person) == town.expected(person), (system, PEOPLE[person])
        assert len(names(town.lab)) == len(set(names(town.lab))), "a firm is one company"
