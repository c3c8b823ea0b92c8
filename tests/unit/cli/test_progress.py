"""Bars: only where a person watches."""

from __future__ import annotations

import io
import sys

import pytest
from rich.console import Console

from hub.cli.progress import present_stderr, progress_on
from hub.cli.words import Say


def _drawn(*, is_terminal: bool, shown: bool) -> str:
    text = io.StringIO()
    with progress_on(Console(file=text, force_terminal=is_terminal, width=80), shown=shown) as progress:
        progress("freee/partners", 100, 200)
        progress("resolve", 10)
        progress("freee/partners", 200, 200)
    return text.getvalue()


def test_a_terminal_sees_each_step() -> None:
    drawn = _drawn(is_terminal=True, shown=True)
    assert "freee/partners" in drawn
    assert "200/200" in drawn


@pytest.mark.parametrize(("is_terminal", "shown"), [(False, True), (True, False)])
def test_nobody_else_does(is_terminal: bool, shown: bool) -> None:
    assert _drawn(is_terminal=is_terminal, shown=shown) == ""


def test_nothing_to_tell_draws_nothing() -> None:
    text = io.StringIO()
    with progress_on(Console(file=text, force_terminal=True), shown=True):
        pass
    assert text.getvalue() == ""


def test_the_log_goes_to_whatever_stderr_is_at_the_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    stream, later = present_stderr(), io.StringIO()
    monkeypatch.setattr(sys, "stderr", later)
    stream.write("run_started")
    assert later.getvalue() == "run_started"


def test_steps_are_told_in_the_readers_words_and_places_stay_as_they_are() -> None:
    steps = ("push freee/partners", "resolve person", "plan", "freee/partners")
    assert [Say("ja").step(step) for step in steps] == [
        "書き込み freee/partners",
        "名寄せ person",
        "計画",
        "freee/partners",
    ]
    assert [Say("en").step(step) for step in steps] == list(steps)
