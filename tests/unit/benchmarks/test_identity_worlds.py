"""A made world is the same for a seed, its truth is whole, and its dirt keeps to the rates."""

from __future__ import annotations

import csv
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from itertools import islice, pairwise
from pathlib import Path
from typing import NamedTuple

import pytest

from benchmarks.identity.chance import Chance
from benchmarks.identity.columns import COLUMNS, COMPANY, PERSON, Record
from benchmarks.identity.corpus import SOURCES, tell
from benchmarks.identity.make import Order, as_parquet, make
from benchmarks.identity.spelling.companies import bank_kana
from benchmarks.identity.spelling.letters import bank, roman
from benchmarks.identity.spelling.mistakes import DUMMIES
from benchmarks.identity.world.forms import KABUSHIKI
from benchmarks.identity.world.nouns import Firm, FirmName, Human, Unit
from benchmarks.identity.world.numbers import corporate_number, with_check_digit
from benchmarks.identity.world.words import Word
from benchmarks.identity.world.world import World

pytestmark = pytest.mark.xdist_group("worlds")  # reading all towns of Japan takes seconds: once is enough

RECORDS = 6000


class Watched(World):
    """A world that remembers whom it made."""

    def __init__(self, seed: int, kind: str) -> None:
        super().__init__(seed, kind)
        self.firms: dict[str, Firm] = {}
        self.people: dict[str, Human] = {}

    def units(self) -> Iterator[Unit]:
        for unit in super().units():
            self.firms.update((firm.entity_id, firm) for firm in unit.firms)
            self.people.update((human.entity_id, human) for human in unit.people)
            yield unit


class Told(NamedTuple):
    world: Watched
    records: list[tuple[Record, str]]

    def of(self, source: str, entity_type: str) -> list[Record]:
        return [one for one, _ in self.records if one.source == source and one.entity_type == entity_type]


@pytest.fixture(scope="module")
def told() -> Told:
    world = Watched(11, "mixed")
    return Told(world, list(islice(tell(world, SOURCES), RECORDS)))


def rows(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def share(records: list[Record], holds: Callable[[Record], bool]) -> float:
    return sum(map(holds, records)) / len(records)


def test_a_seed_gives_the_same_bytes_and_another_seed_others(tmp_path: Path) -> None:
    first, again, other = (
        [path.read_bytes() for path in make(Order(400, seed), tmp_path / name)]
        for name, seed in (("first", 3), ("again", 3), ("other", 4))
    )
    assert first == again
    assert first[0] != other[0]


def test_every_record_has_all_columns_and_one_entity(tmp_path: Path) -> None:
    records, truth = map(rows, make(Order(400, 3), tmp_path))
    assert records[0] == list(COLUMNS)
    assert {len(row) for row in records} == {len(COLUMNS)}
    assert [row[0] for row in truth[1:]] == [row[0] for row in records[1:]]
    assert len({row[0] for row in records[1:]}) == 400


def test_the_order_of_records_tells_nothing_of_the_truth(tmp_path: Path) -> None:
    _, truth = make(Order(4000, 3), tmp_path)
    entities = [row[1] for row in rows(truth)[1:]]
    neighbours = sum(left == right for left, right in pairwise(entities))
    assert neighbours < 10


def test_an_entity_is_a_company_or_a_person_and_never_both(told: Told) -> None:
    kinds = defaultdict(set)
    for record, entity in told.records:
        kinds[entity].add(record.entity_type)
    assert {len(found) for found in kinds.values()} == {1}


def test_no_two_companies_have_one_number_but_for_a_source_that_is_wrong(told: Told) -> None:
    firms = told.world.firms
    numbers = [firm.number for firm in firms.values() if firm.number]
    assert len(set(numbers)) == len(numbers)
    assert all(with_check_digit(number[1:]) == number for number in numbers)
    said = [(record.corporate_number, entity) for record, entity in told.records if len(record.corporate_number) == 13]
    wrong = [number for number, entity in said if entity in firms and number not in {firms[entity].number, "0" * 13}]
    assert 0 < len(wrong) < 0.04 * len(said)


def test_a_number_of_the_tax_agency_has_the_right_check_digit() -> None:
    assert with_check_digit("000012050002") == "7000012050002"
    assert len(corporate_number(Chance(1))) == 13


def test_a_third_of_the_records_are_companies_and_an_entity_has_about_two(told: Told) -> None:
    kinds = Counter(record.entity_type for record, _ in told.records)
    assert 0.28 < kinds[COMPANY] / RECORDS < 0.38
    sizes = Counter(entity for _, entity in told.records)
    assert 1.5 < RECORDS / len(sizes) < 3
    sources = defaultdict(set)
    for record, entity in told.records:
        sources[entity].add(record.source)
    assert sum(len(found) <= 2 for found in sources.values()) > 0.8 * len(sources)


def test_each_source_keeps_its_character(told: Told) -> None:
    cards, books = told.of("cards", PERSON), told.of("accounting", COMPANY)
    forms, sheets, tidy = told.of("ma", PERSON), told.of("sheet", COMPANY), told.of("crm", COMPANY)
    assert share(cards, lambda one: bool(one.corporate_number)) == 0
    assert share(cards, lambda one: bool(one.title or one.department)) > 0.9
    assert 0.5 < share(books, lambda one: bool(one.invoice_registration_number)) < 0.7
    assert 0.02 < share(books, lambda one: one.invoice_registration_number.isdigit()) < 0.12
    assert share(books, lambda one: bool(one.person_name)) == 0
    assert 0.15 < share(forms, lambda one: one.person_name.isascii() and bool(one.person_name)) < 0.3
    assert share(forms, lambda one: not one.company_name) > 0.3
    assert 0.01 < share(sheets, lambda one: one.company_name in {"〃", "同上", "''"}) < 0.06
    assert share(sheets, lambda one: one.company_name.endswith(("御中", "様"))) > 0.02
    assert 0.2 < share(tidy, lambda one: bool(one.corporate_number)) < 0.4


def test_dummies_are_rare_and_there(told: Told) -> None:
    records = [record for record, _ in told.records]
    dummies = share(records, lambda one: any(getattr(one, field) in values for field, values in DUMMIES.items()))
    assert 0.005 < dummies < 0.04


def test_different_people_share_names_homes_mailboxes_and_telephones(told: Told) -> None:
    people = told.world.people.values()
    names = Counter(human.family.text + human.given.text for human in people)
    mailboxes = Counter(human.free_mail for human in people)
    homes = Counter(id(human.home) for human in people if human.home)
    assert sum(count for count in names.values() if count > 1) > 0.03 * len(people)
    assert max(mailboxes.values()) > 1
    assert max(homes.values()) > 2
    firms = told.world.firms.values()
    phones = Counter(firm.phone for firm in firms)
    buildings = Counter((firm.address.building, firm.address.banchi) for firm in firms if firm.address.building)
    assert max(phones.values()) > 1
    assert max(buildings.values()) > 3


def test_companies_share_names_and_are_renamed_moved_and_merged(told: Told) -> None:
    firms = told.world.firms.values()
    names = Counter(firm.name.word.text for firm in firms)
    assert 0.01 < sum(count for count in names.values() if count > 1) / len(firms) < 0.3
    assert any(firm.earlier_name for firm in firms)
    assert any(firm.earlier_address for firm in firms)
    assert any(firm.accountant for firm in firms)
    assert any(human.posts[0].firm is not human.posts[-1].firm for human in told.world.people.values() if human.posts)


@pytest.mark.parametrize(("kind", "low", "high"), [("b2b", 0.27, 0.4), ("b2c", 0.0, 0.03)])
def test_a_kind_of_world_has_its_share_of_companies(kind: str, low: float, high: float) -> None:
    kinds = Counter(record.entity_type for record, _ in islice(tell(World(5, kind), SOURCES), 3000))
    assert low <= kinds[COMPANY] / 3000 <= high


def test_a_world_of_one_source_has_only_that() -> None:
    assert {record.source for record, _ in islice(tell(World(5, "mixed"), SOURCES[:1]), 200)} == {"crm"}


def test_parquet_without_its_library_is_refused_with_the_way_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(SystemExit, match="needs pyarrow"):
        as_parquet(tmp_path / "records.csv")


@pytest.mark.parametrize(
    ("kana", "style", "expected"),
    [
        ("サトウ", "full", "satou"),
        ("サトウ", "short", "sato"),
        ("シンイチ", "kunrei", "siniti"),
        ("キョウコ", "short", "kyoko"),
        ("ハットリ", "full", "hattori"),
        ("コッチ", "full", "kotchi"),
        ("ティー", "full", "ti"),
    ],
)
def test_kana_are_put_into_roman_letters(kana: str, style: str, expected: str) -> None:
    assert roman(kana, style) == expected


def test_a_bank_writes_no_small_kana_and_the_form_as_one_sign() -> None:
    word = Word("山田商事", "ヤマダショウジ", "Yamada Trading")
    assert bank_kana(FirmName(KABUSHIKI, True, word)) == "ｶ)ﾔﾏﾀﾞｼﾖｳｼﾞ"
    assert bank_kana(FirmName(KABUSHIKI, False, word)) == "ﾔﾏﾀﾞｼﾖｳｼﾞ(ｶ"
    assert bank("キャッシュ") == "ｷﾔﾂｼﾕ"
