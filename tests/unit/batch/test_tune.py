"""What is foretold of other thresholds is what matching the file by them makes of it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from hub.batch.match import Found, match_file
from hub.batch.source import open_source
from hub.batch.tune import Outcome, Tuned, tune
from hub.matching.definition import DEFINITIONS
from hub.matching.evidence_model import Definition

PROPOSALS = [(9.0, 1.0), (2.5, 2.5), (0.0, -3.0)]


def tuned(path: Path, now: Definition, then: Definition) -> Tuned:
    with open_source(path, {}) as source:
        return tune(source, [(now, then)])[0]


def matched(path: Path, definition: Definition) -> Found:
    with open_source(path, {}) as source:
        return match_file(source, {definition.entity: definition})


def figures(found: Found) -> tuple[int, int, int, int]:
    walled = sum(doubt.walled for doubt in found.doubts)
    largest = max(len(one) for one in found.clusters)
    return found.records - found.cluster_count, found.asked, walled, largest


def told(outcome: Outcome) -> tuple[int, int, int, int]:
    return outcome.joins, outcome.asked_records, outcome.walled_pairs, outcome.largest


@pytest.mark.parametrize("entity", DEFINITIONS)
@pytest.mark.parametrize(("same", "ask"), PROPOSALS)
def test_both_sides_are_what_matching_makes_of_the_file(world: Path, entity: str, same: float, ask: float) -> None:
    now = DEFINITIONS[entity]
    then = replace(now, same=same, ask=ask)
    found = tuned(world, now, then)
    assert told(found.now) == figures(matched(world, now))
    assert told(found.then) == figures(matched(world, then))


@pytest.mark.parametrize(("same", "ask"), PROPOSALS)
def test_a_join_that_changes_ties_what_is_apart_on_one_side_only(world: Path, same: float, ask: float) -> None:
    now = DEFINITIONS["person"]
    then = replace(now, same=same, ask=ask)
    found = tuned(world, now, then)
    before, after = (dict(matched(world, one).placed()) for one in (now, then))
    assert found.gained or found.lost
    assert all(before[one.left] != before[one.right] and after[one.left] == after[one.right] for one in found.gained)
    assert all(before[one.left] == before[one.right] and after[one.left] != after[one.right] for one in found.lost)


def test_gains_come_weakest_first_and_losses_strongest_first(world: Path) -> None:
    now = DEFINITIONS["company"]
    gained = [link.score for link in tuned(world, now, replace(now, same=1.5)).gained]
    lost = [link.score for link in tuned(world, now, replace(now, same=12.0)).lost]
    assert gained == sorted(gained)
    assert lost == sorted(lost, reverse=True)
    assert min(len(gained), len(lost)) > 3


def test_present_thresholds_change_nothing(world: Path) -> None:
    now = DEFINITIONS["person"]
    found = tuned(world, now, now)
    assert (found.now, found.gained, found.lost) == (found.then, [], [])
