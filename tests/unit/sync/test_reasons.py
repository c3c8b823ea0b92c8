"""Reasons keep their code and data on every way, and older stores' plain sentences are still told."""

from __future__ import annotations

from datetime import UTC, datetime

import msgspec
import pytest

from hub.sdk.errors import BrokenContractError, ConnectorError, OutcomeUnknownError, PersonNeededError, RetryLaterError
from hub.sync.reasons import Reason, read_reason, reason_of

NOW = datetime(2026, 4, 1, 9, tzinfo=UTC)
BRAKE = Reason("brake", {"writes": 900, "records": 1000, "allowed": 500})


def test_a_reason_comes_back_from_a_column_of_text_and_from_a_ledger() -> None:
    assert read_reason(BRAKE.text()) == BRAKE
    assert read_reason(msgspec.to_builtins(BRAKE)) == BRAKE


def test_a_plain_sentence_is_told_as_it_stands() -> None:
    assert str(read_reason("the key has expired")) == "the key has expired"
    assert read_reason("") is read_reason(None) is None


def test_a_sentence_with_braces_is_no_form_to_fill_in() -> None:
    reason = reason_of(BrokenContractError('the answer was {"error": 5}'), NOW)
    assert str(reason) == 'broken contract: the answer was {"error": 5}'
    assert read_reason('{"error": 5}') == Reason("said", {"said": '{"error": 5}'})


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (RetryLaterError("busy"), "retry_later"),
        (OutcomeUnknownError("timed out"), "retry_later"),
        (BrokenContractError("HTML"), "broken_contract"),
        (PersonNeededError("log in"), "person_needed"),
        (ConnectorError("no"), "person_needed"),
    ],
)
def test_what_happens_next_is_told_by_the_code(error: ConnectorError, code: str) -> None:
    assert (reason_of(error, NOW).code, reason_of(error, NOW).data) == (code, {"said": str(error)})


def test_a_system_that_says_how_long_it_must_be_left_alone_is_told_with_the_moment() -> None:
    reason = reason_of(RetryLaterError("busy", 600), NOW)
    assert reason == Reason("retry_at", {"said": "busy", "free_at": "2026-04-01T09:10:00.000Z"})
    assert read_reason(reason.text()) == reason
