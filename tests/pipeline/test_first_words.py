"""First sightings in systems that tell no date: which value stands is no matter of who was read first."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

import msgspec
import pytest

from hub.sdk.records import RawRecord
from hub.sync.world import PushPolicy
from tests.pipeline.lab import Lab
from tests.pipeline.systems import System

YAMADA = {"family": "山田", "given": "太郎", "email": "yamada@example.co.jp"}


class Undated(System):
    """A file: its rows tell nothing of when they were changed."""

    def _raw(self, record_id: str) -> RawRecord:
        return msgspec.structs.replace(super()._raw(record_id), modified_at=None)


class Files(Lab):
    def make_system(self, name: str, **manifest: Any) -> System:
        return Undated(name, self.clock, **manifest)


@pytest.fixture
def files(store_url: str) -> Iterator[Files]:
    lab = Files(store_url, push=PushPolicy(update=True))
    yield lab
    lab.close()


def in_order(steps: Sequence[Callable[[], None]]) -> None:
    for step in steps:
        step()


def backwards(steps: Sequence[Callable[[], None]]) -> None:
    in_order(steps[::-1])


@pytest.mark.parametrize("spread", [in_order, backwards])
def test_which_of_two_files_was_read_first_decides_nothing(
    files: Files, spread: Callable[[Sequence[Callable[[], None]]], None]
) -> None:
    files.world = replace(files.world, spread=spread)
    files["alpha"].user_creates("a1", **YAMADA, notes="Aの備考")
    files["beta"].user_creates("b1", **YAMADA, notes="Bの備考")
    files.sync()
    assert [person["notes"] for person in files.people()] == ["Bの備考"]
    files["alpha"].user_edits("a1", notes="Cの備考")
    files.sync()
    assert files["beta"].records["b1"]["notes"] == "Cの備考"
