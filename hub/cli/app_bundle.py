"""The commands that carry a run elsewhere: one file, and what comes out of it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from hub.cli.calling import do

bundle_app = typer.Typer(no_args_is_help=True, help="help.bundle")
File = Annotated[Path, typer.Argument(metavar="FILE", help="help.bundle.file")]


@bundle_app.command("make", help="help.bundle.make")
def make(
    context: typer.Context, run: Annotated[int, typer.Argument(metavar="RUN", help="help.bundle.run")], file: File
) -> None:
    """Write the bundle of a run."""
    from hub.cli.commands.bundle import make as work

    do(context, lambda session: work(session, run, file))


@bundle_app.command("replay", help="help.bundle.replay")
def replay(context: typer.Context, file: File) -> None:
    """Replay a bundle."""
    from hub.cli.commands.bundle import replay_bundle as work

    do(context, lambda session: work(session, file))
