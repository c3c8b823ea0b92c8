"""The third world of customer data: repeatable, complete in its truth, and as dirty as it says."""

from __future__ import annotations

import csv
import unicodedata
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.identity.columns import COLUMNS, TRUTH_COLUMNS
from benchmarks.thirdworld import kana
from benchmarks.thirdworld.chance import Chance
from benchmarks.thirdworld.firms import company, number, sister
from benchmarks.thirdworld.world import told, write

RECORDS = 4000
Told = list[dict[str, str]]
Truth = dict[str, str]


@pytest.fixture(scope="module")
def world() -> tuple[Told, Truth]:
    rows, truth = told(RECORDS, seed=7)
    return [dict(zip(COLUMNS, row, strict=True)) for row in rows], {row[0]: row[1] for row in truth}


def share(records: Told, column: str) -> float:
    return sum(1 for record in records if record[column]) / len(records)


def test_a_seed_gives_the_same_bytes_and_another_seed_does_not(tmp_path: Path) -> None:
    for folder, seed in (("one", 5), ("again", 5), ("other", 6)):
        write(tmp_path / folder, 300, seed)
    one, again, other = ((tmp_path / folder / "records.csv").read_bytes() for folder in ("one", "again", "other"))
    assert one == again
    assert one != other


def test_the_files_have_the_columns_of_the_benchmark_and_the_records_asked_for(tmp_path: Path) -> None:
    write(tmp_path, 200, 1)
    for name, columns in (("records.csv", COLUMNS), ("truth.csv", TRUTH_COLUMNS)):
        with (tmp_path / name).open(encoding="utf-8", newline="") as file:
            header, *rows = csv.reader(file)
        assert tuple(header) == columns
        assert len(rows) == 200


def test_every_record_has_one_entity(world: tuple[Told, Truth]) -> None:
    records, truth = world
    assert len(records) == len(truth) == RECORDS
    assert {record["record_id"] for record in records} == set(truth)


def test_an_entity_is_either_a_company_or_a_person(world: tuple[Told, Truth]) -> None:
    records, truth = world
    kinds = {(truth[record["record_id"]], record["entity_type"]) for record in records}
    assert len(kinds) == len(set(truth.values()))


def test_entities_are_met_about_twice(world: tuple[Told, Truth]) -> None:
    sizes = Counter(world[1].values())
    assert 1.6 < RECORDS / len(sizes) < 2.1
    assert 0.4 < sum(1 for size in sizes.values() if size == 1) / len(sizes) < 0.7


def test_all_desks_and_both_kinds_are_there(world: tuple[Told, Truth]) -> None:
    records, _ = world
    assert {record["source"] for record in records} == {
        "wholesale_master", "client_ledger", "member_roster", "store_list", "inbound_leads", "event_badges",
        "mail_order", "club_card",
    }  # fmt: skip
    assert 0.3 < sum(record["entity_type"] == "company" for record in records) / RECORDS < 0.5


@pytest.mark.parametrize(
    ("desk", "column", "low", "high"),
    [
        ("client_ledger", "invoice_registration_number", 0.5, 0.85),
        ("wholesale_master", "company_kana", 0.4, 0.8),
        ("wholesale_master", "email", 0.0, 0.0),
        ("inbound_leads", "address", 0.1, 0.4),
        ("event_badges", "department", 0.5, 0.95),
        ("mail_order", "birthday", 0.2, 0.45),
        ("club_card", "birthday", 0.55, 0.85),
    ],
)
def test_each_desk_asks_for_its_own_fields(
    world: tuple[Told, Truth], desk: str, column: str, low: float, high: float
) -> None:
    assert low <= share([record for record in world[0] if record["source"] == desk], column) <= high


def test_seldom_is_a_name_all_that_a_record_tells(world: tuple[Told, Truth]) -> None:
    names = ("company_name", "company_kana", "person_name", "person_kana")
    said = set(COLUMNS) - {"record_id", "source", "entity_type", "updated_at", "department", "title", *names}
    bare = sum(1 for record in world[0] if not any(record[column] for column in said) and not record["company_name"])
    assert bare / RECORDS < 0.01


def test_a_number_of_the_register_belongs_to_one_company(world: tuple[Told, Truth]) -> None:
    records, truth = world
    numbers = ("corporate_number", "invoice_registration_number")
    owners = {
        (record[column][-13:], truth[record["record_id"]]) for record in records for column in numbers if record[column]
    }
    assert len({number for number, _ in owners}) == len(owners) > 100


def test_firms_of_a_group_share_their_root_and_never_their_name() -> None:
    chance = Chance(11)
    for _ in range(40):
        parent = company(chance, modern=0.3)
        names = [firm.stem for firm in (parent, *(sister(chance, parent) for _ in range(3)))]
        assert len(set(names)) == 4
        assert all(name.startswith(parent.root[0]) for name in names[1:])


@given(st.text(alphabet=[chr(code) for code in range(ord("ァ"), ord("ヴ") + 1) if chr(code) not in "ヮヰヱ"]))
def test_half_width_kana_can_be_widened_again(text: str) -> None:
    assert unicodedata.normalize("NFKC", kana.half_width(text)) == text


def test_half_width_kana_keeps_its_voicing_marks() -> None:
    assert kana.half_width("ガソリンパーク") == "ｶﾞｿﾘﾝﾊﾟｰｸ"


@pytest.mark.parametrize(
    ("style", "spelled"), [("hepburn", "ono"), ("kunrei", "ono"), ("typed", "oono"), ("oh", "ohno")]
)
def test_a_surname_has_several_latin_spellings(style: str, spelled: str) -> None:
    assert kana.roman("おおの", style) == spelled


def test_a_corporate_number_starts_with_its_check_digit() -> None:
    digits = [int(digit) for digit in number(Chance(3))]
    weighed = sum(digit * (1 if place % 2 else 2) for place, digit in enumerate(reversed(digits[1:]), start=1))
    assert digits[0] == 9 - weighed % 9
