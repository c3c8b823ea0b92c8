"""Edits that did not know of each other: whichever the hub hears of first, the same wins and none goes in silence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from hub.merging.rules import Rule
from hub.steward.decide import decide, pin
from tests.laws import lawful
from tests.pipeline.conftest import MakeLab
from tests.pipeline.edits import FIELDS, Office, story_values
from tests.pipeline.lab import Lab
from tests.pipeline.test_properties import SYSTEMS, laboratory

YAMADA = {"family": "山田", "given": "一郎", "email": "p0@example.jp", "job": "係長", "phone": "03-1234-5678"}
Told = set[tuple[str, str]]


def _everybody_knows_yamada(lab: Lab) -> None:
    for name, system in lab.systems.items():
        system.user_creates(f"{name}-1", **YAMADA)
    lab.sync()


def _told(lab: Lab) -> list[tuple[str, dict[str, Any]]]:
    return [told for row in lab.conflicts() for told in story_values(row.doc)]


def _ends(rule: Rule, typed: Sequence[tuple[str, str]], order: Sequence[Sequence[str]]) -> tuple[dict[str, Any], Told]:
    """The golden person, and who was told of, after people typed and the hub heard of the systems in this order."""
    with laboratory(SYSTEMS, rules={("person", "occupation"): rule}) as lab:
        _everybody_knows_yamada(lab)
        for place, (system, field) in enumerate(typed):
            lab[system].user_edits(f"{system}-1", **{field: f"{field}{place}"})
        for heard in [*order, SYSTEMS, SYSTEMS]:
            lab.sync(only=heard)
        (person,) = lab.people()
        return person, {(source, str(values)) for source, values in _told(lab)}


rules = st.sampled_from([Rule(), Rule("source_priority", order=("beta", "alpha")), Rule("longest")])
somewhere = st.sampled_from(SYSTEMS)
heard = st.lists(somewhere, min_size=1, max_size=2, unique=True)


@lawful(8)
@given(
    rules,
    st.lists(st.tuples(somewhere, st.sampled_from(["job", "notes"])), min_size=2, max_size=5),
    st.lists(heard, min_size=1, max_size=4),
)
def test_the_order_in_which_systems_are_heard_decides_nothing(
    rule: Rule, typed: list[tuple[str, str]], order: list[list[str]]
) -> None:
    assert _ends(rule, typed, order) == _ends(rule, typed, [])


steps = st.one_of(
    st.tuples(st.just("types"), somewhere, st.sampled_from(["job", "job", "notes", "phone", "-job"])),
    st.tuples(st.just("hears"), heard),
)


@lawful(12)
@given(rules, st.lists(steps, min_size=3, max_size=12))
def test_an_edit_stays_or_was_seen_by_who_replaced_it_or_stands_in_a_conflict(
    rule: Rule, life: list[tuple[Any, ...]]
) -> None:
    with laboratory(SYSTEMS, rules={("person", "occupation"): rule}) as lab:
        _everybody_knows_yamada(lab)
        office = Office(lab)
        for step in life:
            if step[0] == "types":
                office.types(lab[step[1]], 0, step[2])
            else:
                lab.sync(only=step[1])
        for _ in range(3):
            lab.sync()
        (person,) = lab.people()
        told = _told(lab)
        for edit in office.edits:
            field = FIELDS[edit.field]
            stays = person.get(field) == edit.canonical.get(field)
            replaced = any(later.supersedes(edit) for later in office.edits)
            source = f"{edit.system}/people/{edit.record_id}#person"
            assert stays or replaced or (source, edit.canonical) in told, (edit, person, told)


def test_a_later_edit_that_had_not_seen_the_golden_value_is_a_conflict(lab: Lab) -> None:
    _everybody_knows_yamada(lab)
    lab["beta"].user_edits("beta-1", job="課長")
    lab.sync(only=["beta"])
    lab["alpha"].user_edits("alpha-1", job="部長")
    lab.sync()
    (conflict,) = lab.conflicts()
    assert conflict.state == "auto"
    assert story_values(conflict.doc) == [("beta/people/beta-1#person", {"occupation": "課長"})]
    assert lab["beta"].records["beta-1"]["job"] == "部長"


def test_an_edit_of_what_somebody_else_wrote_is_a_plain_succession(lab: Lab) -> None:
    _everybody_knows_yamada(lab)
    lab["beta"].user_edits("beta-1", job="課長")
    lab.sync()
    lab["alpha"].user_edits("alpha-1", job="部長")
    lab.sync()
    assert lab["beta"].records["beta-1"]["job"] == "部長"
    assert lab.conflicts() == []


def test_under_review_a_later_edit_does_not_go_over_what_its_author_had_not_seen(make_lab: MakeLab) -> None:
    lab = make_lab(rules={("person", "occupation"): Rule(review=True)})
    _everybody_knows_yamada(lab)
    lab["beta"].user_edits("beta-1", job="課長")
    lab.sync(only=["beta"])
    lab["alpha"].user_edits("alpha-1", job="部長")
    assert lab.sync().open_conflicts == 1
    assert (lab["alpha"].records["alpha-1"]["job"], lab["beta"].records["beta-1"]["job"]) == ("部長", "課長")


def test_an_author_who_returns_to_the_old_value_is_not_taken_for_one_who_never_saw_the_new(make_lab: MakeLab) -> None:
    lab = make_lab(rules={("person", "occupation"): Rule("source_priority", order=("alpha", "beta"))})
    _everybody_knows_yamada(lab)
    lab["alpha"].user_edits("alpha-1", job="課長")
    lab.sync()
    lab["beta"].user_edits("beta-1", job="係長")
    lab.sync()
    (conflict,) = lab.conflicts()
    assert story_values(conflict.doc) == [("beta/people/beta-1#person", {"occupation": "係長"})]
    assert lab["beta"].records["beta-1"]["job"] == "課長"


def test_who_edits_half_a_name_that_the_hub_wrote_keeps_the_other_half(lab: Lab) -> None:
    _everybody_knows_yamada(lab)
    lab["beta"].user_edits("beta-1", family="佐藤")
    lab.sync()
    lab["alpha"].user_edits("alpha-1", given="二郎")
    lab.sync()
    for name, system in lab.systems.items():
        record = system.records[f"{name}-1"]
        assert (record["family"], record["given"]) == ("佐藤", "二郎")
    assert lab.conflicts() == []


def test_an_edit_that_had_not_seen_a_stewards_choice_goes_over_it_with_a_conflict(lab: Lab) -> None:
    _everybody_knows_yamada(lab)
    lab["alpha"].user_edits("alpha-1", job="部長")
    lab["beta"].user_edits("beta-1", job="課長")
    lab.sync()
    (first,) = lab.conflicts()
    decide(lab.world, first.conflict_id, {"occupation": "会長"}, "hanako")
    lab.sync(only=["alpha"])
    lab["beta"].user_edits("beta-1", job="社長")
    lab.sync()
    (second, _) = lab.conflicts()
    assert story_values(second.doc) == [("hanako", {"occupation": "会長"})]
    assert lab.people()[0]["occupation"] == "社長"


def test_who_empties_a_field_is_told_of_when_somebody_fills_it_elsewhere_unseen(lab: Lab) -> None:
    lab["alpha"].user_creates("a1", **YAMADA)
    lab["beta"].user_creates("b1", **YAMADA)
    lab.sync()
    lab["alpha"].user_edits("a1", job="係長")
    lab.sync(steps=("pull", "resolve"))
    lab["alpha"].user_edits("a1", job="")
    lab["beta"].user_edits("b1", job="部長")
    lab.sync()
    assert [row.unit for row in lab.conflicts()] == ["occupation"]


def _emptied_where_beta_never_held_it(lab: Lab) -> None:
    lab["alpha"].user_creates("a1", **YAMADA | {"job": ""})
    lab["beta"].user_creates("b1", **YAMADA | {"job": ""})
    lab.sync()
    lab["alpha"].user_edits("a1", job="課長")
    lab.sync(only=["alpha"], steps=("pull", "resolve"))
    lab["alpha"].user_edits("a1", job="")
    lab.sync(only=["alpha"])


def test_who_fills_a_field_that_was_always_empty_for_him_had_not_seen_it_emptied(lab: Lab) -> None:
    _emptied_where_beta_never_held_it(lab)
    lab["beta"].user_edits("b1", job="部長")
    lab.sync()
    (conflict,) = lab.conflicts()
    assert story_values(conflict.doc) == [("alpha/people/a1#person", {})]
    assert lab["alpha"].records["a1"]["job"] == "部長"


def test_under_review_an_emptied_field_is_not_filled_by_who_had_not_seen_it_emptied(make_lab: MakeLab) -> None:
    lab = make_lab(rules={("person", "occupation"): Rule(review=True)})
    _emptied_where_beta_never_held_it(lab)
    lab["beta"].user_edits("b1", job="部長")
    assert lab.sync().open_conflicts == 1
    assert lab["alpha"].records["a1"]["job"] == ""


def test_who_fills_a_field_that_the_hub_had_emptied_had_seen_it(lab: Lab) -> None:
    _everybody_knows_yamada(lab)
    lab["alpha"].user_edits("alpha-1", job="")
    lab.sync()
    assert lab["beta"].records["beta-1"]["job"] in ("", None)
    lab["beta"].user_edits("beta-1", job="部長")
    lab.sync()
    assert lab.conflicts() == []
    assert lab["alpha"].records["alpha-1"]["job"] == "部長"


def test_who_saw_a_field_emptied_once_had_not_seen_that_it_was_emptied_again(lab: Lab) -> None:
    _everybody_knows_yamada(lab)
    lab["alpha"].user_edits("alpha-1", job="")
    lab.sync()
    lab["alpha"].user_edits("alpha-1", job="課長")
    lab.sync(only=["alpha"])
    lab["alpha"].user_edits("alpha-1", job="")
    lab.sync(only=["alpha"])
    lab["beta"].user_edits("beta-1", job="部長")
    lab.sync()
    (conflict,) = lab.conflicts()
    assert story_values(conflict.doc) == [("alpha/people/alpha-1#person", {})]


def test_a_steward_who_fixes_an_emptied_field_has_seen_it_emptied(lab: Lab) -> None:
    _emptied_where_beta_never_held_it(lab)
    pin(lab.world, "person/1", "occupation", "部長", "hanako")
    lab.sync()
    assert lab.conflicts() == []
    assert lab["alpha"].records["a1"]["job"] == "部長"
