"""A contact that names another employer renames no company: its person has changed jobs, in every system."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import msgspec
import pytest

from hub.matching.definition import DEFINITIONS
from hub.steward.decide import pin
from hub.steward.explain import explain
from hub.steward.undo import undo
from hub.steward.undoing import Undoable
from hub.store import golden
from hub.sync.world import PushPolicy
from tests.pipeline.conftest import MakeLab
from tests.pipeline.lab import Lab

CONTACTS = """
mapping: 1
connector: memory
stream: people
when: at
when_blank: clear
parts:
  person:
    fields:
      family_name: family
      given_name: given
      email: {from: email, with: email}
  company:
    requires: firm
    fields:
      name: firm
      phone: {from: tel, with: phone}
      postal_code: {from: postal, with: postal_code}
      corporate_number: number
  employment:
    requires: firm
    fields:
      person: {part: person}
      company: {part: company}
      title: title
"""
YAMADA = {"firm": "株式会社山田製作所", "tel": "03-1111-2222", "postal": "100-0001"}
TOKAI = {"firm": "東海建設株式会社", "tel": "052-111-2222", "postal": "450-0001"}
TARO = {"family": "佐藤", "given": "太郎", "email": "taro@example.jp", "title": "部長"}
HANAKO = {"family": "鈴木", "given": "花子", "email": "hanako@example.jp", "title": "課長"}


@pytest.fixture
def lab(make_lab: MakeLab) -> Lab:
    """Two colleagues, whom alpha and beta both know."""
    lab = make_lab(mapping=CONTACTS)
    lab["alpha"].user_creates("a1", **TARO, **YAMADA)
    lab["alpha"].user_creates("a2", **HANAKO, **YAMADA)
    settle(lab)
    return lab


def settle(lab: Lab) -> None:
    """Let it come to rest."""
    for _ in range(3):
        lab.sync()
    written = lab.written()
    lab.sync()
    assert lab.written() == written, "writes stop"


def firm_of(lab: Lab, system: str, given: str) -> dict[str, Any]:
    (found,) = [record for record in lab[system].records.values() if record["given"] == given]
    return {field: found[field] for field in YAMADA if field in found}


def companies(lab: Lab) -> list[dict[str, Any]]:
    with lab.database.begin() as tx:
        rows = tx.rows("SELECT id FROM golden WHERE entity = 'company' AND redirect_to IS NULL ORDER BY id")
        found = golden.by_ids(tx, [row[0] for row in rows])
        living = {row[0] for row in tx.rows("SELECT DISTINCT golden_id FROM crosswalk")}
    return [msgspec.json.decode(found[number].doc) for number in sorted(found) if number in living]


def names(lab: Lab) -> list[str]:
    return sorted(company["name"] for company in companies(lab))


def test_who_changes_jobs_in_one_system_has_done_so_in_all_and_the_colleagues_stay(lab: Lab) -> None:
    lab["alpha"].user_edits("a1", **TOKAI)
    settle(lab)
    for system in ("alpha", "beta"):
        assert (firm_of(lab, system, "太郎"), firm_of(lab, system, "花子")) == (TOKAI, YAMADA)
    assert names(lab) == ["東海建設株式会社", "株式会社山田製作所"]
    assert lab.conflicts() == []
    assert ("another_company_named", "company/1") in [(e, told.get("golden")) for e, told in lab.events]


def test_a_name_that_is_corrected_is_the_companys_own(lab: Lab) -> None:
    lab["alpha"].user_edits("a1", firm="株式会社山田制作所")
    settle(lab)
    assert [firm_of(lab, "beta", given)["firm"] for given in ("太郎", "花子")] == ["株式会社山田制作所"] * 2
    assert names(lab) == ["株式会社山田制作所"]


def test_under_the_same_corporate_number_another_name_is_a_renaming(make_lab: MakeLab) -> None:
    lab, number = make_lab(mapping=CONTACTS), "7000012050002"
    lab["alpha"].user_creates("a1", **TARO, **YAMADA, number=number)
    lab["alpha"].user_creates("a2", **HANAKO, **YAMADA, number=number)
    settle(lab)
    lab["alpha"].user_edits("a1", firm="ヤマテック株式会社")
    settle(lab)
    assert [firm_of(lab, "beta", given)["firm"] for given in ("太郎", "花子")] == ["ヤマテック株式会社"] * 2


def test_what_was_left_standing_of_the_old_employer_is_no_word_about_the_new_one(lab: Lab) -> None:
    lab["alpha"].user_creates("a3", family="高橋", given="次郎", email="jiro@example.jp", **TOKAI)
    settle(lab)
    lab["beta"].user_edits(
        next(r for r, said in lab["beta"].records.items() if said["given"] == "太郎"),
        firm="東海建設㈱",
        tel="052-111-2222",
    )
    settle(lab)
    assert {company["name"]: company["postal_code"] for company in companies(lab)} == {
        "東海建設㈱": "450-0001",
        "株式会社山田製作所": "100-0001",
    }
    for system in ("alpha", "beta"):
        assert firm_of(lab, system, "太郎")["postal"] == "450-0001"
        assert firm_of(lab, system, "次郎")["tel"] == "052-111-2222"
        assert firm_of(lab, system, "花子") == YAMADA


def test_who_comes_back_finds_the_old_company(lab: Lab) -> None:
    lab["alpha"].user_edits("a1", **TOKAI)
    settle(lab)
    lab["beta"].user_edits(next(r for r, said in lab["beta"].records.items() if said["given"] == "太郎"), **YAMADA)
    settle(lab)
    for system in ("alpha", "beta"):
        assert (firm_of(lab, system, "太郎"), firm_of(lab, system, "花子")) == (YAMADA, YAMADA)
    assert "株式会社山田製作所" in names(lab)


def test_two_new_employers_at_once_are_one_conflict_about_the_post(lab: Lab) -> None:
    osaka = {"firm": "大阪物産株式会社", "tel": "06-1111-2222", "postal": "530-0001"}
    lab["alpha"].user_edits("a1", **TOKAI)
    lab["beta"].user_edits(next(r for r, said in lab["beta"].records.items() if said["given"] == "太郎"), **osaka)
    settle(lab)
    for system in ("alpha", "beta"):
        assert (firm_of(lab, system, "太郎"), firm_of(lab, system, "花子")) == (osaka, YAMADA)
    assert [row.unit for row in lab.conflicts()] == ["company"]


def test_an_undone_move_merges_no_companies(lab: Lab) -> None:
    lab["alpha"].user_edits("a1", **TOKAI)
    run = lab.sync().run_id
    settle(lab)
    undo(lab.world, Undoable(run=run), "sato")
    settle(lab)
    assert firm_of(lab, "beta", "太郎") == YAMADA
    assert firm_of(lab, "alpha", "太郎") == TOKAI
    assert names(lab) == ["東海建設株式会社", "株式会社山田製作所"]
    lab["alpha"].user_edits("a2", tel="03-3333-4444")
    settle(lab)
    assert firm_of(lab, "beta", "花子")["tel"] == "03-3333-4444"
    assert firm_of(lab, "alpha", "太郎") == TOKAI


def test_whom_the_evidence_knew_by_the_employer_stays_one_person(make_lab: MakeLab) -> None:
    lab = make_lab(mapping=CONTACTS)
    lab.world = replace(lab.world, definitions=DEFINITIONS)
    for system in ("alpha", "beta"):
        lab[system].user_creates(f"{system}-1", family="西園寺", given="太郎", **YAMADA)
        lab[system].user_creates(f"{system}-2", family="鈴木", given="花子", **YAMADA)
    settle(lab)
    assert len(lab.people()) == 2
    lab["beta"].user_edits("beta-1", **TOKAI)
    settle(lab)
    assert len(lab.people()) == 2
    for system in ("alpha", "beta"):
        assert (firm_of(lab, system, "太郎"), firm_of(lab, system, "花子")) == (TOKAI, YAMADA)
    assert names(lab) == ["東海建設株式会社", "株式会社山田製作所"]


def test_a_card_of_the_old_employer_stays_there_and_is_told_as_the_post_before(make_lab: MakeLab) -> None:
    lab = make_lab(("alpha", "beta", "cards"), mapping=CONTACTS)
    cards = lab.world.connections["cards"]
    kept = replace(cards, streams={"people": replace(cards.streams["people"], push=PushPolicy())})
    lab.world = replace(lab.world, connections={**lab.world.connections, "cards": kept})
    for system in ("alpha", "cards"):
        lab[system].user_creates(f"{system}-1", **TARO, **YAMADA)
    lab["alpha"].user_creates("a2", **HANAKO, **YAMADA)
    settle(lab)
    lab.clock.goes_on(days=40)
    lab["alpha"].user_edits("alpha-1", **TOKAI)
    settle(lab)
    assert firm_of(lab, "beta", "太郎") == TOKAI
    assert firm_of(lab, "cards", "太郎") == YAMADA
    (person,) = explain(lab.world, "alpha/people/alpha-1#person").records
    assert [(told.company, told.post.ending) for told in person.career] == [
        ("株式会社山田製作所", "left"),
        ("東海建設株式会社", ""),
    ]


def test_a_pinned_value_of_the_company_does_not_go_with_the_one_who_leaves(lab: Lab) -> None:
    pin(lab.world, "company/1", "phone", "+81399990000", "sato")
    settle(lab)
    lab["alpha"].user_edits("a1", **TOKAI)
    settle(lab)
    assert {company["name"]: company["phone"] for company in companies(lab)} == {
        "東海建設株式会社": "+81521112222",
        "株式会社山田製作所": "+81399990000",
    }


def test_what_only_the_leaving_one_had_said_is_kept(lab: Lab) -> None:
    lab["alpha"].user_edits("a1", tel="03-7777-8888")
    settle(lab)
    lab["alpha"].user_edits("a1", **TOKAI)
    settle(lab)
    assert {company["name"]: company["phone"] for company in companies(lab)} == {
        "東海建設株式会社": "+81521112222",
        "株式会社山田製作所": "+81377778888",
    }
    assert firm_of(lab, "alpha", "花子")["tel"] == "03-7777-8888"
