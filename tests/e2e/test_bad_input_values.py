"""A value that cannot be taken in: its record waits in quarantine with its reason and payload, and the rest goes on."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from hub.store.quarantine import QuarantineRow
from tests.e2e.worlds import GOOD_ROWS, HEADINGS, Installation, csv_text, sheet_world

GOOD_NAMES = {"青空商店", "みどり商会"}


@pytest.fixture
def world(tmp_path: Path) -> Installation:
    return sheet_world(tmp_path)


def read(world: Installation, *rows: tuple[str, ...]) -> None:
    """Two good rows and these; every row must be accounted for."""
    world.write("customers.csv", csv_text(*GOOD_ROWS, *rows))
    ledger = world.pulled()
    assert ledger.read == len(GOOD_ROWS) + len(rows)
    assert ledger.adds_up
    assert ledger.quarantined == len(world.quarantined())


def only_one_waits(world: Installation, row: tuple[str, ...]) -> QuarantineRow:
    """The one quarantined record, with its payload as it came; the good rows are in."""
    [waiting] = world.quarantined()
    assert msgspec.json.decode(waiting.payload) == dict(zip(HEADINGS, row, strict=True))
    assert world.names() == GOOD_NAMES
    return waiting


def test_a_choice_without_a_map_is_quarantined_and_the_rest_goes_on(world: Installation) -> None:
    row = ("C3", "甲", "", "", "特別", "")
    read(world, row)
    waiting = only_one_waits(world, row)
    assert (waiting.external_id, waiting.reason) == (
        "C3",
        "company.rank (ランク): is a choice that the value map does not hold; add it under 'values'",
    )


def test_a_record_without_an_id_is_quarantined_and_told_by_its_line(world: Installation) -> None:
    row = ("", "甲", "", "", "A", "")
    read(world, row)
    assert only_one_waits(world, row).reason == (
        "customers.csv: line 4, field 1: the row has no コード, which identifies it; fill it in"
    )


def test_a_record_that_got_its_id_is_taken_in(world: Installation) -> None:
    read(world, ("", "甲", "", "", "A", ""))
    world.write("customers.csv", csv_text(*GOOD_ROWS, ("C3", "甲", "", "", "A", "")))
    world.sync()
    assert world.names() == {*GOOD_NAMES, "甲"}


def test_a_key_that_is_taken_is_quarantined_for_each_row_that_has_it(world: Installation) -> None:
    read(world, ("C1", "甲", "", "", "", ""), ("C1", "乙", "", "", "", ""))
    assert [msgspec.json.decode(row.payload)["会社名"] for row in world.quarantined()] == ["甲", "乙"]
    assert all("the same コード as row 2; correct one of them" in row.reason for row in world.quarantined())
    assert world.names() == GOOD_NAMES


def test_a_day_of_reiwa_is_read(world: Installation) -> None:
    read(world, ("C3", "甲", "", "令和6年5月1日", "", ""), ("C4", "乙", "", "R元.5.1", "", ""))
    assert [record["founded_on"] for record in world.golden()[2:]] == ["2024-05-01", "2019-05-01"]


@pytest.mark.parametrize("day", ["令和6年2月30日", "令和元年4月30日", "平成32年1月1日"])
def test_a_day_that_the_era_did_not_have_is_quarantined(world: Installation, day: str) -> None:
    row = ("C3", "甲", "", day, "", "")
    read(world, row)
    assert only_one_waits(world, row).reason.startswith("company.founded_on (設立): is not a day (it reads 2024-05-01,")


@pytest.mark.parametrize(
    "phone", ["03-3210-0001 内線12", "03-3210-0001(内線:12)", "０３－３２１０－０００１　内線１２"]
)
def test_a_phone_keeps_its_extension(world: Installation, phone: str) -> None:
    read(world, ("C3", "甲", phone, "", "", ""))
    assert world.golden()[2]["phone"] == "+81332100001;ext=12"


def test_what_is_no_phone_number_is_kept_as_it_was_written(world: Installation) -> None:
    read(world, ("C3", "甲", "社長直通", "", "", ""))
    assert world.golden()[2]["phone"] == "社長直通"


@pytest.mark.parametrize("text", ["no", "12:30", "0312345678", "1e5", "NaN", "null", "TRUE"])
def test_a_value_that_looks_like_something_else_stays_text(world: Installation, text: str) -> None:
    read(world, ("C3", "甲", "", "", "", text))
    assert world.golden()[2]["notes"] == text


def test_a_number_without_its_area_code_sign_keeps_its_zero(world: Installation) -> None:
    read(world, ("C3", "甲", "0312345678", "", "", ""))
    assert world.golden()[2]["phone"] == "+81312345678"


def test_a_value_that_went_bad_keeps_the_record_as_it_was(world: Installation) -> None:
    read(world)
    world.write("customers.csv", csv_text(("C1", "青空商店", "", "", "特別", ""), GOOD_ROWS[1]))
    world.sync()
    assert world.golden()[0]["rank"] == "重点"
    assert [row.external_id for row in world.quarantined()] == ["C1"]


def test_a_value_that_was_put_back_leaves_quarantine(world: Installation) -> None:
    read(world)
    world.write("customers.csv", csv_text(("C1", "青空商店", "", "", "特別", ""), GOOD_ROWS[1]))
    world.sync()
    world.write("customers.csv", csv_text(*GOOD_ROWS))
    assert world.pulled().unchanged == len(GOOD_ROWS)
    assert world.quarantined() == []
