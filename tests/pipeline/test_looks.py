"""An edit of which only the day is known is younger than all that the run before it saw, in whichever system."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from hub.sdk.records import Page, RawRecord
from hub.store import runs, streams
from hub.sync.looks import seen_until
from tests.pipeline.lab import Lab
from tests.pipeline.systems import System


def test_a_look_lasts_until_its_run_has_pulled_everything(lab: Lab) -> None:
    lab["alpha"].user_creates("a1", family="山田", email="yamada@example.co.jp")
    run_id = lab.sync().run_id
    stream = lab.world.connections["alpha"].streams["people"]
    with lab.database.begin() as tx:
        run, pulled, looked = runs.by_id(tx, run_id), streams.pulled_at(tx, stream.stream_id), seen_until(tx, stream)
    assert run is not None
    assert pulled is not None
    assert run.started_at < pulled < looked < str(run.finished_at)


def test_a_stream_that_was_never_pulled_has_no_look(lab: Lab) -> None:
    with lab.database.begin() as tx:
        assert seen_until(tx, lab.world.connections["alpha"].streams["people"]) == ""


class _Daily(System):
    """It dates to the day, and tells after each page where the reader is."""

    def pull(self, stream: str, cursor: str | None) -> Iterator[Page]:
        for page in super().pull(stream, cursor):
            reached = max((self.changed_at[record.external_id] for record in page.records), default=None)
            yield msgspec.structs.replace(page, cursor=page.cursor or (reached and reached.isoformat()))

    def _raw(self, record_id: str) -> RawRecord:
        at = self.changed_at[record_id]
        self.changed_at[record_id] = at.replace(hour=0, minute=0, second=0, microsecond=0)
        record = super()._raw(record_id)
        self.changed_at[record_id] = at
        return record


class _DailyLab(Lab):
    def make_system(self, name: str, **manifest: Any) -> System:
        if name == "alpha":
            return _Daily(name, self.clock, incremental="day", list_page_max=1)
        return System(name, self.clock)


def test_an_edit_on_a_later_page_of_a_system_that_tells_only_days_is_no_younger_than_its_pull(store_url: str) -> None:
    lab = _DailyLab(store_url)
    for name in ("alpha", "beta"):
        lab[name].user_creates("1", family="山田", given="一郎", email="y@example.jp")
        lab[name].user_creates("2", family="佐藤", given="花子", email="s@example.jp")
    lab.sync()
    lab["alpha"].user_edits("2", job="課長")
    lab["alpha"].user_edits("1", job="課長")
    lab["beta"].user_edits("1", job="部長")
    lab.sync()
    assert [person["occupation"] for person in lab.people()] == ["部長", "課長"]
    lab.close()
