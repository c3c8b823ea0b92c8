"""What was decided about pairs of records."""

from __future__ import annotations

from hub.store.decisions import DecisionRow
from hub.sync.gather import decided_pairs


def _said(number: int, kind: str, author: str) -> DecisionRow:
    return DecisionRow(number, kind, 5, 2, None, None, author, "", f"2026-04-01T09:0{number}:00Z")


def test_a_record_that_the_hub_made_under_a_parted_name_stays_apart() -> None:
    pairs = decided_pairs([_said(1, "same", "hub"), _said(2, "different", "sato"), _said(3, "same", "hub")])
    assert pairs == {"same": [], "different": [(5, 2)]}


def test_the_newest_word_of_a_person_about_a_pair_stands() -> None:
    pairs = decided_pairs([_said(1, "different", "sato"), _said(2, "same", "suzuki")])
    assert pairs == {"same": [(5, 2)], "different": []}
