"""Which conflict comes after one that was answered."""

from __future__ import annotations

import pytest

from hub.steward.review import following


@pytest.mark.parametrize(
    ("number", "closed", "after"),
    [
        (4, (), 2),
        (4, (4,), 2),
        (4, (4, 2, 9), 7),
        (7, (), None),
        (4, (2, 9, 7), None),
        (99, (), 4),
        (99, (4,), 2),
    ],
)
def test_the_next_one_is_the_first_behind_it_that_the_decision_has_not_answered_too(
    number: int, closed: tuple[int, ...], after: int | None
) -> None:
    assert following([4, 2, 9, 7], number, closed) == after
