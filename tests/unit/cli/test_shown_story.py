"""The table of a record marks what a system still shows otherwise."""

from __future__ import annotations

import pytest

from hub.cli.show.story import disputed


@pytest.mark.parametrize(("shown", "marked"), [("03-1", False), ("03-2", True)])
def test_a_field_is_marked_only_where_a_system_still_shows_another_value(shown: str, *, marked: bool) -> None:
    field = {
        "value": "03-1",
        "losers": [{"source": "b/rows/1#company", "agrees": False}],
        "holdings": [{"source": "b/rows/1#company", "value": shown, "is_deleted": False}],
    }
    assert disputed(field) is marked
