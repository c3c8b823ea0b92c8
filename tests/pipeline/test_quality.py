"""How good customers are is noted once a day, after a run that changed any."""

from __future__ import annotations

import pytest

from hub.store import quality
from hub.store.quality import Quality
from hub.sync import quality as measuring
from tests.pipeline.lab import Lab


def noted(lab: Lab) -> list[Quality]:
    with lab.database.look() as tx:
        return quality.since(tx, "2000-01-01")


def test_what_is_filled_and_who_is_known_twice_is_noted_by_day(lab: Lab) -> None:
    lab["alpha"].user_creates("a1", family="山田", email="y@example.com", mobile="090-1234-5678")
    lab["alpha"].user_creates("a2", family="佐藤")
    lab.sync(steps=("pull", "resolve", "index"))
    day = lab.world.now_text()[:10]
    # Three of the one and one of the other, of six each; nobody stands in beta yet.
    assert noted(lab) == [Quality(day, "person", 2, round(4 / 12, 4), 0.0)]
    lab.sync()
    lab["alpha"].user_edits("a2", email="s@example.com")
    lab.clock.goes_on(days=1)
    lab.sync()
    assert noted(lab)[1:] == [Quality(lab.world.now_text()[:10], "person", 2, round(5 / 12, 4), 1.0)]


def test_a_day_on_which_nothing_changed_has_no_note(lab: Lab) -> None:
    lab["alpha"].user_creates("a1", family="山田")
    lab.sync()
    lab.clock.goes_on(days=1)
    lab.sync()
    assert len(noted(lab)) == 1


def test_of_many_customers_a_sample_is_looked_at(lab: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(measuring, "SAMPLE", 4)
    for number in range(12):
        lab["alpha"].user_creates(f"a{number}", family="鈴木", email=f"s{number}@example.com")
    lab.sync()
    assert [one.looked_at for one in noted(lab)] == [4]
