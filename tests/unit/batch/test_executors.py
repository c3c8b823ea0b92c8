"""A pair weighs the same in SQL and in Python, and whichever side comes first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations
from math import log2
from pathlib import Path
from typing import Any

import pytest

from hub.batch import said
from hub.batch.match import Matching
from hub.batch.prepare import prepared
from hub.matching.blocks import block_keys, cap_of
from hub.matching.census import asked_of, count
from hub.matching.definition import DEFINITIONS
from hub.matching.evidence_model import Definition
from hub.matching.features import FEATURES
from hub.matching.rarity import Book, asked, asked_of_shares, bits
from hub.matching.weigh import weigh
from hub.matching.weigher import weigher
from hub.matching.weights import allowed, levels, reweighed
from hub.store.tally import Tally
from tests.unit.batch.conftest import taken_apart_once

pytestmark = pytest.mark.xdist_group("one world of the batch")

Facts = dict[str, Any]


class Run:
    """The facts of a world and the pairs that SQL weighed."""

    def __init__(self, matching: Matching, definition: Definition) -> None:
        self.definition = definition
        matching.weigh(definition)
        self.count = matching.count
        rarities = [f"{one.feature}_bits" for one in definition.rarities]
        features = definition.features()
        told = said.records(features, (), "TRUE")
        asked = ", ".join(("id", *(f"told.{name}" for name in features), *rarities))
        self.facts: dict[int, Facts] = {
            one[0]: dict(zip((*features, *rarities), one[1:], strict=True))
            for one in matching.engine.rows(f"SELECT {asked} FROM fact JOIN ({told}) told USING (id)")
        }
        self.scored = matching.engine.rows("SELECT l, r, score, walled FROM scored")
        self.pairs = set(matching.engine.rows("SELECT l, r FROM pair"))


@pytest.fixture(scope="module")
def runs(world: Path) -> Iterator[list[Run]]:
    with taken_apart_once(world) as source, prepared(source, FEATURES, FEATURES) as engine:
        matching = Matching(engine, DEFINITIONS.values())
        yield [Run(matching, one) for shipped in DEFINITIONS.values() for one in (shipped, otherwise_weighed(shipped))]


def otherwise_weighed(definition: Definition) -> Definition:
    """The definition with other weights, as a training might leave them."""
    bits = {
        name: min(max(level.bits.constant - 0.37 + place % 5 / 3, allowed(level)[0]), allowed(level)[1])
        for place, (name, level) in enumerate(levels(definition))
    }
    return reweighed(definition, bits)


def test_the_world_has_pairs_of_both_kinds(runs: list[Run]) -> None:
    assert all(len(run.scored) > 200 for run in runs)


def test_sql_and_python_give_every_pair_the_same_score(runs: list[Run]) -> None:
    for run in runs:
        for left, right, score, walled in run.scored:
            weighed = weigh(run.definition, run.facts[left], run.facts[right], run.count)
            assert abs(weighed.score - score) < 1e-9
            assert weighed.walled == walled


def test_the_function_that_is_written_for_a_definition_weighs_as_it_does(runs: list[Run]) -> None:
    for run in runs:
        columns, chance = run.definition.columns(), log2(run.count)
        for left, right, score, walled in run.scored:
            facts = [[run.facts[one][column] for column in columns] for one in (left, right)]
            told = weigher(run.definition).weigh_pair(facts[0], facts[1], chance)
            assert abs(told[0] - score) < 1e-9
            assert told[1] == walled


def test_a_pair_weighs_the_same_from_either_side(runs: list[Run]) -> None:
    for run in runs:
        for left, right, _, _ in run.scored:
            one, other = run.facts[left], run.facts[right]
            assert weigh(run.definition, one, other, run.count) == weigh(run.definition, other, one, run.count)


def test_the_parts_of_the_evidence_are_what_was_weighed(runs: list[Run]) -> None:
    for run in runs:
        levels = {level.words for factor in run.definition.plain_factors() for level in factor.levels}
        for left, right, _, _ in run.scored:
            told = weigh(run.definition, run.facts[left], run.facts[right], run.count).evidence
            assert {words for words, _ in told} <= levels


def test_a_book_that_python_counts_gives_every_value_the_bits_of_sql(runs: list[Run]) -> None:
    for run in runs:
        rows = list(run.facts.values())
        book = Book(len(rows), counted(run.definition, rows))
        for facts in rows:
            values = book_of(asked(run.definition, facts), book)
            shares = book_of(asked_of_shares(run.definition, facts, values), book)
            wanted = Book(len(rows), {**values.counted, **shares.counted})
            for feature, told in bits(run.definition, facts, book).items():
                assert abs(told - facts[f"{feature}_bits"]) < 1e-9, (feature, facts[feature])
            assert bits(run.definition, facts, wanted) == bits(run.definition, facts, book)


def counted(definition: Definition, rows: list[Facts]) -> dict[int, float]:
    features = asked_of(definition)
    with Tally.of(features) as tally:
        tally.add([facts[feature] for feature in features] for facts in rows)
        count(definition, tally)
        return dict(tally.lines())


def book_of(numbers: list[int], book: Book) -> Book:
    return Book(book.records, {number: book.counted[number] for number in numbers if number in book.counted})


def test_keys_of_python_find_the_pairs_of_sql(runs: list[Run]) -> None:
    for run in runs:
        holders = defaultdict(set)
        for number, facts in run.facts.items():
            for key in block_keys(run.definition, facts):
                holders[key].add(number)
        found = {
            (min(pair), max(pair))
            for key, held in holders.items()
            if len(held) <= cap_of(run.definition, key)
            for pair in combinations(held, 2)
        }
        assert found == run.pairs
