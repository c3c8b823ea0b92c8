"""A record that leaves no trace in any list is gone once its system has told so and a look-up finds it no more."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from hub.sdk.errors import RetryLaterError
from hub.sdk.records import Change, PushResult
from hub.steward.status import status
from tests.pipeline.hooked import HookedLab, HookedSystem

YAMADA = {"family": "山田", "given": "太郎", "email": "yamada@example.co.jp"}


@pytest.fixture
def lab(store_url: str) -> Iterator[HookedLab]:
    made = HookedLab(store_url)
    made["alpha"].user_creates("a1", **YAMADA)
    made.sync()
    yield made
    made.close()


def _goes_without_a_trace(lab: HookedLab) -> None:
    del lab["alpha"].records["a1"]


def _is_told(lab: HookedLab, number: str = "1", kind: str = "person.erased") -> None:
    alpha = lab.hooked("alpha")
    lab.receives("alpha", alpha.request(alpha.event(number, "a1", kind)))


def _gone(lab: HookedLab) -> list[str]:
    with lab.database.begin() as tx:
        return [row[0] for row in tx.rows("SELECT external_id FROM raw_record WHERE deleted_at IS NOT NULL")]


def test_a_record_that_was_erased_over_there_is_gone_once_that_is_told(lab: HookedLab) -> None:
    _goes_without_a_trace(lab)
    lab.sync()
    assert _gone(lab) == []
    _is_told(lab)
    assert lab.sync().ledger.pulls["alpha/people"].deleted == 1
    assert _gone(lab) == ["a1"]


def test_a_notice_alone_buries_nobody(lab: HookedLab) -> None:
    _is_told(lab)
    lab.sync()
    assert _gone(lab) == []


def test_a_notice_of_another_kind_asks_for_no_look_up(lab: HookedLab) -> None:
    _goes_without_a_trace(lab)
    _is_told(lab, kind="person.changed")
    lab.sync()
    assert _gone(lab) == []


def test_a_look_up_that_fails_is_made_by_the_next_pull(lab: HookedLab) -> None:
    class Troubled(HookedSystem):
        def carry_out(self, change: Change) -> PushResult:
            raise RetryLaterError("out of order")

    _goes_without_a_trace(lab)
    _is_told(lab)
    lab.hooked("alpha").__class__ = Troubled
    lab.sync()
    assert (_gone(lab), status(lab.world).notices) == ([], {"alpha": 1})
    lab.hooked("alpha").__class__ = HookedSystem
    lab.sync()
    assert (_gone(lab), status(lab.world).notices) == (["a1"], {})
