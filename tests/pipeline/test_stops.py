"""What stopped at an answer that nobody understood shows that answer in the log."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from io import StringIO
from typing import Any

import pytest

from hub.log.writer import LogWriter
from hub.sdk.errors import BrokenContractError, RetryLaterError
from hub.sdk.records import Change, PushResult
from tests.pipeline.lab import Lab

ANSWER = '{"people":[{"id":1,"name":"山田太郎"}'
SHAPE = '{"people":[{"id":0,"name":"…"}'
BROKEN = BrokenContractError("GET /people: the answer (200) has another shape than expected", ANSWER.encode())


def _told(lab: Lab, name: str) -> dict[str, Any]:
    (found,) = [data for event, data in lab.events if event == name]
    return found


def test_a_pull_tells_the_shape_of_the_answer(lab: Lab) -> None:
    lab["alpha"].pull_error = BROKEN
    lab.sync()
    told = _told(lab, "pull_stopped")
    assert (told["evidence"], told["personal"]) == (SHAPE, {"answer": ANSWER})


def test_a_push_tells_the_shape_of_the_answer(lab: Lab) -> None:
    def broken(changes: Sequence[Change]) -> Iterator[PushResult]:
        raise BROKEN

    lab["alpha"].user_creates("a1", family="山田", given="太郎", email="yamada@example.co.jp")
    lab["beta"].fault = broken
    lab.sync()
    assert _told(lab, "push_stopped")["evidence"] == SHAPE


def test_a_write_whose_answer_nobody_understood_tells_its_shape(lab: Lab) -> None:
    def unclear(changes: Sequence[Change]) -> Iterator[PushResult]:
        return (PushResult(change.key, "unknown", evidence=ANSWER.encode()) for change in changes)

    lab["alpha"].user_creates("a1", family="山田", given="太郎", email="yamada@example.co.jp")
    lab["beta"].fault = unclear
    lab.sync()
    told = _told(lab, "outcome_unknown")
    assert (told["evidence"], told["personal"]) == (SHAPE, {"answer": ANSWER})


def test_a_written_record_that_no_mapping_understands_tells_its_shape(lab: Lab) -> None:
    def unclear(changes: Sequence[Change]) -> Iterator[PushResult]:
        return (PushResult(change.key, "done", "b1", payload=ANSWER.encode()) for change in changes)

    lab["alpha"].user_creates("a1", family="山田", given="太郎", email="yamada@example.co.jp")
    lab["beta"].fault = unclear
    lab.sync()
    assert _told(lab, "answer_not_understood")["evidence"] == SHAPE


def test_an_error_without_an_answer_tells_none(lab: Lab) -> None:
    lab["alpha"].pull_error = RetryLaterError("no route to the host")
    lab.sync()
    assert "evidence" not in _told(lab, "pull_stopped")


@pytest.mark.parametrize("personal", [False, True])
def test_what_the_answer_said_of_people_is_written_only_where_that_is_asked_for(lab: Lab, personal: bool) -> None:
    lab["alpha"].pull_error = BROKEN
    lab.sync()
    log = StringIO()
    LogWriter("info", "text", personal, log)("pull_stopped", **_told(lab, "pull_stopped"))
    assert ("山田太郎" in log.getvalue()) == personal
    assert "people" in log.getvalue()
