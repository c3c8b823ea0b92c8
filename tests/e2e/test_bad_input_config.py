"""A mistake in config.yaml or in a mapping: one line with file:line:col and what to do, exit code 5, nothing stored."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.e2e.worlds import GOOD_ROWS, ROWS_MAPPING, SHEET_CONFIG, Installation, csv_text, sheet_world

ROOT = Path(__file__).resolve().parents[2]
INVALID = 5


@pytest.fixture
def world(tmp_path: Path) -> Installation:
    made = sheet_world(tmp_path, has_store=False)
    made.write("customers.csv", csv_text(*GOOD_ROWS))
    return made


def told(world: Installation, *command: str) -> str:
    """The one problem that a command tells; it ends with 5 and leaves no database behind."""
    said = world.hub(*(command or ("check",)))
    assert said.exit == INVALID
    assert not (world.folder / "hub.db").exists()
    heading, *problems = said.problems
    assert heading == "The configuration has 1 problem:"
    [problem] = problems
    return problem


def in_config(world: Installation, right: str, wrong: str) -> None:
    text = (world.folder / "config.yaml").read_text(encoding="utf-8")
    assert right in text
    world.write("config.yaml", text.replace(right, wrong))


def in_mapping(world: Installation, right: str, wrong: str) -> None:
    assert right in ROWS_MAPPING
    world.write("rows.yaml", ROWS_MAPPING.replace(right, wrong))


def test_an_unknown_key_is_told_with_the_keys_that_may_stand_there(world: Installation) -> None:
    in_config(world, "language: en", "colour: blue")
    assert told(world).startswith("config.yaml:2:1: unknown key 'colour'; known: alarm, brake, conflicts,")


def test_a_misspelt_key_is_answered_with_the_right_one(world: Installation) -> None:
    in_config(world, "language: en", "lang: en")
    assert told(world).startswith("config.yaml:2:1: unknown key 'lang'; did you mean 'language'?")


def test_a_misspelt_key_that_is_required_is_one_mistake_and_not_two(world: Installation) -> None:
    in_config(world, "connections:", "connektions:")
    assert told(world).startswith("config.yaml:3:1: unknown key 'connektions'; did you mean 'connections'?")


def test_a_misspelt_setting_of_a_connector_is_answered_with_the_right_one(world: Installation) -> None:
    in_config(world, "key: [コード]", "keys: [コード]")
    assert ": unknown key 'keys'; did you mean 'key'?" in world.hub("sync").err


def test_a_key_given_twice_is_told_with_the_line_of_the_first(world: Installation) -> None:
    in_config(world, "hub: 1\n", "hub: 1\nlanguage: ja\n")
    assert told(world) == "config.yaml:3:1: duplicate key 'language'; it stands at line 2 already; keep one"


def test_a_field_mapped_twice_is_told_with_the_line_of_the_first(world: Installation) -> None:
    in_mapping(world, "notes: 備考", "code: 備考")
    assert told(world) == "rows.yaml:12:7: duplicate key 'code'; it stands at line 7 already; keep one"


def test_a_tab_is_shown_where_it_stands(world: Installation) -> None:
    in_config(world, "    connector: excel", "\tconnector: excel")
    assert told(world) == "config.yaml:5:1: a tab indents this line; use two spaces for each level"


def test_a_full_width_colon_is_shown_where_it_stands(world: Installation) -> None:
    in_config(world, "    connector: excel", "    connector：excel")
    assert told(world) == "config.yaml:5:14: a full-width colon (：) follows a key; write a half-width ': '"


def test_a_full_width_colon_in_a_mapping_is_shown_where_it_stands(world: Installation) -> None:
    in_mapping(world, "code: コード", "code：コード")
    assert told(world) == "rows.yaml:7:11: a full-width colon (：) follows a key; write a half-width ': '"


def test_a_missing_secret_is_named_and_told_how_to_set(world: Installation) -> None:
    in_config(world, "key: [コード]", 'key: ["${env:SHEET_KEY}"]')
    said = world.hub("sync")
    assert said.exit == INVALID
    [problem] = said.problems[1:]
    assert problem.startswith("config.yaml:6:")
    assert problem.endswith(
        ": the environment variable SHEET_KEY is not set; set it before the hub starts: export SHEET_KEY=…"
    )


def test_check_names_a_missing_secret_before_anything_runs(world: Installation) -> None:
    in_config(world, "key: [コード]", 'key: ["${file:secrets/key}"]')
    said = world.hub("check")
    assert (said.exit, "the secret's file secrets/key cannot be read" in said.out) == (INVALID, True)


def test_numbers_words_and_times_in_the_configuration_stay_text(world: Installation) -> None:
    world.write("customers.csv", csv_text(("K1", "no", "x"), headings=("0312345678", "12:30", "no")))
    world.write(
        "rows.yaml", ROWS_MAPPING.partition("    fields:")[0] + '    fields: {code: "0312345678", notes: 12:30}\n'
    )
    in_config(world, "key: [コード]", "key: 0312345678, ignore: [no], sheet: 1")
    world.sync()
    assert world.golden() == [{"code": "K1", "notes": "no"}]


def test_a_connection_may_be_called_no(world: Installation) -> None:
    in_config(world, "  sheet:", "  no:")
    assert world.pulled("no/rows").new == len(GOOD_ROWS)


def test_numbers_words_and_times_in_a_mapping_stay_text(world: Installation) -> None:
    in_mapping(
        world, "notes: 備考", "notes: {from: 備考, values: {no: 12:30, 0123: no}}\n      owner: {const: 0312345678}"
    )
    world.write("customers.csv", csv_text(("C1", "甲", "", "", "", "no"), ("C2", "乙", "", "", "", "0123")))
    world.sync()
    assert [(record["notes"], record["owner"]) for record in world.golden()] == [
        ("12:30", "0312345678"),
        ("no", "0312345678"),
    ]


def test_a_mapping_to_an_unknown_field_is_answered_with_the_right_one(world: Installation) -> None:
    in_mapping(world, "notes: 備考", "note: 備考")
    assert told(world).startswith(
        "rows.yaml:12:7: unknown field 'note' of company; did you mean 'notes'? known: address,"
    )


def test_a_mapping_of_another_stream_is_told_at_the_line_that_names_it(world: Installation) -> None:
    in_config(world, "connector: excel", "connector: freee")
    assert told(world, "sync").startswith("config.yaml:8:23: rows.yaml maps excel.rows, not freee.rows;")


def test_a_write_that_a_system_cannot_do_is_told_before_any_run(world: Installation) -> None:
    in_config(world, "{mapping: rows.yaml}", "{mapping: rows.yaml, push: {delete: archive}}")
    said = world.hub("check")
    assert said.exit == INVALID
    assert "config.yaml:8:41: excel.rows does not take 'archive'; it can: create, update" in said.out


def test_a_stream_that_a_system_does_not_have_is_told_by_check(world: Installation) -> None:
    in_config(world, "rows:", "cells:")
    world.write("rows.yaml", ROWS_MAPPING.replace("stream: rows", "stream: cells"))
    assert "excel has no stream 'cells'; known: rows" in world.hub("check").out


def test_who_has_no_configuration_is_told_how_to_get_one(world: Installation) -> None:
    (world.folder / "config.yaml").unlink()
    assert told(world) == (
        "config.yaml:1:1: the file cannot be read (No such file or directory); "
        "write one with `hub init`, or name another with --config"
    )


def test_a_misspelt_product_is_answered_with_the_right_one(world: Installation) -> None:
    in_config(world, "connector: excel", "connector: exel")
    assert told(world).startswith("config.yaml:5:16: unknown connector 'exel'; did you mean 'excel'? known: email,")


MANY_MISTAKES = """\
hub: 1
language: en
lang: ja
brake: {max_changes: lots}
connections:
  sheet:
    connector: excel
    settings: {path: customers.csv, keys: [コード]}
    streams:
      rows: {mapping: rows.yaml, push: {delete: archive}}
  other:
    connector: excel
    settings: {path: customers.csv}
    streams: {rows: {mapping: other.yaml}}
  third:
    connector: excel
    settings: {path: "${env:NO_SUCH_PATH}"}
    streams: {rows: {mapping: third.yaml}}
survivorship:
  entities:
    company:
      fields: {nme: longest}
"""


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_check_tells_the_mistakes_of_all_files_and_kinds_at_once(world: Installation, lang: str) -> None:
    world.write("config.yaml", MANY_MISTAKES)
    world.write("rows.yaml", ROWS_MAPPING.replace("notes: 備考", "note: 備考"))
    world.write("other.yaml", ROWS_MAPPING.replace("code: コード", "code：コード"))
    world.write("third.yaml", f"{ROWS_MAPPING}examples:\n  - in: {{会社名: 甲}}\n    out: {{company: {{name: 乙}}}}\n")
    said = world.hub("--lang", lang, "check")
    assert (said.exit, said.out) == (INVALID, "")
    _, *lines = said.problems
    assert [line.split(": ")[0] for line in lines] == [
        "config.yaml:3:1",
        "config.yaml:4:22",
        "config.yaml:8:37",
        "config.yaml:17:22",
        "config.yaml:22:16",
        "other.yaml:7:11",
        "rows.yaml:12:7",
        "third.yaml:14:5",
    ]


def test_a_configuration_that_is_no_yaml_hides_nothing_of_the_mappings_that_it_names(world: Installation) -> None:
    mapping = ROWS_MAPPING.replace("notes: 備考", "custom.area: 備考")
    world.write("rows.yaml", mapping.replace("with: phone", "with: fone"))
    world.write("other.yaml", ROWS_MAPPING.replace("code: コード", "code：コード"))
    world.write("third.yaml", ROWS_MAPPING.replace("stream:", "steam:"))
    wrong = "{mapping: rows.yaml}  # mapping: third.yaml\n      b: {mapping: 'other.yaml'"
    in_config(world, "{mapping: rows.yaml}", wrong)
    _, *lines = world.hub("check").problems
    assert [line.split(": ")[0] for line in lines] == ["config.yaml:9:1", "other.yaml:7:11", "rows.yaml:9:31"]


def test_a_wrong_mapping_hides_neither_the_stream_nor_the_settings_of_its_connection(world: Installation) -> None:
    in_mapping(world, "notes: 備考", "note: 備考")
    in_config(world, "{mapping: rows.yaml}", "{mapping: rows.yaml, push: {delete: archive}}")
    _, *lines = world.hub("check").problems
    assert [line.split(": ")[0] for line in lines] == ["config.yaml:8:41", "rows.yaml:12:7"]


def test_a_company_field_that_cannot_be_read_makes_no_mistake_of_the_mappings_that_name_it(world: Installation) -> None:
    in_mapping(world, "notes: 備考", "custom.area: 備考")
    text = (world.folder / "config.yaml").read_text(encoding="utf-8")
    world.write("config.yaml", f"{text}customs: {{company: {{area: {{label_ja: 地域, label_en: Area}}}}}}\n")
    assert told(world).startswith("config.yaml:9:1: unknown key 'customs'; did you mean 'custom'?")


def test_a_mistake_stops_a_sync_before_it_reads_anything(world: Installation) -> None:
    in_mapping(world, "notes: 備考", "note: 備考")
    assert told(world, "sync").startswith("rows.yaml:12:7: unknown field 'note' of company;")


def test_a_mistake_made_later_loses_nothing_of_what_is_stored(world: Installation) -> None:
    world.sync()
    world.write("config.yaml", (world.folder / "config.yaml").read_bytes().replace(b"language", b"lang"))
    world.hub("sync")
    world.write("config.yaml", SHEET_CONFIG.replace("FILE", str(world.folder / "customers.csv")))
    assert world.names() == {"青空商店", "みどり商会"}


def test_the_shell_gets_the_exit_code_and_one_line_without_a_traceback(world: Installation) -> None:
    in_config(world, "language: en", "lang: en")
    command = [sys.executable, "-m", "hub", "--config", str(world.folder / "config.yaml"), "--lang", "en", "check"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    lines = done.stderr.splitlines()
    assert (done.returncode, done.stdout, len(lines)) == (INVALID, "", 2)
    assert ":2:1: unknown key 'lang'; did you mean 'language'?" in lines[1]


def test_the_example_passes_the_check_of_the_command_line(tmp_path: Path) -> None:
    shutil.copy(ROOT / "config.example.yaml", tmp_path / "config.yaml")
    secrets = {"FREEE_CLIENT_ID": "a", "FREEE_CLIENT_SECRET": "b", "HUBSPOT_TOKEN": "c"}
    world = Installation(tmp_path, environ=secrets)
    (tmp_path / "secrets").mkdir()
    world.write("secrets/freee-refresh-token", "d")
    said = world.hub("check")
    assert (said.exit, said.err, said.out.splitlines()[-2:]) == (0, "", ["", "All is well."]), said.out
