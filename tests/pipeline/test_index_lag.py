"""An index that lags shows again what the hub has written over since: that is old, and nobody's edit."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec
import pytest

from hub.sdk.records import Change, PushResult, RawRecord
from hub.store import raw, streams
from hub.sync.run import run_pipeline
from tests.pipeline.conftest import MakeLab
from tests.pipeline.hooked import HookedLab, HookedSystem
from tests.pipeline.lab import PEOPLE, Lab

YAMADA = {"family": "山田", "given": "一郎", "email": "p0@example.jp"}
LAG_S = 90.0


@pytest.fixture
def lagging(store_url: str) -> Iterator[HookedLab]:
    lab = HookedLab(store_url, ("alpha", "beta"), index_lag_s=LAG_S)
    yield lab
    lab.close()


def _syncs_after(lab: HookedLab, seconds: float) -> None:
    lab.clock.goes_on(seconds=seconds)
    run_pipeline(lab.world)


def _jobs(lab: HookedLab) -> list[Any]:
    return [record.get("job") for system in lab.systems.values() for record in system.records.values()]


def test_what_the_hub_wrote_before_its_last_write_is_no_edit_when_it_is_shown_late(lagging: HookedLab) -> None:
    lagging["alpha"].user_creates("a1", **YAMADA, job="係長")
    lagging.clock.goes_on(seconds=270)
    lagging["alpha"].user_edits("a1", job="課長")
    _syncs_after(lagging, 30)
    assert _jobs(lagging) == ["課長", "係長"]
    for _ in range(6):
        _syncs_after(lagging, 60)
    assert _jobs(lagging) == ["課長", "課長"]
    assert lagging.conflicts() == []


def test_a_field_that_the_hub_has_filled_is_not_emptied_by_the_empty_one_that_is_shown_late(
    lagging: HookedLab,
) -> None:
    lagging["alpha"].user_creates("a1", **YAMADA, job="係長")
    _syncs_after(lagging, 300)
    lagging["alpha"].user_edits("a1", job="")
    lagging.clock.goes_on(seconds=270)
    lagging["alpha"].user_edits("a1", job="課長")
    _syncs_after(lagging, 30)
    assert _jobs(lagging) == ["課長", None]
    for _ in range(6):
        _syncs_after(lagging, 60)
    assert _jobs(lagging) == ["課長", "課長"]
    assert lagging.conflicts() == []


def test_who_takes_back_what_the_hub_wrote_is_heard_once_the_index_shows_it(lagging: HookedLab) -> None:
    lagging["alpha"].user_creates("a1", **YAMADA, job="係長")
    _syncs_after(lagging, 300)
    lagging["alpha"].user_edits("a1", job="課長")
    _syncs_after(lagging, 300)
    (beta_id,) = lagging["beta"].records
    lagging["beta"].user_edits(beta_id, job="係長")
    for _ in range(4):
        _syncs_after(lagging, 60)
    assert _jobs(lagging) == ["係長", "係長"]


def test_who_takes_back_at_once_what_the_hub_wrote_is_heard_after_the_lag(make_lab: MakeLab) -> None:
    lab = make_lab(index_lag_s=600.0, deletes="listing")
    lab["alpha"].user_creates("a1", **YAMADA, job="係長")
    for _ in range(3):
        lab.sync()
    lab["alpha"].user_edits("a1", job="課長")
    lab.sync()
    (beta_id,) = lab["beta"].records
    lab["beta"].user_edits(beta_id, job="係長")
    for _ in range(4):
        lab.sync()
    assert [record["job"] for name in ("alpha", "beta") for record in lab[name].records.values()] == ["係長", "係長"]


def _hub_knows(lab: Lab, name: str, record_id: str) -> str:
    with lab.database.begin() as tx:
        state = raw.by_external_id(tx, streams.stream_id(tx, name, "people"), record_id)
    return "unknown" if state is None else "there" if state[4] is None else "gone"


def _rereads(lab: Lab, name: str) -> None:
    with lab.database.begin() as tx:
        streams.forget_cursor(tx, streams.stream_id(tx, name, "people"))


def _is_missed_by_a_write(lab: HookedLab) -> None:
    """The hub finds a record gone when it writes to it; its index shows what was typed there before for a while."""
    lab["alpha"].user_creates("a1", **YAMADA)
    for _ in range(2):
        _syncs_after(lab, 300)
    (beta_id,) = lab["beta"].records
    lab["beta"].user_edits(beta_id, job="課長")
    lab.clock.goes_on(seconds=290)
    lab["alpha"].user_edits("a1", notes="退職")
    lab.clock.goes_on(seconds=5)
    lab["alpha"].user_deletes("a1")
    for _ in range(2):  # the second one looks whether what the write was told is so
        _syncs_after(lab, 1)
    assert _hub_knows(lab, "alpha", "a1") == "gone"


def test_what_the_index_shows_of_a_record_before_it_knows_that_it_is_gone_brings_nobody_back(
    lagging: HookedLab,
) -> None:
    _is_missed_by_a_write(lagging)
    written = len(lagging["alpha"].writes)
    for _ in range(8):
        _syncs_after(lagging, 29)
        assert _hub_knows(lagging, "alpha", "a1") == "gone"
    assert len(lagging["alpha"].writes) == written


def _restored(lab: HookedLab) -> None:
    """Somebody takes the record out of the bin, and its date stays as it was."""
    alpha = lab["alpha"]
    alpha.records["a1"] = dict(YAMADA)
    del alpha.deleted["a1"]
    alpha.user_creates("a2", family="佐藤", given="花子", email="p1@example.jp")


def test_a_restored_record_with_its_old_date_is_read_by_who_reads_all_anew(lagging: HookedLab) -> None:
    _is_missed_by_a_write(lagging)
    _syncs_after(lagging, 300)
    _restored(lagging)
    lagging.clock.goes_on(seconds=300)
    _rereads(lagging, "alpha")
    _syncs_after(lagging, 1)
    assert _hub_knows(lagging, "alpha", "a1") == "there"


def test_who_reads_anew_within_the_lag_of_a_deletion_hears_of_the_restored_once_the_index_is_sure(
    lagging: HookedLab,
) -> None:
    _is_missed_by_a_write(lagging)
    _restored(lagging)
    _rereads(lagging, "alpha")
    _syncs_after(lagging, 80)
    assert _hub_knows(lagging, "alpha", "a1") == "gone"
    _syncs_after(lagging, 300)
    assert _hub_knows(lagging, "alpha", "a1") == "there"


def _edited_in_the_window(lab: HookedLab) -> None:
    """Two people edit one field in two systems, and the hub writes the first over the second, which the index hides."""
    lab["alpha"].user_creates("a1", **YAMADA, job="係長")
    for _ in range(2):
        _syncs_after(lab, 300)
    (beta_id,) = lab["beta"].records
    lab.clock.goes_on(seconds=200)
    lab["beta"].user_edits(beta_id, job="課長")
    lab.clock.goes_on(seconds=80)
    lab["alpha"].user_edits("a1", job="次長")
    _syncs_after(lab, 15)
    assert _jobs(lab) == ["課長", "課長"]


def test_an_edit_that_was_written_over_unseen_is_heard_late_and_stands_where_it_is_the_newest(
    lagging: HookedLab,
) -> None:
    _edited_in_the_window(lagging)
    for _ in range(8):
        _syncs_after(lagging, 29)
    assert _jobs(lagging) == ["次長", "次長"]


def test_who_had_not_seen_what_the_hub_wrote_is_in_a_conflict_with_its_author(lagging: HookedLab) -> None:
    _edited_in_the_window(lagging)
    for _ in range(8):
        _syncs_after(lagging, 29)
    (row,) = lagging.conflicts()
    told = msgspec.json.decode(row.doc)
    assert (told["winner"]["values"], [one["values"] for one in told["losers"]]) == (
        {"occupation": "次長"},
        [{"occupation": "課長"}],
    )


class OneLags(HookedLab):
    """A laboratory of which beta's index lags, and alpha's does not."""

    def make_system(self, name: str, **manifest: Any) -> HookedSystem:
        return super().make_system(name, **(manifest if name == "beta" else {}))


def test_who_puts_back_at_once_what_the_hub_wrote_over_is_told_of_when_a_newer_word_goes_over_it(
    store_url: str,
) -> None:
    lab = OneLags(store_url, ("alpha", "beta"), index_lag_s=LAG_S)
    lab["alpha"].user_creates("a1", **YAMADA, job="係長")
    for _ in range(2):
        _syncs_after(lab, 300)
    lab["alpha"].user_edits("a1", job="課長")
    (beta_id,) = lab["beta"].records
    lab["beta"].user_edits(beta_id, notes="名刺交換")
    _syncs_after(lab, 80)
    lab["beta"].user_edits(beta_id, job="係長")
    lab.clock.goes_on(seconds=10)
    lab["alpha"].user_edits("a1", job="次長")
    _syncs_after(lab, 10)
    assert _jobs(lab) == ["次長", "係長"]
    for _ in range(3):
        _syncs_after(lab, 60)
    (row,) = lab.conflicts()
    lab.close()
    assert _jobs(lab) == ["次長", "次長"]
    told = msgspec.json.decode(row.doc)
    assert (told["winner"]["values"], [one["values"] for one in told["losers"]]) == (
        {"occupation": "次長"},
        [{"occupation": "係長"}],
    )


class Versioned(HookedSystem):
    """A system that tells versions, in its pages and in its answers."""

    def carry_out(self, change: Change) -> PushResult:
        result = super().carry_out(change)
        told = self.changed_at.get(result.external_id or "")
        return msgspec.structs.replace(result, version=told.isoformat() if told else None)

    def _raw(self, record_id: str) -> RawRecord:
        shown = super()._raw(record_id)
        assert shown.modified_at is not None
        return msgspec.structs.replace(shown, version=shown.modified_at.isoformat())


class FirstLags(HookedLab):
    """A laboratory of which alpha's index lags; it tells dates alone."""

    def make_system(self, name: str, **manifest: Any) -> HookedSystem:
        return super().make_system(name, **(manifest if name == "alpha" else {}))


class FirstLagsAndTellsVersions(HookedLab):
    """A laboratory of which alpha's index lags; it tells versions."""

    def make_system(self, name: str, **manifest: Any) -> HookedSystem:
        return Versioned(name, self.clock, **manifest) if name == "alpha" else HookedSystem(name, self.clock)


@pytest.mark.parametrize("kind", [FirstLags, FirstLagsAndTellsVersions])
def test_an_edit_shown_late_stands_although_the_hub_wrote_another_field_before_its_own_write_was_shown(
    store_url: str, kind: type[HookedLab]
) -> None:
    lab = kind(store_url, ("alpha", "beta"), index_lag_s=LAG_S)
    lab["alpha"].user_creates("a1", **YAMADA, job="係長")
    for _ in range(2):
        _syncs_after(lab, 300)
    (beta_id,) = lab["beta"].records
    lab["beta"].user_edits(beta_id, job="課長")
    lab["alpha"].user_edits("a1", job="次長")
    _syncs_after(lab, 14)
    assert _jobs(lab) == ["課長", "課長"]
    lab.clock.goes_on(seconds=70)
    lab["beta"].user_edits(beta_id, notes="名刺交換")
    _syncs_after(lab, 10)
    assert _jobs(lab) == ["課長", "次長"]
    for _ in range(3):
        _syncs_after(lab, LAG_S + 30)
    lab.close()
    assert _jobs(lab) == ["次長", "次長"]


class Dated(HookedSystem):
    """A system whose answers tell when the write changed the record."""

    def carry_out(self, change: Change) -> PushResult:
        result = super().carry_out(change)
        return msgspec.structs.replace(result, modified_at=self.changed_at.get(result.external_id or ""))


class LagsWithDates(HookedLab):
    """A laboratory of which beta's index lags, and its answers tell dates."""

    def make_system(self, name: str, **manifest: Any) -> HookedSystem:
        return Dated(name, self.clock, **manifest) if name == "beta" else HookedSystem(name, self.clock)


@pytest.fixture
def dated(store_url: str) -> Iterator[HookedLab]:
    """An index that is sooner up to date than it might be."""
    mapping = PEOPLE + "      tags: {from: tags, with: semicolons}\n"
    lab = LagsWithDates(store_url, ("alpha", "beta"), index_lag_s=LAG_S, mapping=mapping)
    lab.hooked("beta").lag_s = LAG_S / 3
    yield lab
    lab.close()


def _written_to_beta(lab: HookedLab, **fields: str) -> str:
    """Somebody types into alpha what the hub writes to beta; beta's record."""
    lab["alpha"].user_creates("a1", **YAMADA, job="係長")
    for _ in range(2):
        _syncs_after(lab, 300)
    lab["alpha"].user_edits("a1", **fields)
    _syncs_after(lab, 1)
    (beta_id,) = lab["beta"].records
    return beta_id


def test_what_is_taken_out_of_a_list_soon_after_the_hub_wrote_it_goes_where_the_answer_told_its_date(
    dated: HookedLab,
) -> None:
    dated["beta"].user_edits(_written_to_beta(dated, tags="展示会;重点"), tags="東京")
    _syncs_after(dated, LAG_S / 2)
    assert [next(iter(system.records.values()))["tags"] for system in dated.systems.values()] == ["東京", "東京"]


def test_who_puts_back_what_the_hub_wrote_over_is_heard_at_once_where_the_answer_told_its_date(
    dated: HookedLab,
) -> None:
    dated["beta"].user_edits(_written_to_beta(dated, job="課長"), job="係長")
    _syncs_after(dated, LAG_S / 2)
    assert _jobs(dated) == ["係長", "係長"]
