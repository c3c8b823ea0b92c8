"""The reference page of the command line, written by the commands themselves so that it is never out of date."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from typer.main import get_command

from hub.cli.app import app
from hub.cli.exits import GRAVEST_FIRST, Exit
from hub.cli.options import word_help
from hub.cli.words import Say

_INTRODUCTION = """# hub — コマンド / The command line

このページは `hub/cli` から自動生成されます。直接編集しないでください。/ Generated from `hub/cli`; do not edit it.

- 結果は標準出力、記録・進み具合・誤りは標準エラー出力に出ます。`--json` では結果が JSON 文書一つになります
  （`"format": 1`。形が変わる時だけ番号が変わります）。誤りも `"error"` を持つ文書になります。
  Results go to stdout; the log, progress and errors to stderr. Under `--json` the result is one JSON document
  (`"format": 1`, which changes only when a reader would break); a failure is a document with `"error"`.
- Ctrl-C を一度押すと区切りのよいところで止まり、二度押すとすぐに止まります（終了コード 130）。どちらも何も失いません。
  Ctrl-C stops at the next page, a second one at once (exit code 130); neither loses anything.
- 色は端末だけで使い、`NO_COLOR` で消せます。/ Colours are for terminals only; `NO_COLOR` turns them off.
- 決定の記録には実行した人のアカウント名が残ります。`HUB_AUTHOR` で変えられます。
  Decisions are kept with the name of the account; `HUB_AUTHOR` replaces it.
"""


def reference_page() -> str:
    """The page as it should be in `docs/reference/cli.md`."""
    ja, en = get_command(app), get_command(app)
    word_help(ja, Say("ja"))
    word_help(en, Say("en"))
    parts = [_INTRODUCTION, _exits(), _everywhere(ja, en)]
    return "\n".join([*parts, *_commands("hub", ja, en)])


def _exits() -> str:
    rows = [f"| {code.value} | {Say('ja')(f'exit.{code.name}')} | {Say('en')(f'exit.{code.name}')} |" for code in Exit]
    order = " > ".join(str(code.value) for code in GRAVEST_FIRST)
    head = "## 終了コード / Exit codes\n\n| | | |\n|---|---|---|\n"
    tail = f"\n\nいくつか当てはまる時は / Where several hold: {order}\n"
    return head + "\n".join(rows) + tail


def _everywhere(ja: Any, en: Any) -> str:
    head = "## どのコマンドでも / With every command\n\n"
    return head + "コマンドの前にも後にも書けます。/ Before the command or after it.\n\n" + _table(ja, en)


def _commands(path: str, ja: Any, en: Any) -> Iterator[str]:
    for name, child in ja.commands.items():
        other, full = en.commands[name], f"{path} {name}"
        if getattr(child, "commands", None):
            yield from _commands(full, child, other)
            continue
        usage = " ".join([full, *(_argument(param) for param in child.params if _is_argument(param))])
        table = "\n" + _table(child, other) if child.params else ""
        yield f"## `{usage}`\n\n{child.help}\n{other.help}\n{table}"


def _table(ja: Any, en: Any) -> str:
    rows = [
        f"| `{_shown(param)}` | {param.help} | {other.help} |"
        for param, other in zip(ja.params, en.params, strict=True)
    ]
    return "\n".join(["| | | |", "|---|---|---|", *rows]) + "\n"


def _shown(param: Any) -> str:
    if _is_argument(param):
        return _argument(param)
    value = "" if param.is_flag else f" {param.metavar or param.name.upper()}"
    return (", ".join(param.opts) + value).replace("|", "\\|")


def _argument(param: Any) -> str:
    shown = str(param.metavar or param.name.upper())
    return shown if param.required or shown.startswith("[") else f"[{shown}]"


def _is_argument(param: Any) -> bool:
    return str(param.param_type_name) == "argument"
