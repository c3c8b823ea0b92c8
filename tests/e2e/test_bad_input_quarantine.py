"""What waits in quarantine is shown with stream, record and reason; once the mapping is mended, a retry takes it in."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.e2e.worlds import GOOD_ROWS, ROWS_MAPPING, Installation, csv_text, sheet_world

OK, ERROR, PARTIAL = 0, 1, 4
GOOD_NAMES = {"青空商店", "みどり商会"}
NO_CHOICE = ("C3", "甲", "", "", "特別", "")
NO_DAY = ("C4", "乙", "", "令和6年2月30日", "", "")
NO_ID = ("", "丙", "", "", "", "")
MENDED = ROWS_MAPPING.replace("B: 通常", "B: 通常, 特別: 最重点")


@pytest.fixture
def world(tmp_path: Path) -> Installation:
    """Two customers are in, and three wait."""
    made = sheet_world(tmp_path)
    made.write("customers.csv", csv_text(*GOOD_ROWS, NO_CHOICE, NO_DAY, NO_ID))
    made.sync()
    return made


def waiting(world: Installation) -> list[str]:
    return [row.external_id.partition("?")[0] for row in world.quarantined()]


def test_the_list_names_stream_record_and_reason(world: Installation) -> None:
    said = world.hub("quarantine", "list")
    assert said.exit == OK
    assert "1: sheet/rows/C3 " in said.out
    assert "company.rank (ランク): is a choice that the value map does not hold; add it under 'values'" in said.out


def test_the_list_names_the_heading_and_the_value_that_cannot_be_read(world: Installation) -> None:
    said = world.hub("--lang", "ja", "quarantine", "list").out
    assert "company.rank (ランク): 選択肢が値の対応にありません" in said
    assert "\n      ランク: 特別\n" in said
    assert "\n      設立: 令和6年2月30日\n" in said
    told = json.loads(world.hub("quarantine", "list", "--json").out)["records"]
    unread = [(one["heading"], one["value"]) for one in told]
    assert unread == [("ランク", "特別"), ("設立", "令和6年2月30日"), ("", "")]


def test_the_reason_itself_holds_no_value(world: Installation) -> None:
    assert not any("特別" in row.reason or "2月30日" in row.reason for row in world.quarantined())


def test_the_list_shows_enough_of_the_record_to_find_it_there(world: Installation) -> None:
    assert '"会社名":"乙"' in world.hub("quarantine", "list").out


def test_the_list_for_programs_gives_the_payload_as_it_came(world: Installation) -> None:
    first = json.loads(world.hub("quarantine", "list", "--json").out)["records"][0]
    assert (first["stream"], first["external_id"]) == ("sheet/rows", "C3")
    assert json.loads(first["payload"])["ランク"] == "特別"


def test_a_retry_takes_in_what_the_mended_mapping_can_read_and_nothing_else(world: Installation) -> None:
    world.write("rows.yaml", MENDED)
    said = world.hub("quarantine", "retry")
    assert (said.exit, said.out.splitlines()[0]) == (PARTIAL, "1 of 3 records were taken in.")
    assert waiting(world) == ["C4", ""]
    world.sync()
    assert [(record["name"], record["rank"]) for record in world.golden() if record["code"] == "C3"] == [
        ("甲", "最重点")
    ]
    assert world.names() == {*GOOD_NAMES, "甲"}


def test_a_retry_of_one_leaves_the_others_alone(world: Installation) -> None:
    before = world.quarantined()
    world.write("rows.yaml", MENDED)
    assert world.hub("quarantine", "retry", str(before[0].quarantine_id)).exit == OK
    assert world.quarantined() == before[1:]


def test_a_retry_before_anything_was_mended_keeps_every_payload(world: Installation) -> None:
    before = [(row.external_id, row.payload, row.reason) for row in world.quarantined()]
    assert world.hub("quarantine", "retry").exit == PARTIAL
    assert [(row.external_id, row.payload, row.reason) for row in world.quarantined()] == before


def test_a_second_retry_after_a_success_is_harmless(world: Installation) -> None:
    world.write("rows.yaml", MENDED)
    world.hub("quarantine", "retry")
    world.hub("quarantine", "retry")
    world.sync()
    assert world.names() == {*GOOD_NAMES, "甲"}


def test_a_retry_of_what_is_not_there_is_refused(world: Installation) -> None:
    said = world.hub("quarantine", "retry", "99")
    assert (said.exit, "nothing stands in quarantine under 99; list it for its numbers" in said.err) == (ERROR, True)


def test_a_record_that_was_mended_in_its_system_needs_no_retry(world: Installation) -> None:
    world.write("customers.csv", csv_text(*GOOD_ROWS, ("C3", "甲", "", "", "A", ""), NO_DAY, NO_ID))
    world.sync()
    assert waiting(world) == ["C4", ""]


def test_a_mapping_that_was_broken_and_mended_leaves_nobody_behind(world: Installation) -> None:
    world.write("rows.yaml", ROWS_MAPPING.replace("A: 重点, ", ""))
    world.sync()
    assert (waiting(world), world.names()) == (["C3", "C4", "", "C1"], GOOD_NAMES)
    world.write("rows.yaml", MENDED)
    world.sync()
    world.hub("quarantine", "retry")
    world.sync()
    assert (waiting(world), world.names()) == (["C4", ""], {*GOOD_NAMES, "甲"})


def test_status_counts_what_waits(world: Installation) -> None:
    [stream] = [line for line in world.hub("status").out.splitlines() if line.startswith("sheet/rows")]
    assert stream.split()[-1] == "3"
