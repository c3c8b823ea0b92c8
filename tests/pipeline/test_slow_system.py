"""A system that hangs holds up no other: what the others tell is stored before it says a word."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace

import pytest

from hub.sdk.errors import RetryLaterError
from hub.sdk.records import Page
from tests.pipeline.lab import Lab

# Only a hub that waits for the slow system meets this.
PATIENCE_S = 30.0


@pytest.mark.parametrize("ends", ["answers", "gives up"])
def test_the_records_of_others_are_stored_while_one_system_hangs(lab: Lab, ends: str) -> None:
    stored = threading.Event()
    lab.world = replace(lab.world, progress=lambda place, done, total=None: stored.set() if "beta" in place else None)
    lab.systems["alpha"].user_creates("a1", family="山田", given="一", email="a@example.jp")
    lab.systems["beta"].user_creates("b1", family="佐藤", given="二", email="b@example.jp")
    answer = lab.systems["alpha"].pull

    def hang(stream: str, cursor: str | None) -> Iterator[Page]:
        assert stored.wait(PATIENCE_S), "the hub waits for the slow system before it reads the other"
        if ends == "gives up":
            raise RetryLaterError("no whole answer came within 120 s")
        yield from answer(stream, cursor)

    lab.systems["alpha"].pull = hang  # type: ignore[method-assign]
    ledger = lab.sync().ledger
    assert ledger.pulls["beta/people"].new == 1
    assert (ledger.pulls["alpha/people"].stopped is None) == (ends == "answers")
