"""What is foretold of other thresholds is what matching the file by them makes of it."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Protocol

import pytest

from hub.batch.match import Found
from hub.batch.tune import Outcome, Tuned, tune
from hub.matching.definition import DEFINITIONS
from hub.matching.evidence_model import Definition
from tests.unit.batch.conftest import MatchesWorld, taken_apart_once

PROPOSALS = [(9.0, 1.0), (0.0, -3.0)]


pytestmark = [pytest.mark.long, pytest.mark.xdist_group("one world of the batch")]


class Tunes(Protocol):
    """What other thresholds would do to the world."""

    def __call__(self, now: Definition, then: Definition) -> Tuned: ...


@pytest.fixture(scope="module")
def tuned(world: Path) -> Tunes:
    @cache
    def tuned(now: Definition, then: Definition) -> Tuned:
        with taken_apart_once(world) as source:
            return tune(source, [(now, then)])[0]

    return tuned


def figures(found: Found) -> tuple[int, int, int, int]:
    walled = sum(doubt.walled for doubt in found.doubts)
    largest = max(len(one) for one in found.clusters)
    return found.records - found.cluster_count, found.asked, walled, largest


def told(outcome: Outcome) -> tuple[int, int, int, int]:
    return outcome.joins, outcome.asked_records, outcome.walled_pairs, outcome.largest


@pytest.mark.parametrize("entity", DEFINITIONS)
@pytest.mark.parametrize(("same", "ask"), PROPOSALS)
def test_both_sides_are_what_matching_makes_of_the_file(
    tuned: Tunes, matched_world: MatchesWorld, entity: str, same: float, ask: float
) -> None:
    now = DEFINITIONS[entity]
    then = replace(now, same=same, ask=ask)
    found = tuned(now, then)
    assert told(found.now) == figures(matched_world(now))
    assert told(found.then) == figures(matched_world(then))


@pytest.mark.parametrize(("same", "ask"), PROPOSALS)
def test_a_join_that_changes_ties_what_is_apart_on_one_side_only(
    tuned: Tunes, matched_world: MatchesWorld, same: float, ask: float
) -> None:
    now = DEFINITIONS["person"]
    then = replace(now, same=same, ask=ask)
    found = tuned(now, then)
    before, after = (dict(matched_world(one).placed()) for one in (now, then))
    assert found.gained or found.lost
    assert all(before[one.left] != before[one.right] and after[one.left] == after[one.right] for one in found.gained)
    assert all(before[one.left] == before[one.right] and after[one.left] != after[one.right] for one in found.lost)


def test_gains_come_weakest_first_and_losses_strongest_first(tuned: Tunes) -> None:
    now = DEFINITIONS["person"]
    gained = [link.score for link in tuned(now, replace(now, same=0.0)).gained]
    lost = [link.score for link in tuned(now, replace(now, same=12.0)).lost]
    assert gained == sorted(gained)
    assert lost == sorted(lost, reverse=True)
    assert min(len(gained), len(lost)) > 3


def test_present_thresholds_change_nothing(tuned: Tunes) -> None:
    now = DEFINITIONS["person"]
    found = tuned(now, now)
    assert (found.now, found.gained, found.lost) == (found.then, [], [])
