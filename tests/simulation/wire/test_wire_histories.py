"""A share of the wire tier in each run of the tests; more: `python -m tests.simulation.wire --seeds 1000 --jobs 2`."""

from __future__ import annotations

import pytest

from tests.simulation.campaign import tally_of
from tests.simulation.wire.life import WIRE, live
from tests.simulation.wire.story import story_of


def test_no_law_is_broken_in_any_history_of_the_real_connectors() -> None:
    tally = tally_of(WIRE, range(6))
    assert tally.broken == []
    assert tally.did["edits"] > 6


def test_a_seed_is_one_history_whatever_was_lived_before() -> None:
    first = live(story_of(5)).digest
    assert live(story_of(6)).digest != first
    assert live(story_of(5)).digest == first


@pytest.mark.parametrize("seed", [5015, 5532, 5540, 6024, 6761, 6857, 8893, 9143, 11393, 11752, 723, 40031, 51495])
def test_a_history_that_once_broke_a_law_breaks_none(seed: int) -> None:
    assert live(story_of(seed)).broken == []
