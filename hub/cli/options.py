"""The options that every command takes, before its name or after it."""

from __future__ import annotations

import copy
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import typer

from hub.cli.helping import word_frame, word_kind
from hub.cli.words import Say

PANELS = {
    "begin": ("init", "check", "schema", "connectors"),
    "work": ("plan", "simulate", "apply", "sync", "run", "serve", "match"),
    "look": (
        "status",
        "search",
        "deadlines",
        "explain",
        "conflicts",
        "quarantine",
        "invoices",
        "notices",
        "audit",
        "bundle",
        "db",
        "selftest",
    ),
    "decide": ("pin", "unpin", "join", "part", "revoke", "undo", "erase", "users", "tokens", "secrets"),
}


@dataclass
class Options:
    """What was said on the command line apart from the command itself."""

    config: Path = field(default_factory=lambda: Path("config.yaml"))
    lang: str | None = None
    as_json: bool = False
    verbose: bool = False
    no_progress: bool = False


def share_options(root: Any) -> None:
    """Let every command, and every group of commands, take the options of the root too; the ones said last count."""
    shared = [param for param in root.params if param.name != "version"]
    for command in _below(root):
        taken = {name for param in command.params for name in param.opts}
        for param in shared:
            if not taken & set(param.opts):
                command.params.append(_copied(param))


def _copied(param: Any) -> Any:
    copied = copy.copy(param)
    copied.callback, copied.expose_value, copied.envvar = _remember, False, None
    copied.default, copied.rich_help_panel = None, "panel.everywhere"
    return copied


def _remember(context: typer.Context, param: Any, value: Any) -> Any:
    if value is not None and value is not False and isinstance(context.find_root().obj, Options):
        setattr(context.find_root().obj, param.name, value)
    return value


def _below(command: Any) -> list[Any]:
    children = list(getattr(command, "commands", {}).values())
    return [*children, *(inner for child in children for inner in _below(child))]


def word_help(command: Any, say: Say, panel: str = "panel.commands") -> None:
    """Replace the keys that stand in help texts by words, through the whole tree of commands."""
    command.help = say(command.help)
    command.rich_help_panel = say(panel)
    with typer.Context(command, info_name=command.name) as context:
        shown = command.get_help_option(context)
    shown.help, shown.rich_help_panel = say("help.help"), "panel.everywhere"
    word_frame(command, say)
    for param in [*command.params, shown]:
        word_kind(param, say)
        is_argument = param.param_type_name == "argument"
        param.help = say(param.help) if param is not shown else param.help
        own = "panel.arguments" if is_argument else "panel.options"
        param.rich_help_panel = say(getattr(param, "rich_help_panel", None) or own)
    for name, child in getattr(command, "commands", {}).items():
        word_help(child, say, next((f"panel.{p}" for p, names in PANELS.items() if name in names), "panel.commands"))
