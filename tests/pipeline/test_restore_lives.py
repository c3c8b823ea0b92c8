"""Random lives with a backup on one day and a restore on the last: nobody is doubled, no edit is lost in silence."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from hypothesis import example, given
from hypothesis import strategies as st

from hub.steward.restore import Store, restore
from hub.store import outbox
from hub.store.backup import write_backup
from tests.laws import lawful
from tests.pipeline.edits import FAMILIES, Office
from tests.pipeline.lab import SCHEMA
from tests.pipeline.test_properties import (
    A_QUARREL,
    RUNS_TO_REST,
    Day,
    Life,
    at,
    everybody_agrees,
    everybody_is_there_once,
    golden_people,
    is_accounted_for,
    laboratory,
    lives,
    lives_of,
    told_of,
)


@contextmanager
def restored_life(life: Life, day_of_backup: int) -> Iterator[Office]:
    """The office after a life whose store was restored at its end, and whose steward then let the plan go."""
    settings = {"index_lag_s": life.index_lag_s, "write_batch_max": life.write_batch_max}
    with laboratory(life.names, **settings) as lab, tempfile.TemporaryDirectory(prefix="hub-restore-") as folder:
        office = Office(lab)
        for place in life.first:
            office.creates(*at(office, place))
        office.syncs()
        file = Path(folder) / "backup.db"
        for number, day in enumerate(life.days):
            if number == day_of_backup % len(life.days):
                write_backup(lab.database, SCHEMA, file, lab.world.now_text())
            for place in day.creates:
                office.creates(*at(office, place))
            for place, name in day.types:
                office.types(*at(office, place), name)
            for place in day.deletes:
                office.deletes(*at(office, place))
            office.syncs(day.troubles)
        url = lab.database.url.render_as_string()
        restore(Store(url, SCHEMA, lab.world.rules, Path(folder), lab.clock), file, "佐藤")
        before = lab.written()
        office.syncs()
        assert lab.written() == before, "a restored store writes before a person has agreed"
        lab.clock.goes_on(hours=1)
        with lab.database.begin() as tx:
            outbox.release(tx)
        lab.world = replace(lab.world, releases=True)
        for _ in range(RUNS_TO_REST + 1):
            office.syncs()
        yield office


EMPTIED_WHILE_AWAY = Life(
    names=("alpha", "beta"),
    index_lag_s=0.0,
    write_batch_max=1,
    first=[(0, 0)],
    days=[
        Day(creates=[], types=[((0, 0), "notes")], deletes=[], troubles={}),
        Day(creates=[], types=[((0, 0), "-notes")], deletes=[], troubles={"alpha": "down"}),
    ],
)
"""Somebody fills a field after the backup, the hub carries it over, and it is emptied where the hub does not look."""


@lawful(6)
@given(lives, st.integers(0, 5))
@example(A_QUARREL, 2)
@example(EMPTIED_WHILE_AWAY, 0)
def test_after_a_restore_everybody_agrees_and_is_there_once(life: Life, day: int) -> None:
    with restored_life(life, day) as office:
        assert office.syncs().ledger.written == 0
        everybody_agrees(office)
        everybody_is_there_once(office)


@lawful(6)
@given(lives, st.integers(0, 5))
def test_no_edit_is_lost_in_silence_by_a_restore(life: Life, day: int) -> None:
    with restored_life(life, day) as office:
        golden, told = golden_people(office), told_of(office)
        for edit in office.edits:
            assert is_accounted_for(edit, office, golden, told), (edit, golden, told)


@lawful(6)
@given(lives_of(["mail_ok", "mail_ok", "-mail_ok", "notes"]), st.integers(0, 5))
def test_no_opt_out_is_lost_by_a_restore(life: Life, day: int) -> None:
    with restored_life(life, day) as office:
        latest = {(e.system, e.person): e.value for e in office.edits if e.field == "mail_ok"}
        for (_, person), value in latest.items():
            if value == "false":
                assert golden_people(office)[FAMILIES[person]]["contact_email"] is False
