"""Bad input joins nobody and blows nothing up; what is good beside it is still joined."""

from __future__ import annotations

import csv
import random
from pathlib import Path

import pytest

from hub.batch import said
from hub.batch.match import LARGEST_CLUSTER, match_file
from hub.batch.prepare import prepared
from hub.batch.source import open_source
from hub.matching.features import FEATURES, features
from tests.unit.batch.conftest import Matches, MatchesWorld, together, write

PLACEHOLDERS = (
    "",
    "担当者様",
    "不明",
    "テスト",
    "―",
    "同上",
    "〃",
    "ご担当",
    "なし",
    "test",
    "-",
    "😀",
    "\u200b\x07",
    "?",
)
TAKAHASHI = {"entity_type": "person", "person_name": "高橋 美咲", "email": "misaki.takahashi@yamato-denki.co.jp"}


def person(**said: str) -> dict[str, str]:
    return {"entity_type": "person", **said}


def company(**said: str) -> dict[str, str]:
    return {"entity_type": "company", **said}


def test_names_that_say_nothing_join_nobody(matches: Matches) -> None:
    said = [one for name in PLACEHOLDERS for one in (person(person_name=name), company(company_name=name))]
    assert together(matches(*said, *said, *said)) == []


def test_a_phone_of_zeros_joins_nobody(matches: Matches) -> None:
    phones = ("000-0000-0000", "0", "00000000000", "999-9999-9999", "なし", "03-0000-0000")
    said = zip("青馬千土江藤後原飯川森林池水木山谷沢", [phone for phone in phones for _ in range(3)], strict=True)
    assert together(matches(*(company(company_name=f"{sign}山商店", phone=phone) for sign, phone in said))) == []


def test_a_dummy_mailbox_joins_nobody(matches: Matches) -> None:
    emails = ("test@example.com", "a@a.jp", "none@none.com", "なし", "@")
    said = zip("青馬千土江藤後原飯川森林池水木", [email for email in emails for _ in range(3)], strict=True)
    assert together(matches(*(person(person_name=f"{sign}山 {sign}子", email=email) for sign, email in said))) == []


def test_one_mailbox_for_a_whole_company_joins_no_two_people(matches: Matches) -> None:
    names = ("青木 一郎", "馬場 花", "千葉 誠", "土井 由美", "江口 健", "藤井 彩", "後藤 実", "原 望", "飯田 学")
    shared = {"email": "info@yamato-denki.co.jp", "company_name": "大和電機株式会社", "phone": "03-3333-1111"}
    assert together(matches(*(person(person_name=name, **shared) for name in names))) == []


def test_a_mailbox_of_a_household_joins_no_father_to_his_son(matches: Matches) -> None:
    shared = {"email": "kubo-family@gmail.com", "address": "東京都台東区雷門2-17-1", "phone": "03-5469-8662"}
    assert together(matches(person(person_name="久保 健一", **shared), person(person_name="久保 健太", **shared))) == []


def test_companies_in_one_building_with_one_phone_stay_apart(matches: Matches) -> None:
    shared = {"address": "東京都千代田区神田錦町3-23-15", "phone": "03-5534-6480", "postal_code": "101-0054"}
    names = ("大和電機株式会社", "株式会社青葉企画", "合同会社東雲")
    assert together(matches(*(company(company_name=name, **shared) for name in names))) == []


def test_two_corporate_numbers_are_two_companies_whatever_else_agrees(matches: Matches) -> None:
    shared = {"company_name": "大和電機株式会社", "phone": "03-3333-1111", "address": "東京都千代田区神田錦町3-23-15"}
    numbers = ("7000012050002", "8000012010038")
    assert together(matches(*(company(corporate_number=number, **shared) for number in numbers))) == []


def test_a_wall_stands_however_many_records_lie_between(matches: Matches) -> None:
    shared = {"company_name": "大和電機株式会社", "phone": "03-3333-1111"}
    walled = [company(corporate_number=number, **shared) for number in ("7000012050002", "8000012010038")]
    for cluster in together(matches(*walled, *(company(**shared) for _ in range(4)))):
        assert not {"000000", "000001"} <= cluster


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"person_name": "高橋 美咲"}, {"person_name": "美咲 高橋"}),
        ({"person_name": "髙橋　美咲 様"}, {"person_name": "高橋美咲"}),
        ({"person_name": "高橋 美咲"}, {"person_name": "Misaki Takahashi"}),
        ({"person_name": "タカハシ ミサキ"}, {"person_name": "高橋 美咲"}),
        ({"person_name": "高橋 美咲", "person_kana": "ﾀｶﾊｼ ﾐｻｷ"}, {"person_name": "TAKAHASHI Misaki"}),
    ],
)
def test_swapped_halves_and_other_scripts_are_no_contradiction(
    matches: Matches, one: dict[str, str], other: dict[str, str]
) -> None:
    assert together(matches({**TAKAHASHI, **one}, {**TAKAHASHI, **other})) == [{"000000", "000001"}]


def test_a_reading_that_no_dictionary_has_parts_nobody_from_who_tells_it(matches: Matches) -> None:
    """太樹 is read ダイキ here, which the card in kanji alone does not say."""
    at_work = {"company_name": "寺田建設工業株式会社", "phone": "0761-94-5111"}
    card = person(
        person_name="若杉 太樹", person_kana="ワカスギ ダイキ", email="wakasugi@terada-kensetsu.co.jp", **at_work
    )
    untold = person(person_name="若杉 太樹", mobile="080-6171-9363", **at_work)
    english = person(person_name="WAKASUGI Daiki", email="wakasugi@terada-kensetsu.co.jp")
    assert together(matches(card, untold, english)) == [{"000000", "000001", "000002"}]


def test_a_family_name_ties_no_wife_to_her_husband_of_whom_only_the_reading_is_known(matches: Matches) -> None:
    home = {"phone": "086-955-1234", "address": "岡山県赤磐市大苅田412", "postal_code": "701-2221"}
    wife = person(person_name="茅元 節子", mobile="080-6303-9346", **home)
    husband = person(person_name="ｶﾔﾓﾄ ｲｻﾑ", mobile="090-3700-8758", **home)
    for cluster in together(matches(wife, husband, person(person_name="茅元", **home))):
        assert not {"000000", "000001"} <= cluster


def test_a_company_in_the_field_of_persons_joins_nobody_of_it(matches: Matches) -> None:
    said = [
        person(person_name="大和電機株式会社"),
        person(person_name="大和電機株式会社 青木"),
        person(person_name="馬場"),
    ]
    assert together(matches(*said)) == []


@pytest.mark.parametrize("swapped", ["大和電機株式会社", "株式会社 大和電機", "(株)大和電機"])
def test_a_human_being_and_a_company_that_changed_places_are_who_they_are(matches: Matches, swapped: str) -> None:
    reach = {"email": "q-aoki@yamatodenki.jp", "phone": "0276-51-6411"}
    right = person(company_name="大和電機株式会社", person_name="青木 空愛", **reach)
    assert together(matches(right, person(company_name="青木 空愛", person_name=swapped, **reach))) != []


def test_a_public_house_is_no_human_being_either(matches: Matches) -> None:
    reach = {"email": "s.ueda@sapporo-cci.or.jp", "phone": "011-251-7188"}
    right = person(company_name="札幌商工会議所", person_name="植田 茂", **reach)
    assert together(matches(right, person(company_name="植田 茂", person_name="札幌商工会議所", **reach))) != []


def test_a_firm_that_is_called_as_human_beings_are_is_no_human_being(matches: Matches) -> None:
    reach = {"email": "info@yamatodenki.jp", "phone": "0276-51-6411"}
    one = person(company_name="青木建設", person_name="大和電機株式会社", **reach)
    assert together(matches(one, person(company_name="大和電機株式会社", person_name="青木 建設", **reach))) == []


def test_signs_without_meaning_hide_no_match(matches: Matches) -> None:
    said = {**TAKAHASHI, "person_name": "高\u200b橋\x07 美咲😀"}
    assert together(matches(TAKAHASHI, said)) == [{"000000", "000001"}]


def test_fields_of_ten_thousand_characters_are_read(matches: Matches) -> None:
    long = dict.fromkeys(
        ("person_name", "person_kana", "company_name", "address", "department", "title"), "高橋" * 5000
    )
    numbers = dict.fromkeys(("phone", "mobile", "email", "url", "postal_code", "birthday"), "03-1234-5678," * 800)
    assert matches(person(**long, **numbers), TAKAHASHI, TAKAHASHI).records == 3


def test_a_key_that_all_share_costs_no_square_of_pairs(tmp_path: Path) -> None:
    rng = random.Random(4)
    signs = "青赤白黒川山田中村上下大小高原林森池水木"
    said = [
        company(company_name="".join(rng.choices(signs, k=5)) + "商店", phone="03-3333-1111", url="https://mall.co.jp")
        for _ in range(3000)
    ]
    with open_source(write(tmp_path / "x.csv", said), {}) as source:
        found = match_file(source)
    assert max((len(one) for one in found.clusters), default=1) < LARGEST_CLUSTER
    assert len(found.doubts) < len(said)


def clusters_of(path: Path) -> set[frozenset[str]]:
    with open_source(path, {}) as source:
        return {frozenset(one) for one in match_file(source).clusters}


@pytest.mark.long
@pytest.mark.xdist_group("one world of the batch")
def test_the_order_of_rows_changes_no_cluster(world: Path, matched_world: MatchesWorld, tmp_path: Path) -> None:
    with world.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    random.Random(5).shuffle(rows)
    assert clusters_of(write(tmp_path / "x.csv", rows)) == set(map(frozenset, matched_world().clusters))


@pytest.mark.xdist_group("one world of the batch")
def test_the_number_of_processes_changes_no_feature(world: Path) -> None:
    read = []
    for processes in (1, 2):
        with open_source(world, {}) as source, prepared(source, FEATURES, FEATURES, processes) as engine:
            read.append(sorted(engine.rows(said.records(FEATURES, FEATURES, "TRUE"))))
    assert read[0] == read[1]


@pytest.mark.xdist_group("one world of the batch")
def test_the_features_of_a_file_are_those_of_its_records(world: Path) -> None:
    with open_source(world, {}) as source, prepared(source, FEATURES, ()) as engine:
        ids = engine.rows("SELECT record_id FROM number ORDER BY id")
        told = [row[1:] for row in sorted(engine.rows(said.records(FEATURES, (), "TRUE")))]
        expected = {row.record_id: features(row.cells) for row in source.rows()}
    assert told == [expected[record_id] for (record_id,) in ids]
