"""The language: the option, then HUB_LANG, then the locale."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pytest
from typer.main import get_command

from hub.cli import main
from hub.cli.app import app
from hub.cli.language import wanted_language
from tests.unit.cli.conftest import Types


@pytest.mark.parametrize(
    ("arguments", "environ", "expected"),
    [
        (["--lang", "en", "sync"], {"LANG": "ja_JP.UTF-8"}, "en"),
        (["sync", "--lang=ja"], {"HUB_LANG": "en"}, "ja"),
        (["sync"], {"HUB_LANG": "en", "LANG": "ja_JP.UTF-8"}, "en"),
        (["sync"], {"LANG": "ja_JP.UTF-8"}, "ja"),
        (["sync"], {"LC_ALL": "en_US.UTF-8", "LANG": "ja_JP.UTF-8"}, "en"),
        (["sync"], {"LANG": "C.UTF-8"}, None),
        (["sync"], {"LANG": "enx"}, None),
        (["--lang"], {}, None),
        ([], {}, None),
    ],
)
def test_the_nearest_wish_counts(arguments: Sequence[str], environ: Mapping[str, str], expected: str | None) -> None:
    assert wanted_language(arguments, environ) == expected


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (("frobnicate",), "コマンド 'frobnicate' はありません"),
        (("plan", "--frob"), "オプション --frob はありません"),
        (("explain",), "引数 TARGET が足りません"),
        (("status", "today"), "余分な引数があります: today"),
        (("undo", "soon"), "の値が正しくありません: 整数ではありません"),
        (("plan", "--out"), "オプション --out には値が要ります"),
        (("search", "--limit", "0", "x"), "--limit の値が正しくありません: 1 以上でなければなりません"),
        (("search", "--limit", "9999", "x"), "--limit の値が正しくありません: 1000 以下でなければなりません"),
    ],
)
def test_a_mistyped_command_is_told_in_japanese(
    line: tuple[str, ...], told: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HUB_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    assert main(line) == 1
    assert told in capsys.readouterr().err


@pytest.mark.parametrize("line", ["--lang en conflicts list", "conflicts --lang en list", "conflicts list --lang en"])
def test_an_option_for_all_commands_may_stand_at_any_place(line: str, types: Types) -> None:
    assert types(*line.split()).out == "No conflict waits for a decision.\n"


def test_every_command_stands_under_a_heading_of_the_help(types: Types) -> None:
    # "コマンド" is where a command goes that nobody has put anywhere.
    assert "コマンド ─" not in types("--help", "--lang", "ja").out.replace("どのコマンドでも ─", "")


TYPERS_WORDS = ("Usage", "OPTIONS", "COMMAND", "ARGS", "[required]", "[default", "[env var", "<bool>", "<path>", "<int")


def _tree(command: Any, *path: str) -> Iterator[tuple[str, ...]]:
    yield path
    for name, child in getattr(command, "commands", {}).items():
        yield from _tree(child, *path, name)


def test_no_page_of_the_help_holds_words_of_typer_in_japanese(types: Types) -> None:
    pages = {path: types(*path, "--help", "--lang", "ja").out for path in _tree(get_command(app))}
    assert [(path, word) for path, page in pages.items() for word in TYPERS_WORDS if word in page] == []
    assert "使い方: hub search [オプション] {WORDS}..." in pages["search",]
    assert "[なければ 20]" in pages["search",]


def test_the_help_in_english_stays_as_typer_words_it_after_a_japanese_one(types: Types) -> None:
    types("search", "--help", "--lang", "ja")
    page = types("search", "--help", "--lang", "en").out
    assert [word for word in ("Usage: hub search [OPTIONS]", "[required]", "[default: 20]") if word not in page] == []


def test_a_group_without_a_command_shows_its_help_in_japanese(types: Types) -> None:
    assert "使い方: hub match [オプション] コマンド [引数]..." in types("--lang", "ja", "match").out
