"""A choice is shown by its name in the reader's language, never by its code."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from hub.cli.language import Language
from hub.cli.show.conflicts import show_short
from hub.cli.show.plan import show_change
from hub.cli.show.screen import Screen
from hub.cli.show.story import show_field
from hub.cli.show.undo import show_undo
from hub.cli.words import Say

FIELD = {
    "field": "kind",
    "value": "visit",
    "display": "",
    "rule": "most_recent",
    "winner": {
        "value": "visit",
        "display": "",
        "source": "a/rows/1#activity",
        "connection": "a",
        "at": None,
        "edited": False,
    },
    "losers": [
        {
            "value": "call",
            "display": "",
            "source": "b/rows/1#activity",
            "connection": "b",
            "at": None,
            "edited": False,
            "agrees": False,
        }
    ],
    "decision": None,
    "conflict": None,
    "what_if": None,
    "holdings": [{"source": "b/rows/1#activity", "value": "call", "is_deleted": False, "by_hub": False}],
    "history": [],
    "pushes": [],
}
CHANGE = {
    "operation": "update",
    "external_id": "1",
    "display": "inquiry",
    "golden": "activity/3",
    "stream": "a/rows",
    "fields": [{"part": "act", "field": "kind", "from": "email", "to": "meeting", "source": None, "rule": "x"}],
}
CONFLICT = {
    "number": 4,
    "entity": "activity",
    "unit": "direction",
    "state": "open",
    "rule": "most_recent",
    "leads_to": "activity/3",
    "display": "visit",
    "choices": [{"values": {"direction": "inbound"}, "source": "a/rows/1#activity", "at": None, "is_winner": True}],
}


def _drawn(lang: Language) -> str:
    text = io.StringIO()
    screen = Screen(Console(file=text, width=200), Say(lang))
    show_field(screen, "activity", FIELD)
    show_change(screen, CHANGE, {("a/rows", "act"): "activity"})
    show_short(screen, CONFLICT)
    return text.getvalue()


@pytest.mark.parametrize(
    ("lang", "told"),
    [
        ("ja", ("訪問", "電話", "メール → 打ち合わせ", "問い合わせ (activity/3)", "受信")),
        ("en", ("Visit", "Call", "E-mail → Meeting", "Inquiry (activity/3)", "From the customer")),
    ],
)
def test_choices_of_explain_plans_and_conflicts_stand_in_words(lang: Language, told: tuple[str, ...]) -> None:
    drawn = _drawn(lang)
    assert [word for word in told if word not in drawn] == []
    assert [code for code in ("visit", "call", "email", "meeting", "inquiry", "inbound") if code in drawn] == []


def test_yes_and_no_are_told_in_japanese() -> None:
    screen = Screen(Console(file=io.StringIO()), Say("ja"))
    assert [screen.value("company", "listed", is_listed) for is_listed in (True, False)] == ["はい", "いいえ"]


@pytest.mark.parametrize(
    ("seconds", "ja", "en"), [(45, "45 秒", "45s"), (180, "3 分", "3m"), (7500, "2 時間 5 分", "2h 5m")]
)
def test_a_wait_is_told_in_the_readers_units(seconds: float, ja: str, en: str) -> None:
    told = [Screen(Console(file=io.StringIO()), Say(lang)).duration(seconds) for lang in ("ja", "en")]
    assert told == [ja, en]


def test_the_field_that_was_undone_is_told_by_its_label() -> None:
    text = io.StringIO()
    undone = {
        "of": [2],
        "run": None,
        "asked": {"record": "a/rows/1", "field": "kind"},
        "writes": [{"change": CHANGE, "state": "planned", "why": None}],
        **{name: [] for name in ("parted", "together", "pinned", "kept", "by_hand", "stopped", "decisions")},
    }
    show_undo(Screen(Console(file=text, width=200), Say("ja")), undone, {("a/rows", "act"): "activity"})
    assert "実行 2 のうち a/rows/1 種別 を元に戻すと" in text.getvalue()
