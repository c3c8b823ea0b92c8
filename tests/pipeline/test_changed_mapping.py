"""A mapping changes after the hub has written: what is stored is read anew, and is older than that."""

from __future__ import annotations

from dataclasses import replace

from hub.merging.claims import read_marks
from hub.merging.rules import Rule
from hub.sdk.errors import RetryLaterError
from hub.sdk.records import Change, PushResult
from hub.sync.world import ConnectionSetup
from tests.pipeline.conftest import MakeLab
from tests.pipeline.lab import PEOPLE, Lab, compiled

YAMADA = {"family": "山田", "given": "太郎", "email": "yamada@example.co.jp"}
MORE = PEOPLE + "      rank: grade\n"
BETA_FIRST = {("person", "occupation"): Rule("source_priority", order=("beta", "alpha"))}


def remap(lab: Lab, mapping: str = MORE) -> None:
    """Another mapping of beta from the next run on."""
    beta = lab.world.connections["beta"]
    people = replace(beta.streams["people"], mapping=compiled(mapping), mapping_digest=mapping)
    changed = ConnectionSetup("beta", beta.connector, {"people": people})
    lab.world = replace(lab.world, connections={**lab.world.connections, "beta": changed})


def edited_by_people(lab: Lab, external_id: str) -> list[str]:
    """The fields of a record that the hub takes for edits."""
    with lab.database.begin() as tx:
        ((found,),) = tx.rows(
            "SELECT s.marks FROM source_record s JOIN raw_record r ON r.id = s.raw_id WHERE r.external_id = ?",
            external_id,
        )
    return [field for field, mark in read_marks(found).items() if mark.edited]


def test_what_the_hub_wrote_is_no_edit_once_a_mapping_is_changed(lab: Lab) -> None:
    lab["alpha"].user_creates("a1", **YAMADA, job="課長", mail_ok="true")
    lab["beta"].user_creates("b1", **YAMADA, job="課長", mail_ok="true")
    lab.sync()
    lab["alpha"].user_edits("a1", job="部長", mail_ok="false")
    lab.sync()
    remap(lab)
    lab.sync()
    assert edited_by_people(lab, "b1") == []
    assert lab["beta"].records["b1"]["job"] == "部長"


def test_what_the_hub_wrote_does_not_beat_a_later_edit_once_a_mapping_is_changed(lab: Lab) -> None:
    lab["alpha"].user_creates("a1", **YAMADA, job="課長")
    lab["beta"].user_creates("b1", **YAMADA, job="課長")
    lab.sync()
    lab["alpha"].user_edits("a1", job="部長")
    plainly = lab["beta"].carry_out

    def while_somebody_edits(change: Change) -> PushResult:
        lab["alpha"].user_edits("a1", job="顧問")
        lab.clock.goes_on(seconds=1)
        return plainly(change)

    lab["beta"].carry_out = while_somebody_edits  # type: ignore[method-assign]
    lab.sync()
    lab["beta"].carry_out = plainly  # type: ignore[method-assign]
    remap(lab)
    lab.sync()
    assert lab["alpha"].records["a1"]["job"] == "顧問"
    assert lab["beta"].records["b1"]["job"] == "顧問"


def test_a_changed_mapping_and_an_outage_empty_nothing_elsewhere(lab: Lab) -> None:
    lab["alpha"].user_creates("a1", **YAMADA, job="部長")
    lab.clock.goes_on(minutes=1)
    lab["beta"].user_creates("b1", **YAMADA, job="")
    lab.sync()
    assert lab["beta"].records["b1"]["job"] == "部長"
    remap(lab)
    lab["beta"].pull_error = RetryLaterError("out of order")
    lab.sync()
    assert lab["alpha"].records["a1"]["job"] == "部長"


def test_what_the_hub_wrote_does_not_hold_a_field_against_its_author_once_a_mapping_is_changed(
    make_lab: MakeLab,
) -> None:
    lab = make_lab(rules=BETA_FIRST)
    lab["alpha"].user_creates("a1", **YAMADA, job="部長")
    lab["beta"].user_creates("b1", **YAMADA, job="")
    lab.sync()
    remap(lab)
    lab.sync()
    lab["alpha"].user_edits("a1", job="顧問")
    lab.sync()
    assert lab["beta"].records["b1"]["job"] == "顧問"


def test_a_record_that_the_hub_made_and_nobody_has_read_is_no_empty_one_once_a_mapping_is_changed(
    make_lab: MakeLab,
) -> None:
    clearing = PEOPLE.replace("occupation: job\n", "occupation: {from: job, absent: clear}\n")
    lab = make_lab(mapping=clearing)
    lab["alpha"].user_creates("a1", **YAMADA, job="部長")
    lab.sync()
    assert len(lab["beta"].records) == 1
    remap(lab, clearing + "      rank: grade\n")
    lab["beta"].pull_error = RetryLaterError("out of order")
    lab.sync()
    assert lab["alpha"].records["a1"]["job"] == "部長"


def test_a_new_field_of_a_mapping_is_read_out_of_what_is_stored(lab: Lab) -> None:
    lab["beta"].user_creates("b1", **YAMADA, grade="A")
    lab.sync()
    remap(lab)
    lab["beta"].pull_error = RetryLaterError("out of order")
    lab.sync()
    assert [person.get("rank") for person in lab.people()] == ["A"]
