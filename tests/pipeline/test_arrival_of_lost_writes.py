"""A look-up after a lost answer tells what arrived, field by field; what people did meanwhile stays theirs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from hub.sdk.errors import RetryLaterError
from hub.sdk.records import Change, PushResult
from tests.pipeline.conftest import MakeLab
from tests.pipeline.lab import Lab
from tests.pipeline.test_older_states import CUTS


def _cut_off(lab: Lab, name: str, meanwhile: Callable[[], None], *, arrives: bool) -> None:
    """The next writes to a system get no answer; then people do something, before the hub asks again."""
    system, changes = lab[name], list[Change]()

    def swallow(sent: Sequence[Change]) -> Iterator[PushResult]:
        changes.extend(change for change in sent if change.operation != "lookup")
        return iter(())

    system.fault = swallow
    lab.sync()
    system.fault = lambda sent: None
    if arrives:
        for change in changes:
            system.carry_out(change)
    meanwhile()
    lab.sync()
    lab.sync()


def _arrives_unanswered(lab: Lab, name: str, meanwhile: Callable[[], None] = lambda: None) -> None:
    """One run whose writes to a system arrive there, after people did something, and get no answer."""
    system = lab[name]

    def is_cut_off(changes: Sequence[Change]) -> Iterator[PushResult]:
        meanwhile()
        for change in changes:
            system.carry_out(change)
        return iter(())

    system.fault = is_cut_off
    lab.sync()
    system.fault = lambda changes: None


def test_a_record_that_somebody_made_himself_gets_what_the_lost_creation_would_have_brought(lab: Lab) -> None:
    lab["alpha"].user_creates("a1", family="山田", given="一郎", email="y@example.jp", notes="大切")

    def somebody_is_faster() -> None:
        lab["beta"].user_creates("b1", family="山田", given="一郎", email="y@example.jp")

    _cut_off(lab, "beta", somebody_is_faster, arrives=False)
    assert [record.get("notes") for record in lab["beta"].records.values()] == ["大切"]


def test_an_edit_of_a_record_whose_creation_was_never_confirmed_reaches_everybody(lab: Lab) -> None:
    lab["alpha"].user_creates("a1", family="山田", given="一郎", email="y@example.jp", notes="古い")

    def somebody_edits() -> None:
        (record_id,) = lab["beta"].records
        lab["beta"].user_edits(record_id, notes="新しい")

    _cut_off(lab, "beta", somebody_edits, arrives=True)
    assert lab["alpha"].records["a1"]["notes"] == "新しい"


def test_who_edits_a_record_whose_creation_was_never_confirmed_is_later_than_it_where_dates_are_days(
    make_lab: MakeLab,
) -> None:
    lab = make_lab(incremental="day")
    lab["alpha"].user_creates("a1", family="山田", given="一郎", email="y@example.jp", notes="古い")

    def somebody_edits() -> None:
        (record_id,) = lab["beta"].records
        lab["beta"].user_edits(record_id, notes="新しい")
        lab["beta"].changed_at[record_id] = CUTS["day"](lab["beta"].changed_at[record_id])

    _cut_off(lab, "beta", somebody_edits, arrives=True)
    assert lab["alpha"].records["a1"]["notes"] == "新しい"


def test_what_is_typed_into_a_creation_that_a_pull_shows_is_told_where_it_loses_though_its_date_is_a_day(
    make_lab: MakeLab,
) -> None:
    lab = make_lab(incremental="day", operations=frozenset({"create", "update"}))
    lab["alpha"].user_creates("a1", family="山田", given="一郎", email="y@example.jp")
    _arrives_unanswered(lab, "beta")
    (record_id,) = lab["beta"].records
    lab["beta"].user_edits(record_id, job="部長")
    lab["beta"].changed_at[record_id] = CUTS["day"](lab["beta"].changed_at[record_id])
    lab["alpha"].user_edits("a1", job="社長")
    lab.sync()
    assert [record["job"] for name in ("alpha", "beta") for record in lab[name].records.values()] == ["社長", "社長"]
    assert "部長" in lab.conflicts("difference")[0].doc


def test_a_record_that_the_hub_had_read_before_is_not_its_own_creation(lab: Lab) -> None:
    """Father and daughter have one mailbox, by which the system tells its records."""
    lab["beta"].user_creates("b1", family="山田", given="花子", email="y@example.jp", notes="娘")
    lab.sync()
    lab["alpha"].user_creates("a1", family="山田", given="一郎", email="y@example.jp", notes="父")
    _cut_off(lab, "beta", lambda: None, arrives=False)
    assert lab["beta"].records == {"b1": {"family": "山田", "given": "花子", "email": "y@example.jp", "notes": "娘"}}
    assert [person["given_name"] for person in lab.people()] == ["花子", "一郎"]
    assert lab["alpha"].records["a1"]["notes"] == "父"


def test_of_a_lost_update_only_the_field_that_arrived_is_taken_for_the_hubs_own(lab: Lab) -> None:
    lab["alpha"].user_creates("a1", family="山田", given="一郎", email="y@example.jp")
    lab.sync()
    lab["alpha"].user_edits("a1", notes="メモ", job="部長")

    def somebody_edits() -> None:
        (record_id,) = lab["beta"].records
        lab["beta"].user_edits(record_id, job="社長")
        # Younger than what the hub wrote, so that an echo taken for an edit would win.
        lab["alpha"].user_edits("a1", notes="最後のメモ")

    _cut_off(lab, "beta", somebody_edits, arrives=True)
    for name in ("alpha", "beta"):
        (record,) = lab[name].records.values()
        assert (record["notes"], record["job"]) == ("最後のメモ", "社長")
    assert [row.unit for row in lab.conflicts() if row.unit == "notes"] == []


def test_a_lost_creation_that_a_pull_shows_as_it_was_sent_is_nobodys_word(make_lab: MakeLab) -> None:
    lab = make_lab(operations=frozenset({"create", "update", "archive", "delete"}))
    lab["alpha"].user_creates("a1", family="山田", given="一郎", email="y@example.jp", job="課長")

    _arrives_unanswered(lab, "beta", lambda: lab["alpha"].user_edits("a1", job="部長"))
    for _ in range(3):
        lab.sync()
    assert [record["job"] for name in ("alpha", "beta") for record in lab[name].records.values()] == ["部長", "部長"]


def test_who_empties_what_arrived_unanswered_and_was_seen_since_is_heard(make_lab: MakeLab) -> None:
    lab = make_lab(operations=frozenset({"create", "update", "archive", "delete"}))
    for name in ("alpha", "beta"):
        lab[name].user_creates(name, family="山田", given="一郎", email="y@example.jp")
    lab.sync()
    lab["alpha"].user_edits("alpha", notes="メモ")

    _arrives_unanswered(lab, "beta")
    lab["alpha"].user_edits("alpha", job="部長")
    lab.sync()
    lab["beta"].user_edits("beta", notes="")
    for _ in range(2):
        lab.sync()
    assert [record["notes"] or "" for name in ("alpha", "beta") for record in lab[name].records.values()] == ["", ""]
    assert lab.conflicts() == []


def test_a_creation_that_was_pulled_before_it_could_be_looked_up_is_not_somebodys_word(make_lab: MakeLab) -> None:
    lab = make_lab(index_lag_s=600.0)
    lab["alpha"].user_creates("a1", family="山田", given="一郎", email="y@example.jp", job="課長")
    sent: list[Change] = []

    def somebody_edits(changes: Sequence[Change]) -> Iterator[PushResult]:
        sent.extend(changes)
        lab["alpha"].user_edits("a1", job="部長")
        return iter(())

    lab["beta"].fault = somebody_edits
    lab.sync()
    lab["beta"].fault = lambda changes: None
    for change in sent:
        lab["beta"].carry_out(change)
    for _ in range(5):
        lab.sync()
    assert [record["job"] for name in ("alpha", "beta") for record in lab[name].records.values()] == ["部長", "部長"]


def test_an_opt_out_outlasts_a_look_up_that_finds_its_record_for_a_lost_creation(make_lab: MakeLab) -> None:
    lab = make_lab(index_lag_s=600.0)
    lab["alpha"].user_creates("a1", family="山田", given="一郎", email="y@example.jp", mail_ok="true")
    lab["beta"].fault = lambda changes: iter(())
    lab.sync()
    lab["beta"].fault = lambda changes: None
    lab["beta"].user_creates("b1", family="山田", given="一郎", email="y@example.jp", mail_ok="false")
    lab.sync()
    lab["beta"].user_edits("b1", mail_ok="true")
    for _ in range(5):
        lab.sync()
    (person,) = lab.people()
    assert person["contact_email"] is False


def test_a_creation_that_arrives_after_its_look_up_makes_no_older_word_new(make_lab: MakeLab) -> None:
    lab = make_lab(names=("alpha", "beta", "gamma"))
    lab["alpha"].user_creates("a1", family="山田", given="一郎", email="y@example.jp", job="課長")
    lab["gamma"].pull_error = RetryLaterError("down")
    sent: list[Change] = []

    def swallow(changes: Sequence[Change]) -> Iterator[PushResult]:
        sent.extend(changes)
        return iter(())

    def refuse(changes: Sequence[Change]) -> Iterator[PushResult] | None:
        if changes[0].operation == "lookup":
            return None
        raise RetryLaterError("down")

    lab["beta"].fault = swallow
    lab.sync()
    lab["beta"].fault = refuse
    lab.sync()
    lab["gamma"].user_creates("g1", family="山田", given="一郎", email="y@example.jp", job="部長")
    for change in sent:
        lab["beta"].carry_out(change)
    lab["gamma"].pull_error, lab["beta"].fault = None, lambda changes: None
    for _ in range(3):
        lab.sync()
    assert [record["job"] for name in lab.systems for record in lab[name].records.values()] == ["部長"] * 3
    assert lab.conflicts("conflict") == []


def test_a_record_that_nobody_can_read_when_it_is_looked_up_is_the_customers_also_under_another_mailbox(
    lab: Lab,
) -> None:
    lab["alpha"].user_creates("a1", family="山田", given="一郎", email="y@example.jp")

    def somebody_has_spoilt_it() -> None:
        lab["beta"].user_creates("b1", family="山田", given="一郎", email="y@example.jp", mail_ok="たぶん")

    _cut_off(lab, "beta", somebody_has_spoilt_it, arrives=False)
    lab["beta"].user_edits("b1", email="new@example.jp")
    lab.sync()
    lab["beta"].user_edits("b1", mail_ok="はい")
    for _ in range(2):
        lab.sync()
    assert [record["email"] for name in ("alpha", "beta") for record in lab[name].records.values()] == [
        "new@example.jp",
        "new@example.jp",
    ]
    assert len(lab.people()) == 1


def test_a_creation_that_nobody_could_read_and_somebody_has_deleted_is_not_made_again(lab: Lab) -> None:
    lab["alpha"].user_creates("a1", family="山田", given="一郎", email="y@example.jp")

    def somebody_spoils_it() -> None:
        (record_id,) = lab["beta"].records
        lab["beta"].user_edits(record_id, mail_ok="たぶん")

    _cut_off(lab, "beta", somebody_spoils_it, arrives=True)
    (record_id,) = lab["beta"].records
    lab["beta"].user_deletes(record_id)
    for _ in range(3):
        lab.sync()
    assert lab["beta"].records == {}


def test_a_creation_that_nobody_can_read_when_it_is_looked_up_is_not_somebodys_word_once_it_is_mended(lab: Lab) -> None:
    lab["alpha"].user_creates("a1", family="山田", given="一郎", email="y@example.jp", job="係長")

    def somebody_spoils_it() -> None:
        (record_id,) = lab["beta"].records
        lab["beta"].user_edits(record_id, mail_ok="たぶん")

    _cut_off(lab, "beta", somebody_spoils_it, arrives=True)
    lab["alpha"].user_edits("a1", job="課長")
    lab.sync()
    (record_id,) = lab["beta"].records
    lab["beta"].user_edits(record_id, mail_ok="はい")
    lab.sync()
    lab.sync()
    assert [record["job"] for name in ("alpha", "beta") for record in lab[name].records.values()] == ["課長"] * 2
    assert (len(lab["beta"].records), lab.conflicts()) == (1, [])
