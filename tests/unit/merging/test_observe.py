"""The laws of shadows: an unchanged field keeps its claim, an edit is a claim, and an echo never is."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from hub.merging.claims import Mark, Source, claim_of, read_marks, write_marks
from hub.merging.observe import observe, settled
from hub.merging.rules import Rule
from hub.merging.written import written
from tests.unit.merging import worlds
from tests.unit.merging.worlds import DAYS, VALUES, rules_with

NOBODY: frozenset[str] = frozenset()
SINCE, LATER, LATEST = DAYS
RULES = rules_with(Rule())
GROUP = ("name", "family_name", "given_name")

marks = st.fixed_dictionaries({}, optional={field: worlds.marks_of(field) for field in VALUES})


def _claims(shadow: dict[str, Any], marks: dict[str, Mark]) -> dict[str, tuple[Any, str, bool]]:
    source = Source(1, "alpha", "alpha/people/1#person", SINCE, shadow, marks)
    found = {field: claim_of(source, (field,)) for field in VALUES}
    return {field: (c.values.get(field), c.at, c.edited) for field, c in found.items() if c is not None}


@given(marks)
def test_marks_are_read_as_they_were_written(drawn: dict[str, Mark]) -> None:
    assert read_marks(write_marks(drawn)) == drawn


def test_a_record_with_nothing_special_stores_no_marks() -> None:
    assert write_marks({}) is None
    assert read_marks(None) == {}


@given(worlds.documents(), marks)
def test_seeing_what_is_known_changes_nothing(shadow: dict[str, Any], drawn: dict[str, Mark]) -> None:
    seen = observe(shadow, drawn, SINCE, shadow, NOBODY, LATEST, RULES)
    assert not seen.changed
    assert (seen.shadow, seen.marks) == (shadow, drawn)


@given(worlds.documents(), marks, worlds.documents(), st.sets(st.sampled_from(sorted(VALUES))))
def test_the_new_shadow_is_what_the_system_shows(
    shadow: dict[str, Any], drawn: dict[str, Mark], edits: dict[str, Any], emptied: set[str]
) -> None:
    blanks = frozenset(emptied - edits.keys())
    seen = observe(shadow, drawn, SINCE, edits, blanks, LATEST, RULES)
    assert seen.shadow == {**{f: v for f, v in shadow.items() if f not in blanks}, **edits}


@given(worlds.documents(), worlds.documents(), st.sets(st.sampled_from(sorted(VALUES))))
def test_a_changed_field_is_claimed_anew_and_the_others_keep_their_time(
    shadow: dict[str, Any], edits: dict[str, Any], emptied: set[str]
) -> None:
    blanks = frozenset(emptied - edits.keys())
    seen = observe(shadow, {}, SINCE, edits, blanks, LATEST, RULES)
    before, after = _claims(shadow, {}), _claims(seen.shadow, seen.marks)
    for field in VALUES:
        if field in blanks and field in shadow:
            assert after[field] == (None, LATEST, True)
        elif field in edits and shadow.get(field) != edits[field]:
            assert after[field] == (edits[field], LATEST, True)
        else:
            assert after.get(field) == before.get(field)


@given(worlds.documents(), marks, worlds.documents(1))
def test_what_the_hub_wrote_comes_back_as_no_claim(
    shadow: dict[str, Any], drawn: dict[str, Mark], sent: dict[str, Any]
) -> None:
    new_shadow, new_marks = written(shadow, drawn, SINCE, sent, {}, 7)
    assert _claims(new_shadow, new_marks) == _claims(shadow, drawn)
    seen = observe(new_shadow, new_marks, SINCE, new_shadow, NOBODY, LATEST, RULES)
    assert not seen.changed


@given(worlds.documents(), worlds.documents(1))
def test_the_systems_own_claim_stays_under_what_was_written(shadow: dict[str, Any], sent: dict[str, Any]) -> None:
    new_shadow, new_marks = written(shadow, {}, SINCE, sent, {}, 7)
    assert new_shadow == {**shadow, **sent}
    assert _claims(new_shadow, new_marks) == {field: (value, SINCE, False) for field, value in shadow.items()}


@given(worlds.documents(1), st.integers(1, 3))
def test_writing_twice_leaves_the_same_claims_as_writing_once(sent: dict[str, Any], times: int) -> None:
    shadow: dict[str, Any] = {"occupation": "会長"}
    drawn: dict[str, Mark] = {}
    for number in range(times):
        shadow, drawn = written(shadow, drawn, SINCE, sent, {}, number + 1)
    assert _claims(shadow, drawn) == {"occupation": ("会長", SINCE, False)}


def test_an_emptied_field_is_gone_from_the_shadow_and_still_claimed_underneath() -> None:
    shadow, drawn = written({"occupation": "部長"}, {}, SINCE, {"occupation": None}, {}, 7)
    assert shadow == {}
    assert _claims(shadow, drawn) == {"occupation": ("部長", SINCE, False)}


def test_a_reformatted_echo_is_noticed_and_is_no_edit() -> None:
    shadow, drawn = written({}, {}, SINCE, {"occupation": "部長　代理"}, {}, 7)
    seen = observe(shadow, drawn, SINCE, {"occupation": "部長 代理"}, NOBODY, LATEST, RULES)
    assert (seen.edited, seen.reformatted) == ([], ["occupation"])
    assert _claims(seen.shadow, seen.marks) == {}


def test_a_spelling_that_a_person_changed_is_an_edit() -> None:
    own = {"occupation": Mark(value="ＣＥＯ", at=SINCE)}
    seen = observe({"occupation": "ＣＥＯ"}, own, SINCE, {"occupation": "CEO"}, NOBODY, LATEST, RULES)
    assert _claims(seen.shadow, seen.marks) == {"occupation": ("CEO", LATEST, True)}


def test_an_answer_tells_at_once_how_the_system_rewrote_a_value() -> None:
    shadow, drawn = written({}, {}, SINCE, {"occupation": "ＣＥＯ"}, {"occupation": "CEO"}, 7)
    assert shadow == {"occupation": "CEO"}
    assert not observe(shadow, drawn, SINCE, {"occupation": "CEO"}, NOBODY, LATEST, RULES).changed


def test_a_value_that_never_stays_is_counted() -> None:
    shadow: dict[str, Any] = {}
    drawn: dict[str, Mark] = {}
    for number in (1, 2):
        shadow, drawn = written(shadow, drawn, SINCE, {"occupation": "部長"}, {}, number)
        seen = observe(shadow, drawn, SINCE, {"occupation": "課長"}, NOBODY, LATER, RULES)
        shadow, drawn = seen.shadow, seen.marks
    assert drawn["occupation"].bounced == 2


def test_another_wish_is_counted_anew() -> None:
    shadow, drawn = written({}, {}, SINCE, {"occupation": "部長"}, {}, 1)
    seen = observe(shadow, drawn, SINCE, {"occupation": "課長"}, NOBODY, LATER, RULES)
    _, drawn = written(seen.shadow, seen.marks, SINCE, {"occupation": "社長"}, {}, 2)
    assert drawn["occupation"].bounced == 0


def test_the_defaults_of_a_new_record_are_no_edits() -> None:
    shadow, drawn = written({}, {}, SINCE, {"name": "山田 太郎"}, {}, 7)
    seen = observe(
        shadow, drawn, SINCE, {"name": "山田 太郎", "occupation": "未設定"}, NOBODY, LATER, RULES, first_sight=True
    )
    assert _claims(seen.shadow, seen.marks) == {"occupation": ("未設定", LATER, False)}


def test_who_fills_a_group_before_the_hub_sees_the_record_that_it_made_claims_all_of_it() -> None:
    made = {"name": "山田 太郎", "family_name": "山田"}
    shadow, drawn = written({}, {}, SINCE, made, {}, 7)
    filled = {**made, "given_name": "太郎"}
    seen = observe(shadow, drawn, SINCE, filled, NOBODY, LATER, RULES, first_sight=True)
    assert _claims(seen.shadow, seen.marks) == {field: (value, LATER, False) for field, value in filled.items()}


def test_the_same_state_in_other_words_is_no_edit() -> None:
    seen = observe({"occupation": "部長"}, {}, SINCE, {"occupation": "課長"}, NOBODY, LATER, RULES, edited=False)
    assert not seen.marks["occupation"].edited


def test_a_field_that_is_not_mentioned_says_nothing() -> None:
    seen = observe({"occupation": "部長"}, {}, SINCE, {}, NOBODY, LATER, RULES)
    assert (seen.shadow, seen.changed) == ({"occupation": "部長"}, False)


@given(marks)
def test_settled_marks_claim_the_same_and_nothing_is_fresh(drawn: dict[str, Mark]) -> None:
    weighed = settled(drawn, 7)
    assert not any(mark.fresh for mark in weighed.values())
    assert _claims({}, weighed) == _claims({}, drawn)


def test_an_edit_remembers_what_its_author_saw() -> None:
    shadow, drawn = written({"occupation": "部長"}, {}, SINCE, {"occupation": "課長"}, {}, 7)
    seen = observe(shadow, drawn, SINCE, {"occupation": "社長"}, NOBODY, LATER, RULES)
    assert seen.marks["occupation"].saw == "課長"


def test_who_edits_one_field_of_a_group_claims_what_the_hub_wrote_beside_it() -> None:
    shadow, drawn = written(
        {"family_name": "山田", "given_name": "太郎"}, {}, SINCE, {"family_name": "佐藤", "given_name": "花子"}, {}, 7
    )
    seen = observe(shadow, drawn, SINCE, {"given_name": "華子"}, NOBODY, LATER, RULES)
    claim = claim_of(Source(1, "alpha", "alpha/people/1#person", SINCE, seen.shadow, seen.marks), GROUP)
    assert claim is not None
    assert claim.values == {"family_name": "佐藤", "given_name": "華子"}
    assert claim.saw == {"family_name": "佐藤", "given_name": "花子"}


@given(worlds.documents(1), worlds.documents())
def test_a_group_is_claimed_as_a_whole_at_the_moment_of_its_last_edit(
    first: dict[str, Any], edits: dict[str, Any]
) -> None:
    seen = observe(first, {}, SINCE, edits, NOBODY, LATER, RULES)
    claim = claim_of(Source(1, "alpha", "alpha/people/1#person", SINCE, seen.shadow, seen.marks), GROUP)
    expected = {field: seen.shadow[field] for field in GROUP if field in seen.shadow}
    was_edited = any(field in seen.edited for field in GROUP)
    if claim is None:
        assert expected == {}
    else:
        assert (claim.values, claim.at, claim.edited) == (expected, LATER if was_edited else SINCE, was_edited)
