"""Files of records to be clustered."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from functools import cache
from pathlib import Path
from typing import Protocol

import pytest

from benchmarks.identity.make import Order, make
from hub.batch.match import Found, match_file
from hub.batch.source import Source, open_source
from hub.matching.definition import DEFINITIONS
from hub.matching.evidence_model import Definition
from hub.matching.features import COLUMNS


class Matches(Protocol):
    """Clusters records that are given as what they say; their ids are a, b, c … where they have none."""

    def __call__(self, *records: Mapping[str, str]) -> Found: ...


@pytest.fixture
def matches(tmp_path: Path) -> Matches:
    def match(*records: Mapping[str, str]) -> Found:
        path = write(tmp_path / "records.csv", records)
        with open_source(path, {}) as source:
            return match_file(source)

    return match


class MatchesWorld(Protocol):
    """Clusters the world by some definition, or by both as they ship; each time the same answer, found once."""

    def __call__(self, definition: Definition | None = None) -> Found: ...


def write(path: Path, records: Sequence[Mapping[str, str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.DictWriter(file, COLUMNS, restval="")
        rows.writeheader()
        rows.writerows({"record_id": f"{place:06d}", **record} for place, record in enumerate(records))
    return path


def taken_apart_once(path: Path) -> AbstractContextManager[Source]:
    """A file that many tests read, with the cache beside it: what is found is the same (test_cache.py)."""
    return open_source(path, {}, path.parent / "apart")


def together(found: Found) -> list[set[str]]:
    """The clusters of more than one record."""
    return [set(one) for one in found.clusters]


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small world of companies, their people and consumers."""
    return make(Order(1500, 31), tmp_path_factory.mktemp("world"))[0]


@pytest.fixture(scope="session")
def matched_world(world: Path) -> MatchesWorld:
    @cache
    def matched(definition: Definition | None = None) -> Found:
        definitions = DEFINITIONS if definition is None else {definition.entity: definition}
        with taken_apart_once(world) as source:
            return match_file(source, definitions)

    return matched
