"""A restore brings a store back without writing anywhere, and forgets nothing that must not go back in time."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, nullcontext
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from hub.sdk.records import PushResult
from hub.steward.decide import pin
from hub.steward.planning import preview
from hub.steward.release import end_restore
from hub.steward.restore import FaultyBackupError, Restoration, Store, restore
from hub.steward.revoke import revoke
from hub.store import audit, outbox, restored
from hub.store.backup import write_backup
from hub.store.errors import StoreError
from hub.store.lock import LockedError, hub_lock
from hub.store.tokens import StoredTokens
from hub.sync.run import Report, run_pipeline
from tests.conftest import schema_of_postgresql
from tests.pipeline.conftest import MakeLab
from tests.pipeline.lab import SCHEMA, Lab
from tests.pipeline.ready import long_on_postgresql
from tests.pipeline.systems import System

__all__ = ["long_on_postgresql"]

pytestmark = pytest.mark.filterwarnings("error")


@pytest.fixture
def lab(make_lab: MakeLab) -> Lab:
    """Somebody who stands in both systems."""
    made = make_lab()
    made["alpha"].user_creates("a1", family="山田", email="a@example.com", job="部長", mail_ok="true")
    made.sync()
    made.sync()
    return made


def store_of(lab: Lab, folder: Path) -> Store:
    url = lab.database.url.render_as_string(hide_password=False)
    return Store(url, SCHEMA, lab.world.rules, folder, lab.clock, lab.database.reached)


def back_up(lab: Lab, folder: Path) -> Path:
    write_backup(lab.database, SCHEMA, folder / "b.db", lab.world.now_text())
    return folder / "b.db"


def restored_to(lab: Lab, file: Path) -> Restoration:
    return restore(store_of(lab, file.parent), file, "佐藤")


def released(lab: Lab) -> Report:
    """A person lets the plan go."""
    lab.clock.goes_on(minutes=5)
    with lab.database.begin() as tx:
        outbox.release(tx)
    report = run_pipeline(replace(lab.world, releases=True))
    end_restore(lab.world, report, None, "佐藤")
    return report


def only_record(system: System) -> dict[str, Any]:
    [record] = system.records.values()
    return record


def asked(lab: Lab, query: str, *values: Any) -> list[Any]:
    with lab.database.begin() as tx:
        return tx.rows(query, *values)


def test_nothing_is_written_until_a_person_lets_the_plan_go(lab: Lab, tmp_path: Path) -> None:
    file = back_up(lab, tmp_path)
    restored_to(lab, file)
    lab["alpha"].user_edits("a1", job="社長")
    before = lab.written()
    lab.sync()
    lab.sync()
    assert lab.written() == before
    assert [change.held.code for change in preview(lab.world).changes if change.held] == ["restored"]
    released(lab)
    assert only_record(lab["beta"])["job"] == "社長"
    lab["alpha"].user_edits("a1", job="会長")
    lab.sync()
    assert only_record(lab["beta"])["job"] == "会長"


def test_a_plan_that_could_not_see_a_system_lets_nothing_but_itself_go(lab: Lab, tmp_path: Path) -> None:
    restored_to(lab, back_up(lab, tmp_path))
    report = released(lab)
    report.ledger.pulls.popitem()
    with lab.database.begin() as tx:
        restored.mark(tx, restored.Restored("", "", carried=True))
    end_restore(lab.world, report, None, "佐藤")
    with lab.database.begin() as tx:
        assert restored.standing(tx) is not None


@pytest.mark.parametrize("is_known", [True, False], ids=["before the backup", "after it"])
def test_the_last_words_of_a_record_that_was_deleted_since_are_kept(lab: Lab, tmp_path: Path, is_known: bool) -> None:
    file = back_up(lab, tmp_path)
    if not is_known:
        lab["alpha"].user_creates("a2", family="佐藤", email="s@example.com")
        lab.sync()
    name = "a1" if is_known else "a2"
    lab["alpha"].user_edits(name, job="社長")
    lab.sync()
    lab["alpha"].user_deletes(name)
    lab.sync()
    before = sorted(str(record) for record in lab["beta"].records.values())
    restored_to(lab, file)
    lab.sync()
    released(lab)
    assert "社長" in [person.get("occupation") for person in lab.people()]
    assert sorted(str(record) for record in lab["beta"].records.values()) == before


def test_what_people_typed_since_is_kept_and_what_the_hub_wrote_is_no_claim(lab: Lab, tmp_path: Path) -> None:
    file = back_up(lab, tmp_path)
    lab["alpha"].user_edits("a1", job="社長")
    lab.sync()  # the hub writes it to beta, later than the next edit is dated
    lab["alpha"].user_edits("a1", notes="重要")
    lab["beta"].user_edits(*lab["beta"].records, phone="03-1111-2222")
    restored_to(lab, file)
    released(lab)
    for system in (lab["alpha"], lab["beta"]):
        assert {"job": "社長", "notes": "重要"}.items() <= only_record(system).items()
        assert only_record(system)["phone"].replace("-", "") == "0311112222"
    assert lab.sync().ledger.written == 0
    assert lab.conflicts() == []


def test_a_wrong_value_that_the_hub_wrote_gives_way_to_the_one_in_the_backup(lab: Lab, tmp_path: Path) -> None:
    file = back_up(lab, tmp_path)
    lab["alpha"].user_edits("a1", job="まちがい")
    lab.sync()
    lab["alpha"].records["a1"]["job"] = "部長"  # put right over there, without a new date
    restored_to(lab, file)
    released(lab)
    assert only_record(lab["beta"])["job"] == "部長"


def test_whom_the_hub_made_since_the_backup_is_not_made_twice(lab: Lab, tmp_path: Path) -> None:
    file = back_up(lab, tmp_path)
    lab["alpha"].user_creates("a2", family="佐藤", given="花子", job="課長")  # nothing but the bond tells who she is
    lab.sync()
    assert len(lab["beta"].records) == 2
    restored_to(lab, file)
    report = released(lab)
    assert report.ledger.written == 0
    assert [len(system.records) for system in lab.systems.values()] == [2, 2]
    assert len(lab.people()) == 2


def test_a_write_under_way_is_looked_up_before_anything_is_sent(lab: Lab, tmp_path: Path) -> None:
    file = back_up(lab, tmp_path)
    lab["beta"].fault = lambda changes: silent_but_done(lab["beta"], changes)
    lab["alpha"].user_creates("a2", family="佐藤", email="s@example.com")
    lab.sync()
    lab["beta"].fault = lambda changes: None
    restored_to(lab, file)
    with lab.database.begin() as tx:
        assert [row.state for row in outbox.listing(tx, ["unknown"])] == ["unknown"]
    released(lab)
    assert len(lab["beta"].records) == 2


def silent_but_done(system: System, changes: Any) -> Iterator[PushResult]:
    for change in changes:
        if change.operation == "lookup":
            yield system.carry_out(change)
        else:
            system.carry_out(change)
            yield PushResult(change.key, "unknown", message="timed out")


def test_what_was_still_wished_is_planned_anew_and_not_sent(lab: Lab, tmp_path: Path) -> None:
    def nobody_answers(changes: Any) -> Iterator[PushResult]:
        for change in changes:
            yield PushResult(change.key, "unknown", message="timed out")

    lab["beta"].fault = nobody_answers
    lab["alpha"].user_edits("a1", job="社長")
    lab.sync(steps=("pull", "resolve", "plan"))
    file = back_up(lab, tmp_path)
    restored_to(lab, file)
    assert asked(lab, "SELECT count(*) FROM intent WHERE state IN ('pending', 'held')") == [(0,)]


def test_no_number_of_an_intent_is_given_out_twice(lab: Lab, tmp_path: Path) -> None:
    file = back_up(lab, tmp_path)
    lab["alpha"].user_edits("a1", job="社長")
    lab.sync()
    used = {change.key for system in lab.systems.values() for change in system.writes}
    restored_to(lab, file)
    lab["alpha"].user_edits("a1", notes="新")
    released(lab)
    sent = [change.key for system in lab.systems.values() for change in system.writes]
    assert len(sent) == len(set(sent)) > len(used)


def test_an_opt_out_stands_that_came_after_the_backup_and_was_ticked_again(lab: Lab, tmp_path: Path) -> None:
    file = back_up(lab, tmp_path)
    lab["alpha"].user_edits("a1", mail_ok="false")
    lab.sync()
    lab["alpha"].user_edits("a1", mail_ok="true")
    lab["beta"].user_edits(*lab["beta"].records, mail_ok="true")
    restored_to(lab, file)
    released(lab)
    assert lab.people()[0]["contact_email"] is False
    assert [only_record(system)["mail_ok"] for system in lab.systems.values()] == [False, False]


def test_a_proof_that_was_taken_back_since_the_backup_is_not_revived(lab: Lab, tmp_path: Path) -> None:
    lab["alpha"].user_edits("a1", mail_ok="false")
    lab.sync()
    decided = pin(lab.world, "person/1", "contact_email", True, "佐藤", "申込書")
    lab.sync()
    assert lab.people()[0]["contact_email"] is True
    file = back_up(lab, tmp_path)
    revoke(lab.world, decided.decision, "佐藤")
    lab.sync()
    restored_to(lab, file)
    released(lab)
    assert lab.people()[0]["contact_email"] is False


def test_what_gave_way_since_the_backup_is_still_told_of(lab: Lab, tmp_path: Path) -> None:
    file = back_up(lab, tmp_path)
    lab["beta"].user_edits(*lab["beta"].records, job="係長")
    lab["alpha"].user_edits("a1", job="社長")
    lab.sync()
    assert len(lab.conflicts()) == 1
    restored_to(lab, file)
    assert len(lab.conflicts()) == 1


def test_the_decisions_that_go_back_in_time_are_named(lab: Lab, tmp_path: Path) -> None:
    taken_back = pin(lab.world, "person/1", "occupation", "部長", "hanako")
    file = back_up(lab, tmp_path)
    revoke(lab.world, taken_back.decision, "hanako")
    lost = pin(lab.world, "person/1", "occupation", "課長", "hanako")
    pin(lab.world, "person/1", "contact_email", False, "hanako")
    done = restored_to(lab, file)
    assert (done.gone, done.back) == ([lost.decision], [taken_back.decision])


def test_the_audit_log_goes_on_whole(lab: Lab, tmp_path: Path) -> None:
    file = back_up(lab, tmp_path)
    with lab.database.begin() as tx:
        audit.append(tx, lab.world.now_text(), "佐藤", "store_backed_up", {}, {"reason": "毎月"})
    restored_to(lab, file)
    with lab.database.begin() as tx:
        assert audit.verify(tx)[0] == 2
        assert [entry.action for entry in audit.each(tx)] == ["store_backed_up", "store_restored"]


def test_tokens_are_those_of_the_present(lab: Lab, tmp_path: Path) -> None:
    tokens = StoredTokens(lab.database, "alpha", lab.world.now_text)
    tokens.save("first")
    file = back_up(lab, tmp_path)
    tokens.save("second")
    restored_to(lab, file)
    assert tokens.load() == "second"


def test_the_store_before_is_kept_and_can_be_had_back(lab: Lab, tmp_path: Path) -> None:
    file = back_up(lab, tmp_path)
    lab["alpha"].user_edits("a1", job="社長")
    lab.sync()
    done = restored_to(lab, file)
    assert [person["occupation"] for person in lab.people()] == ["部長"]
    assert done.aside is not None
    restored_to(lab, Path(done.aside))
    assert [person["occupation"] for person in lab.people()] == ["社長"]
    assert released(lab).ledger.written == 0


def test_a_hub_at_work_is_not_disturbed(lab: Lab, tmp_path: Path) -> None:
    file = back_up(lab, tmp_path)
    with hub_lock(lab.database, lab.clock), pytest.raises(LockedError):
        restored_to(lab, file)


@pytest.mark.parametrize("moment", ["restore prepared", "backup written", "before swap"])
def test_a_death_before_the_end_leaves_the_store_as_it_was(lab: Lab, tmp_path: Path, moment: str) -> None:
    file = back_up(lab, tmp_path)
    lab["alpha"].user_edits("a1", job="社長")
    lab.sync()

    def dies(name: str) -> None:
        if name == moment:
            raise KeyboardInterrupt

    lab.database.reached = dies
    with pytest.raises(KeyboardInterrupt):
        restored_to(lab, file)
    lab.database.reached = lambda name: None
    assert [person["occupation"] for person in lab.people()] == ["社長"]
    assert not list(tmp_path.glob("*.restoring*"))


def test_a_server_that_refuses_in_the_middle_keeps_the_store(lab: Lab, tmp_path: Path) -> None:
    file = back_up(lab, tmp_path)
    lab["alpha"].user_edits("a1", job="社長")
    lab.sync()
    if lab.database.is_sqlite:
        pytest.skip("SQLite writes over the store page by page; tests/e2e/test_cli_restore.py kills it there")
    with lab.database.begin() as tx:
        tx.run("ALTER TABLE setting ADD CONSTRAINT narrow CHECK (name <> 'restored')")
    with pytest.raises(StoreError):
        restored_to(lab, file)
    with lab.database.begin() as tx:
        tx.run("ALTER TABLE setting DROP CONSTRAINT narrow")
    assert [person["occupation"] for person in lab.people()] == ["社長"]


def altered(file: Path, statement: str) -> None:
    with closing(sqlite3.connect(file)) as copy, copy:
        copy.execute(statement)


SPOILERS: dict[str, Callable[[Path], Any]] = {
    "altered": lambda file: altered(file, "DELETE FROM match_key"),
    "no_backup": lambda file: altered(file, "DELETE FROM setting WHERE name = 'backup'"),
    "unreadable": lambda file: file.write_bytes("顧客名簿".encode() * 9000),
}


@pytest.mark.parametrize("kind", SPOILERS)
def test_a_file_that_is_no_whole_backup_is_refused_with_what_is_wrong(lab: Lab, tmp_path: Path, kind: str) -> None:
    file = back_up(lab, tmp_path)
    lab["alpha"].user_edits("a1", job="社長")
    lab.sync()
    SPOILERS[kind](file)
    with pytest.raises(FaultyBackupError) as refused:
        restored_to(lab, file)
    assert {fault.kind for fault in refused.value.faults} == {kind}
    assert [person["occupation"] for person in lab.people()] == ["社長"]


def test_a_backup_of_a_newer_hub_is_refused(lab: Lab, tmp_path: Path) -> None:
    file = back_up(lab, tmp_path)
    altered(
        file, "UPDATE setting SET value = replace(value, '\"revision\":\"0', '\"revision\":\"9') WHERE name = 'backup'"
    )
    with pytest.raises(StoreError, match="newer customer-hub"):
        restored_to(lab, file)


def test_a_backup_of_another_store_brings_nothing_over_and_passes_numbers_over(
    lab: Lab, make_lab: MakeLab, tmp_path: Path
) -> None:
    file = back_up(lab, tmp_path)
    with lab.database.begin() as tx:
        tx.run("UPDATE run SET started_at = '2020-01-01T00:00:00.000Z'")
    done = restored_to(lab, file)
    assert (done.carried, done.aside is not None) == (False, True)
    assert asked(lab, "SELECT value > 1000000000 FROM counter WHERE name = 'intent'")[0][0]


def test_a_backup_goes_into_a_database_of_the_other_kind(lab: Lab, tmp_path: Path) -> None:
    file = back_up(lab, tmp_path)
    people = lab.people()
    with other_kind(lab, tmp_path) as url:
        other = Lab(url)
        other.systems.update(lab.systems)
        restored_to(other, file)
        assert other.people() == people
        assert other.database.is_sqlite != lab.database.is_sqlite
        other.close()


def other_kind(lab: Lab, folder: Path) -> Any:
    if lab.database.is_sqlite:
        return schema_of_postgresql()
    return nullcontext(f"sqlite:///{folder / 'other.db'}")
