"""A run of a hub that weighs the evidence, carried elsewhere: joined and kept apart as there, without being weighed."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.steward.bundle import pack
from hub.steward.bundle_format import SETTING
from hub.steward.replay import Replayed, replay
from tests.laws import lawful
from tests.pipeline.lab import Lab
from tests.pipeline.test_arrival import CONTACTS, Arrival, settle_in, worlds
from tests.pipeline.test_evidence import ACME, CARDS, IN_THE_BOOKS, ON_PAPER, card, weighing
from tests.proof.bundled import streams_of

MICHIKO = card("gamma", "1", person_name="渡辺 美智子", mobile="090-1111-2222", **ACME)
BY_FAMILY_NAME = card("gamma", "2", person_name="渡辺", mobile="090-1111-2222", email="w@chiyoda.example", **ACME)
KENICHI = card("gamma", "3", person_name="渡辺 健一", email="w@chiyoda.example", **ACME)
UNREACHABLE = card("gamma", "3", person_name="渡辺 健一", **ACME)


def carried(lab: Lab, run_id: int, path: Path, mapping: str = CARDS) -> Path:
    pack(lab.world, run_id, path, streams_of(lab, mapping), {})
    return path


@pytest.fixture
def bundle(tmp_path: Path) -> Iterator[Path]:
    """Two cards of one person without a key in common, and a card that could be his as well as a colleague's."""
    with weighing() as lab:
        settle_in(lab, [ON_PAPER, IN_THE_BOOKS, MICHIKO, BY_FAMILY_NAME, KENICHI], [5])
        yield carried(lab, 1, tmp_path / "run.bundle")


def _after(bundle: Path, statement: str) -> Replayed:
    with sqlite3.connect(bundle) as connection:
        connection.execute(statement)
    return replay(bundle)


def test_it_comes_out_the_same(bundle: Path) -> None:
    found = replay(bundle)
    assert found.is_same, found
    assert found.golden_records >= 4


def test_nothing_of_which_values_could_be_guessed_is_in_it(bundle: Path) -> None:
    with sqlite3.connect(bundle) as connection:
        left = {table: connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in TABLES}
        hashes = connection.execute("SELECT count(*) FROM crosswalk WHERE keys IS NOT NULL").fetchone()[0]
    assert (left, hashes) == (dict.fromkeys(TABLES, 0), 0)


TABLES = ("trait", "block_key", "late_block_key", "rarity", "match_key")


def test_who_is_one_is_told_by_the_likenesses_alone(bundle: Path) -> None:
    assert _after(bundle, "DELETE FROM likeness").parted != []


def test_who_is_kept_apart_is_told_by_what_speaks_against_it_alone(bundle: Path) -> None:
    def without_it(text: str) -> str:
        return f"json_replace({text}, '$.weighed.person.against', json('[]'))"

    told = f"UPDATE setting SET value = {without_it('value')} WHERE name = '{SETTING}'"
    assert _after(bundle, told).joined != []


def test_who_was_alike_comes_along_although_the_run_touched_another(tmp_path: Path) -> None:
    with weighing() as lab:
        settle_in(lab, [MICHIKO, BY_FAMILY_NAME, UNREACHABLE], [2])
        found = replay(carried(lab, 2, tmp_path / "run.bundle"))
    assert (found.is_same, found.golden_records) == (True, 4)


@pytest.mark.long
@lawful(15)
@given(worlds, st.lists(st.integers(1, 6), min_size=1, max_size=4), st.data())
def test_every_run_comes_out_the_same(world: list[Arrival], sizes: list[int], data: Any) -> None:
    with weighing(CONTACTS) as lab, TemporaryDirectory() as folder:
        settle_in(lab, world, sizes)
        with lab.database.begin() as tx:
            last = int(tx.rows("SELECT max(id) FROM run")[0][0])
        run_id = data.draw(st.integers(1, last))
        found = replay(carried(lab, run_id, Path(folder) / "run.bundle", CONTACTS))
    assert found.is_same, found
