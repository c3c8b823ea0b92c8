"""The function that is generated of a definition weighs as the definition's own conditions do, to the last bit."""

from __future__ import annotations

from math import log2

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.matching.conditions import Condition
from hub.matching.definition import DEFINITIONS
from hub.matching.evidence_model import Bits, Definition, Factor, Level
from hub.matching.weigh import height, weigh
from hub.matching.weigher import Weigher, weigher
from tests.unit.matching.test_conditions import CONDITIONS, FACTS, IDS

COUNT = 1000
TEXTS = st.sampled_from(
    [
        "",
        "a",
        "abcdefgh",
        "abcdefgx",
        "abcdefghi",
        "bacdefgh",
        "ab cd",
        "cd ef",
        "山田",
        "山本",
        "another",
        "firm",
        "0312345678",
    ]
)
BITS = st.sampled_from([0.0, 0.1, 3.7, 12.3])


def facts_of(definition: Definition) -> st.SearchStrategy[list[str | float]]:
    said = len(definition.features())
    return st.builds(
        lambda texts, bits: [*texts, *bits],
        st.lists(TEXTS, min_size=said, max_size=said),
        st.lists(BITS, min_size=len(definition.rarities), max_size=len(definition.rarities)),
    )


@pytest.mark.parametrize("definition", DEFINITIONS.values(), ids=lambda one: one.entity)
@given(data=st.data())
def test_a_pair_weighs_the_same(definition: Definition, data: st.DataObject) -> None:
    made = weigher(definition)
    left = data.draw(facts_of(definition))
    right = data.draw(facts_of(definition))
    # Few pairs agree on anything by chance.
    for place in data.draw(st.sets(st.integers(0, len(left) - 1))):
        right[place] = left[place]
    one, other = (dict(zip(made.columns, side, strict=True)) for side in (left, right))
    told = weigh(definition, one, other, COUNT)
    assert made.weigh_pair(left, right, log2(COUNT)) == (told.score, told.walled, told.against)
    assert made.tell_pair(left, right) == list(told.evidence)
    assert made.height(left, right, log2(COUNT)) == height(told, definition)


@pytest.mark.parametrize("condition", CONDITIONS, ids=IDS)
@given(left=FACTS, right=FACTS)
def test_each_question_is_answered_the_same(condition: Condition, left: dict[str, str], right: dict[str, str]) -> None:
    level = Level("so", condition, Bits(1))
    definition = Definition("any", (), (), (Factor("one", (level,)),), same=1, ask=1)
    made = Weigher(definition)
    told = made.tell_pair([left[name] for name in made.features], [right[name] for name in made.features])
    assert told == ([("so", 1.0)] if condition.asked(left, right) else [])
