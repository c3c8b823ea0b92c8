"""Stewards decide: the next sync carries it out everywhere, later edits compete again, and all can be taken back."""

from __future__ import annotations

import msgspec
import pytest

from hub.merging.rules import Rule
from hub.steward.conflicts import conflict, open_conflicts
from hub.steward.decide import decide, pin
from hub.steward.errors import StewardError
from hub.steward.explain import explain
from hub.steward.pairs import join, part
from hub.steward.revoke import revoke, unpin
from hub.steward.standing import standing
from hub.store import golden
from hub.sync.world import PushPolicy
from tests.pipeline.conftest import MakeLab
from tests.pipeline.lab import Lab

YAMADA = {"family": "山田", "given": "太郎", "email": "yamada@example.co.jp"}
REVIEW = {("person", "occupation"): Rule(review=True)}


def _both_know_yamada(lab: Lab, **fields: str) -> None:
    lab["alpha"].user_creates("a1", **{**YAMADA, **fields})
    lab["beta"].user_creates("b1", **{**YAMADA, **fields})
    lab.sync()


def _jobs(lab: Lab) -> tuple[str | None, str | None]:
    return lab["alpha"].records["a1"].get("job"), lab["beta"].records["b1"].get("job")


def _golden_ids(lab: Lab) -> dict[str, int]:
    """The golden id of each remote record."""
    with lab.database.begin() as tx:
        rows = tx.rows(
            "SELECT r.external_id, c.golden_id FROM crosswalk c JOIN source_record s ON s.id = c.source_id "
            "JOIN raw_record r ON r.id = s.raw_id"
        )
    return {row[0]: row[1] for row in rows}


@pytest.fixture
def disputed(make_lab: MakeLab) -> Lab:
    """Alpha says 部長, beta says 課長, and a person has to decide; 係長 was agreed before."""
    lab = make_lab(rules=REVIEW)
    _both_know_yamada(lab, job="係長")
    lab["alpha"].user_edits("a1", job="部長")
    lab["beta"].user_edits("b1", job="課長")
    lab.sync()
    return lab


def _number(lab: Lab) -> int:
    (found,) = open_conflicts(lab.world).conflicts
    return found.number


def test_an_open_conflict_tells_who_says_what_and_what_was_before(disputed: Lab) -> None:
    told = conflict(disputed.world, _number(disputed))
    assert [(c.number, c.source, c.values.get("occupation")) for c in told.choices] == [
        (0, None, "係長"),
        (1, "alpha/people/a1#person", "部長"),
        (2, "beta/people/b1#person", "課長"),
    ]
    assert (told.golden, told.display, told.effect) == ("person/1", "山田 太郎", "held")


@pytest.mark.parametrize(("choice", "value"), [(0, "係長"), (1, "部長"), (2, "課長")])
def test_the_chosen_value_reaches_both_systems(disputed: Lab, choice: int, value: str) -> None:
    number = _number(disputed)
    assert decide(disputed.world, number, choice, "sato", "asked by phone").closed == [number]
    disputed.sync()
    assert _jobs(disputed) == (value, value)
    assert open_conflicts(disputed.world).conflicts == []
    assert disputed.sync().ledger.written == 0


def test_a_value_of_the_stewards_own_reaches_both_systems(disputed: Lab) -> None:
    decide(disputed.world, _number(disputed), {"occupation": "社長"}, "sato")
    disputed.sync()
    assert _jobs(disputed) == ("社長", "社長")


def test_a_steward_may_decide_that_the_field_is_empty(disputed: Lab) -> None:
    decide(disputed.world, _number(disputed), {"occupation": None}, "sato")
    disputed.sync()
    assert _jobs(disputed) == (None, None)


def test_a_later_edit_competes_again_with_a_choice(disputed: Lab) -> None:
    decide(disputed.world, _number(disputed), 1, "sato")
    disputed.sync()
    disputed["beta"].user_edits("b1", job="会長")
    disputed.sync()
    assert _jobs(disputed) == ("会長", "会長")


def test_an_edit_that_the_steward_had_not_seen_reopens_the_conflict_on_top_of_what_was_chosen(disputed: Lab) -> None:
    disputed["alpha"].user_edits("a1", job="専務")
    disputed.sync(steps=("pull",))
    decide(disputed.world, _number(disputed), 2, "sato")
    disputed.sync()
    disputed.sync()
    assert [person["occupation"] for person in disputed.people()] == ["課長"]
    told = conflict(disputed.world, _number(disputed))
    assert {choice.values["occupation"] for choice in told.choices} == {"課長", "専務"}
    assert _jobs(disputed) == ("専務", "課長")


def test_a_claim_that_comes_later_joins_the_choices(disputed: Lab) -> None:
    disputed["alpha"].user_edits("a1", job="社長")
    disputed.sync()
    told = conflict(disputed.world, _number(disputed))
    assert [(c.source, c.values["occupation"]) for c in told.choices[1:]] == [
        ("alpha/people/a1#person", "社長"),
        ("beta/people/b1#person", "課長"),
    ]


def test_a_choice_taken_back_lets_the_conflict_wait_again(disputed: Lab) -> None:
    number = _number(disputed)
    decided = decide(disputed.world, number, 1, "sato")
    disputed.sync()
    assert revoke(disputed.world, decided.decision, "suzuki").reopened == [number]
    disputed.sync()
    assert _jobs(disputed) == ("部長", "部長")
    assert _number(disputed) == number
    decide(disputed.world, number, 2, "suzuki")
    disputed.sync()
    assert _jobs(disputed) == ("課長", "課長")


def test_a_conflict_that_a_rule_decided_can_be_overruled(lab: Lab) -> None:
    _both_know_yamada(lab)
    lab["alpha"].user_edits("a1", job="部長")
    lab["beta"].user_edits("b1", job="課長")
    lab.sync()
    (row,) = lab.conflicts()
    told = conflict(lab.world, row.conflict_id)
    assert [(c.number, c.values.get("occupation"), c.is_winner) for c in told.choices] == [
        (0, None, False),
        (1, "課長", True),
        (2, "部長", False),
    ]
    decide(lab.world, row.conflict_id, 2, "sato")
    lab.sync()
    assert _jobs(lab) == ("部長", "部長")


def test_a_conflict_is_decided_once(disputed: Lab) -> None:
    number = _number(disputed)
    decide(disputed.world, number, 1, "sato")
    with pytest.raises(StewardError, match="was decided by sato"):
        decide(disputed.world, number, 2, "suzuki")


@pytest.mark.parametrize(
    ("choice", "word"),
    [
        (9, "no choice 9; it is one of 0, 1, 2"),
        ({"email": "x@example.jp"}, "no field of occupation"),
        ({"occupation": 3}, "can't be taken"),
    ],
)
def test_a_choice_that_makes_no_sense_is_refused(disputed: Lab, choice: int, word: str) -> None:
    with pytest.raises(StewardError, match=word):
        decide(disputed.world, _number(disputed), choice, "sato")


def test_a_decision_needs_its_author(disputed: Lab) -> None:
    with pytest.raises(StewardError, match="author"):
        decide(disputed.world, _number(disputed), 1, " ")


def test_an_unknown_conflict_is_refused(lab: Lab) -> None:
    with pytest.raises(StewardError, match="no conflict 77"):
        decide(lab.world, 77, 1, "sato")


def test_a_pin_wins_over_every_later_edit_until_it_is_taken_out(lab: Lab) -> None:
    _both_know_yamada(lab)
    pin(lab.world, "person/1", "occupation", "相談役", "sato")
    lab.sync()
    assert _jobs(lab) == ("相談役", "相談役")
    lab["beta"].user_edits("b1", job="会長")
    lab.sync()
    assert _jobs(lab) == ("相談役", "相談役")
    unpin(lab.world, "person/1", "occupation", "sato")
    lab.sync()
    assert _jobs(lab) == ("会長", "会長")


def test_what_a_pin_went_over_and_loses_to_a_newer_word_once_it_is_taken_out_is_told(lab: Lab) -> None:
    lab["alpha"].user_creates("a1", **YAMADA, job="部長")
    lab.sync()
    pin(lab.world, "person/1", "occupation", "相談役", "sato")
    lab["beta"].user_creates("b1", **YAMADA, job="課長")
    lab.sync()
    unpin(lab.world, "person/1", "occupation", "sato")
    lab.sync()
    rows = [msgspec.json.decode(row.doc) for kind in ("conflict", "difference") for row in lab.conflicts(kind)]
    told = {loser["values"].get("occupation") for row in rows for loser in row["losers"]}
    assert told | {lab.people()[0]["occupation"]} >= {"部長", "課長"}


def test_a_pin_answers_the_conflict_about_its_field(disputed: Lab) -> None:
    number = _number(disputed)
    assert pin(disputed.world, "person/1", "occupation", "相談役", "sato").closed == [number]
    disputed.sync()
    assert _jobs(disputed) == ("相談役", "相談役")
    assert open_conflicts(disputed.world).conflicts == []


def test_half_a_name_that_is_pinned_keeps_the_other_half(lab: Lab) -> None:
    _both_know_yamada(lab)
    decided = pin(lab.world, "person/1", "family_name", "佐藤", "sato", "married")
    assert decided.values == {"name": "佐藤 太郎", "family_name": "佐藤", "given_name": "太郎"}
    lab.sync()
    assert [lab["alpha"].records["a1"][key] for key in ("family", "given")] == ["佐藤", "太郎"]


def test_a_whole_name_that_is_pinned_brings_its_halves(lab: Lab) -> None:
    _both_know_yamada(lab)
    decided = pin(lab.world, "person/1", "name", "鈴木 花子", "sato")
    assert decided.values == {"name": "鈴木 花子", "family_name": "鈴木", "given_name": "花子"}


def test_permission_to_contact_needs_its_proof(lab: Lab) -> None:
    _both_know_yamada(lab, mail_ok="false")
    with pytest.raises(StewardError, match="what proves"):
        pin(lab.world, "person/1", "contact_email", True, "sato")
    pin(lab.world, "person/1", "contact_email", True, "sato", "signed form of 2026-03-30")
    lab.sync()
    assert lab.people()[0]["contact_email"] is True


@pytest.mark.parametrize(
    ("name", "field", "word"),
    [
        ("person/99", "email", "no golden record person/99"),
        ("company/1", "name", "golden record 1 is person/1"),
        ("yamada", "email", "is no golden record"),
        ("person/1", "shoe_size", "has no field 'shoe_size'"),
        ("person/1", "phone", "can't be taken"),
    ],
)
def test_a_pin_that_makes_no_sense_is_refused(lab: Lab, name: str, field: str, word: str) -> None:
    _both_know_yamada(lab)
    with pytest.raises(StewardError, match=word):
        pin(lab.world, name, field, 3, "sato")


def test_what_is_not_pinned_cannot_be_taken_out(lab: Lab) -> None:
    _both_know_yamada(lab)
    with pytest.raises(StewardError, match="not pinned"):
        unpin(lab.world, "person/1", "email", "sato")


def test_a_parted_pair_stays_apart_on_every_later_sync(make_lab: MakeLab) -> None:
    lab = make_lab(push=PushPolicy(update=True))
    _both_know_yamada(lab)
    assert len(lab.people()) == 1
    part(lab.world, "alpha/people/a1", "beta/people/b1", "sato", "father and son")
    for number in range(3):
        lab["alpha"].user_edits("a1", notes=f"{number}")
        lab["beta"].user_edits("b1", job=f"{number}")
        lab.sync()
        assert len(lab.people()) == 2
    assert "notes" not in lab["beta"].records["b1"]


def test_a_parted_pair_stays_apart_where_each_is_created_in_the_other_system(lab: Lab) -> None:
    _both_know_yamada(lab)
    part(lab.world, "alpha/people/a1", "beta/people/b1", "sato")
    for _ in range(3):
        lab.sync()
        assert len(lab.people()) == 2
    assert (len(lab["alpha"].records), len(lab["beta"].records)) == (2, 2)


def _two_who_look_different(lab: Lab) -> dict[str, int]:
    lab["alpha"].user_creates("a1", **YAMADA)
    lab.sync()
    lab["beta"].user_creates("b1", family="山田", given="太郎", email="taro@example.org")
    lab.sync()
    return _golden_ids(lab)


def test_joined_records_become_one_and_a_revoked_join_gives_their_ids_back(make_lab: MakeLab) -> None:
    lab = make_lab(push=PushPolicy())
    before = _two_who_look_different(lab)
    decided = join(lab.world, "alpha/people/a1", "beta/people/b1", "sato")
    lab.sync()
    assert set(_golden_ids(lab).values()) == {before["a1"]}
    revoke(lab.world, decided.decision, "sato")
    lab.sync()
    assert _golden_ids(lab) == before


def test_records_parted_after_a_join_get_their_ids_back_though_their_values_were_mixed(make_lab: MakeLab) -> None:
    lab = make_lab(push=PushPolicy(update=True))
    before = _two_who_look_different(lab)
    join(lab.world, "alpha/people/a1", "beta/people/b1", "sato")
    lab.sync()
    assert lab["alpha"].records["a1"]["email"] == lab["beta"].records["b1"]["email"]
    part(lab.world, "alpha/people/a1", "beta/people/b1", "suzuki", "it was a mistake")
    lab.sync()
    assert _golden_ids(lab) == before
    assert lab["alpha"].records["a1"]["email"] == "yamada@example.co.jp"
    assert lab["beta"].records["b1"]["email"] == "taro@example.org"


def test_who_parts_two_is_told_with_which_of_them_each_pin_goes(make_lab: MakeLab) -> None:
    lab = make_lab(push=PushPolicy(update=True))
    _two_who_look_different(lab)
    own = pin(lab.world, "person/2", "notes", "VIP", "sato").decision
    join(lab.world, "alpha/people/a1", "beta/people/b1", "sato")
    lab.sync()
    late = pin(lab.world, "person/1", "occupation", "相談役", "sato").decision
    lab.sync()
    told = part(lab.world, "alpha/people/a1", "beta/people/b1", "sato").pinned
    lab.sync()
    assert [(one.decision, one.unit, one.record) for one in told] == [
        (own, "notes", "beta/people/b1#person"),
        (late, "occupation", "alpha/people/a1#person"),
    ]
    alpha, beta = (explain(lab.world, name).records[0] for name in ("person/1", "person/2"))
    assert [one.field for one in alpha.fields if one.rule == "pinned"] == ["occupation"]
    assert [one.field for one in beta.fields if one.rule == "pinned"] == ["notes"]


def test_who_parts_two_customers_already_is_told_of_no_pin(lab: Lab) -> None:
    _two_who_look_different(lab)
    pin(lab.world, "person/1", "occupation", "相談役", "sato")
    assert part(lab.world, "alpha/people/a1", "beta/people/b1", "sato").pinned == []


def test_the_newest_word_about_a_pair_stands_and_the_one_before_comes_back(make_lab: MakeLab) -> None:
    lab = make_lab(push=PushPolicy(update=True))
    _both_know_yamada(lab)
    part(lab.world, "alpha/people/a1", "beta/people/b1", "sato")
    lab.sync()
    joined = join(lab.world, "alpha/people/a1", "beta/people/b1", "suzuki")
    lab.sync()
    assert len(lab.people()) == 1
    revoke(lab.world, joined.decision, "suzuki")
    lab.sync()
    assert len(lab.people()) == 2


def test_who_joins_two_is_told_of_the_records_that_do_not_come_along(make_lab: MakeLab) -> None:
    lab = make_lab(names=("alpha", "beta", "gamma"), push=PushPolicy())
    lab["alpha"].user_creates("a1", family="山田", given="太郎", email="yamada@example.jp")
    lab["gamma"].user_creates("c1", family="山田", given="太郎", email="yamada@example.jp")
    lab["beta"].user_creates("b1", family="山田", given="次郎", email="jiro@example.jp")
    lab.sync()
    assert len(lab.people()) == 2
    told = join(lab.world, "alpha/people/a1", "beta/people/b1", "sato")
    lab.sync()
    where = _golden_ids(lab)
    assert told.leaving == ["gamma/people/c1#person"]
    assert where["a1"] == where["b1"] != where["c1"]


def test_who_joins_two_of_whom_nothing_leaves_is_told_of_none(lab: Lab) -> None:
    _two_who_look_different(lab)
    assert join(lab.world, "alpha/people/a1", "beta/people/b1", "sato").leaving == []


def test_a_join_over_a_wall_between_others_is_refused(make_lab: MakeLab) -> None:
    lab = make_lab(names=("alpha", "beta", "gamma"), push=PushPolicy(update=True))
    _both_know_yamada(lab)
    lab["gamma"].user_creates("c1", family="山田", email="other@example.jp")
    lab.sync()
    part(lab.world, "gamma/people/c1", "beta/people/b1", "sato")
    with pytest.raises(StewardError, match="decided to be different"):
        join(lab.world, "gamma/people/c1", "alpha/people/a1", "sato")


@pytest.mark.parametrize(
    ("one", "other", "word"),
    [
        ("alpha/people/a1", "alpha/people/a1", "one record"),
        ("alpha/people/a1", "alpha/people/zz", "no record alpha/people/zz"),
        ("alpha/people/a1", "nowhere/x/1", "alpha/people, beta/people"),
        ("alpha/people/a1#company", "beta/people/b1", "no such part; it has person"),
    ],
)
def test_a_pair_that_makes_no_sense_is_refused(lab: Lab, one: str, other: str, word: str) -> None:
    _both_know_yamada(lab)
    with pytest.raises(StewardError, match=word):
        part(lab.world, one, other, "sato")


def test_a_hold_is_not_revoked_but_decided(disputed: Lab) -> None:
    with disputed.database.begin() as tx:
        ((hold,),) = tx.rows("SELECT id FROM decision WHERE kind = 'hold'")
    with pytest.raises(StewardError, match="decide that conflict"):
        revoke(disputed.world, hold, "sato")


def test_a_decision_is_taken_back_once(lab: Lab) -> None:
    _both_know_yamada(lab)
    decided = pin(lab.world, "person/1", "occupation", "相談役", "sato")
    revoke(lab.world, decided.decision, "sato")
    with pytest.raises(StewardError, match="taken back already"):
        revoke(lab.world, decided.decision, "sato")
    with pytest.raises(StewardError, match="no decision 99"):
        revoke(lab.world, 99, "sato")


def test_standing_decisions_are_listed_newest_first(make_lab: MakeLab) -> None:
    lab = make_lab(push=PushPolicy(update=True))
    _both_know_yamada(lab)
    pinned = pin(lab.world, "person/1", "occupation", "相談役", "sato", "as agreed")
    parted = part(lab.world, "alpha/people/a1", "beta/people/b1", "suzuki")
    told = standing(lab.world).decisions
    assert [(d.number, d.kind, d.unit, d.author) for d in told] == [
        (parted.decision, "different", None, "suzuki"),
        (pinned.decision, "pin", "occupation", "sato"),
    ]
    revoke(lab.world, parted.decision, "suzuki")
    assert [d.number for d in standing(lab.world).decisions] == [pinned.decision]


def test_decisions_are_logged_without_personal_values(lab: Lab) -> None:
    _both_know_yamada(lab)
    pin(lab.world, "person/1", "occupation", "相談役", "sato")
    event = next(data for name, data in lab.events if name == "decision_made")
    assert (event["golden"], event["field"], event["author"]) == ("person/1", "occupation", "sato")
    assert "相談役" not in str(event)


def test_a_record_that_the_hub_made_keeps_what_it_holds_when_it_is_parted_from_its_maker(lab: Lab) -> None:
    lab["alpha"].user_creates("a1", **YAMADA, job="部長")
    lab.sync()
    (made,) = lab["beta"].records
    part(lab.world, "alpha/people/a1#person", f"beta/people/{made}#person", "sato")
    lab.sync()
    ids = _golden_ids(lab)
    assert ids["a1"] != ids[made]
    assert [person["name"] for person in lab.people()] == ["山田 太郎"] * 2
    (story,) = explain(lab.world, f"person/{ids[made]}", "occupation").records
    assert [(told.value, told.winner.source) for told in story.fields] == [("部長", f"beta/people/{made}#person")]
    lab.sync()
    assert lab.sync().ledger.written == 0


def test_what_was_typed_into_a_record_that_the_hub_made_stands_beside_what_it_holds(lab: Lab) -> None:
    lab["alpha"].user_creates("a1", **YAMADA, job="部長")
    lab.sync()
    (made,) = lab["beta"].records
    lab["beta"].user_edits(made, job="課長")
    part(lab.world, "alpha/people/a1#person", f"beta/people/{made}#person", "sato")
    lab.sync()
    assert sorted((p["name"], p["occupation"]) for p in lab.people()) == [("山田 太郎", "課長"), ("山田 太郎", "部長")]


def test_what_the_hub_wrote_into_a_record_with_a_word_of_its_own_never_becomes_its_word(lab: Lab) -> None:
    lab["alpha"].user_creates("a1", **YAMADA, job="部長")
    lab["beta"].user_creates("b1", **YAMADA)
    lab.sync()
    assert _jobs(lab) == ("部長", "部長")
    part(lab.world, "alpha/people/a1#person", "beta/people/b1#person", "sato")
    lab.sync(steps=("resolve",))
    ids = _golden_ids(lab)
    with lab.database.begin() as tx:
        rows = golden.by_ids(tx, [ids["a1"], ids["b1"]])
    assert [("occupation" in msgspec.json.decode(rows[ids[name]].doc)) for name in ("a1", "b1")] == [True, False]


def test_what_was_typed_since_waits_too_where_a_second_decision_is_taken_back(disputed: Lab) -> None:
    lab, number = disputed, _number(disputed)
    first = decide(lab.world, number, 1, "sato")
    lab["alpha"].user_edits("a1", job="次長")
    lab.sync()
    assert _jobs(lab) == ("次長", "次長")
    revoke(lab.world, first.decision, "sato")
    second = decide(lab.world, number, 0, "sato")
    lab.sync()
    assert _jobs(lab) == ("係長", "係長")
    revoke(lab.world, second.decision, "sato")
    lab.sync()
    waiting = conflict(lab.world, _number(lab))
    assert "次長" in [choice.values.get("occupation") for choice in waiting.choices]


def test_a_mailbox_without_an_at_is_typed_by_nobody_and_chosen_where_a_system_says_it(make_lab: MakeLab) -> None:
    lab = make_lab(rules={("person", "email"): Rule(review=True)})
    lab["alpha"].user_creates("a1", family="山田", given="太郎", email="y@example.com", mobile="090-1111-2222")
    lab["beta"].user_creates("b1", family="山田", given="太郎", email="y@example.com", mobile="090-1111-2222")
    lab.sync()
    lab["alpha"].user_edits("a1", email="廃止")
    lab["beta"].user_edits("b1", email="taro@example.com")
    lab.sync()
    number = _number(lab)
    with pytest.raises(StewardError, match="'beta' is no value of email; write it such as taro@"):
        decide(lab.world, number, {"email": "beta"}, "sato")
    assert decide(lab.world, number, {"email": "廃止"}, "sato").values == {"email": "廃止"}


@pytest.mark.parametrize(("field", "value"), [("mobile", "daichou"), ("other_emails", ["y@example.com", "x"])])
def test_a_pin_of_what_is_no_value_of_its_field_is_refused(lab: Lab, field: str, value: object) -> None:
    _both_know_yamada(lab)
    with pytest.raises(StewardError, match=f"is no value of {field}"):
        pin(lab.world, "person/1", field, value, "sato")
