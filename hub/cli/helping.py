"""The words that Typer puts around our own help: usage, defaults, what is required, and the kinds of values.

Invariant: English help stays as Typer words it.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from hub.cli.words import Say

_TYPERS_WORDS = ("DEFAULT_STRING", "ENVVAR_STRING", "REQUIRED_LONG_STRING")
_KINDS = {"path": "path", "file": "path", "directory": "path", "int": "number", "int range": "number", "str": "text"}


def word_frame(command: Any, say: Say) -> None:
    """Word the frame of one command's help; that of the same command in English is another object."""
    if say.lang == "en":
        return
    command.options_metavar = say("frame.options")
    if hasattr(command, "subcommand_metavar"):
        command.subcommand_metavar = say("frame.subcommand")
    command.get_usage = partial(_usage, command.get_usage, say)
    command.format_help = partial(_help, command.format_help, say)


def word_kind(param: Any, say: Say) -> None:
    """Tell the kind of a value in words; a switch takes none."""
    if say.lang != "en":
        param.display_type_rich = partial(_kind, param.display_type_rich, say)


def _usage(usage: Any, say: Say, context: Any) -> str:
    return str(usage(context)).replace("Usage:", say("frame.usage"), 1)


def _help(print_help: Any, say: Say, context: Any, formatter: Any) -> None:
    """Typer reads these words from its module each time, and `hub` speaks one language at a time."""
    from typer import rich_utils

    before = {name: getattr(rich_utils, name) for name in _TYPERS_WORDS}
    try:
        for name in _TYPERS_WORDS:
            setattr(rich_utils, name, say(f"frame.{name.lower()}", value="{}"))
        print_help(context, formatter)
    finally:
        for name, words in before.items():
            setattr(rich_utils, name, words)


def _kind(kind: Any, say: Say, **context: Any) -> str | None:
    told = kind(**context)
    one = (told or "").strip("<>").removeprefix("list[").removesuffix("]")
    if one == "bool":
        return None
    return say(f"frame.kind.{_KINDS[one]}") if one in _KINDS else told
