"""What a plan shows of one write."""

from __future__ import annotations

import io
from typing import Any

from rich.console import Console

from hub.cli.show.plan import show_change
from hub.cli.show.screen import Screen
from hub.cli.words import Say


def _field(name: str, before: str | None, after: str) -> dict[str, Any]:
    return {"part": "person", "field": name, "from": before, "to": after, "source": None, "rule": ""}


def _shown(operation: str, *fields: dict[str, Any]) -> str:
    console = Console(file=io.StringIO(), width=80)
    about = {"external_id": "7", "display": "山田", "golden": "person/1", "stream": "a/people"}
    show_change(
        Screen(console, Say("en")),
        {"operation": operation, "fields": list(fields), **about},
        {("a/people", "person"): "person"},
    )
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def test_the_half_of_a_name_that_stays_is_no_change() -> None:
    shown = _shown("update", _field("family_name", "山田", "山田"), _field("given_name", "太郎", "太朗"))
    assert "太郎 → 太朗" in shown
    assert "山田 → 山田" not in shown


def test_a_creation_shows_all_that_it_says() -> None:
    assert "太朗" in _shown("create", _field("given_name", None, "太朗"))
