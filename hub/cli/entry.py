"""Reads a command line and runs it; whatever goes wrong with the line itself is told in one line and exit code 1."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from functools import cache
from typing import Any, TextIO, cast

import typer
from typer.main import get_command

from hub.cli.app import app
from hub.cli.exits import Exit
from hub.cli.language import Language, wanted_language
from hub.cli.options import Options, share_options, word_help
from hub.cli.words import Say

# Typer brings its own Click in newer versions, so Click's errors are reached through the one that Typer shows.
_ANY_USAGE_ERROR = cast("type[Exception]", typer.BadParameter.__mro__[2])


def run(arguments: Sequence[str] | None = None) -> int:
    """Run one command line; its exit code."""
    spoken = list(sys.argv[1:] if arguments is None else arguments)
    for stream in (sys.stdout, sys.stderr):
        _never_fail_on_signs(stream)
    lang = wanted_language(spoken, os.environ)
    say = Say(lang or "ja")
    options = Options(lang=lang)
    try:
        found = _commands(lang or "ja").main(spoken, prog_name="hub", standalone_mode=False, obj=options)
    except _ANY_USAGE_ERROR as error:
        return _usage(error, spoken, say)
    except (typer.Abort, KeyboardInterrupt):
        sys.stderr.write(say("aside.stopped") + "\n")
        return Exit.PARTIAL
    return int(found or 0)


@cache
def _commands(lang: Language) -> Any:
    """The tree of commands with its help in words; to build it takes longer than most commands."""
    root = get_command(app)
    share_options(root)
    word_help(root, Say(lang))
    return root


def _never_fail_on_signs(stream: TextIO) -> None:
    """A terminal that lacks a sign (cp932 has no é) shows a question mark instead of an error."""
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(errors="replace")


def _usage(error: BaseException, spoken: Sequence[str], say: Say) -> int:
    if type(error).__name__ == "NoArgsIsHelpError":
        sys.stderr.write(str(getattr(error, "message", "")) + "\n")
        return Exit.ERROR
    message = str(getattr(error, "format_message", lambda: error)())
    context = getattr(error, "ctx", None)
    path = context.command_path if context is not None else "hub"
    if "--json" in spoken:
        from hub.cli.documents import as_text

        sys.stdout.write(as_text({"exit": int(Exit.ERROR), "error": {"kind": "usage", "what": message}}) + "\n")
    sys.stderr.write(say("aside.usage", what=message, path=path) + "\n")
    return Exit.ERROR
