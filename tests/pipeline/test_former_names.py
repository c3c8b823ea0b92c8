"""Who looks for a company by a former name finds it below those that are called so, and only while it was renamed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hub.matching.definition import DEFINITIONS
from hub.steward.erase import erase
from hub.steward.pairs import join
from hub.steward.search import find
from hub.steward.undo import undo
from hub.steward.undoing import Undoable
from tests.pipeline.conftest import MakeLab
from tests.pipeline.lab import Lab
from tests.pipeline.test_search import indexed

FIRMS = """
mapping: 1
connector: memory
stream: people
when: at
when_blank: clear
parts:
  company:
    requires: firm
    fields:
      name: firm
      kana: kana
      phone: {from: tel, with: phone}
  person:
    requires: family
    fields:
      name: family
      mobile: {from: mobile, with: phone}
"""


@pytest.fixture
def lab(make_lab: MakeLab) -> Lab:
    """山田製作所 has been renamed; another firm is called as it was."""
    made = make_lab(names=("alpha",), mapping=FIRMS)
    made["alpha"].user_creates("1", firm="株式会社山田製作所", kana="ヤマダセイサクショ", tel="03-1111-1111")
    made["alpha"].user_creates("2", firm="山田製作所大阪", tel="06-2222-2222")
    made.sync()
    made["alpha"].user_edits("1", firm="株式会社ヒカリ", kana="ヒカリ")
    made.sync()
    return made


def found(lab: Lab, typed: str, limit: int = 50) -> list[tuple[str, str, str]]:
    return [(hit.display, hit.fit, hit.former) for hit in find(lab.world, typed, limit).hits]


OSAKA = ("山田製作所大阪", "prefix", "")
HIKARI = ("株式会社ヒカリ", "exact", "株式会社山田製作所")


def test_a_former_name_finds_the_company_and_says_so_below_those_who_have_it(lab: Lab) -> None:
    assert found(lab, "山田製作所") == [OSAKA, HIKARI]
    assert found(lab, "山田製作所", limit=1) == [OSAKA]
    assert found(lab, "yamada seisakusho") == found(lab, "ﾔﾏﾀﾞｾｲｻｸｼｮ") == [HIKARI]
    assert found(lab, "ヒカリ") == [("株式会社ヒカリ", "exact", "")]


def test_a_name_that_is_put_back_was_no_other_name(lab: Lab) -> None:
    lab["alpha"].user_edits("1", firm="株式会社山田製作所", kana="ヤマダセイサクショ")
    lab.sync()
    assert found(lab, "ヒカリ") == []
    assert found(lab, "株式会社山田製作所") == [("株式会社山田製作所", "exact", ""), OSAKA]
    assert indexed(lab) == 2


def test_a_join_that_is_undone_leaves_nobody_the_names_of_the_other(lab: Lab) -> None:
    join(lab.world, "alpha/people/1#company", "alpha/people/2#company", "佐藤", "同じ会社")
    run = lab.sync().run_id
    lab["alpha"].user_edits("2", firm="東海建設", kana="トウカイケンセツ")
    lab.sync()
    assert found(lab, "ヒカリ") == [("東海建設", "exact", "株式会社ヒカリ")]
    undo(lab.world, Undoable(run=run), "佐藤")
    lab.sync()
    assert found(lab, "ヒカリ") == [("株式会社ヒカリ", "exact", "")]
    assert found(lab, "山田製作所") == [HIKARI, ("東海建設", "prefix", "山田製作所大阪")]


def test_until_the_index_follows_nobody_is_shown_as_called_what_it_is_not(lab: Lab) -> None:
    lab["alpha"].user_edits("1", firm="株式会社山田製作所", kana="ヤマダセイサクショ")
    lab.sync(steps=("pull", "resolve"))
    assert (found(lab, "製作所")[0], found(lab, "ヒカリ")) == (("山田製作所大阪", "part", ""), [])


def test_a_firm_that_was_called_after_an_erased_person_is_not_known_by_that_name(lab: Lab) -> None:
    lab.world = replace(lab.world, definitions=DEFINITIONS)
    lab["alpha"].user_creates("3", firm="カナリア花子", family="カナリア花子", mobile="090-5555-0123")
    lab.sync()
    lab["alpha"].user_edits("3", firm="有限会社はな")
    lab.sync()
    assert [hit[2] for hit in found(lab, "カナリア花子")] == ["", "カナリア花子"]
    (person,) = [hit for hit in find(lab.world, "カナリア花子").hits if hit.entity == "person"]
    erase(lab.world, person.golden, "佐藤", "本人の請求")
    assert (found(lab, "カナリア花子"), found(lab, "はな")) == ([], [("有限会社はな", "exact", "")])
    known = ("SELECT term FROM search_term", "SELECT marks FROM source_record", "SELECT facts FROM trait")
    with lab.database.begin() as tx:
        assert [row for sql in known for row in tx.rows(sql) if "カナリア" in str(row[0])] == []
    lab.sync()
    assert found(lab, "はな") == [("有限会社はな", "exact", "")]
