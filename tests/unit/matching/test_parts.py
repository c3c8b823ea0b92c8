"""Column by column a record says what it says as a whole."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from benchmarks.identity.make import Order, make
from hub.matching.features import COLUMNS, FEATURES, features
from hub.matching.parts import DERIVED, INSTEAD, PARTS

Said = dict[str, str]


def as_a_whole(record: Mapping[str, str]) -> Said:
    return {name: value for name, value in zip(FEATURES, features(record), strict=True) if value}


def by_parts(record: Mapping[str, str]) -> Said:
    said: Said = {}
    for part in PARTS:
        if any(record.get(column) for column in part.speaking):
            said |= dict(zip(part.features, part.of(*(record.get(column, "") for column in part.columns)), strict=True))
    for part in DERIVED:
        if any(said.get(feature) for feature in part.speaking):
            said |= dict(zip(part.features, part.of(*(said.get(feature, "") for feature in part.columns)), strict=True))
    for feature, instead in INSTEAD.items():
        said[feature] = next((value for one in instead if (value := said.get(one))), "")
    return {feature: value for feature in FEATURES if (value := said.get(feature))}


def test_a_record_of_a_world_says_the_same_column_by_column(tmp_path: Path) -> None:
    with make(Order(1500, 32), tmp_path)[0].open(encoding="utf-8", newline="") as file:
        for record in csv.DictReader(file):
            assert by_parts(record) == as_a_whole(record)


@given(st.dictionaries(st.sampled_from(COLUMNS), st.text(max_size=20)))
def test_any_record_says_the_same_column_by_column(record: Said) -> None:
    assert by_parts(record) == as_a_whole(record)


def test_every_feature_is_of_one_part() -> None:
    made = [feature for part in (*PARTS, *DERIVED) for feature in part.features]
    assert len(made) == len(set(made))
    assert set(FEATURES) <= {*made, *INSTEAD}


def test_a_part_has_nothing_to_say_of_empty_columns() -> None:
    for part in PARTS:
        assert not any(part.of(*("" for _ in part.columns)))
