"""How far a run has come stands in the store, for whoever watches from elsewhere, and costs nothing for a record."""

from __future__ import annotations

from dataclasses import replace

from hub.steward.running import StepTold, under_way
from hub.store import runs
from hub.store.database import Database
from tests.pipeline.conftest import MakeLab
from tests.pipeline.lab import Lab


def filled(lab: Lab) -> Lab:
    for n in range(25):
        lab["alpha"].user_creates(f"a{n}", family=f"山田{n}", email=f"{n}@example.co.jp")
    return lab


def watched(lab: Lab, url: str, page_takes_s: float) -> list[list[StepTold]]:
    """What another process sees each time that a step has told something."""
    elsewhere, seen = Database(url), []

    def progress(step: str, done: int, total: int | None = None) -> None:
        lab.clock.goes_on(seconds=page_takes_s)
        seen.append([told for run in under_way(elsewhere) for told in run.steps])

    lab.world = replace(lab.world, progress=progress)
    lab.sync()
    assert under_way(elsewhere) == []
    elsewhere.close()
    return seen


def test_another_process_sees_what_was_read_decided_and_written_of_how_much(make_lab: MakeLab, store_url: str) -> None:
    seen = watched(filled(make_lab()), store_url, page_takes_s=1)
    told = {(one.step, one.about): (one.done, one.total) for steps in seen for one in steps}
    assert told["resolve", "person"] == told["push", "beta/people"] == (25, 25)
    assert told["pull", "alpha/people"][0] == 25
    assert ("push", "beta/people", 10, 25) in {(one.step, one.about, one.done, one.total) for s in seen for one in s}


def test_a_run_that_is_over_sooner_stores_nothing_of_it(make_lab: MakeLab, store_url: str) -> None:
    assert [steps for steps in watched(filled(make_lab()), store_url, page_takes_s=0) if steps] == []


def test_a_run_that_died_is_under_way_no_more(lab: Lab) -> None:
    with lab.database.begin() as tx:
        number = runs.start(tx, "sync", "", lab.world.now_text())
        runs.progressed(tx, number, '{"alpha/people":[5,null]}')
    assert [run.steps for run in under_way(lab.database)] == [[StepTold("pull", "alpha/people", 5, None)]]
    with lab.database.begin() as tx:
        runs.abandon(tx, lab.world.now_text())
    assert under_way(lab.database) == []
