"""A state with an older date than the one that is known: of a lagging index it is the past, elsewhere the present."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, time, timedelta, timezone

import msgspec
import pytest

from hub.bootstrap import take_over
from hub.sdk.records import Page, RawRecord
from hub.sync.run import run_pipeline
from tests.pipeline.conftest import MakeLab
from tests.pipeline.lab import Lab

YAMADA = {"family": "山田", "given": "太郎", "email": "yamada@example.co.jp"}


def _known_to_both(lab: Lab, **more: str) -> None:
    lab["alpha"].user_creates("a1", **YAMADA, **more)
    lab["beta"].user_creates("b1", **YAMADA, **more)
    lab.sync()


def _jobs(lab: Lab) -> list[str | None]:
    return [record.get("job") for name in ("alpha", "beta") for record in lab[name].records.values()]


def _shows(lab: Lab, *pages: Sequence[RawRecord]) -> None:
    """One run in which alpha shows these pages."""
    alpha, pull = lab["alpha"], lab["alpha"].pull
    alpha.pull = lambda stream, cursor: iter([Page(list(page), None) for page in pages])  # type: ignore[method-assign]
    lab.sync()
    alpha.pull = pull  # type: ignore[method-assign]


def _two_states(lab: Lab) -> tuple[RawRecord, RawRecord]:
    _known_to_both(lab)
    old = lab["alpha"]._raw("a1")
    lab["alpha"].user_edits("a1", job="部長")
    return old, lab["alpha"]._raw("a1")


def test_of_a_page_that_shows_a_record_twice_the_newest_state_stands_whatever_the_order(lab: Lab) -> None:
    old, new = _two_states(lab)
    _shows(lab, [new, old])
    assert [person["occupation"] for person in lab.people()] == ["部長"]


def test_of_a_page_that_tells_no_dates_the_last_state_stands(lab: Lab) -> None:
    dated = _two_states(lab)
    old, new = (msgspec.structs.replace(state, modified_at=None) for state in dated)
    _shows(lab, [old, new])
    assert [person["occupation"] for person in lab.people()] == ["部長"]


def test_within_one_pull_the_newest_state_stands_though_a_later_page_shows_an_older_one(lab: Lab) -> None:
    old, new = _two_states(lab)
    _shows(lab, [new], [old])
    assert [person["occupation"] for person in lab.people()] == ["部長"]


def test_a_system_that_went_back_to_its_backup_is_brought_up_to_date(make_lab: MakeLab) -> None:
    lab = make_lab(deletes="listing", incremental="none")
    _known_to_both(lab, job="課長")
    beta = lab["beta"]
    backup = {name: dict(record) for name, record in beta.records.items()}, dict(beta.changed_at)
    lab["alpha"].user_edits("a1", job="部長")
    for _ in range(2):
        lab.sync()
    assert _jobs(lab) == ["部長", "部長"]
    lab.clock.goes_on(days=1)
    beta.records, beta.changed_at = backup
    for _ in range(2):
        lab.sync()
    assert _jobs(lab) == ["部長", "部長"]


@pytest.mark.parametrize("lag_s", [0.0, 90.0])
def test_what_is_typed_after_a_save_with_a_clock_that_was_ahead_is_heard(make_lab: MakeLab, lag_s: float) -> None:
    lab = make_lab(deletes="listing", incremental="none", index_lag_s=lag_s)
    _known_to_both(lab)
    lab["alpha"].user_edits("a1", job="課長")
    lab["alpha"].changed_at["a1"] += timedelta(hours=20)
    lab.sync()
    lab.clock.goes_on(hours=2)
    lab["alpha"].user_edits("a1", job="部長")
    for _ in range(2):
        lab.sync()
    assert _jobs(lab) == ["部長", "部長"]


@pytest.mark.parametrize(("minutes", "stands"), [(4, "部長"), (40, "課長")])
def test_a_lagging_index_shows_the_past_no_longer_than_it_lags(make_lab: MakeLab, minutes: int, stands: str) -> None:
    lab = make_lab(names=("alpha",), deletes="listing", incremental="none", index_lag_s=1200.0)
    lab["alpha"].user_creates("a1", **YAMADA, job="課長")
    lab.sync()
    old = dict(lab["alpha"].records), dict(lab["alpha"].changed_at)
    lab["alpha"].user_edits("a1", job="部長")
    lab.sync()
    lab.clock.goes_on(minutes=minutes)
    lab["alpha"].records, lab["alpha"].changed_at = old
    lab.sync()
    assert [person["occupation"] for person in lab.people()] == [stands]


JAPAN = timezone(timedelta(hours=9))
CUTS: dict[str, Callable[[datetime], datetime]] = {
    "second": lambda at: at.replace(microsecond=0),
    "minute": lambda at: at.replace(second=0, microsecond=0),
    "day": lambda at: datetime.combine(at.astimezone(JAPAN), time(), JAPAN),
}


@pytest.mark.parametrize(
    ("incremental", "cut"),
    [("none", "second"), ("none", "day"), ("second", "second"), ("minute", "minute"), ("day", "day")],
)
@pytest.mark.parametrize("lag_s", [0.0, 1200.0])
def test_who_types_over_what_the_hub_has_just_written_is_later_than_it_however_his_system_cuts_its_dates(
    make_lab: MakeLab, incremental: str, cut: str, lag_s: float
) -> None:
    lab = make_lab(deletes="listing", incremental=incremental, index_lag_s=lag_s)
    _known_to_both(lab)
    lab["beta"].user_edits("b1", job="課長")
    # A clock that is ahead: the word counts as said when the hub hears it, a moment before it is written to alpha.
    lab["beta"].changed_at["b1"] += timedelta(hours=20)
    lab.sync()
    assert _jobs(lab) == ["課長", "課長"]
    wrote_at = lab.clock.moment
    run_pipeline(lab.world)  # which sees the write, so that what differs from now on is somebody's
    lab["alpha"].user_edits("a1", job="部長")
    lab["alpha"].changed_at["a1"] = CUTS[cut](wrote_at)
    for _ in range(8):
        lab.sync()
    assert _jobs(lab) == ["部長", "部長"]
    assert lab.conflicts() == []


def test_a_backup_of_the_same_day_is_no_later_than_what_was_written_since(make_lab: MakeLab) -> None:
    lab = make_lab(deletes="listing", incremental="none")
    _known_to_both(lab, job="課長")
    backup = {name: dict(record) for name, record in lab["beta"].records.items()}, dict(lab["beta"].changed_at)
    lab["alpha"].user_edits("a1", job="部長")
    for _ in range(2):
        lab.sync()
    lab["beta"].records, lab["beta"].changed_at = backup
    for _ in range(2):
        lab.sync()
    assert _jobs(lab) == ["部長", "部長"]


def test_a_hub_that_was_down_for_days_does_not_date_what_was_typed_meanwhile_by_its_return(make_lab: MakeLab) -> None:
    lab = make_lab(incremental="day")
    for system in lab.systems.values():
        system._since = lambda cursor: datetime.min.replace(tzinfo=UTC)  # type: ignore[method-assign]
    _known_to_both(lab)
    with lab.database.begin() as tx:  # as a process leaves it that is killed after its pull
        tx.run("UPDATE run SET state = 'running', finished_at = NULL")
    lab.clock.goes_on(days=1)
    lab["beta"].user_edits("b1", job="課長")
    lab["beta"].changed_at["b1"] = CUTS["day"](lab["beta"].changed_at["b1"])
    lab.clock.goes_on(days=1)
    lab["alpha"].user_edits("a1", job="部長")
    lab["alpha"].changed_at["a1"] = CUTS["day"](lab["alpha"].changed_at["a1"])
    lab.clock.goes_on(days=1)
    take_over(lab.world)
    lab.sync()
    assert _jobs(lab) == ["部長", "部長"]
