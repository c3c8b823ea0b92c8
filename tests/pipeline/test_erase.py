"""An erased person is gone from the store, stays gone whoever shows him again, and can only be let in by a person."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import msgspec
import pytest

from hub.bootstrap import take_over
from hub.sdk.records import PushResult
from hub.steward import erase as erasing
from hub.steward.applying import apply
from hub.steward.decide import pin
from hub.steward.drift import audit as compare
from hub.steward.errors import StewardError
from hub.steward.pairs import join
from hub.steward.planning import preview
from hub.steward.undo import undo
from hub.steward.undoing import Undoable
from hub.store import audit, erasures, sources
from hub.store.migrate import metadata
from hub.sync.ledger import PullLedger
from hub.sync.world import PushPolicy
from tests.pipeline.conftest import MakeLab
from tests.pipeline.lab import Lab
from tests.pipeline.test_restore import back_up, released, restored_to

CANARIES = ("抹消", "花子", "kanarya@example.com", "09055550123", "90-5555-0123", "カナリア課長", "秘密のメモ")


@pytest.fixture
def lab(make_lab: MakeLab) -> Lab:
    """Two people in two systems; one of them will be erased, and has a past."""
    made = make_lab(push=PushPolicy(create=True, update=True, delete="delete"))
    made["alpha"].user_creates("a1", family="山田", given="太郎", email="y@example.com", job="部長")
    made["alpha"].user_creates(
        "a2", family="抹消", given="花子", email="kanarya@example.com", mobile="090-5555-0123", job="係長"
    )
    made.sync()
    made["alpha"].user_edits("a2", job="カナリア課長")
    made.sync()
    pin(made.world, "person/2", "notes", "秘密のメモ", "佐藤", "花子さんの電話による")
    made.sync()
    return made


def erased(lab: Lab) -> erasing.Erasure:
    return erasing.erase(lab.world, "person/2", "佐藤", "本人の請求")


def skipped(lab: Lab, name: str) -> int:
    pull: PullLedger = lab.sync().ledger.pulls[f"{name}/people"]
    assert pull.adds_up
    return pull.skipped["erased"]


def everything(lab: Lab) -> str:
    with lab.database.begin() as tx:
        rows = [row for table in metadata().tables for row in tx.rows(f'SELECT * FROM "{table}"')]
    return "\n".join(bytes(v).decode() if isinstance(v, bytes | memoryview) else str(v) for row in rows for v in row)


def test_who_was_one_with_somebody_by_mistake_leaves_no_half_of_a_name_with_that_one(make_lab: MakeLab) -> None:
    lab = make_lab(push=PushPolicy(update=True, delete="delete"))
    lab["alpha"].user_creates("a1", family="山田", given="一郎", email="ichiro@example.jp", notes="佐藤さんの紹介")
    lab.sync()
    lab["beta"].user_creates("b1", family="佐藤", given="花子", email="hanako@example.jp", mobile="090-5555-0123")
    lab.sync()
    joined = join(lab.world, "alpha/people/a1", "beta/people/b1", "suzuki")
    lab.sync()
    lab.sync()
    undo(lab.world, Undoable(decision=joined.decision), "suzuki")
    lab.sync()
    assert all(word in everything(lab) for word in ("花子", "90555"))
    erased(lab)
    there = everything(lab).replace("佐藤さんの紹介", "")
    assert [word for word in ("佐藤花子", "花子", "hanako@", "905555") if word in there] == []
    lab.sync()
    assert lab["alpha"].records["a1"]["family"] == "山田"
    assert (lab["alpha"].records["a1"]["notes"], lab["alpha"].records["a1"].get("mobile")) == ("佐藤さんの紹介", None)


def test_a_look_removes_nothing_and_tells_what_would_go(lab: Lab) -> None:
    before = everything(lab)
    found = erasing.look(lab.world, "person/2")
    assert [(record.record, record.fate) for record in found.records] == [
        ("alpha/people/a2", "delete"),
        ("beta/people/beta-2", "delete"),
    ]
    assert (found.hashes, found.decisions > 0, found.versions > 0, found.writes > 0) == (None, True, True, True)
    assert everything(lab) == before


def test_no_value_stands_in_any_row_and_the_other_person_is_untouched(lab: Lab) -> None:
    assert all(canary in everything(lab) for canary in CANARIES[:3])
    erased(lab)
    there = everything(lab)
    assert [canary for canary in CANARIES if canary in there] == []
    assert [person["family_name"] for person in lab.people()] == ["山田"]


def test_no_value_stands_anywhere_in_the_file(lab: Lab) -> None:
    if not lab.database.is_sqlite:
        pytest.skip("what a PostgreSQL server keeps in its files is its VACUUM's to remove")
    erased(lab)
    path = Path(lab.database.url.database or "")
    for file in path.parent.glob(f"{path.name}*"):
        content = file.read_bytes()
        assert [canary for canary in CANARIES if canary.encode() in content] == [], file


def test_the_audit_log_still_holds_and_tells_of_the_erasure(lab: Lab) -> None:
    erased(lab)
    with lab.database.begin() as tx:
        assert not isinstance(audit.verify(tx), audit.Break)
        assert [entry.action for entry in audit.each(tx)] == ["decision_made", "person_erased"]


def test_the_systems_are_told_by_a_plan_and_a_sync(lab: Lab) -> None:
    erased(lab)
    shown = [(change.stream, change.operation, change.external_id) for change in preview(lab.world).changes]
    assert shown == [("alpha/people", "delete", "a2"), ("beta/people", "delete", "beta-2")]
    lab.sync()
    assert [len(system.records) for system in lab.systems.values()] == [1, 1]
    assert lab.sync().ledger.written == 0


def test_a_deletion_that_was_carried_out_is_forgotten_at_the_next_start(lab: Lab) -> None:
    erased(lab)
    lab.sync()
    with lab.database.begin() as tx:
        assert tx.rows("SELECT state FROM intent WHERE external_id IN ('a2', 'beta-2')") == [("done",), ("done",)]
    take_over(lab.world)
    with lab.database.begin() as tx:
        assert tx.rows("SELECT state FROM intent WHERE external_id IN ('a2', 'beta-2')") == []


def test_a_plan_from_before_leaves_the_deletion_to_a_later_sync(lab: Lab) -> None:
    earlier = preview(lab.world)
    erased(lab)
    done = apply(lab.world, earlier, "佐藤")
    assert [(change.operation, change.reason) for change in done.refused] == [("delete", "not_in_plan")] * 2
    assert [len(system.records) for system in lab.systems.values()] == [2, 2]
    lab.clock.goes_on(hours=2)
    lab.sync()
    assert [len(system.records) for system in lab.systems.values()] == [1, 1]


def test_an_audit_finds_no_drift_in_who_was_erased(make_lab: MakeLab) -> None:
    lab = make_lab()
    lab["alpha"].user_creates("a1", family="抹消", email="kanarya@example.com")
    lab.sync()
    erasing.erase(lab.world, "person/1", "佐藤", "本人の請求")
    lab.clock.goes_on(hours=1)
    assert compare(lab.world).drifted == 0


@pytest.mark.long
def test_a_reader_of_the_file_is_told_of_and_the_next_start_wipes_it(lab: Lab) -> None:
    if not lab.database.is_sqlite:
        pytest.skip("a file is SQLite's")
    path = Path(lab.database.url.database or "")
    with closing(sqlite3.connect(path)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM setting").fetchall()
        with pytest.raises(StewardError, match="another program reads"):
            erased(lab)
    assert erasures.wipe(lab.database)
    for file in path.parent.glob(f"{path.name}*"):
        assert b"kanarya" not in file.read_bytes()


def test_where_the_hub_may_not_delete_a_person_is_told_to(make_lab: MakeLab) -> None:
    lab = make_lab()
    lab["alpha"].user_creates("a1", family="抹消", email="kanarya@example.com")
    lab.sync()
    done = erasing.erase(lab.world, "person/1", "佐藤", "本人の請求")
    assert {record.fate for record in done.records} == {"by_hand"}
    assert lab.sync().ledger.written == 0


def test_no_system_brings_the_person_back(make_lab: MakeLab) -> None:
    lab = make_lab()
    lab["alpha"].user_creates("a1", family="抹消", given="花子", email="kanarya@example.com", mobile="090-5555-0123")
    lab.sync()
    erasing.erase(lab.world, "person/1", "佐藤", "本人の請求")
    lab["alpha"].user_edits("a1", email="new@example.com", mobile="")  # the same record under other facts
    assert skipped(lab, "alpha") == 1
    lab["beta"].user_creates("b9", family="Massho", email="KANARYA@example.com")  # another one, by the mailbox
    assert skipped(lab, "beta") >= 1
    lab["beta"].user_creates("b8", family="抹消", given="花子", mobile="+81 90 5555 0123")  # and by name and mobile
    assert skipped(lab, "beta") >= 1
    assert lab.people() == []
    assert "kanarya" not in everything(lab).lower()


def test_a_record_of_somebody_else_that_turns_into_the_person_changes_nothing(lab: Lab) -> None:
    erased(lab)
    lab.sync()
    lab["alpha"].user_edits("a1", family="抹消", given="花子", email="kanarya@example.com")
    assert skipped(lab, "alpha") == 1
    assert [person["email"] for person in lab.people()] == ["y@example.com"]


def test_a_mailbox_that_another_person_has_too_does_not_keep_that_one_out(make_lab: MakeLab) -> None:
    lab = make_lab()
    lab["alpha"].user_creates("a1", family="山田", given="太郎", email="pair@example.com")
    lab["alpha"].user_creates("a2", family="佐藤", given="花子", email="pair@example.com")
    lab.sync()
    assert len(lab.people()) == 2
    erasing.erase(lab.world, "person/1", "佐藤", "本人の請求")
    lab["alpha"].user_edits("a2", job="社長")
    lab.sync()
    assert [person["occupation"] for person in lab.people()] == ["社長"]


def test_an_undo_of_an_earlier_run_leaves_the_person_erased(lab: Lab) -> None:
    erased(lab)
    lab.sync()
    for run in (1, 2, 3):
        try:
            undo(lab.world, Undoable(run=run), "佐藤")
        except StewardError:
            continue
    lab.sync()
    there = everything(lab)
    assert [canary for canary in CANARIES if canary in there] == []
    assert not any("抹消" in str(record) for system in lab.systems.values() for record in system.records.values())


def test_a_replay_with_another_mapping_shows_nobody_again(lab: Lab) -> None:
    erased(lab)
    with lab.database.begin() as tx:
        tx.run("UPDATE stream SET mapping_digest = 'another'")
    lab.sync()
    assert [person["family_name"] for person in lab.people()] == ["山田"]


def test_a_restore_of_an_older_backup_keeps_the_person_erased(lab: Lab, tmp_path: Path) -> None:
    file = back_up(lab, tmp_path)
    erased(lab)
    restored_to(lab, file)
    there = everything(lab)
    assert [canary for canary in CANARIES if canary in there] == []
    released(lab)
    assert [person["family_name"] for person in lab.people()] == ["山田"]
    assert [len(system.records) for system in lab.systems.values()] == [1, 1]
    if lab.database.is_sqlite:
        content = Path(lab.database.url.database or "").read_bytes()
        assert [canary for canary in CANARIES if canary.encode() in content] == []


def test_lifting_lets_the_systems_bring_the_person_anew(make_lab: MakeLab) -> None:
    lab = make_lab()
    lab["alpha"].user_creates("a1", family="抹消", email="kanarya@example.com")
    lab.sync()
    erasing.erase(lab.world, "person/1", "佐藤", "本人の請求")
    lab.sync()
    assert lab.people() == []
    assert erasing.lift(lab.world, "person/1", "佐藤", "別の人だった").hashes > 0
    lab.sync()
    assert [person["family_name"] for person in lab.people()] == ["抹消"]
    with pytest.raises(StewardError):
        erasing.lift(lab.world, "person/1", "佐藤", "もう一度")


def test_lifting_takes_back_what_was_still_to_be_deleted(lab: Lab) -> None:
    erased(lab)
    erasing.lift(lab.world, "person/2", "佐藤", "別の人だった")
    lab.sync()
    assert [len(system.records) for system in lab.systems.values()] == [2, 2]
    assert len(lab.people()) == 2


def test_a_write_without_an_answer_is_waited_for(lab: Lab) -> None:
    lab["beta"].fault = lambda changes: iter([PushResult(c.key, "unknown", message="timed out") for c in changes])
    lab["alpha"].user_edits("a2", job="部長")
    lab.sync()
    with pytest.raises(StewardError, match="without an answer"):
        erased(lab)


@pytest.mark.parametrize(("name", "why"), [("person/99", "no golden record"), ("company/2", "no company/2")])
def test_who_is_not_there_is_not_erased(lab: Lab, name: str, why: str) -> None:
    with pytest.raises(StewardError, match=why):
        erasing.erase(lab.world, name, "佐藤", "本人の請求")


def test_an_erasure_needs_a_reason(lab: Lab) -> None:
    with pytest.raises(StewardError, match="needs a reason"):
        erasing.erase(lab.world, "person/2", "佐藤", " ")


CARDS = """
mapping: 1
connector: memory
stream: people
when: at
parts:
  company:
    fields:
      name: company
      phone: {from: phone, with: phone}
  person:
    fields:
      family_name: family
      email: {from: email, with: email}
  employment:
    fields:
      title: title
      person: {part: person}
      company: {part: company}
"""


@pytest.fixture
def cards(make_lab: MakeLab) -> Lab:
    """A list of cards: a company, a person, and the post between them in one record."""
    made = make_lab(("alpha",), CARDS, push=PushPolicy())
    made["alpha"].user_creates(
        "c1",
        company="青空商店",
        phone="03-1111-2222",
        family="抹消",
        email="kanarya@example.com",
        title="カナリア課長",
        fax="x",
    )
    made.sync()
    return made


def company(lab: Lab) -> dict[str, Any]:
    with lab.database.begin() as tx:
        [(doc,)] = tx.rows("SELECT doc FROM golden WHERE entity = 'company'")
    found: dict[str, Any] = msgspec.json.decode(doc)
    return found


def test_the_company_of_a_card_stays_and_goes_on_changing(cards: Lab) -> None:
    with cards.database.begin() as tx:
        [(number,)] = tx.rows("SELECT id FROM golden WHERE entity = 'person'")
    done = erasing.erase(cards.world, f"person/{number}", "佐藤", "本人の請求")
    assert [record.fate for record in done.records] == ["rest_stays"]
    assert [name.split("/")[0] for name in done.also] == ["employment"]
    there = everything(cards)
    assert [canary for canary in CANARIES if canary in there] == []
    cards["alpha"].user_edits("c1", phone="03-3333-4444")
    cards.sync()
    assert company(cards)["phone"] == "+81333334444"
    with cards.database.begin() as tx:
        tx.run("UPDATE stream SET mapping_digest = 'another'")
    cards.sync()
    assert company(cards)["name"] == "青空商店"
    there = everything(cards)
    assert [canary for canary in CANARIES if canary in there] == []


def test_a_new_card_of_the_person_brings_the_company_only(cards: Lab) -> None:
    with cards.database.begin() as tx:
        [(number,)] = tx.rows("SELECT id FROM golden WHERE entity = 'person'")
    erasing.erase(cards.world, f"person/{number}", "佐藤", "本人の請求")
    cards["alpha"].user_creates(
        "c2", company="みどり商会", family="抹消", email="kanarya@example.com", title="カナリア課長"
    )
    cards.sync()
    with cards.database.begin() as tx:
        assert tx.rows("SELECT entity FROM golden ORDER BY id") == [("company",), ("company",)]
        assert [row.part for page in sources.each_page(tx, ["person", "employment"]) for row in page] == []
    there = everything(cards)
    assert [canary for canary in CANARIES if canary in there] == []


@pytest.fixture
def partners(make_lab: MakeLab) -> Lab:
    """A company with a person of its own in each of two systems that write a person into it; alpha's will be erased."""
    made = make_lab(("alpha", "beta"), CARDS, push=PushPolicy(update=True))
    firm = {"company": "青空商店", "phone": "03-1111-2222"}
    made["alpha"].user_creates("c1", **firm, family="抹消", email="kanarya@example.com", title="カナリア課長")
    made["beta"].user_creates("b1", **firm, family="伊藤", email="ito@example.com", title="部長")
    made.sync()
    made.sync()
    with made.database.begin() as tx:
        docs = tx.rows("SELECT id, doc FROM golden WHERE entity = 'person' ORDER BY id")
    [number] = [number for number, doc in docs if "kanarya" in str(msgspec.json.decode(doc))]
    erasing.erase(made.world, f"person/{number}", "佐藤", "本人の請求")
    return made


def told_in(lab: Lab) -> tuple[object, object, object]:
    found = lab["alpha"].records["c1"]
    return found.get("family"), found.get("email"), found.get("title")


def test_nobody_else_is_written_over_an_erased_person_in_a_shared_record(partners: Lab) -> None:
    assert preview(partners.world).changes == []
    partners["beta"].user_edits("b1", phone="03-3333-4444", title="社長")
    partners.sync()
    partners.sync()
    assert partners["alpha"].records["c1"]["phone"] == "03-3333-4444"
    assert told_in(partners) == ("抹消", "kanarya@example.com", "カナリア課長")


def test_a_cell_that_is_emptied_in_part_is_still_left_alone(partners: Lab) -> None:
    partners["alpha"].user_edits("c1", family="")
    partners["beta"].user_edits("b1", title="社長")
    partners.sync()
    assert told_in(partners) == ("", "kanarya@example.com", "カナリア課長")


def test_what_is_typed_into_emptied_cells_is_heard(partners: Lab) -> None:
    partners["alpha"].user_edits("c1", family="", email="", title="")
    partners.sync()
    partners["alpha"].user_edits("c1", family="加藤", email="kato@example.com", title="係長")
    partners.sync()
    assert "加藤" in [person["family_name"] for person in partners.people()]


def test_a_replay_of_what_the_hub_took_out_is_no_emptying(partners: Lab) -> None:
    with partners.database.begin() as tx:
        tx.run("UPDATE stream SET mapping_digest = 'another'")
    partners["beta"].user_edits("b1", title="社長")
    partners.sync()
    assert told_in(partners) == ("抹消", "kanarya@example.com", "カナリア課長")
