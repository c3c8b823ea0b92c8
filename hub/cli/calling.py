"""The step from a parsed command line to its work, and back to an exit code."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from hub.cli.answer import Answer
    from hub.cli.session import Session


def do(context: typer.Context, command: Callable[[Session], Answer]) -> None:
    """Carry out a command; always ends in `typer.Exit`."""
    from hub.cli.session import carry_out  # late: it brings the engine

    name = context.command_path.partition(" ")[2]
    raise typer.Exit(carry_out(context.find_root().obj, name, command))
