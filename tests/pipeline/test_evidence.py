"""Records that share no key are one by the evidence: in any order, edited or not, and as a file of them is matched."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.identity.make import Order, make
from hub.batch.match import match_file
from hub.batch.source import open_source
from hub.matching.definition import DEFINITIONS
from hub.matching.evidence_model import Definition, Key
from hub.matching.rarity import number_of
from hub.matching.reading import READING
from hub.steward.doubts import doubts, weighed
from hub.steward.pairs import part
from hub.store import evidence, resolve_queue, setting, sources
from hub.store.apart import Apart
from hub.sync.census import Census
from hub.sync.traits import features_of, take_apart
from hub.sync.world import PushPolicy
from tests.laws import lawful
from tests.pipeline.conftest import MakeLab
from tests.pipeline.lab import Lab
from tests.pipeline.test_arrival import (
    CONTACTS,
    START,
    SYSTEMS,
    Arrival,
    golden_records,
    lab_of_feeds,
    orders,
    payloads,
    settle_in,
    worlds,
)
from tests.pipeline.test_properties import laboratory

CARDS = """
mapping: 1
connector: memory
stream: people
when: at
parts:
  person:
    requires: person_name
    fields:
      name: person_name
      kana: person_kana
      email: {from: email, with: email}
      mobile: mobile
      birthday: {from: birthday, with: date}
  company:
    requires: company_name
    fields:
      name: company_name
      kana: company_kana
      phone: phone
      url: url
      corporate_number: number
      postal_code: postal_code
      street: address
  employment:
    requires: company_name
    fields:
      person: {part: person}
      company: {part: company}
      department: department
      title: title
"""


@contextmanager
def weighing(mapping: str = CARDS, shared_by_max: int = 200) -> Iterator[Lab]:
    """A laboratory whose hub weighs the evidence."""
    with laboratory(SYSTEMS, mapping, push=PushPolicy()) as lab:
        lab_of_feeds(lab, shared_by_max)
        lab.world = replace(lab.world, definitions=DEFINITIONS)
        yield lab


def people(lab: Lab) -> set[frozenset[str]]:
    return {names for names in golden_records(lab) if next(iter(names)).endswith("#person")}


def card(system: str, record_id: str, **said: str) -> Arrival:
    return Arrival(system, record_id, {**said, "at": START.isoformat()})


ACME = {
    "company_name": "株式会社千代田精機",
    "phone": "03-3211-1234",
    "postal_code": "100-0005",
    "address": "東京都千代田区丸の内1-2-3",
}
ON_PAPER = card("alpha", "1", person_name="渡邊 美智子", title="課長", **ACME)
IN_THE_BOOKS = card(
    "beta",
    "1",
    person_name="渡辺　美智子",
    company_name="千代田精機（株）",
    phone="0332111234",
    address="千代田区丸の内一丁目２番３号",
)


def test_two_records_without_a_key_in_common_are_one_by_the_evidence() -> None:
    with weighing() as lab:
        settle_in(lab, [ON_PAPER, IN_THE_BOOKS], [1])
        found = golden_records(lab)
    assert {names for names in found if len(names) == 1} == set()
    assert len(found) == 3


BY_FAMILY_NAME = card("gamma", "3", person_name="渡辺", phone=ACME["phone"], company_name=ACME["company_name"])


def test_on_each_database_pairs_are_joined_asked_about_and_told(make_lab: MakeLab) -> None:
    lab = lab_of_feeds(make_lab(SYSTEMS, CARDS, push=PushPolicy()))
    lab.world = replace(lab.world, definitions=DEFINITIONS)
    settle_in(lab, [ON_PAPER, IN_THE_BOOKS], [1])
    assert people(lab) == {frozenset({"alpha/people/1#person", "beta/people/1#person"})}
    settle_in(lab, [BY_FAMILY_NAME, card("beta", "2", person_name="渡辺 美千代", **ACME)], [2])
    told = weighed(lab.world, "alpha/people/1#person", "beta/people/2#person")
    assert (told.verdict, [line.words for line in told.evidence if line.wall]) == ("wall", ["other_given_name"])
    asked = doubts(lab.world, "person").pairs
    assert asked
    assert all("gamma/people/3#person" in (pair.left.record, pair.right.record) for pair in asked)
    found = golden_records(lab)
    with lab.database.begin() as tx:
        resolve_queue.enqueue_all(tx)
    lab.sync(steps=("resolve",))
    assert golden_records(lab) == found


def test_who_was_taken_apart_is_so_again_only_where_the_record_says_something_else() -> None:
    with weighing() as lab, Apart.of_a_resolve() as apart:
        settle_in(lab, [ON_PAPER], [1])
        with lab.database.begin() as tx:
            [page] = sources.ids_by_page(tx, ["person"], 10)
            [told] = take_apart(tx, "person", page, apart)
            digest, _ = apart.find(page)[page[0]]
            other = dict.fromkeys(told, "x")
            apart.keep([(page[0], digest, msgspec.json.encode(list(other.values())))])
            assert features_of(tx, "person", page, (), apart) == {page[0]: other}
            apart.keep([(page[0], digest + 1, b"[]")])
            assert features_of(tx, "person", page, (), apart) == {page[0]: told}


def crowd() -> list[Arrival]:
    """As many as make a store that is counted only when it has grown."""
    names = [f"山田 {chr(0x4E00 + number)}{chr(0x5E00 + number)}" for number in range(1100)]
    return [card("gamma", f"c{number}", person_name=name) for number, name in enumerate(names)]


@pytest.mark.long
def test_a_store_that_has_grown_is_counted(make_lab: MakeLab) -> None:
    lab = lab_of_feeds(make_lab(SYSTEMS, CARDS, push=PushPolicy()))
    lab.world = replace(lab.world, definitions=DEFINITIONS)
    names = crowd()
    settle_in(lab, names, [len(names)])
    with lab.database.begin() as tx:
        census = Census.of(tx, DEFINITIONS["person"])
        counted = evidence.counted(tx, [number_of("person.whole.0", "山田")])
    assert census.records == len(names)
    assert list(counted.values()) == [len(names)]


def test_a_colleague_of_another_given_name_stays_another_person() -> None:
    colleague = card("beta", "2", person_name="渡辺 美千代", **ACME)
    with weighing() as lab:
        settle_in(lab, [ON_PAPER, IN_THE_BOOKS, colleague], [1])
        assert people(lab) == {
            frozenset({"alpha/people/1#person", "beta/people/1#person"}),
            frozenset({"beta/people/2#person"}),
        }


@pytest.mark.long
@lawful(25)
@given(orders)
def test_the_order_of_arrival_decides_nothing_where_evidence_is_weighed(drawn: Any) -> None:
    one, one_sizes, other, other_sizes, shared_by_max = drawn
    found = []
    for world, sizes in ((one, one_sizes), (other, other_sizes)):
        with weighing(CONTACTS, shared_by_max) as lab:
            found.append(settle_in(lab, world, sizes))
    assert found[0] == found[1]


def test_a_telephone_that_a_third_turns_out_to_have_parts_two_whose_names_differ() -> None:
    """Two with one telephone and half of a name are one only as long as nobody else has it, whoever came first."""
    shared = {"mobile": "080-8765-4321", "company": "株式会社アクメ"}
    taro = card("alpha", "12", family="佐藤", given="太郎", email="b@example.jp", postal="100-0001", **shared)
    other = card("alpha", "0", family="山田", given="太郎", email="a@example.jp", postal="530-0001", **shared)
    again = card("alpha", "1", family="山田", given="太郎", email="a@example.jp", company="株式会社アクメ")
    third = card("alpha", "7", family="佐藤", given="花子", mobile=shared["mobile"])
    found = []
    for world in ([taro, again, other, third], [taro, other, third, again]):
        with weighing(CONTACTS) as lab:
            settle_in(lab, world, [1])
            found.append(people(lab))
    assert found[0] == found[1]
    assert frozenset({"alpha/people/12#person"}) in found[0]


@pytest.mark.long
@lawful(25)
@given(worlds, st.lists(st.tuples(st.integers(0, 11), payloads), max_size=8))
def test_weighing_everything_again_changes_nothing(
    world: list[Arrival], edits: list[tuple[int, dict[str, Any]]]
) -> None:
    with weighing(CONTACTS) as lab:
        settle_in(lab, world, [5])
        for place, payload in edits:
            edited = world[place % len(world)]
            said = {field: value for field, value in payload.items() if value is not None and field != "day"}
            settle_in(lab, [Arrival(edited.system, edited.record_id, {**said, "at": START.isoformat()})], [1])
        found = golden_records(lab)
        with lab.database.begin() as tx:
            resolve_queue.enqueue_all(tx)
        lab.sync(steps=("resolve",))
        assert golden_records(lab) == found


FILED_COMPANIES = """
mapping: 1
connector: memory
stream: people
when: at
parts:
  company:
    fields:
      name: company_name
      kana: company_kana
      phone: phone
      url: url
      email: email
      postal_code: postal_code
      street: address
"""


@pytest.mark.parametrize(("records", "runs"), [(700, 7), pytest.param(2600, 3, marks=pytest.mark.long)])
def test_the_hub_joins_what_a_file_of_the_same_records_is_clustered_into(
    tmp_path: Path, records: int, runs: int
) -> None:
    said = ("company_name", "company_kana", "phone", "url", "email", "postal_code", "address")
    path = tmp_path / "companies.csv"
    with make(Order(records, 31), tmp_path)[0].open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["entity_type"] == "company"]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, ("record_id", "entity_type", *said), extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)
    with open_source(path, {}) as source:
        expected = {frozenset(members) for members in match_file(source).clusters}
    cards = [card("alpha", row["record_id"], **{name: row[name] for name in said if row[name]}) for row in rows]
    with weighing(FILED_COMPANIES) as lab:
        found = settle_in(lab, cards, [len(cards) // runs + 1])
    clusters = {frozenset(name.split("/")[2].removesuffix("#company") for name in names) for names in found}
    ours, theirs = pairs_of(clusters), pairs_of(expected)
    assert len(ours & theirs) >= 0.995 * len(ours | theirs)


def pairs_of(clusters: set[frozenset[str]]) -> set[tuple[str, str]]:
    return {pair for members in clusters for pair in combinations(sorted(members), 2)}


def _before_identity_numbers(definition: Definition) -> Definition:
    """A definition as an older version had it: with fewer features, and the block keys in other places."""
    factors = tuple(factor for factor in definition.factors if factor.name != "identity")
    rarities = tuple(one for one in definition.rarities if one.feature != "identity")
    return replace(definition, keys=definition.keys[1:], rarities=rarities, factors=factors)


def test_a_store_that_older_definitions_have_weighed_is_weighed_by_the_new_ones_and_nobody_falls_apart() -> None:
    michiko = card("gamma", "9", person_name="渡辺 美智子", email="michiko@chiyoda.example", **ACME)
    with weighing() as lab:
        lab.world = replace(lab.world, definitions={e: _before_identity_numbers(d) for e, d in DEFINITIONS.items()})
        settle_in(lab, [ON_PAPER, IN_THE_BOOKS], [2])
        before = _crosswalk(lab)
        lab.world = replace(lab.world, definitions=DEFINITIONS)
        settle_in(lab, [michiko], [1])
        after, found = _crosswalk(lab), golden_records(lab)
    with weighing() as fresh:
        settle_in(fresh, [ON_PAPER, IN_THE_BOOKS, michiko], [3])
        assert found == golden_records(fresh)
    assert before.items() <= after.items()


@pytest.mark.long
def test_a_store_that_was_read_in_an_older_way_is_read_anew() -> None:
    """As if the older way had found nothing in the stored values by which anybody could be met."""
    one = frozenset({"alpha/people/1#person", "beta/people/1#person"})
    with weighing() as lab:
        settle_in(lab, [*crowd(), ON_PAPER], [1101])
        with lab.database.begin() as tx:
            tx.run("UPDATE trait SET keys = '[]'")
            tx.run("DELETE FROM block_key")
            tx.run("DELETE FROM late_block_key")
        settle_in(lab, [IN_THE_BOOKS], [1])
        assert one not in people(lab)
        with lab.database.begin() as tx:
            counted = msgspec.json.decode(setting.remembered(tx, "rarities") or "")
            setting.remember(tx, "rarities", msgspec.json.encode({**counted, "reading": READING - 1}).decode())
        lab.sync()
        assert one in people(lab)
        assert [event for event, _ in lab.events].count("records_read_anew") == 1
        lab.sync()
        assert [event for event, _ in lab.events].count("records_read_anew") == 1


def _crosswalk(lab: Lab) -> dict[int, int]:
    with lab.database.begin() as tx:
        return dict(tx.rows("SELECT source_id, golden_id FROM crosswalk"))


FOR_TWO = {"company": replace(DEFINITIONS["company"], keys=(Key(("phone",), cap=2),))}
FIRM = {"person_name": "", "company_name": "株式会社千代田精機", "phone": "03-3211-1234"}
NEIGHBOUR = card("gamma", "3", **{**FIRM, "company_name": "有限会社みどり生花"})


def parted_by(*sizes: int) -> set[frozenset[str]]:
    """The companies of three records with one telephone, where a telephone of more than two finds no pairs."""
    with weighing() as lab:
        lab.world = replace(lab.world, definitions=FOR_TWO)
        settle_in(lab, [card("alpha", "1", **FIRM), card("beta", "2", **FIRM), NEIGHBOUR], sizes)
        return {names for names in golden_records(lab) if next(iter(names)).endswith("#company")}


def test_those_whom_nothing_finds_any_more_are_looked_at_again_although_nobody_changed_them() -> None:
    assert len(parted_by(3)) == 3
    assert parted_by(2, 1) == parted_by(3)


def test_who_comes_to_customers_that_a_person_parted_is_clustered_with_both() -> None:
    with weighing() as lab:
        settle_in(lab, [ON_PAPER, IN_THE_BOOKS], [1])
        part(lab.world, "alpha/people/1#person", "beta/people/1#person", "sato")
        settle_in(lab, [Arrival("gamma", "3", ON_PAPER.payload)], [1])
        found = golden_records(lab)
        assert len(people(lab)) == 2
        with lab.database.begin() as tx:
            resolve_queue.enqueue_all(tx)
        lab.sync(steps=("resolve",))
        assert golden_records(lab) == found
