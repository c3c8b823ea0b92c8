"""Lineage is read as it was written, and costs nothing where there is only one source."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from hub.merging.lineage import read_lineage, write_lineage

lineages = st.dictionaries(st.sampled_from(["name", "email", "custom.rank"]), st.integers(0, 2**53), min_size=1)


@given(lineages, st.one_of(st.none(), st.integers(1, 3)))
def test_lineage_is_read_as_it_was_written(lineage: dict[str, int], only_source: int | None) -> None:
    text = write_lineage(lineage, only_source)
    assert read_lineage(text, list(lineage), only_source) == lineage


def test_the_lineage_of_an_only_source_is_not_stored() -> None:
    assert write_lineage({"name": 7, "email": 7}, 7) is None
