"""Undo: what the hub wrote is as before in every system, what people said since stays, and nothing is written again."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.merging.rules import Rule
from hub.steward.bulk import take_back_all
from hub.steward.decide import decide, pin
from hub.steward.errors import StewardError
from hub.steward.pairs import join
from hub.steward.revoke import Revoked, revoke
from hub.steward.standing import standing
from hub.steward.undo import preview_undo, undo
from hub.steward.undoing import Undo, Undoable
from hub.store import golden, runs
from hub.sync.run import Report
from hub.sync.world import PushPolicy, World
from tests.laws import lawful
from tests.pipeline.conftest import MakeLab
from tests.pipeline.lab import Lab
from tests.pipeline.test_properties import laboratory
from tests.pipeline.undo_lives import NAMES, PUSH, UndoLife

YAMADA = {"family": "山田", "given": "一郎", "email": "p0@example.jp", "job": "係長", "mail_ok": "true"}


def _everybody_knows_yamada(lab: Lab) -> None:
    for name, system in lab.systems.items():
        system.user_creates(f"{name}-1", **YAMADA)
    lab.sync()


def _promoted(lab: Lab) -> Report:
    """A run that carries an edit of alpha to beta."""
    _everybody_knows_yamada(lab)
    lab["alpha"].user_edits("alpha-1", job="部長")
    report = lab.sync()
    assert _jobs(lab) == ["部長", "部長"]
    return report


def _jobs(lab: Lab) -> list[str | None]:
    return [system.records[f"{name}-1"].get("job") for name, system in lab.systems.items()]


def _undo(lab: Lab, **named: object) -> Undo:
    return undo(lab.world, Undoable(**named), "hanako")  # type: ignore[arg-type]


def _is_quiet(lab: Lab) -> bool:
    with lab.database.begin() as tx:
        golden.enqueue_all(tx)
    return lab.sync().ledger.written == 0


def _joined(lab: Lab) -> int:
    """Two strangers whom a person said to be one, which a sync has carried out; the number of the decision."""
    lab["alpha"].user_creates("alpha-1", **YAMADA)
    lab["beta"].user_creates("beta-1", family="佐藤", given="花子", email="hanako@example.jp", mobile="090-5555-0123")
    lab.sync()
    made = join(lab.world, "alpha/people/alpha-1", "beta/people/beta-1", "hanako")
    lab.sync()
    return made.decision


@lawful(10)
@given(st.integers(0, 1_000_000))
def test_an_undo_gives_back_what_was_there_and_an_undo_of_it_what_was_there_before(number: int) -> None:
    with laboratory(NAMES, push=PUSH) as lab:
        life = UndoLife(lab, random.Random(f"undone {number}"))
        life.live()
        assert life.violations == []


def test_the_author_keeps_his_edit_and_the_other_system_its_former_value(lab: Lab) -> None:
    run = _promoted(lab).run_id
    done = _undo(lab, run=run)
    assert _jobs(lab) == ["部長", "係長"]
    assert done.is_complete
    assert lab.people()[0]["occupation"] == "部長"
    assert _is_quiet(lab)


def _undo_in_turn(lab: Lab, run: int, times: int) -> Iterator[Undo]:
    """The undo of a run, the undo of that, and so on."""
    for _ in range(times):
        done = _undo(lab, run=run)
        yield done
        assert _is_quiet(lab)
        assert done.run is not None
        run = done.run


def test_each_undo_of_an_undo_turns_it_round_again(lab: Lab) -> None:
    run = _promoted(lab).run_id
    told = [(_jobs(lab), undone.is_complete) for undone in _undo_in_turn(lab, run, 5)]
    undone, done = (["部長", "係長"], True), (["部長", "部長"], True)
    assert told == [undone, done, undone, done, undone]


def test_a_record_that_the_hub_made_comes_and_goes_with_each_undo_of_an_undo(make_lab: MakeLab) -> None:
    lab = make_lab(push=PushPolicy(create=True, update=True, delete="archive"))
    lab["alpha"].user_creates("a", **YAMADA)
    run = lab.sync().run_id
    lab.sync()
    assert [len(lab["beta"].records) for _ in _undo_in_turn(lab, run, 5)] == [0, 1, 0, 1, 0]


def test_a_decision_is_taken_back_and_stands_with_each_undo_of_an_undo(make_lab: MakeLab) -> None:
    lab = make_lab(rules={("person", "occupation"): Rule(review=True)})
    _everybody_knows_yamada(lab)
    lab["alpha"].user_edits("alpha-1", job="部長")
    lab["beta"].user_edits("beta-1", job="課長")
    lab.sync()
    made = decide(lab.world, lab.conflicts()[0].conflict_id, {"occupation": "会長"}, "hanako")
    lab.sync()
    first = _undo(lab, decision=made.decision)
    told = [(_jobs(lab), lab.conflicts()[0].state) for _ in _undo_in_turn(lab, first.run or 0, 4)]
    apart, agreed = (["部長", "課長"], "open"), (["会長", "会長"], "decided")
    assert told == [agreed, apart, agreed, apart]


def test_a_merge_is_parted_and_joined_with_each_undo_of_an_undo(make_lab: MakeLab) -> None:
    lab = make_lab(push=PushPolicy(update=True))
    first = _undo(lab, decision=_joined(lab))
    assert [len(lab.people()) for _ in _undo_in_turn(lab, first.run or 0, 4)] == [1, 2, 1, 2]


@pytest.mark.parametrize("named", ["wished", "wrote", "record"])
def test_what_one_run_of_the_schedule_wished_and_another_wrote_is_undone_by_either(lab: Lab, named: str) -> None:
    _everybody_knows_yamada(lab)
    lab["alpha"].user_edits("alpha-1", job="部長")
    lab.sync(kind="scheduled", steps=("settle", "pull"), only=["alpha"])
    wished = lab.sync(kind="scheduled", steps=("resolve", "plan"), only=[])
    wrote = lab.sync(kind="scheduled", steps=("settle", "push"), only=["beta"])
    assert _jobs(lab) == ["部長", "部長"]
    if named == "record":
        told = _undo(lab, run=wrote.run_id, record="person/1")
    else:
        told = _undo(lab, run=(wished if named == "wished" else wrote).run_id)
    assert [write.state for write in told.writes] == ["done"]
    assert _jobs(lab) == ["部長", "係長"]
    assert _is_quiet(lab)


def test_of_the_runs_that_wrote_what_one_wished_the_one_that_is_named_is_undone(make_lab: MakeLab) -> None:
    lab = make_lab(names=("alpha", "beta", "gamma"))
    _everybody_knows_yamada(lab)
    lab["alpha"].user_edits("alpha-1", job="部長")
    lab.sync(kind="scheduled", steps=("settle", "pull"), only=["alpha"])
    lab.sync(kind="scheduled", steps=("resolve", "plan"), only=[])
    lab.sync(kind="scheduled", steps=("settle", "push"), only=["beta"])
    last = lab.sync(kind="scheduled", steps=("settle", "push"), only=["gamma"])
    _undo(lab, run=last.run_id)
    assert _jobs(lab) == ["部長", "部長", "係長"]
    assert _is_quiet(lab)


def test_an_undo_is_a_run_with_a_ledger_and_a_decision_that_is_listed(lab: Lab) -> None:
    done = _undo(lab, run=_promoted(lab).run_id)
    assert done.run is not None
    with lab.database.begin() as tx:
        run = runs.by_id(tx, done.run)
    assert run is not None
    assert (run.kind, run.state) == ("undo", "ok")
    (told,) = standing(lab.world).decisions
    assert (told.kind, told.unit, told.author) == ("undone", "occupation", "hanako")


def test_a_plan_of_an_undo_stores_and_writes_nothing(lab: Lab) -> None:
    run = _promoted(lab).run_id
    told = preview_undo(lab.world, Undoable(run=run), "hanako")
    (write,) = told.writes
    (field,) = write.change.fields
    assert (field.before, field.after, field.rule) == ("部長", "係長", "undone")
    assert _jobs(lab) == ["部長", "部長"]
    assert standing(lab.world).decisions == []


def test_an_undo_ends_when_somebody_speaks_anew(lab: Lab) -> None:
    _undo(lab, run=_promoted(lab).run_id)
    lab["alpha"].user_edits("alpha-1", job="社長")
    lab.sync()
    assert _jobs(lab) == ["社長", "社長"]
    lab["alpha"].user_edits("alpha-1", job="部長")
    lab.sync()
    assert _jobs(lab) == ["部長", "部長"]


@pytest.mark.parametrize("heard", [True, False])
def test_what_somebody_edited_since_is_kept_and_named(lab: Lab, heard: bool) -> None:
    run = _promoted(lab).run_id
    lab["beta"].user_edits("beta-1", job="顧問")
    if heard:
        lab.sync()
    done = _undo(lab, run=run)
    assert [(kept.external_id, kept.field, kept.why) for kept in done.kept] == [("beta-1", "occupation", "edited")]
    assert lab["beta"].records["beta-1"]["job"] == "顧問"
    lab.sync()
    assert _jobs(lab) == ["顧問", "顧問"]


def test_what_was_said_elsewhere_since_goes_on_its_way(lab: Lab) -> None:
    run = _promoted(lab).run_id
    lab["alpha"].user_edits("alpha-1", job="社長")
    done = _undo(lab, run=run)
    assert [kept.why for kept in done.kept] == ["changed"]
    lab.sync()
    assert _jobs(lab) == ["社長", "社長"]


def test_an_older_run_is_undone_after_the_newer_one(lab: Lab) -> None:
    first = _promoted(lab).run_id
    lab["alpha"].user_edits("alpha-1", job="社長")
    second = lab.sync().run_id
    assert [kept.why for kept in _undo(lab, run=first).kept] == ["written"]
    _undo(lab, run=second)
    assert _jobs(lab) == ["社長", "部長"]
    _undo(lab, run=first)
    assert _jobs(lab) == ["社長", "係長"]
    assert _is_quiet(lab)


def test_one_field_of_one_record_is_undone(lab: Lab) -> None:
    _everybody_knows_yamada(lab)
    lab["alpha"].user_edits("alpha-1", job="部長", notes="重要")
    lab.sync()
    _undo(lab, record="beta/people/beta-1", field="notes")
    assert lab["beta"].records["beta-1"]["job"] == "部長"
    assert not lab["beta"].records["beta-1"]["notes"]
    _undo(lab, record="person/1", field="occupation")
    assert _jobs(lab) == ["部長", "係長"]
    assert _is_quiet(lab)


def test_a_record_that_the_hub_made_goes_again_and_takes_nobody_with_it(make_lab: MakeLab) -> None:
    lab = make_lab(push=PushPolicy(create=True, update=True, delete="archive"))
    lab["alpha"].user_creates("a", **YAMADA)
    run = lab.sync().run_id
    lab.sync()
    done = _undo(lab, run=run)
    assert (list(lab["alpha"].records), list(lab["beta"].records)) == (["a"], [])
    assert _is_quiet(lab)
    assert done.run is not None
    _undo(lab, run=done.run)
    assert [record["email"] for record in lab["beta"].records.values()] == [YAMADA["email"]]
    assert _is_quiet(lab)


def test_where_the_hub_may_not_delete_a_person_is_told_to(lab: Lab) -> None:
    lab["alpha"].user_creates("a", **YAMADA)
    done = _undo(lab, run=lab.sync().run_id)
    (left,) = done.by_hand
    assert (left.stream, left.what) == ("beta/people", "delete")
    assert not done.is_complete
    assert len(lab["beta"].records) == 1


def test_a_record_that_the_hub_removed_is_made_again(make_lab: MakeLab) -> None:
    lab = make_lab(push=PushPolicy(create=True, update=True, delete="delete"))
    _everybody_knows_yamada(lab)
    lab.sync()
    lab["alpha"].user_deletes("alpha-1")
    run = lab.sync().run_id
    assert lab["beta"].records == {}
    _undo(lab, run=run)
    assert [record["email"] for record in lab["beta"].records.values()] == [YAMADA["email"]]
    assert lab["alpha"].records == {}
    assert _is_quiet(lab)


def test_an_opt_out_that_travelled_stays(lab: Lab) -> None:
    _everybody_knows_yamada(lab)
    lab["alpha"].user_edits("alpha-1", mail_ok="false")
    done = _undo(lab, run=lab.sync().run_id)
    assert [(kept.external_id, kept.why) for kept in done.kept] == [("beta-1", "opt_out")]
    assert str(lab["beta"].records["beta-1"]["mail_ok"]).lower() == "false"


def test_a_decision_is_undone_with_what_was_written_because_of_it(make_lab: MakeLab) -> None:
    lab = make_lab(rules={("person", "occupation"): Rule(review=True)})
    _everybody_knows_yamada(lab)
    lab["alpha"].user_edits("alpha-1", job="部長")
    lab["beta"].user_edits("beta-1", job="課長")
    lab.sync()
    (conflict,) = lab.conflicts()
    made = decide(lab.world, conflict.conflict_id, {"occupation": "会長"}, "hanako")
    lab.sync()
    assert _jobs(lab) == ["会長", "会長"]
    done = _undo(lab, decision=made.decision)
    assert _jobs(lab) == ["部長", "課長"]
    assert lab.conflicts()[0].state == "open"
    assert _is_quiet(lab)
    assert done.run is not None
    _undo(lab, run=done.run)
    assert _jobs(lab) == ["会長", "会長"]
    assert [row.state for row in lab.conflicts()] == ["decided"]
    assert _is_quiet(lab)
    _undo(lab, decision=made.decision)
    assert [row.state for row in lab.conflicts()] == ["open"]
    assert _jobs(lab) == ["部長", "課長"]


def test_a_pin_is_undone_and_the_rules_decide_again(lab: Lab) -> None:
    _everybody_knows_yamada(lab)
    made = pin(lab.world, "person/1", "occupation", "会長", "hanako")
    lab.sync()
    _undo(lab, decision=made.decision)
    assert _jobs(lab) == ["係長", "係長"]
    assert _is_quiet(lab)


def test_a_merge_is_undone_in_every_system(lab: Lab) -> None:
    lab["alpha"].user_creates("a", **{**YAMADA, "job": "部長"})
    lab["beta"].user_creates("b", **{**YAMADA, "email": "other@example.jp", "phone": "03-1234-5678"})
    lab.sync()
    lab.sync()
    before = {name: [dict(r) for r in system.records.values()] for name, system in lab.systems.items()}
    lab["beta"].user_edits("b", email=YAMADA["email"])
    lab["alpha"].user_edits(next(i for i in lab["alpha"].records if i != "a"), email=YAMADA["email"])
    run = lab.sync().run_id
    assert len(lab.people()) == 1
    done = _undo(lab, run=run)
    assert len(lab.people()) == 2
    assert done.parted
    jobs = {name: sorted(str(r.get("job")) for r in system.records.values()) for name, system in lab.systems.items()}
    assert jobs == {name: sorted(str(r.get("job")) for r in records) for name, records in before.items()}
    assert _is_quiet(lab)


@pytest.mark.parametrize("named", [{"merge": "person/2"}, {"decision": 1}])
def test_what_a_merge_wrote_where_nothing_stood_is_taken_out_again(make_lab: MakeLab, named: dict[str, object]) -> None:
    lab = make_lab(push=PushPolicy(update=True))
    _joined(lab)
    assert lab["alpha"].records["alpha-1"]["mobile"] == "090-5555-0123"
    _undo(lab, **named)
    lab.sync()
    assert not lab["alpha"].records["alpha-1"]["mobile"]
    assert [lab["alpha"].records["alpha-1"]["family"], lab["beta"].records["beta-1"]["family"]] == ["山田", "佐藤"]
    assert _is_quiet(lab)
    lab["alpha"].user_edits("alpha-1", mobile="080-1111-2222")
    lab.sync()
    assert sorted(person["mobile"] for person in lab.people()) == ["+818011112222", "+819055550123"]


@pytest.mark.parametrize("named", [{"merge": "person/2"}, {"decision": 2}, {"run": 3}])
def test_who_undoes_a_merge_is_told_with_which_of_the_two_each_pin_goes(
    make_lab: MakeLab, named: dict[str, object]
) -> None:
    lab = make_lab(push=PushPolicy(update=True))
    lab["alpha"].user_creates("alpha-1", **YAMADA)
    lab.sync()
    lab["beta"].user_creates("beta-1", family="佐藤", given="花子", email="hanako@example.jp")
    lab.sync()
    own = pin(lab.world, "person/2", "notes", "VIP", "hanako").decision
    join(lab.world, "alpha/people/alpha-1", "beta/people/beta-1", "hanako")
    lab.sync()
    late = pin(lab.world, "person/1", "occupation", "相談役", "hanako").decision
    lab.sync()
    told = preview_undo(lab.world, Undoable(**named), "hanako").pinned  # type: ignore[arg-type]
    assert [(one.decision, one.unit, one.record) for one in told] == [
        (own, "notes", "beta/people/beta-1#person"),
        (late, "occupation", "alpha/people/alpha-1#person"),
    ]


def test_who_undoes_what_parts_nobody_is_told_of_no_pin(lab: Lab) -> None:
    run = _promoted(lab).run_id
    pin(lab.world, "person/1", "notes", "VIP", "hanako")
    assert preview_undo(lab.world, Undoable(run=run), "hanako").pinned == []


@pytest.mark.parametrize("take_back", [revoke, take_back_all])
def test_a_join_that_was_written_out_is_not_revoked_but_undone(
    make_lab: MakeLab, take_back: Callable[[World, int, str], Revoked]
) -> None:
    lab = make_lab(push=PushPolicy(update=True))
    number = _joined(lab)
    with pytest.raises(StewardError, match=f"hub undo --decision {number}"):
        take_back(lab.world, number, "hanako")
    lab.sync()
    assert len(lab.people()) == 1
    _undo(lab, decision=number)
    assert len(lab.people()) == 2


@pytest.mark.parametrize(
    "named", [{}, {"run": 1, "decision": 1}, {"run": 99}, {"field": "notes"}, {"merge": "person/1"}]
)
def test_what_can_not_be_undone_is_told_in_words(lab: Lab, named: dict[str, object]) -> None:
    _everybody_knows_yamada(lab)
    with pytest.raises(StewardError):
        preview_undo(lab.world, Undoable(**named), "hanako")  # type: ignore[arg-type]


def test_a_run_goes_back_only_where_it_wrote(make_lab: MakeLab) -> None:
    lab = make_lab(push=PushPolicy(create=True, update=True))
    lab["alpha"].user_creates("a1", family="山田", email="y@example.com", job="部長")
    lab.sync()
    [made] = lab["beta"].records
    lab["alpha"].user_edits("a1", job="取締役")
    run = lab.sync().run_id
    lab["beta"].user_edits(made, job="相談役")
    shown = preview_undo(lab.world, Undoable(run=run), "sato")
    assert (shown.writes, [kept.why for kept in shown.kept]) == ([], ["edited"])
    undo(lab.world, Undoable(run=run), "sato")
    assert lab["alpha"].records["a1"]["job"] == "取締役"
    lab.sync()
    assert lab["alpha"].records["a1"]["job"] == "相談役"
