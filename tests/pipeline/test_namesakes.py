"""Two customers whom a system knows by one name: what became of a creation without an answer is told by more."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

import pytest

from hub.sdk.errors import RetryLaterError
from hub.sdk.records import Change, PushResult
from hub.sync.run import run_pipeline
from tests.pipeline.conftest import MakeLab
from tests.pipeline.lab import Lab

YAMADA = {"family": "山田", "given": "一郎", "email": "y@example.jp", "notes": "山田のメモ"}
SUZUKI = {"family": "鈴木", "given": "一郎", "email": "s@example.jp", "notes": "鈴木のメモ"}
NO_LOOK_UP = frozenset({"create", "update", "archive", "delete"})


@pytest.fixture
def lab(make_lab: MakeLab) -> Lab:
    """Systems that look their records up by the given name alone."""
    return make_lab(natural_key=("given",))


def _unanswered(lab: Lab, name: str, *, arrives: bool, meanwhile: Callable[[], object] = lambda: None) -> None:
    """One run whose writes to a system get no answer, after people did something there."""
    system = lab[name]

    def is_cut_off(changes: Sequence[Change]) -> Iterator[PushResult]:
        meanwhile()
        for change in changes if arrives else ():
            system.carry_out(change)
        return iter(())

    system.fault = is_cut_off
    lab.sync()
    system.fault = lambda changes: None


def _rests(lab: Lab) -> None:
    for _ in range(3):
        lab.sync()


def _held(lab: Lab, name: str) -> list[dict[str, str]]:
    return sorted(lab[name].records.values(), key=lambda record: record["email"])


def test_two_who_were_created_at_once_are_told_apart_when_one_of_them_answers_for_both(lab: Lab) -> None:
    lab["alpha"].user_creates("a1", **YAMADA)
    lab["alpha"].user_creates("a2", **SUZUKI)
    _unanswered(lab, "beta", arrives=True)
    _rests(lab)
    assert _held(lab, "beta") == _held(lab, "alpha") == [SUZUKI, YAMADA]
    assert sorted(person["family_name"] for person in lab.people()) == ["山田", "鈴木"]


def test_whom_somebody_has_entered_meanwhile_is_not_written_over_by_a_namesake(lab: Lab) -> None:
    lab["alpha"].user_creates("a1", **YAMADA)
    _unanswered(lab, "beta", arrives=False, meanwhile=lambda: lab["beta"].user_creates("b1", **SUZUKI))
    _rests(lab)
    assert lab["beta"].records["b1"] == SUZUKI
    assert _held(lab, "beta") == _held(lab, "alpha") == [SUZUKI, YAMADA]


def test_what_was_created_for_two_of_one_name_and_never_looked_up_is_nobodys_word(make_lab: MakeLab) -> None:
    lab = make_lab(natural_key=("given",), operations=NO_LOOK_UP)
    lab["alpha"].user_creates("a1", **YAMADA)
    lab["alpha"].user_creates("a2", **SUZUKI)

    def both_are_edited() -> None:
        lab["alpha"].user_edits("a1", notes="山田の新しいメモ")
        lab["alpha"].user_edits("a2", notes="鈴木の新しいメモ")

    _unanswered(lab, "beta", arrives=True, meanwhile=both_are_edited)
    _rests(lab)
    assert [record["notes"] for record in _held(lab, "beta")] == ["鈴木の新しいメモ", "山田の新しいメモ"]
    assert lab.conflicts() == []


def test_where_nothing_is_read_a_person_is_told_of_the_namesake_and_nothing_is_sent_again(lab: Lab) -> None:
    connection = lab.world.connections["beta"]
    stream = replace(connection.streams["people"], pulls=False)
    told = replace(connection, streams={"people": stream})
    lab.world = replace(lab.world, connections={**lab.world.connections, "beta": told})
    lab["beta"].user_creates("b1", **SUZUKI)
    lab["alpha"].user_creates("a1", **YAMADA)
    _unanswered(lab, "beta", arrives=True)
    _rests(lab)
    assert _held(lab, "beta") == [SUZUKI, YAMADA]
    assert [data["stream"] for event, data in lab.events if event == "write_rejected"] == ["beta/people"]


def test_a_creation_that_arrived_beside_an_older_namesake_is_nobodys_word(lab: Lab) -> None:
    lab["beta"].user_creates("b1", **SUZUKI)
    lab.sync()
    lab["alpha"].user_creates("a9", **YAMADA)
    _unanswered(lab, "beta", arrives=True, meanwhile=lambda: lab["alpha"].user_edits("a9", notes="山田の新しいメモ"))
    _rests(lab)
    assert [record["notes"] for record in _held(lab, "beta")] == ["鈴木のメモ", "山田の新しいメモ"]
    assert lab.conflicts() == []


def test_a_look_up_that_names_a_record_and_does_not_show_it_leaves_it_to_the_pull(lab: Lab) -> None:
    lab["beta"].shows_found = False
    lab["alpha"].user_creates("a1", **YAMADA)
    lab["alpha"].user_creates("a2", **SUZUKI)
    _unanswered(lab, "beta", arrives=True, meanwhile=lambda: lab["alpha"].user_edits("a2", notes="鈴木の新しいメモ"))
    _rests(lab)
    assert [record["notes"] for record in _held(lab, "beta")] == ["鈴木の新しいメモ", "山田のメモ"]
    assert lab.conflicts() == []


@pytest.mark.parametrize("shows_found", [True, False])
def test_nobody_is_made_again_before_the_system_was_read_where_a_namesake_answers(lab: Lab, shows_found: bool) -> None:
    lab["beta"].shows_found = shows_found
    lab["alpha"].user_creates("a1", **YAMADA)
    _unanswered(lab, "beta", arrives=True, meanwhile=lambda: lab["beta"].user_creates("b1", **SUZUKI))
    for steps in (("settle", "push"), ("resolve", "plan"), ("settle", "push")):
        run_pipeline(lab.world, "scheduled", steps, ["beta"])
    _rests(lab)
    assert _held(lab, "beta") == [SUZUKI, YAMADA]


@pytest.mark.parametrize("hidden_by", ["older namesake", "newer namesake", "answer"])
def test_what_somebody_has_not_edited_in_a_creation_that_no_look_up_shows_is_nobodys_word(
    lab: Lab, hidden_by: str
) -> None:
    beta = lab["beta"]
    beta.shows_found = hidden_by != "answer"
    if hidden_by == "older namesake":
        beta.user_creates("b1", **SUZUKI)
        lab.sync()
    lab["alpha"].user_creates("a9", **YAMADA, job="係長")
    someone = SUZUKI if hidden_by == "newer namesake" else {**SUZUKI, "given": "花子", "email": "h@example.jp"}
    _unanswered(lab, "beta", arrives=True, meanwhile=lambda: beta.user_creates("b2", **someone))
    made = next(name for name, record in beta.records.items() if record["family"] == "山田")
    lab["alpha"].user_edits("a9", notes="新しいメモ")
    beta.pull_error = RetryLaterError("down")
    lab.sync()
    beta.user_edits(made, job="部長")
    beta.pull_error = None
    _rests(lab)
    for record in (beta.records[made], lab["alpha"].records["a9"]):
        assert (record["notes"], record["job"]) == ("新しいメモ", "部長")
    assert lab.conflicts() == []


def test_a_namesake_whom_nobody_can_read_whole_is_told_by_what_can_be_read(lab: Lab) -> None:
    lab["alpha"].user_creates("a1", **YAMADA)
    illegible = {**SUZUKI, "mail_ok": "たぶん"}
    _unanswered(lab, "beta", arrives=False, meanwhile=lambda: lab["beta"].user_creates("b1", **illegible))
    lab.sync()
    lab["beta"].user_deletes("b1")
    _rests(lab)
    assert _held(lab, "beta") == _held(lab, "alpha") == [YAMADA]
