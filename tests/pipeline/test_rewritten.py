"""What a system makes of the hub's own write is nobody's word: the original stays, and the run says what was done."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import msgspec
import pytest

from hub.sdk.records import Change, PushResult, RawRecord
from hub.sync.run import Report
from tests.pipeline.lab import Lab
from tests.pipeline.systems import System

YAMADA = {"family": "山田", "given": "太郎", "email": "yamada@example.co.jp", "phone": "03-1234-5678"}
LONG = "2026年4月の展示会でお会いし、見積りを依頼された"
SHORT = LONG[:10]
Keeps = Callable[[str], str]


def _makes_of(lab: Lab, field: str, keeps: Keeps, *, answers: bool = False) -> None:
    """What beta keeps of a field that is written to it, and whether its answer shows the record."""
    beta, plain = lab["beta"], lab["beta"].carry_out

    def carry_out(change: Change) -> PushResult:
        kept = {name: keeps(value) if name == field else value for name, value in change.payload.items()}
        result = plain(msgspec.structs.replace(change, payload=kept))
        if not answers or result.external_id is None or change.operation == "lookup":
            return result
        return msgspec.structs.replace(result, payload=beta._raw(result.external_id).payload)

    beta.carry_out = carry_out  # type: ignore[method-assign]


@pytest.fixture
def both(lab: Lab) -> Lab:
    """Somebody whom both systems know."""
    return _known_to_both(lab)


def _known_to_both(lab: Lab) -> Lab:
    lab["alpha"].user_creates("a1", **YAMADA)
    lab["beta"].user_creates("b1", **YAMADA)
    lab.sync()
    return lab


def _syncs(lab: Lab, times: int = 3) -> list[Report]:
    return [lab.sync() for _ in range(times)]


def _values(lab: Lab, field: str) -> list[Any]:
    return [lab["alpha"].records["a1"].get(field), lab["beta"].records["b1"].get(field)]


def _tells_no_dates(lab: Lab) -> None:
    beta, shown = lab["beta"], lab["beta"]._raw
    beta._raw = lambda record_id: msgspec.structs.replace(shown(record_id), modified_at=None)  # type: ignore[method-assign]


@pytest.mark.parametrize("answers", [False, True])
@pytest.mark.parametrize(
    ("field", "typed", "keeps"),
    [
        ("notes", LONG, lambda text: text[:10]),
        ("notes", "Sales & Marketing", lambda text: text.replace("&", "&amp;")),
        ("notes", "髙橋さま", lambda text: text.replace("髙", "高")),
        ("phone", "03-9999-0000", lambda text: ""),
    ],
    ids=["shortened", "escaped", "respelled", "dropped"],
)
def test_what_a_system_makes_of_a_write_stays_there(
    both: Lab, field: str, typed: str, keeps: Keeps, *, answers: bool
) -> None:
    _makes_of(both, field, keeps, answers=answers)
    both["alpha"].user_edits("a1", **{field: typed})
    _syncs(both)
    assert _values(both, field) == [typed, keeps(typed)]


@pytest.mark.parametrize("answers", [False, True])
def test_what_a_system_makes_of_a_write_is_logged_and_told_by_a_run(both: Lab, *, answers: bool) -> None:
    _makes_of(both, "notes", lambda text: text[:10], answers=answers)
    both["alpha"].user_edits("a1", notes=LONG)
    reports = _syncs(both)
    (told,) = [data for event, data in both.events if event == "rewritten_there"]
    assert (told["fields"], told["personal"]) == (["notes"], {"notes": {"sent": LONG, "held": SHORT}})
    assert {"bouncing: notes": 1} in [report.ledger.not_planned.get("beta/people") for report in reports]


@pytest.mark.parametrize("answers", [False, True])
def test_what_a_system_does_not_keep_is_not_sent_with_every_plan(both: Lab, *, answers: bool) -> None:
    _makes_of(both, "notes", lambda text: text[:10], answers=answers)
    both["alpha"].user_edits("a1", notes=LONG)
    for number in range(4):
        both.sync()
        both["alpha"].user_edits("a1", job=f"役職{number}")
    both.sync()
    assert len([change for change in both["beta"].writes if "notes" in change.payload]) == 1
    assert _values(both, "job") == ["役職3", "役職3"]


def test_the_next_word_is_sent_where_the_last_one_was_not_kept(both: Lab) -> None:
    _makes_of(both, "notes", lambda text: text[:10])
    both["alpha"].user_edits("a1", notes=LONG)
    _syncs(both)
    both["alpha"].user_edits("a1", notes="解決済み")
    _syncs(both)
    assert _values(both, "notes") == ["解決済み", "解決済み"]


def test_who_types_over_what_the_system_has_left_is_heard_and_told_what_gave_way(both: Lab) -> None:
    _makes_of(both, "notes", lambda text: text[:10])
    both["alpha"].user_edits("a1", notes=LONG)
    _syncs(both)
    both["beta"].user_edits("b1", notes="別件で訪問")
    _syncs(both)
    assert _values(both, "notes") == ["別件で訪問", "別件で訪問"]
    (row,) = both.conflicts()
    assert [loser["values"] for loser in msgspec.json.decode(row.doc)["losers"]] == [{"notes": LONG}]


def test_who_edits_before_the_next_pull_what_the_hub_has_written_is_heard(both: Lab) -> None:
    both["alpha"].user_edits("a1", notes=LONG)
    both.sync()
    both["beta"].user_edits("b1", notes="別件で訪問")
    _syncs(both)
    assert _values(both, "notes") == ["別件で訪問", "別件で訪問"]


def test_who_empties_before_the_next_pull_what_the_hub_has_written_is_heard(both: Lab) -> None:
    both["alpha"].user_edits("a1", notes=LONG)
    both.sync()
    both["beta"].user_edits("b1", notes="")
    _syncs(both)
    assert _values(both, "notes") == [None, ""]


@pytest.mark.parametrize("keeps", [lambda text: text[:10], lambda text: ""], ids=["its beginning", "nothing"])
def test_where_nobody_can_tell_who_shortened_it_a_person_is_asked(both: Lab, keeps: Keeps) -> None:
    _tells_no_dates(both)
    _makes_of(both, "notes", keeps)
    both["alpha"].user_edits("a1", notes=LONG)
    _syncs(both)
    assert _values(both, "notes") == [LONG, keeps(LONG)]
    assert [row.state for row in both.conflicts()] == ["open"]


def test_where_only_the_answer_tells_it_is_believed(both: Lab) -> None:
    _tells_no_dates(both)
    _makes_of(both, "notes", lambda text: text[:10], answers=True)
    both["alpha"].user_edits("a1", notes=LONG)
    _syncs(both)
    assert (_values(both, "notes"), both.conflicts()) == ([LONG, SHORT], [])


def test_what_is_left_of_a_write_is_asked_about_where_somebody_has_saved_the_record_since(both: Lab) -> None:
    _makes_of(both, "notes", lambda text: text[:10])
    both["alpha"].user_edits("a1", notes=LONG)
    both.sync()
    both["beta"].user_edits("b1", job="部長")
    _syncs(both)
    assert _values(both, "notes") == [LONG, SHORT]
    assert _values(both, "job") == ["部長", "部長"]
    assert [row.state for row in both.conflicts()] == ["open"]


def _with_versions(lab: Lab) -> None:
    """beta numbers the states of its records and tells the number in each answer; its clock is a minute behind."""
    beta, shown, carry_out = lab["beta"], lab["beta"]._raw, lab["beta"].carry_out

    def numbered(record_id: str) -> RawRecord:
        told_at = beta.changed_at[record_id] - timedelta(minutes=1)
        return msgspec.structs.replace(shown(record_id), version=_version(beta, record_id), modified_at=told_at)

    def answering(change: Change) -> PushResult:
        result = carry_out(change)
        version = _version(beta, result.external_id) if result.external_id is not None else None
        return msgspec.structs.replace(result, version=version)

    beta._raw, beta.carry_out = numbered, answering  # type: ignore[method-assign]


def _version(system: System, record_id: str) -> str:
    return system.changed_at[record_id].isoformat()


def test_a_version_tells_a_write_from_an_edit_whatever_the_clocks_say(lab: Lab) -> None:
    _with_versions(lab)
    _known_to_both(lab)
    _makes_of(lab, "notes", lambda text: text[:10])
    lab["alpha"].user_edits("a1", notes=LONG)
    _syncs(lab)
    assert _values(lab, "notes") == [LONG, SHORT]
    lab["alpha"].user_edits("a1", notes="解決済み")
    lab.sync()
    lab["beta"].user_edits("b1", notes="別件で訪問")
    _syncs(lab)
    assert _values(lab, "notes") == ["別件で訪問", "別件で訪問"]


def test_an_opt_out_in_a_systems_answer_is_no_rewriting(both: Lab) -> None:
    both["alpha"].user_edits("a1", mail_ok="true")
    _makes_of(both, "mail_ok", lambda text: False, answers=True)  # type: ignore[arg-type, return-value]
    _syncs(both)
    assert [person["contact_email"] for person in both.people()] == [False]
