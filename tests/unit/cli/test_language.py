"""The language: the option, then HUB_LANG, then the locale."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest

from hub.cli import main
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
