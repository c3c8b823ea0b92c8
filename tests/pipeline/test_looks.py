"""An edit of which only the day is known is younger than all that the run before it saw, in whichever system."""

from __future__ import annotations

from hub.store import runs, streams
from tests.pipeline.lab import Lab


def test_a_look_lasts_until_the_end_of_its_run(lab: Lab) -> None:
    lab["alpha"].user_creates("a1", family="山田", email="yamada@example.co.jp")
    run_id = lab.sync().run_id
    number = lab.world.connections["alpha"].streams["people"].stream_id
    with lab.database.begin() as tx:
        run, pulled, looked = runs.by_id(tx, run_id), streams.pulled_at(tx, number), streams.looked_until(tx, number)
    assert run is not None
    assert pulled is not None
    assert run.started_at < pulled < str(run.finished_at)
    assert looked == run.finished_at


def test_a_stream_that_was_never_pulled_has_no_look(lab: Lab) -> None:
    number = lab.world.connections["alpha"].streams["people"].stream_id
    with lab.database.begin() as tx:
        assert streams.looked_until(tx, number) is None
