"""A trade is told by the end of a name, in Japanese and in English."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.normalize.identity.trades import trades


@pytest.mark.parametrize(
    ("core", "found"),
    [
        ("yamadachemical", "chemical"),
        ("山田化学", "chemical"),
        ("ヤマダフーズ", "foods"),
        ("大和物産", "trading products"),
        ("大和エクスプレス", "logistics"),
        ("大和酒店", "liquor"),
        ("食品", ""),
        ("山田会", ""),
        ("", ""),
    ],
)
def test_a_name_ends_on_its_trade(core: str, found: str) -> None:
    assert trades(core) == found


@given(st.text(max_size=30))
def test_words_of_trades_stand_one_space_apart(core: str) -> None:
    assert " ".join(trades(core).split()) == trades(core)
