"""The undo of a join that lies in a chain: the two are not one afterwards, and everybody else is with his own."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hub.steward.errors import StewardError
from hub.steward.pairs import join
from hub.steward.planning import silence
from hub.steward.undo import preview_undo, undo
from hub.steward.undoing import Undo, Undoable
from hub.sync.world import PushPolicy
from tests.pipeline.conftest import MakeLab
from tests.pipeline.lab import Lab

ICHIRO = {"family": "山田", "given": "一郎", "email": "ichiro@example.jp", "phone": "03-1111-2222"}
HANAKO = {"family": "佐藤", "given": "花子", "email": "hanako@example.jp", "mobile": "090-5555-0123"}
KENJI = {"family": "鈴木", "given": "健二", "email": "kenji@example.jp", "job": "課長"}
A, B, C = "alpha/people/a", "beta/people/b", "gamma/people/c"


@pytest.fixture
def three(make_lab: MakeLab) -> Lab:
    """Three strangers, one in each system; and the hub makes nobody."""
    lab = make_lab(("alpha", "beta", "gamma"), push=PushPolicy(update=True))
    for name, person in (("alpha", ICHIRO), ("beta", HANAKO), ("gamma", KENJI)):
        lab[name].user_creates({"alpha": "a", "beta": "b", "gamma": "c"}[name], **person)
        lab.sync()
    return lab


def _joins(lab: Lab, *pairs: tuple[str, str], at_once: bool = True) -> list[int]:
    """The numbers of the decisions, which syncs have carried out."""
    numbers = []
    for one, other in pairs:
        numbers.append(join(lab.world, one, other, "hanako").decision)
        if not at_once:
            lab.sync()
    lab.sync()
    return numbers


def _undo(lab: Lab, **named: object) -> Undo:
    return undo(lab.world, Undoable(**named), "hanako")  # type: ignore[arg-type]


def _customers(lab: Lab) -> set[frozenset[str]]:
    """Who are one, by the ids of their records."""
    found: dict[int, set[str]] = {}
    with lab.database.begin() as tx:
        rows = tx.rows(
            "SELECT c.golden_id, r.external_id FROM crosswalk c JOIN source_record s ON s.id = c.source_id "
            "JOIN raw_record r ON r.id = s.raw_id"
        )
    for golden_id, external_id in rows:
        found.setdefault(golden_id, set()).add(external_id)
    return {frozenset(group) for group in found.values()}


def _groups(*groups: str) -> set[frozenset[str]]:
    return {frozenset(group) for group in groups}


def _stays(lab: Lab, groups: set[frozenset[str]]) -> None:
    for _ in range(2):
        assert _customers(lab) == groups
        lab.sync()


@pytest.mark.parametrize("at_once", [True, False])
@pytest.mark.parametrize(("undone", "apart"), [(0, ("a", "bc")), (1, ("ab", "c"))])
def test_a_link_of_a_chain_is_undone_and_the_other_one_holds(
    three: Lab, undone: int, apart: tuple[str, ...], at_once: bool
) -> None:
    numbers = _joins(three, (A, B), (B, C), at_once=at_once)
    assert _customers(three) == _groups("abc")
    told = _undo(three, decision=numbers[undone])
    assert told.parted
    _stays(three, _groups(*apart))


def test_both_links_of_a_chain_are_undone_one_after_the_other(three: Lab) -> None:
    first, second = _joins(three, (A, B), (B, C))
    _undo(three, decision=first)
    _undo(three, decision=second)
    _stays(three, _groups("a", "b", "c"))
    shown = [three[name].records[number]["email"] for name, number in (("alpha", "a"), ("beta", "b"), ("gamma", "c"))]
    assert shown == [ICHIRO["email"], HANAKO["email"], KENJI["email"]]


def test_what_was_written_over_an_undone_link_is_taken_out_again(three: Lab) -> None:
    first, _ = _joins(three, (A, B), (B, C))
    assert three["beta"].records["b"]["phone"] == ICHIRO["phone"]
    _undo(three, decision=first)
    three.sync()
    assert not three["beta"].records["b"]["phone"]
    assert not three["alpha"].records["a"]["mobile"]
    assert three["gamma"].records["c"]["mobile"] == HANAKO["mobile"]


@pytest.mark.parametrize("named", [{"merge": "person/2"}, {"decision": 1}])
def test_what_was_edited_while_two_were_one_stays_with_the_one_who_said_it(
    three: Lab, named: dict[str, object]
) -> None:
    three["gamma"].user_edits("c", email=ICHIRO["email"], family="", given="")
    three.sync()
    _joins(three, (A, B))
    three["alpha"].user_edits("a", job="部長")
    three.sync()
    assert [three["beta"].records["b"]["job"], three["gamma"].records["c"]["job"]] == ["部長", "部長"]
    _undo(three, **named)
    three.sync()
    assert [three["beta"].records["b"]["job"], three["gamma"].records["c"]["job"]] == [None, "部長"]


def test_an_undo_of_the_undo_brings_the_whole_chain_back(three: Lab) -> None:
    first, _ = _joins(three, (A, B), (B, C))
    done = _undo(three, decision=first)
    _undo(three, run=done.run)
    _stays(three, _groups("abc"))


def test_two_who_are_one_by_other_joins_too_are_not_parted_and_it_is_told_what_parts_them(three: Lab) -> None:
    first, second, third = _joins(three, (A, B), (A, C), (B, C))
    with pytest.raises(StewardError) as refused:
        preview_undo(three.world, Undoable(decision=third), "hanako")
    assert refused.value.code == "joined_otherwise"
    assert refused.value.data["others"] == f"{first}, {second}"
    _undo(three, merge=refused.value.data["merge"])
    customers = _customers(three)
    assert not any({"b", "c"} <= group for group in customers)
    _stays(three, customers)


def test_whom_the_machine_had_found_for_one_stays_with_his_own(three: Lab) -> None:
    three["gamma"].user_edits("c", email=ICHIRO["email"], family="", given="")
    three.sync()
    assert _customers(three) == _groups("ac", "b")
    [number] = _joins(three, (A, B))
    assert _customers(three) == _groups("abc")
    _undo(three, decision=number)
    _stays(three, _groups("ac", "b"))


def test_whom_the_machine_finds_for_one_of_the_two_afterwards_goes_with_him(three: Lab) -> None:
    [number] = _joins(three, (A, B))
    three["gamma"].user_edits("c", email=HANAKO["email"], family="佐藤", given="花子")
    three.sync()
    assert _customers(three) == _groups("abc")
    _undo(three, decision=number)
    _stays(three, _groups("a", "bc"))


def test_a_join_of_two_who_have_come_into_a_third_by_the_machine_is_undone(three: Lab) -> None:
    three["gamma"].user_creates("d", **{**KENJI, "family": "山田", "given": "一郎", "email": "x@example.jp"})
    three.sync()
    number = join(three.world, B, "gamma/people/d", "hanako").decision
    three["alpha"].user_edits("a", email="x@example.jp")
    three.sync()
    assert frozenset("abd") in _customers(three)
    _undo(three, decision=number)
    _stays(three, _groups("ad", "b", "c"))


def test_a_join_that_said_what_was_so_already_is_taken_back_and_told(three: Lab) -> None:
    three["gamma"].user_edits("c", email=ICHIRO["email"], family="山田", given="一郎")
    three.sync()
    [number] = _joins(three, (A, C))
    told = _undo(three, decision=number)
    assert told.together == [f"{A}#person", f"{C}#person"]
    _stays(three, _groups("ac", "b"))


def test_a_join_that_a_run_under_way_has_carried_out_is_undone(three: Lab) -> None:
    said: list[int] = []

    def says(event: str, **data: object) -> None:
        if event == "run_started":
            said.append(join(replace(three.world, log=silence), A, B, "hanako").decision)

    calm, three.world = three.world, replace(three.world, log=says)
    three.sync()
    three.world = calm
    assert _customers(three) == _groups("ab", "c")
    _undo(three, decision=said[0])
    _stays(three, _groups("a", "b", "c"))
