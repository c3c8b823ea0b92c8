"""Errors in words: what happened, where, what to do, and never a traceback."""

from __future__ import annotations

import re
import string
from zoneinfo import ZoneInfo

import pytest

from hub.cli.answer import CommandError
from hub.cli.exits import Exit
from hub.cli.failures import failure_of
from hub.cli.language import Language
from hub.cli.words import Say
from hub.located import ConfigError, LocatedError
from hub.registry import UnknownConnectorError
from hub.sdk.errors import ConnectorError, PersonNeededError, RetryLaterError
from hub.steward.errors import StewardError
from hub.steward.refusals import ENGLISH, Refusal
from hub.store.errors import StoreError
from hub.store.lease import LeaseLostError
from hub.store.lock import LockedError

JAPANESE_SIGN = re.compile(r"[ぁ-ん]")


def _places(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


@pytest.mark.parametrize(
    ("error", "exit_code", "kind"),
    [
        (StoreError("the disk is full"), Exit.ERROR, "store"),
        (ConnectorError("no"), Exit.ERROR, "connection"),
        (PersonNeededError("log in again, please"), Exit.ERROR, "connection"),
        (RetryLaterError("busy"), Exit.ERROR, "connection"),
        (UnknownConnectorError("frxx"), Exit.ERROR, "connector"),
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


def test_a_plan_that_is_refused_says_why_in_the_readers_language_and_by_a_code() -> None:
    failure = failure_of(StewardError("plan_outdated"), Say("ja"))
    assert failure.lines == ["できません: 計画の後に設定が変わりました。計画し直して確かめてください"]
    assert failure.document["code"] == "plan_outdated"


@pytest.mark.parametrize(("lang", "holder"), [("ja", "office（プロセス 7）"), ("en", "office process 7")])
def test_who_holds_the_store_is_told_and_until_when(lang: Language, holder: str) -> None:
    failure = failure_of(LockedError("hub.db", "office process 7", "2026-04-01T09:05:00.000Z"), Say(lang))
    assert failure.exit is Exit.LOCKED
    assert all(told in failure.lines[0] for told in ("hub.db", holder, "2026-04-01 18:05"))
    assert (failure.document["holder"], failure.document["until"]) == ("office process 7", "2026-04-01T09:05:00.000Z")


def test_a_moment_in_an_error_is_told_in_the_companys_zone() -> None:
    error = StewardError("decision_revoked", number=3, at="2026-04-01T23:05:00.000Z")
    failure = failure_of(error, Say("ja"), ZoneInfo("Europe/Berlin"))
    assert "2026-04-02 01:05" in failure.lines[0]
    assert failure.document["data"]["at"] == "2026-04-01T23:05:00.000Z"


def test_a_hub_that_lost_its_lease_ends_like_one_that_is_refused() -> None:
    failure = failure_of(LeaseLostError("another one took over"), Say("ja"))
    assert (failure.exit, failure.document["kind"]) == (Exit.LOCKED, "lease")
    assert "引き継いだ" in failure.lines[0]


@pytest.mark.parametrize("code", sorted(ENGLISH))
def test_a_refused_wish_is_told_whole_in_japanese_and_by_its_code_and_figures(code: Refusal) -> None:
    data: dict[str, str | int] = {name: f"<{name}>" for name in _places(ENGLISH[code])}
    failure = failure_of(StewardError(code, **data), Say("ja"))
    assert (failure.document["code"], failure.document["data"]) == (code, data)
    assert JAPANESE_SIGN.search(failure.lines[0])
    assert all(str(figure) in failure.lines[0] for figure in data.values())
