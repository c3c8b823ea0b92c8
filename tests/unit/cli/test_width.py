"""What is drawn fits into 80 columns, wide signs counted as two."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from rich.cells import cell_len
from rich.console import Console

from hub.cli.show.cards import show_cards
from hub.cli.show.plan import show_plan
from hub.cli.show.run_report import show_run
from hub.cli.show.screen import Screen
from hub.cli.show.status import show_status
from hub.cli.show.story import show_story
from hub.cli.words import Say
from tests.unit.cli.conftest import Types
from tests.unit.cli.office import Office, yamada

Draw = Callable[[Screen, Any], None]

COMMANDS: list[tuple[str, Draw]] = [
    ("plan", lambda screen, document: show_plan(screen, document, {}, every=False)),
    ("sync", lambda screen, document: show_run(screen, document)),
    ("status", lambda screen, document: show_status(screen, document)),
    ("connectors", lambda screen, document: show_cards(screen, document["connectors"])),
]


@pytest.fixture
def documents(office: Office, types: Types) -> dict[str, Any]:
    """The documents of a folder where something is going on."""
    office.configure("conflicts: {default: review}\n")
    office.list_customers("sales", yamada())
    office.list_customers("books", yamada())
    types("sync")
    office.list_customers("sales", yamada("03-1111-1111", "長い備考" * 30, "2026-04-02 09:00"))
    office.list_customers("books", yamada("03-2222-2222", at="2026-04-03 09:00"))
    return {name: types(name, "--json").document for name, _ in COMMANDS}


def _drawn(draw: Draw, document: Any, lang: str) -> str:
    console = Console(file=io.StringIO(), width=80, force_terminal=True, color_system=None)
    draw(Screen(console, Say("en" if lang == "en" else "ja")), document)
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize(("name", "draw"), COMMANDS)
def test_a_terminal_of_80_columns_is_enough(documents: dict[str, Any], name: str, draw: Draw, lang: str) -> None:
    drawn = _drawn(draw, documents[name], lang)
    assert drawn
    assert max(cell_len(line) for line in drawn.splitlines()) <= 80


def test_a_records_name_stays_in_one_line_beside_long_values(office: Office, types: Types) -> None:
    office.list_customers("sales", ("得意先-0123456789-東京", "", "長い名前の株式会社" * 5, "", "長い備考" * 30, ""))
    types("sync", "--only", "sales")
    story = types("explain", "company/1", "--json").document
    for lang in ("ja", "en"):
        drawn = _drawn(lambda screen, document: show_story(screen, document, whole=True), story, lang)
        table = drawn[drawn.index("──") :].splitlines()
        assert sum("sales/rows/得意先-0123…#company" in line for line in table) == len(story["records"][0]["fields"])
        assert max(cell_len(line) for line in table) <= 80
