"""What is told of two records is what matching the file makes of them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from hub.batch.explain import Explained, explain, two_rows
from hub.located import LocatedError
from tests.unit.batch.conftest import MatchesWorld, taken_apart_once, write

pytestmark = [pytest.mark.long, pytest.mark.xdist_group("one world of the batch")]

AT_SATO = {"company_name": "佐藤電機株式会社", "email": "info@sato-denki.co.jp", "phone": "03-3333-1111"}
FATHER = {"person_name": "佐藤 一郎", "email": "sato@plala.or.jp", "mobile": "090-1111-2222", "birthday": "1961-05-04"}
SON = {**FATHER, "person_name": "佐藤 健太", "birthday": ""}


def explained(path: Path, left: str, right: str) -> Explained:
    with taken_apart_once(path) as source:
        return explain(source, two_rows(source, left, right))


def told(tmp_path: Path, *records: Mapping[str, str]) -> Explained:
    """Of the first record and the last one."""
    path = write(tmp_path / "explained.csv", records)
    return explained(path, "000000", f"{len(records) - 1:06d}")


def test_an_asked_pair_is_told_so_and_the_bits_that_count_and_the_prior_make_its_sum(
    world: Path, matched_world: MatchesWorld
) -> None:
    for doubt in [one for one in matched_world().doubts if not one.walled][:3]:
        found = explained(world, doubt.left, doubt.right)
        assert found.verdict == "ask"
        assert found.prior + sum(line.counted for line in found.lines) == pytest.approx(found.score)
        assert found.score == pytest.approx(doubt.score)
        assert [line.words for line in found.lines] == [words for words, _ in doubt.evidence]


def test_two_of_one_cluster_are_joined_by_a_chain_within_it(world: Path, matched_world: MatchesWorld) -> None:
    cluster = max(matched_world().clusters, key=len)
    found = explained(world, cluster[0], cluster[-1])
    assert (found.verdict, found.together, found.dropped) == ("joined", True, [])
    assert {name for link in found.chain for name in (link.left, link.right)} <= set(cluster)
    assert all(link.score >= found.same for link in found.chain)


def test_two_that_a_wall_of_others_keeps_apart_are_told_with_that_wall(
    world: Path, matched_world: MatchesWorld
) -> None:
    stopped = next(doubt for doubt in matched_world().doubts if doubt.score > 5)
    found = explained(world, stopped.left, stopped.right)
    assert (found.verdict, found.together) == ("ask", False)
    assert len(found.dropped) == 1
    assert all(wall.score < found.same for wall in found.walls)
    assert found.walls


def test_a_company_and_a_person_are_not_weighed(tmp_path: Path) -> None:
    found = told(tmp_path, AT_SATO, FATHER)
    assert (found.entities, found.verdict, found.lines) == (("company", "person"), "apart", ())


def test_a_wall_between_the_two_is_told(tmp_path: Path) -> None:
    found = told(tmp_path, FATHER, SON)
    assert found.verdict == "wall"
    assert [line.words for line in found.lines if line.wall] == ["other_given_name"]


@pytest.mark.parametrize(("name", "verdict"), [("山口 玻凛音", "joined"), ("山口", "apart")])
def test_a_mailbox_and_a_given_name_outlast_a_new_mobile_and_a_family_name_does_not(
    tmp_path: Path, name: str, verdict: str
) -> None:
    before = {"person_name": name, "email": "p0@plala.or.jp", "mobile": "090-3211-6090"}
    assert told(tmp_path, before, {**before, "mobile": "080-5211-1013"}).verdict == verdict


LIST = {"company_name": "白石りんご園", "phone": "0263-79-5781", "address": "安曇野市豊科南穂高376-3"}
LABEL = {"entity_type": "company", "person_name": "白石りんご園", "phone": "0263795781"}


def test_a_company_that_a_label_names_where_people_stand_is_that_company(tmp_path: Path) -> None:
    assert told(tmp_path, {**LIST, "entity_type": "company"}, LABEL).verdict == "joined"


HAMADA = {"company_name": "三菱重工業株式会社", "person_name": "浜田 友也", "email": "tomoya.hamada@mhi.example.co.jp"}


@pytest.mark.parametrize("number", ["2", "03"])
def test_a_number_in_the_mailbox_tells_namesakes_of_one_firm_apart(tmp_path: Path, number: str) -> None:
    namesake = {**HAMADA, "email": HAMADA["email"].replace("@", f"{number}@")}
    assert told(tmp_path, HAMADA, namesake).verdict == "wall"


def test_temples_of_one_name_in_two_towns_are_two(tmp_path: Path) -> None:
    in_nagoya = {"company_name": "浄泉寺", "entity_type": "company", "address": "愛知県名古屋市中区丸の内6-2-13"}
    assert told(tmp_path, in_nagoya, {**in_nagoya, "address": "東京都千代田区大手町2-5-4"}).verdict == "wall"


def test_two_shops_of_one_sign_and_no_firm_are_not_joined_by_their_town(tmp_path: Path) -> None:
    shop = {"company_name": "ダスキン中之島中央店", "entity_type": "company", "phone": "06-6035-9112"}
    assert told(tmp_path, shop, {**shop, "company_name": "ダスキン梅田店", "phone": "06-6341-0001"}).verdict == "apart"


def test_a_branch_whose_prefecture_only_its_telephone_tells_is_a_branch(tmp_path: Path) -> None:
    office = {"company_name": "カナエ・ケア株式会社", "entity_type": "company", "phone": "075-828-7452"}
    branch = {
        **office,
        "company_name": "カナエ・ケア株式会社 長岡営業所",
        "phone": "",
        "address": "新潟県長岡市城内町3-3-21",
    }
    assert "branch_in_another_city" in [line.words for line in told(tmp_path, office, branch).lines]


def test_a_shop_that_is_called_after_its_owner_is_his_at_one_telephone_and_place(tmp_path: Path) -> None:
    owner = {
        "company_name": "藤原 哲夫",
        "entity_type": "company",
        "phone": "0263-83-7919",
        "address": "安曇野市穂高424-12",
    }
    assert told(tmp_path, owner, {**owner, "company_name": "藤原牧場"}).verdict == "joined"


@pytest.mark.parametrize("names", [("関石不動産株式会社", "関石不"), ("森モータース有限会社", "カフェ森食堂")])
def test_a_short_name_or_a_sign_at_one_telephone_and_place_is_asked_about(
    tmp_path: Path, names: tuple[str, str]
) -> None:
    firm, sign = (
        {"company_name": name, "entity_type": "company", "phone": "0256-36-8360", "address": "三条市本町6-2-20"}
        for name in names
    )
    assert told(tmp_path, firm, sign).verdict == "ask"


def test_an_employer_in_kana_is_not_another_employer(tmp_path: Path) -> None:
    card = {
        "entity_type": "person",
        "company_name": "株式会社明和電設",
        "person_name": "阿部 和昭",
        "phone": "0267-63-6425",
    }
    call = {**card, "company_name": "メイワデンセツ", "person_name": "", "person_kana": "アベ カズアキ"}
    lines = [line.words for line in told(tmp_path, card, call).lines]
    assert "company_read_alike" in lines
    assert "different_companies" not in lines


@pytest.mark.parametrize("lines", ["045-916-4099 / 045-916-4100", "045-916-4100、045-916-4099"])
def test_each_of_two_lines_of_one_cell_is_a_firms_own(tmp_path: Path, lines: str) -> None:
    firm = {"company_name": "福寿瓦工業株式会社", "entity_type": "company", "phone": lines}
    found = told(tmp_path, firm, {**firm, "company_name": "福寿瓦工業㈱", "phone": "0459164099"})
    assert "same_phone" in [line.words for line in found.lines]


@pytest.mark.parametrize(
    "sign", ["TEL 042-906-2499", "ＴＥＬ：（０４２）９０６－２４９９ FAX 042-906-2500", "℡042-906-2499"]
)
def test_a_telephone_behind_its_sign_in_the_address_is_a_telephone(tmp_path: Path, sign: str) -> None:
    label = {"company_name": "光和書店㈱", "entity_type": "company", "address": f"東京都町田市原町田1-2-3 {sign}"}
    call = {"company_name": "光和書店株式会社", "entity_type": "company", "phone": "0429062499"}
    assert "same_phone" in words(told(tmp_path, label, call))


def words(found: Explained) -> list[str]:
    return [line.words for line in found.lines]


CLINIC = {"company_name": "医療法人丸一会 飯塚皮膚科", "entity_type": "company", "phone": "052-202-7641"}


def test_two_clinics_of_foundations_of_one_name_are_no_branches_of_each_other(tmp_path: Path) -> None:
    other = {**CLINIC, "company_name": "医療法人社団丸一会 吉松クリニック", "phone": "0545-84-1126"}
    assert "two_facilities_of_one_foundation" in words(told(tmp_path, CLINIC, other))


def test_a_foundation_in_another_city_is_not_thereby_that_of_the_clinic(tmp_path: Path) -> None:
    alone = {"company_name": "医療法人丸一会", "entity_type": "company", "phone": "047-838-3790"}
    assert "branch_in_another_city" not in words(told(tmp_path, CLINIC, alone))


@pytest.mark.parametrize(
    ("mailbox", "told_as"), [("maruichi66@dion.ne.jp", "same_mailbox"), ("info@dion.ne.jp", "same_mailbox_of_a_desk")]
)
def test_firms_of_one_name_and_one_mailbox_are_one(tmp_path: Path, mailbox: str, told_as: str) -> None:
    firm = {"company_name": "丸一電設（株）", "entity_type": "company", "email": mailbox}
    found = told(tmp_path, firm, {**firm, "company_name": "丸一電設"})
    assert (found.verdict, told_as in words(found)) == ("joined", True)


def test_a_short_name_in_the_mailbox_of_the_firm_is_that_firm(tmp_path: Path) -> None:
    firm = {"company_name": "株式会社田坂学習塾", "entity_type": "company", "email": "info@tasaka-juku.jp"}
    assert "short_name_in_one_mailbox" in words(told(tmp_path, firm, {**firm, "company_name": "田坂"}))


THOMAS = {"person_name": "Thomas Clark", "email": "thomas.clark@shinwa.co.jp", "company_name": "信和事務器株式会社"}


def test_a_foreign_name_in_katakana_is_no_other_name_than_in_latin_letters(tmp_path: Path) -> None:
    assert told(tmp_path, THOMAS, {**THOMAS, "person_name": "トーマス・クラーク"}).verdict == "joined"
    assert "cannot_be_read_alike" in words(told(tmp_path, THOMAS, {**THOMAS, "person_name": "鈴木 次郎"}))


def test_a_mailbox_called_after_the_firm_is_not_his_who_has_no_name(tmp_path: Path) -> None:
    shop = {"company_name": "株式会社浅沼製菓", "email": "asanumas1@dion.ne.jp", "phone": "028-411-7382"}
    found = told(
        tmp_path, {**shop, "entity_type": "person", "person_name": "未登録"}, {**shop, "person_name": "富田 次郎"}
    )
    assert "mailbox_of_the_firm_and_no_name" in words(found)
    assert found.verdict != "joined"


def test_a_family_name_that_sounds_the_same_is_a_slip_of_the_pen_in_ones_own_mailbox(tmp_path: Path) -> None:
    card = {"person_name": "森元 優", "email": "yu-morimoto@icloud.com", "mobile": "090-1111-2222"}
    assert told(tmp_path, card, {**card, "person_name": "森本 優", "mobile": ""}).verdict == "joined"


def test_strangers_share_no_key(tmp_path: Path) -> None:
    found = told(tmp_path, FATHER, {"person_name": "鈴木 花子", "email": "hanako@example.jp"})
    assert (found.verdict, found.compared, found.chain) == ("wall", False, [])


def test_the_id_of_no_record_is_one_error_that_names_the_nearest(tmp_path: Path) -> None:
    path = write(tmp_path / "x.csv", [{"record_id": "c-100"}, {"record_id": "d-7"}])
    with pytest.raises(LocatedError, match="no record 'c-1O0' in this file; did you mean 'c-100'") as caught:
        explained(path, "d-7", "c-1O0")
    assert (caught.value.line, caught.value.col) == (1, 1)


def test_an_id_like_no_other_is_pointed_to_its_column(tmp_path: Path) -> None:
    path = write(tmp_path / "x.csv", [{"record_id": "c-100"}])
    with pytest.raises(LocatedError, match="no record 'zzz' in this file; see the column record_id"):
        explained(path, "c-100", "zzz")
