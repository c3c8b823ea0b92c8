"""The index of customers follows what becomes of them, tells what it does not know yet, and shows nobody who went."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from hub.matching import terms
from hub.steward.erase import erase
from hub.steward.pairs import join
from hub.steward.planning import preview
from hub.steward.search import find
from hub.steward.undo import undo
from hub.steward.undoing import Undoable
from hub.store import search_terms
from hub.sync import indexing
from tests.pipeline.conftest import MakeLab
from tests.pipeline.lab import Lab
from tests.pipeline.test_restore import back_up, restored_to


@pytest.fixture
def lab(make_lab: MakeLab) -> Lab:
    """Two people who are known."""
    made = make_lab(names=("alpha",))
    made["alpha"].user_creates("a1", family="山田", given="太郎", email="taro@example.com", phone="03-1234-5678")
    made["alpha"].user_creates("a2", family="佐藤", given="花子", email="hanako@example.com")
    made.sync()
    return made


def found(lab: Lab, typed: str, **options: Any) -> list[str]:
    return [hit.display for hit in find(lab.world, typed, **options).hits]


def indexed(lab: Lab) -> int:
    with lab.database.begin() as tx:
        terms_of = {row[0] for row in tx.rows("SELECT DISTINCT golden_id FROM search_term")}
        assert terms_of == {row[0] for row in tx.rows("SELECT golden_id FROM search_record")}
    return len(terms_of)


def test_customers_are_found_after_the_run_that_made_them(lab: Lab) -> None:
    assert (found(lab, "山田"), found(lab, "田太"), found(lab, "5678")) == (["山田 太郎"],) * 3
    assert find(lab.world, "山田").waiting == 0


def test_the_best_stand_first_and_no_more_than_were_asked_for(lab: Lab) -> None:
    lab["alpha"].user_creates("a3", family="山", given="", email="yama@example.com")
    lab["alpha"].user_creates("a4", family="小山", given="三郎", email="saburo@example.com")
    lab.sync()
    assert found(lab, "山") == ["山", "山田 太郎", "小山 三郎"]
    few = find(lab.world, "山", limit=2)
    assert ([hit.fit for hit in few.hits], few.is_cut) == (["exact", "prefix"], True)
    assert found(lab, "山", entity="company") == []


@pytest.mark.parametrize(
    ("typed", "who"),
    [("a2", ["佐藤 花子"]), ("person/1", ["山田 太郎"]), ("person/99", []), ("company/1", []), ("beta-1", [])],
)
def test_a_name_in_a_system_or_in_the_hub_leads_to_the_customer(lab: Lab, typed: str, who: list[str]) -> None:
    assert found(lab, typed) == who


def test_who_was_renamed_is_found_by_the_new_name_alone(lab: Lab) -> None:
    lab["alpha"].user_edits("a1", family="田中")
    lab.sync()
    assert (found(lab, "山田"), found(lab, "田中")) == ([], ["田中 太郎"])
    assert indexed(lab) == 2


def test_what_the_index_does_not_know_yet_is_told(lab: Lab) -> None:
    lab["alpha"].user_creates("a3", family="鈴木", given="一郎", email="ichiro@example.com")
    lab["alpha"].user_edits("a1", family="田中")
    lab.sync(steps=("pull", "resolve"))
    late = find(lab.world, "鈴木")
    assert (late.hits, late.waiting) == ([], 2)
    # Nobody is shown as somebody that they are no more.
    assert found(lab, "山田") == []
    lab.sync()
    assert (found(lab, "鈴木"), find(lab.world, "鈴木").waiting) == (["鈴木 一郎"], 0)


def test_a_plan_leaves_the_index_alone(lab: Lab) -> None:
    lab["alpha"].user_creates("a3", family="鈴木", given="一郎", email="ichiro@example.com")
    preview(lab.world)
    assert (found(lab, "鈴木"), indexed(lab)) == ([], 2)


def test_a_merge_leaves_one_and_its_undo_brings_both_back(lab: Lab) -> None:
    join(lab.world, "alpha/people/a1", "alpha/people/a2", "佐藤", "同じ人")
    run = lab.sync().run_id
    assert (len(found(lab, "山田") + found(lab, "佐藤")), indexed(lab)) == (1, 1)
    undo(lab.world, Undoable(run=run), "佐藤")
    lab.sync()
    assert (found(lab, "山田"), found(lab, "佐藤"), indexed(lab)) == (["山田 太郎"], ["佐藤 花子"], 2)


def test_an_erased_person_is_not_found_and_has_no_terms(lab: Lab) -> None:
    lab["alpha"].user_edits("a1", family="田中")
    lab.sync(steps=("pull", "resolve"))
    erase(lab.world, "person/2", "佐藤", "本人の請求")
    # What waited meanwhile was made anew first.
    assert (found(lab, "花子"), found(lab, "a2"), found(lab, "田中"), indexed(lab)) == ([], [], ["田中 太郎"], 1)


def test_a_restored_store_is_indexed_anew(lab: Lab, tmp_path: Path) -> None:
    file = back_up(lab, tmp_path)
    lab["alpha"].user_edits("a1", family="田中")
    lab.sync()
    restored_to(lab, file)
    assert (indexed(lab), find(lab.world, "山田").waiting) == (0, 2)
    lab.sync()
    assert (indexed(lab), found(lab, "田中")) == (2, ["田中 太郎"])


def test_terms_of_another_format_are_made_anew(lab: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(indexing, "FORMAT", terms.FORMAT + 1)
    with lab.database.begin() as tx:
        search_terms.remember(tx, search_terms.reached(tx)._replace(format=0))
    assert find(lab.world, "山田").waiting == 2
    lab.sync()
    with lab.database.begin() as tx:
        assert search_terms.reached(tx).format == terms.FORMAT + 1
    assert (indexed(lab), found(lab, "山田")) == (2, ["山田 太郎"])


def test_many_new_customers_get_a_segment_of_their_own(lab: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(indexing, "BATCH", 4)
    monkeypatch.setattr(indexing, "PAGE", 2)
    for number in range(9):
        lab["alpha"].user_creates(f"b{number}", family="鈴木", given="一郎", email=f"s{number}@example.com")
    lab.sync()
    with lab.database.begin() as tx:
        assert search_terms.reached(tx).segment == 3
        rows = tx.rows("SELECT segment, count(*) FROM search_record GROUP BY segment ORDER BY segment")
    assert rows == [(0, 2), (1, 4), (2, 4), (3, 1)]
    assert (len(found(lab, "鈴木")), found(lab, "太郎")) == (9, ["山田 太郎"])
    lab["alpha"].user_edits("b0", family="田中")
    lab.sync()
    assert (len(found(lab, "鈴木")), found(lab, "田中")) == (8, ["田中 一郎"])
