"""A question has one answer, whichever side is asked first and whether Python or SQL asks it."""

from __future__ import annotations

from functools import cache

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.matching.conditions import (
    All,
    Any,
    Both,
    Condition,
    Crossed,
    EitherIs,
    Neither,
    Not,
    Same,
    mentioned,
    spelled,
)
from hub.matching.dialect import DUCKDB
from hub.matching.letter_conditions import Begins, Meets, Near, Overlap, Within

CONDITIONS: tuple[Condition, ...] = (
    Same("a"),
    Both("a"),
    Neither("a"),
    Crossed("a", "b"),
    Near("a", 1, 3),
    Near("a", 2, 4),
    Within("a", 2),
    Begins("a", 2),
    Overlap("b"),
    Meets("a", "b"),
    EitherIs("a", "x"),
    All(Both("a"), Not(Same("a"))),
    Any(Same("a"), Overlap("b")),
    Not(Any(Same("a"), Same("b"))),
)
WORD = st.text("xy山川'\"😀", max_size=5)
WORDS = st.lists(WORD.filter(bool), max_size=3).map(" ".join)
FACTS = st.fixed_dictionaries({"a": WORD, "b": WORDS})
IDS = [repr(condition) for condition in CONDITIONS]


@cache
def database() -> duckdb.DuckDBPyConnection:
    return duckdb.connect()


@pytest.mark.parametrize("condition", CONDITIONS, ids=IDS)
@given(left=FACTS, right=FACTS)
def test_it_is_symmetric(condition: Condition, left: dict[str, str], right: dict[str, str]) -> None:
    assert condition.asked(left, right) == condition.asked(right, left)


@pytest.mark.parametrize("condition", CONDITIONS, ids=IDS)
@given(left=FACTS, right=FACTS)
def test_sql_answers_as_python_does(condition: Condition, left: dict[str, str], right: dict[str, str]) -> None:
    codes = ", ".join(f"{DUCKDB.code.format(name)} AS {name}_code" for name in "ab")
    sides = ", ".join(f"(SELECT *, {codes} FROM (SELECT ${side}a AS a, ${side}b AS b)) {side}" for side in "lr")
    said = {"la": left["a"], "lb": left["b"], "ra": right["a"], "rb": right["b"]}
    (answer,) = database().execute(f"SELECT {condition.sql(DUCKDB)} FROM {sides}", said).fetchall()[0]
    assert answer is condition.asked(left, right)


@pytest.mark.parametrize("condition", CONDITIONS, ids=IDS)
def test_sql_reads_no_letters_but_those_it_names(condition: Condition) -> None:
    unread = {name for name in "ab" if name not in spelled(condition)}
    assert not any(f"{side}.{name} " in f"{condition.sql(DUCKDB)} " for side in "lr" for name in unread)


def test_a_question_knows_what_it_is_about() -> None:
    assert mentioned(All(Same("a"), Not(Any(Crossed("b", "c"), Near("d", 1, 2))))) == {"a", "b", "c", "d"}
