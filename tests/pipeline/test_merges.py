"""What a system merges is one customer here, also where the hub can't read yet into which record it went."""

from __future__ import annotations

import pytest

from hub.sync.world import PushPolicy
from tests.pipeline.conftest import MakeLab
from tests.pipeline.lab import Lab


@pytest.fixture
def merged(make_lab: MakeLab) -> Lab:
    """The hub made a record for a customer who stood there already, unreadable; people made one of the two."""
    lab = make_lab(push=PushPolicy(create=True, update=True, delete="delete"))
    lab["alpha"].user_creates("a1", family="山田", email="y@example.jp")
    lab["beta"].user_creates("b1", family="ヤマダ", email="old@example.jp", mail_ok="たぶん")
    lab.sync()
    (made,) = lab["beta"].records.keys() - {"b1"}
    lab["beta"].user_merges(made, "b1")
    lab.sync()
    return lab


def test_whose_record_went_into_another_is_ended_nowhere(merged: Lab) -> None:
    assert (list(merged["alpha"].records), merged["alpha"].writes) == (["a1"], [])


def test_what_took_a_record_in_is_its_customer_as_soon_as_it_can_be_read(merged: Lab) -> None:
    merged["beta"].user_edits("b1", mail_ok="true")
    for _ in range(2):
        merged.sync()
    assert len(merged.people()) == 1
    assert len(merged["beta"].records) == 1


def test_who_leaves_after_a_merge_leaves_everywhere(merged: Lab) -> None:
    merged["beta"].user_edits("b1", mail_ok="true")
    for _ in range(2):
        merged.sync()
    merged["beta"].user_deletes("b1")
    merged.sync()
    assert list(merged["alpha"].records) == []
