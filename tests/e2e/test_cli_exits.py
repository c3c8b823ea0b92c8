"""Every exit code, from a real folder with real files."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from hub.config import load_config
from hub.store.lock import hub_lock
from hub.store.migrate import open_store
from tests.unit.cli.conftest import Types, office, types
from tests.unit.cli.office import Office, yamada

__all__ = ["office", "types"]

REVIEW = "conflicts: {default: review}\n"
BRAKE = "brake: {max_changes: 0, max_share: 0}\n"


@pytest.fixture
def quarrel(office: Office, types: Types) -> Office:
    """Both lists edit the phone of one company after they agreed."""
    office.configure(REVIEW)
    office.list_customers("sales", yamada())
    office.list_customers("books", yamada())
    assert types("sync").code == 0
    office.list_customers("sales", yamada("03-1111-1111", at="2026-04-02 09:00"))
    office.list_customers("books", yamada("03-2222-2222", at="2026-04-03 09:00"))
    return office


def test_0_when_all_is_well(office: Office, types: Types) -> None:
    office.list_customers("sales", yamada())
    office.list_customers("books", yamada())
    done = types("sync", "--json")
    assert (done.code, done.document["state"], done.document["format"]) == (0, "ok", 1)


def test_0_and_a_clear_word_when_there_is_nothing_to_write(office: Office, types: Types) -> None:
    office.list_customers("sales", yamada())
    office.list_customers("books", yamada())
    types("sync")
    again = types("sync")
    assert again.code == 0
    assert "何も書き込みませんでした" in again.out


@pytest.mark.parametrize("arguments", [["frobnicate"], ["sync", "--frobnicate"], ["conflicts", "show", "many"], []])
def test_1_for_a_command_that_there_is_not(types: Types, arguments: list[str]) -> None:
    assert types(*arguments).code == 1


def test_1_where_a_name_leads_nowhere(office: Office, types: Types) -> None:
    office.list_customers("sales", yamada())
    office.list_customers("books", yamada())
    failed = types("explain", "company/99", "--json")
    assert (failed.code, failed.document["error"]["kind"]) == (1, "steward")


def test_2_when_a_plan_finds_changes(office: Office, types: Types) -> None:
    office.list_customers("sales", yamada(notes="重要", at="2026-04-02 09:00"))
    office.list_customers("books", yamada())
    assert types("plan").code == 2


def test_2_while_the_brake_holds(office: Office, types: Types) -> None:
    office.configure(BRAKE)
    office.list_customers("sales", yamada(notes="重要", at="2026-04-02 09:00"))
    office.list_customers("books", yamada())
    assert types("sync").code == 2


def test_3_while_a_conflict_waits(quarrel: Office, types: Types) -> None:
    assert types("sync").code == 3


def test_4_where_a_connection_stops(office: Office, types: Types) -> None:
    office.list_customers("sales", yamada())
    stopped = types("sync", "--json")
    assert (stopped.code, list(stopped.document["stopped"])) == (4, ["books/rows"])


def test_5_with_every_problem_at_its_place(office: Office, types: Types) -> None:
    path = office.write("config.yaml", "hub: 1\nconections: {}\nlanguage: fr\n")
    wrong = types("check")
    assert wrong.code == 5
    assert f"{path.name}:2:1: " in wrong.err
    assert f"{path.name}:3:11: " in wrong.err


def test_5_tells_a_program_the_same(office: Office, types: Types) -> None:
    office.write("config.yaml", "hub: 1\nconections: {}\n")
    problems = types("check", "--json").document["error"]["problems"]
    assert {"file", "line", "col", "what", "hint"} == set(problems[0])


def test_5_where_a_secret_is_missing(office: Office, types: Types) -> None:
    office.configure(FOLDER="x", **{"url: sqlite:///hub.db": "url: postgresql://hub:${env:HUB_NO_SUCH_SECRET}@db/hub"})
    missing = types("check")
    assert missing.code == 5
    assert "HUB_NO_SUCH_SECRET" in missing.out


@pytest.fixture
def locked(office: Office) -> Iterator[Office]:
    config = load_config(office.folder / "config.yaml")
    database = open_store(config.store_url(), config.schema)
    with hub_lock(database):
        yield office
    database.close()


def test_6_while_another_hub_works_on_the_database(locked: Office) -> None:
    locked.list_customers("sales", yamada())
    refused = locked.types("sync", "--json")
    assert (refused.code, json.loads(refused.out)["error"]["kind"]) == (6, "locked")


def test_the_gravest_is_told_where_several_hold(quarrel: Office, types: Types) -> None:
    types("sync")
    (quarrel.folder / "books.csv").unlink()
    assert types("sync").code == 4


def test_a_refused_plan_leaves_changes_pending(office: Office, types: Types, tmp_path: Path) -> None:
    office.list_customers("sales", yamada(notes="重要", at="2026-04-02 09:00"))
    office.list_customers("books", yamada())
    types("plan", "--out", "plan.json")
    office.list_customers("sales", yamada(notes="別", at="2026-04-04 09:00"))
    applied = types("apply", "plan.json", "--json")
    assert (applied.code, applied.document["refused"][0]["reason"]) == (2, "record_changed")
