"""The second world is the same for a seed, its truth is whole, and all in it keeps to its rates."""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import date
from itertools import islice, pairwise
from pathlib import Path
from random import Random

import phonenumbers
import pytest

from benchmarks.identity.columns import COLUMNS, COMPANY, PERSON, TRUTH_COLUMNS, Record
from benchmarks.secondworld.__main__ import main
from benchmarks.secondworld.addresses import Address
from benchmarks.secondworld.atlas import Town, short_place
from benchmarks.secondworld.careers import hire
from benchmarks.secondworld.dice import FIRST_DAY, LAST_DAY, History, Ring
from benchmarks.secondworld.firm_names import TRADER
from benchmarks.secondworld.firms import check_digit
from benchmarks.secondworld.founding import found_firm, found_group
from benchmarks.secondworld.households import household
from benchmarks.secondworld.kana import bank_kana, half_width, roman
from benchmarks.secondworld.make import make
from benchmarks.secondworld.slips import misread, mistype
from benchmarks.secondworld.story import Entry, entries
from benchmarks.secondworld.systems import card_scanner, ledger, mainframe, sales_crm, spreadsheet, web_form
from benchmarks.secondworld.world import World
from benchmarks.secondworld.writing import AddressHabit, address, day_text, kanji_number, numbering

pytestmark = pytest.mark.xdist_group("worlds")  # reading all towns of Japan once is enough

RECORDS = 5000
SYSTEMS = {system.SOURCE for system in (card_scanner, ledger, mainframe, sales_crm, spreadsheet, web_form)}
REACHES = (
    "email",
    "phone",
    "mobile",
    "postal_code",
    "address",
    "corporate_number",
    "invoice_registration_number",
    "url",
)


@pytest.fixture(scope="module")
def told() -> list[Entry]:
    return list(islice(entries(41), RECORDS))


@pytest.fixture(scope="module")
def world() -> World:
    return World.of_seed(5)


def rows(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def share(told: list[Entry], holds: Callable[[Record], bool]) -> float:
    return sum(holds(record) for _, record in told) / len(told)


def test_a_seed_gives_the_same_bytes_and_another_seed_others(tmp_path: Path) -> None:
    for name, seed in (("first", 3), ("again", 3), ("other", 4)):
        make(300, seed, tmp_path / name)
    first, again, other = (
        [(tmp_path / name / file).read_bytes() for file in ("records.csv", "truth.csv")]
        for name in ("first", "again", "other")
    )
    assert first == again
    assert first[0] != other[0]
    assert first[1] != other[1]


def test_the_command_writes_all_columns_and_the_truth_of_every_record(tmp_path: Path) -> None:
    main(["make", "--records", "250", "--seed", "9", "--out", str(tmp_path)])
    records, truth = rows(tmp_path / "records.csv"), rows(tmp_path / "truth.csv")
    assert (tuple(records[0]), tuple(truth[0])) == (COLUMNS, TRUTH_COLUMNS)
    assert len(records) == 251
    assert {len(record) for record in records} == {len(COLUMNS)}
    assert [record[0] for record in records] == [row[0] for row in truth]
    assert len({row[0] for row in truth}) == 251
    assert sorted(path.name for path in tmp_path.iterdir()) == ["records.csv", "truth.csv"]


def test_the_order_of_the_records_does_not_tell_their_entities(tmp_path: Path) -> None:
    make(2000, 12, tmp_path)
    entities = [row[1] for row in rows(tmp_path / "truth.csv")[1:]]
    assert sum(one == next_one for one, next_one in pairwise(entities)) < 12


def test_an_entity_is_a_company_or_a_person_and_never_both(told: list[Entry]) -> None:
    kinds: dict[str, set[str]] = defaultdict(set)
    for entity_id, record in told:
        kinds[entity_id].add(record.entity_type)
    assert {len(found) for found in kinds.values()} == {1}


def test_companies_are_about_a_quarter_to_a_third_and_most_entities_are_met_once_or_twice(told: list[Entry]) -> None:
    assert 0.22 < share(told, lambda record: record.entity_type == COMPANY) < 0.36
    times = Counter(Counter(entity_id for entity_id, _ in told).values())
    entities = sum(times.values())
    assert 0.68 < (times[1] + times[2]) / entities < 0.82
    assert 0.02 < sum(number for often, number in times.items() if often >= 5) / entities < 0.10
    assert 1.8 < RECORDS / entities < 2.4


def test_all_systems_hold_records(told: list[Entry]) -> None:
    assert {record.source for _, record in told} == SYSTEMS
    assert all(share(told, lambda record, source=source: record.source == source) > 0.04 for source in SYSTEMS)  # type: ignore[misc]


def test_a_name_alone_is_rare(told: list[Entry]) -> None:
    def alone(record: Record) -> bool:
        return not record.birthday and not any(getattr(record, column) for column in REACHES)

    assert 0.001 < share(told, alone) < 0.02
    assert share(told, lambda record: alone(record) and not record.company_name) < 0.005


def test_nobodies_are_few_and_each_an_entity_of_its_own(told: list[Entry]) -> None:
    nobodies = [entity_id for entity_id, _ in told if entity_id.startswith("n")]
    assert 0.002 < len(nobodies) / RECORDS < 0.012
    assert len(set(nobodies)) == len(nobodies)


def test_companies_of_one_name_and_people_of_one_name_are_several(told: list[Entry]) -> None:
    bearers: dict[tuple[str, str], set[str]] = defaultdict(set)
    for entity_id, record in told:
        if not entity_id.startswith("n"):
            name = record.company_name if record.entity_type == COMPANY else record.person_name
            bearers[record.entity_type, "".join(name.split())].add(entity_id)
    for kind, least, most in ((COMPANY, 0.005, 0.06), (PERSON, 0.0005, 0.02)):
        named = [found for (of_kind, name), found in bearers.items() if of_kind == kind and name]
        assert least < sum(len(found) > 1 for found in named) / len(named) < most


def test_a_corporate_number_is_sound_and_one_company_s(told: list[Entry]) -> None:
    owners: dict[str, set[str]] = defaultdict(set)
    for entity_id, record in told:
        number = record.invoice_registration_number.removeprefix("T")
        if number:
            owners[number].add(entity_id)
            assert len(number) == 13
            assert int(number[0]) == check_digit(number[1:])
    assert len(owners) > 40
    assert {len(found) for found in owners.values()} == {1}


def test_a_published_corporate_number_has_the_digit_that_we_compute() -> None:
    assert check_digit("000012050002") == 7  # the number of the National Tax Agency


def test_the_branches_of_a_company_are_no_entities_of_their_own(told: list[Entry]) -> None:
    spelled: dict[str, set[bool]] = defaultdict(set)
    for entity_id, record in told:
        if record.entity_type == COMPANY:
            spelled[entity_id].add(any(label in record.company_name for label in ("支店", "営業所", "工場")))
    assert sum(len(ways) == 2 for ways in spelled.values()) > 10


def test_the_firms_of_a_group_share_a_stem_and_are_entities_of_their_own(world: World) -> None:
    for _ in range(20):
        firms = found_group(world)
        names = [firm.names.at(0).core for firm in firms]
        assert len({name[0] for name in names}) == 1
        assert len(set(names)) == len(names)
        assert len({firm.entity_id for firm in firms}) == len(firms) > 1
        assert len({firm.corporate_number for firm in firms}) == len(firms)


def test_people_change_employers_and_stay_who_they_are(world: World) -> None:
    for _ in range(50):
        found_firm(world)
    staff = [hire(world, found_firm(world)) for _ in range(400)]
    employers = [{post.firm.entity_id for post in person.posts} for person in staff]
    assert 0.06 < sum(len(firms) > 1 for firms in employers) / len(staff) < 0.2
    assert all(post.since <= post.until for person in staff for post in person.posts)
    assert all(any(post.until >= FIRST_DAY for post in person.posts) for person in staff)


def test_the_staff_of_a_firm_that_was_merged_away_serve_another_one_and_it_stays_itself(world: World) -> None:
    groups = [found_group(world) for _ in range(60)]
    ended = [(firms[-1], firms[:-1]) for firms in groups if firms[-1].ends < LAST_DAY]
    assert ended
    for firm, fellows in ended:
        posts = hire(world, firm, fellows).posts
        assert {post.firm.entity_id for post in posts} == {firm.entity_id, fellows[0].entity_id}
        assert all(post.until <= firm.ends for post in posts if post.firm is firm)
        assert all(post.since > firm.ends for post in posts if post.firm is not firm)


def test_a_household_shares_surname_and_home_and_tells_its_members_apart(world: World) -> None:
    for _ in range(200):
        people = household(world)
        assert len({person.names.at(0).family for person in people}) == 1
        assert len({person.homes.at(0) for person in people if person.homes}) == 1
        assert len({person.names.at(0).given for person in people}) == len(people)
        mobiles = [person.mobiles.at(LAST_DAY) for person in people if person.mobiles.at(LAST_DAY)]
        assert len(set(mobiles)) == len(mobiles)


def test_telephones_are_numbers_that_japan_could_give(world: World) -> None:
    numbers = [site.line(day) for _ in range(150) for site in found_firm(world).sites for day in (FIRST_DAY, LAST_DAY)]
    numbers += [world.exchange.mobile() for _ in range(50)] + [world.exchange.free_dial() for _ in range(20)]
    assert {len(number.replace("-", "")) for number in numbers if number[:3] not in {"070", "080", "090"}} == {10}
    valid = [phonenumbers.is_valid_number(phonenumbers.parse(number, "JP")) for number in numbers]
    assert sum(valid) / len(valid) > 0.97


def test_a_ring_gives_each_number_once() -> None:
    ring = Ring(8000, 17)
    assert sorted(ring.take() for _ in range(8000)) == list(range(8000))


def test_traders_have_no_corporate_number_and_companies_have_one(world: World) -> None:
    firms = [found_firm(world) for _ in range(150)]
    assert all((firm.names.at(0).form == TRADER) != bool(firm.corporate_number) for firm in firms)


def test_the_mainframe_keeps_its_columns(told: list[Entry]) -> None:
    held = [record for _, record in told if record.source == mainframe.SOURCE and record.address]
    assert max(len(record.address) for record in held) == mainframe.ADDRESS_WIDTH
    assert all(len(record.company_name) <= mainframe.NAME_WIDTH for record in held)
    assert all(half_width(record.company_kana) == record.company_kana for record in held)
    assert all(record.updated_at.isdigit() for record in held)


@pytest.mark.parametrize(
    ("kana", "bank", "letters"),
    [
        ("しょうじ", "ｼﾖｳｼﾞ", "shoji"),
        ("じゅんいち", "ｼﾞﾕﾝｲﾁ", "junichi"),
        ("はっとり", "ﾊﾂﾄﾘ", "hattori"),
        ("でぃーぴー", "ﾃﾞｲ-ﾋﾟ-", "dipi"),
        ("おおつか", "ｵｵﾂｶ", "otsuka"),
    ],
)
def test_sounds_are_written_as_banks_and_passports_do(kana: str, bank: str, letters: str) -> None:
    assert (bank_kana(kana), roman(kana, long="o")) == (bank, letters)


@pytest.mark.parametrize(
    ("weights", "text"),
    [
        ((1, 0, 0, 0, 0), "神奈川県藤沢市鵠沼3-21-4"),
        ((0, 1, 0, 0, 0), "神奈川県藤沢市鵠沼3丁目21番4号"),
        ((0, 0, 1, 0, 0), "神奈川県藤沢市鵠沼3丁目21-4"),
        ((0, 0, 0, 1, 0), "神奈川県藤沢市鵠沼三丁目21番4号"),
        ((0, 0, 0, 0, 1), "神奈川県藤沢市鵠沼３－２１－４"),
    ],
)
def test_one_address_is_written_in_five_ways(weights: tuple[float, ...], text: str) -> None:
    place = Address(Town("2510000", "神奈川県", "藤沢市", "鵠沼", has_chome=True), (3, 21, 4))
    habit = AddressHabit(numbering(*weights), prefecture=1.0, lookalike=0.0)
    assert address(Random("written"), place, habit) == text


@pytest.mark.parametrize(
    ("style", "text"),
    [
        ("slash", "1985/4/3"),
        ("compact", "19850403"),
        ("kanji", "1985年4月3日"),
        ("imperial", "S60.04.03"),
        ("iso", "1985-04-03"),
    ],
)
def test_one_day_is_written_in_five_ways(style: str, text: str) -> None:
    assert day_text("1985-04-03", style) == text


def test_numbers_are_spelled_in_kanji() -> None:
    assert [kanji_number(number) for number in (3, 10, 23, 90, 123)] == ["三", "十", "二十三", "九十", "一二三"]


def test_a_branch_is_called_after_its_city() -> None:
    cities = ("大阪市北区", "藤沢市", "三島郡島本町", "新宿区", "津市")
    assert [short_place(city) for city in cities] == ["大阪", "藤沢", "三島", "新宿", "津市"]


def test_a_slip_changes_little() -> None:
    rnd = Random("slips")
    for text in ("山田工業株式会社", "yamada@example.co.jp", "03-1234-5678"):
        assert all(abs(len(slip(rnd, text)) - len(text)) <= 1 for slip in (misread, mistype) for _ in range(20))
    assert any(misread(rnd, "山田工業") != "山田工業" for _ in range(5))


def test_a_history_tells_what_was_true_on_a_day() -> None:
    day = date(2020, 4, 1).toordinal()
    history = History.of("before")
    history.become(day, "after")
    assert [history.at(when) for when in (day - 1, day, LAST_DAY)] == ["before", "after", "after"]
