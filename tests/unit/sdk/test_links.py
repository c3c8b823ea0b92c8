"""A link leads to https with the id of a record escaped, or there is none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.sdk.links import checked_link, link_to
from tests.laws import SHARE, lawful


@pytest.mark.parametrize(
    "pattern",
    [
        *(
            "http://example.co.jp/{id}",
            "javascript:alert({id})",
            "//example.co.jp/{id}",
            "https:///{id}",
            "example/{id}",
        ),
        *("https://{id}.example.co.jp/", "https://user:secret@example.co.jp/{id}", "https://example.co.jp/"),
        *("https://example.co.jp/{id}/{id}", "https://example.co.jp/{id}{secret}", "https://example.co.jp/{id}\n"),
    ],
)
def test_another_pattern_is_refused_in_words(pattern: str) -> None:
    with pytest.raises(ValueError, match="a link"):
        checked_link(pattern)


def test_no_pattern_leads_nowhere() -> None:
    assert link_to(checked_link(""), "12") == ""


@lawful(SHARE)
@given(st.text(min_size=1))
def test_no_id_leaves_its_place(external_id: str) -> None:
    before, _, after = "https://example.co.jp/a?x={id}#b".partition("{id}")
    there = link_to(checked_link("https://example.co.jp/a?x={id}#b"), external_id)
    assert there.startswith(before)
    assert there.endswith(after)
    assert not set(there[len(before) : -len(after)]) & set("/?#&=<>\"' ")
