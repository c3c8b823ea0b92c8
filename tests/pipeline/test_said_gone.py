"""Said gone: a system answers a write that there is no such record, which is believed only where a look agrees."""

from __future__ import annotations

from collections.abc import Callable

from hub.sdk.records import Change, PushResult
from tests.pipeline.conftest import MakeLab
from tests.pipeline.lab import Lab
from tests.pipeline.systems import System
from tests.pipeline.test_farewells import DELETES, everywhere

LOOKUPS_NONE = frozenset({"create", "update", "archive", "delete"})


def _denies(system: System, operation: str = "update") -> None:
    """The hub may not write its records, and is told that there are none."""
    plain: Callable[[Change], PushResult] = system.carry_out

    def denied(change: Change) -> PushResult:
        return PushResult(change.key, "missing") if change.operation == operation else plain(change)

    setattr(system, "carry_out", denied)  # noqa: B010


def _intents(lab: Lab) -> list[str]:
    with lab.database.begin() as tx:
        return [row[0] for row in tx.rows("SELECT state FROM intent ORDER BY id")]


def test_a_write_that_is_said_to_have_no_record_ends_nobody_while_the_record_is_shown(make_lab: MakeLab) -> None:
    lab = make_lab(push=DELETES)
    everywhere(lab)
    _denies(lab["beta"])
    lab["alpha"].user_edits("a1", job="部長")
    assert lab.sync().ledger.pushes["beta/people"].gone == 1
    for _ in range(4):
        lab.sync()
    assert ("a1" in lab["alpha"].records, "b1" in lab["beta"].records) == (True, True)
    assert _intents(lab) == ["dropped", "rejected"]


def test_who_deletes_a_record_and_restores_it_at_once_gets_what_was_written_meanwhile(lab: Lab) -> None:
    everywhere(lab)
    lab["alpha"].user_edits("a1", job="部長")
    beta, away = lab["beta"], lab["beta"].records["b1"]
    plain: Callable[[Change], PushResult] = beta.carry_out

    def restored_after_the_write(change: Change) -> PushResult:
        beta.records.pop("b1", None)
        result = plain(change)
        beta.records["b1"] = away
        setattr(beta, "carry_out", plain)  # noqa: B010
        return result

    setattr(beta, "carry_out", restored_after_the_write)  # noqa: B010
    for _ in range(3):
        lab.sync()
    assert beta.records["b1"]["job"] == "部長"


def test_so_does_one_where_nothing_can_be_looked_up(make_lab: MakeLab) -> None:
    lab = make_lab(push=DELETES, operations=LOOKUPS_NONE)
    everywhere(lab)
    _denies(lab["beta"])
    lab["alpha"].user_edits("a1", job="部長")
    for _ in range(3):
        lab.sync()
    assert ("a1" in lab["alpha"].records, "b1" in lab["beta"].records) == (True, True)


def test_a_deletion_that_is_said_to_have_no_record_is_refused_while_the_record_is_shown(make_lab: MakeLab) -> None:
    lab = make_lab(push=DELETES)
    everywhere(lab)
    _denies(lab["beta"], "delete")
    lab["alpha"].user_deletes("a1")
    for _ in range(3):
        lab.sync()
    assert "b1" in lab["beta"].records
    assert _intents(lab) == ["dropped", "rejected"]
    assert list(lab["alpha"].records) == ["a2"]


def test_a_record_that_a_write_and_a_look_find_gone_is_gone_where_no_pull_tells_and_who_edited_elsewhere_stays(
    make_lab: MakeLab,
) -> None:
    lab = make_lab(push=DELETES, deletes="none")
    everywhere(lab)
    lab["beta"].user_deletes("b1")
    lab["beta"].deleted.clear()
    lab["alpha"].user_edits("a1", job="部長")
    for _ in range(3):
        lab.sync()
    with lab.database.begin() as tx:
        assert tx.rows("SELECT external_id FROM raw_record WHERE deleted_at IS NOT NULL") == [("b1",)]
    assert (lab["alpha"].records["a1"]["job"], list(lab["beta"].records)) == ("部長", ["b2"])


def test_a_deletion_that_a_write_finds_first_is_followed_by_its_own_date(make_lab: MakeLab) -> None:
    lab = make_lab(names=("alpha", "beta", "gamma"), push=DELETES)
    everywhere(lab)
    lab["gamma"].user_edits("g1", job="課長")
    lab["alpha"].user_deletes("a1")
    deleted_at = lab["alpha"].deleted.pop("a1")
    lab.sync()
    assert lab["beta"].records["b1"]["job"] == "課長"
    lab["alpha"].deleted["a1"] = deleted_at
    lab.sync()
    assert (list(lab["beta"].records), list(lab["gamma"].records)) == (["b2"], ["g2"])


def test_a_deletion_of_the_hubs_that_got_no_answer_is_the_hubs_own(make_lab: MakeLab) -> None:
    lab = make_lab(push=DELETES)
    everywhere(lab)
    beta, kept = lab["beta"], lab["alpha"].records["a1"]
    plain: Callable[[Change], PushResult] = beta.carry_out

    def silent(change: Change) -> PushResult:
        done = plain(change)
        return PushResult(change.key, "unknown") if change.operation == "delete" else done

    setattr(beta, "carry_out", silent)  # noqa: B010
    lab["alpha"].user_deletes("a1")
    lab.sync()
    lab.sync()
    assert list(beta.records) == ["b2"]
    lab["alpha"].deleted.clear()
    lab["alpha"].user_creates("a1", **kept)
    for _ in range(3):
        lab.sync()
    assert len(beta.records) == 2
