"""Where several exit codes hold, the gravest is given."""

from __future__ import annotations

from itertools import permutations

import pytest

from hub.cli.exits import GRAVEST_FIRST, Exit, gravest


def test_the_order_is_locked_config_error_no_source_partial_conflicts_changes() -> None:
    assert [int(code) for code in GRAVEST_FIRST] == [6, 5, 1, 7, 4, 3, 2, 0]


@pytest.mark.parametrize("codes", list(permutations([Exit.CHANGES, Exit.CONFLICTS, Exit.PARTIAL, Exit.ERROR])))
def test_the_order_in_which_they_are_found_does_not_matter(codes: tuple[Exit, ...]) -> None:
    assert gravest(codes) is Exit.ERROR


def test_nothing_to_tell_is_ok() -> None:
    assert gravest([]) is Exit.OK
