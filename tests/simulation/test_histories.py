"""A share of the seeds in each run of the tests; more of them: `python -m tests.simulation --seeds 10000 --jobs 2`."""

from __future__ import annotations

import pytest

from tests.simulation.campaign import tally_of
from tests.simulation.life import LAB, live
from tests.simulation.scheduled.life import SCHEDULED
from tests.simulation.story import story_of

SHARES = [range(20), pytest.param(range(20, 40), marks=pytest.mark.long)]


@pytest.mark.parametrize("seeds", SHARES, ids=str)
def test_no_law_is_broken_in_any_history(seeds: range) -> None:
    tally = tally_of(LAB, seeds)
    assert tally.broken == []
    assert tally.did["edits"] > len(seeds)


@pytest.mark.parametrize("seeds", [range(8), pytest.param(range(8, 40), marks=pytest.mark.long)], ids=str)
def test_no_law_is_broken_under_the_schedule(seeds: range) -> None:
    tally = tally_of(SCHEDULED, seeds)
    assert tally.broken == []
    assert tally.did["ran"] > 20 * len(seeds)


def test_a_seed_is_one_history() -> None:
    assert live(story_of(3)).digest == live(story_of(3)).digest
    assert live(story_of(3)).digest != live(story_of(4)).digest


# Of systems that date to the minute or the day, of lagging indexes, and of answers that never came.
CUT = (11217, 64252, 900004, 28568, 31806, 33765, 35239, 36671, 38692, 49952, 52283, 56032, 861147, 12952)

# Of namesakes.
NAMESAKES = (7351525, 0, 54, 74, 78, 1300761, 1302332, 1401655, 1502636, 1701776, 1703691, 1800922, 1901024)


@pytest.mark.long
@pytest.mark.parametrize(
    "seed",
    [
        4528,
        24666,
        26464,
        26907,
        27521,
        31472,
        4931,
        61087,
        64041,
        78272,
        80051,
        88366,
        910776,
        400144,
        *CUT,
        *NAMESAKES,
    ],
)
def test_a_history_that_once_broke_a_law_breaks_none(seed: int) -> None:
    assert live(story_of(seed)).broken == []
