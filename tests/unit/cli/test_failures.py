"""Errors in words: what happened, where, what to do, and never a traceback."""

from __future__ import annotations

import pytest

from hub.cli.answer import CommandError
from hub.cli.exits import Exit
from hub.cli.failures import failure_of
from hub.cli.words import Say
from hub.located import ConfigError, LocatedError
from hub.registry import UnknownConnectorError
from hub.sdk.errors import ConnectorError, PersonNeededError, RetryLaterError
from hub.steward.errors import StewardError
from hub.store.database import StoreError
from hub.store.lock import LockedError


@pytest.mark.parametrize(
    ("error", "exit_code", "kind"),
    [
        (LockedError("process 7"), Exit.LOCKED, "locked"),
        (StoreError("the disk is full"), Exit.ERROR, "store"),
        (ConnectorError("no"), Exit.ERROR, "connection"),
        (PersonNeededError("log in"), Exit.ERROR, "connection"),
        (RetryLaterError("busy"), Exit.ERROR, "connection"),
        (UnknownConnectorError("frxx"), Exit.ERROR, "connector"),
        (StewardError("no such record"), Exit.ERROR, "steward"),
        (CommandError("not so"), Exit.ERROR, "command"),
        (ZeroDivisionError("oops"), Exit.ERROR, "unexpected"),
    ],
)
@pytest.mark.parametrize("lang", ["ja", "en"])
def test_an_error_is_one_line_with_its_reason(error: Exception, exit_code: Exit, kind: str, lang: str) -> None:
    failure = failure_of(error, Say("en" if lang == "en" else "ja"))
    assert (failure.exit, failure.document["kind"], len(failure.lines)) == (exit_code, kind, 1)
    assert str(error) in failure.lines[0]


def test_every_problem_of_a_configuration_has_its_line() -> None:
    problems = [LocatedError("config.yaml", line, 3, "unknown key 'x'", "did you mean 'y'?") for line in (9, 4)]
    failure = failure_of(ConfigError(problems), Say("en"))
    assert failure.exit is Exit.CONFIG
    assert failure.lines[1:] == [f"config.yaml:{line}:3: unknown key 'x'; did you mean 'y'?" for line in (4, 9)]


def test_a_file_that_cannot_be_written_is_named() -> None:
    failure = failure_of(PermissionError(13, "Permission denied", "/readonly/config.yaml"), Say("en"))
    assert "/readonly/config.yaml: Permission denied" in failure.lines[0]
