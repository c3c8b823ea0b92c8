"""Edits travel, echoes do not, and two people who edit different fields of one customer both win."""

from __future__ import annotations

from hub.merging.rules import Rule
from hub.store import resolve_queue
from tests.pipeline.conftest import MakeLab
from tests.pipeline.lab import Lab

YAMADA = {"family": "山田", "given": "太郎", "email": "yamada@example.co.jp", "phone": "03-1234-5678"}


def _both_know_yamada(lab: Lab) -> None:
    lab["alpha"].user_creates("a1", **YAMADA)
    lab["beta"].user_creates("b1", **YAMADA)
    lab.sync()


def test_a_record_is_created_in_the_system_that_lacks_it(lab: Lab) -> None:
    lab["alpha"].user_creates("a1", **YAMADA)
    report = lab.sync()
    assert report.state == "ok"
    assert [r["email"] for r in lab["beta"].records.values()] == ["yamada@example.co.jp"]
    assert len(lab.people()) == 1


def test_a_second_sync_writes_nothing(lab: Lab) -> None:
    lab["alpha"].user_creates("a1", **YAMADA)
    lab.sync()
    written = lab.written()
    for _ in range(3):
        assert lab.sync().ledger.written == 0
    assert lab.written() == written


def test_records_with_the_same_mailbox_become_one_person(lab: Lab) -> None:
    _both_know_yamada(lab)
    assert len(lab.people()) == 1
    assert lab.written() == 0


def test_an_edit_travels(lab: Lab) -> None:
    _both_know_yamada(lab)
    lab["alpha"].user_edits("a1", job="部長")
    lab.sync()
    assert lab["beta"].records["b1"]["job"] == "部長"


def test_edits_of_different_fields_both_survive_without_a_conflict(lab: Lab) -> None:
    _both_know_yamada(lab)
    lab["alpha"].user_edits("a1", phone="03-9999-0000")
    lab["beta"].user_edits("b1", job="部長")
    lab.sync()
    for record in (lab["alpha"].records["a1"], lab["beta"].records["b1"]):
        assert record["job"] == "部長"
        assert record["phone"].endswith("9999-0000") or record["phone"] == "+81399990000"
    assert lab.conflicts() == []


def test_edits_of_the_same_field_make_one_conflict_with_both_values(lab: Lab) -> None:
    _both_know_yamada(lab)
    lab["alpha"].user_edits("a1", job="部長")
    lab["beta"].user_edits("b1", job="課長")
    lab.sync()
    (conflict,) = lab.conflicts()
    assert conflict.state == "auto"
    assert "部長" in conflict.doc
    assert "課長" in conflict.doc
    assert lab["alpha"].records["a1"]["job"] == lab["beta"].records["b1"]["job"] == "課長"
    assert any(event == "conflict_decided" for event, _ in lab.events)


def test_a_conflict_is_told_once(lab: Lab) -> None:
    _both_know_yamada(lab)
    lab["alpha"].user_edits("a1", job="部長")
    lab["beta"].user_edits("b1", job="課長")
    for _ in range(3):
        lab.sync()
    assert len(lab.conflicts()) == 1


def test_a_field_under_review_is_held_until_somebody_decides(make_lab: MakeLab) -> None:
    lab = make_lab(rules={("person", "occupation"): Rule(review=True)})
    _both_know_yamada(lab)
    lab["alpha"].user_edits("a1", job="部長")
    lab["beta"].user_edits("b1", job="課長")
    report = lab.sync()
    assert report.open_conflicts == 1
    assert (lab["alpha"].records["a1"]["job"], lab["beta"].records["b1"]["job"]) == ("部長", "課長")
    assert lab.sync().ledger.written == 0


def test_differences_at_the_first_load_are_listed_once_and_are_no_conflicts(lab: Lab) -> None:
    lab["alpha"].user_creates("a1", **YAMADA, job="課長")
    lab["beta"].user_creates("b1", **YAMADA, job="部長")
    lab.sync()
    lab.sync()
    assert lab.conflicts() == []
    assert len(lab.conflicts("difference")) == 1


def test_an_emptied_field_is_emptied_everywhere(lab: Lab) -> None:
    _both_know_yamada(lab)
    lab["alpha"].user_edits("a1", phone="")
    lab.sync()
    assert lab["beta"].records["b1"]["phone"] in (None, "")
    assert "phone" not in lab.people()[0]


def test_what_was_deleted_does_not_come_back(lab: Lab) -> None:
    _both_know_yamada(lab)
    lab["alpha"].user_deletes("a1")
    lab.sync()
    lab["beta"].user_edits("b1", job="部長")
    lab.sync()
    assert lab["alpha"].records == {}
    assert "b1" in lab["beta"].records


def test_an_opt_out_seen_anywhere_wins_everywhere(lab: Lab) -> None:
    lab["alpha"].user_creates("a1", **YAMADA, mail_ok="false")
    lab.clock.goes_on(days=30)
    lab["beta"].user_creates("b1", **YAMADA, mail_ok="true")
    lab.sync()
    assert lab.people()[0]["contact_email"] is False
    assert str(lab["beta"].records["b1"]["mail_ok"]).lower() == "false"


def test_the_system_that_is_trusted_first_wins(make_lab: MakeLab) -> None:
    lab = make_lab(rules={("person", "occupation"): Rule("source_priority", order=("alpha", "beta"))})
    _both_know_yamada(lab)
    lab["alpha"].user_edits("a1", job="部長")
    lab.sync()
    lab["beta"].user_edits("b1", job="課長")
    lab.sync()
    assert lab["beta"].records["b1"]["job"] == "部長"
    assert len(lab.conflicts()) == 1


def test_a_hundred_edits_at_once_leave_what_resolving_everything_would(make_lab: MakeLab) -> None:
    lab = make_lab(rules={("person", "notes"): Rule("longest")}, list_page_max=200, write_batch_max=200)
    people = range(60)
    for number in people:
        for name in ("alpha", "beta"):
            lab[name].user_creates(
                f"{name}{number}", **{**YAMADA, "email": f"y{number}@example.co.jp"}, notes="展示会で会った"
            )
    lab.sync()
    for number in people:
        lab["alpha"].user_edits(f"alpha{number}", **{("job", "notes")[number % 2]: f"部長{number}"})
        if number % 3 == 0:
            lab["beta"].user_edits(f"beta{number}", job="課長", phone=f"03-9999-{number:04d}")
    lab["alpha"].user_edits("alpha1", family="山本")
    lab.sync()
    stands, written = lab.people(), lab.written()
    assert len(lab.conflicts()) == 40
    with lab.database.begin() as tx:
        resolve_queue.enqueue_all(tx)
    lab.sync()
    assert (lab.people(), lab.written(), len(lab.conflicts())) == (stands, written, 40)
