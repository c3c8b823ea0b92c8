"""English sentences suit the numbers that they tell."""

from __future__ import annotations

import pytest

from hub.wording import worded


@pytest.mark.parametrize(
    ("sentence", "data", "told"),
    [
        ("{n} record[s] [was|were] read", {"n": 1}, "1 record was read"),
        ("{n} record[s] [was|were] read", {"n": 0}, "0 records were read"),
        ("{n:,} entr[y|ies] wait[s|]", {"n": 1200}, "1,200 entries wait"),
        ("{n} of {all} row[s], {pairs} pair[s]", {"n": 2, "all": 1, "pairs": "3"}, "2 of 1 row, 3 pairs"),
        ("{said}", {"said": "customer[s|ies] {n} [s]"}, "customer[s|ies] {n} [s]"),
        ("pip install 'hub[match]'", {}, "pip install 'hub[match]'"),
    ],
)
def test_a_sentence_suits_its_numbers(sentence: str, data: dict[str, object], told: str) -> None:
    assert worded(sentence, data) == told
